"""Long work under way: figures and a button that stops it, shown only where it takes a second."""

from gettext import gettext as _

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.domain.progress import Progress
from desktop.views.parts import column, label
from desktop.views.sheet import Sheet, ground

LOOK_MS, SHOWN_AFTER_MS = 100, 1000


class Waiting(QWidget):
    """Watches work; after a second it lies over the window with how far it is and Cancel.

    `end` takes it away, whatever came of the work.
    """

    def __init__(self, over: QWidget, title: str, progress: Progress) -> None:
        super().__init__(over)
        self.hide()
        self._over, self._title, self._progress = ground(over), title, progress
        self._sheet: Sheet | None = None
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setObjectName("waiting.bar")
        self._said = label("", tone="second", name="waiting.said")
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(SHOWN_AFTER_MS)
        self._late.timeout.connect(self._show)
        self._late.start()

    def _show(self) -> None:
        body = QWidget()
        column(self._bar, self._said, spacing=8, parent=body)
        buttons = [("stop", _("Cancel"), "")]
        self._sheet = Sheet(self._over, self._title, "", buttons, body=body)
        self._sheet.answered.connect(self._stop)
        self._timer.start()
        self._look()

    def _look(self) -> None:
        done, total = self._progress.done, self._progress.total
        self._bar.setRange(0, total)
        self._bar.setValue(min(done, total))
        said = _("{done} of {total}") if total else _("{done} so far")
        self._said.setText(said.format(done=f"{done:,}", total=f"{total:,}"))

    def _stop(self, _answer: str) -> None:
        self._sheet = None
        self._progress.stop()

    def end(self) -> None:
        """The work is done, or was stopped."""
        self._late.stop()
        self._timer.stop()
        if self._sheet is not None:
            sheet, self._sheet = self._sheet, None
            sheet.answered.disconnect(self._stop)
            sheet.answer("done")
        self.deleteLater()
