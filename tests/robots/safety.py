"""The robot of the room for safety."""

from PySide6.QtWidgets import QTabBar

from tests.robots.base import Robot


class SafetyRobot(Robot):
    """Backups, audit, looks, retention, key slots."""

    @property
    def tabs(self) -> list[str]:
        """The tabs from the left."""
        bar = self.find("safety.tabs", QTabBar)
        return [bar.tabText(at) for at in range(bar.count())]

    def turns_to(self, tab: str) -> None:
        """Open a tab by its words."""
        self.find("safety.tabs", QTabBar).setCurrentIndex(self.tabs.index(tab))
