"""The fields of one person: applicant, agent or guardian."""

import itertools
from datetime import date
from gettext import gettext as _

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop.domain.applicants import Document, Person
from desktop.domain.identity import clean_name, name_problem, normalise
from desktop.services.areas import area_name
from desktop.views import words
from desktop.views.fields import Choice, Field, Line
from desktop.views.intake.work import Work

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
            filled(line, text)
        if person.birth_date:
            filled(self.born, person.birth_date.isoformat())
        self._show_kind(person)
        self._judge(person)

    def fill(self, person: Person) -> None:
        """Show a person in every field, also in the one that has the keyboard."""
        for line, text in (
            (self.number, person.id_number),
            (self.name, person.name),
            (self.address, person.hukou_address),
        ):
            line.setText(text)
        self.show_person(person)

    @property
    def in_use(self) -> bool:
        """Whether the keyboard is in one of these fields."""
        now: QWidget | None = self.window().focusWidget()
        return now is not None and self.isAncestorOf(now)

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


def filled(line: QLineEdit, text: str) -> None:
    """Show a text in a line, but not where somebody is typing."""
    if not line.hasFocus() and line.text() != text:
        line.setText(text)
