"""Posters and counter cards: a title to be read from afar, and a QR code to be scanned close by."""

from collections.abc import Sequence

from desktop.domain.posters import Poster, Size
from desktop.domain.printing import Paper
from desktop.printing.blocks import Text, text
from desktop.printing.glyphs import check, width
from desktop.printing.lines import Ink
from desktop.printing.sheet import MM, Sheet
from desktop.printing.signs import qr

SIZES = {
    Size.A3: (297 * MM, 420 * MM),
    Size.A4: (210 * MM, 297 * MM),
    Size.CARD: (100 * MM, 150 * MM),
}
"""Width and height; a card stands on the counter."""

LEAST = 8.0
"""Points; nothing smaller survives a photocopy."""

MOST = 8
"""Lines below the title; more is read after scanning."""


def render_posters(posters: Sequence[Poster], size: Size) -> Paper:
    """One page a poster; everything grows with the paper.

    Raises Refusal(GLYPH_MISSING) where a text holds a character that no font has.
    """
    wide, high = SIZES[size]
    sheet = Sheet(posters[0].title if len(posters) == 1 else "OneVisit", (wide, high))
    for poster in posters:
        check(poster.unit, poster.title, poster.heading, poster.lines, poster.caption, poster.foot)
        _draw(sheet, poster, wide, high)
        sheet.end_page()
    return sheet.paper()


def _draw(sheet: Sheet, poster: Poster, wide: float, high: float) -> None:
    unit = wide / 210 / MM  # what a millimetre of an A4 sheet is on this one
    edge, measure = 16 * MM * unit, wide - 32 * MM * unit
    y = 14 * MM * unit
    head = _fitted(poster.unit, 20 * unit, measure, 2)
    head.draw(sheet, edge, y)
    y += head.height + 6 * MM * unit
    name = _halved(poster.title, 46 * unit, measure, "、")
    title = _fitted(name, 46 * unit, measure, 3, bold=True)
    title.draw(sheet, edge, y)
    y += title.height + 8 * MM * unit
    foot = 22 * MM * unit
    y = _lines(sheet, poster, edge, y, measure, unit)
    side = min(measure * 0.72, high - foot - y - 22 * MM * unit)
    left = (wide - side) / 2
    bottom = high - foot - 16 * MM * unit
    qr(sheet, poster.code, left, bottom - side, side)
    _fitted(poster.caption, 20 * unit, measure, 1, bold=True).draw(
        sheet, edge, bottom + 3 * MM * unit
    )
    sheet.rule(edge, high - foot + 2 * MM * unit, measure)
    small = max(LEAST, 10.5 * unit)
    _fitted(_halved(poster.foot, small, measure, "　"), small, measure, 2).draw(
        sheet, edge, high - foot + 4 * MM * unit
    )


def _lines(
    sheet: Sheet, poster: Poster, edge: float, y: float, measure: float, unit: float
) -> float:
    """What to bring, numbered; no more than one sees standing."""
    size = max(9.0, 17 * unit)
    if poster.heading:
        sheet.text(poster.heading, edge, y + size, Ink(size, bold=True))
        y += size * 1.7
    room = MOST
    for place, line in enumerate(poster.lines, 1):
        made = text(f"{place}. {line}", size, measure, size * 1.5)
        if len(made.lines) > room:
            made, room = text(poster.more, size, measure, size * 1.5), 0
        made.draw(sheet, edge, y)
        y += made.height
        room -= len(made.lines)
        if room < 0:
            break
    return y + 4 * MM * unit


def _halved(words: str, size: float, measure: float, sign: str) -> str:
    """Broken behind the sign nearest to the middle where one line is too short."""
    places = [place for place, each in enumerate(words, 1) if each == sign and place < len(words)]
    if not places or width(words, size) <= measure:
        return words
    at = min(places, key=lambda place: abs(place - len(words) / 2))
    return f"{words[:at].rstrip('　')}\n{words[at:]}"


def _fitted(words: str, size: float, measure: float, lines: int, *, bold: bool = False) -> Text:
    """Centred, as large as fits on so many lines."""
    while (
        size > LEAST
        and text(words, size, measure, size * 1.25, bold=bold).height > size * 1.26 * lines
    ):
        size -= 1
    return text(words, size, measure, size * 1.25, bold=bold, align=0.5)
