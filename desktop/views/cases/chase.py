"""Promised papers that have not come (容缺), the earliest day first: who is to be reminded."""

from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services import deferred
from desktop.services.deferred import OwedRow
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.parts import Empty, card, column, label
from desktop.views.tables import Column, Rows, chosen, table


class Chase(QWidget):
    """The list; `marked` names the case to be shown, where what came is noted."""

    marked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        columns = (
            Column(_("Promised for"), _until, 150, _tone),
            Column(_("Person"), lambda r: r.name, 84, strong=True),
            Column(_("Phone"), lambda r: r.phone, 116),
            Column(_("What is to come"), lambda r: r.material),
            Column(_("Items"), lambda r: "、".join(r.items), 190),
            Column(_("Case"), lambda r: r.case_number, 186),
        )
        self._rows = Rows(columns)
        self._rows.wanted.connect(self._more)
        self._table = table(self._rows, columns, "chase.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        advice = _("Papers that may follow and were promised for a day stand here until they came.")
        self._stack = QStackedWidget()
        self._stack.addWidget(Empty("hourglass", _("Nothing is owed"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        text = _("Call those whose day is near; note at the right what came.")
        places = column(label(text, tone="second"), box, spacing=12, parent=self)
        places.setStretch(1, 1)
        desk.jobs.changed.connect(self._changed)

    def arrive(self) -> None:
        """Load the first page."""
        self._desk.ask(deferred.chase, self._desk.clerk, self._desk.now(), done=self._show)

    def _more(self) -> None:
        last = self._rows.rows[-1]
        values = (self._desk.now(), (last.until, last.id))
        self._desk.ask(deferred.chase, self._desk.clerk, *values, done=self._rows.add_rows)

    def _changed(self, nouns: frozenset[str]) -> None:
        if "cases" in nouns and self.isVisible():
            self.arrive()

    def _show(self, rows: tuple[OwedRow, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self._table) if now.isValid() else None
        if isinstance(found, OwedRow):
            self.marked.emit(found.case)


def _until(line: OwedRow) -> str:
    day = words.day(line.until)
    return _("■ {day} overdue").format(day=day) if line.overdue else f"○ {day}"


def _tone(line: OwedRow) -> str:
    return "bad" if line.overdue else ""
