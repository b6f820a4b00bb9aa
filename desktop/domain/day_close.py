"""Closing a day (日结): which gaps there are, the snapshot's hash, what changed after closing."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.domain.audit import canonical

Record = Mapping[str, Any]
"""One record of a day as plain values, by the names of its fields."""

Snapshot = Mapping[str, Mapping[str, Record]]
"""The records of a day: by their kind, then by their key."""


class GapKind(StrEnum):
    """What is still open at the end of a day."""

    STUB = "stub"
    PRINT = "print"
    NUMBER = "number"
    DRAFT = "draft"
    GUARD = "guard"
    OVERDUE = "overdue"
    OWED = "owed"
    PARCEL = "parcel"
    CALL_BACK = "call_back"
    REVIEW = "review"


class Difference(StrEnum):
    """How a record differs from what the closed day says of it."""

    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One record that is not as it was when the day was closed; `fields` give before and now."""

    kind: str
    key: str
    how: Difference
    fields: Mapping[str, tuple[Any, Any]]


def fingerprint(snapshot: Snapshot) -> str:
    """SHA-256 over a day's records in the one way they are written as text."""
    return hashlib.sha256(canonical(snapshot).encode()).hexdigest()


def changes(before: Snapshot, now: Snapshot) -> Iterator[Change]:
    """Every record that was changed, added or lost since, in order."""
    for kind in sorted({*before, *now}):
        old, new = before.get(kind, {}), now.get(kind, {})
        for key in sorted({*old, *new}, key=lambda each: (len(each), each)):
            change = _change(kind, key, old.get(key), new.get(key))
            if change is not None:
                yield change


def _change(kind: str, key: str, old: Record | None, new: Record | None) -> Change | None:
    if old is None or new is None:
        how = Difference.ADDED if old is None else Difference.GONE
        return Change(kind, key, how, {})
    names = sorted({*old, *new})
    fields = {n: (old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n)}
    return Change(kind, key, Difference.CHANGED, fields) if fields else None
