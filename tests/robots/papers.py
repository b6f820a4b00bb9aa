"""The robot of the papers' tab."""

from PySide6.QtWidgets import QAbstractItemView, QTabBar

from desktop.views.preview import Preview
from tests.robots.settings import SettingsRobot


class PapersRobot(SettingsRobot):
    """A list of kinds, the marked one at its side, and the editor."""

    def takes(self, paper: str) -> None:
        """Mark a kind by its name."""
        view = self.find("papers.table", QAbstractItemView)
        place = [row[0] for row in self.rows("papers.table")].index(paper)
        view.setCurrentIndex(view.model().index(place, 0))

    def looks_at(self, tab: str) -> None:
        """Turn the side to preview, differences, versions or law."""
        bar = self.find("papers.tabs", QTabBar)
        bar.setCurrentIndex([bar.tabText(at) for at in range(bar.count())].index(tab))

    @property
    def kinds(self) -> dict[str, list[str]]:
        """The kinds with their version and whose it is."""
        return {row[0]: row[1:] for row in self.rows("papers.table")}

    @property
    def pages(self) -> int:
        """How many pages the shown paper has."""
        return self.find("preview", Preview).pages

    def waits_until_said(self, name: str, words: str) -> None:
        """Wait for a label to say something; the paper is made a moment after the last key."""
        self.qtbot.waitUntil(lambda: words in self.text(name))
