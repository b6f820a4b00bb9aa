"""The forms of accounts: a new officer, one's own password."""

from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.domain.errors import Refusal
from desktop.domain.officers import PASSWORD_LENGTH, Clerk, Role
from desktop.services import station
from desktop.services.station import NewOfficer
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice, Field, Line
from desktop.views.parts import button, card, column, label, row


class _Form(QWidget):
    """A card of fields with one button; complaints stand beside the field they name."""

    def __init__(self, desk: Desk, title: str, fields: dict[str, Field], act: str, name: str):
        super().__init__()
        self._desk = desk
        self._fields = fields
        self._go = button(act, name=f"{name}.go")
        self._go.clicked.connect(self._ask)
        box = card()
        places = column(
            label(title, size="emphasis"), *fields.values(), row(None, self._go), None,
            margins=20, spacing=4, parent=box,
        )  # fmt: skip
        places.insertSpacing(1, 8)
        column(box, parent=self)
        for field in fields.values():
            if isinstance(field.editor, QLineEdit):
                field.editor.returnPressed.connect(self._ask)

    def _ask(self) -> None:
        raise NotImplementedError

    def _text(self, name: str) -> str:
        editor = self._fields[name].editor
        return editor.text() if isinstance(editor, QLineEdit) else ""

    def _fresh(self) -> None:
        for field in self._fields.values():
            field.complain("")

    def _empty(self) -> None:
        for field in self._fields.values():
            if isinstance(field.editor, QLineEdit):
                field.editor.clear()

    def _refused(self, error: Refusal) -> None:
        field = self._fields.get(error.field)
        if field is None:
            self._desk.bar.tell(words.refusal(error), Tone.BAD)
            return
        field.complain(words.refusal(error))
        field.editor.setFocus(Qt.FocusReason.TabFocusReason)


class NewOfficerForm(_Form):
    """Makes an account."""

    added = Signal()

    def __init__(self, desk: Desk) -> None:
        self._role = Choice(words.roles().items())
        least = _("at least {least} characters").format(least=PASSWORD_LENGTH)
        fields = {
            "number": Field(_("Number"), Line(limit=20), name="officer.number"),
            "name": Field(_("Name"), Line(limit=30), name="officer.name"),
            "role": Field(_("Role"), self._role, name="officer.role"),
            "password": Field(_("First password"), _secret(), hint=least, name="officer.password"),
        }
        super().__init__(desk, _("New officer"), fields, _("Add officer"), "officer")

    def _ask(self) -> None:
        self._fresh()
        role = Role(str(self._role.value))
        new = NewOfficer(self._text("number"), self._text("name"), role, self._text("password"))
        self._desk.act(
            station.add_officer,
            new,
            done=self._made,
            changes=("officer",),
            refused=self._refused,
        )

    def _made(self, clerk: Clerk) -> None:
        self._empty()
        said = _("{name} ({number}) can sign in now.").format(name=clerk.name, number=clerk.number)
        self._desk.bar.tell(said, Tone.GOOD)
        self.added.emit()


class PasswordForm(_Form):
    """Changes the password of whoever is signed in."""

    def __init__(self, desk: Desk) -> None:
        least = _("at least {least} characters").format(least=PASSWORD_LENGTH)
        fields = {
            "old": Field(_("Password until now"), _secret(), name="password.old"),
            "new": Field(_("New password"), _secret(), hint=least, name="password.new"),
            "again": Field(_("New password again"), _secret(), name="password.again"),
        }
        super().__init__(desk, _("Your password"), fields, _("Change password"), "password")

    def _ask(self) -> None:
        self._fresh()
        if self._text("new") != self._text("again"):
            self._fields["again"].complain(_("The two passwords differ."))
            self._fields["again"].editor.setFocus(Qt.FocusReason.TabFocusReason)
            return
        old, new = self._text("old"), self._text("new")
        self._desk.act(station.change_password, old, new, done=self._changed, refused=self._refused)

    def _changed(self, _nothing: object) -> None:
        self._empty()
        self._desk.bar.tell(_("Your password is changed."), Tone.GOOD)


def _secret() -> Line:
    made = Line(limit=200)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made
