"""How close one text is to one word of a query: written, spoken as pinyin, or with a slip.

Closeness runs from 0 to 1: the whole text 1, its beginning from .88, inside it from .72,
the text inside the word .30 to .80, pinyin .50 to .70, slips of the keyboard to .48.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from desktop.services.readings import fold, segments

Spans = tuple[tuple[int, int], ...]


class Known(NamedTuple):
    """A distinct text, prepared; `starts` are the places of its segments and its end."""

    text: str
    plain: str
    starts: tuple[int, ...]
    syllables: tuple[str, ...]
    reading: str
    slack: str


class Near(NamedTuple):
    """How close a text is, and which of its characters say so."""

    closeness: float
    spans: Spans


Nears = dict[int, Near]


def prepared(text: str, syllables: tuple[str, ...]) -> Known:
    """Prepare a text with the readings of its segments."""
    cut = segments(text)
    # Readings made for another text are worth nothing: better none than wrong ones.
    read = syllables if len(syllables) == len(cut) else cut
    reading = "".join(f"\x01{a}\x02{b}" for a, b in zip(cut, read, strict=True))
    starts = tuple(accumulate(map(len, cut), initial=0))
    return Known(text, fold(text), starts, read, reading, _slack("".join(read)))


def literal(plain: str, word: str) -> Near | None:
    """Find a word in a folded text as it is written, or a whole short text in the word."""
    place = plain.find(word)
    if place < 0:
        if 2 <= len(plain) < len(word) and plain in word:
            return Near(0.3 + 0.5 * len(plain) / len(word), ((0, len(plain)),))
        return None
    share = len(word) / len(plain)
    spans = tuple((m.start(), m.end()) for m in re.finditer(re.escape(word), plain))
    if share == 1:
        return Near(1.0, spans)
    return Near(0.72 + 0.14 * share if place else 0.88 + 0.08 * share, spans)


# In a reading each segment stands as \x01 segment \x02 syllable. A syllable may be left
# when it is complete, or after its initial.
_LEAVE = "(?:(?=\x01)|(?<=\x02.)[^\x01]*|(?<=\x02[zcs]h)[^\x01]*)"


def reading_pattern(word: str) -> re.Pattern[str]:
    """Let each letter go on in its syllable or begin the next one: full, initials, mixed."""
    parts: list[str] = []
    after_letter = False
    for character in word:
        letter = re.match("[a-z0-9]", character) is not None
        leave = (_LEAVE if after_letter else "[^\x01]*") if parts else ""
        aim = f"[^\x02]+\x02{character}" if letter else f"{re.escape(character)}\x02"
        begin = f"{leave}\x01{aim}"
        parts.append(f"(?:{character}|{begin})" if letter and after_letter else begin)
        after_letter = letter
    return re.compile("".join(parts))


def spoken(known: Known, pattern: re.Pattern[str], word: str) -> Near | None:
    """Find a word in a text's pinyin; `pattern` is the word's `reading_pattern`."""
    best: Near | None = None
    for match in pattern.finditer(known.reading):
        first = known.reading.count("\x01", 0, match.start())
        count = match.group().count("\x01")
        length = sum(map(len, known.syllables[first : first + count]))
        share = count / len(known.syllables)
        closeness = 0.5 + 0.1 * min(1.0, len(word) / length) + 0.06 * share + 0.04 * (first == 0)
        near = Near(closeness, ((known.starts[first], known.starts[first + count]),))
        best = near if best is None else max(best, near)
    return best


def written_slips(texts: Sequence[Known], word: str) -> Nears:
    """Return the texts, by place, that differ from a word by a missed or wrong character."""
    # Imported here, as below: most queries are answered without it.
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import Indel

    plains = [known.plain for known in texts]
    nears: Nears = {}
    for plain, ratio, place in process.extract(
        word, plains, scorer=fuzz.ratio, score_cutoff=65, limit=None
    ):
        blocks = Indel.opcodes(word, plain)
        spans = tuple((b.dest_start, b.dest_end) for b in blocks if b.tag == "equal")
        begins_alike = 0.04 * (plain[0] == word[0])
        nears[place] = Near(0.2 + 0.24 * (ratio - 65) / 35 + begins_alike, spans)
    return nears


def spoken_slips(texts: Sequence[Known], word: str) -> Nears:
    """Return the texts, by place, whose pinyin holds a word but for a slip or an accent."""
    from rapidfuzz import fuzz

    slack = _slack(word)
    least = 80 if len(slack) < 8 else 86
    nears: Nears = {}
    for place, known in enumerate(texts):
        # A text much shorter than the word would fit into it anywhere.
        fits = len(known.slack) >= len(slack) - 2
        window = fits and fuzz.partial_ratio_alignment(slack, known.slack, score_cutoff=least)
        if window:
            share = min(1.0, len(slack) / len(known.slack))
            closeness = 0.2 + (0.14 + 0.08 * share) * (window.score - 80) / 20 + 0.06 * share
            nears[place] = Near(closeness, _window(known, window.dest_start, window.dest_end))
    return nears


def _window(known: Known, begin: int, end: int) -> Spans:
    ends = [len(_slack("".join(known.syllables[:n]))) for n in range(1, len(known.starts))]
    first, last = bisect_right(ends, begin), bisect_left(ends, end)
    return ((known.starts[first], known.starts[last + 1]),)


def _slack(letters: str) -> str:
    """Make alike what is often typed for one another: zh and z, ang and an."""
    return re.sub("(?<=[zcs])h|(?<=n)g", "", letters)
