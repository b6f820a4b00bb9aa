"""The robot of the manual, which stands in a window of its own beside another."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QListWidget, QTabBar, QTextBrowser
from pytestqt.qtbot import QtBot

from desktop.views.help import Help
from desktop.views.manual import Manual
from tests.robots.base import Robot

CONTROL = Qt.KeyboardModifier.ControlModifier


class ManualRobot(Robot):
    """Reads, leafs, finds."""

    def __init__(self, qtbot: QtBot, manual: Help | Manual) -> None:
        shown = manual.manual if isinstance(manual, Help) else manual
        assert shown is not None, "the manual was not opened"
        self.qtbot, self.screen, self._manual = qtbot, shown, shown
        qtbot.waitUntil(shown.isActiveWindow)

    def is_open(self) -> bool:
        """Whether it is to be seen."""
        return self._manual.isVisible()

    @property
    def place(self) -> tuple[str, str]:
        """The page, and the section at its top."""
        QApplication.processEvents()
        return self._manual.place

    @property
    def titles(self) -> list[str]:
        """Whose pages there are, as the tabs say it."""
        bar = self.find("manual.pages", QTabBar)
        return [bar.tabText(at) for at in range(bar.count())]

    @property
    def marked(self) -> str:
        """What the contents mark."""
        view = self.find("manual.contents", QListWidget)
        return view.currentItem().text().strip()

    def chooses_section(self, title: str) -> None:
        """Take a line of the contents."""
        view = self.find("manual.contents", QListWidget)
        view.setCurrentItem(view.findItems(title, Qt.MatchFlag.MatchEndsWith)[0])

    @property
    def page(self) -> QTextBrowser:
        """The page itself."""
        return self.find("manual.page", QTextBrowser)

    def finds(self, words: str) -> None:
        """Ctrl+F and type."""
        self.key(Qt.Key.Key_F, CONTROL)
        assert self.keyboard.objectName() == "manual.find"
        self.types(words)

    def seen(self) -> QImage:
        """What is painted now."""
        QApplication.processEvents()
        return self.page.viewport().grab().toImage()
