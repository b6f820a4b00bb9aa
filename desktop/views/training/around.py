"""The strip above everything in a training, and what its buttons do."""

from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from desktop.domain.training import MARK
from desktop.views.parts import button, column, hint, label, row

if TYPE_CHECKING:
    from desktop.views.training.visitors import VisitorsPanel


class Strip(QWidget):
    """Says in words that this is a training; it cannot be closed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("training-strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.visitors = button(_("Visitors"), kind="small", icon="users", name="training.visitors")
        self.anew = button(_("Start anew"), kind="small", icon="rotate-ccw", name="training.anew")
        told = label(
            _("Everyone here is made up; nothing is valid, and nothing leaves this PC."),
            name="training.told",
        )
        name = label(f"▲ {MARK} · Training", strong=True, name="training.name")
        places = row(
            name, told, None, self.visitors, self.anew, margins=(16, 4, 16, 4), spacing=12,
            parent=self,
        )  # fmt: skip
        told.setMinimumWidth(0)
        hint(told, told.text())
        places.setStretch(1, 1)


class Training(QObject):
    """Joins the strip to a window: the panel of visitors, a refusal, records made anew.

    `laid` carries the key of a card for the simulated reader, `anew` that fresh records are wanted.
    """

    laid = Signal(str)
    anew = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._panel: VisitorsPanel | None = None
        self._stack: QStackedWidget | None = None
        window.setWindowTitle(f"一次办 · {MARK} Training")
        self.strip = Strip()
        self.strip.visitors.clicked.connect(self.show_visitors)
        self.strip.anew.clicked.connect(self.ask_anew)

    @property
    def welcome(self) -> str:
        """What stands on the sign-in."""
        from desktop.simulated.visitors import PASSWORD

        told = _("Training: choose anybody; the password of all is {password}")
        return told.format(password=PASSWORD)

    def surround(self, stack: QStackedWidget) -> None:
        """Put the strip above everything the window shows."""
        self._stack = stack
        holder = QWidget()
        places = column(self.strip, stack, spacing=0, parent=holder)
        places.setStretch(1, 1)
        self._window.setCentralWidget(holder)

    def show_visitors(self) -> None:
        """Open the list of visitors beside the window."""
        from desktop.views.training.visitors import VisitorsPanel

        if self._panel is None:
            self._panel = VisitorsPanel(self._window)
            self._panel.laid.connect(self.laid)
        self._panel.open_beside(self._window)

    def refuse(self) -> None:
        """Say why something is not done in a training."""
        from desktop.domain.errors import Trouble
        from desktop.troubles import troubles

        self._sheet(troubles()[Trouble.TRAINING_OFF], (("", _("Close"), "filled"),))

    def ask_anew(self) -> None:
        """Ask before the records are thrown away."""
        told = _(
            "All cases, slips and papers of this training are thrown away, and fresh ones are "
            "made. The station's real records are somewhere else and stay as they are."
        )
        buttons = (("", _("Cancel"), ""), ("anew", _("Start anew"), "filled"))
        self._sheet(told, buttons)

    def _sheet(self, text: str, buttons: tuple[tuple[str, str, str], ...]) -> None:
        from desktop.views.sheet import Sheet

        over = self._stack.currentWidget() if self._stack is not None else None
        if over is not None:
            Sheet(over, f"{MARK} · Training", text, buttons).answered.connect(self._answered)

    def _answered(self, key: str) -> None:
        if key == "anew":
            self.anew.emit()


def start_training() -> None:
    """Open a training beside this window, as a process of its own with records of its own."""
    from desktop.decoding.ask import program  # not before the first paint

    first, *rest = (*program(), "training")
    QProcess.startDetached(first, rest)
