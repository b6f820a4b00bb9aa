"""Figures (统计): shares and counts by day, week, month, item, officer; chart and table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from desktop.domain.figures import By, Share, Tally, total
from desktop.services import figures
from desktop.services.figures import FigureRow, Missed, Span
from desktop.services.figures_book import Sheet, as_book
from desktop.views.case_forms import day_edit, day_of
from desktop.views.daily.charts import Bar, BarChart
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice
from desktop.views.parts import Empty, button, card, column, label, row
from desktop.views.printing import write_file
from desktop.views.tables import Column, Rows, table

MONTH = 30


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: its name, its value, and whether that is a share."""

    name: str
    value: Callable[[Tally], float | None]
    share: bool

    def said(self, tally: Tally) -> str:
        """The figure as it is read; a dash where there is nothing to count."""
        value = self.value(tally)
        if value is None:
            return "–"
        return f"{value:.0%}" if self.share else f"{value:.1f}".removesuffix(".0")


def measures() -> Mapping[str, Measure]:
    """All figures in the order they are offered."""

    def count(name: str) -> Callable[[Tally], float]:
        return lambda tally: float(getattr(tally, name))

    def share(which: Share) -> Callable[[Tally], float | None]:
        return lambda tally: tally.share(which)

    return {
        "visits": Measure(_("Visits"), count("visits"), False),
        "once": Measure(_("One visit"), share(Share.ONCE), True),
        "told_once": Measure(_("Told once"), share(Share.TOLD_ONCE), True),
        "complete": Measure(_("Complete at first visit"), share(Share.COMPLETE), True),
        "special": Measure(_("Special cases"), share(Share.SPECIAL), True),
        "elderly": Measure(_("Elderly served"), count("elderly"), False),
        "non_local": Measure(_("Non-locals served"), count("non_local"), False),
        "on_time": Measure(_("On time"), share(Share.ON_TIME), True),
        "delivered": Measure(_("Delivered well"), share(Share.DELIVERED), True),
        "stubs": Measure(_("Stubs signed"), share(Share.STUBS), True),
        "minutes": Measure(_("Minutes a visit"), lambda tally: tally.minutes_each, False),
    }


def bys() -> dict[By, str]:
    """What the figures are told apart by."""
    return {
        By.DAY: _("by day"),
        By.WEEK: _("by week"),
        By.MONTH: _("by month"),
        By.ITEM: _("by item"),
        By.OFFICER: _("by officer"),
    }


class FiguresPage(QWidget):
    """Chart above, table below; what was missing most stands beside."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("daily.figures")
        self._desk = desk
        self._measures = measures()
        today = desk.now().date()
        self._first = day_edit(today - timedelta(days=MONTH), "figures.first")
        self._last = day_edit(today, "figures.last")
        self._by = Choice(list(bys().items()), "figures.by")
        self._measure = Choice([(k, m.name) for k, m in self._measures.items()], "figures.what")
        for edit, name in ((self._first, _("From day")), (self._last, _("To day"))):
            edit.setAccessibleName(name)
            edit.dateChanged.connect(self._turned)
        self._by.activated.connect(self._turned)
        self._measure.activated.connect(self._draw)
        columns = (
            Column("", lambda r: r.label, 0, strong=True),
            *(Column(m.name, partial(_said, m), 84) for m in self._measures.values()),
        )
        self._rows = Rows(columns)
        self._table = table(self._rows, columns, "figures.table", dense=True)
        self._table.selectionModel().currentRowChanged.connect(self._marked)
        self._chart = BarChart("figures.chart")
        self._chart.chosen.connect(self._choose_row)
        missed = (
            Column(_("Missed most"), self._material, strong=True),
            Column(_("Share"), lambda r: f"{r.count / r.of:.0%}" if r.of else "–", 64),
        )
        self._missed = Rows(missed)
        self._missed_table = table(self._missed, missed, "figures.missed", dense=True)
        self._whole = label("", tone="second", wrap=True, name="figures.whole")
        self._stack = QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        save = button(_("XLSX"), icon="download", name="figures.xlsx",
                      tip=_("Save with charts"))  # fmt: skip
        save.clicked.connect(self._export)
        head = row(
            self._first, label("–"), self._last, self._by, self._measure, None, save, spacing=8
        )
        box, side = card(), card()
        column(self._chart, margins=8, parent=box)
        side.setFixedWidth(300)
        column(self._missed_table, margins=1, parent=side)
        top = row(box, side, spacing=12)
        top.setStretch(0, 1)
        low = card()
        column(self._table, margins=1, parent=low)
        inner = QWidget()
        body = column(self._whole, top, low, spacing=10, parent=inner)
        body.setStretch(1, 1)
        body.setStretch(2, 1)
        advice = _("Figures of these days would stand here. Choose a longer time.")
        self._stack.addWidget(Empty("table-2", _("Nothing happened"), advice))
        self._stack.addWidget(inner)
        places = column(head, self._stack, spacing=10, parent=self)
        places.setStretch(1, 1)

    @property
    def _span(self) -> Span:
        first, last = day_of(self._first), day_of(self._last)
        return Span(min(first, last), max(first, last), self._desk.now().tzinfo)

    @property
    def _told_by(self) -> By:
        return By(str(self._by.value))

    def _turned(self, _what: object = None) -> None:
        self.arrive()

    def arrive(self) -> None:
        """Count over the time that is chosen."""
        clerk, span = self._desk.clerk, self._span
        self._desk.study(figures.figures, clerk, span, self._told_by, done=self._show)
        self._desk.study(figures.missed, clerk, span, done=self._show_missed)

    def _show(self, rows: tuple[FigureRow, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        self._draw()
        whole = total(row.tally for row in rows)
        items = self._desk.shelf.catalogue.items.values()
        promised = sum(1 for item in items if item.one_visit)
        said = _(
            "One visit, measured: {measured} of {finished} finished; by the catalogue {promised} "
            "of {items} items. Told once {told}, complete at first visit {complete}."
        )
        tell = {key: self._measures[key].said(whole) for key in ("once", "told_once", "complete")}
        self._whole.setText(
            said.format(
                measured=tell["once"], finished=whole.finished, promised=promised,
                items=len(items), told=tell["told_once"], complete=tell["complete"],
            )
        )  # fmt: skip

    def _draw(self, _place: int = 0) -> None:
        measure = self._measures[str(self._measure.value)]
        rows = self._rows.rows
        bars = [Bar(_short(r, self._told_by), measure.value(r.tally), measure.said(r.tally))
                for r in rows[:SHOWN]]  # fmt: skip
        whole = measure.value(total(row.tally for row in rows))
        self._chart.show_bars(bars, share=measure.share, mean=whole if measure.share else None)

    def _material(self, line: Missed) -> str:
        known = self._desk.shelf.catalogue.materials.get(line.material)
        name = line.material if known is None else known.name
        return f"{name}（{line.item_name}）"

    def _show_missed(self, rows: tuple[Missed, ...]) -> None:
        self._missed.show_rows(rows)

    def _marked(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self._chart.mark(now.row())

    def _choose_row(self, place: int) -> None:
        if self._table.currentIndex().row() != place:
            self._table.selectRow(place)

    def _export(self) -> None:
        path = self.choose_file()
        if path:
            heads = ("", *(measure.name for measure in self._measures.values()))
            sheet = Sheet(
                self._by.currentText(), heads,
                tuple(
                    (r.label, *(m.value(r.tally) for m in self._measures.values()))
                    for r in self._rows.rows
                ),
                tuple(m.share for m in self._measures.values()),
            )  # fmt: skip
            missed = tuple(
                (self._material(r), float(r.count), r.count / r.of if r.of else None)
                for r in self._missed.rows
            )
            lacks = Sheet(_("Missed most"), (_("Material"), _("Times"), _("Share")), missed,
                          (False, True))  # fmt: skip
            work = partial(_written, Path(path), (sheet, lacks))
            self._desk.jobs.slow(work, self._saved)

    def choose_file(self) -> str:
        """Ask where to save; an empty answer saves nothing."""
        span = self._span
        name = f"{span.first:%Y%m%d}-{span.last:%Y%m%d}.xlsx"
        found, _kind = QFileDialog.getSaveFileName(
            self, _("Save with charts"), name, "XLSX (*.xlsx)"
        )
        return found

    def _saved(self, path: object) -> None:
        self._desk.bar.tell(_("Saved: {path}").format(path=path), Tone.GOOD)


SHOWN = 62
"""Bars that a chart holds; two months of days."""


def _said(measure: Measure, line: FigureRow) -> str:
    return measure.said(line.tally)


def _short(line: FigureRow, by: By) -> str:
    if by in (By.DAY, By.WEEK):
        return f"{date.fromisoformat(line.key):%m-%d}"
    return line.label


def _written(path: Path, sheets: tuple[Sheet, ...]) -> Path:
    return write_file(path, as_book(sheets), ".xlsx")
