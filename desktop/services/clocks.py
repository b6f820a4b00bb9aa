"""Clocks of cases and tracks: read from the records, set anew when something changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Case, CaseExtension, CasePause, Station, Track
from desktop.domain.clocks import (
    OFFICE_HOURS,
    Clock,
    ClockDay,
    Hours,
    Pause,
    Reading,
    read,
    read_hours,
    strip,
)
from desktop.domain.items import Item, Limit
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.workdays import Calendar
from desktop.services.editions import calendar


def office_hours(session: Session) -> Hours:
    """The hours in which the station works, from lines such as 08:30-12:00."""
    row = session.get(Station, 1)
    return read_hours([] if row is None else row.office_hours) or OFFICE_HOURS


def clock_of(row: Case | Track, zone: tzinfo | None) -> Clock | None:
    """The clock of a case or of one office's track; None where no limit is known."""
    if row.limit_count is None or row.limit_unit is None or row.started_at is None:
        return None
    pauses, extensions = _of(row)
    return Clock(
        count=row.limit_count,
        unit=row.limit_unit,
        start=row.started_at.astimezone(zone),
        pauses=tuple(_pause(each, zone) for each in pauses),
        extended=sum(each.count for each in extensions),
    )


def _of(row: Case | Track) -> tuple[list[CasePause], list[CaseExtension]]:
    """What stopped or lengthened this clock; a pause of the case stops its tracks, too."""
    if isinstance(row, Case):
        own = [each for each in row.pauses if each.track_id is None]
        return own, [each for each in row.extensions if each.track_id is None]
    pauses = [each for each in row.case.pauses if each.track_id in (None, row.id)]
    return pauses, [each for each in row.case.extensions if each.track_id == row.id]


def _pause(row: CasePause, zone: tzinfo | None) -> Pause:
    end = None if row.end is None else row.end.astimezone(zone)
    return Pause(row.begin.astimezone(zone), end, row.kind, row.reason)


def begin(row: Case | Track, limit: Limit, at: datetime) -> None:
    """Let a limit run from a moment."""
    row.limit_count, row.limit_unit, row.started_at = limit.count, limit.unit, at


def longest(
    cal: Calendar, hours: Hours, items: Iterable[Item], at: datetime
) -> tuple[Limit, Reading] | None:
    """Of all items the limit that ends last: promised, else statutory; None where none is known."""
    limits = (i.promised if i.promised.count is not None else i.statutory for i in items)
    found = [
        (limit, read(cal, Clock(limit.count, limit.unit, at), at, hours))
        for limit in limits
        if limit.count is not None
    ]
    return max(found, key=lambda each: (each[1].due, each[1].due_time or time.max), default=None)


def settle(
    session: Session,
    row: Case | Track,
    now: datetime,
    cal: Calendar | None = None,
    hours: Hours | None = None,
) -> Reading | None:
    """Compute the due day of a case or track anew and write it down; gives the reading.

    While a clock is stopped the day that was known stays, so that a list still has an order. Who
    settles many clocks hands calendar and hours over.
    """
    clock = clock_of(row, now.tzinfo)
    if clock is None:
        return None
    cal = cal or calendar(session, clock.start.year)
    found = read(cal, clock, now, hours or office_hours(session))
    row.warn_on = found.warn_on
    if found.due is not None:
        row.due, row.due_provisional = found.due, found.provisional
        if isinstance(row, Case):
            row.due_time = "" if found.due_time is None else f"{found.due_time:%H:%M}"
    return found


@dataclass(frozen=True, slots=True)
class Strip:
    """A clock with every day of it."""

    clock: Clock
    reading: Reading
    days: tuple[ClockDay, ...]


def strip_of(session: Session, clerk: Clerk, now: datetime, case: int) -> Strip | None:
    """How a case's clock stands and every day of it with its reason; None without a limit."""
    need(clerk, Right.SERVE)
    return _strip(session, now, session.get_one(Case, case))


def track_strip(session: Session, clerk: Clerk, now: datetime, track: int) -> Strip | None:
    """The same for one office of a joint case."""
    need(clerk, Right.SERVE)
    return _strip(session, now, session.get_one(Track, track))


def _strip(session: Session, now: datetime, row: Case | Track) -> Strip | None:
    clock = clock_of(row, now.tzinfo)
    if clock is None:
        return None
    cal, hours = calendar(session, clock.start.year), office_hours(session)
    days = tuple(strip(cal, clock, now.date(), hours))
    return Strip(clock, read(cal, clock, now, hours), days)


def settle_all(session: Session, case: Case, now: datetime) -> None:
    """Compute the clocks of a case and of its tracks anew."""
    settle(session, case, now)
    tracks = session.scalars(select(Track).where(Track.case_id == case.id).order_by(Track.position))
    for track in tracks:
        settle(session, track, now)
