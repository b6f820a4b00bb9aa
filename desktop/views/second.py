"""The second person: number and password typed at this window, for what one alone may not do."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDateEdit, QLineEdit, QPushButton, QWidget

from desktop.domain.errors import Refusal, Trouble
from desktop.services.officers import Second
from desktop.views import words
from desktop.views.fields import Field, Line
from desktop.views.parts import column, label
from desktop.views.passwords import secret_line
from desktop.views.sheet import Sheet

TAB = Qt.FocusReason.TabFocusReason

FIELDS = {
    "second": "password",
    "password": "password",
    "number": "number",
    "reason": "reason",
    "count": "more",
    "since": "more",
}
"""Beside which field a refusal of a service stands."""


class SecondSheet(Sheet):
    """Asks who else answers for an act, and why; `given` carries a Second and the reason.

    It stays open, with all that was typed, until the act is done (`finish`) or left with Esc.
    The clerk writes the reason; then the second person takes the keyboard.
    """

    given = Signal(object, str)

    def __init__(
        self,
        over: QWidget,
        title: str,
        text: str,
        act: str,
        *,
        with_reason: bool = False,
        more: Field | None = None,
    ) -> None:
        self._number = Line(example=_("officer number"), limit=20)
        self._password = secret_line()
        self._reason = Line(limit=200)
        self._fields = (
            {"reason": Field(_("Reason"), self._reason, name="second.reason")}
            if with_reason
            else {}
        )
        if more is not None:
            self._fields["more"] = more
        self._fields |= {
            "number": Field(_("Number of the second person"), self._number, name="second.number"),
            "password": Field(_("Their password"), self._password, name="second.password"),
        }
        self._said = label("", size="small", tone="bad", wrap=True, name="second.said")
        self._said.hide()
        body = QWidget()
        column(*self._fields.values(), self._said, spacing=4, parent=body)
        super().__init__(
            over, title, text, [("", _("Cancel"), "quiet"), ("go", act, "filled")], body=body
        )
        self._go = self.findChildren(QPushButton, "sheet.go")[-1]
        lines = [field.editor for field in self._fields.values()]
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            typed = line.lineEdit() if isinstance(line, QDateEdit) else line
            if isinstance(typed, QLineEdit):
                typed.returnPressed.connect(
                    self._give if following is None else partial(following.setFocus, TAB)
                )
        lines[0].setFocus()

    def answer(self, key: str) -> None:
        """Hand over what was typed; the sheet closes only when the act is done, or with Esc."""
        if key == "go":
            self._give()
        else:
            super().answer(key)

    def _give(self) -> None:
        if not self._go.isEnabled():
            return
        for field in self._fields.values():
            field.complain("")
        self._said.hide()
        for name, field in self._fields.items():
            if isinstance(field.editor, Line) and not field.editor.text().strip():
                named = Trouble.REASON_MISSING if name == "reason" else Trouble.FIELD_EMPTY
                self._complain(name, words.refusal(Refusal(named)))
                return
        self._go.setEnabled(False)
        second = Second(self._number.text().strip(), self._password.text())
        self.given.emit(second, self._reason.text().strip())

    def refuse(self, error: Refusal) -> None:
        """Say beside the field why the act was not done; everything typed stays."""
        self._go.setEnabled(True)
        name = FIELDS.get(error.field, "")
        if name in self._fields:
            self._complain(name, words.refusal(error))
        else:
            self._say(words.refusal(error))

    def failed(self, error: object) -> None:
        """Say that the program itself failed; everything typed stays."""
        self._go.setEnabled(True)
        self._say(words.unexpected(error))

    def finish(self) -> None:
        """The act is done."""
        super().answer("done")

    def _complain(self, name: str, sentence: str) -> None:
        field = self._fields[name]
        field.complain(sentence)
        field.editor.setFocus(TAB)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.show()
        self._password.setFocus(TAB)

    def hideEvent(self, event: QHideEvent) -> None:
        """A password does not wait behind a lock."""
        if not event.spontaneous():
            self._password.clear()
        super().hideEvent(event)
