"""The robot of the calendar's tab."""

from datetime import date

from PySide6.QtCore import Qt

from desktop.views.settings.calendar.grid import YearGrid
from tests.robots.settings import SettingsRobot


class CalendarRobot(SettingsRobot):
    """A year of days, walked by keyboard, and what stands beside it."""

    @property
    def grid(self) -> YearGrid:
        """The twelve months."""
        return self.find("calendar.grid", YearGrid)

    def goes_to(self, day: date) -> None:
        """Walk to a day of the shown year: the first of the year, then week by week."""
        self.grid.setFocus(Qt.FocusReason.TabFocusReason)
        self.key(Qt.Key.Key_Home)
        weeks, days = divmod((day - date(day.year, 1, 1)).days, 7)
        for key, times in ((Qt.Key.Key_Down, weeks), (Qt.Key.Key_Right, days)):
            for _ in range(times):
                self.key(key)

    def turns(self, day: date, times: int = 1) -> None:
        """Walk to a day and turn it by Space."""
        self.goes_to(day)
        for _ in range(times):
            self.key(Qt.Key.Key_Space)

    def announces(self, source: str) -> None:
        """Type where the days come from."""
        self.writes("calendar.source", source)
