"""What is on its way: exceptions on top with the next act, then one list over all ways."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.deliveries import Attention, DeliveryState
from desktop.domain.items import Fulfilment
from desktop.services import deliveries
from desktop.services.deliveries import DeliveryFilter, DeliveryRow
from desktop.services.slips import Cursor
from desktop.views import words
from desktop.views.deliveries import said
from desktop.views.deliveries.importing import ImportFile
from desktop.views.desk import Desk
from desktop.views.fields import Choice, Line
from desktop.views.flow import emptied
from desktop.views.parts import Empty, button, card, column, label, picture, row
from desktop.views.tables import Column, Rows, chosen, mark_row, table

DONE = (DeliveryState.DELIVERED, DeliveryState.READY_FOR_PICKUP)

CARDS = 3
"""Exceptions that stand on top by themselves; the others are counted."""


def shape(row_: DeliveryRow) -> str:
    """A delivery's state with its shape."""
    mark = "■" if row_.exception else "●" if row_.state in DONE else "○"
    return f"{mark} {words.delivery_states()[row_.state]}"


def tone(row_: DeliveryRow) -> str:
    """The ink of a delivery's state."""
    return "bad" if row_.exception else "good" if row_.state in DONE else "ink-2"


class OnTheWay(QWidget):
    """The list with its filters; `marked` names the delivery to be shown."""

    marked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: int | None = None
        columns = self._columns()
        self._rows = Rows(columns)
        self._rows.wanted.connect(self._more)
        self._table = table(self._rows, columns, "deliveries.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        self._mode = Choice(
            [(None, _("All ways")), *words.fulfilments().items()], name="deliveries.mode"
        )
        self._what = Choice(
            [(False, _("Not delivered yet")), (True, _("Delivered too"))], name="deliveries.what"
        )
        self._why = Choice(
            [
                (None, _("Whatever wants somebody or not")),
                *((why, says) for why, says in said.attentions().items() if says),
            ],
            name="deliveries.why",
        )
        self._text = Line(limit=40, example=_("Name or waybill"))
        self._text.setProperty("scans", True)
        self._text.setObjectName("deliveries.text")
        self._text.returnPressed.connect(self.arrive)
        self._import = ImportFile(self, desk)
        for choice in (self._mode, self._what, self._why):
            choice.activated.connect(self.arrive)
        self._alarms = column(spacing=8)
        self._stack = QStackedWidget()
        self._lay_out()
        desk.jobs.changed.connect(self._changed)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Case"), lambda r: r.case_number, 190, strong=True),
            Column(_("Recipient"), lambda r: r.recipient, 90),
            Column(_("Items"), lambda r: "、".join(r.items)),
            Column(_("Way"), lambda r: words.fulfilments()[r.mode], 92),
            Column(_("Waybill"), lambda r: r.waybill or "—", 140),
            Column(_("State"), shape, 130, tone),
        )

    def _lay_out(self) -> None:
        advice = _("Accepted cases stand here until the result is in the citizen's hands.")
        self._stack.addWidget(Empty("truck", _("Nothing to deliver"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        file = button(_("Statuses from a file…"), icon="upload", name="deliveries.import")
        file.clicked.connect(self._import.begin)
        self._text.setMaximumWidth(180)
        sieve = row(self._text, self._mode, self._why, self._what, None, file, spacing=8)
        places = column(self._alarms, sieve, box, spacing=12, parent=self)
        places.setStretch(2, 1)

    def arrive(self) -> None:
        """Load exceptions and the first page."""
        now = self._desk.now()
        self._desk.ask(deliveries.exceptions, self._desk.clerk, now, done=self._show_alarms)
        self._desk.ask(deliveries.panel, self._desk.clerk, now, self._filter(), done=self._show)

    def _filter(self) -> DeliveryFilter:
        mode, why = self._mode.value, self._why.value
        return DeliveryFilter(
            mode=mode if isinstance(mode, Fulfilment) else None,
            delivered=bool(self._what.value),
            attention=why if isinstance(why, Attention) else None,
            text=self._text.text(),
        )

    def _changed(self, nouns: frozenset[str]) -> None:
        if nouns & {"deliveries", "cases"}:
            self.arrive()

    def _show(self, rows: tuple[DeliveryRow, ...]) -> None:
        known = self._shown
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        if not mark_row(self._table, self._rows, lambda r: r.id == known) and known is None:
            self._table.selectRow(0)

    def _more(self) -> None:
        last = self._rows.rows[-1]
        values = (self._desk.now(), self._filter(), Cursor(last.updated_at, last.id))
        self._desk.ask(deliveries.panel, self._desk.clerk, *values, done=self._rows.add_rows)

    def _show_alarms(self, rows: tuple[DeliveryRow, ...]) -> None:
        emptied(self._alarms)
        for found in rows[:CARDS]:
            self._alarms.addWidget(self._alarm(found))
        if len(rows) > CARDS:
            more = _("and {count} more that need somebody").format(count=len(rows) - CARDS)
            self._alarms.addWidget(label(more, tone="bad"))

    def _alarm(self, found: DeliveryRow) -> QWidget:
        box = card("bad")
        named = (found.recipient, "、".join(found.items), found.waybill)
        head = label(said.attentions()[found.attention], strong=True, tone="bad")
        act = label(said.next_acts()[found.attention], size="small", wrap=True)
        show = button(_("Show"), kind="small", name=f"deliveries.alarm.{found.id}")
        show.clicked.connect(partial(self._show_row, found))
        text = label(" · ".join(part for part in named if part))
        line = row(
            picture("triangle-alert", "bad"),
            column(row(head, text, None, spacing=12), act, spacing=2), show,
            margins=(16, 6, 8, 6), spacing=12, parent=box,
        )  # fmt: skip
        line.setStretch(1, 1)
        return box

    def _show_row(self, found: DeliveryRow, _checked: bool = False) -> None:
        self._shown = found.id
        if not mark_row(self._table, self._rows, lambda r: r.id == found.id):
            self._table.clearSelection()
        self.marked.emit(found)

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self._table) if now.isValid() else None
        if isinstance(found, DeliveryRow):
            self._shown = found.id
            self.marked.emit(found)
