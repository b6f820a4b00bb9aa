"""The supervisor's daily list (台账): a day or range, filters, six figures, print and XLSX."""

from datetime import date
from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import QDate, QModelIndex, Signal
from PySide6.QtWidgets import QDateEdit, QFileDialog, QGridLayout, QStackedWidget, QWidget

from desktop.domain.officers import Right
from desktop.services import daily, officers
from desktop.services.daily import Counts, DayFilter, VisitRow
from desktop.services.officers import OfficerRow
from desktop.services.slips import Cursor
from desktop.services.spreadsheets import as_csv, as_xlsx
from desktop.views import words
from desktop.views.case_panel import CasePanel
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice
from desktop.views.once import OnceSheet
from desktop.views.parts import Empty, button, card, column, label, row
from desktop.views.printing import PrintSheet, write_file
from desktop.views.sheet import ground
from desktop.views.slips import stub_tone, stub_words
from desktop.views.tables import Column, Rows, chosen, mark_row, table
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


class DailyScreen(QWidget):
    """Every visit of the days chosen; the marked one's case at the right."""

    slip_asked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("daily")
        self._desk = desk
        self._wanted: int | None = None
        columns = self._columns()
        self._rows = Rows(columns)
        self._rows.wanted.connect(self._more)
        self._table = table(self._rows, columns, "daily.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._marked)
        self._table.activated.connect(self._open_slip)
        self._first, self._last = self._dates()
        self._choices = self._filters()
        self._figures = {
            "visits": Figure(_("Visits"), "visits"),
            "accepted": Figure(_("Accepted"), "accepted"),
            "notice_only": Figure(_("Notice only"), "notice_only"),
            "not_accepted": Figure(_("Not accepted"), "not_accepted"),
            "special": Figure(_("Special cases"), "special"),
            "stubs_missing": Figure(_("Stubs missing"), "stubs_missing"),
        }
        self._out = TakenOut(desk, self)
        self._case = CasePanel(desk)
        self._case.slip_asked.connect(self.slip_asked)
        self._stack = QStackedWidget()
        self._lay_out()
        desk.jobs.changed.connect(self._changed)
        desk.ask(officers.officers, done=self._show_officers)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Time"), lambda r: words.moment(r.at)[5:], 100),
            Column(_("Person"), lambda r: r.name, 84, strong=True),
            Column(_("Items"), lambda r: "、".join(r.items)),
            Column(_("Special cases"), lambda r: "、".join(r.flags) or "—", 150),
            Column(_("Officer"), lambda r: r.officer, 76),
            Column(_("State"), lambda r: words.case_states()[r.state], 92),
            Column(_("Due"), lambda r: words.day(r.due), 96),
            Column(_("Stub"), stub_words, 88, stub_tone),
        )

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

    def _filters(self) -> dict[str, Choice]:
        catalogue = self._desk.shelf.catalogue
        items = [(item.id, item.name) for item in catalogue.items.values()]
        flags = [(flag.id, flag.label) for flag in catalogue.flags.values()]
        made = {
            "officer": Choice([(None, _("All officers"))], name="daily.officer"),
            "item": Choice([(None, _("All items")), *items], name="daily.item"),
            "flag": Choice([(None, _("All people")), *flags], name="daily.flag"),
            "state": Choice(
                [(None, _("All states")), *words.case_states().items()], name="daily.state"
            ),
            "stub": Choice([(None, _("All stubs")), *words.stubs().items()], name="daily.stub"),
        }
        for choice in made.values():
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(5)
            choice.activated.connect(self._changed_filter)
        if not self._desk.clerk.may(Right.SEE_ALL):
            made["officer"].hide()
        return made

    def _lay_out(self) -> None:
        before = button("", icon="chevron-left", name="daily.before", tip=_("Day before"))
        after = button("", icon="chevron-right", name="daily.after", tip=_("Next day"))
        before.clicked.connect(partial(self._shift, -1))
        after.clicked.connect(partial(self._shift, 1))
        save = button(_("XLSX"), icon="download", name="daily.xlsx", tip=_("Save as XLSX or CSV"))
        save.clicked.connect(self._export)
        out = button(_("Print"), kind="filled", icon="printer", key="Ctrl+P", name="daily.print")
        out.clicked.connect(self._print)
        once = button(_("Visits per item"), name="daily.once")
        once.clicked.connect(self._show_once)
        once.setVisible(self._desk.clerk.may(Right.SEE_ALL))
        head = row(
            label(_("Daily list"), size="title"), 16, before, self._first, label("–"), self._last,
            after, None, once, save, out, spacing=8,
        )  # fmt: skip
        figures = card()
        grid = QGridLayout(figures)
        grid.setContentsMargins(20, 10, 20, 10)
        for place, figure in enumerate(self._figures.values()):
            grid.addWidget(figure, 0, place)
        filters = row(*self._choices.values(), spacing=8)
        advice = _("Visits of these days with these filters would stand here. Widen the dates?")
        self._stack.addWidget(Empty("list-checks", _("Nobody came"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        left = column(head, figures, filters, box, spacing=12, margins=(24, 16, 12, 16))
        left.setStretch(3, 1)
        right = card("plain")
        right.setFixedWidth(320)
        column(self._case, parent=right)
        place_ = row(left, right, spacing=0, parent=self)
        place_.setStretch(0, 1)

    def _show_officers(self, rows: tuple[OfficerRow, ...]) -> None:
        for officer in rows:
            self._choices["officer"].offer(officer.id, officer.name)

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
        zone = self._desk.now().tzinfo
        values = {name: choice.value for name, choice in self._choices.items()}
        return DayFilter(min(first, last), max(first, last), zone, **values)  # type: ignore[arg-type]

    def arrive(self) -> None:
        """Load figures and the first page."""
        shown = self._filter()
        self._desk.ask(daily.counts, self._desk.clerk, shown, done=self._show_counts)
        self._desk.ask(daily.visits, self._desk.clerk, shown, done=self._show)

    def _changed(self, nouns: frozenset[str]) -> None:
        if nouns & {"slips", "cases", "deliveries"}:
            self.arrive()

    def _show_counts(self, found: Counts) -> None:
        for name, figure in self._figures.items():
            figure.show_value(getattr(found, name), "bad" if name == "stubs_missing" else "")

    def _show(self, rows: tuple[VisitRow, ...]) -> None:
        known = chosen(self._table)
        slip = known.slip if isinstance(known, VisitRow) and known.case == self._wanted else None
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        same = slip is not None and mark_row(self._table, self._rows, lambda r: r.slip == slip)
        if not same:
            self._mark_wanted()

    def _mark_wanted(self) -> None:
        """Mark the case that is shown; without one, the newest; one of another day stays shown."""
        if self._wanted is not None:
            self._table.clearSelection()
            mark_row(self._table, self._rows, lambda r: r.case == self._wanted)
        elif self._rows.rows:
            self._table.selectRow(0)
        else:
            self._case.clear()

    def _more(self) -> None:
        last = self._rows.rows[-1]
        values = (self._desk.clerk, self._filter(), Cursor(last.at, last.slip))
        self._desk.ask(daily.visits, *values, done=self._rows.add_rows)

    def _marked(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self._table) if now.isValid() else None
        if isinstance(found, VisitRow):
            self._wanted = found.case
            self._case.show_case(found.case)

    def show_case(self, case: int) -> None:
        """Show one case at the right, whatever day it belongs to."""
        self._wanted = case
        self._mark_wanted()
        self._case.show_case(case)

    def _open_slip(self) -> None:
        found = chosen(self._table)
        if isinstance(found, VisitRow):
            self.slip_asked.emit(found.slip)

    def _show_once(self) -> None:
        shown = self._filter()
        OnceSheet(ground(self), self._desk, (shown.first, shown.last))

    def _heads(self) -> tuple[str, ...]:
        return (
            _("Time"), _("Slip"), _("Case number"), _("Person"), _("Items"), _("Special cases"),
            _("Officer"), _("State"), _("Due"), _("Stub"),
        )  # fmt: skip

    def leave(self) -> None:
        """Before a lock: mask what the case at the right shows."""
        self._case.leave()

    def _export(self) -> None:
        path = self.choose_file()
        if path:
            self._path = Path(path)
            self._out.take(self._filter(), self._write_rows)

    def _write_rows(self, rows: tuple[VisitRow, ...]) -> None:
        suffix = ".csv" if self._path.suffix.lower() == ".csv" else ".xlsx"
        work = partial(_exported, self._path, suffix, self._heads(), rows)
        self._desk.jobs.slow(work, self._written)

    def choose_file(self) -> str:
        """Ask where to save; an empty answer saves nothing."""
        name = f"{_day(self._first.date()):%Y%m%d}-{_day(self._last.date()):%Y%m%d}.xlsx"
        kinds = "XLSX (*.xlsx);;CSV (*.csv)"
        chosen_, _kind = QFileDialog.getSaveFileName(self, _("Save as XLSX or CSV"), name, kinds)
        return chosen_

    def _written(self, path: object) -> None:
        self._desk.bar.tell(_("Saved: {path}").format(path=path), Tone.GOOD)

    def _print(self) -> None:
        self._out.take(self._filter(), self._print_rows)

    def _print_rows(self, rows: tuple[VisitRow, ...]) -> None:
        work = partial(_paper, self._title(), self._heads(), rows)
        self._desk.jobs.slow(work, self._printable)

    def _title(self) -> str:
        first, last = (_day(edit.date()) for edit in (self._first, self._last))
        days = f"{first}" if first == last else f"{first} – {last}"
        return f"{self._desk.station.name} 台账 {days}"

    def _printable(self, pdf: bytes) -> None:
        sheet = PrintSheet(
            ground(self), self._desk, "list", _("Print the daily list"), "daily-list", pdf
        )
        sheet.saved.connect(self._written)


def _day(value: QDate) -> date:
    return date(value.year(), value.month(), value.day())


def _line(visit: VisitRow) -> tuple[str, ...]:
    return (
        words.moment(visit.at),
        visit.number,
        visit.case_number,
        visit.name,
        "、".join(visit.items),
        "、".join(visit.flags),
        visit.officer,
        words.case_states()[visit.state],
        words.day(visit.due),
        _("void") if visit.voided else words.stubs()[visit.stub],
    )


def _exported(path: Path, suffix: str, heads: tuple[str, ...], rows: tuple[VisitRow, ...]) -> Path:
    write = as_csv if suffix == ".csv" else as_xlsx
    return write_file(path, write(heads, map(_line, rows)), suffix)


def _paper(title: str, heads: tuple[str, ...], rows: tuple[VisitRow, ...]) -> bytes:
    from desktop.printing.listing import render_list

    return render_list(title, heads, [_line(row_) for row_ in rows]).pdf
