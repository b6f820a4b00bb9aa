"""Where papers are signed and sealed: boxes of 70 by 22 mm, and room for a seal."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from desktop.domain.papers import Section, SignBox
from desktop.domain.slips import Signature, SignatureMode
from desktop.printing.blocks import Parts, Text, text
from desktop.printing.glyphs import width
from desktop.printing.kit import MEASURE, Words
from desktop.printing.lines import Ink
from desktop.printing.sheet import HAIR, MM, Sheet
from desktop.printing.signs import signature

BOX_WIDTH, BOX_HEIGHT = 70 * MM, 22 * MM
SEAL = 45 * MM
"""As wide as the largest round seal that a station may hold."""

SIZE = 10.5
_LABEL, _DATE, _AIR = 17.0, 24.0, 6.0
_COLUMN = MEASURE / 2 + 10 * MM
"""Where the right column begins: two boxes of full width stand side by side."""


@dataclass(frozen=True)
class Signing:
    """The boxes in two columns, the seal at the right below them; never torn apart."""

    section: Section
    words: Words
    day: str
    keep: bool = False

    @cached_property
    def columns(self) -> tuple[tuple[SignBox, ...], tuple[SignBox, ...]]:
        """The boxes of the left and of the right column, which also holds the seal."""
        boxes = self.section.boxes
        cut = -(-(len(boxes) + bool(self.section.seal)) // 2)
        return boxes[:cut], boxes[cut:]

    @cached_property
    def height(self) -> float:
        """The higher column."""
        one = _LABEL + BOX_HEIGHT + _DATE
        left, right = (len(column) * one for column in self.columns)
        return max(left, right + (_seal_height() if self.section.seal else 0.0))

    def split(self, room: float, force: bool) -> Parts:
        """Never: what is signed together stands together."""
        return (self, None) if force or self.height <= room else (None, self)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Column by column."""
        left, right = self.columns
        self._column(sheet, left, x, y)
        below = self._column(sheet, right, x + _COLUMN, y)
        if self.section.seal:
            self._seal(sheet, x + _COLUMN, below)

    def _column(self, sheet: Sheet, boxes: Sequence[SignBox], x: float, y: float) -> float:
        for box in boxes:
            self._box(sheet, box, x, y)
            y += _LABEL + BOX_HEIGHT + _DATE
        return y

    def _box(self, sheet: Sheet, box: SignBox, x: float, y: float) -> None:
        sheet.text(box.label, x, y + 12, Ink(SIZE, bold=True))
        top, signed = y + _LABEL, box.signature
        sheet.box(x, top, BOX_WIDTH, BOX_HEIGHT)
        if signed is not None:
            draw_signed(sheet, signed, self.words, x, top)
        label, base = f"{self.section.heading} ", top + BOX_HEIGHT + 14
        drawn = signed is not None and signed.strokes
        sheet.text(f"{label}{self.day}" if drawn else label, x, base, Ink(SIZE))
        if not drawn:
            start = x + width(label, SIZE)
            sheet.rule(start, base + 2, x + BOX_WIDTH - start, HAIR)

    def _seal(self, sheet: Sheet, x: float, y: float) -> None:
        """A ring that stays empty, and under it the unit and the day it belongs to."""
        middle = x + BOX_WIDTH / 2
        sheet.text(self.section.seal, middle, y + 12, Ink(SIZE), align=0.5)
        sheet.box(middle - SEAL / 2, y + _LABEL, SEAL, SEAL, HAIR, radius=SEAL / 2, dash=(2, 3))
        unit, day = self.section.lines
        below = text(f"{unit}\n{day}", SIZE, BOX_WIDTH, SIZE * 1.4, align=0.5)
        below.draw(sheet, x, y + _LABEL + SEAL + 3)


def _seal_height() -> float:
    return _LABEL + SEAL + 3 + 3 * SIZE * 1.4 + _AIR


def draw_signed(sheet: Sheet, signed: Signature, words: Words, x: float, y: float) -> None:
    """The strokes in a box, else what the mode says instead of them."""
    if signed.strokes:
        area = (x + 3, y + 3, BOX_WIDTH - 6, BOX_HEIGHT - 6)
        signature(sheet, signed.strokes, signed.aspect, area)
    elif signed.mode is SignatureMode.FINGERPRINT:
        side = BOX_HEIGHT - 6
        left = x + (BOX_WIDTH - side) / 2
        sheet.box(left, y + 3, side, side, radius=side / 2, dash=(2, 2))
    if signed.reason:
        reason = text(f"{words['reason']}{signed.reason}", 9.5, BOX_WIDTH - 10)
        clipped(reason, BOX_HEIGHT - 6).draw(sheet, x + 5, y + 4)


def clipped(words: Text, height: float) -> Text:
    """What fits into the box; the whole reason stands in the record."""
    lines = words.lines[: max(1, int(height / words.leading))]
    return Text(lines, words.leading)
