"""Follows a job in the print queue while the window goes on, and says what is to be done."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.printing import LAST, STUCK, News, Seen
from desktop.printing import queue
from desktop.printing.queue import Sent
from desktop.views import words
from desktop.views.desk import Desk, Tone

EVERY, LATER = 500, 2000
"""Milliseconds between two questions, at first and after the patience is over."""

PATIENCE = 15_000
"""Milliseconds in which a sheet has normally left the queue."""

SHAPES = {
    News.WAITING: "◇",
    News.HELD: "▲",
    News.PAUSED: "▲",
    News.GONE: "◎",
    News.REFUSED: "■",
    News.NO_PRINTER: "■",
    News.NO_SERVICE: "▲",
    News.UNKNOWN: "○",
}


def news_words(seen: Seen, printer: str) -> str:
    """What the queue says, with its shape and what to do."""
    said = f"{SHAPES[seen.news]} {words.print_news()[seen.news].format(printer=printer)}"
    if seen.why:
        said += "\n" + _("The printer says: {why}").format(why=seen.why)
    return said


def tone_of(seen: Seen) -> str:
    """The ink of what the queue says."""
    return "warn" if seen.news in STUCK else ""


class Watch(QObject):
    """Asks about one job until the queue has nothing more to say.

    `late` comes once, when the sheet is still in the queue after the time it normally takes; a
    `patient` watch goes on asking after that, until its parent closes.
    """

    seen = Signal(object)
    late = Signal()

    def __init__(self, desk: Desk, job: Sent, parent: QObject, *, patient: bool = False) -> None:
        super().__init__(parent)
        self._desk, self._job, self._patient = desk, job, patient
        self._last: Seen | None = None
        self._left = PATIENCE // EVERY
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._ask)
        QTimer.singleShot(0, self, self._ask)

    def _ask(self) -> None:
        self._desk.jobs.slow(partial(_look, self._job), self._told)

    def _told(self, seen: Seen) -> None:
        if seen != self._last:
            self._last = seen
            self.seen.emit(seen)
        self._left -= 1
        if seen.news in LAST:
            return
        if self._left == 0:
            self.late.emit()
            self._timer.setInterval(LATER)
        if self._left > 0 or self._patient:
            self._timer.start()


def _look(job: Sent) -> Seen:
    return queue.look(job)


class BarWatch(QObject):
    """Tells in the message bar what becomes of a paper that is not written down."""

    def __init__(self, desk: Desk, job: Sent, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._job = desk, job
        watch = Watch(desk, job, self)
        watch.seen.connect(self._say)
        watch.late.connect(self._late)

    def _say(self, seen: Seen) -> None:
        tone = Tone.WARN if seen.news in STUCK else Tone.PLAIN
        said = news_words(seen, self._job.printer).replace("\n", " ")
        self._desk.bar.tell(said, tone)

    def _late(self) -> None:
        self._desk.bar.tell(late_words(self._job.printer), Tone.WARN)


def late_words(printer: str) -> str:
    """What to do about a sheet that stays in the queue."""
    return _("▲ Still in the queue of {printer}. Look at the printer: on, paper, lid.").format(
        printer=printer
    )
