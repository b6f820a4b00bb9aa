"""The sheet of what one person still has to bring: few words, large print, where to get each."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from desktop.domain.notice import Template
from desktop.domain.printing import Paper
from desktop.printing.blocks import Block, Gap, Row, Stack, Text, text
from desktop.printing.glyphs import check
from desktop.printing.kit import BOTTOM, FOOT, LEFT, MEASURE, TOP, Words, draw_foot
from desktop.printing.lines import Ink
from desktop.printing.pages import Room, paginate
from desktop.printing.sheet import MM, Sheet
from desktop.printing.signs import empty_box

NAME, BODY, SMALL = 24.0, 18.0, 16.0
"""Points; who reads it is often old."""

HEAD = 44 * MM
BOX = 11 * MM

Line = tuple[str, str, str, str, str]
"""Name, form, from whom, what was wrong, and the group of which one is enough."""


def render_still_needed(
    person: str, items: Sequence[str], rows: Sequence[Line], whom: tuple[str, str, str],
    template: Template,
) -> Paper:  # fmt: skip
    """One sheet or more; `whom` is unit, office hours and phone.

    Raises Refusal(GLYPH_MISSING) where a text holds a character that no font has.
    """
    words = template.labels
    check(person, tuple(items), tuple(rows), whom)
    unit, hours, phone = whom
    blocks: list[Block] = []
    for group, alike in groupby(rows, lambda row: row[-1]):
        if group:
            blocks += [_line(words["one_of"], BODY, MEASURE, bold=True), Gap(6)]
        for row in alike:
            blocks += [_row(row, words), Gap(10)]
    blocks.append(Stack((Gap(8), _line(f"{words['hours']}：{hours}", SMALL, MEASURE),
                         _line(f"{words['phone']}：{phone}", SMALL, MEASURE))))  # fmt: skip
    room = Room(BOTTOM - TOP - HEAD - FOOT, BOTTOM - TOP - FOOT)
    sheet = Sheet(words["still_title"])
    pages = paginate(Stack(tuple(blocks)), room)
    for number, page in enumerate(pages, 1):
        y = TOP
        if number == 1:
            _head(sheet, person, items, unit, words["still_title"])
            y += HEAD
        page.draw(sheet, LEFT, y)
        draw_foot(sheet, BOTTOM - FOOT + 4, template.version, f"{number} / {len(pages)}")
        sheet.end_page()
    return sheet.paper()


def _head(sheet: Sheet, person: str, items: Sequence[str], unit: str, title: str) -> None:
    sheet.text(unit, LEFT, TOP + 14, Ink(14))
    sheet.text(f"{person}　{title}", LEFT, TOP + 48, Ink(30, bold=True))
    text("、".join(items), SMALL, MEASURE, SMALL * 1.3).draw(sheet, LEFT, TOP + 60)


def _row(row: Line, words: Words) -> Row:
    """A box to tick at home, what it is, in which form, from whom, and what was wrong before."""
    name, form, issuer, wrong, _group = row
    wide = MEASURE - BOX
    rows = (("still_form", form), ("still_where", issuer), ("still_wrong", wrong))
    told = (_line(f"{words[key]}：{value}", BODY, wide) for key, value in rows if value)
    title = replace(_line(name, NAME, wide, bold=True), mark=_box)
    return Row(((BOX, Stack((Gap(1.0),))), (wide, Stack((title, *told)))), rule=0)


def _box(sheet: Sheet, x: float, y: float) -> None:
    empty_box(sheet, x - BOX, y + 5, BOX * 0.62)


def _line(words: str, size: float, measure: float, *, bold: bool = False) -> Text:
    return text(words, size, measure, size * 1.35, bold=bold)
