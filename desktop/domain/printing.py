"""A rendered paper, what a print queue says of it, and what became of each sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Paper:
    """What rendering gives back: the PDF, its SHA-256 in hex, its pages."""

    pdf: bytes
    sha256: str
    pages: int


class PrintOutcome(StrEnum):
    """From asking to paper in the hand; only the officer can say the last."""

    ASKED = "asked"
    QUEUED = "queued"
    GONE = "gone"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    SAVED = "saved"


_O = PrintOutcome

MOVES: Mapping[PrintOutcome, frozenset[PrintOutcome]] = {
    _O.ASKED: frozenset({_O.QUEUED, _O.GONE, _O.CONFIRMED, _O.FAILED}),
    _O.QUEUED: frozenset({_O.GONE, _O.CONFIRMED, _O.FAILED}),
    _O.GONE: frozenset({_O.CONFIRMED, _O.FAILED}),
    _O.CONFIRMED: frozenset(),
    _O.FAILED: frozenset(),
    _O.SAVED: frozenset(),
}
"""What may follow; what the officer said is final, whatever the queue says afterwards."""

UNTOLD = frozenset(state for state, after in MOVES.items() if _O.CONFIRMED in after)
"""Sheets of which nobody has said whether they came out."""

NO_SHEET = frozenset({_O.FAILED, _O.SAVED})
"""Where no paper of ours is about, so that the next one is no copy."""


def allowed(before: PrintOutcome, after: PrintOutcome) -> bool:
    """Whether a sheet may go from one state to another."""
    return after in MOVES[before]


class News(StrEnum):
    """What a print queue says of a job, now."""

    WAITING = "waiting"
    HELD = "held"
    PAUSED = "paused"
    GONE = "gone"
    REFUSED = "refused"
    NO_PRINTER = "no_printer"
    NO_SERVICE = "no_service"
    UNKNOWN = "unknown"


FOLLOWS: Mapping[News, PrintOutcome | None] = {
    News.WAITING: _O.QUEUED,
    News.HELD: _O.QUEUED,
    News.PAUSED: _O.QUEUED,
    News.GONE: _O.GONE,
    News.REFUSED: _O.FAILED,
    News.NO_PRINTER: None,
    News.NO_SERVICE: None,
    News.UNKNOWN: None,
}
"""The state a sheet is in after such news; None where the news says nothing about the sheet."""

STUCK = frozenset({News.HELD, News.PAUSED, News.REFUSED, News.NO_PRINTER, News.NO_SERVICE})
"""News upon which somebody has to do something before paper comes out."""

LAST = frozenset({News.GONE, News.REFUSED, News.NO_PRINTER, News.UNKNOWN})
"""News after which the queue has nothing more to say."""


@dataclass(frozen=True, slots=True)
class Seen:
    """News of a job, and the printer's own words for what stops it."""

    news: News
    why: str = ""
