"""The clock of a case: pauses, extensions, hours, and the strip that explains every day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.clocks import (
    OFFICE_HOURS,
    Clock,
    ClockDay,
    Pause,
    PauseKind,
    hours_line,
    read,
    read_hours,
    strip,
)
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.workdays import Calendar, DayKind, State, Unit, due_date, state_on, warn_from
from desktop.services.calendar_files import shipped_calendar

CAL = shipped_calendar()
ZONE = ZoneInfo("Asia/Shanghai")
WORKING, NATURAL, HOUR = Unit.WORKING_DAY, Unit.NATURAL_DAY, Unit.WORKING_HOUR
HEARING = PauseKind.HEARING


def at(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def stopped(begin: datetime, end: datetime | None = None) -> Pause:
    return Pause(begin, end, HEARING, "听证")


@given(
    begin=st.dates(date(2020, 1, 1), date(2027, 12, 31)),
    count=st.integers(0, 60),
    unit=st.sampled_from([WORKING, NATURAL]),
    later=st.integers(0, 90),
)
def test_without_pauses_it_is_the_plain_limit(
    begin: date, count: int, unit: Unit, later: int
) -> None:
    start = datetime.combine(begin, time(10), ZONE)
    now = start + timedelta(days=later)
    found = read(CAL, Clock(count, unit, start), now)
    plain = due_date(CAL, begin, count, unit)
    assert (found.due, found.provisional) == (plain.due, plain.provisional)
    assert found.state == state_on(CAL, begin, count, unit, now.date())
    if unit is WORKING:
        assert found.warn_on == warn_from(CAL, begin, count, unit)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ((), date(2026, 12, 21)),
        ((stopped(at(11, 25), at(11, 25)),), date(2026, 12, 21)),  # stopped and on the same day
        ((stopped(at(11, 25), at(11, 27)),), date(2026, 12, 23)),
        ((stopped(at(11, 27), at(11, 30)),), date(2026, 12, 22)),  # over a weekend
        ((stopped(at(11, 24), at(11, 26)), stopped(at(12, 1), at(12, 4))), date(2026, 12, 28)),
    ],
)
def test_pauses_push_the_end(pauses: tuple[Pause, ...], due: date) -> None:
    clock = Clock(20, WORKING, at(11, 23), pauses)
    assert read(CAL, clock, at(11, 23)).due == due


def test_the_strip_says_of_every_day_why_it_counts_or_not() -> None:
    pause = stopped(at(9, 17), at(9, 18))
    days = strip(CAL, Clock(3, WORKING, at(9, 16), (pause,)), date(2026, 9, 16))
    assert days == [
        ClockDay(date(2026, 9, 17), DayKind.WORKDAY, 1),
        ClockDay(date(2026, 9, 18), DayKind.WORKDAY, None, pause),
        ClockDay(date(2026, 9, 19), DayKind.WEEKEND, None),
        ClockDay(date(2026, 9, 20), DayKind.MADE_UP, 2),
        ClockDay(date(2026, 9, 21), DayKind.WORKDAY, 3),
    ]


def test_natural_days_count_on_days_off_but_not_while_stopped() -> None:
    clock = Clock(15, NATURAL, at(11, 1), (stopped(at(11, 2), at(11, 12)),))
    found = read(CAL, clock, at(11, 14))
    assert found.due == date(2026, 11, 26)
    assert found.used == 3  # 2, 13 and 14 November


def test_a_clock_that_is_stopped_has_no_end_and_never_warns() -> None:
    clock = Clock(5, WORKING, at(11, 23), (stopped(at(11, 25)),))
    found = read(CAL, clock, at(12, 31))
    assert (found.due, found.warn_on, found.state) == (None, None, State.NORMAL)
    assert found.stopped == clock.pauses[0]
    assert (found.used, found.total, found.provisional) == (2, 5, False)
    days = strip(CAL, clock, date(2026, 11, 30))
    assert [day.day.day for day in days] == [24, 25, 26, 27, 28, 29, 30]
    assert [day.number for day in days] == [1, 2, None, None, None, None, None]


def test_an_extension_adds_units_and_moves_the_warning() -> None:
    plain = Clock(20, WORKING, at(11, 23))
    longer = Clock(20, WORKING, at(11, 23), extended=10)
    assert read(CAL, plain, at(12, 22)).state is State.OVERDUE
    found = read(CAL, longer, at(12, 22))
    assert (found.due, found.state, found.provisional) == (date(2027, 1, 4), State.NORMAL, True)


@pytest.mark.parametrize(
    ("start", "count", "due", "minute"),
    [
        (at(11, 23, 9), 2, date(2026, 11, 23), time(11, 0)),
        (at(11, 23, 11), 2, date(2026, 11, 23), time(14, 30)),
        (at(11, 23, 11), 1, date(2026, 11, 23), time(12, 0)),
        (at(11, 27, 16), 4, date(2026, 11, 30), time(11, 30)),
        (at(11, 28, 9), 1, date(2026, 11, 30), time(9, 30)),
        (at(9, 19, 9), 7, date(2026, 9, 20), time(17, 0)),  # a worked Sunday
        (at(11, 23, 18), 1, date(2026, 11, 24), time(9, 30)),
        (at(11, 23, 9), 0, date(2026, 11, 23), time(9, 0)),
    ],
)
def test_limits_in_working_hours(start: datetime, count: int, due: date, minute: time) -> None:
    found = read(CAL, Clock(count, HOUR, start), start)
    assert (found.due, found.due_time) == (due, minute)


def test_hours_stop_by_the_minute_and_are_overdue_by_the_minute() -> None:
    start = at(11, 23, 9)
    clock = Clock(4, HOUR, start, (stopped(at(11, 23, 10), at(11, 24, 9)),))
    found = read(CAL, clock, at(11, 24, 11))
    assert (found.due, found.due_time) == (date(2026, 11, 24), time(12, 0))
    assert read(CAL, clock, at(11, 24, 12)).state is State.WARN
    assert read(CAL, clock, at(11, 24, 12, 1)).state is State.OVERDUE
    assert found.used == 4
    days = strip(CAL, clock, date(2026, 11, 24))
    assert [(day.day.day, day.number) for day in days] == [(23, 60), (24, 240)]


def test_hours_of_a_day_that_is_stopped_through_are_explained() -> None:
    pause = stopped(at(11, 23, 8), at(11, 24, 18))
    days = strip(CAL, Clock(1, HOUR, at(11, 23, 9), (pause,)), date(2026, 11, 25))
    assert [(day.number, day.pause) for day in days] == [(None, pause), (None, pause), (60, None)]
    open_end = Clock(9, HOUR, at(11, 23, 9), (stopped(at(11, 23, 10)),))
    assert [day.number for day in strip(CAL, open_end, date(2026, 11, 24))] == [60, None]


def test_a_pause_before_the_start_or_in_the_lunch_break_changes_nothing() -> None:
    early, lunch = stopped(at(11, 20), at(11, 21)), stopped(at(11, 23, 12, 10), at(11, 23, 13))
    for unit in (WORKING, HOUR):
        plain = read(CAL, Clock(3, unit, at(11, 23, 11)), at(11, 23))
        assert read(CAL, Clock(3, unit, at(11, 23, 11), (early, lunch)), at(11, 23)) == plain


@pytest.mark.parametrize("unit", list(Unit))
def test_limits_out_of_bounds_are_refused(unit: Unit) -> None:
    for count in (-1, 3661):
        with pytest.raises(ValueError, match="a limit has 0 to 3660"):
            strip(CAL, Clock(count, unit, at(11, 23)), date(2026, 11, 23))


def test_hours_are_not_counted_in_days() -> None:
    with pytest.raises(ValueError, match="hours"):
        due_date(CAL, date(2026, 11, 23), 1, HOUR)


def test_a_year_not_announced_is_provisional_for_hours_too() -> None:
    plain = Calendar(frozenset(), frozenset(), frozenset())
    assert read(plain, Clock(1, HOUR, at(11, 23, 9)), at(11, 23, 9)).provisional
    assert OFFICE_HOURS[0][0] == time(8, 30)


def test_hours_are_read_as_people_write_them() -> None:
    wanted = ((time(8, 30), time(12)), (time(13), time(17, 30)))
    assert read_hours(["8:30-12:00", " 13：00 — 17：30 "]) == wanted
    assert [hours_line(each) for each in wanted] == ["08:30-12:00", "13:00-17:30"]
    assert read_hours(["08:00-12:00", "12:00-17:00"])
    assert read_hours([]) == ()


@pytest.mark.parametrize(
    ("lines", "at_fault"),
    [
        (["in the morning"], "in the morning"),
        (["08:30"], "08:30"),
        (["12:00-08:30"], "12:00-08:30"),
        (["08:30-08:30"], "08:30-08:30"),
        (["08:30-27:00"], "08:30-27:00"),
        (["08:30-12:00", "11:00-17:00"], "11:00-17:00"),
        (["13:30-17:00", "08:30-12:00"], "08:30-12:00"),
    ],
)
def test_hours_that_do_not_fit_are_refused_by_their_line(lines: list[str], at_fault: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_hours(lines)
    assert refused.value.trouble is Trouble.HOURS_UNFIT
    assert refused.value.values == {"line": at_fault}
