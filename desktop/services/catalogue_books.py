"""The catalogue as a workbook that supervisors edit, and such a workbook read back."""

from io import BytesIO

from desktop.domain.catalogue_changes import Files
from desktop.domain.catalogue_sheets import (
    SHEETS,
    SheetFault,
    SheetLine,
    files_of,
    headings,
    lines_of,
    placed,
)
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tables import LIMITS, Limits, table_of
from desktop.services.catalogue_upkeep import faults_of
from desktop.services.workbooks import workbook_sheets

WIDEST = 60


def as_book(files: Files) -> bytes:
    """A workbook with a sheet for each list; every cell is text, none a formula."""
    from xlsxwriter import Workbook

    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for spec in SHEETS:
            sheet = book.add_worksheet(spec.title)
            names = headings(spec)
            widths = [len(name) * 2 for name in names]
            for column, name in enumerate(names):
                sheet.write_string(0, column, name, bold)
            for line, cells in enumerate(lines_of(files, spec), 1):
                for column, cell in enumerate(cells):
                    sheet.write_string(line, column, cell, text)
                    longest = max(map(len, cell.split("\n")))
                    widths[column] = max(widths[column], min(WIDEST, longest * 2))
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width + 2, text)
            sheet.freeze_panes(1, 1)
    return target.getvalue()


def read_book(
    data: bytes, base: Files, limits: Limits = LIMITS
) -> tuple[Files, tuple[SheetFault, ...]]:
    """An edition with what a workbook says in place of what it said, and what is wrong in it.

    Raises Refusal whatever the bytes are; mistakes in rows are gathered, never half taken in.
    """
    if len(data) > limits.size:
        raise Refusal(Trouble.TABLE_TOO_LARGE, most=limits.size // 1_000_000)
    sheets: dict[str, tuple[SheetLine, ...]] = {}
    odd: list[SheetFault] = []
    for title, lines in workbook_sheets(data, limits).items():
        if not lines:
            continue
        table = table_of(lines, limits)
        odd += [SheetFault(title, f.row, f.column, f.trouble) for f in table.faults]
        sheets[title] = tuple(SheetLine(row.number, row.cells) for row in table.rows)
    files, places, faults = files_of(base, sheets)
    faults = (*odd, *faults)
    return files, faults or placed(faults_of(files), places)
