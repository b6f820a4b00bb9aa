"""The form's fields for a paper's texts, each with a menu of the names it may use in braces."""

from collections.abc import Sequence
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget

from desktop.domain.own_papers import LONGEST_TEXT, Wording
from desktop.domain.paper_templates import MOST_COPIES
from desktop.views import fault_words, paper_words
from desktop.views.fields import Choice, Field, Line, Note
from desktop.views.parts import button, column, hint

TAB = Qt.FocusReason.TabFocusReason
TALL = 28
"""Height of a title with the button beside it, in px."""

FEW = 4
"""So many names stand below their field; more of them only in its menu."""


class Worded(QWidget):
    """One text of a paper; `changed` says that it was typed in."""

    changed = Signal()

    def __init__(self, wording: Wording, shipped: str) -> None:
        super().__init__()
        self.name, self._shipped = wording.field, shipped
        self._editor = _editor(wording)
        title = paper_words.field_title(wording.field, shipped)
        self._editor.setObjectName(f"own.{self.name}")
        self._menu = _menu(self, wording.names)
        aside = self._opener() if wording.names else QWidget()
        aside.setFixedHeight(TALL if wording.names or self.name.startswith("details") else 0)
        self.field = Field(
            title, self._editor, hint=_few(wording.names), name=f"own.{self.name}", aside=aside
        )
        column(self.field, parent=self)
        self._listen()
        self.say(())

    def _listen(self) -> None:
        match self._editor:
            case QLineEdit() as line:
                line.textEdited.connect(self._typed)
            case QPlainTextEdit() as note:
                note.textChanged.connect(self._typed)
            case Choice() as choice:
                choice.currentIndexChanged.connect(self._typed)
            case _:
                raise TypeError(type(self._editor))

    def _typed(self) -> None:
        self.changed.emit()

    def _opener(self) -> QPushButton:
        made = button(
            _("Insert"), kind="small", icon="plus", name=f"{self._editor.objectName()}.names"
        )
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hint(made, _("A name that is filled in when the paper is made  Ctrl+I"))
        made.clicked.connect(self.offer)
        key = QShortcut(QKeySequence("Ctrl+I"), self._editor)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.offer)
        return made

    def offer(self) -> None:
        """Show the names that may stand here."""
        self._menu.popup(self._editor.mapToGlobal(QPoint(0, self._editor.height())))

    def insert(self, name: str) -> None:
        """Write a name in its braces where the cursor is."""
        if isinstance(self._editor, QPlainTextEdit):
            self._editor.insertPlainText(f"{{{name}}}")
        elif isinstance(self._editor, QLineEdit):
            self._editor.insert(f"{{{name}}}")
            self._typed()
        self._editor.setFocus()

    @property
    def text(self) -> str:
        """What is typed now."""
        match self._editor:
            case QLineEdit() as line:
                return line.text()
            case QPlainTextEdit() as note:
                return note.toPlainText().strip()
            case Choice() as choice:
                return str(choice.value)
            case _:
                raise TypeError(type(self._editor))

    def say(self, told: Sequence[str]) -> None:
        """Say what is wrong, else how it was shipped where that was otherwise."""
        self.field.complain(fault_words.problems_said(told))
        if not told and self.text != self._shipped:
            said = _("shipped: {text}").format(text=_short(self._shipped) or _("(nothing)"))
            self.field.note(said, "accent")


def _editor(wording: Wording) -> QWidget:
    if wording.field == "copies":
        made = Choice([(str(n), str(n)) for n in range(1, MOST_COPIES + 1)])
        made.choose(wording.text)
        return made
    if wording.field.startswith("phrases."):
        lines = max(1, wording.text.count("\n") + 1 + len(wording.text) // 34)
        return Note(wording.text, height=min(180, 26 + 24 * lines))
    return Line(wording.text, limit=LONGEST_TEXT)


def _few(names: Sequence[str]) -> str:
    if not 0 < len(names) <= FEW:
        return ""
    known = paper_words.names()
    return "　".join(f"{{{name}}} {known.get(name, '')}" for name in names)


def _short(text: str) -> str:
    one = " ".join(text.split())
    return one if len(one) <= 60 else f"{one[:60]}…"


def _menu(over: Worded, names: Sequence[str]) -> QMenu:
    made = QMenu(over)
    made.setObjectName(f"own.{over.name}.menu")
    known = paper_words.names()
    for name in names:
        made.addAction(f"{known.get(name, name)}　{{{name}}}", partial(over.insert, name))
    return made
