"""Working days: the State Council's days off and make-up days, and limits counted with them.

The first day is not counted (Civil Code art. 201). The Administrative Licensing Law counts
working days (art. 82); a limit in natural days that ends on a day off moves to the next
working day (Civil Code art. 203).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST_COUNT = 3660
_ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a limit is counted in; the item's law says which."""

    WORKING_DAY = "working_day"
    NATURAL_DAY = "natural_day"
    WORKING_HOUR = "working_hour"


class State(StrEnum):
    """How a running limit stands on a day."""

    NORMAL = "normal"
    WARN = "warn"
    OVERDUE = "overdue"


class DayKind(StrEnum):
    """What the calendar makes of a day."""

    WORKDAY = "workday"
    MADE_UP = "made_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class CalendarError(ValueError):
    """Calendar data that cannot be used; `field` says where."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days that differ from the plain week, and the years for which they are announced."""

    days_off: frozenset[date]
    made_up: frozenset[date]
    announced: frozenset[int]


@dataclass(frozen=True, slots=True)
class NamedDay:
    """One day of an announcement with the holiday it belongs to."""

    day: date
    holiday: str


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year's announcement as it was published."""

    year: int
    source: str
    days_off: tuple[NamedDay, ...]
    made_up: tuple[NamedDay, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit; provisional while a year it rests on is not announced."""

    due: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day after the start: its kind, and its number within the limit if it counts."""

    day: date
    kind: DayKind
    number: int | None


def day_kind(cal: Calendar, day: date) -> DayKind:
    """Say what the calendar makes of a day; days it does not name follow the plain week."""
    if day in cal.made_up:
        return DayKind.MADE_UP
    if day in cal.days_off:
        return DayKind.HOLIDAY
    return DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY


def is_workday(cal: Calendar, day: date) -> bool:
    """Say whether offices work on a day."""
    return day_kind(cal, day) in (DayKind.WORKDAY, DayKind.MADE_UP)


def due_date(cal: Calendar, start: date, count: int, unit: Unit) -> Due:
    """Return the last day of a limit of `count` units that begins on `start`.

    A count of 0 is due on the start itself (on the spot). Raises ValueError for a count
    below 0 or above 3660, OverflowError past the year 9999.
    """
    days = explain(cal, start, count, unit)
    looked_at = days[count - 1 :] if unit is Unit.NATURAL_DAY else days
    return Due(
        due=days[-1].day if days else start,
        provisional=any(each.day.year not in cal.announced for each in looked_at),
    )


def warn_from(cal: Calendar, start: date, count: int, unit: Unit) -> date:
    """Return the first day of warning: 2 units left or 80 % used, whichever comes first.

    Natural days are counted before a move off a holiday, so that the warning does not
    itself fall into the holiday. Errors as in `due_date`.
    """
    _check_count(count)
    used = max(0, min(count - 2, -(-count * 4 // 5)))
    if unit is Unit.NATURAL_DAY:
        return start + used * _ONE_DAY
    return due_date(cal, start, used, unit).due


def state_on(cal: Calendar, start: date, count: int, unit: Unit, on: date) -> State:
    """Say how a limit stands on a day; the due day itself is not overdue.

    Errors as in `due_date`.
    """
    if on > due_date(cal, start, count, unit).due:
        return State.OVERDUE
    return State.WARN if on >= warn_from(cal, start, count, unit) else State.NORMAL


def explain(cal: Calendar, start: date, count: int, unit: Unit) -> tuple[Day, ...]:
    """Return every day from the one after the start to the due day, with its number.

    Days that do not count have number None; where a natural-day limit moves, so have the
    days after its end. Errors as in `due_date`.
    """
    return tuple(walk(cal, start, count, unit))


def walk(
    cal: Calendar,
    start: date,
    count: int,
    unit: Unit,
    stopped: Callable[[date], object] = lambda _day: False,
) -> Iterator[Day]:
    """The days of `explain` one by one; those on which the limit is `stopped` do not count.

    A limit that is stopped for good never ends. Errors as in `due_date`.
    """
    _check_count(count)
    if unit is Unit.WORKING_HOUR:
        raise ValueError("a limit in hours is not counted in days")
    used = 0
    for day in _days_after(start) if count else ():
        kind = day_kind(cal, day)
        works = kind in (DayKind.WORKDAY, DayKind.MADE_UP)
        counts = used < count and (works or unit is Unit.NATURAL_DAY) and not stopped(day)
        used += counts
        yield Day(day, kind, used if counts else None)
        if used == count and works:
            return


def calendar_of(years: Iterable[CalendarYear]) -> Calendar:
    """Join yearly announcements into one calendar."""
    listed = tuple(years)
    return Calendar(
        days_off=frozenset(each.day for year in listed for each in year.days_off),
        made_up=frozenset(each.day for year in listed for each in year.made_up),
        announced=frozenset(year.year for year in listed),
    )


def calendar_from_json(data: object) -> Calendar:
    """Return the calendar of one year's announcement; errors as in `year_from_json`."""
    return calendar_of([year_from_json(data)])


def year_from_json(data: object) -> CalendarYear:
    """Check and return one year's announcement as read from JSON.

    Form: {"year": 2026, "source": "...", "days_off": [{"date": "2026-01-01", "holiday":
    "元旦"}, ...], "made_up": [the same]}. Days belong to the year or to the December
    before it. Raises CalendarError naming the field.
    """
    if not isinstance(data, Mapping):
        raise CalendarError("calendar", "must be an object")
    year, source = data.get("year"), data.get("source")
    if type(year) is not int or not 1950 <= year <= 9999:
        raise CalendarError("year", "must be a year from 1950")
    if not isinstance(source, str) or not source.strip():
        raise CalendarError("source", "must say where the days come from")
    days_off = _named_days(data, "days_off", year)
    made_up = _named_days(data, "made_up", year)
    _check_made_up(made_up, {each.day for each in days_off})
    return CalendarYear(year, source, days_off, made_up)


def _check_count(count: int) -> None:
    if not 0 <= count <= LONGEST_COUNT:
        raise ValueError(f"a limit has 0 to {LONGEST_COUNT} days, not {count}")


def _days_after(start: date) -> Iterator[date]:
    day = start
    while True:
        day += _ONE_DAY
        yield day


def _named_days(data: Mapping[object, object], field: str, year: int) -> tuple[NamedDay, ...]:
    rows = data.get(field)
    if not isinstance(rows, list):
        raise CalendarError(field, "must be a list")
    days = tuple(_named_day(row, f"{field}[{place}]", year) for place, row in enumerate(rows))
    seen: set[date] = set()
    for place, each in enumerate(days):
        if each.day in seen:
            raise CalendarError(f"{field}[{place}].date", f"{each.day} stands there twice")
        seen.add(each.day)
    return days


def _named_day(row: object, field: str, year: int) -> NamedDay:
    if not isinstance(row, Mapping):
        raise CalendarError(field, "must be an object")
    text, holiday = row.get("date"), row.get("holiday")
    if not isinstance(holiday, str) or not holiday.strip():
        raise CalendarError(f"{field}.holiday", "must name the holiday")
    day = _iso_day(text)
    if day is None:
        raise CalendarError(f"{field}.date", f"{text!r} is not a day like 2026-01-01")
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise CalendarError(f"{field}.date", f"{day} is not a day of {year}")
    return NamedDay(day, holiday)


def _iso_day(text: object) -> date | None:
    try:
        # The length keeps out the other forms of ISO 8601 that Python reads.
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
    except ValueError:
        return None


def _check_made_up(made_up: tuple[NamedDay, ...], days_off: set[date]) -> None:
    for place, each in enumerate(made_up):
        if each.day in days_off:
            raise CalendarError(f"made_up[{place}].date", f"{each.day} is also a day off")
        if each.day.weekday() < 5:
            raise CalendarError(f"made_up[{place}].date", f"{each.day} is no Saturday or Sunday")
