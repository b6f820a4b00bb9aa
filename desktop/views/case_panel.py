"""One case (办件) at the right of a list: who, what, timeline, and the moves it offers."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.officers import Right
from desktop.services import cases, papers
from desktop.services.attachments import Place
from desktop.services.cases import CaseView, Outstanding
from desktop.services.papers import IssuedPaper, PaperRow
from desktop.views import case_words, words
from desktop.views.attachments.part import AttachmentsPart, with_other
from desktop.views.case_acts import CaseActs
from desktop.views.case_tracks import CaseTracks
from desktop.views.desk import Desk
from desktop.views.flow import Flow, emptied
from desktop.views.paper_prints import PaperSheet
from desktop.views.parts import Empty, button, chip, column, fact, label, row, rule, scrolled
from desktop.views.revealed import PersonFacts
from desktop.views.review_acts import ReviewActs
from desktop.views.sheet import ground
from desktop.views.track_acts import TrackActs

ENDS = frozenset({CaseMove.DECLINE, CaseMove.REFUSE, CaseMove.WITHDRAW, CaseMove.VOID})
"""Moves that end a matter against the applicant or for good."""


ON = frozenset(
    {
        CaseMove.ACCEPT, CaseMove.TAKE_SUPPLEMENT, CaseMove.TAKE_OWED, CaseMove.EXAMINE,
        CaseMove.RESUME, CaseMove.APPROVE, CaseMove.MAKE_CERTIFICATE, CaseMove.CLOSE,
    }
)  # fmt: skip
"""Moves that take a matter on; the first of them is the one to press."""


class CasePanel(QWidget):
    """Shows one case; its buttons are the legal moves, and nothing else."""

    slip_asked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("case")
        self._desk = desk
        self._case: CaseView | None = None
        self._looked: int | None = None
        self._acts = CaseActs(desk, self)
        self._offices = TrackActs(desk, self._acts, self)
        self._reviews = ReviewActs(desk, self)
        self._acts.paper_asked.connect(self._open_paper)
        self._acts.refused.connect(self._anew)
        self._person = PersonFacts(desk)
        self._rows: QVBoxLayout = column(spacing=8)
        self._more: QVBoxLayout = column(spacing=8)
        self._files = AttachmentsPart(desk)
        self._past: QVBoxLayout = column(spacing=8)
        inner = QWidget()
        parts = (self._rows, self._person, self._more, self._files, self._past)
        column(*parts, None, margins=16, spacing=8, parent=inner)
        column(scrolled(inner), parent=self)
        desk.jobs.changed.connect(self._changed)
        self.clear()

    def clear(self) -> None:
        """Show no case."""
        self._case = self._looked = None
        emptied(self._rows)
        emptied(self._more)
        emptied(self._past)
        self._person.hide()
        self._files.hide()
        advice = _("Mark a visit to see its case, timeline and next moves.")
        self._rows.addWidget(Empty("folder-open", _("No case marked"), advice, width=220))

    def show_case(self, case: int) -> None:
        """Show one case; that another one is opened is written down, that it is shown anew not."""
        if case == self._looked:
            self._desk.ask(
                cases.case_view, self._desk.clerk, self._desk.now(), case, done=self._show
            )
        else:
            self._looked = case
            job = self._desk.look(cases.look, case, done=self._show)
            job.refused.connect(self._not_opened)

    def leave(self) -> None:
        """Before a lock: mask what was shown."""
        self._person.leave()

    def _not_opened(self, _error: object) -> None:
        self._looked = None

    def _changed(self, nouns: frozenset[str]) -> None:
        if self._case is not None and nouns & {"cases", "deliveries", "slips"}:
            self._desk.ask(
                cases.case_view, self._desk.clerk, self._desk.now(), self._case.id, done=self._show
            )

    def _show(self, case: CaseView) -> None:
        self._case = case
        emptied(self._rows)
        emptied(self._more)
        emptied(self._past)
        self._person.show_case(case)
        self._person.show()
        self._rows.addLayout(self._head(case))
        chips = Flow()
        for text, reason in case.flags:
            chips.addWidget(chip(text, "accent", reason))
        self._rows.addWidget(chips)
        self._rows.addWidget(rule())
        for title, text in self._facts(case):
            self._rows.addLayout(fact(title, label(text, wrap=True)))
        self._rows.addWidget(self._asides(case))
        if case.choices:
            self._more.addWidget(rule())
            self._more.addWidget(self._moves(case))
        if case.tracks:
            self._more.addWidget(rule())
            self._more.addWidget(CaseTracks(self._acts, self._offices, case))
        self._more.addWidget(rule())
        self._papers(case)
        self._files.show_place(Place(case.id), with_other(case.materials))
        self._files.show()
        self._past.addWidget(rule())
        self._past.addWidget(label(_("Timeline"), size="hint"))
        self._timeline(case)

    def _head(self, case: CaseView) -> QVBoxLayout:
        kind = {"closed": "plain", "not_accepted": "bad", "withdrawn": "plain"}.get(
            case.state, "accent"
        )
        state = chip(words.case_states()[case.state], kind)
        number = case.number or _("no case number: notice only")
        return column(
            row(label(case.name, size="emphasis"), None, state),
            label(number, tone="second", name="case.number"),
            spacing=2,
        )

    def _facts(self, case: CaseView) -> list[tuple[str, str]]:
        due = " ".join(part for part in (words.day(case.due), case.due_time) if part)
        if case.state is CaseState.SUSPENDED:
            due = _("stopped; last known {day}").format(day=due)
        if case.due_provisional:
            due += _("  (provisional: the calendar of that year is not announced)")
        rows = [
            (_("Items"), "、".join(case.items)),
            (_("Received"), words.moment(case.received_at)),
            (_("Due"), due),
            (_("Visits"), _("{count} at the window").format(count=case.visits)),
        ]
        if case.guard_on is not None:
            late = self._desk.now().date() > case.guard_on
            said = _("■ over since {day}: counts as accepted") if late else _("until {day}")
            rows.append((_("Tell what is missing"), said.format(day=words.day(case.guard_on))))
        if case.section:
            rows.append((_("Lies with"), case.section))
        for title, found in ((_("Asked for"), case.asked), (_("Promised"), case.owed)):
            if found:
                rows.append((title, "；".join(map(_outstanding, found))))
        if case.organisation:
            rows.insert(0, (_("Organisation"), case.organisation))
        if case.reason:
            rows.append((_("Reason"), case.reason))
        return rows

    def _asides(self, case: CaseView) -> Flow:
        """What may be looked at or noted without moving the case."""
        flow = Flow()
        if case.due is not None:
            days = button(_("Every day of the limit"), kind="small", icon="calendar-days",
                          name="case.strip")  # fmt: skip
            days.clicked.connect(partial(self._acts.show_strip, case, None))
            flow.addWidget(days)
        if case.owed and CaseMove.TAKE_OWED not in case.choices:
            came = button(words.case_moves()[CaseMove.TAKE_OWED], kind="small", name="case.owed")
            came.clicked.connect(partial(self._acts.take_owed, case))
            flow.addWidget(came)
        visit = button(_("The citizen came"), kind="small", icon="user-plus", name="case.visit")
        visit.clicked.connect(partial(self._acts.note_visit, case))
        flow.addWidget(visit)
        if self._desk.clerk.may(Right.APPROVE):
            review = button(_("Review …"), kind="small", icon="flag", name="case.review")
            review.clicked.connect(partial(self._reviews.start, case))
            flow.addWidget(review)
        return flow

    def _moves(self, case: CaseView) -> Flow:
        flow = Flow()
        for place, move in enumerate(case.choices):
            kind = (
                "danger" if move in ENDS else "filled" if (place, move in ON) == (0, True) else ""
            )
            made = button(words.case_moves()[move], kind=kind, name=f"case.move.{move}")
            made.clicked.connect(partial(self._start, move))
            flow.addWidget(made)
        return flow

    def _papers(self, case: CaseView) -> None:
        """The papers of the case, each to be looked at and printed."""
        for paper in case.papers:
            made = button(
                _named(paper), kind="quiet", icon="file-text", name=f"case.paper.{paper.id}"
            )
            made.clicked.connect(partial(self._open_paper, paper.id))
            self._more.addLayout(row(made, label(paper.number, size="hint"), None, spacing=4))

    def _timeline(self, case: CaseView) -> None:
        for event in reversed(case.events):
            state = words.case_states()[event.after]
            text = f"{words.moment(event.at)}　{state}　{event.officer}"
            self._past.addWidget(label(text, size="small"))
            if event.reason:
                self._past.addWidget(label(event.reason, size="hint", wrap=True))
        for slip, number in case.slips:
            made = button(number, kind="quiet", icon="receipt-text", name=f"case.slip.{slip}")
            made.clicked.connect(partial(self.slip_asked.emit, slip))
            self._past.addLayout(row(made, None))

    def _start(self, move: CaseMove, _checked: bool = False) -> None:
        if self._case is not None:
            self._acts.start(self._case, move)

    def _anew(self) -> None:
        """Somebody was faster, or something stands in the way: show how it is now."""
        if self._case is not None:
            self.show_case(self._case.id)

    def _open_paper(self, paper: int) -> None:
        self._desk.look(papers.look, paper, done=self._offer)

    def _offer(self, paper: IssuedPaper) -> None:
        PaperSheet(ground(self), self._desk, paper)


def _outstanding(row_: Outstanding) -> str:
    until = "" if row_.until is None else _(" (until {day})").format(day=row_.until.isoformat())
    return f"{row_.name}{until}"


def _named(paper: PaperRow) -> str:
    return case_words.paper_kinds()[paper.kind]
