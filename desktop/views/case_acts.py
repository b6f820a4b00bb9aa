"""The moves of a case from its buttons: what each asks first, the act, and the paper it makes."""

from collections.abc import Callable
from functools import partial
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.cases import NEEDS_REASON, TWO_PERSONS, CaseMove
from desktop.domain.errors import Refusal, Trouble
from desktop.services import acceptance, deferred, moves, stops, supplements
from desktop.services.cases import CaseView, TrackRow
from desktop.services.clocks import Strip, strip_of, track_strip
from desktop.services.officers import Second
from desktop.services.papers import PaperRow
from desktop.services.told_once import Exempt
from desktop.services.visits import note_visit
from desktop.views import case_words, words
from desktop.views.case_forms import (
    AskForm,
    CameForm,
    ExtendSheet,
    Form,
    PromiseForm,
    StopForm,
    VisitNote,
)
from desktop.views.clock_strip import StripSheet
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field, Line
from desktop.views.second import SecondSheet
from desktop.views.sheet import ground

EXTENSION = "10"
"""Working days that are proposed (art. 42)."""


class CaseActs(QObject):
    """Starts a move where its button was pressed; `paper_asked` wants a paper printed.

    `refused` says that nothing was done and the case is to be shown anew.
    """

    paper_asked = Signal(int)
    refused = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self._case: CaseView
        self._sheet: Form | SecondSheet | None = None
        self._starts: dict[CaseMove, Callable[[], None]] = {
            CaseMove.ACCEPT: partial(self._act, acceptance.accept),
            CaseMove.DEEM_ACCEPTED: partial(self._act, acceptance.deem_accepted),
            CaseMove.ASK_SUPPLEMENT: self._ask,
            CaseMove.TAKE_SUPPLEMENT: self._take_supplement,
            CaseMove.ACCEPT_DEFERRED: self._promise,
            CaseMove.TAKE_OWED: lambda: self.take_owed(self._case),
            CaseMove.SUSPEND: self._suspend,
            CaseMove.RESUME: self._resume,
            CaseMove.EXTEND: self._extend,
        }

    def start(self, case: CaseView, move: CaseMove) -> None:
        """Begin a move of a case."""
        self._case = case
        if move in self._starts:
            self._starts[move]()
        elif move in TWO_PERSONS:
            self._two_persons(move)
        elif move in NEEDS_REASON:
            self._because(move)
        else:
            self._act(moves.move_case, move)

    def _act(self, service: Callable[..., Any], *values: Any) -> None:
        """Do an act on the case as it is shown; a sheet that asked stays until it is done."""
        sheet = self._sheet
        bound = (self._desk.press, self._case.id, self._case.version, *values)
        refused = self._refused if sheet is None else sheet.refuse
        job = self._desk.act(
            service, *bound, done=self._done, changes=("cases", "deliveries"), refused=refused
        )
        if sheet is not None:
            job.broken.connect(sheet.failed)

    def _done(self, paper: PaperRow | None) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is not None:
            sheet.finish()
        if paper is None:
            self._desk.bar.tell(_("Done."), Tone.GOOD)
            return
        said = _("{kind} {number} is made.").format(
            kind=case_words.paper_kinds()[paper.kind], number=paper.number
        )
        again = partial(self.paper_asked.emit, paper.id)
        self._desk.bar.tell(said, Tone.GOOD, _("Print"), again)
        self.paper_asked.emit(paper.id)

    def _refused(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)
        self.refused.emit()

    def _shown(self, sheet: Form | SecondSheet, give: Callable[..., None]) -> None:
        self._sheet = sheet
        sheet.given.connect(give)
        sheet.answered.connect(self._left)

    def _left(self, answer: str) -> None:
        if answer != "done":
            self._sheet = None

    def _because(self, move: CaseMove) -> None:
        self._reason = Line(limit=200)
        title = words.case_moves()[move]
        fields = {"reason": Field(_("Reason"), self._reason, name="case.reason")}
        text = _("The reason is kept with the case and shown to the supervisor.")
        form = Form(ground(self._over), title, text, title, fields)
        self._shown(form, partial(self._moved, move))
        self._reason.setFocus()

    def _moved(self, move: CaseMove) -> None:
        if move is CaseMove.RESUME:
            self._act(stops.resume, self._reason.text())
        else:
            self._act(moves.move_case, move, self._reason.text())

    def _resume(self) -> None:
        self._because(CaseMove.RESUME)

    def _two_persons(self, move: CaseMove) -> None:
        sheet = SecondSheet(
            ground(self._over),
            words.case_moves()[move],
            _("The case ends here and cannot be opened again; its number stays taken and its "
              "papers stay kept. A supervisor answers for it, too."),
            words.case_moves()[move],
            with_reason=True,
        )  # fmt: skip
        self._sheet = sheet
        sheet.given.connect(partial(self._given, move))
        sheet.answered.connect(self._left)

    def _given(self, move: CaseMove, second: Second, reason: str) -> None:
        self._act(moves.move_case, move, reason, second)

    def _extend(self) -> None:
        title = words.case_moves()[CaseMove.EXTEND]
        text = _("Once, with the head's approval; the applicant is told the reason in writing.")
        sheet = ExtendSheet(ground(self._over), title, text, EXTENSION)
        self._shown(sheet, partial(self._extended, sheet))

    def _extended(self, sheet: ExtendSheet, second: Second, reason: str) -> None:
        self._act(stops.extend, sheet.count, reason, second)

    def _suspend(self) -> None:
        form = StopForm(ground(self._over), self._desk.now().date())
        self._shown(form, lambda: self._act(stops.suspend, *form.values()))

    def _materials(self) -> list[tuple[str, str]]:
        known = self._desk.shelf.catalogue.materials
        return [(key, known[key].name) for key in self._case.materials if key in known]

    def _ask(self) -> None:
        form = AskForm(ground(self._over), self._materials(), self._desk.now().date())
        self._shown(form, partial(self._asked, form, None))

    def _asked(self, form: AskForm, exempt: Exempt | None) -> None:
        bound = (self._desk.press, self._case.id, self._case.version, *form.values(), exempt)
        self._desk.act(
            supplements.ask, *bound, done=partial(self._asked_for, form), changes=("cases",),
            refused=partial(self._not_asked, form),
        ).broken.connect(form.failed)  # fmt: skip

    def _asked_for(self, form: AskForm, paper: PaperRow | None) -> None:
        if self._sheet is not form:
            form.finish()
        self._done(paper)

    def _not_asked(self, form: AskForm, error: Refusal) -> None:
        """What could have been asked before takes a supervisor, over the form that stays."""
        if isinstance(self._sheet, SecondSheet):
            self._sheet.refuse(error)
            return
        form.refuse(error)
        if error.trouble is Trouble.ASKED_ANEW:
            title = words.case_moves()[CaseMove.ASK_SUPPLEMENT]
            sheet = SecondSheet(
                ground(self._over), title, words.refusal(error), title, with_reason=True
            )
            self._sheet = sheet
            sheet.given.connect(partial(self._exempted, form))
            sheet.answered.connect(partial(self._back_to, form))

    def _exempted(self, form: AskForm, second: Second, reason: str) -> None:
        self._asked(form, Exempt(second, reason))

    def _back_to(self, form: AskForm, answer: str) -> None:
        if answer != "done":
            self._sheet = form

    def _take_supplement(self) -> None:
        title = words.case_moves()[CaseMove.TAKE_SUPPLEMENT]
        form = CameForm(ground(self._over), title, self._case.asked)
        self._shown(form, lambda: self._act(supplements.take, *form.values()))

    def take_owed(self, case: CaseView, _checked: bool = False) -> None:
        """Write down that promised papers came."""
        self._case = case
        title = words.case_moves()[CaseMove.TAKE_OWED]
        form = CameForm(ground(self._over), title, self._case.owed)
        self._shown(form, lambda: self._act(deferred.take, *form.values()))

    def ask(self, case: CaseView, form: Form | SecondSheet, give: Callable[..., None]) -> None:
        """Show a form beside a case; `give` does the act that was filled in."""
        self._case = case
        self._shown(form, give)

    def send(self, form: Form | SecondSheet, service: Callable[..., Any], *values: Any) -> None:
        """Do an act that a form asked for and that needs no version of the case."""
        self._desk.act(
            service, *values, done=self._done, changes=("cases",), refused=form.refuse
        ).broken.connect(form.failed)

    def do(self, case: CaseView, service: Callable[..., Any], *values: Any) -> None:
        """Do an act that asks nothing first and needs no version of the case."""
        self._case = case
        self._desk.act(service, *values, done=self._done, changes=("cases",), refused=self._refused)

    def note_visit(self, case: CaseView, _checked: bool = False) -> None:
        """Write down that the citizen came where no act tells it."""
        form = VisitNote(ground(self._over))
        self.ask(case, form, lambda: self.send(form, note_visit, case.id, *form.values()))

    def show_strip(
        self, case: CaseView, track: TrackRow | None = None, _checked: bool = False
    ) -> None:
        """Show every day of a limit: of the case, or of one of its offices."""
        self._case = case
        title = case.number if track is None else f"{case.number} {track.office}"
        clerk, now = self._desk.clerk, self._desk.now()
        service, key = (strip_of, case.id) if track is None else (track_strip, track.id)
        done = partial(self._show_strip, title, track is None)
        self._desk.ask(service, clerk, now, key, done=done)

    def _show_strip(self, named: str, printable: bool, strip: Strip | None) -> None:
        if strip is None:
            self._desk.bar.tell(_("No limit is known for this case."))
            return
        title = _("Limit of {number}").format(number=named)
        sheet = StripSheet(ground(self._over), title, strip, printable=printable)
        sheet.print_asked.connect(self._print_strip)

    def _print_strip(self) -> None:
        values = (self._desk.press, self._case.id)
        self._desk.act(stops.print_strip, *values, done=self._done, changes=("cases",))

    def _promise(self) -> None:
        form = PromiseForm(ground(self._over), self._materials(), self._desk.now().date())
        self._shown(form, partial(self._promised, form))

    def _promised(self, form: PromiseForm) -> None:
        materials, until, said = form.values()
        self._act(deferred.accept_deferred, deferred.Promise(materials, until, said))
