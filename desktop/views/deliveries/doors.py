"""Doors that two officers go to with a result: those to come, and all that were gone to."""

from datetime import timedelta
from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.deliveries import VisitState
from desktop.services import hand_lists
from desktop.services.hand_lists import DoorLine
from desktop.services.slips import Cursor
from desktop.views import words
from desktop.views.deliveries import said
from desktop.views.desk import Desk
from desktop.views.fields import Choice
from desktop.views.parts import Empty, card, column, label, row
from desktop.views.tables import Column, Rows, chosen, table


class Doors(QWidget):
    """The list of visits; `marked` names the delivery to be shown."""

    marked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        columns = self._columns()
        self._rows = Rows(columns)
        self._rows.wanted.connect(self._more)
        self._table = table(self._rows, columns, "doors.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        self._which = Choice(
            [(True, _("Still to be made")), (False, _("All visits"))], name="doors.which"
        )
        self._which.activated.connect(self.arrive)
        advice = _("Results that are brought to the door stand here once the visit is planned.")
        self._stack = QStackedWidget()
        self._stack.addWidget(Empty("door-open", _("No visit is planned"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        text = _("Two officers go; the result, or why it was in vain, is noted at the right.")
        head = row(self._which, label(text, tone="second"), None, spacing=12)
        places = column(head, box, spacing=12, parent=self)
        places.setStretch(1, 1)
        desk.jobs.changed.connect(self._changed)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Day"), self._day, 150, self._tone),
            Column(_("Recipient"), lambda r: r.recipient, 100, strong=True),
            Column(_("Address"), lambda r: r.address),
            Column(_("Officers"), lambda r: "、".join(r.officers), 210),
            Column(_("State"), lambda r: said.visit_states()[r.state], 96, _state_tone),
        )

    def _late(self, line: DoorLine) -> bool:
        day = line.planned_for.astimezone(self._desk.now().tzinfo).date()
        return line.state is VisitState.PLANNED and day < self._desk.now().date()

    def _day(self, line: DoorLine) -> str:
        today = self._desk.now().date()
        day = line.planned_for.astimezone(self._desk.now().tzinfo).date()
        near = {today: _("today"), today + timedelta(days=1): _("tomorrow")}
        shape = "■ " if self._late(line) else ""
        return f"{shape}{words.day(day)} {near.get(day, '')}".rstrip()

    def _tone(self, line: DoorLine) -> str:
        return "bad" if self._late(line) else ""

    def arrive(self) -> None:
        """Load the first page."""
        self._ask(None)

    def _ask(self, after: Cursor | None) -> None:
        self._desk.ask(
            hand_lists.door_visits, self._desk.clerk, bool(self._which.value), after,
            done=self._show if after is None else self._rows.add_rows,
        )  # fmt: skip

    def _more(self) -> None:
        last = self._rows.rows[-1]
        self._ask(Cursor(last.planned_for, last.id))

    def _changed(self, nouns: frozenset[str]) -> None:
        if "deliveries" in nouns and self.isVisible():
            self.arrive()

    def _show(self, rows: tuple[DoorLine, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self._table) if now.isValid() else None
        if isinstance(found, DoorLine):
            self.marked.emit(found.delivery)


def _state_tone(line: DoorLine) -> str:
    tones = {VisitState.DONE: "good", VisitState.IN_VAIN: "bad"}
    return tones.get(line.state, "ink-2")
