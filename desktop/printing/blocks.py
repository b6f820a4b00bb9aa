"""Blocks of a page: each knows its height, splits where a page ends, and draws itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from desktop.printing.glyphs import ASCENT
from desktop.printing.lines import Ink, Line, Piece, fill
from desktop.printing.sheet import HAIR, RULE, Sheet

SLACK = 0.01
"""Sums of heights differ in the last binary digit; no page ends for that."""


class Block(Protocol):
    """Anything that can be stacked on a page."""

    @property
    def keep(self) -> bool:
        """Whether it must not be the last on a page (a heading)."""

    @property
    def height(self) -> float:
        """How high it is."""

    def split(self, room: float, force: bool) -> "Parts":
        """What fits into `room` and what is left; `force` asks for progress on an empty page."""

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw with the top left corner at x, y."""


Parts = tuple[Block | None, Block | None]
"""What stays on the page, and what goes over."""


@dataclass(frozen=True)
class Gap:
    """White space; it vanishes where a page begins."""

    height: float
    keep: bool = False

    def split(self, room: float, force: bool) -> Parts:  # noqa: ARG002
        """A gap at the end of a page is not carried over."""
        return (self, None) if self.height <= room else (None, None)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Text:
    """Set lines; justified to `measure` where one is given, `align` else (0.5 centred).

    `mark` is drawn before the text, `tail` after it: text is copied out in that order.
    """

    lines: tuple[Line, ...]
    leading: float
    measure: float = 0.0
    align: float = 0.0
    keep: bool = False
    mark: Callable[[Sheet, float, float], None] | None = None
    tail: Callable[[Sheet, float, float], None] | None = None

    @cached_property
    def height(self) -> float:
        """All lines."""
        return len(self.lines) * self.leading

    def split(self, room: float, force: bool) -> Parts:
        """Between lines; a single line of a longer text is not left alone."""
        count, total = int((room + SLACK) / self.leading), len(self.lines)
        if count >= total:
            return self, None
        if count == total - 1 and total > 2:
            count -= 1
        if count < 1 or (count == 1 and not force):
            return (self, None) if force and total == 1 else (None, self)
        first = replace(self, lines=self.lines[:count], tail=None)
        return first, replace(self, lines=self.lines[count:], mark=None)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """The mark, line after line, the tail."""
        if self.mark:
            self.mark(sheet, x, y)
        for line in self.lines:
            size = max((piece.ink.size for piece in line.pieces), default=0.0)
            baseline = y + (self.leading - size) / 2 + size * ASCENT
            spare = self.measure - line.width - line.shift
            sheet.line(line, x + spare * self.align if self.align else x, baseline, self._air(line))
            y += self.leading
        if self.tail:
            self.tail(sheet, x, y - self.height)

    def _air(self, line: Line) -> float:
        """The air between characters that makes a full line end at the edge."""
        spare, count = self.measure - line.width - line.shift, len(line.text)
        size = line.pieces[0].ink.size if line.pieces else 0.0
        full = not self.align and not line.ends and count > 12
        return spare / (count - 1) if full and 0 < spare < 2.6 * size else 0.0


@dataclass(frozen=True)
class Stack:
    """Blocks under one another."""

    blocks: tuple[Block, ...]
    keep: bool = False

    @cached_property
    def height(self) -> float:
        """All blocks."""
        return sum(block.height for block in self.blocks)

    def split(self, room: float, force: bool) -> Parts:
        """At the block that does not fit; headings go with what they head."""
        head: list[Block] = []
        for place, block in enumerate(self.blocks):
            if block.height <= room + SLACK:
                head.append(block)
                room -= block.height
                continue
            headed = all(b.keep or isinstance(b, Gap) for b in head)
            first, rest = block.split(room, force and headed)
            tail = [*([] if rest is None else [rest]), *self.blocks[place + 1 :]]
            if first is not None:
                head.append(first)
            elif not headed:
                while head[-1].keep or isinstance(head[-1], Gap):
                    tail.insert(0, head.pop())
            elif not force:
                return None, self
            return self._part(head), self._part(_trimmed(tail))
        return self, None

    def trimmed(self) -> "Stack":
        """As it stands at the top of a page."""
        return replace(self, blocks=tuple(_trimmed(list(self.blocks))))

    def _part(self, blocks: list[Block]) -> Block | None:
        return replace(self, blocks=tuple(blocks)) if blocks else None

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """One after another."""
        for block in self.blocks:
            block.draw(sheet, x, y)
            y += block.height


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Without white space at the top, however deep it stands."""
    while blocks and isinstance(blocks[0], Gap):
        blocks = blocks[1:]
    if blocks and isinstance(blocks[0], Stack):
        return [blocks[0].trimmed(), *blocks[1:]]
    return blocks


@dataclass(frozen=True)
class Frame:
    """A stack in a box; split, each part has its own box."""

    inner: Stack
    width: float
    pad: float = 5.0
    weight: float = RULE
    keep: bool = False

    @cached_property
    def height(self) -> float:
        """The stack and the air around it."""
        return self.inner.height + 2 * self.pad

    def split(self, room: float, force: bool) -> Parts:
        """Inside, only where nothing else helps: a box is better read in one piece."""
        if not force:
            return None, self
        first, rest = self.inner.split(room - 2 * self.pad, force)
        return _rewrapped(self, first), _rewrapped(self, rest)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """The box, then what is in it."""
        sheet.box(x, y, self.width, self.height, self.weight, radius=2)
        self.inner.draw(sheet, x + self.pad * 1.4, y + self.pad)


def _rewrapped(frame: Frame, inner: Block | None) -> Block | None:
    return replace(frame, inner=inner) if isinstance(inner, Stack) else None


@dataclass(frozen=True)
class Row:
    """Cells side by side: (width, content); `rule` draws a line beneath."""

    cells: tuple[tuple[float, Stack], ...]
    pad: float = 2.5
    rule: float = HAIR
    keep: bool = False

    @cached_property
    def height(self) -> float:
        """The highest cell."""
        return max(cell.height for _, cell in self.cells) + 2 * self.pad

    def split(self, room: float, force: bool) -> Parts:
        """Only a row that is higher than a page: every cell at its own line."""
        if not force:
            return None, self
        parts = [(wide, cell.split(room - 2 * self.pad, force)) for wide, cell in self.cells]
        first = tuple((wide, _cell(part[0])) for wide, part in parts)
        rest = tuple((wide, _cell(part[1])) for wide, part in parts)
        return replace(self, cells=first), replace(self, cells=rest)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Cell by cell."""
        left, total = x, sum(wide for wide, _ in self.cells)
        for wide, cell in self.cells:
            cell.draw(sheet, left, y + self.pad)
            left += wide
        if self.rule:
            sheet.rule(x, y + self.height, total, self.rule)


def _cell(block: Block | None) -> Stack:
    if block is None:
        return Stack(())
    return block if isinstance(block, Stack) else Stack((block,))


@dataclass(frozen=True)
class Table:
    """Rows under a head that is repeated on each page."""

    head: Row
    rows: tuple[Block, ...]
    keep: bool = False

    @cached_property
    def height(self) -> float:
        """The head and all rows."""
        return self.head.height + sum(row.height for row in self.rows)

    def split(self, room: float, force: bool) -> Parts:
        """Between rows."""
        body, rest = Stack(self.rows).split(room - self.head.height, force)
        if body is None:
            return None, self
        if isinstance(body, Stack) and isinstance(rest, Stack):
            body, rest = _in_company(body, rest)
        return self._part(body), self._part(rest)

    def _part(self, body: Block | None) -> Block | None:
        if not isinstance(body, Stack):
            return None
        return replace(self, rows=body.blocks) if body.blocks else None

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """The head, then the rows."""
        Stack((self.head, *self.rows)).draw(sheet, x, y)


def _in_company(body: Stack, rest: Stack) -> tuple[Stack, Stack]:
    """A last row does not go to the next page alone."""
    if len(rest.blocks) > 1 or len(body.blocks) < 3 or body.blocks[-2].keep:
        return body, rest
    return Stack(body.blocks[:-1]), Stack((body.blocks[-1], *rest.blocks))


def text(
    words: str,
    size: float,
    measure: float,
    leading: float = 0.0,
    bold: bool = False,
    align: float = 0.0,
) -> Text:
    """A text in one ink, set to a measure."""
    return rich((Piece(words, Ink(size, bold)),), measure, leading or size * 1.35, align=align)


def rich(
    pieces: tuple[Piece, ...],
    measure: float,
    leading: float,
    indent: float = 0.0,
    align: float = 0.0,
) -> Text:
    """A text in several inks, set to a measure."""
    return Text(fill(pieces, measure, indent), leading, measure, align)
