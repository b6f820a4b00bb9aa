"""The prints of a slip: asked, sent, followed through the queue, and told by the officer."""

from functools import partial
from gettext import gettext as _
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from desktop.domain.errors import Refusal
from desktop.domain.printing import News, PrintOutcome, Seen
from desktop.printing import queue
from desktop.printing.queue import Sent
from desktop.services import slips
from desktop.services.slips import Sheet as PrintedSheet
from desktop.services.slips import SlipPaper, SlipRow
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.parts import button, column, label, restyle, row
from desktop.views.print_watch import Watch, late_words, news_words, tone_of
from desktop.views.printing import PrintSheet
from desktop.views.sheet import Sheet, ground

SHAPES = {
    None: ("○", ""),
    PrintOutcome.ASKED: ("△", "warn"),
    PrintOutcome.QUEUED: ("◇", "warn"),
    PrintOutcome.GONE: ("◎", "warn"),
    PrintOutcome.CONFIRMED: ("●", "good"),
    PrintOutcome.FAILED: ("■", "bad"),
    PrintOutcome.SAVED: ("□", ""),
}
"""The state of a slip's last sheet in shape and ink; None is a slip that was never printed."""


def printed_words(row_: SlipRow) -> str:
    """What became of a slip's prints, with its shape."""
    said = _("not printed") if row_.printed is None else words.print_outcomes()[row_.printed]
    again = _(" ×{count}").format(count=row_.prints) if row_.prints > 1 else ""
    return f"{SHAPES[row_.printed][0]} {said}{again}"


def printed_tone(row_: SlipRow) -> str:
    """The ink of what became of a slip's prints."""
    return SHAPES[row_.printed][1]


class SlipSheet(PrintSheet):
    """Offers one slip; a sheet is written down before it is sent, once for a push."""

    def __init__(self, over: QWidget, desk: Desk, paper: SlipPaper) -> None:
        self._slip = paper.id
        self.sheet: PrintedSheet | None = None
        title = _("Print slip {number}").format(number=paper.number)
        super().__init__(over, desk, "slip", title, paper.number, paper.pdf)

    def _begin(self, printer: str) -> None:
        self._desk.act(
            slips.ask_print,
            self._slip,
            printer,
            uuid4().hex,
            done=self._asked,
            changes=("slips",),
            refused=self._refused,
        ).broken.connect(self._broken)

    def _watch(self, job: Sent) -> None:
        """The question that follows shows where the job is."""

    def _asked(self, sheet: PrintedSheet) -> None:
        self.sheet = sheet
        self._send(sheet.printer, f"补打 {sheet.copy - 1}" if sheet.copy > 1 else "")

    def _refused(self, error: Refusal) -> None:
        """Nothing went to the printer; so it stands in the ledger, too."""
        super()._refused(error)
        if self.sheet is not None:
            values = (self.sheet.id, News.REFUSED)
            self.sheet = None
            self._desk.act(slips.follow_print, *values, done=self._noted, changes=("slips",))

    def _noted(self, _answer: object) -> None:
        """The ledger follows; there is nothing to say here."""


class CameOut(Sheet):
    """Asks whether the paper is there, and shows meanwhile where the job is."""

    def __init__(self, over: QWidget, desk: Desk, sheet: PrintedSheet, job: Sent | None) -> None:
        self._desk, self.sheet, self.job = desk, sheet, job
        self._state = label(_state(sheet), tone="second", wrap=True, name="print.state")
        self._state.setMinimumHeight(44)
        self._state.setAlignment(Qt.AlignmentFlag.AlignTop)
        super().__init__(
            over,
            _("Did it come out?"),
            _("Look at the paper before the visitor goes."),
            [("no", _("No, print again"), ""), ("yes", _("Yes"), "filled")],
            body=self._state,
        )
        for yes in self.findChildren(QPushButton, "sheet.yes"):
            yes.setFocus()
        if job is not None:
            watch = Watch(desk, job, self, patient=True)
            watch.seen.connect(self._seen)
            watch.late.connect(self._late)

    def _seen(self, seen: Seen) -> None:
        self._say(news_words(seen, self.sheet.printer), tone_of(seen))
        values = (self.sheet.id, seen.news)
        self._desk.act(slips.follow_print, *values, done=self._noted, changes=("slips",))

    def _late(self) -> None:
        self._say(late_words(self.sheet.printer), "warn")

    def _say(self, text: str, tone: str) -> None:
        self._state.setText(text)
        restyle(self._state, tone=tone or "second")

    def _noted(self, _answer: object) -> None:
        """The ledger follows; there is nothing to say here."""


def _state(sheet: PrintedSheet) -> str:
    """Where a sheet was when it was last heard of."""
    return _("{shape} {state} · {printer} · {time}").format(
        shape=SHAPES[sheet.outcome][0],
        state=words.print_outcomes()[sheet.outcome],
        printer=sheet.printer,
        time=words.moment(sheet.at),
    )


class Untold(QFrame):
    """Asks beside a slip what became of a sheet of which nobody has spoken."""

    told = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "warn")
        self._state = label("", wrap=True, name="slips.untold")
        question = label(_("Did the paper come out?"), strong=True)
        no = button(_("No, print again"), kind="small", name="slips.untold.no")
        yes = button(_("Yes"), kind="small", name="slips.untold.yes")
        no.clicked.connect(self._no)
        yes.clicked.connect(self._yes)
        answers = row(question, None, no, yes, spacing=8)
        column(self._state, answers, margins=12, spacing=8, parent=self)
        self.hide()

    def show_sheet(self, sheet: PrintedSheet | None) -> None:
        """Ask about a sheet, or about none."""
        self.setVisible(sheet is not None)
        if sheet is not None:
            self._state.setText(_state(sheet))

    def _no(self) -> None:
        self._answer(came_out=False)

    def _yes(self) -> None:
        self._answer(came_out=True)

    def _answer(self, *, came_out: bool) -> None:
        self.hide()
        self.told.emit(came_out)


class SlipPrinter(QObject):
    """Prints one slip at a time and keeps asking until the officer has said how it went.

    `again` asks for a slip to be offered anew, `left` says that a question stayed open.
    """

    again = Signal(int)
    left = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self._paper: SlipPaper | None = None
        self._offered: SlipSheet | None = None
        self._question: CameOut | None = None

    @property
    def asking(self) -> bool:
        """Whether the question stands in the middle of the window just now."""
        return self._question is not None

    def offer(self, paper: SlipPaper) -> None:
        """Offer a slip to be printed; first ask about a sheet that may be about already."""
        self._paper = paper
        if paper.untold is not None:
            self._ask(paper.untold, None)
            return
        self._offered = SlipSheet(ground(self._over), self._desk, paper)
        self._offered.printed.connect(self._sent)
        self._offered.saved.connect(self._saved)

    def tell(self, slip: int, sheet: PrintedSheet, came_out: bool) -> None:
        """Write down what the officer says of a sheet."""
        self._told(slip, sheet, came_out=came_out, on=not came_out)

    def _sent(self, job: Sent) -> None:
        if self._offered is not None and self._offered.sheet is not None:
            self._ask(self._offered.sheet, job)
        self._offered = None

    def _saved(self, path: str) -> None:
        self._offered = None
        if self._paper is not None:
            values = (self._paper.id, "PDF", uuid4().hex, True)
            self._desk.act(slips.ask_print, *values, done=self._noted, changes=("slips",))
            self._desk.bar.tell(_("Saved: {path}").format(path=path), Tone.GOOD)

    def _ask(self, sheet: PrintedSheet, job: Sent | None) -> None:
        self._question = CameOut(ground(self._over), self._desk, sheet, job)
        self._question.answered.connect(self._answered)

    def _answered(self, answer: str) -> None:
        question, self._question = self._question, None
        if question is None or self._paper is None:
            return
        if not answer:
            self.left.emit()
            return
        came_out = answer == "yes"
        if question.job is not None and not came_out:
            self._desk.jobs.slow(partial(_take_back, question.job), self._noted)
        # Asked before a print rather than after one, the print is still wanted.
        on = question.job is None or not came_out
        self._told(self._paper.id, question.sheet, came_out=came_out, on=on)

    def _told(self, slip: int, sheet: PrintedSheet, *, came_out: bool, on: bool) -> None:
        self._slip = slip
        done = self._go_on if on else self._noted
        self._desk.act(slips.tell_print, sheet.id, came_out, done=done, changes=("slips",))
        if came_out:
            self._desk.bar.tell(_("Printed. Let the stub be signed and keep it."), Tone.GOOD)

    def _go_on(self, _answer: object) -> None:
        self.again.emit(self._slip)

    def _noted(self, _answer: object) -> None:
        """The ledger follows; there is nothing to say here."""


def _take_back(job: Sent) -> None:
    queue.take_back(job)
