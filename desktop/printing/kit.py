"""What all papers share: sizes, head, foot, headings, tables of label and text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from desktop.printing.blocks import Block, Frame, Gap, Row, Stack, Text, rich, text
from desktop.printing.glyphs import ASCENT
from desktop.printing.lines import Ink, Line, Piece, fits
from desktop.printing.sheet import BOLD_RULE, HEIGHT, MM, RULE, WIDTH, Sheet
from desktop.printing.signs import barcode, barcode_width, qr

LEFT, TOP, MEASURE = 15 * MM, 12 * MM, 180 * MM
BOTTOM = HEIGHT - 12 * MM
HEAD, RUNNING, FOOT = 21.5 * MM, 8 * MM, 5.5 * MM
QR_SIDE, BAR_HEIGHT = 20 * MM, 10 * MM
CORNER = 15 * MM
"""The side of the smaller QR code in the corner of official papers."""

FORMAL_HEAD = CORNER + 55
SMALLEST_UNIT = 9.0
"""Points of a name of the unit that is long."""

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sizes:
    """One size of print: texts in points, the air between things, how much runs on in a line.

    `small` is for notes, `fine` for what is looked up and not read. `flowing` lets short
    paragraphs run on instead of beginning a line each, `bare` leaves out headings that
    nobody misses.
    """

    body: float
    small: float
    fine: float
    step: float
    heading: float
    item: float
    air: float
    pad: float
    leading: float
    flowing: bool = False
    bare: bool = False
    columns: bool = True

    @property
    def lead(self) -> float:
        """From line to line of the body."""
        return self.body * self.leading


NORMAL = Sizes(10.5, 9.5, 10.5, 14, 12, 13, air=8, pad=2.6, leading=1.42)
SNUG = Sizes(10.5, 9, 10, 14, 11.5, 12.5, air=5, pad=1.8, leading=1.32, flowing=True)
TIGHT = Sizes(10.5, 8.5, 9, 14, 11, 12, air=3, pad=1.1, leading=1.2, flowing=True, bare=True)
LARGE = Sizes(16, 14, 16, 20, 18, 20, air=12, pad=4, leading=1.4, columns=False)
LARGE_SNUG = Sizes(16, 14, 16, 20, 17, 18, air=7, pad=1.8, leading=1.22, columns=False)


def between(airy: Sizes, tight: Sizes, part: float) -> Sizes:
    """The tight setting with a part of the airy one's white space."""
    changes = {
        name: getattr(tight, name) + part * (getattr(airy, name) - getattr(tight, name))
        for name in ("air", "pad", "leading")
    }
    return replace(tight, **changes)


SETTINGS = (NORMAL, SNUG, *(between(SNUG, TIGHT, part) for part in (0.8, 0.6, 0.4, 0.2, 0.0)))
"""From airy to tight; the first that saves a page is taken."""

LARGE_SETTINGS = (LARGE, between(LARGE, LARGE_SNUG, 0.5), LARGE_SNUG)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of a paper; `code` is printed as bars, `qr` as square."""

    unit: str
    title: str
    number: str
    code: str
    qr: str
    number_label: str = ""


def draw_head(sheet: Sheet, head: Head) -> None:
    """The first page's head: QR, unit and title, bars with the number.

    Unit and title stand in the middle of the page, or between the codes where the unit's name
    is too long for one line there.
    """
    qr(sheet, head.qr, LEFT, TOP, QR_SIDE)
    bars = barcode_width(head.code) if head.code else 0.0
    left, right = LEFT + QR_SIDE + 4 * MM, LEFT + MEASURE - bars - 4 * MM
    middle = WIDTH / 2
    free = 2 * min(middle - left, right - middle)
    if not fits(head.unit, Ink(SMALLEST_UNIT), free):
        middle, free = (left + right) / 2, right - left
    unit = text(head.unit, _unit_size(head.unit, free), free, align=0.5)
    unit.draw(sheet, middle - free / 2, TOP - 1)
    title = Ink(20, bold=True)
    sheet.text(head.title, middle, TOP + max(unit.height, 15) + 22, title, align=0.5)
    if head.code:
        barcode(sheet, head.code, LEFT + MEASURE, TOP, BAR_HEIGHT)
        middle = LEFT + MEASURE - bars / 2
        sheet.text(head.number, middle, TOP + BAR_HEIGHT + 11, Ink(10), align=0.5)


def draw_formal_head(sheet: Sheet, head: Head) -> None:
    """The first page's head of an official paper: codes in the corners, unit and title below."""
    qr(sheet, head.qr, LEFT, TOP, CORNER)
    barcode(sheet, head.code, LEFT + MEASURE, TOP, BAR_HEIGHT)
    middle = LEFT + MEASURE - barcode_width(head.code) / 2
    sheet.text(head.number, middle, TOP + BAR_HEIGHT + 11, Ink(10), align=0.5)
    size = min(14.0, _unit_size(head.unit, MEASURE))
    sheet.text(head.unit, WIDTH / 2, TOP + CORNER + 17, Ink(size), align=0.5)
    sheet.text(head.title, WIDTH / 2, TOP + CORNER + 45, Ink(22, bold=True), align=0.5)


def _unit_size(unit: str, free: float) -> float:
    wide = Piece(unit, Ink(1.0)).width or 1.0
    return max(SMALLEST_UNIT, min(13.0, free / wide - 0.01))


def draw_running_head(sheet: Sheet, head: Head, continued: str) -> None:
    """Later pages' head: the title, and the number that joins the pages."""
    sheet.text(f"{head.title}{continued}", LEFT, TOP + 10, Ink(11, bold=True))
    label = f"{head.number_label} {head.number}".strip()
    sheet.text(label, LEFT + MEASURE, TOP + 10, Ink(11, bold=True), align=1)
    sheet.rule(LEFT, TOP + 15, MEASURE, BOLD_RULE)


def draw_foot(sheet: Sheet, y: float, left: str, page: str) -> None:
    """The foot's line: what the paper is made from, and its page."""
    sheet.rule(LEFT, y, MEASURE, RULE)
    sheet.text(left, LEFT, y + 11, Ink(8))
    sheet.text(page, LEFT + MEASURE, y + 11, Ink(8.5, bold=True), align=1)


def heading(words: str, sizes: Sizes) -> tuple[Block, ...]:
    """A section's heading with a black mark before it; it never ends a page."""
    size, lead = sizes.heading, sizes.heading * 1.3
    line = rich((Piece(words, Ink(size, bold=True)),), MEASURE, lead, indent=size * 0.62)
    marked = Text(line.lines, lead, keep=True, mark=partial(_mark, size=size))
    return Gap(sizes.air), marked, Gap(sizes.pad)


def _mark(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.areas([(x, y + size * 0.2, size * 0.26, size * 0.92)])


def facts(
    rows: Sequence[tuple[str, str]], sizes: Sizes, measure: float = MEASURE, size: float = 0.0
) -> Stack:
    """Labels with their texts, one a row."""
    return Stack(tuple(fact(label, words, sizes, measure, size) for label, words in rows if words))


def fact(label: str, words: str, sizes: Sizes, measure: float = MEASURE, size: float = 0.0) -> Row:
    """A label with its text beside it, as large as the body where no size is given."""
    size = size or sizes.body
    side, lead = sizes.body * 4.8, size * sizes.leading
    cells = (
        (side, Stack((text(label, size, side, lead, bold=True),))),
        (measure - side, Stack((text(words, size, measure - side - 2, lead),))),
    )
    return Row(cells, sizes.pad / 2, rule=0)


def pair(left: tuple[str, str], right: tuple[str, str], sizes: Sizes, size: float = 0.0) -> Row:
    """Two short facts side by side."""
    half = MEASURE / 2
    cells = [(half, Stack((fact(*row, sizes, half - 6, size),))) for row in (left, right)]
    return Row(tuple(cells), 0, rule=0)


def paired(
    left: tuple[str, str], right: tuple[str, str], sizes: Sizes, size: float = 0.0
) -> tuple[Row, ...]:
    """Two facts side by side where both fit on a line, else under one another."""
    room = MEASURE / 2 - 8 - sizes.body * 4.8
    short = all(words and fits(words, Ink(size or sizes.body), room) for _, words in (left, right))
    if sizes.columns and short:
        return (pair(left, right, sizes, size),)
    return tuple(
        fact(label, words, sizes, MEASURE, size) for label, words in (left, right) if words
    )


def chipped(label: str, parts: Sequence[tuple[Piece, ...]], sizes: Sizes) -> Frame:
    """A framed paragraph that begins with a chip; its parts run on or begin a line each."""
    size, pad = sizes.body, sizes.pad + 1.5
    measure, lead = MEASURE - 2.8 * pad, size * sizes.leading
    chip = Piece(label, Ink(size, bold=True, white=True))
    if chip.width > measure * 0.8:
        words = rich((Piece(label, Ink(size, bold=True)),), measure, lead)
        return Frame(Stack((words, *(rich(part, measure, lead) for part in parts))), MEASURE, pad)
    between = Piece("　" if sizes.flowing else "\n", Ink(size))
    pieces = tuple(piece for part in parts for piece in (*part, between))[:-1]
    lines = rich(pieces, measure, lead, chip.width + size * 1.4).lines
    mark = partial(_chip, chip=chip, size=size, lead=lead)
    return Frame(Stack((Text(lines, lead, measure, mark=mark),)), MEASURE, pad)


def _chip(sheet: Sheet, x: float, y: float, chip: Piece, size: float, lead: float) -> None:
    top = y + (lead - size * 1.24) / 2
    sheet.box(x, top, chip.width + size * 0.8, size * 1.24, radius=2, filled=True)
    sheet.line(Line((chip,)), x + size * 0.4, y + (lead - size) / 2 + size * ASCENT)
