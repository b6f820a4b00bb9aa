"""Pinyin of texts, computed when they are stored and never while somebody types."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from desktop.domain.identity import HAN

_SEGMENT = re.compile(f"{HAN}|(?:(?!{HAN}).)+", re.DOTALL)


def fold(text: str) -> str:
    """Return a text in lower case and plain width, character for character; controls as spaces.

    The length stays, so that a place found in the folded text is a place in the text.
    """
    return "".join(map(_fold_character, text))


def segments(text: str) -> tuple[str, ...]:
    """Cut a folded text into what has one reading: a Han character, or a run of others."""
    return tuple(_SEGMENT.findall(fold(text)))


def syllables(text: str) -> tuple[str, ...]:
    """Return one reading for each of the text's `segments`: pinyin without tones, ü as v.

    Characters with several readings follow the word they stand in. What is not Han, or
    unknown, reads as itself. The first call takes half a second.
    """
    # Imported here: loading its dictionaries takes half a second.
    from pypinyin import Style, lazy_pinyin

    read: list[str] = []
    for run in re.findall(f"{HAN}+|(?:(?!{HAN}).)+", fold(text), re.DOTALL):
        if re.match(HAN, run):
            read += lazy_pinyin(run, style=Style.NORMAL, errors=_apart)
        else:
            read.append(run)
    return tuple(read)


def _apart(unknown: str) -> Any:
    # The library also takes one reading for each character; its types do not say so.
    return list(unknown)


@lru_cache(maxsize=20_000)
def _fold_character(character: str) -> str:
    if character < " ":
        return " "
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def initials(name: str) -> str:
    """The first letters of a name's pinyin, for finding people by typing `zxm`."""
    return "".join(syllable[:1] for syllable in syllables(name))
