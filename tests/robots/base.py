"""What all robots can: find widgets by name, press keys, type, read."""

from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

_W = TypeVar("_W", bound=QWidget)


class Robot:
    """What all robots can: find by name, press, type, read."""

    def __init__(self, qtbot: QtBot, screen: QWidget, size: tuple[int, int] = (1286, 670)) -> None:
        self.qtbot, self.screen = qtbot, screen
        qtbot.addWidget(screen)
        screen.resize(*size)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.activateWindow()
        arrive = getattr(screen, "arrive", None)
        if arrive is not None:
            arrive()

    def find(self, name: str, kind: type[_W]) -> _W:
        """The widget of a name; it must be there. Of several the one that is seen counts."""
        found = self.screen.findChildren(kind, name)
        assert found, f"{name} is not on the screen"
        return next((each for each in reversed(found) if each.isVisible()), found[-1])

    def has(self, name: str) -> bool:
        """Whether a widget of that name is to be seen."""
        QApplication.processEvents()
        return any(each.isVisible() for each in self.screen.findChildren(QWidget, name))

    def press(self, name: str) -> None:
        """Push a button."""
        found = self.find(name, QAbstractButton)
        assert found.isEnabled(), f"{name} cannot be pressed"
        found.click()

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key where the keyboard is now."""
        modifier = Qt.KeyboardModifier.NoModifier
        for each in modifiers:
            modifier |= each
        QTest.keyClick(self.keyboard, key, modifier)

    def types(self, text: str) -> None:
        """Type where the keyboard is now; Chinese comes as an input method sends it."""
        if text.isascii():
            QTest.keyClicks(self.keyboard, text)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(self.keyboard, event)

    def writes(self, name: str, text: str) -> None:
        """Type into a field, over what stood there."""
        editor = self.find(name, QWidget)
        assert editor.isEnabled(), f"{name} takes nothing"
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(editor, QLineEdit):
            editor.selectAll()
            if not text:
                self.key(Qt.Key.Key_Delete)
        self.types(text)

    def text(self, name: str) -> str:
        """What stands in a field or on a label or button."""
        found = self.find(name, QWidget)
        if isinstance(found, QPlainTextEdit):
            return found.toPlainText()
        assert isinstance(found, QLineEdit | QLabel | QAbstractButton), f"{name} holds no text"
        return found.text()

    def ticked(self, name: str) -> bool:
        """Whether a tick, a choice or a switch is on."""
        return self.find(name, QAbstractButton).isChecked()

    def names(self, start: str) -> list[str]:
        """The visible widgets whose names begin so, from the top."""
        QApplication.processEvents()
        found = [each for each in self.screen.findChildren(QWidget) if each.isVisible()]
        found.sort(key=lambda each: each.mapTo(self.screen, each.rect().topLeft()).y())
        return [each.objectName() for each in found if each.objectName().startswith(start)]

    @property
    def keyboard(self) -> QWidget:
        """Who has the keyboard."""
        return QApplication.focusWidget() or self.screen

    def fills(self, **values: str) -> None:
        """Write into fields; `station__name` is the field station.name."""
        for name, value in values.items():
            editor = self.screen.findChild(QWidget, name.replace("__", "."))
            assert isinstance(editor, QLineEdit | QPlainTextEdit), f"{name} takes no text"
            if isinstance(editor, QLineEdit):
                editor.setText(value)
            else:
                editor.setPlainText(value)

    def chooses(self, name: str, words: str) -> None:
        """Choose from a drop-down."""
        box = self.find(name, QComboBox)
        place = box.findText(words)
        assert place >= 0, f"{words} is not offered"
        box.setCurrentIndex(place)

    def complaint(self, field: str) -> str:
        """What stands below a field."""
        return self.find(f"{field}.below", QLabel).text()

    def words(self) -> list[str]:
        """Everything that labels and buttons say."""
        QApplication.processEvents()
        labels = [each.text() for each in self.screen.findChildren(QLabel) if each.isVisible()]
        buttons = self.screen.findChildren(QAbstractButton)
        return labels + [each.text() for each in buttons if each.isVisible()]

    def says(self, text: str) -> bool:
        """Whether something on the screen says this."""
        return any(text in each for each in self.words())

    def rows(self, name: str) -> list[list[str]]:
        """A table as it is read."""
        model: QAbstractItemModel = self.find(name, QAbstractItemView).model()
        one = isinstance(model, QAbstractListModel)  # whose columnCount is private in Qt
        columns = range(1 if one else model.columnCount(QModelIndex()))
        return [
            [str(model.index(row, column).data()) for column in columns]
            for row in range(model.rowCount(QModelIndex()))
        ]


class PrintRobot(Robot):
    """The sheet that prints."""

    def __init__(self, qtbot: QtBot, over: QWidget) -> None:
        self.qtbot, self.screen = qtbot, over

    @property
    def page(self) -> str:
        """Which page is shown."""
        return self.find("preview.place", QLabel).text()

    @property
    def said(self) -> str:
        """The line below the printer."""
        return self.find("print.said", QLabel).text()

    def answers(self, key: str) -> None:
        """Press a button of the question."""
        self.press(f"sheet.{key}")
