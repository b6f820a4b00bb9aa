"""Ranking of the item browser: characters, pinyin, initials, everyday phrases, slips.

Everything happens in memory, and what can be computed before a key is pressed stands in
an `Index`. Texts carry their readings, so pypinyin is not needed here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log
from operator import mul
from typing import NamedTuple

from desktop.domain.texts import plain
from desktop.services.closeness import (
    Known,
    Near,
    Nears,
    Spans,
    literal,
    prepared,
    reading_pattern,
    spoken,
    spoken_slips,
    written_slips,
)
from desktop.services.readings import fold

LONGEST_QUERY = 60
LEAST_SCORE = 8.0
LEAST_SHARE = 0.3
LONGEST_PIECE = 12
UNKNOWN_WORTH = 2.0
MATCHES_SHOWN = 4

_GAPS = re.compile(r"[\s,，.。、;；:：/|·?？!！\"“”'‘’()（）]+")
# What people say around the matter itself.
_BEFORE = re.compile(
    "(请问|你好|您好|我想|我要|我的|我|想要|想|要|怎么样|怎么|如何|帮我|帮|去哪里|去哪|在哪里|在哪|哪里"
    "|可以|能不能|申请|办理|办个|办|开个|弄个|需要|有个)+"
)
_AFTER = re.compile(
    "(怎么办理|怎么办|怎么弄|怎么开|咋办|咋整|如何办理|办理|要带什么|带什么|什么|需要|要|材料|手续|流程"
    "|多少钱|多久|在哪里办|在哪办|去哪办|哪里办|可以办|能办|吗|呢|啊|呀|吧|的)+$"
)


@dataclass(frozen=True, slots=True)
class Text:
    """One searchable text of an item; `weight` from 0 to 1, `syllables` as in readings."""

    kind: str
    text: str
    weight: float
    syllables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as the search sees it."""

    key: str
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A text that was hit; `spans` are begin and end of the matched characters."""

    kind: str
    text: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that fits; `score` from 0 to 100, best texts first."""

    key: str
    score: float
    matches: tuple[Match, ...]


class _Holder(NamedTuple):
    entry: int
    kind: str
    weight: float


class _Found(NamedTuple):
    score: float
    match: Match


@dataclass(frozen=True, slots=True)
class Index:
    """Entries with all that can be computed before somebody types."""

    entries: tuple[Entry, ...]
    known: tuple[Known, ...]
    holders: tuple[tuple[_Holder, ...], ...]
    grams: dict[str, dict[int, float]]


_Hits = dict[int, list[_Found]]


def build_index(entries: Iterable[Entry]) -> Index:
    """Prepare entries for `rank`."""
    listed = tuple(entries)
    holders: dict[tuple[str, tuple[str, ...]], list[_Holder]] = {}
    for place, entry in enumerate(listed):
        for text in entry.texts:
            holder = _Holder(place, text.kind, text.weight)
            holders.setdefault((text.text, text.syllables), []).append(holder)
    known = tuple(prepared(*key) for key in holders if key[0])
    held = tuple(tuple(each) for key, each in holders.items() if key[0])
    return Index(listed, known, held, _gram_table(known, held))


def rank(entries: Index | Iterable[Entry], query: str) -> list[Hit]:
    """Return the entries that fit a query, best first; equals keep the given order.

    An empty query returns all entries with score 0 in the given order, a query that fits
    nothing an empty list, and so do signs that are no words. Only the first 60 characters count.
    Never raises.
    """
    index = entries if isinstance(entries, Index) else build_index(entries)
    words = _words(query)
    if not words and plain(query):
        return []
    if not words:
        return [Hit(entry.key, 0.0, ()) for entry in index.entries]
    scored = _scored([_word_hits(index, word) for word in words])
    if len(words) > 1:
        for place, whole in _scored([_word_hits(index, "".join(words))]).items():
            scored[place] = max(whole, scored.get(place, whole), key=lambda each: each[0])
    hits = [_hit(index.entries[place].key, *scored[place]) for place in sorted(scored)]
    return sorted((h for h in hits if h.score >= LEAST_SCORE), key=lambda h: -h.score)


def _words(query: str) -> list[str]:
    words = [word for word in _GAPS.split(fold(query[:LONGEST_QUERY])) if word]
    return [word for word in words if _bare(word)] or words


def _bare(word: str) -> str:
    before = _BEFORE.match(word)
    return _AFTER.sub("", word[before.end() :] if before else word)


def _scored(words: list[_Hits]) -> dict[int, tuple[float, list[_Found]]]:
    """Join the hits of several words: the mean of their best, less where a word is missing."""
    joined: dict[int, tuple[float, list[_Found]]] = {}
    for place in set().union(*words):
        hits = [word[place] for word in words if place in word]
        mean = sum(max(f.score for f in found) for found in hits) / len(words)
        missing = 1.0 if len(hits) == len(words) else 0.6
        joined[place] = mean * missing, [found for each in hits for found in each]
    return joined


def _hit(key: str, score: float, found: list[_Found]) -> Hit:
    best = sorted(found, key=lambda each: -each.score)
    spans: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for each in best:
        spans.setdefault((each.match.kind, each.match.text), set()).update(each.match.spans)
    # Several texts that say the same are worth a little, never enough to change the band.
    score = min(1.0, score + min(0.02, 0.004 * (len(spans) - 1)))
    shown = list(spans.items())[:MATCHES_SHOWN]
    matches = tuple(Match(kind, text, _merged(places)) for (kind, text), places in shown)
    return Hit(key, round(100 * score, 2), matches)


def _merged(spans: Iterable[tuple[int, int]]) -> Spans:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return tuple(merged)


def _word_hits(index: Index, word: str) -> _Hits:
    bare = _bare(word)
    nears = _near_texts(index, word)
    if bare not in ("", word):
        for place, near in _near_texts(index, bare).items():
            _keep(nears, place, near._replace(closeness=0.97 * near.closeness))
    hits = _held(index, nears)
    _add_pieces(index, bare or word, hits)
    if max((found.score for each in hits.values() for found in each), default=0.0) < 0.5:
        for entry, found in _held(index, _slips(index, bare or word)).items():
            hits.setdefault(entry, []).extend(found)
    return hits


def _keep(nears: Nears, place: int, near: Near) -> None:
    nears[place] = max(near, nears.get(place, near))


def _held(index: Index, nears: Nears) -> _Hits:
    hits: _Hits = {}
    for place, near in nears.items():
        text = index.known[place].text
        for entry, kind, weight in index.holders[place]:
            found = _Found(near.closeness * weight, Match(kind, text, near.spans))
            hits.setdefault(entry, []).append(found)
    return hits


def _near_texts(index: Index, word: str) -> Nears:
    pattern = reading_pattern(word) if re.search("[a-z]", word) else None
    nears: Nears = {}
    for place, known in enumerate(index.known):
        near = literal(known.plain, word)
        if near is None and pattern is not None:
            near = spoken(known, pattern, word)
        if near is not None:
            nears[place] = near
    return nears


def _add_pieces(index: Index, word: str, hits: _Hits) -> None:
    """Add entries whose texts hold pieces of a word; rare pieces count for more."""
    worth = [0.0] * len(word)
    cover: dict[int, list[float]] = {}
    for begin, piece in _pieces(word, LONGEST_PIECE):
        if holders := index.grams.get(piece):
            _lift(worth, begin, len(piece), log(1 + len(index.entries) / len(holders)))
            for entry, weight in holders.items():
                _lift(cover.setdefault(entry, [0.0] * len(word)), begin, len(piece), weight)
    worth = [each or UNKNOWN_WORTH for each in worth]
    for entry, row in cover.items():
        share = sum(map(mul, row, worth)) / sum(worth)
        if share >= LEAST_SHARE:
            match = _pieces_match(index.entries[entry], word)
            hits.setdefault(entry, []).append(_Found(0.75 * share, match))


def _lift(row: list[float], begin: int, size: int, value: float) -> None:
    for place in range(begin, begin + size):
        row[place] = max(row[place], value)


def _pieces_match(entry: Entry, word: str) -> Match:
    pairs = {piece for _, piece in _pieces(word, 2)}
    held = [(sum(p in text.text for p in pairs), text.weight, text) for text in entry.texts]
    best = max(held, key=lambda each: each[:2])[2]
    plain = fold(best.text)
    spans = [(m.start(), m.end()) for p in pairs for m in re.finditer(re.escape(p), plain)]
    return Match(best.kind, best.text, tuple(spans))


def _pieces(text: str, longest: int) -> Iterator[tuple[int, str]]:
    for size in range(2, longest + 1):
        for begin in range(len(text) - size + 1):
            yield begin, text[begin : begin + size]


def _slips(index: Index, word: str) -> Nears:
    if re.fullmatch("[a-z]{5,}", word):
        return spoken_slips(index.known, word)
    return written_slips(index.known, word) if len(word) >= 3 else {}


def _gram_table(
    known: tuple[Known, ...], holders: tuple[tuple[_Holder, ...], ...]
) -> dict[str, dict[int, float]]:
    table: dict[str, dict[int, float]] = {}
    for each, held in zip(known, holders, strict=True):
        worths = {piece: 0.9 for _, piece in _pieces(each.plain, 3)}
        if 2 <= len(each.plain) <= LONGEST_PIECE:
            worths[each.plain] = 1.0
        for piece, worth in worths.items():
            row = table.setdefault(piece, {})
            for entry, _, weight in held:
                row[entry] = max(worth * weight, row.get(entry, 0.0))
    return table
