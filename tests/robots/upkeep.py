"""The robot of the catalogue's tab."""

from PySide6.QtWidgets import QListWidget

from tests.robots.settings import SettingsRobot


class UpkeepRobot(SettingsRobot):
    """Editions and the draft, and the editor of items."""

    @property
    def changes(self) -> list[list[str]]:
        """What differs: of which, where, before, now."""
        return self.rows("upkeep.changes")

    def edits(self, item: str) -> None:
        """Open the editor at an item."""
        self.press("upkeep.edit")
        view = self.find("upkeep.items", QListWidget)
        names = [view.item(place).text() for place in range(view.count())]
        view.setCurrentRow(names.index(item))

    def waits_until_said(self, name: str, words: str) -> None:
        """Wait for a label; mistakes are looked for a moment after the last key."""
        self.qtbot.waitUntil(lambda: words in self.text(name))
