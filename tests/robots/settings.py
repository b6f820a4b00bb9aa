"""The robot of the settings."""

from PySide6.QtWidgets import QAbstractItemView, QTabBar

from tests.robots.base import Robot


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
