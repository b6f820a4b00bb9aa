"""Robots of the frame, the sign-in and the first start."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QListWidget, QWidget

from tests.robots.base import Robot


class FrameRobot(Robot):
    """The main window after signing in."""

    @property
    def message(self) -> str:
        """What the message bar says."""
        return self.text("message")

    @property
    def room(self) -> str:
        """The screen that the rail marks."""
        marked = [name for name in self.names("rail.") if self.ticked(name)]
        assert len(marked) == 1
        return marked[0].removeprefix("rail.")

    @property
    def rooms(self) -> list[str]:
        """The screens that the rail offers."""
        return [name.removeprefix("rail.") for name in self.names("rail.")]

    def looks_for(self, text: str) -> None:
        """Ctrl+K and type."""
        self.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        assert self.keyboard.objectName() == "search"
        self.types(text)

    @property
    def found(self) -> list[str]:
        """What the search box offers: items and records."""
        if not self.has("results"):
            return []
        view = self.find("results", QListWidget)
        return [self._entry(view, place) for place in range(view.count())]

    @property
    def marked(self) -> str:
        """The result that Enter would take."""
        view = self.find("results", QListWidget)
        return self._entry(view, view.currentRow())

    def _entry(self, view: QListWidget, place: int) -> str:
        return str(view.item(place).data(Qt.ItemDataRole.UserRole))


class SignInRobot(Robot):
    """Officers as cards, and a password."""

    @property
    def officers(self) -> list[str]:
        """The numbers on the cards."""
        return [name.removeprefix("officer.") for name in self.names("officer.")]

    def enters(self, password: str) -> None:
        """Type a password and press Enter."""
        self.writes("sign-in.password", password)
        self.key(Qt.Key.Key_Return)


class FirstStartRobot(Robot):
    """Station and administrator, asked once."""

    def answers(self, **fields: str) -> None:
        """Type into fields."""
        for name, text in fields.items():
            self.writes(f"first.{name}", text)

    def goes_on(self) -> None:
        """Press the one button."""
        self.find("first.make", QAbstractButton).click()

    def kept(self) -> dict[str, str]:
        """Everything that stands in the fields."""
        fields = [name for name in self.names("first.") if not name.endswith(".below")]
        return {
            name.removeprefix("first."): self.text(name)
            for name in fields
            if not isinstance(self.find(name, QWidget), QAbstractButton)
        }


class RecoveryRobot(Robot):
    """The sheet that shows the recovery code once."""

    @property
    def code(self) -> str:
        """The code as it is shown."""
        lines = [self.text(f"recovery.code.{place}") for place in range(2)]
        return "-".join("　".join(lines).split("　"))

    def copies(self, last: str) -> None:
        """Type the last group, as it stands on paper."""
        self.writes("recovery.last", last)
        self.press("recovery.go")
