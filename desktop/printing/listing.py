"""A printed list: a title, a row a record, as many pages as it takes, page n of m."""

from collections.abc import Iterable, Sequence

from desktop.domain.printing import Paper
from desktop.printing.blocks import Row, Stack, Table, text
from desktop.printing.glyphs import check, width
from desktop.printing.kit import BOTTOM, FOOT, LEFT, MEASURE, TOP, draw_foot
from desktop.printing.lines import Ink
from desktop.printing.pages import Room, paginate
from desktop.printing.sheet import MM, RULE, Sheet

SIZE = 8.5
"""Size of the rows in points: small enough for ten columns, large enough for a photocopy."""

TITLE = 11 * MM
GUTTER = 4.0
"""Points between two columns."""

SHORT, LONG = 74.0, 180.0
"""A column up to SHORT points never wraps; one beyond LONG asks for no more than that."""


def render_list(title: str, headings: Sequence[str], lines: Iterable[Sequence[str]]) -> Paper:
    """All lines under their headings; a column is as wide as its texts want.

    Raises Refusal(GLYPH_MISSING) where a text holds a character that no font has.
    """
    rows = [tuple(line) for line in lines]
    check(title, tuple(headings), tuple(rows))
    widths = _widths(headings, rows)
    head = _row(headings, widths, bold=True)
    body = Stack((Table(head, tuple(_row(line, widths) for line in rows)),)) if rows else Stack(())
    height = BOTTOM - TOP - TITLE - FOOT
    pages = paginate(body, Room(height, height))
    sheet = Sheet(title)
    for number, page in enumerate(pages, 1):
        sheet.text(title, LEFT, TOP + 14, Ink(14, bold=True))
        page.draw(sheet, LEFT, TOP + TITLE)
        draw_foot(sheet, BOTTOM - FOOT + 4, f"{len(rows)}", f"{number} / {len(pages)}")
        sheet.end_page()
    return sheet.paper()


def _row(cells: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> Row:
    made = (
        (wide, Stack((text(cell, SIZE, wide - GUTTER, bold=bold),)))
        for cell, wide in zip(cells, widths, strict=True)
    )
    return Row(tuple(made), rule=RULE if bold else 0.4)


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Short columns get what they want; the long ones share the rest and wrap."""
    wants = [
        GUTTER + max(width(cell, SIZE, bold=True) for cell in (heading, *(r[place] for r in rows)))
        for place, heading in enumerate(headings)
    ]
    short = [want for want in wants if want <= SHORT]
    long = sum(min(want, LONG) for want in wants if want > SHORT)
    rest = MEASURE - sum(short)
    share = rest / long if long else 0.0
    spare = 0.0 if long else rest / len(wants)
    return [want + spare if want <= SHORT else min(want, LONG) * share for want in wants]
