"""Line breaking for Chinese: between Han characters, but never against the rules of kinsoku."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop.printing.glyphs import plain, width

NO_START = frozenset("，。、；：）」》！？”’〕】』〉…—·～％℃々,.;:!?)]}%")
NO_END = frozenset("（「《“‘〔【『〈([{")
HAN = "\u2e80"
"""From here on a character stands for itself; below are letters, figures and their marks."""


TIED = "\u00a0"
"""A space at which no line ends."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a piece of text is set: size in points, weight, and white on black for chips."""

    size: float
    bold: bool = False
    white: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A text in one ink."""

    text: str
    ink: Ink

    @property
    def width(self) -> float:
        """How wide the piece is."""
        return width(self.text, self.ink.size, self.ink.bold)


@dataclass(frozen=True, slots=True)
class Line:
    """One set line; `shift` is its own indent, `ends` says that its paragraph ends with it."""

    pieces: tuple[Piece, ...]
    shift: float = 0.0
    ends: bool = False

    @property
    def width(self) -> float:
        """How wide the set text is, without its indent."""
        return sum(piece.width for piece in self.pieces)

    @property
    def text(self) -> str:
        """The line's plain text."""
        return "".join(piece.text for piece in self.pieces)


_Glyph = tuple[str, Ink]


def fill(pieces: Sequence[Piece], measure: float, indent: float = 0.0) -> tuple[Line, ...]:
    """Set pieces into lines of a measure; the very first line begins after `indent`."""
    lines: list[Line] = []
    for paragraph in _paragraphs(pieces):
        first = indent if not lines else 0.0
        lines.extend(_paragraph(paragraph, measure, first))
    return tuple(lines)


def abreast(parts: Sequence[tuple[Piece, ...]], gap: Piece, measure: float) -> tuple[Piece, ...]:
    """Parts side by side with a gap; one that does not fit whole begins a new line."""
    pieces: list[Piece] = []
    used = 0.0
    for part in parts:
        wide = sum(piece.width for piece in part)
        if pieces:
            fresh = used + gap.width + wide > measure
            pieces.append(Piece("\n", gap.ink) if fresh else gap)
            used = 0.0 if fresh else used + gap.width
        pieces += part
        used += wide
    return tuple(pieces)


def fits(text: str, ink: Ink, measure: float) -> bool:
    """Whether a text fits on one line."""
    return "\n" not in text and width(text, ink.size, ink.bold) <= measure


def _paragraphs(pieces: Iterable[Piece]) -> Iterator[list[_Glyph]]:
    glyphs: list[_Glyph] = []
    for piece in pieces:
        for char in plain(piece.text):
            if char == "\n":
                yield glyphs
                glyphs = []
            else:
                glyphs.append((char, piece.ink))
    if glyphs:
        yield glyphs


def _paragraph(glyphs: list[_Glyph], measure: float, indent: float) -> Iterator[Line]:
    line: list[_Glyph] = []
    used, shift = 0.0, indent
    for atom in _atoms(glyphs, measure):
        wide = _wide(_trimmed(atom))
        if line and shift + used + wide > measure + 0.01:
            yield Line(_joined(_trimmed(line)), shift)
            line, used, shift = [], 0.0, 0.0
        line += atom
        used += _wide(atom)
    yield Line(_joined(_trimmed(line)), shift, ends=True)


def _atoms(glyphs: list[_Glyph], measure: float) -> Iterator[list[_Glyph]]:
    """What must stay together; only what is longer than a whole line is cut anyhow."""
    atom: list[_Glyph] = []
    for glyph in glyphs:
        if atom and (_parts(atom, glyph[0]) or _wide([*atom, glyph]) > measure):
            yield atom
            atom = []
        atom.append(glyph)
    if atom:
        yield atom


def _parts(atom: list[_Glyph], after: str) -> bool:
    """Whether what follows may stand apart; a space does not free an opening bracket."""
    solid = _trimmed(atom)
    opened = bool(solid) and solid[-1][0] in NO_END
    return not opened and may_break(atom[-1][0], after)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two neighbouring characters."""
    if after == " " or TIED in (before, after):
        return False
    if after in NO_START or before in NO_END:
        return False
    return before == " " or before >= HAN or after >= HAN


def _wide(glyphs: Iterable[_Glyph]) -> float:
    return sum(width(char, ink.size, ink.bold) for char, ink in glyphs)


def _trimmed(glyphs: list[_Glyph]) -> list[_Glyph]:
    end = len(glyphs)
    while end and glyphs[end - 1][0] == " ":
        end -= 1
    return glyphs[:end]


def _joined(glyphs: Iterable[_Glyph]) -> tuple[Piece, ...]:
    parts = groupby(glyphs, key=lambda glyph: glyph[1])
    return tuple(Piece("".join(char for char, _ in row), ink) for ink, row in parts)


def shortened(texts: Sequence[str], ink: Ink, measure: float, rows: int, more: str) -> str:
    """The texts joined; as many as fill `rows` lines, and `more` with the count of all after."""
    for count in range(len(texts), 0, -1):
        tail = "" if count == len(texts) else more.format(count=len(texts))
        text = "、".join(texts[:count]) + tail
        if len(fill([Piece(text, ink)], measure)) <= rows:
            return text
    return texts[0] if texts else ""
