"""A year's announcement is edited day by day, and what differs is told."""

from datetime import date

import pytest

from desktop.domain.holidays import (
    DayChange,
    as_data,
    changed_days,
    kind_in,
    kinds_of,
    likely_name,
    name_in,
    renamed,
    turned,
    unannounced,
)
from desktop.domain.workdays import CalendarYear, DayKind, year_from_json
from desktop.services.calendar_files import shipped_years

FRIDAY, SATURDAY, MONDAY = date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 8)


def year_2026() -> CalendarYear:
    return next(each for each in shipped_years() if each.year == 2026)


def test_a_day_is_turned_as_its_weekday_allows() -> None:
    year, found = unannounced(2027), []
    for _ in range(3):
        year = turned(year, SATURDAY)
        found.append(kind_in(year, SATURDAY))
    assert found == [DayKind.HOLIDAY, DayKind.MADE_UP, DayKind.WEEKEND]
    year = turned(year, MONDAY)
    assert kind_in(year, MONDAY) is DayKind.HOLIDAY
    assert turned(year, MONDAY) == unannounced(2027)
    assert DayKind.MADE_UP not in kinds_of(FRIDAY)


def test_a_turned_day_belongs_to_the_holiday_that_is_near() -> None:
    year = renamed(turned(unannounced(2027), SATURDAY), SATURDAY, "春节")
    assert name_in(year, SATURDAY) == "春节"
    assert name_in(turned(year, MONDAY), MONDAY) == "春节"
    assert name_in(turned(year, SATURDAY), SATURDAY) == "春节"  # made up for the same
    assert likely_name(year, date(2027, 2, 16)) == "春节"
    assert likely_name(year, date(2027, 2, 17)) == ""
    assert name_in(unannounced(2027), MONDAY) == ""


def test_what_differs_is_told_in_order() -> None:
    before = year_2026()
    assert changed_days(before, before) == ()
    after = turned(renamed(before, date(2026, 1, 1), "新年"), date(2026, 1, 5))
    assert changed_days(before, after) == (
        DayChange(date(2026, 1, 1), DayKind.HOLIDAY, DayKind.HOLIDAY, "元旦", "新年"),
        DayChange(date(2026, 1, 5), DayKind.WORKDAY, DayKind.HOLIDAY, "", "元旦"),
    )


@pytest.mark.parametrize("year", [each.year for each in shipped_years()])
def test_what_is_written_down_is_what_was_read(year: int) -> None:
    before = next(each for each in shipped_years() if each.year == year)
    again = year_from_json(as_data(before))
    assert changed_days(before, again) == ()
    assert again.source == before.source
