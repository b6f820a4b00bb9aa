"""The item browser's robot."""

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.robots.base import Robot


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
