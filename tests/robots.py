"""Robots: one a screen, speaking the clerk's language; they find widgets by name and press keys."""

from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
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
        """The widget of a name; it must be there."""
        found = self.screen.findChild(kind, name)
        assert isinstance(found, kind), f"{name} is not on the screen"
        return found

    def has(self, name: str) -> bool:
        """Whether a widget of that name is to be seen."""
        found = self.screen.findChild(QWidget, name)
        return isinstance(found, QWidget) and found.isVisible()

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


class GuideRobot(Robot):
    """The item browser."""

    def __init__(self, qtbot: QtBot, screen: QWidget, size: tuple[int, int] = (1286, 670)) -> None:
        super().__init__(qtbot, screen, size)
        self.is_complete()

    def is_complete(self) -> None:
        """Wait until the whole page stands there."""
        self.qtbot.waitUntil(self._complete)

    def _complete(self) -> bool:
        QApplication.processEvents()
        return self.has("guide.law") or self.has("guide.to-confirm")

    def looks_for(self, text: str) -> None:
        """Type into the filter, as it has the keyboard."""
        self.types(text)
        self.is_complete()

    @property
    def results(self) -> list[str]:
        """The names in the list, from the top."""
        return [row[0] for row in self.rows("guide.results")]

    @property
    def shown(self) -> str:
        """The item whose page is open."""
        QApplication.processEvents()
        return self.find("guide.title", QLabel).text()

    def orders_by(self, order: str) -> None:
        """Switch the tree."""
        self.press(f"guide.order.{order}")

    @property
    def shelves(self) -> list[str]:
        """The nodes of the tree."""
        return [row[0] for row in self.rows("guide.tree")]

    def takes_shelf(self, name: str) -> None:
        """Choose a node of the tree."""
        view = self.find("guide.tree", QAbstractItemView)
        place = self.shelves.index(name)
        view.setCurrentIndex(view.model().index(place, 0))
        QApplication.processEvents()

    def prints(self, what: str) -> None:
        """Choose from the print menu."""
        action = self.screen.findChild(QAction, f"guide.print.{what}")
        assert isinstance(action, QAction)
        action.trigger()

    @property
    def clipboard(self) -> str:
        """What can be pasted now."""
        return QGuiApplication.clipboard().text()


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


class SettingsRobot(Robot):
    """The administrator's screen."""

    def turns_to(self, tab: str) -> None:
        """Open a tab by its words."""
        bar = self.find("settings.tabs", QTabBar)
        bar.setCurrentIndex([bar.tabText(at) for at in range(bar.count())].index(tab))

    @property
    def officers(self) -> list[list[str]]:
        """The table of accounts."""
        return self.rows("officers.table")

    def takes_officer(self, number: str) -> None:
        """Choose an account."""
        view = self.find("officers.table", QAbstractItemView)
        place = [row[0] for row in self.officers].index(number)
        view.setCurrentIndex(view.model().index(place, 0))
