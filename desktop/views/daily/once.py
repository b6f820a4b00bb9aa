"""“At most one visit” as it was measured: how often citizens had to come, item by item."""

from datetime import date, datetime, time, timedelta, tzinfo
from gettext import gettext as _

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services import visits
from desktop.services.visits import ItemVisits
from desktop.views.desk import Desk
from desktop.views.fields import Choice
from desktop.views.parts import Empty, card, column, label, row
from desktop.views.sheet import Sheet
from desktop.views.tables import Column, Rows, table

Span = tuple[date, date]


class OnceSheet(Sheet):
    """The figures of a time: the days of the list, this month, or this year."""

    def __init__(self, over: QWidget, desk: Desk, days: Span) -> None:
        self._desk = desk
        today = desk.now().date()
        month, year = today.replace(day=1), today.replace(month=1, day=1)
        self._span = Choice(
            [(days, _("Days of the list")), ((month, today), _("This month")),
             ((year, today), _("This year"))],
            name="once.span",
        )  # fmt: skip
        self._span.activated.connect(self._ask)
        columns = (
            Column(_("Item"), lambda r: r.name, strong=True),
            Column(_("Finished"), lambda r: str(r.cases), 84),
            Column(_("With one visit"), lambda r: str(r.once), 104),
            Column(_("Share"), _share, 84, _tone),
            Column(_("Visits a case"), lambda r: f"{r.visits / r.cases:.2f}", 104),
        )
        self._rows = Rows(columns)
        self._table = table(self._rows, columns, "once.table", dense=True)
        self._total = label("", strong=True, name="once.total")
        self._stack = QStackedWidget()
        advice = _("Cases of these days count once their result is in the citizen's hands.")
        self._stack.addWidget(Empty("list-checks", _("No case is finished yet"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        box.setFixedHeight(max(200, min(420, over.height() - 320)))
        body = QWidget()
        column(row(self._span, None, self._total), box, spacing=12, parent=body)
        super().__init__(
            over, _("Visits per item"),
            _("How often citizens had to come in cases received in this time and finished since."),
            [("", _("Close"), "filled")], body=body, width=760,
        )  # fmt: skip
        self._ask()

    def _ask(self, _index: int = 0) -> None:
        span = self._span.value
        if isinstance(span, tuple):
            zone = self._desk.now().tzinfo
            first, last = _begin(span[0], zone), _begin(span[1] + timedelta(days=1), zone)
            self._desk.study(visits.by_item, self._desk.clerk, first, last, done=self._show)

    def _show(self, rows: tuple[ItemVisits, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        cases, once = sum(each.cases for each in rows), sum(each.once for each in rows)
        said = _("{once} of {cases} with one visit ({share})")
        share = f"{once / cases:.1%}" if cases else ""
        self._total.setText(said.format(once=once, cases=cases, share=share) if cases else "")


def _begin(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time(), zone)


def _share(line: ItemVisits) -> str:
    shape = "●" if line.once == line.cases else "▲"
    return f"{shape} {line.once / line.cases:.0%}"


def _tone(line: ItemVisits) -> str:
    return "good" if line.once == line.cases else "warn"
