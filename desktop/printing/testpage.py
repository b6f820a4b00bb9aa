"""A page that shows whether a printer prints straight, at full size and dark enough."""

from desktop.domain.notice import Template
from desktop.domain.printing import Paper
from desktop.printing.glyphs import check
from desktop.printing.kit import LEFT, MEASURE, Words
from desktop.printing.lines import Ink
from desktop.printing.sheet import HAIR, HEIGHT, MM, RULE, WIDTH, Sheet
from desktop.printing.signs import barcode, barcode_width, qr

CODE = "TEST0123456789"
RULER = 13 * MM
RARE = "𠮷䶮㼆𬭎"
"""Rare characters; the first is in the second font only."""


def render_test_page(template: Template) -> Paper:
    """Rulers in millimetres at all four edges, codes, greys, and both fonts."""
    words = template.labels
    check(words)
    sheet = Sheet("TEST")
    _rulers(sheet)
    sheet.text(words["test_title"], WIDTH / 2, 42 * MM, Ink(20, bold=True), align=0.5)
    for place, key in enumerate(("test_scale", "test_edge", "test_codes")):
        sheet.text(words[key], LEFT + 14 * MM, (56 + place * 8) * MM, Ink(11))
    _codes(sheet, 86 * MM)
    _greys(sheet, words, 130 * MM)
    _fonts(sheet, words, 175 * MM)
    _square(sheet, words, 205 * MM)
    sheet.end_page()
    return sheet.paper()


def _rulers(sheet: Sheet) -> None:
    """Two rulers that begin at the paper's edge: the first tick to be seen tells the margin."""
    sheet.rule(0, RULER, WIDTH, HAIR)
    sheet.stroke(((RULER, 0), (RULER, HEIGHT)), HAIR)
    for step in (*range(13), *range(21, 211)):
        x, long = step * MM, _length(step)
        sheet.stroke(((x, RULER), (x, RULER + long)), HAIR)
    for step in (*range(13), *range(21, 298)):
        y, long = step * MM, _length(step)
        sheet.stroke(((RULER, y), (RULER + long, y)), HAIR)
    for step in range(30, 210, 10):
        sheet.text(str(step), step * MM, RULER + 9 * MM, Ink(8), align=0.5)
    for step in range(30, 297, 10):
        sheet.text(str(step), RULER + 7 * MM, step * MM + 3, Ink(8))


def _length(step: int) -> float:
    return (6 if step % 10 == 0 else 4 if step % 5 == 0 else 2.5) * MM


def _codes(sheet: Sheet, y: float) -> None:
    qr(sheet, CODE, LEFT + 14 * MM, y, 20 * MM)
    right = LEFT + MEASURE - 8 * MM
    barcode(sheet, CODE, right, y, 10 * MM)
    sheet.text(CODE, right - barcode_width(CODE) / 2, y + 10 * MM + 12, Ink(10), align=0.5)


def _greys(sheet: Sheet, words: Words, y: float) -> None:
    """From a tenth to full black; a slip uses nothing lighter than 60 % for text."""
    sheet.text(words["test_greys"], LEFT + 14 * MM, y - 8, Ink(11))
    side = (MEASURE - 22 * MM) / 10
    for step in range(1, 11):
        x = LEFT + 14 * MM + (step - 1) * side
        sheet.areas([(x, y, side, 14 * MM)], grey=1 - step / 10)
        sheet.text(f"{step * 10}%", x + side / 2, y + 14 * MM + 12, Ink(9), align=0.5)
    sheet.box(LEFT + 14 * MM, y, side * 10, 14 * MM, RULE)


def _fonts(sheet: Sheet, words: Words, y: float) -> None:
    for place, size in enumerate((8, 10.5, 14)):
        line = f"{words['test_font']} {size} {RARE} 0123456789"
        bold = place == 1
        sheet.text(line, LEFT + 14 * MM, y + place * 24, Ink(size, bold=bold))


def _square(sheet: Sheet, words: Words, y: float) -> None:
    """A square of 50 mm to measure: printed at 100 % it is exactly that."""
    x = (WIDTH - 50 * MM) / 2
    sheet.box(x, y, 50 * MM, 50 * MM, RULE)
    sheet.text("50 mm", WIDTH / 2, y + 25 * MM, Ink(14, bold=True), align=0.5)
    sheet.text(words["test_square"], WIDTH / 2, y + 25 * MM + 20, Ink(9), align=0.5)
