"""Lists for other programs: whatever stands in a cell, no spreadsheet takes it for a formula."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO

_BEGINS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def as_xlsx(headings: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> bytes:
    """A workbook of one sheet in which every cell is text, so that no cell is a formula."""
    from xlsxwriter import Workbook

    target = BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        widths = [len(heading) for heading in headings]
        for number, line in enumerate(lines, 1):
            for column, cell in enumerate(line):
                sheet.write_string(number, column, cell)
                widths[column] = max(widths[column], len(cell))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(48, 2 + width * 1.7))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, 0, len(headings) - 1)
    return target.getvalue()


def as_csv(headings: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> bytes:
    """Comma-separated text with the mark by which Excel knows UTF-8; every cell is quoted.

    A cell that a spreadsheet would compute gets an apostrophe before it, since this kind of file
    cannot say that a cell is text.
    """
    target = StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(map(_harmless, headings))
    writer.writerows(map(_harmless, line) for line in lines)
    return target.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    begins = cell[:1] in _BEGINS_FORMULA or cell.lstrip()[:1] in _BEGINS_FORMULA
    return f"'{cell}" if cell and begins else cell
