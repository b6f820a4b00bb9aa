"""The wizard's robot."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QListWidget, QWidget

from desktop.domain.applicants import Person
from tests.robots.base import Robot

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ADDRESS = "浙江省杭州市拱墅区朝晖路1号"


class IntakeRobot(Robot):
    """One visit, step by step."""

    @property
    def step(self) -> str:
        """The step that is shown."""
        shown = [name for name in self.names("page.") if not name.endswith(".said")]
        assert len(shown) == 1
        return shown[0].removeprefix("page.")

    def goes_to(self, step: str) -> None:
        """Press a step at the left."""
        self.press(f"step.{step}")

    def goes_on(self) -> None:
        """Ctrl+Enter: the main action."""
        self.key(Qt.Key.Key_Return, CONTROL)

    def reaches(self, step: str) -> None:
        """Go on and be there."""
        self.goes_on()
        assert self.step == step, (self.step, self.objection)

    @property
    def objection(self) -> str:
        """What the step says is still wanted."""
        name = f"page.{self.step}.said"
        return self.text(name) if self.has(name) else ""

    # Items
    def looks_for(self, words: str) -> None:
        """Type into the item search."""
        self.writes("intake.item", words)

    @property
    def hits(self) -> list[str]:
        """The items that fit, best first."""
        view = self.find("intake.hits", QListWidget)
        return [view.item(place).text() for place in range(view.count())]

    def takes(self, *words: str) -> None:
        """Search and take the best hit with Enter, again and again."""
        for each in words:
            self.looks_for(each)
            self.key(Qt.Key.Key_Return)

    @property
    def items(self) -> list[str]:
        """The items taken, by their key in the catalogue."""
        return [name.removeprefix("intake.remove.") for name in self.names("intake.remove.")]

    @property
    def drafts(self) -> list[str]:
        """The keys of the unfinished intakes that are offered."""
        return [name.removeprefix("draft.resume.") for name in self.names("draft.resume.")]

    # Person
    def answers(self, person: Person, who: str = "person") -> None:
        """Type what a person says of themselves."""
        for name in ("id_number", "name", "phone", "hukou_address"):
            text = getattr(person, name)
            if text:
                self.writes(f"intake.{who}.{name}", text)

    def told(self, field: str, who: str = "person") -> str:
        """What stands below a field of a person."""
        return self.complaint(f"intake.{who}.{field}")

    @property
    def flags(self) -> dict[str, str]:
        """The chips at the right with their reasons."""
        QApplication.processEvents()
        panel = self.find("intake.panel", QWidget)
        chips = [each for each in panel.findChildren(QLabel) if each.property("chip") == "accent"]
        return {each.text(): each.toolTip() for each in chips if each.isVisible()}

    def shows_flag(self, label: str) -> bool:
        """Whether a special case is shown at the right."""
        return any(label in each for each in self.flags)

    # Circumstances
    @property
    def unconfirmed(self) -> list[str]:
        """The special cases that were found, as far as each waits for a look."""
        names = self.names("flag.ok.")
        waiting = [name for name in names if "●" not in self.text(name)]
        return [name.removeprefix("flag.ok.") for name in waiting]

    def confirms_all(self) -> None:
        """Confirm what was found and say that everything was asked."""
        for flag in self.unconfirmed:
            self.press(f"flag.ok.{flag}")
        if self.has("intake.asked") and not self.ticked("intake.asked"):
            self.press("intake.asked")

    # Materials
    @property
    def materials(self) -> dict[str, str]:
        """Each material with its state."""
        rows = [name for name in self.names("material.") if name.count(".") == 1]
        return {row.removeprefix("material."): self._state(row) for row in rows}

    def _state(self, row: str) -> str:
        for state in ("here", "missing", "defective", "waived"):
            if self.find(f"{row}.{state}", QAbstractButton).isChecked():
                return state
        return "open"

    def all_here(self) -> None:
        """Everything is here; of a group the first."""
        self.press("intake.all-here")

    # Delivery
    def by_courier(self) -> None:
        """Address and consent."""
        self.writes("delivery.address", ADDRESS)
        if not self.ticked("delivery.consent"):
            self.press("delivery.consent")

    # Explaining
    def explains_all(self) -> None:
        """Space until the next step comes."""
        self.find("explain.stage", QWidget).setFocus()
        for _line in range(60):
            if self.step != "explain":
                return
            self.key(Qt.Key.Key_Space)
        raise AssertionError("the explaining does not end")

    # Signature
    def draws(self, strokes: int = 2) -> None:
        """Strokes on the pad, with the mouse."""
        pad, button = self.find("pad", QWidget), Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        for stroke in range(strokes):
            left = 100 + 80 * stroke
            QTest.mousePress(pad, button, none, QPoint(left, 60))
            QTest.mouseMove(pad, QPoint(left + 20, 120))
            QTest.mouseMove(pad, QPoint(left + 40, 80))
            QTest.mouseRelease(pad, button, none, QPoint(left + 60, 140))

    # Whole ways
    def comes_to(self, step: str, person: Person, *words: str) -> None:
        """Walk one usual visit up to a step, everything there, signed on paper."""
        self.takes(*words)
        acts: dict[str, Callable[[], None]] = {
            "items": self.goes_on,
            "person": lambda: self.answers(person),
            "circumstances": self.confirms_all,
            "materials": self.all_here,
            "delivery": self.by_courier,
            "explain": self.explains_all,
            "signature": lambda: self.press("signature.mode.paper"),
        }
        while self.step != step:
            before = self.step
            if before != "items":
                acts[before]()
            if self.step == before:
                self.goes_on()
            assert self.step != before, self.objection
