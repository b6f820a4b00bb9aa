"""Working days: the announced calendars, limits, warnings and calendar data that is wrong."""

import copy
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.workdays import (
    LONGEST_COUNT,
    Calendar,
    CalendarError,
    Day,
    DayKind,
    Due,
    State,
    Unit,
    calendar_from_json,
    calendar_of,
    due_date,
    explain,
    is_workday,
    state_on,
    warn_from,
    year_from_json,
)
from desktop.services.calendar_files import shipped_calendar

WORKING, NATURAL = Unit.WORKING_DAY, Unit.NATURAL_DAY
CAL = shipped_calendar()
PLAIN = Calendar(frozenset(), frozenset(), frozenset())


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 9, 18), 5, date(2026, 9, 24)),
        (date(2026, 9, 28), 5, date(2026, 10, 10)),
        (date(2026, 2, 12), 5, date(2026, 2, 26)),
        (date(2026, 4, 30), 5, date(2026, 5, 11)),
        (date(2025, 9, 26), 10, date(2025, 10, 16)),
        (date(2026, 11, 23), 20, date(2026, 12, 21)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_limits_in_working_days(start: date, count: int, due: date) -> None:
    assert due_date(CAL, start, count, WORKING) == Due(due, provisional=False)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 11, 1), 15, date(2026, 11, 16)),
        (date(2026, 11, 6), 15, date(2026, 11, 23)),
        (date(2026, 9, 16), 15, date(2026, 10, 8)),
        (date(2026, 9, 5), 15, date(2026, 9, 20)),
        (date(2026, 10, 25), 60, date(2026, 12, 24)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_limits_in_natural_days_move_off_a_day_off(start: date, count: int, due: date) -> None:
    assert due_date(CAL, start, count, NATURAL) == Due(due, provisional=False)


@pytest.mark.parametrize(
    ("start", "count", "unit", "provisional"),
    [
        (date(2026, 12, 24), 5, WORKING, False),
        (date(2026, 12, 24), 6, WORKING, True),
        (date(2027, 3, 1), 5, WORKING, True),
        (date(2026, 12, 20), 10, NATURAL, False),
        (date(2026, 12, 20), 12, NATURAL, True),
        (date(2023, 12, 31), 1, WORKING, False),
        (date(2023, 12, 1), 45, NATURAL, False),
        (date(2027, 3, 1), 0, WORKING, False),
    ],
)
def test_limits_in_unannounced_years_are_provisional(
    start: date, count: int, unit: Unit, provisional: bool
) -> None:
    assert due_date(CAL, start, count, unit).provisional is provisional


def test_workdays_of_an_announced_year() -> None:
    assert is_workday(CAL, date(2026, 9, 20))
    assert not is_workday(CAL, date(2026, 9, 19))
    assert not is_workday(CAL, date(2026, 9, 25))
    assert is_workday(CAL, date(2026, 9, 24))
    counts = {
        year: sum(is_workday(CAL, date(year, 1, 1) + timedelta(n)) for n in range(365))
        for year in (2025, 2026)
    }
    assert counts == {2025: 248, 2026: 248}


@pytest.mark.parametrize(
    ("count", "unit", "first"),
    [
        (20, WORKING, date(2026, 12, 15)),
        (10, WORKING, date(2026, 12, 3)),
        (5, WORKING, date(2026, 11, 26)),
        (3, WORKING, date(2026, 11, 24)),
        (2, WORKING, date(2026, 11, 23)),
        (1, WORKING, date(2026, 11, 23)),
        (0, WORKING, date(2026, 11, 23)),
        (60, NATURAL, date(2027, 1, 10)),
        (15, NATURAL, date(2026, 12, 5)),
    ],
)
def test_warnings_begin_at_two_left_or_four_fifths(count: int, unit: Unit, first: date) -> None:
    assert warn_from(CAL, date(2026, 11, 23), count, unit) == first


def test_warnings_do_not_wait_for_a_moved_end() -> None:
    assert due_date(CAL, date(2026, 9, 16), 15, NATURAL).due == date(2026, 10, 8)
    assert warn_from(CAL, date(2026, 9, 16), 15, NATURAL) == date(2026, 9, 28)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 11, 23), State.NORMAL),
        (date(2026, 12, 14), State.NORMAL),
        (date(2026, 12, 15), State.WARN),
        (date(2026, 12, 21), State.WARN),
        (date(2026, 12, 22), State.OVERDUE),
    ],
)
def test_state_of_a_running_limit(on: date, state: State) -> None:
    assert state_on(CAL, date(2026, 11, 23), 20, WORKING, on) is state


def test_every_day_is_explained() -> None:
    days = explain(CAL, date(2026, 9, 18), 5, WORKING)
    assert days == (
        Day(date(2026, 9, 19), DayKind.WEEKEND, None),
        Day(date(2026, 9, 20), DayKind.MADE_UP, 1),
        Day(date(2026, 9, 21), DayKind.WORKDAY, 2),
        Day(date(2026, 9, 22), DayKind.WORKDAY, 3),
        Day(date(2026, 9, 23), DayKind.WORKDAY, 4),
        Day(date(2026, 9, 24), DayKind.WORKDAY, 5),
    )


def test_a_moved_end_is_explained() -> None:
    days = explain(CAL, date(2026, 11, 5), 2, NATURAL)
    assert [(day.kind, day.number) for day in days] == [
        (DayKind.WORKDAY, 1),
        (DayKind.WEEKEND, 2),
        (DayKind.WEEKEND, None),
        (DayKind.WORKDAY, None),
    ]
    assert DayKind.HOLIDAY in {day.kind for day in explain(CAL, date(2026, 9, 24), 1, WORKING)}


@pytest.mark.parametrize("count", [-1, LONGEST_COUNT + 1])
@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("ask", [due_date, warn_from, explain])
def test_impossible_counts_are_refused(
    count: int, unit: Unit, ask: Callable[[Calendar, date, int, Unit], object]
) -> None:
    with pytest.raises(ValueError, match="0 to 3660 days"):
        ask(CAL, date(2026, 1, 1), count, unit)


def test_the_end_of_time_is_an_overflow() -> None:
    with pytest.raises(OverflowError):
        due_date(CAL, date.max, 1, WORKING)


@given(
    st.dates(date(2023, 1, 1), date(2030, 1, 1)), st.integers(0, 200), st.sampled_from([CAL, PLAIN])
)
def test_limits_hold_together(start: date, count: int, cal: Calendar) -> None:
    due = due_date(cal, start, count, WORKING).due
    worked = [day for day in explain(cal, start, count, WORKING) if day.number]
    assert [day.number for day in worked] == list(range(1, count + 1))
    assert all(is_workday(cal, day.day) for day in worked)
    assert count == 0 or is_workday(cal, due)
    assert start <= warn_from(cal, start, count, WORKING) <= due
    natural = due_date(cal, start, count, NATURAL).due
    assert natural >= start + timedelta(count)
    assert count == 0 or is_workday(cal, natural)
    assert start <= warn_from(cal, start, count, NATURAL) <= natural


GOOD: dict[str, Any] = {
    "year": 2026,
    "source": "国务院办公厅通知",
    "days_off": [{"date": "2026-01-01", "holiday": "元旦"}],
    "made_up": [{"date": "2026-01-04", "holiday": "元旦"}],
}


def test_calendar_data_is_read() -> None:
    cal = calendar_from_json(GOOD)
    assert cal == Calendar(
        frozenset({date(2026, 1, 1)}), frozenset({date(2026, 1, 4)}), frozenset({2026})
    )
    assert calendar_of([]) == PLAIN
    assert year_from_json(GOOD).source == "国务院办公厅通知"


def test_days_off_may_begin_in_december_before() -> None:
    data = {**GOOD, "days_off": [{"date": "2025-12-31", "holiday": "元旦"}]}
    assert date(2025, 12, 31) in calendar_from_json(data).days_off


def _broken(path: tuple[str | int, ...], value: object) -> object:
    data: Any = copy.deepcopy(GOOD)
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ([], "calendar"),
        (None, "calendar"),
        (_broken(("year",), "2026"), "year"),
        (_broken(("year",), True), "year"),
        (_broken(("year",), 12), "year"),
        (_broken(("source",), " "), "source"),
        (_broken(("source",), None), "source"),
        (_broken(("days_off",), {}), "days_off"),
        (_broken(("made_up",), None), "made_up"),
        (_broken(("days_off", 0), "2026-01-01"), "days_off[0]"),
        (_broken(("days_off", 0, "holiday"), ""), "days_off[0].holiday"),
        (_broken(("days_off", 0, "holiday"), 1), "days_off[0].holiday"),
        (_broken(("days_off", 0, "date"), None), "days_off[0].date"),
        (_broken(("days_off", 0, "date"), 20260101), "days_off[0].date"),
        (_broken(("days_off", 0, "date"), "2026-02-30"), "days_off[0].date"),
        (_broken(("days_off", 0, "date"), "20260101"), "days_off[0].date"),
        (_broken(("days_off", 0, "date"), "2027-01-01"), "days_off[0].date"),
        (_broken(("days_off", 0, "date"), "2025-11-30"), "days_off[0].date"),
        (_broken(("days_off",), GOOD["days_off"] * 2), "days_off[1].date"),
        (_broken(("made_up",), GOOD["days_off"]), "made_up[0].date"),
        (_broken(("made_up", 0, "date"), "2026-01-05"), "made_up[0].date"),
    ],
)
def test_broken_calendar_data_names_the_field(data: object, field: str) -> None:
    with pytest.raises(CalendarError) as raised:
        calendar_from_json(data)
    assert raised.value.field == field
    assert str(raised.value).startswith(field)
