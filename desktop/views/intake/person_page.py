"""Step 2: who applies and who came; a card laid on the reader fills the fields."""

from gettext import gettext as _

from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.applicants import Person, Relation
from desktop.domain.intake import Step
from desktop.domain.items import ApplicantKind
from desktop.services.intake import OpenCase
from desktop.services.organisations import check_credit_code
from desktop.views import words
from desktop.views.fields import Field, Line
from desktop.views.flow import emptied
from desktop.views.intake.card_part import CardPart
from desktop.views.intake.page import Page
from desktop.views.intake.person_form import FULL, PersonForm, filled
from desktop.views.intake.work import Work
from desktop.views.parts import button, card, column, label, picture, row


class PersonPage(Page):
    """Applicant, who came, and the organisation if there is one."""

    def __init__(self, work: Work) -> None:
        super().__init__(work, Step.PERSON, _("Whose matter is it, and who stands here?"))
        self._relations = QButtonGroup(self)
        line = row(spacing=8)
        for relation, text in words.relations().items():
            made = QRadioButton(text)
            made.setObjectName(f"intake.relation.{relation}")
            made.setProperty("relation", relation)
            self._relations.addButton(made)
            made.clicked.connect(lambda _=False, r=relation: self._relate(r))
            line.addWidget(made)
        line.addStretch(1)
        self.person = PersonForm(work, "person")
        self.other = PersonForm(work, "other")
        self._other_box, self._other_title = self._boxed(self.other)
        self._organisation_box = self._organisation()
        self._card = CardPart(work, lambda: "other" if self.other.in_use else "person", self._fill)
        self._open = QVBoxLayout()
        work.found_open.connect(self._show_open_cases)
        self._asked: tuple[str, tuple[str, ...]] = ("", ())
        self.body.addLayout(line)
        self.body.addWidget(self._card)
        self.body.addWidget(self._organisation_box)
        self.body.addWidget(self.person)
        self.body.addLayout(self._open)
        self.body.addWidget(self._other_box)

    def _fill(self, who: str, person: Person) -> None:
        {"person": self.person, "other": self.other}[who].fill(person)

    def _boxed(self, form: PersonForm) -> tuple[QWidget, QLabel]:
        box = card()
        title = label("", size="emphasis")
        column(title, form, margins=16, parent=box)
        return box, title

    def _organisation(self) -> QWidget:
        box = card()
        self._org_name, self._org_code = Line(limit=80), Line(limit=30)
        self._org_fields = {
            "organisation.name": Field(
                _("Organisation"), self._org_name, name="intake.organisation.name"
            ),
            "organisation.credit_code": Field(
                _("Unified social credit code"),
                self._org_code,
                name="intake.organisation.credit_code",
            ),
        }
        self._org_name.textEdited.connect(self._org_named)
        self._org_code.textEdited.connect(self._code_changed)
        column(*self._org_fields.values(), margins=16, spacing=2, parent=box)
        return box

    def _org_named(self, text: str) -> None:
        self._org_fields["organisation.name"].complain("")
        self.work.organisation(name=text.strip())

    def _code_changed(self, text: str) -> None:
        check = check_credit_code(text)
        self.work.organisation(credit_code=check.code)
        field = self._org_fields["organisation.credit_code"]
        if not text.strip() or len(check.code) < FULL:
            field.complain("")
        elif check.problem is None:
            field.note(_("● the code is right"), "good")
        else:
            field.complain(_("This code is not right; compare it with the licence."))

    def _relate(self, relation: Relation) -> None:
        other = None if relation is Relation.SELF else self.work.draft.applicant.other or Person()
        self.work.applicant(relation=relation, other=other)
        if other is not None:
            self.other.number.setFocus()

    def begin(self) -> None:
        """Forget the people and the organisation of the visit before."""
        self.person.begin()
        self.other.begin()
        self._card.begin()
        for field, line in zip(
            self._org_fields.values(), (self._org_name, self._org_code), strict=True
        ):
            line.clear()
            field.complain("")
        self._asked = ("", ())
        emptied(self._open)

    def show_open(self) -> bool:
        """Besides what the step wants: a birth date that was typed has to be one."""
        if super().show_open():
            return True
        unread = [form for form in (self.person, self.other) if form.born_unread]
        for form in unread[:1]:
            form.complain_of_birth()
        return bool(unread)

    def arrive(self) -> None:
        """Show who is known."""
        self.refresh()

    def first(self) -> QWidget:
        """The number, because a card reader types there."""
        wanted = self._organisation_wanted() and not self._org_name.text()
        return self._org_name if wanted else self.person.number

    def _organisation_wanted(self) -> bool:
        kinds = {item.applicant for item in self.work.matter.items}
        return bool(kinds & {ApplicantKind.ORGANISATION, ApplicantKind.BOTH})

    def refresh(self) -> None:
        """Show the draft's people."""
        applicant = self.work.draft.applicant
        for made in self._relations.buttons():
            made.setChecked(made.property("relation") == applicant.relation)
        self.person.show_person(applicant.person)
        self._other_box.setVisible(applicant.relation is not Relation.SELF)
        guardian = applicant.relation is Relation.GUARDIAN
        title = _("The guardian at the window") if guardian else _("The agent at the window")
        self._other_title.setText(title)
        self.other.show_person(applicant.other or Person())
        self._organisation_box.setVisible(self._organisation_wanted())
        if applicant.organisation is not None:
            filled(self._org_name, applicant.organisation.name)
            filled(self._org_code, applicant.organisation.credit_code)
        self._ask_open_cases()
        self.quiet()

    def _ask_open_cases(self) -> None:
        person = self.work.draft.applicant.person
        read = person.identity(self.work.since.date())
        asked = (person.id_number, self.work.draft.items)
        if asked == self._asked:
            return
        self._asked = asked
        if read is not None and read.valid:
            self.work.ask_open_cases()
        else:
            emptied(self._open)

    def _show_open_cases(self, rows: tuple[OpenCase, ...]) -> None:
        emptied(self._open)
        for found in rows:
            self._open.addWidget(self._open_card(found))

    def _open_card(self, found: OpenCase) -> QWidget:
        box = card("warn")
        state = words.case_states()[found.state]
        head = _("This person has an open case: {state}, {slips} slips").format(
            state=state, slips=found.slips
        )
        detail = (
            f"{found.number or '—'} · {'、'.join(found.items)} · {words.moment(found.received_at)}"
        )
        text = column(
            label(head, strong=True, wrap=True), label(detail, size="hint", wrap=True), spacing=2
        )
        line = row(
            picture("triangle-alert", "warn"),
            text,
            margins=(16, 10, 12, 10),
            spacing=12,
            parent=box,
        )
        line.setStretch(1, 1)
        chosen = self.work.draft.continues == found.id
        if found.state == "notice_given" or chosen:
            more = button(
                _("● this case goes on") if chosen else _("Go on with this case"),
                kind="small",
                name=f"intake.continue.{found.id}",
            )
            more.clicked.connect(lambda _=False, case=found.id: self._continue(case))
            line.addWidget(more)
        return box

    def _continue(self, case: int) -> None:
        chosen = None if self.work.draft.continues == case else case
        self.work.update(continues=chosen)
        self.work.ask_open_cases()

    def point_at(self, where: str, sentence: str) -> None:
        """Say it beside the field and put the cursor there."""
        who, _dot, name = where.partition(".")
        form = {"person": self.person, "other": self.other}.get(who)
        field = form.fields.get(name) if form else self._org_fields.get(where)
        if field is not None:
            field.complain(sentence)
            field.editor.setFocus()
