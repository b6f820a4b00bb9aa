"""The forms of accounts: a new officer, one's own password."""

from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.domain.errors import Refusal
from desktop.domain.officers import PASSWORD_LENGTH, Clerk, Role
from desktop.services import officers
from desktop.services.officers import NewOfficer, OfficerRow
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice, Field, Line
from desktop.views.parts import button, card, column, label, row
from desktop.views.passwords import secret_line
from desktop.views.sheet import Sheet


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

    def __init__(self, desk: Desk) -> None:
        self._role = Choice(words.roles().items())
        self._section = Choice(sections(desk))
        least = _("at least {least} characters").format(least=PASSWORD_LENGTH)
        fields = {
            "number": Field(_("Number"), Line(limit=20), name="officer.number"),
            "name": Field(_("Name"), Line(limit=30), name="officer.name"),
            "role": Field(_("Role"), self._role, name="officer.role"),
            "section": Field(_("Section"), self._section, name="officer.section"),
            "password": Field(
                _("First password"), secret_line(), hint=least, name="officer.password"
            ),
        }
        super().__init__(desk, _("New officer"), fields, _("Add officer"), "officer")

    def _ask(self) -> None:
        self._fresh()
        role = Role(str(self._role.value))
        new = NewOfficer(
            self._text("number"), self._text("name"), role, self._text("password"),
            str(self._section.value),
        )  # fmt: skip
        self._desk.act(
            officers.add_officer,
            new,
            done=self._made,
            changes=("officer",),
            refused=self._refused,
        )

    def _made(self, clerk: Clerk) -> None:
        self._empty()
        said = _("{name} ({number}) can sign in now.").format(name=clerk.name, number=clerk.number)
        self._desk.bar.tell(said, Tone.GOOD)


def sections(desk: Desk, more: str = "") -> list[tuple[str, str]]:
    """Where somebody may work: at the window, or in a section that an item names."""
    named = {item.section for item in desk.shelf.catalogue.items.values()} | {more}
    return [("", _("window")), *((name, name) for name in sorted(named - {""}))]


class SectionSheet(Sheet):
    """Puts an officer into a section, or back at the window."""

    given = Signal(object)

    def __init__(self, over: QWidget, desk: Desk, row: OfficerRow) -> None:
        self._desk, self._officer = desk, row.id
        self._choice = Choice(sections(desk, row.section))
        self._choice.choose(row.section)
        field = Field(_("Section"), self._choice, name="section")
        title = _("Section of {name}").format(name=row.name)
        text = _("A section sees the cases that were handed to it. Counts from the officer's next "
                 "sign-in.")  # fmt: skip
        buttons = [("", _("Cancel"), "quiet"), ("give", _("Save"), "filled")]
        super().__init__(over, title, text, buttons, body=field)
        self._choice.setFocus()

    def answer(self, key: str) -> None:
        """Store the section before closing."""
        if key != "give":
            super().answer(key)
            return
        self._desk.act(
            officers.set_section, self._officer, str(self._choice.value),
            done=self._done, changes=("officer",),
        )  # fmt: skip

    def _done(self, nothing: object) -> None:
        super().answer("give")
        self.given.emit(nothing)


class FirstPassword(Sheet):
    """Gives an officer a new first password, which has to be changed at the next sign-in."""

    given = Signal(object)

    def __init__(self, over: QWidget, desk: Desk, row: OfficerRow) -> None:
        self._desk, self._officer = desk, row.id
        self._line = secret_line()
        least = _("at least {least} characters").format(least=PASSWORD_LENGTH)
        self._field = Field(_("First password"), self._line, hint=least, name="first-password")
        title = _("New first password for {name}").format(name=row.name)
        text = _("Tell it to the officer in person. At the next sign-in it has to be changed.")
        buttons = [("", _("Cancel"), "quiet"), ("give", _("Give"), "filled")]
        super().__init__(over, title, text, buttons, body=self._field)
        self._line.returnPressed.connect(lambda: self.answer("give"))
        self._line.setFocus()

    def answer(self, key: str) -> None:
        """Give the password; the sheet stays where it does not do."""
        if key != "give":
            super().answer(key)
            return
        self._field.complain("")
        act, password = officers.let_in, self._line.text()
        self._desk.act(
            act, self._officer, password,
            done=self._done, changes=("officer",), refused=self._refused,
        )  # fmt: skip

    def _done(self, nothing: object) -> None:
        super().answer("give")
        self.given.emit(nothing)

    def _refused(self, error: Refusal) -> None:
        self._field.complain(words.refusal(error))
        self._line.setFocus(Qt.FocusReason.TabFocusReason)


class PasswordForm(_Form):
    """Changes the password of whoever is signed in."""

    def __init__(self, desk: Desk) -> None:
        least = _("at least {least} characters").format(least=PASSWORD_LENGTH)
        fields = {
            "old": Field(_("Password until now"), secret_line(), name="password.old"),
            "new": Field(_("New password"), secret_line(), hint=least, name="password.new"),
            "again": Field(_("New password again"), secret_line(), name="password.again"),
        }
        super().__init__(desk, _("Your password"), fields, _("Change password"), "password")

    def _ask(self) -> None:
        self._fresh()
        if self._text("new") != self._text("again"):
            self._fields["again"].complain(_("The two passwords differ."))
            self._fields["again"].editor.setFocus(Qt.FocusReason.TabFocusReason)
            return
        old, new = self._text("old"), self._text("new")
        self._desk.act(
            officers.change_password, old, new, done=self._changed, refused=self._refused
        )

    def _changed(self, _nothing: object) -> None:
        self._empty()
        self._desk.bar.tell(_("Your password is changed."), Tone.GOOD)
