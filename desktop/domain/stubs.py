"""Signed stubs read back from scans: which codes belong together, which number they give, or none.

A slip's number stands on both halves as Code 128 and QR; the stub's QR ends in `MARK`, so that the
citizen's half is never taken for a signed stub. Slips of former templates carry no mark.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

MARK = "/S"
"""At the end of the number in a stub's QR code (存根)."""

UNMARKED = frozenset({"notice-1", "notice-2", "notice-3"})
"""Templates whose stubs carry no mark; nobody can tell their halves apart by the codes."""

_NUMBER = re.compile(r"[0-9A-Z]{13,40}")

BESIDE, BELOW = (4.0, 14.0), 2.0
"""How far the bars lie from the QR code of the same stub, in sides of that code: along, across."""


class How(StrEnum):
    """By which of its two codes a stub was read."""

    BOTH = "both"
    QR = "qr"
    BARS = "bars"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a page: its kind, its text, its corners from the upper left round, in px."""

    qr: bool
    text: str
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """One stub of a page; `marked` tells that its QR said it is one."""

    number: str
    how: How
    marked: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What a page gave: stubs, numbers of citizens' halves, numbers whose codes contradict."""

    stubs: tuple[Read, ...]
    halves: tuple[str, ...]
    contradicting: tuple[str, ...]


def stub_code(number: str) -> str:
    """What the QR code of a stub says."""
    return f"{number}{MARK}"


def number_in(text: str) -> tuple[str, bool]:
    """The slip's number in a code and whether it is a stub's; nothing where it is none.

    An address that ends in a number (…#330105A1202611230001) gives the number.
    """
    plain = text.strip()
    marked = plain.endswith(MARK)
    plain = plain.removesuffix(MARK)
    plain = re.split(r"[#=/?&]", plain)[-1]
    return (plain, marked) if _NUMBER.fullmatch(plain) else ("", False)


def stubs_of(codes: Sequence[Code]) -> Page:
    """Put the codes of a page together to stubs; what contradicts itself is never guessed at."""
    known = [(code, *number_in(code.text)) for code in codes]
    squares = [(code, number, marked) for code, number, marked in known if code.qr and number]
    bars = [(code, number) for code, number, _ in known if not code.qr and number]
    wrong = set(_contradictions([(c, n) for c, n, _ in squares], bars))
    barred = {number for _, number in bars}
    found: dict[str, Read] = {}
    for _, number, marked in squares:
        if number not in wrong and (number not in found or marked):
            how = How.BOTH if number in barred else How.QR
            found[number] = Read(number, how, marked)
    for number in barred - wrong - set(found):
        found[number] = Read(number, How.BARS, marked=False)
    halves = tuple(sorted(n for n, read in found.items() if not read.marked))
    return Page(tuple(found[n] for n in sorted(found)), halves, tuple(sorted(wrong)))


def _contradictions(
    squares: Iterable[tuple[Code, str]], bars: Sequence[tuple[Code, str]]
) -> Iterator[str]:
    """Numbers of codes that stand on one stub and do not agree."""
    for square, number in squares:
        for bar, other in bars:
            if other != number and _same_stub(square, bar):
                yield number
                yield other


def _same_stub(square: Code, bar: Code) -> bool:
    """Whether bars lie where a stub has them: in the line of its QR code, to the right."""
    if len(square.corners) != 4:
        return False
    (ax, ay), (bx, by), _, (dx, dy) = square.corners
    wide, high = hypot(bx - ax, by - ay), hypot(dx - ax, dy - ay)
    if not wide or not high:
        return False
    away_x, away_y = (a - b for a, b in zip(_middle(bar), _middle(square), strict=True))
    along = (away_x * (bx - ax) + away_y * (by - ay)) / (wide * wide)
    across = (away_x * (dx - ax) + away_y * (dy - ay)) / (high * high)
    return BESIDE[0] <= along <= BESIDE[1] and abs(across) <= BELOW


def _middle(code: Code) -> tuple[float, float]:
    count = len(code.corners)
    return sum(x for x, _ in code.corners) / count, sum(y for _, y in code.corners) / count
