"""Each coming of the citizen in a matter, counted: what "at most one visit" is measured by."""

from collections.abc import Iterable
from enum import StrEnum


class Purpose(StrEnum):
    """What the citizen came for."""

    APPLY = "apply"
    SUPPLEMENT = "supplement"
    OWED = "owed"
    PICK_UP = "pick_up"
    WITHDRAW = "withdraw"
    ASK = "ask"


COUNTED = frozenset(Purpose) - {Purpose.ASK}
"""Who only asks how far it is was not made to come."""


def counted(purposes: Iterable[Purpose]) -> int:
    """How often the citizen had to come."""
    return sum(1 for purpose in purposes if purpose in COUNTED)
