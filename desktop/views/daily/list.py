"""The list of the days (台账): visits, cases, parcels or questions, six figures, print, XLSX."""

from datetime import date
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QModelIndex, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QFileDialog,
    QGridLayout,
    QStackedWidget,
    QTableView,
    QWidget,
)

from desktop.domain.officers import Right
from desktop.services import daily
from desktop.services.daily import Counts, DayFilter, Listed
from desktop.services.slips import Cursor
from desktop.services.spreadsheets import as_csv, as_xlsx
from desktop.views.daily.filters import Filters, KeptFilters
from desktop.views.daily.kinds import Kind, kinds
from desktop.views.daily.once import OnceSheet
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice
from desktop.views.parts import Empty, button, card, column, label, row
from desktop.views.printing import PrintSheet, write_file
from desktop.views.sheet import ground
from desktop.views.tables import Rows, chosen, mark_row, table
from desktop.views.taken_out import TakenOut


class Figure(QWidget):
    """One figure with its name below."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__()
        self._value = label("–", size="figure", name=f"daily.{name}")
        column(self._value, label(title, size="hint"), spacing=0, parent=self)

    def show_value(self, value: int, tone: str = "") -> None:
        """Show the figure."""
        self._value.setText(str(value))
        self._value.setProperty("tone", tone if value else "")
        self._value.style().polish(self._value)


class ListPage(QWidget):
    """Every row of the days chosen; `marked` carries the case of the marked one.

    `emptied` says that none is marked, `slip_asked` wants a slip's paper.
    """

    slip_asked = Signal(int)
    marked = Signal(int)
    emptied = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("daily.list")
        self._desk = desk
        self._wanted: int | None = None
        self._kinds = kinds(desk.shelf.catalogue)
        self._kind = Choice([(key, kind.name) for key, kind in self._kinds.items()], "daily.kind")
        self._kind.activated.connect(self._turn)
        self._models = {key: Rows(kind.columns) for key, kind in self._kinds.items()}
        self._tables = {key: self._table(key, kind) for key, kind in self._kinds.items()}
        self._first, self._last = self._dates()
        self._filters = Filters(desk, self)
        self._filters.changed.connect(self._changed_filter)
        self._kept = KeptFilters(desk, self._filters)
        self._kept.chosen.connect(self._filters.choose)
        self._figures = {
            "visits": Figure(_("Visits"), "visits"),
            "accepted": Figure(_("Accepted"), "accepted"),
            "notice_only": Figure(_("Notice only"), "notice_only"),
            "not_accepted": Figure(_("Not accepted"), "not_accepted"),
            "special": Figure(_("Special cases"), "special"),
            "stubs_missing": Figure(_("Stubs missing"), "stubs_missing"),
        }
        self._out = TakenOut(desk, self)
        self._stack = QStackedWidget()
        self._lay_out()
        self._filters.load()
        self._turn(0)
        desk.jobs.changed.connect(self._changed)

    def _table(self, key: Listed, kind: Kind) -> QTableView:
        name = "daily.table" if key is Listed.VISITS else f"daily.table.{key}"
        made = table(self._models[key], kind.columns, name, dense=self._desk.settings.dense)
        self._models[key].wanted.connect(self._more)
        made.selectionModel().currentRowChanged.connect(self._marked)
        made.activated.connect(self._open_slip)
        return made

    def _dates(self) -> tuple[QDateEdit, QDateEdit]:
        today = self._desk.now().date()
        edits = []
        for name in ("first", "last"):
            made = QDateEdit(QDate(today.year, today.month, today.day))
            made.setDisplayFormat("yyyy-MM-dd")
            made.setCalendarPopup(False)
            made.setObjectName(f"daily.{name}")
            made.setFixedWidth(128)
            made.dateChanged.connect(self._changed_filter)
            edits.append(made)
        edits[0].setAccessibleName(_("From day"))
        edits[1].setAccessibleName(_("To day"))
        return edits[0], edits[1]

    def _lay_out(self) -> None:
        before = button("", icon="chevron-left", name="daily.before", tip=_("Day before"))
        after = button("", icon="chevron-right", name="daily.after", tip=_("Next day"))
        before.clicked.connect(partial(self._shift, -1))
        after.clicked.connect(partial(self._shift, 1))
        save = button(_("Save"), icon="download", name="daily.xlsx",
                      tip=_("Save as XLSX, CSV or PDF"))  # fmt: skip
        save.clicked.connect(self._export)
        out = button(_("Print"), kind="filled", icon="printer", key="Ctrl+P", name="daily.print")
        out.clicked.connect(self._print)
        once = button(_("Visits per item"), name="daily.once")
        once.clicked.connect(self._show_once)
        if not self._desk.clerk.may(Right.SEE_ALL):
            once.hide()
        head = row(
            self._kind, 4, before, self._first, label("–"), self._last, after, None, once, save,
            out, spacing=8,
        )  # fmt: skip
        figures = card()
        grid = QGridLayout(figures)
        grid.setContentsMargins(20, 8, 20, 8)
        for place, figure in enumerate(self._figures.values()):
            grid.addWidget(figure, 0, place)
        filters = row(*self._filters.choices.values(), self._kept, spacing=6)
        advice = _("What is of these days with these filters would stand here. Widen the dates?")
        self._stack.addWidget(Empty("list-checks", _("Nothing to list"), advice))
        for view in self._tables.values():
            self._stack.addWidget(view)
        box = card()
        column(self._stack, margins=1, parent=box)
        places = column(head, figures, filters, box, spacing=10, parent=self)
        places.setStretch(3, 1)

    @property
    def _what(self) -> Listed:
        return Listed(str(self._kind.value))

    @property
    def _rows(self) -> Rows:
        return self._models[self._what]

    def _turn(self, _place: int) -> None:
        """Show another of the lists."""
        self._filters.heed(self._kinds[self._what].filters)
        self._changed_filter()

    def _shift(self, days: int, _checked: bool = False) -> None:
        for edit in (self._first, self._last):
            edit.blockSignals(True)
            edit.setDate(edit.date().addDays(days))
            edit.blockSignals(False)
        self._changed_filter()

    def _changed_filter(self) -> None:
        self._wanted = None
        self.arrive()

    def _filter(self) -> DayFilter:
        first, last = (_day(edit.date()) for edit in (self._first, self._last))
        zone, values = self._desk.now().tzinfo, self._filters.values
        return DayFilter(min(first, last), max(first, last), zone, **values)  # type: ignore[arg-type]

    def arrive(self) -> None:
        """Load figures and the first page."""
        shown, clerk = self._filter(), self._desk.clerk
        self._desk.ask(daily.counts, clerk, shown, done=self._show_counts)
        self._desk.ask(daily.page, clerk, self._what, shown, done=self._show)

    def _changed(self, nouns: frozenset[str]) -> None:
        if nouns & {"slips", "cases", "deliveries", "enquiries"} and self.isVisible():
            self.arrive()

    def _show_counts(self, found: Counts) -> None:
        for name, figure in self._figures.items():
            figure.show_value(getattr(found, name), "bad" if name == "stubs_missing" else "")

    def _show(self, rows: tuple[Any, ...]) -> None:
        known = chosen(self._tables[self._what])
        kept = known.id if known is not None and _case_of(known) == self._wanted else None
        self._rows.show_rows(rows)
        view = self._tables[self._what]
        self._stack.setCurrentWidget(view if rows else self._stack.widget(0))
        if kept is None or not mark_row(view, self._rows, lambda r: r.id == kept):
            self._mark_wanted()

    def _mark_wanted(self) -> None:
        """Mark the case that is shown; without one, the newest; one of another day stays shown."""
        view = self._tables[self._what]
        if self._wanted is not None:
            view.clearSelection()
            mark_row(view, self._rows, lambda r: _case_of(r) == self._wanted)
        elif self._rows.rows:
            view.selectRow(0)
        else:
            self.emptied.emit()

    def _more(self) -> None:
        last = self._rows.rows[-1]
        values = (self._desk.clerk, self._what, self._filter(), Cursor(last.at, last.id))
        self._desk.ask(daily.page, *values, done=self._rows.add_rows)

    def _marked(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self._tables[self._what]) if now.isValid() else None
        case = None if found is None else _case_of(found)
        if case is not None:
            self._wanted = case
            self.marked.emit(case)

    def mark_case(self, case: int) -> None:
        """Mark one case, if it is in the list."""
        self._wanted = case
        self._mark_wanted()

    def _open_slip(self) -> None:
        found = chosen(self._tables[self._what])
        slip = getattr(found, "slip", None)
        if slip is not None:
            self.slip_asked.emit(slip)

    def _show_once(self) -> None:
        shown = self._filter()
        OnceSheet(ground(self), self._desk, (shown.first, shown.last))

    def _export(self) -> None:
        path = self.choose_file()
        if path:
            write = partial(self._write_rows, Path(path))
            self._out.take(self._what, self._filter(), write)

    def _write_rows(self, path: Path, rows: tuple[Any, ...]) -> None:
        suffix = path.suffix.lower() if path.suffix.lower() in WRITERS else ".xlsx"
        work = partial(_exported, path, suffix, self._title(), self._kinds[self._what], rows)
        self._desk.jobs.slow(work, self._written)

    def choose_file(self) -> str:
        """Ask where to save; an empty answer saves nothing."""
        name = f"{_day(self._first.date()):%Y%m%d}-{_day(self._last.date()):%Y%m%d}.xlsx"
        kinds_ = "XLSX (*.xlsx);;CSV (*.csv);;PDF (*.pdf)"
        chosen_, _kind = QFileDialog.getSaveFileName(
            self, _("Save as XLSX, CSV or PDF"), name, kinds_
        )
        return chosen_

    def _written(self, path: object) -> None:
        self._desk.bar.tell(_("Saved: {path}").format(path=path), Tone.GOOD)

    def _print(self) -> None:
        self._out.take(self._what, self._filter(), self._print_rows)

    def _print_rows(self, rows: tuple[Any, ...]) -> None:
        work = partial(_paper, self._title(), self._kinds[self._what], rows)
        self._desk.jobs.slow(work, self._printable)

    def _title(self) -> str:
        first, last = (_day(edit.date()) for edit in (self._first, self._last))
        days = f"{first}" if first == last else f"{first} – {last}"
        return f"{self._desk.station.name} 台账 {self._kind.currentText()} {days}"

    def _printable(self, pdf: bytes) -> None:
        sheet = PrintSheet(
            ground(self), self._desk, "list", _("Print the daily list"), "daily-list", pdf
        )
        sheet.saved.connect(self._written)


def _day(value: QDate) -> date:
    return date(value.year(), value.month(), value.day())


def _case_of(row_: Any) -> int | None:
    case = getattr(row_, "case", None)
    return case if isinstance(case, int) else None


WRITERS = (".xlsx", ".csv", ".pdf")


def _exported(path: Path, suffix: str, title: str, kind: Kind, rows: tuple[Any, ...]) -> Path:
    if suffix == ".pdf":
        return write_file(path, _paper(title, kind, rows), suffix)
    write = as_csv if suffix == ".csv" else as_xlsx
    return write_file(path, write(kind.heads, map(kind.cells, rows)), suffix)


def _paper(title: str, kind: Kind, rows: tuple[Any, ...]) -> bytes:
    from desktop.printing.listing import render_list

    return render_list(title, kind.heads, [kind.cells(row_) for row_ in rows]).pdf
