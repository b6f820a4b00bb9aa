"""Before the work: sign in, or on the first start make station and administrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QPushButton, QWidget

from desktop.domain.errors import MENDED_BY_RESTORE, Refusal
from desktop.domain.officers import Role
from desktop.views.fields import Field, Line
from desktop.views.flow import emptied
from desktop.views.parts import button, card, centred, column, label, picture, row, scrolled


@dataclass(frozen=True, slots=True)
class Someone:
    """An officer as the sign-in shows one."""

    number: str
    name: str
    role: Role


class SignIn(QWidget):
    """Officers as cards, a password, nothing else; painted before any record is read."""

    asked = Signal(str, str)
    restore_asked = Signal()
    recovery_asked = Signal()
    training_asked = Signal()

    def __init__(self, *, training_offered: bool = False) -> None:
        super().__init__()
        self.setObjectName("sign-in")
        self._title = label(_("OneVisit · Window workbench"), size="title", name="sign-in.title")
        self._unit = label("", tone="second", name="sign-in.unit")
        self._cards = QGridLayout()
        self._cards.setSpacing(12)
        self._group = QButtonGroup(self)
        self._number = Line(example=_("officer number"), limit=40)
        self._number_field = Field(_("Number"), self._number, name="sign-in.number")
        self._password = Line(limit=200)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password_field = Field(_("Password"), self._password, name="sign-in.password")
        self._enter = button(_("Sign in"), kind="filled", icon="log-in", name="sign-in.enter")
        self._enter.setEnabled(False)
        self._enter.clicked.connect(self._ask)
        self._password.returnPressed.connect(self._ask)
        self._number.returnPressed.connect(self._password.setFocus)
        self._foot = label(_("Opening the data …"), size="hint", name="sign-in.foot")
        self._news = label("", tone="good", wrap=True, name="sign-in.news")
        self._news.hide()
        self._restore = button(
            _("Restore a backup …"), icon="history", kind="small", name="sign-in.restore"
        )
        self._restore.clicked.connect(self.restore_asked)
        self._restore.hide()
        self._recover = button(
            _("Open with the recovery code"), kind="quiet", name="sign-in.recover"
        )
        self._recover.clicked.connect(self.recovery_asked)
        self._recover.hide()
        self._training = button(_("Training …"), kind="quiet", name="sign-in.training")
        self._training.clicked.connect(self.training_asked)
        if not training_offered:
            self._training.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        box = card()
        box.setFixedWidth(560)
        head = row(
            picture("landmark", "accent", 36),
            column(self._title, self._unit, spacing=2),
            None,
            spacing=16,
        )
        entry = row(self._password_field, spacing=12)
        column(
            head, 8, self._news, self._cards, self._number_field, entry, self._enter, 4,
            self._foot, row(self._restore, None, self._training, self._recover),
            margins=32, spacing=12, parent=box,
        )  # fmt: skip
        column(centred(box), parent=self)

    def show_officers(
        self, unit: str, foot: str, people: Sequence[Someone], *, recovery: bool = False
    ) -> None:
        """Show who may sign in here; many officers type their number instead."""
        self._unit.setText(unit)
        self._say(foot, "")
        self._restore.hide()
        self._recover.setVisible(recovery)
        self._enter.setEnabled(True)
        before = [each.property("number") for each in self._group.buttons() if each.isChecked()]
        for old in self._group.buttons():
            self._group.removeButton(old)
        emptied(self._cards)
        few = people if len(people) <= 8 else ()
        for place, person in enumerate(few):
            self._cards.addWidget(self._card(person), place // 2, place % 2)
        self._number_field.setVisible(not few)
        if few:
            cards = self._group.buttons()
            known = [each for each in cards if each.property("number") in before]
            (known or cards)[0].setChecked(True)
        (self._password if few else self._number).setFocus()

    def _card(self, person: Someone) -> QPushButton:
        from desktop.views import words  # with all the rules: not before the first paint

        made = QPushButton(f"{person.name}\n{person.number} · {words.roles()[person.role]}")
        made.setProperty("officer", True)
        made.setCheckable(True)
        made.setObjectName(f"officer.{person.number}")
        made.setProperty("number", person.number)
        self._group.addButton(made)
        made.clicked.connect(self._password.setFocus)
        return made

    def _ask(self) -> None:
        if not self._enter.isEnabled():
            return
        checked = [each for each in self._group.buttons() if each.isChecked()]
        number = str(checked[0].property("number")) if checked else self._number.text()
        self._password_field.complain("")
        self._enter.setEnabled(False)
        self.asked.emit(number, self._password.text())

    @property
    def typed(self) -> str:
        """The password as it stands in the field."""
        return self._password.text()

    def refuse(self, error: Refusal) -> None:
        """Say why nobody was let in; the password stays selected to be typed again."""
        from desktop.views import words

        self._enter.setEnabled(True)
        self._restore.setVisible(error.trouble in MENDED_BY_RESTORE)
        self._password_field.complain(words.refusal(error))
        self._password.setFocus()
        self._password.selectAll()

    def trouble(self, text: str, *, restorable: bool = False) -> None:
        """Say why nobody can sign in at all, and offer the way back where a backup is one."""
        self._say(text, "bad")
        self._foot.setWordWrap(True)
        self._restore.setVisible(restorable)
        self._enter.setEnabled(bool(self._group.buttons()))
        if restorable:
            self._restore.setFocus()

    def tell(self, text: str) -> None:
        """Say what just happened to the records; it stays until somebody is in."""
        self._news.setText(text)
        self._news.setVisible(bool(text))

    def _say(self, text: str, tone: str) -> None:
        self._foot.setText(text)
        self._foot.setProperty("tone", tone)
        self._foot.style().polish(self._foot)

    def wait(self) -> None:
        """The records are made anew; nobody can sign in meanwhile."""
        self.tell("")
        self._enter.setEnabled(False)
        self._say(_("Making the training's records …"), "")

    def clear(self) -> None:
        """Forget the password that was typed."""
        self.tell("")
        self._password.clear()
        self._password_field.complain("")
        self._enter.setEnabled(True)
        self._password.setFocus()


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """What the first start asks."""

    name: str
    district: str
    code: str
    prefixes: tuple[str, ...]
    window: str
    hours: str
    enquiry_phone: str
    complaint_phone: str
    officer_number: str
    officer_name: str
    password: str


class FirstStart(QWidget):
    """Makes the station and its administrator; what the station must fill in starts empty."""

    answered = Signal(object)
    restore_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("first-start")
        unset = _("not filled in yet; printed as “to be filled in”")
        self._fields = {
            "name": Field(_("Unit, as printed on every paper"), Line(limit=80), name="first.name"),
            "district": Field(_("District"), Line(limit=40), name="first.district"),
            "code": Field(
                _("Station code"), Line(limit=12), name="first.code",
                hint=_("letters and digits; begins every slip number"),
            ),
            "local_prefixes": Field(
                _("Number prefixes that count as local"), Line("3301", limit=80),
                name="first.local_prefixes", hint=_("separated by spaces; 3301 is Hangzhou"),
            ),
            "window": Field(_("This window"), Line(limit=40), name="first.window", hint=unset),
            "hours": Field(_("Office hours"), Line(limit=120), name="first.hours", hint=unset),
            "enquiry_phone": Field(
                _("Enquiry phone"), Line(limit=40), name="first.enquiry_phone", hint=unset
            ),
            "complaint_phone": Field(
                _("Complaint phone"), Line(limit=40), name="first.complaint_phone", hint=unset
            ),
            "number": Field(_("Your number"), Line(limit=20), name="first.number"),
            "officer": Field(_("Your name"), Line(limit=30), name="first.officer"),
            "password": Field(
                _("Password"),
                Line(limit=200),
                name="first.password",
                hint=_("at least 10 characters"),
            ),
            "again": Field(_("Password again"), Line(limit=200), name="first.again"),
        }  # fmt: skip
        for name in ("password", "again"):
            self._line(name).setEchoMode(QLineEdit.EchoMode.Password)
        self._make = button(
            _("Set up this station"), kind="filled", key="Ctrl+Return", name="first.make"
        )
        self._make.clicked.connect(self._answer)
        self._restore = button(
            _("Restore a backup …"), icon="history", kind="quiet", name="first.restore"
        )
        self._restore.clicked.connect(self.restore_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        box = card()
        box.setFixedWidth(1000)
        names = list(self._fields)
        head = row(
            column(
                label(_("First start: your station"), size="title"),
                label(_("This can be changed later under Settings."), tone="second"),
                spacing=2,
            ),
            None,
            self._restore,
            self._make,
        )
        column(
            head, 8, self._grid(names[:8], 3),
            label(_("The administrator"), size="emphasis"),
            label(_("You make the other officers' accounts after signing in."), tone="second"),
            4, self._grid(names[8:], 4), margins=(32, 24, 32, 16), spacing=6, parent=box,
        )  # fmt: skip
        inner = QWidget()
        inner.setObjectName("canvas")
        column(None, row(None, box, None), None, parent=inner)
        column(scrolled(inner), parent=self)

    def _grid(self, names: Sequence[str], columns: int) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for place, name in enumerate(names):
            grid.addWidget(self._fields[name], place // columns, place % columns)
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        return grid

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first field."""
        super().showEvent(event)
        self._line("name").setFocus()

    def _line(self, name: str) -> QLineEdit:
        editor = self._fields[name].editor
        assert isinstance(editor, QLineEdit)  # noqa: S101 - tells the type checker
        return editor

    def _text(self, name: str) -> str:
        return self._line(name).text().strip()

    def _answer(self) -> None:
        for field in self._fields.values():
            field.complain("")
        if self._line("password").text() != self._line("again").text():
            self._complain("again", _("The two passwords differ."))
            return
        self.answered.emit(
            FirstAnswers(
                name=self._text("name"),
                district=self._text("district"),
                code=self._text("code"),
                prefixes=tuple(self._text("local_prefixes").split()),
                window=self._text("window"),
                hours=self._text("hours"),
                enquiry_phone=self._text("enquiry_phone"),
                complaint_phone=self._text("complaint_phone"),
                officer_number=self._text("number"),
                officer_name=self._text("officer"),
                password=self._line("password").text(),
            )
        )

    def _complain(self, name: str, sentence: str) -> None:
        self._fields[name].complain(sentence)
        self._line(name).setFocus(Qt.FocusReason.TabFocusReason)

    def refuse(self, error: Refusal, field: str) -> None:
        """Say beside the field what is wrong; everything typed stays."""
        from desktop.views import words

        self._complain(field if field in self._fields else "name", words.refusal(error))
