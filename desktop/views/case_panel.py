"""One case (办件) at the right of a list: who, what, timeline, and the moves it offers."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.cases import NEEDS_REASON, OWN_ACT, TWO_PERSONS, CaseMove
from desktop.domain.errors import Refusal, Trouble
from desktop.services import cases, moves
from desktop.services.cases import CaseView
from desktop.services.officers import Second
from desktop.troubles import troubles
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field, Line
from desktop.views.flow import Flow, emptied
from desktop.views.parts import Empty, button, chip, column, fact, label, row, rule, scrolled
from desktop.views.revealed import PersonFacts
from desktop.views.second import SecondSheet
from desktop.views.sheet import Sheet, ground


class CasePanel(QWidget):
    """Shows one case; its buttons are the legal moves, and nothing else."""

    slip_asked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("case")
        self._desk = desk
        self._case: CaseView | None = None
        self._looked: int | None = None
        self._reason = Line(limit=200)
        self._move: CaseMove | None = None
        self._sheet: SecondSheet | None = None
        self._person = PersonFacts(desk)
        self._rows: QVBoxLayout = column(spacing=8)
        self._more: QVBoxLayout = column(spacing=8)
        inner = QWidget()
        places = column(self._rows, self._person, self._more, margins=16, spacing=8, parent=inner)
        places.setStretch(2, 1)
        column(scrolled(inner), parent=self)
        desk.jobs.changed.connect(self._changed)
        self.clear()

    def clear(self) -> None:
        """Show no case."""
        self._case = self._looked = None
        emptied(self._rows)
        emptied(self._more)
        self._person.hide()
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
        if case.choices:
            self._more.addWidget(rule())
            self._more.addWidget(self._moves(case))
        self._more.addWidget(rule())
        self._more.addWidget(label(_("Timeline"), size="hint"))
        self._timeline(case)
        self._more.addStretch(1)

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
        due = words.day(case.due)
        if case.due_provisional:
            due += _("  (provisional: the calendar of that year is not announced)")
        rows = [
            (_("Items"), "、".join(case.items)),
            (_("Received"), words.moment(case.received_at)),
            (_("Due"), due),
        ]
        if case.organisation:
            rows.insert(0, (_("Organisation"), case.organisation))
        if case.reason:
            rows.append((_("Reason"), case.reason))
        return rows

    def _moves(self, case: CaseView) -> Flow:
        flow = Flow()
        for place, move in enumerate(m for m in case.choices if m not in OWN_ACT):
            kind = "danger" if move in NEEDS_REASON else "filled" if place == 0 else ""
            made = button(words.case_moves()[move], kind=kind, name=f"case.move.{move}")
            made.clicked.connect(partial(self._start, move))
            flow.addWidget(made)
        return flow

    def _timeline(self, case: CaseView) -> None:
        for event in reversed(case.events):
            state = words.case_states()[event.after]
            text = f"{words.moment(event.at)}　{state}　{event.officer}"
            self._more.addWidget(label(text, size="small"))
            if event.reason:
                self._more.addWidget(label(event.reason, size="hint", wrap=True))
        for slip, number in case.slips:
            made = button(number, kind="quiet", icon="receipt-text", name=f"case.slip.{slip}")
            made.clicked.connect(partial(self.slip_asked.emit, slip))
            self._more.addLayout(row(made, None))

    def _start(self, move: CaseMove, _checked: bool = False) -> None:
        self._move = move
        if move in TWO_PERSONS:
            self._ask_second(move)
        elif move in NEEDS_REASON:
            self._ask_reason(move, "")
        else:
            self._make(move, "")

    def _ask_second(self, move: CaseMove) -> None:
        self._sheet = SecondSheet(
            ground(self),
            words.case_moves()[move],
            _("The case ends here and cannot be opened again; its number stays taken and its "
              "papers stay kept. A supervisor answers for it, too."),
            words.case_moves()[move],
            with_reason=True,
        )  # fmt: skip
        self._sheet.given.connect(self._make_with)

    def _make_with(self, second: Second, reason: str) -> None:
        if self._case is not None and self._move is not None and self._sheet is not None:
            values = (self._case.id, self._case.version, self._move, reason, second)
            self._desk.act(
                moves.move_case, self._desk.press, *values, done=self._made_with, changes=("cases",),
                refused=self._sheet.refuse,
            ).broken.connect(self._sheet.failed)  # fmt: skip

    def _made_with(self, answer: object) -> None:
        if self._sheet is not None:
            self._sheet.finish()
        self._made(answer)

    def _ask_reason(self, move: CaseMove, complaint: str) -> None:
        self._reason = Line(limit=200)
        self._field = Field(_("Reason"), self._reason, name="case.reason")
        sheet = Sheet(
            ground(self),
            words.case_moves()[move],
            _("The reason is kept with the case and shown to the supervisor."),
            [("", _("Cancel"), ""), ("go", words.case_moves()[move], "filled")],
            body=self._field,
        )
        self._field.complain(complaint)
        self._reason.returnPressed.connect(partial(sheet.answer, "go"))
        self._reason.setFocus()
        sheet.answered.connect(self._reasoned)

    def _reasoned(self, answer: str) -> None:
        if not answer or self._move is None:
            return
        if self._reason.text().strip():
            self._make(self._move, self._reason.text())
        else:
            self._ask_reason(self._move, troubles()[Trouble.REASON_MISSING])

    def _make(self, move: CaseMove, reason: str) -> None:
        if self._case is None:
            return
        values = (self._case.id, self._case.version, move, reason)
        self._desk.act(
            moves.move_case,
            self._desk.press,
            *values,
            done=self._made,
            changes=("cases",),
            refused=self._refused,
        )

    def _made(self, _answer: object) -> None:
        self._desk.bar.tell(_("Done."), Tone.GOOD)

    def _refused(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)
        if self._case is not None:
            self.show_case(self._case.id)
