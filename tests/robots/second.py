"""The robot of the sheet where a second person answers for an act."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.robots.base import Robot


class SecondRobot(Robot):
    """Reason, number and password, by keyboard only."""

    def __init__(self, qtbot: QtBot, over: QWidget) -> None:
        self.qtbot, self.screen = qtbot, over

    def answers(self, number: str, password: str, reason: str | None = None) -> None:
        """Type everything, Enter after each."""
        if reason is not None:
            self.writes("second.reason", reason)
            self.key(Qt.Key.Key_Return)
        else:
            self.writes("second.number", "")
        self.types(number)
        self.key(Qt.Key.Key_Return)
        self.types(password)
        self.key(Qt.Key.Key_Return)

    @property
    def complaints(self) -> dict[str, str]:
        """What stands below the fields that complain."""
        names = ("reason", "number", "password")
        told = {name: self.names(f"second.{name}.below") for name in names}
        return {
            name: text for name, there in told.items() if there
            if (text := self.complaint(f"second.{name}"))
        }  # fmt: skip
