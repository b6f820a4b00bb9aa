"""Days as the records ask for them: from midnight to midnight of the station's own clock."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from db.functions import LocalDay

Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


def begin(day: date, zone: tzinfo | None) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), zone)


def within(column: Moment, first: date, last: date, zone: tzinfo | None) -> ColumnElement[bool]:
    """Whether a moment lies in the days from first to last."""
    return (column >= begin(first, zone)) & (column < begin(last + timedelta(days=1), zone))


def local_day(column: Any, zone: tzinfo | None, on: date) -> ColumnElement[str]:
    """The station's own day of a stored moment, as text (2026-11-23).

    China has one time without summer time, so the distance to UTC on a day of the span holds for
    the whole of it.
    """
    away = begin(on, zone).utcoffset() or timedelta()
    return LocalDay(column, int(away.total_seconds() // 60))
