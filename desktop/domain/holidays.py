"""Editing a year's announcement: what a day may be, what is turned, what differs from before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desktop.domain.workdays import CalendarYear, DayKind, NamedDay

NEAR = timedelta(days=10)
"""A day turned so near to a holiday most likely belongs to it."""


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that is something else now, or belongs to another holiday."""

    day: date
    before: DayKind
    after: DayKind
    name_before: str
    name_after: str


def unannounced(year: int) -> CalendarYear:
    """A year of which nothing is announced yet: the plain week."""
    return CalendarYear(year, "", (), ())


def kinds_of(day: date) -> tuple[DayKind, ...]:
    """What a day may be, in the order in which it is turned; only days of rest are made up."""
    if day.weekday() < 5:
        return DayKind.WORKDAY, DayKind.HOLIDAY
    return DayKind.WEEKEND, DayKind.HOLIDAY, DayKind.MADE_UP


def kind_in(year: CalendarYear, day: date) -> DayKind:
    """What an announcement makes of a day; what it does not name follows the plain week."""
    if any(each.day == day for each in year.made_up):
        return DayKind.MADE_UP
    if any(each.day == day for each in year.days_off):
        return DayKind.HOLIDAY
    return kinds_of(day)[0]


def name_in(year: CalendarYear, day: date) -> str:
    """The holiday to which an announcement counts a day."""
    return next((each.holiday for each in _marks(year) if each.day == day), "")


def _marks(year: CalendarYear) -> tuple[NamedDay, ...]:
    return (*year.days_off, *year.made_up)


def turned(year: CalendarYear, day: date) -> CalendarYear:
    """The announcement with a day turned to the next that it may be."""
    kinds = kinds_of(day)
    following = kinds[(kinds.index(kind_in(year, day)) + 1) % len(kinds)]
    return with_day(year, day, following, name_in(year, day) or likely_name(year, day))


def with_day(year: CalendarYear, day: date, kind: DayKind, name: str) -> CalendarYear:
    """The announcement with a day of this kind, which belongs to this holiday."""
    off = [each for each in year.days_off if each.day != day]
    made_up = [each for each in year.made_up if each.day != day]
    if kind is DayKind.HOLIDAY:
        off.append(NamedDay(day, name))
    elif kind is DayKind.MADE_UP:
        made_up.append(NamedDay(day, name))
    return replace(year, days_off=_sorted(off), made_up=_sorted(made_up))


def _sorted(days: list[NamedDay]) -> tuple[NamedDay, ...]:
    return tuple(sorted(days, key=lambda each: each.day))


def renamed(year: CalendarYear, day: date, name: str) -> CalendarYear:
    """The announcement with a day that belongs to another holiday."""
    return with_day(year, day, kind_in(year, day), name)


def likely_name(year: CalendarYear, day: date) -> str:
    """The holiday that is nearest to a day; nothing where none is near."""
    near = [(abs(each.day - day), each.holiday) for each in _marks(year)]
    return min((row for row in near if row[0] <= NEAR and row[1]), default=(NEAR, ""))[1]


def changed_days(before: CalendarYear, after: CalendarYear) -> tuple[DayChange, ...]:
    """The days of which two announcements make something else, in order."""
    return tuple(_changes(before, after))


def _changes(before: CalendarYear, after: CalendarYear) -> Iterator[DayChange]:
    days = {each.day for year in (before, after) for each in _marks(year)}
    for day in sorted(days):
        change = DayChange(
            day, kind_in(before, day), kind_in(after, day), name_in(before, day),
            name_in(after, day),
        )  # fmt: skip
        if (change.before, change.name_before) != (change.after, change.name_after):
            yield change


def as_data(year: CalendarYear) -> dict[str, object]:
    """The announcement in the form in which files hold it (`workdays.year_from_json`)."""
    return {
        "year": year.year,
        "source": year.source.strip(),
        "days_off": [_row(each) for each in year.days_off],
        "made_up": [_row(each) for each in year.made_up],
    }


def _row(each: NamedDay) -> dict[str, str]:
    return {"date": each.day.isoformat(), "holiday": each.holiday.strip()}
