"""The bands at the top of a paper: what it is about, in short facts, and the people."""

from collections.abc import Sequence

from desktop.printing.blocks import Row, Stack, Text, text
from desktop.printing.kit import MEASURE, Sizes
from desktop.printing.lines import Ink, Piece, abreast, fill
from desktop.printing.sheet import BOLD_RULE, RULE


def titled(label: str, words: str, sizes: Sizes) -> Row:
    """What the paper is about, larger than the rest, above a bold rule."""
    side, lead = sizes.body * 4.8, sizes.item * 1.3
    cells = (
        (side, Stack((text(label, sizes.body, side, lead, bold=True),))),
        (MEASURE - side, Stack((text(words, sizes.item, MEASURE - side, lead, bold=True),))),
    )
    return Row(cells, sizes.pad, BOLD_RULE)


def facts_line(parts: Sequence[tuple[str, str]], sizes: Sizes) -> Row:
    """Short facts on a line, each whole; those without text are left out."""
    plain, bold = Ink(sizes.body), Ink(sizes.body, bold=True)
    known = [(Piece(f"{label} ", bold), Piece(words, plain)) for label, words in parts if words]
    return Row(((MEASURE, Stack((_abreast(known, MEASURE, sizes),))),), sizes.pad, RULE)


def person(label: str, about: Sequence[str], sizes: Sizes) -> Row:
    """A person: the name bold, then what else is known."""
    name, *rest = about
    parts = [(Piece(name, Ink(sizes.body, bold=True)),)]
    parts += [(Piece(words, Ink(sizes.body)),) for words in rest if words]
    side = sizes.body * 4.8
    cells = (
        (side, Stack((text(label, sizes.body, side, sizes.lead, bold=True),))),
        (MEASURE - side, Stack((_abreast(parts, MEASURE - side, sizes),))),
    )
    return Row(cells, sizes.pad, RULE)


def _abreast(parts: Sequence[tuple[Piece, ...]], measure: float, sizes: Sizes) -> Text:
    pieces = abreast(parts, Piece("　 ", Ink(sizes.body)), measure)
    return Text(fill(pieces, measure), sizes.lead)
