"""The robot of the guided restore: keys only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.robots.base import Robot


class RestoreRobot(Robot):
    """The sheet that leads to a restore."""

    def __init__(self, qtbot: QtBot, over: QWidget) -> None:
        self.qtbot, self.screen = qtbot, over

    @property
    def offered(self) -> list[str]:
        """The backups in the list."""
        view = self.find("restore.list", QListWidget)
        return [view.item(at).text() for at in range(view.count())]

    def sees_backups(self, count: int) -> None:
        """Wait until the folder was read."""
        self.qtbot.waitUntil(
            lambda: self.has("restore.list") and len(self.offered) == count, timeout=20_000
        )

    def takes(self, place: int) -> None:
        """Go down the list and press Enter."""
        assert self.keyboard.objectName() == "restore.list"
        for _step in range(place):
            self.key(Qt.Key.Key_Down)
        self.key(Qt.Key.Key_Return)
        assert self.keyboard.objectName() == "restore.number"

    def persons(self, *typed: str) -> None:
        """Number, password, number, password, Enter after each."""
        for text in typed:
            self.types(text)
            self.key(Qt.Key.Key_Return)

    def waits_for(self, name: str) -> None:
        """Until the keyboard is in a field."""
        self.qtbot.waitUntil(lambda: self.keyboard.objectName() == name, timeout=30_000)

    @property
    def table(self) -> list[list[str]]:
        """What is here now against what the backup holds."""
        return [
            [self.find(f"restore.cell.{row}.{side}", QLabel).text() for side in (1, 2)]
            for row in range(1, 4)
        ]
