"""Fields to fill in: a label above, a line below for a hint or what is wrong."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop.views.parts import column, label, restyle, row


class Field(QWidget):
    """A field with its label above and one line below for a hint or what is wrong with it.

    The line below keeps its room, so that nothing jumps when a sentence comes or goes.
    """

    left = Signal()

    def __init__(
        self,
        title: str,
        editor: QWidget,
        *,
        hint: str = "",
        name: str = "",
        aside: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._hint = hint
        self.editor = editor
        editor.setObjectName(name)
        self._title = label(title, size="small", strong=True)
        self._title.setBuddy(editor)
        self._below = label(hint, size="hint", wrap=True, name=f"{name}.below")
        self._below.setMinimumHeight(18)
        self._below.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = self._title if aside is None else row(self._title, None, aside)
        column(head, editor, self._below, spacing=4, parent=self)
        editor.setAccessibleName(title)

    def complain(self, sentence: str) -> None:
        """Say what is wrong beside the field; an empty sentence takes it back."""
        self._say(sentence or self._hint, "bad" if sentence else "", bool(sentence))

    def note(self, sentence: str, tone: str = "") -> None:
        """Say something about the value that is no mistake."""
        self._say(sentence or self._hint, tone, False)

    def _say(self, text: str, tone: str, wrong: bool) -> None:
        self._below.setText(text)
        restyle(self._below, tone=tone)
        restyle(self.editor, wrong=wrong)

    @property
    def said(self) -> str:
        """What stands below the field now."""
        return self._below.text()


class Line(QLineEdit):
    """A line of text that selects itself when it is entered by keyboard."""

    def __init__(self, text: str = "", *, example: str = "", limit: int = 200) -> None:
        super().__init__(text)
        self.setPlaceholderText(example)
        self.setMaxLength(limit)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all on Tab, so that typing replaces."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()


class Note(QPlainTextEdit):
    """A few lines of plain text; Tab goes on to the next field."""

    def __init__(self, text: str = "", *, example: str = "", height: int = 80) -> None:
        super().__init__(text)
        self.setPlaceholderText(example)
        self.setTabChangesFocus(True)
        self.setFixedHeight(height)


class Choice(QComboBox):
    """A drop-down of (value, words) pairs.

    It keeps the values itself: Qt would give an enum's member back as a bare text.
    """

    def __init__(self, options: Iterable[tuple[object, str]], name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._values: list[object] = []
        for value, words in options:
            self.offer(value, words)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll; what nobody meant to change stays."""
        event.ignore()

    def clear_all(self) -> None:
        """Offer nothing any more."""
        self._values.clear()
        self.clear()

    def offer(self, value: object, words: str) -> None:
        """Add one more at the end."""
        self._values.append(value)
        self.addItem(words)

    @property
    def value(self) -> object:
        """The chosen value; None where nothing is offered."""
        return self._values[self.currentIndex()] if self._values else None

    def choose(self, value: object) -> None:
        """Show a value; one that is not offered leaves the choice as it is."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))
