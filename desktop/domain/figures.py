"""The supervisor's figures: counts that add up, shares made of them, how they are bundled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt

LONGEST_VISIT = 120
"""Minutes; an intake that lay longer was left and taken up again, and says nothing of a visit."""


class By(StrEnum):
    """What the figures are told apart by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ITEM = "item"
    OFFICER = "officer"


class Share(StrEnum):
    """A figure that is a part of another; the whole is in `WHOLES`."""

    ONCE = "once"
    TOLD_ONCE = "told_once"
    COMPLETE = "complete"
    SPECIAL = "special"
    ELDERLY = "elderly"
    NON_LOCAL = "non_local"
    STUBS = "stubs"
    ON_TIME = "on_time"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over some visits, cases, decisions and parcels; two of them may be added.

    Visits are slips that are not void; `first` are first ones of their matter, `complete` those
    of them where nothing was missing. `finished` are cases in the citizen's hands, `once` those
    with one coming; `received` are cases that came in, `told_once` those where nothing was asked
    for that could have been asked before. `minutes` are those of `timed` visits.
    """

    visits: int = 0
    first: int = 0
    complete: int = 0
    special: int = 0
    elderly: int = 0
    non_local: int = 0
    stubs: int = 0
    minutes: float = 0.0
    timed: int = 0
    received: int = 0
    told_once: int = 0
    finished: int = 0
    once: int = 0
    decided: int = 0
    on_time: int = 0
    arrived: int = 0
    delivered: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Tally)))

    def share(self, which: Share) -> float | None:
        """A part of its whole from 0 to 1; None where there is nothing yet."""
        whole = getattr(self, WHOLES[which])
        return getattr(self, which.value) / whole if whole else None

    @property
    def minutes_each(self) -> float | None:
        """Minutes a visit took on average; None where none was timed."""
        return self.minutes / self.timed if self.timed else None


WHOLES: Mapping[Share, str] = {
    Share.ONCE: "finished",
    Share.TOLD_ONCE: "received",
    Share.COMPLETE: "first",
    Share.SPECIAL: "visits",
    Share.ELDERLY: "visits",
    Share.NON_LOCAL: "visits",
    Share.STUBS: "visits",
    Share.ON_TIME: "decided",
    Share.DELIVERED: "arrived",
}


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    return sum(tallies, Tally())


def bundle(days: Mapping[str, Tally], by: By) -> dict[str, Tally]:
    """Days put together to weeks (named by their Monday) or months (2026-11), in order."""
    found: dict[str, Tally] = {}
    for day in sorted(days):
        key = _bundle_key(date.fromisoformat(day), by)
        found[key] = found.get(key, Tally()) + days[day]
    return found


def _bundle_key(day: date, by: By) -> str:
    match by:
        case By.WEEK:
            return (day - timedelta(days=day.weekday())).isoformat()
        case By.MONTH:
            return f"{day:%Y-%m}"
        case _:
            return day.isoformat()


def certain(count: int, of: int) -> float:
    """The share that is at least so large with 95 % certainty (Wilson's lower bound).

    By it 41 of 100 ranks before 1 of 1.
    """
    if not of:
        return 0.0
    z, share = 1.96, count / of
    middle = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of)
