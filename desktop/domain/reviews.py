"""What a supervisor says about a case (抽查): looked at, returned, urged, given away."""

from enum import StrEnum


class ReviewKind(StrEnum):
    """Why a case was picked out."""

    SAMPLE = "sample"
    RETURNED = "returned"
    URGED = "urged"
    REASSIGNED = "reassigned"


FOR_OFFICER = frozenset({ReviewKind.RETURNED, ReviewKind.URGED})
"""Kinds that wait for the officer's answer; a sample waits for the supervisor's."""

NEEDS_WORDS = frozenset({ReviewKind.RETURNED, ReviewKind.URGED, ReviewKind.REASSIGNED})
"""Kinds that say something to a colleague."""

DRAWN = 20
"""Cases that a random sample holds at most."""
