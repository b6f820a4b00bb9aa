"""Figures as a workbook: numbers as numbers, and charts that follow them when they are changed."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

WIDE = 28


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: headings, rows of a name and figures, and which columns are shares."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    shares: tuple[bool, ...]


def as_book(sheets: tuple[Sheet, ...]) -> bytes:
    """A workbook with a sheet and a column chart for each; names are text, never formulas."""
    from xlsxwriter import Workbook

    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "share": book.add_format({"num_format": "0%"}),
            "count": book.add_format({"num_format": "0.##"}),
        }
        for sheet in sheets:
            _sheet(book, sheet, formats)
    return target.getvalue()


def _sheet(book: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(_title(sheet.title))
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, formats["head"])
    for line, cells in enumerate(sheet.rows, 1):
        page.write_string(line, 0, str(cells[0]))
        for column, value in enumerate(cells[1:], 1):
            if value is not None:
                kind = "share" if sheet.shares[column - 1] else "count"
                page.write_number(line, column, float(value), formats[kind])
    page.set_column(0, 0, WIDE)
    page.freeze_panes(1, 1)
    if sheet.rows:
        for column in range(1, len(sheet.headings)):
            page.insert_chart(
                len(sheet.rows) + 2 + (column - 1) // 2 * 16, (column - 1) % 2 * 6,
                _chart(book, page.get_name(), sheet, column),
            )  # fmt: skip


def _chart(book: Any, name: str, sheet: Sheet, column: int) -> Any:
    """A column chart that reads its figures from the sheet; hatched, so that it copies in grey."""
    chart = book.add_chart({"type": "column"})
    last = len(sheet.rows)
    chart.add_series(
        {
            "name": [name, 0, column],
            "categories": [name, 1, 0, last, 0],
            "values": [name, 1, column, last, column],
            "pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#1F5FBF",
                        "bg_color": "#FFFFFF"},
            "border": {"color": "#1B2430"},
            "data_labels": {"value": last <= 31},
        }
    )  # fmt: skip
    chart.set_title({"name": sheet.headings[column]})
    chart.set_legend({"none": True})
    if sheet.shares[column - 1]:
        chart.set_y_axis({"min": 0, "max": 1, "num_format": "0%"})
    chart.set_size({"width": 560, "height": 300})
    return chart


def _title(text: str) -> str:
    """A sheet's name: 31 characters, and none that a workbook refuses."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in text)[:31] or "1"
