"""Step 8: every answer with a way back to it, the outcome, and the one button that issues."""

from datetime import date, timedelta
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.domain.cases import Outcome
from desktop.domain.identity import mask
from desktop.domain.intake import (
    Branch,
    Progress,
    Step,
    branch,
    lacking,
    progress,
    proposed,
    state_of,
)
from desktop.domain.slips import MaterialState
from desktop.views import case_words, words
from desktop.views.fields import Choice, Field, Line
from desktop.views.flow import Flow, emptied
from desktop.views.intake.page import Page
from desktop.views.intake.work import Work
from desktop.views.parts import button, card, column, label, picture, row, rule

LATER = (Outcome.SUPPLEMENT, Outcome.DEFERRED)
"""Ends after which something is brought later, until a day."""

PROMISED = 10
"""Natural days that are proposed for bringing it."""


class ReviewPage(Page):
    """What will be printed and what will happen, on one page."""

    back = Signal(object)

    def __init__(self, work: Work) -> None:
        super().__init__(work, Step.REVIEW, _("Look once more; then issue the slip."))
        self._outcomes = QButtonGroup(self)
        line = Flow()
        for outcome, text in words.outcomes().items():
            made = button(text, name=f"outcome.{outcome}")
            made.setCheckable(True)
            made.setProperty("outcome", outcome)
            made.clicked.connect(partial(self._decide, outcome))
            self._outcomes.addButton(made)
            line.addWidget(made)
        self._advice = label("", tone="second", wrap=True, name="outcome.advice")
        self._reason, self._body = Line(limit=200), Line(limit=100)
        self._reason.textEdited.connect(lambda text: work.update(reason=text.strip()))
        self._body.textEdited.connect(lambda text: work.update(right_body=text.strip()))
        self._refusal = QWidget()
        self._reason_field = Field(_("Why it is not accepted"), self._reason, name="outcome.reason")
        body_field = Field(_("The right body, if it is not us"), self._body, name="outcome.body")
        self._ground = Choice(list(case_words.grounds().items()))
        self._ground.activated.connect(self._grounded)
        ground_field = Field(_("Ground"), self._ground, name="outcome.ground")
        column(ground_field, self._reason_field, body_field, spacing=2, parent=self._refusal)
        self._until = QDateEdit()
        self._until.setDisplayFormat("yyyy-MM-dd")
        self._until.setObjectName("outcome.until.day")
        self._until.dateChanged.connect(self._dated)
        self._until_field = Field(_("Until when"), self._until, name="outcome.until")
        box = card()
        column(
            label(_("How this visit ends"), size="emphasis"), line, self._advice, self._until_field,
            self._refusal, margins=16, spacing=8, parent=box,
        )  # fmt: skip
        self._answers = card()
        self._rows = column(margins=16, spacing=8, parent=self._answers)
        self.body.addWidget(box)
        self.body.addWidget(self._answers)

    def arrive(self) -> None:
        """Show everything as it stands."""
        self.refresh()

    def first(self) -> QWidget:
        """The outcome."""
        chosen = [made for made in self._outcomes.buttons() if made.isChecked()]
        return chosen[0] if chosen else self._outcomes.buttons()[0]

    def refresh(self) -> None:
        """Show outcome and answers."""
        matter = self.work.matter
        for made in self._outcomes.buttons():
            made.setChecked(made.property("outcome") == matter.outcome)
        self._advice.setText(self._why())
        self._refusal.setVisible(matter.outcome is Outcome.NOT_ACCEPT)
        self._until_field.setVisible(matter.outcome in LATER)
        if matter.draft.until is not None:
            day = matter.draft.until
            self._until.setDate(QDate(day.year, day.month, day.day))
        self._ground.choose(matter.draft.ground)
        for line, text in (
            (self._reason, matter.draft.reason),
            (self._body, matter.draft.right_body),
        ):
            if not line.hasFocus():
                line.setText(text)
        self._reason_field.complain("")
        emptied(self._rows)
        for step, title, text in self._summary():
            if self._rows.count():
                self._rows.addWidget(rule())
            self._rows.addLayout(self._row(step, title, text))
        self.quiet()

    def _why(self) -> str:
        matter = self.work.matter
        text = case_words.branches()[branch(matter)].format(names="、".join(lacking(matter)))
        proposal = words.outcomes()[proposed(matter)]
        if matter.outcome is proposed(matter):
            return f"{text} " + _("Proposed: {outcome}.").format(outcome=proposal)
        said = _("You decided differently from the proposal ({outcome}).")
        return f"{text} " + said.format(outcome=proposal)

    def _decide(self, outcome: Outcome, _checked: bool = False) -> None:
        """Take an outcome; a day that has to be named is proposed."""
        draft = self.work.draft
        until = draft.until
        if outcome in LATER and until is None:
            until = self.work.matter.on + timedelta(days=PROMISED)
        self.work.update(outcome=outcome, until=until)

    def _dated(self, day: QDate) -> None:
        if self.work.matter.outcome in LATER:
            self.work.update(until=date(day.year(), day.month(), day.day()))

    def _grounded(self, _place: int) -> None:
        ground = self._ground.value
        self.work.update(ground=ground if isinstance(ground, Branch) else None)

    def _row(self, step: Step, title: str, text: str) -> QHBoxLayout:
        open_still = progress(self.work.matter, step) is Progress.OPEN
        shape, token = ("circle-alert", "warn") if open_still else ("circle-check", "good")
        change: QPushButton = button(_("Change"), kind="quiet", name=f"review.change.{step}")
        change.clicked.connect(lambda _=False, step=step: self.back.emit(step))
        head: QLabel = label(title, size="hint")
        head.setFixedWidth(92)
        line = row(picture(shape, token, 18), head, label(text, wrap=True), change, spacing=10)
        line.setStretch(2, 1)
        return line

    def _summary(self) -> list[tuple[Step, str, str]]:
        matter, draft, names = self.work.matter, self.work.draft, words.steps()
        person = draft.applicant.person
        who = (
            f"{person.name}　{mask(person.id_number) if person.id_number else '—'}　{person.phone}"
        )
        if draft.applicant.organisation is not None:
            who = f"{draft.applicant.organisation.name}\n{who}"
        if draft.applicant.other is not None:
            relation = words.relations()[draft.applicant.relation]
            who += f"\n{relation}：{draft.applicant.other.name}"
        signature = draft.signature
        signed = "—" if signature is None else (
            f"{words.signature_modes()[signature.mode]}　{signature.signer}"
        )  # fmt: skip
        explained = _("{clear} of {all} lines, {asked} questions").format(
            clear=len(draft.explained & set(matter.lines)),
            all=len(matter.lines),
            asked=len(draft.questions),
        )
        return [
            (Step.ITEMS, names[Step.ITEMS], "、".join(item.name for item in matter.items)),
            (Step.PERSON, names[Step.PERSON], who),
            (Step.CIRCUMSTANCES, names[Step.CIRCUMSTANCES], self._flags()),
            (Step.MATERIALS, names[Step.MATERIALS], self._materials()),
            (Step.DELIVERY, names[Step.DELIVERY], self.work.content.delivery),
            (Step.EXPLAIN, names[Step.EXPLAIN], explained),
            (Step.SIGNATURE, names[Step.SIGNATURE], signed),
        ]

    def _flags(self) -> str:
        labels = [row_.label for row_ in self.work.content.flags]
        return "、".join(dict.fromkeys(labels)) or _("nothing special")

    def _materials(self) -> str:
        matter = self.work.matter
        counts: dict[MaterialState, int] = {}
        for need in matter.assessment.needs:
            state = state_of(matter, need.material)
            counts[state] = counts.get(state, 0) + 1
        table = words.material_states()
        return " · ".join(f"{table[state]} {count}" for state, count in counts.items())

    def point_at(self, where: str, sentence: str) -> None:
        """Say it beside the field."""
        if where == "until":
            self._until_field.complain(sentence)
            self._until.setFocus()
        if where == "reason":
            self._reason_field.complain(sentence)
            self._reason.setFocus()
