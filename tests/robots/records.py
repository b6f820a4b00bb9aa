"""Robots of the lists: slips, deliveries, daily list, and the case at their right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QScrollBar, QTableView

from tests.robots.base import Robot


class _ListRobot(Robot):
    table = ""

    @property
    def lines(self) -> list[list[str]]:
        """The table as it is read."""
        return self.rows(self.table)

    def marks(self, place: int) -> None:
        """Mark a line by its place."""
        self.find(self.table, QTableView).selectRow(place)
        QApplication.processEvents()

    @property
    def marked(self) -> int:
        """The place of the marked line, -1 without one."""
        chosen = self.find(self.table, QTableView).selectionModel().selectedRows()
        return chosen[0].row() if chosen else -1

    def scrolls_down(self) -> None:
        """Go to the last line that is there."""
        view = self.find(self.table, QTableView)
        view.setFocus()
        self.key(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        view.scrollToBottom()
        QApplication.processEvents()


class SlipsRobot(_ListRobot):
    """The ledger of slips."""

    table = "slips.table"

    @property
    def numbers(self) -> list[str]:
        """The numbers, from the top."""
        return [line[0] for line in self.lines]

    @property
    def shown(self) -> str:
        """The number of the paper at the right."""
        return self.text("slips.paper.number")


class DeliveriesRobot(_ListRobot):
    """The delivery panel."""

    table = "deliveries.table"

    @property
    def steps(self) -> list[str]:
        """The next steps that are offered."""
        return [name.removeprefix("deliveries.step.") for name in self.names("deliveries.step.")]

    def notes(self, reason: str) -> None:
        """Answer why."""
        self.writes("form.reason", reason)
        self.press("sheet.go")

    @property
    def alarms(self) -> list[str]:
        """The cards on top."""
        return self.names("deliveries.alarm.")


class CaseRobot(Robot):
    """What list and panel share of one case."""

    @property
    def moves(self) -> list[str]:
        """The moves that are offered."""
        names = self.names("case.move.")
        return [name.removeprefix("case.move.") for name in names]

    def moves_on(self, move: str) -> None:
        """Press a move."""
        self.press(f"case.move.{move}")

    def because(self, reason: str) -> None:
        """Answer why."""
        self.writes("case.reason", reason)
        self.press("sheet.go")


class DailyRobot(_ListRobot, CaseRobot):
    """The daily list."""

    table = "daily.table"

    @property
    def figures(self) -> dict[str, int]:
        """The figures across the top."""
        names = ("visits", "accepted", "notice_only", "not_accepted", "special", "stubs_missing")
        return {name: int(self.text(f"daily.{name}")) for name in names}

    @property
    def people(self) -> list[str]:
        """The names, from the top."""
        return [line[1] for line in self.lines]

    def filters(self, name: str, words: str) -> None:
        """Choose from one of the filters, as a clerk does."""
        self.chooses(f"daily.{name}", words)
        box = self.find(f"daily.{name}", QComboBox)
        box.activated.emit(box.currentIndex())


class CasesRobot(_ListRobot, CaseRobot):
    """The list of all cases."""

    table = "cases.table"

    @property
    def people(self) -> list[str]:
        """The names, from the first row that is held."""
        return [line[1] for line in self.lines]

    @property
    def seen(self) -> range:
        """The places of the rows that are to be seen."""
        view = self.find(self.table, QTableView)
        last = view.rowAt(view.viewport().height() - 1)
        return range(view.rowAt(0), view.model().rowCount() if last < 0 else last + 1)

    def filters(self, name: str, words: str) -> None:
        """Choose from one of the filters, as a clerk does."""
        self.chooses(f"cases.{name}", words)
        box = self.find(f"cases.{name}", QComboBox)
        box.activated.emit(box.currentIndex())

    def drags_to(self, share: float) -> None:
        """Drag the bar to a part of its way and let it go."""
        bar = self.find("cases.bar", QScrollBar)
        bar.setSliderDown(True)
        bar.setSliderPosition(round(bar.maximum() * share))
        QApplication.processEvents()

    def lets_go(self) -> None:
        """Let go of the bar."""
        self.find("cases.bar", QScrollBar).setSliderDown(False)
        QApplication.processEvents()

    def goes(self, *keys: Qt.Key) -> None:
        """Press keys in the table."""
        self.find(self.table, QTableView).setFocus()
        for key in keys:
            self.key(key)
        QApplication.processEvents()
