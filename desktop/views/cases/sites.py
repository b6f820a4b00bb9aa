"""Visits to sites that are planned or wait for what they found, the earliest first."""

from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services import tracks
from desktop.services.slips import Cursor
from desktop.services.tracks import SiteVisit
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.parts import Empty, card, column, label
from desktop.views.tables import Column, Rows, chosen, table


class Sites(QWidget):
    """The list; `marked` names the case to be shown, where the result is noted."""

    marked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        columns = (
            Column(_("Day"), self._day, 150, self._tone),
            Column(_("Applicant"), lambda r: r.name, 190, strong=True),
            Column(_("Office"), lambda r: r.office),
            Column(_("Officers"), lambda r: "、".join(r.officers), 170),
            Column(_("Case"), lambda r: r.case_number, 186),
        )
        self._rows = Rows(columns)
        self._rows.wanted.connect(self._more)
        self._table = table(self._rows, columns, "sites.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        advice = _("Visits stand here once they are planned beside an office of a joint case.")
        self._stack = QStackedWidget()
        self._stack.addWidget(Empty("map-pin", _("No visit is planned"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        text = _("Two officers or more look at a site; what they found is noted at the right.")
        places = column(label(text, tone="second"), box, spacing=12, parent=self)
        places.setStretch(1, 1)
        desk.jobs.changed.connect(self._changed)

    def _late(self, line: SiteVisit) -> bool:
        now = self._desk.now()
        return line.planned_for.astimezone(now.tzinfo).date() < now.date()

    def _day(self, line: SiteVisit) -> str:
        said = words.moment(line.planned_for)
        return f"■ {said}" if self._late(line) else f"○ {said}"

    def _tone(self, line: SiteVisit) -> str:
        return "bad" if self._late(line) else ""

    def arrive(self) -> None:
        """Load the first page."""
        self._desk.ask(tracks.site_visits, self._desk.clerk, done=self._show)

    def _more(self) -> None:
        last = self._rows.rows[-1]
        after = Cursor(last.planned_for, last.id)
        self._desk.ask(tracks.site_visits, self._desk.clerk, after, done=self._rows.add_rows)

    def _changed(self, nouns: frozenset[str]) -> None:
        if "cases" in nouns and self.isVisible():
            self.arrive()

    def _show(self, rows: tuple[SiteVisit, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self._table) if now.isValid() else None
        if isinstance(found, SiteVisit):
            self.marked.emit(found.case)
