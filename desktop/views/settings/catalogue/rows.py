"""One row of an item as fields: what the workbook's columns hold, typed in the window."""

from collections.abc import Iterable, Mapping
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.domain.catalogue_sheets import ADDS, LIST, NO, SOME, TRUTH, YES, Column, at, put_cell
from desktop.views import fault_words
from desktop.views.fields import Choice, Field, Line, Note
from desktop.views.parts import button, card, column, label, row
from desktop.views.settings.catalogue import said

LONG = frozenset({"say", "answer", "note", "statutory.note", "promised.note", "fee.note"})
LONGEST = 2_000


class RowFields(QWidget):
    """A row with a field for each column; `changed` after every key, `gone` to take it out."""

    changed = Signal()
    gone = Signal()

    def __init__(
        self,
        name: str,
        title: str,
        data: dict[str, Any],
        columns: Iterable[Column],
        choices: Mapping[str, Mapping[str, str]],
        *,
        removable: bool,
    ) -> None:
        super().__init__()
        self._data, self._choices = data, choices
        self._fields: dict[str, tuple[Column, Field]] = {}
        self._unread: dict[str, str] = {}
        box = card()
        place = column(margins=16, spacing=4, parent=box)
        remove = button(_("Take out"), kind="small", icon="trash-2", name=f"{name}.remove")
        remove.clicked.connect(self.gone)
        if not removable:
            remove.hide()
        head = label(title, strong=True)
        place.addLayout(row(head, None, remove))
        for each in columns:
            field = self._field(name, each)
            self._fields[each.field] = (each, field)
            place.addWidget(field)
        column(box, parent=self)

    def _field(self, name: str, each: Column) -> Field:
        text = each.kind.write(at(self._data, each.field))
        editor = self._editor(each, text)
        title = said.place(each.field.split("."))
        made = Field(title, editor, hint=_hint(each), name=f"{name}.{each.field}")
        self._listen(each, editor)
        return made

    def _editor(self, each: Column, text: str) -> QWidget:
        known = {YES: _("yes"), NO: _("no")} if each.kind is TRUTH else None
        offered = known or self._choices.get(each.field)
        if offered is not None:
            choice = Choice(offered.items())
            choice.choose(text)
            return choice
        if each.kind in (LIST, SOME, ADDS) or each.field in LONG:
            lines = text.count("\n") + 1 + len(text) // 60
            return Note(text, height=min(240, 34 + 26 * lines))
        return Line(text, limit=LONGEST)

    def _listen(self, each: Column, editor: QWidget) -> None:
        def typed(*_values: object) -> None:
            self._typed(each, _text(editor))

        match editor:
            case QLineEdit() as line:
                line.textEdited.connect(typed)
            case QPlainTextEdit() as note:
                note.textChanged.connect(typed)
            case Choice() as choice:
                choice.activated.connect(typed)
            case _:
                raise TypeError(type(editor))

    def _typed(self, each: Column, text: str) -> None:
        try:
            put_cell(self._data, each, text)
            self._unread.pop(each.field, None)
        except ValueError as error:
            self._unread[each.field] = str(error)
        self.changed.emit()

    @property
    def unread(self) -> bool:
        """Whether something was typed that cannot be stored."""
        return bool(self._unread)

    def say(self, told: Mapping[str, str]) -> None:
        """Say beside each field what is wrong with it, by the field's name."""
        for name, (_column, field) in self._fields.items():
            problem = self._unread.get(name) or told.get(name, "")
            field.complain(fault_words.problem(problem) if problem else "")

    def take_keyboard(self) -> None:
        """Put the keyboard on the first field."""
        for _column, field in self._fields.values():
            field.editor.setFocus()
            return


def _text(editor: QWidget) -> str:
    match editor:
        case QLineEdit() as line:
            return line.text().strip()
        case QPlainTextEdit() as note:
            return note.toPlainText().strip()
        case Choice() as choice:
            return str(choice.value)
        case _:
            raise TypeError(type(editor))


def _hint(each: Column) -> str:
    if each.kind is ADDS:
        return _("one id a line; “? id” for another way only, “id if condition”")
    if each.kind in (LIST, SOME):
        return _("one a line")
    if each.field in ("when", "only_if", "waived_if"):
        return _("special cases by their id, with and, or, not and brackets")
    return ""
