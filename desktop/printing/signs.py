"""Signs, codes and signatures as vectors on a sheet."""

from functools import cache
from itertools import groupby, pairwise

from desktop.domain.slips import Stroke
from desktop.printing.glyphs import width
from desktop.printing.lines import Ink
from desktop.printing.sheet import GRID, MM, WIDTH, Point, Sheet

BAR = 4 * GRID
"""The narrowest bar, 0.96 pt: four dots at 300 dpi, two at 150."""


@cache
def modules(number: str) -> str:
    """Code 128 of a number as ones (black) and noughts."""
    from barcode.codex import Code128

    return str(Code128(number).build()[0])


def barcode_width(number: str, bar: float = BAR) -> float:
    """How wide the bars are, without the quiet zones."""
    return bar * len(modules(number))


def barcode(
    sheet: Sheet, number: str, right: float, y: float, height: float, bar: float = BAR
) -> None:
    """Code 128 that ends at `right`; ten bars' width must stay white on both sides."""
    coarse = 2 * GRID  # a dot at 150 dpi: every bar begins on one there, too
    x = round((right - barcode_width(number, bar)) / coarse) * coarse
    boxes = []
    for colour, group in groupby(enumerate(modules(number)), key=lambda row: row[1]):
        places = [place for place, _ in group]
        if colour == "1":
            boxes.append((x + places[0] * bar, y, len(places) * bar, height))
    sheet.areas(boxes)


@cache
def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """A QR code's modules without its quiet zone."""
    import segno

    code = segno.make(text, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def qr(sheet: Sheet, text: str, x: float, y: float, side: float) -> None:
    """A QR code of at most `side`; four modules must stay white around it."""
    rows = matrix(text)
    module = max(GRID, side / len(rows) // GRID * GRID)
    left, top = _snapped(x), _snapped(y)
    boxes = []
    for down, row in enumerate(rows):
        for black, group in groupby(enumerate(row), key=lambda place: place[1]):
            places = [place for place, _ in group]
            if black:
                wide = len(places) * module
                boxes.append((left + places[0] * module, top + down * module, wide, module))
    sheet.areas(boxes)


def _snapped(value: float) -> float:
    return round(value / GRID) * GRID


def empty_box(sheet: Sheet, x: float, y: float, side: float) -> None:
    """☐"""
    sheet.box(x, y, side, side, side / 11)


def ticked_box(sheet: Sheet, x: float, y: float, side: float) -> None:
    """☑"""
    empty_box(sheet, x, y, side)
    tick(sheet, x + side * 0.1, y + side * 0.1, side * 0.8)


def tick(sheet: Sheet, x: float, y: float, side: float) -> None:
    """✓"""
    path = ((x, y + side * 0.55), (x + side * 0.36, y + side * 0.9), (x + side, y + side * 0.1))
    sheet.stroke(path, side / 6)


def warning(sheet: Sheet, x: float, y: float, side: float) -> None:
    """A triangle with an exclamation mark."""
    top, left, right = (x + side / 2, y), (x, y + side), (x + side, y + side)
    sheet.stroke((top, left, right, top, left), side / 12)
    sheet.stroke(((x + side / 2, y + side * 0.32), (x + side / 2, y + side * 0.68)), side / 9)
    sheet.dot(x + side / 2, y + side * 0.83, side / 15)


def dash(sheet: Sheet, x: float, y: float, side: float) -> None:
    """A dash in a box: not wanted."""
    empty_box(sheet, x, y, side)
    sheet.stroke(((x + side * 0.22, y + side / 2), (x + side * 0.78, y + side / 2)), side / 8)


def scissors(sheet: Sheet, x: float, y: float) -> None:
    """Scissors that cut along y to the right, beginning at x."""
    for up in (-1, 1):
        sheet.dot(x + 4, y + up * 4.2, 2.8, 1.0)
        sheet.stroke(((x + 6.4, y + up * 2.8), (x + 19, y - up * 3.2)), 1.0)


def tear_line(sheet: Sheet, y: float, number: str) -> None:
    """Where the paper is parted: scissors, dashes, and the number three times across."""
    ink = Ink(11, bold=True)
    centres = tuple(WIDTH * part for part in (0.2, 0.5, 0.8))
    half = _half(number, ink)
    edges = [22.0 + 4 * MM, *(e for c in centres for e in (c - half, c + half)), WIDTH - 4 * MM]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        sheet.stroke(((left, y), (right, y)), 0.8, (4, 2.5))
    scissors(sheet, 4 * MM, y)
    for centre in centres:
        sheet.text(number, centre, y + ink.size * 0.365, ink, align=0.5)


def _half(number: str, ink: Ink) -> float:
    return width(number, ink.size, ink.bold) / 2 + 4


def signature(
    sheet: Sheet, strokes: tuple[Stroke, ...], aspect: float, box: tuple[float, float, float, float]
) -> None:
    """Pen strokes as curves, as large as fits into a box; more pressure draws wider."""
    x, y, wide, height = box
    scale = min(wide, height * aspect)
    left, top = x + (wide - scale) / 2, y + (height - scale / aspect) / 2
    for stroke in strokes:
        pen = [
            (left + px * scale, top + py * scale, 0.5 + 1.3 * p) for px, py, _, p in stroke.points
        ]
        _pen_line(sheet, pen)


def _pen_line(sheet: Sheet, pen: list[tuple[float, float, float]]) -> None:
    if len(pen) < 2:
        for x, y, weight in pen:
            sheet.dot(x, y, weight / 2)
        return
    corners: list[Point] = [(x, y) for x, y, _ in pen]
    middles = [_between(a, b, 0.5) for a, b in pairwise(corners)]
    starts, ends = [corners[0], *middles], [*middles, corners[-1]]
    for (_, _, weight), corner, start, end in zip(pen, corners, starts, ends, strict=True):
        bend = (_between(start, corner, 2 / 3), _between(end, corner, 2 / 3))
        sheet.curve((start, *bend, end), weight)


def _between(a: Point, b: Point, part: float) -> Point:
    return (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
