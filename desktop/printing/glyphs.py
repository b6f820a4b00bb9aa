"""The paper's own fonts: which of them draws a character, how wide, and what none can draw."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from itertools import groupby
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import resources
from desktop.domain.errors import Refusal, Trouble

REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
RARE = "HanaMinB"
"""Rare characters of Extensions B to F; 30 MB, so it is read only when one is met."""

ASCENT = 0.88
"""How much of the em stands above the baseline; the same in all three fonts but for a hair."""


KEPT = "\n\u3000\u00a0"
"""Blank characters that mean something on paper: a new line, a full space, a tied space."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that one font draws."""

    font: str
    text: str


class _Font(TTFont):
    """A font whose text can be copied out of the paper, rare characters too.

    reportlab 5.1 writes those beyond U+FFFF as one number, where a pair of UTF-16 is wanted.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = re.sub(r"(?<= <)[0-9A-F]{5,6}(?=>)", _pair, stream.content)


def _pair(code: re.Match[str]) -> str:
    return chr(int(code[0], 16)).encode("utf-16-be").hex().upper()


@cache
def font(name: str) -> TTFont:
    """A font, read once a process and made known to reportlab."""
    loaded = _Font(name, str(resources.path("fonts", f"{name}.ttf")))
    pdfmetrics.registerFont(loaded)
    return loaded


@cache
def _drawn_by(char: str, bold: bool) -> str | None:
    for name in (BOLD if bold else REGULAR, RARE):
        if ord(char) in font(name).face.charToGlyph:
            return name
    return None


@cache
def _em(char: str, bold: bool) -> float:
    face = font(_drawn_by(char, bold) or REGULAR).face
    return float(face.charWidths.get(ord(char), face.defaultWidth)) / 1000


def plain(text: str) -> str:
    """The text with tabs and other blank characters as spaces; line feeds stay."""
    if text.isprintable():
        return text
    return "".join(" " if c.isspace() and c not in KEPT else c for c in text.replace("\r\n", "\n"))


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text without line feeds is at a size."""
    return size * sum(_em(char, bold) for char in text)


def runs(text: str, bold: bool = False) -> tuple[Run, ...]:
    """The text cut where the font changes."""
    pieces = groupby(text, key=lambda char: _drawn_by(char, bold) or REGULAR)
    return tuple(Run(name, "".join(chars)) for name, chars in pieces)


def check(*contents: object) -> None:
    """Refuse what no font can draw, before anything is drawn; the character is named.

    Takes texts, and looks into dataclasses, mappings and sequences for more of them.
    """
    seen = {char for content in contents for text in _texts(content) for char in plain(text)}
    for char in sorted(seen - {"\n"}):
        if _drawn_by(char, False) is None or _drawn_by(char, True) is None:
            raise Refusal(Trouble.GLYPH_MISSING, character=char, code=f"U+{ord(char):04X}")


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif is_dataclass(content):
        yield from _all_texts(getattr(content, field.name) for field in fields(content))
    elif isinstance(content, Mapping):
        yield from _all_texts(content.values())
    elif isinstance(content, list | tuple):
        yield from _all_texts(content)


def _all_texts(contents: Iterable[object]) -> Iterator[str]:
    for content in contents:
        yield from _texts(content)
