"""Step 2: who applies and who came; the number fills birth date, sex, age and area."""

import itertools
from datetime import date
from gettext import gettext as _

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.applicants import Document, Person, Relation
from desktop.domain.identity import clean_name, name_problem, normalise
from desktop.domain.intake import Step
from desktop.domain.items import ApplicantKind
from desktop.services.areas import area_name
from desktop.services.intake import OpenCase
from desktop.services.organisations import check_credit_code
from desktop.views import words
from desktop.views.fields import Choice, Field, Line
from desktop.views.flow import emptied
from desktop.views.intake.page import Page
from desktop.views.intake.work import Work
from desktop.views.parts import button, card, column, label, picture, row

FULL = 18
"""Characters of a whole identity number."""


class PersonForm(QWidget):
    """The fields of one person; every keystroke goes into the draft."""

    def __init__(self, work: Work, who: str) -> None:
        super().__init__()
        self._work, self._who = work, who
        self.number = Line(limit=40)
        self.name = Line(limit=40)
        self.born = Line(limit=10, example="1950-06-15")
        self.address = Line(limit=200)
        self.phone = Line(limit=20)
        self.kind = Choice(words.documents().items())
        name = f"intake.{who}"
        self.fields = {
            "id_kind": Field(_("Document"), self.kind, name=f"{name}.id_kind"),
            "id_number": Field(
                _("Document number"), self.number, name=f"{name}.id_number",
                hint=_("type, paste or read from a card; spaces do not matter"),
            ),
            "name": Field(_("Name"), self.name, name=f"{name}.name"),
            "phone": Field(_("Phone"), self.phone, name=f"{name}.phone"),
            "birth_date": Field(
                _("Birth date"), self.born, name=f"{name}.birth_date", hint=_("year-month-day")
            ),
            "hukou_address": Field(
                _("Address in the household register"), self.address, name=f"{name}.hukou_address",
                hint=_("tells who is from outside; the number is only a hint"),
            ),
        }  # fmt: skip
        self._lay_out()
        self.kind.activated.connect(self._kind_changed)
        self.number.textEdited.connect(self._number_changed)
        self.name.textEdited.connect(self._name_changed)
        self.name.editingFinished.connect(self._name_left)
        self.born.textEdited.connect(self._born_changed)
        self.address.textEdited.connect(lambda text: work.person(who, hukou_address=text.strip()))
        self.phone.textEdited.connect(lambda text: work.person(who, phone=text.strip()))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.fields["id_kind"], 0, 0)
        grid.addWidget(self.fields["id_number"], 0, 1)
        grid.addWidget(self.fields["name"], 1, 0)
        grid.addWidget(self.fields["phone"], 1, 1)
        grid.addWidget(self.fields["birth_date"], 2, 0)
        grid.addWidget(self.fields["hukou_address"], 3, 0, 1, 2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        order = (self.kind, self.number, self.name, self.phone, self.born, self.address)
        for one, two in itertools.pairwise(order):
            QWidget.setTabOrder(one, two)

    def begin(self) -> None:
        """Forget what was typed, and what was said about it."""
        for field in self.fields.values():
            if isinstance(field.editor, QLineEdit):
                field.editor.clear()
            field.complain("")

    @property
    def born_unread(self) -> bool:
        """Whether a birth date is typed that is none."""
        known = self._work.draft.applicant
        person = known.person if self._who == "person" else known.other or Person()
        shown = not self.fields["birth_date"].isHidden()
        return shown and bool(self.born.text().strip()) and person.birth_date is None

    def complain_of_birth(self) -> None:
        """Say beside the field that the birth date is none."""
        wrong = _("This is no date up to today, such as 1950-06-15.")
        self.fields["birth_date"].complain(wrong)
        self.born.setFocus()

    def show_person(self, person: Person) -> None:
        """Fill the fields; what is being typed right now is left alone."""
        self.kind.choose(person.id_kind)
        for line, text in (
            (self.number, person.id_number),
            (self.name, person.name),
            (self.address, person.hukou_address),
            (self.phone, person.phone),
        ):
            _filled(line, text)
        if person.birth_date:
            _filled(self.born, person.birth_date.isoformat())
        self._show_kind(person)
        self._judge(person)

    def _show_kind(self, person: Person) -> None:
        numbered = person.id_kind is not Document.NONE
        read = person.identity(self._work.since.date())
        told = read is not None and read.valid and read.birth_date is not None
        self.fields["id_number"].setEnabled(numbered)
        self.fields["birth_date"].setVisible(
            person.id_kind in (Document.PASSPORT, Document.NONE)
            or (person.id_kind is Document.HMT_PERMIT and not told)
        )

    def _kind_changed(self) -> None:
        kind = self.kind.value
        if isinstance(kind, Document):
            self._work.person(self._who, id_kind=kind)
            (self.name if kind is Document.NONE else self.number).setFocus()

    def _number_changed(self, text: str) -> None:
        self._work.person(self._who, id_number=normalise(text))

    def _name_changed(self, text: str) -> None:
        self._work.person(self._who, name=clean_name(text))
        self.fields["name"].complain("")

    def _name_left(self) -> None:
        problem = name_problem(clean_name(self.name.text())) if self.name.text() else None
        self.fields["name"].complain(words.name_problem(problem) if problem else "")

    def _born_changed(self, text: str) -> None:
        day = QDate.fromString(text.strip(), "yyyy-MM-dd")
        good = day.isValid() and day <= QDate(*self._work.since.timetuple()[:3])
        self._work.person(self._who, birth_date=day.toPython() if good else None)
        short = len(text.strip()) < len("1950-06-15")
        wrong = _("This is no date up to today, such as 1950-06-15.")
        self.fields["birth_date"].complain("" if good or short else wrong)

    def _judge(self, person: Person) -> None:
        """Say what the number tells, or what is wrong with it once it is whole."""
        field, today = self.fields["id_number"], self._work.since.date()
        read = person.identity(today)
        if read is None or not person.id_number:
            field.complain("")
        elif read.valid:
            field.note(_told(person, today), "good")
        elif len(person.id_number) >= FULL or read.position:
            field.complain(words.identity_problem(read.problem or "", str(read.position or "")))
        else:
            left = FULL - len(person.id_number)
            field.note(_("{count} more characters").format(count=left))


def _told(person: Person, today: date) -> str:
    """Birth date, sex, age and area as the number tells them."""
    read = person.identity(today)
    if read is None or read.birth_date is None:
        return ""
    sex = {"male": _("male"), "female": _("female")}.get(str(read.sex), "")
    area = area_name(read.area_code or "") or _("area {code}").format(code=read.area_code)
    age = _("{age} years").format(age=read.age)
    return "● " + f"{read.birth_date.isoformat()} · {sex} · {age} · {area}"


def _filled(line: QLineEdit, text: str) -> None:
    if not line.hasFocus() and line.text() != text:
        line.setText(text)


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
        self._open = QVBoxLayout()
        work.found_open.connect(self._show_open_cases)
        self._asked: tuple[str, tuple[str, ...]] = ("", ())
        self.body.addLayout(line)
        self.body.addWidget(self._organisation_box)
        self.body.addWidget(self.person)
        self.body.addLayout(self._open)
        self.body.addWidget(self._other_box)

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
            _filled(self._org_name, applicant.organisation.name)
            _filled(self._org_code, applicant.organisation.credit_code)
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
