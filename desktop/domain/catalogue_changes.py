"""What is different between two editions of the catalogue: item by item, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Files = Mapping[str, Any]
"""The catalogue as its files hold it: name to plain data."""

KEYS = ("id", "material", "when", "ask", "law", "office")
"""What a row of a list is known by, the first that it has."""

NOTHING: tuple[Any, ...] = (None, "", False, [], {})
"""Values that say no more than a field that is left out."""


@dataclass(frozen=True, slots=True)
class Change:
    """One text that is different: its file, the row of a table or item, the field, both texts.

    `path` names fields, and rows as they are counted in the newer edition, from 1.
    """

    file: str
    row: str
    path: tuple[str, ...]
    before: str
    after: str


def changes(old: Files, new: Files) -> tuple[Change, ...]:
    """All that differs, in the order of the newer edition."""
    found: list[Change] = []
    for file in [*new, *(name for name in old if name not in new)]:
        for row, path, before, after in _tables(old.get(file), new.get(file)):
            found.append(Change(file, row, path, said(before), said(after)))
    return tuple(found)


_Found = Iterator[tuple[str, tuple[str, ...], Any, Any]]


def _tables(old: Any, new: Any) -> _Found:
    """A file of one item, or a table in which every row has an id."""
    if not isinstance(old or new, list):
        name = str((new or old or {}).get("id", "")) if isinstance(new or old, Mapping) else ""
        for path, before, after in _compared((), old, new):
            yield name, path, before, after
        return
    was = {each.get("id"): each for each in old or ()}
    now = {each.get("id"): each for each in new or ()}
    for key in [*now, *(key for key in was if key not in now)]:
        for path, before, after in _compared((), was.get(key), now.get(key)):
            yield str(key), path, before, after


_Deep = Iterator[tuple[tuple[str, ...], Any, Any]]


def _compared(path: tuple[str, ...], old: Any, new: Any) -> _Deep:
    if old == new or (old in NOTHING and new in NOTHING):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in [*new, *(name for name in old if name not in new)]:
            yield from _compared((*path, str(name)), old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(path, old, new)
    else:
        yield path, old, new


def _lists(path: tuple[str, ...], old: Sequence[Any], new: Sequence[Any]) -> _Deep:
    """Row against row: known by their key, else by their place."""
    one, other = [_key(row) for row in old], [_key(row) for row in new]
    for _what, i1, i2, j1, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for at_old, at_new in zip(range(i1, i2), range(j1, j2), strict=False):
            place = (*path, str(at_new + 1))
            yield from _compared(place, old[at_old], new[at_new])
        both = min(i2 - i1, j2 - j1)
        for gone in range(i1 + both, i2):
            yield (*path, str(gone + 1)), old[gone], None
        for come in range(j1 + both, j2):
            yield (*path, str(come + 1)), None, new[come]


def _key(row: Any) -> str:
    if isinstance(row, Mapping):
        return next((f"{key} {row[key]}" for key in KEYS if key in row), str(sorted(row)))
    return str(row)


def said(value: Any) -> str:
    """A value as one line for people."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case list():
            return "；".join(map(said, value))
        case Mapping():
            return " · ".join(text for text in map(said, value.values()) if text)
        case _:
            return str(value)


def carried_over(base: Files, own: Files, shipped: Files) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A station's own changes on top of a newer shipped edition, file by file.

    A file that both changed stays as shipped and is named, so that somebody looks at it.
    """
    made, left = dict(shipped), []
    for file, content in own.items():
        if file == EDITION or content == base.get(file) or content == shipped.get(file):
            continue
        if shipped.get(file) == base.get(file):
            made[file] = content
        else:
            left.append(file)
    return made, tuple(left)


EDITION = "edition.yaml"
"""The file that names the edition and its day."""
