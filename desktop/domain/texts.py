"""Text that is shown and printed: what draws nothing or turns a line around stays out of it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar, cast

_T = TypeVar("_T")

# Variation selectors, fillers and the grapheme joiner: drawn as nothing, yet not category Cf.
_DRAWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff9-\ufffc"
    "\U000e0000-\U000e0fff]"
)
_BREAKS = frozenset("\t\n")
# What nearly every text here consists of; a file of 100,000 rows is looked at in a second by it.
_COMMON = re.compile("[ -~\u3001-\u3020\u4e00-\u9fff\uff01-\uff5e]*")


def invisible(character: str) -> bool:
    """Whether a character draws nothing: controls, zero widths, writing directions, halves.

    U+202A to 202E and U+2066 to 2069 turn what follows around, so that it reads as something else.
    Spaces are visible in this sense; private use is, too, since older cards carry it.
    """
    if character.isascii():
        return not " " <= character <= "~"
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return True
    nowhere = category == "Cn" and (ord(character) & 0xFFFE == 0xFFFE or _nonchar(character))
    return nowhere or _DRAWN_AS_NOTHING.match(character) is not None


def _nonchar(character: str) -> bool:
    return "\ufdd0" <= character <= "\ufdef"


def first_invisible(text: str, breaks: bool = False) -> str:
    """The first character that draws nothing, or nothing; with `breaks` lines may end."""
    if _COMMON.fullmatch(text):
        return ""
    fine = _BREAKS if breaks else frozenset[str]()
    return next((c for c in text if invisible(c) and c not in fine), "")


def visible(text: str) -> str:
    """Text in NFC without what draws nothing; lines and spaces stay as they were typed."""
    if _COMMON.fullmatch(text):
        return text
    evened = re.sub("\r\n|[\r\u2028\u2029\x85]", "\n", text)
    kept = "".join(c for c in evened if c in _BREAKS or not invisible(c))
    return unicodedata.normalize("NFC", kept)


def plain(text: str) -> str:
    """The same on one line, without spaces at its ends."""
    return " ".join(visible(text).split("\n")).replace("\t", " ").strip()


def tidied(value: _T) -> _T:
    """A value with every text inside it made visible; dataclasses and collections are entered."""
    made: Any = value
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        made = visible(value)
    elif isinstance(value, tuple | frozenset):
        made = type(value)(map(tidied, value))
    elif isinstance(value, Mapping):
        made = {tidied(key): tidied(each) for key, each in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        made = replace(value, **{name: tidied(each) for name, each in parts.items()})
    return cast("_T", made)


_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]$")


def without_remark(label: str) -> str:
    """A label without the remark in brackets at its end."""
    return _REMARK.sub("", label)
