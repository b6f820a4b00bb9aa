"""Text that is shown and printed: what draws nothing or turns a line around stays out of it."""

import re
import unicodedata

# Variation selectors, fillers and the grapheme joiner: drawn as nothing, yet not category Cf.
_DRAWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff9-\ufffc"
    "\U000e0000-\U000e0fff]"
)
_BREAKS = frozenset("\t\n")


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
    fine = _BREAKS if breaks else frozenset[str]()
    return next((c for c in text if invisible(c) and c not in fine), "")


def plain(text: str) -> str:
    """Typed or pasted text in NFC on one line, without what draws nothing; ends are trimmed."""
    seen = "".join(" " if c in "\t\r\n\u2028\u2029\x85" else c for c in text)
    seen = "".join(c for c in unicodedata.normalize("NFC", seen) if not invisible(c))
    return unicodedata.normalize("NFC", seen).strip()


def plain_lines(text: str) -> str:
    """The same for text of several lines, whose ends stay."""
    return "\n".join(plain(line) for line in re.split("\r\n|[\r\n\u2028\u2029\x85]", text)).strip()
