"""Files on their way in: each looked through apart from the program, then kept, one by one."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.decoding import ask
from desktop.domain.attachments import Checked
from desktop.domain.errors import Refusal
from desktop.services import attachments
from desktop.services.attachments import AttachmentRow, Place
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.parts import button, column, label, row

PATIENCE = 1000
"""Milliseconds after which the way in is shown with figures and a button that ends it."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One file to be brought in: where to, what it is called, how it is read."""

    place: Place
    material: str
    name: str
    read: Callable[[], Checked]


class Adding(QWidget):
    """Brings files in one after the other; what was not taken is said here until the next time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting: deque[_Way] = deque()
        self._now: _Way | None = None
        self._count = self._taken = 0
        self._unfit: list[str] = []
        self._stopped = False
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._figures = label("", size="small", name="attachments.figures")
        self._stop = button(_("Cancel"), kind="small", name="attachments.cancel")
        self._stop.clicked.connect(self._end_early)
        self._moving = QWidget()
        column(row(self._figures, None, self._stop), self._bar, spacing=4, parent=self._moving)
        self._moving.hide()
        self._said = label("", size="small", tone="bad", wrap=True, name="attachments.said")
        self._said.hide()
        column(self._moving, self._said, spacing=4, parent=self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self._show_way)

    def take_files(self, place: Place, material: str, files: Sequence[Path]) -> None:
        """Bring files in from disk."""
        self._take([_Way(place, material, each.name, partial(_from, each)) for each in files])

    def take_bytes(self, place: Place, material: str, name: str, data: bytes) -> None:
        """Bring in what a camera took."""
        self._take([_Way(place, material, name, partial(ask.check, name, data))])

    def quiet(self) -> None:
        """Take back what was said of earlier files."""
        self._said.hide()

    def _take(self, ways: Sequence[_Way]) -> None:
        if not ways:
            return
        self._waiting.extend(ways)
        self._count += len(ways)
        if self._now is None:
            self.quiet()
            self._timer.start()
            self._next()

    def _next(self) -> None:
        if self._stopped or not self._waiting:
            self._end()
            return
        self._now = self._waiting.popleft()
        self._show_figures()
        jobs = self._desk.jobs
        jobs.apart(self._now.read, self._store, self._refused).broken.connect(self._broken)

    def _store(self, found: Checked) -> None:
        if self._now is None:
            return
        where = (self._now.place, self._now.material, found)
        self._desk.act(
            attachments.attach, *where, done=self._kept, changes=("attachments",),
            refused=self._refused,
        ).broken.connect(self._broken)  # fmt: skip

    def _kept(self, _row: AttachmentRow) -> None:
        self._taken += 1
        self._next()

    def _refused(self, error: Refusal) -> None:
        self._unfit_because(words.refusal(error))

    def _broken(self, error: object) -> None:
        self._unfit_because(words.unexpected(error))

    def _unfit_because(self, sentence: str) -> None:
        if self._now is not None:
            self._unfit.append(f"■ {self._now.name}：{sentence}")
        self._next()

    def _end_early(self) -> None:
        """No further file; the one that is being read is brought to its end."""
        self._stopped = True
        self._stop.setEnabled(False)
        self._figures.setText(_("Stopping after this file …"))

    def _show_way(self) -> None:
        self._moving.setVisible(self._now is not None)

    def _show_figures(self) -> None:
        done = self._count - len(self._waiting)
        self._bar.setRange(0, self._count)
        self._bar.setValue(done - 1)
        said = _("Looking through file {here} of {count}")
        self._figures.setText(said.format(here=done, count=self._count))

    def _end(self) -> None:
        left, kept, unfit = len(self._waiting), self._taken, self._unfit
        self._waiting.clear()
        self._now, self._count, self._taken, self._unfit = None, 0, 0, []
        self._stopped = False
        self._stop.setEnabled(True)
        self._timer.stop()
        self._moving.hide()
        self._said.setText("\n".join(unfit))
        self._said.setVisible(bool(unfit))
        self._tell(kept, len(unfit), left)

    def _tell(self, kept: int, unfit: int, left: int) -> None:
        said = [_("Attached: {count}.").format(count=kept)]
        if unfit:
            said.append(_("Not attached: {count}; the reason stands beside.").format(count=unfit))
        if left:
            said.append(_("Not begun: {count}.").format(count=left))
        self._desk.bar.tell(" ".join(said), Tone.WARN if unfit or left else Tone.GOOD)


def _from(file: Path) -> Checked:
    return ask.check(file.name, ask.read(file))
