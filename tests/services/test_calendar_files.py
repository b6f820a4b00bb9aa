"""The shipped calendar: whole, in order, and broken files named."""

from datetime import date

import pytest

from desktop.domain.workdays import CalendarError, Unit, due_date, is_workday, year_from_json
from desktop.services.calendar_files import (
    read_year,
    shipped_calendar,
    shipped_contents,
    shipped_years,
)


def test_every_announced_year_is_shipped() -> None:
    years = list(range(2004, 2027))
    assert [each.year for each in shipped_years()] == years
    assert shipped_calendar().announced == set(years)
    assert [len(each.made_up) for each in shipped_years()][-3:] == [8, 5, 6]
    assert [len(each.days_off) for each in shipped_years()][-3:] == [28, 28, 33]


def test_a_limit_of_the_past_is_counted_as_it_was_announced() -> None:
    due = due_date(shipped_calendar(), date(2019, 12, 25), 10, Unit.WORKING_DAY)
    assert (due.due, due.provisional) == (date(2020, 1, 9), False)


def test_new_year_eve_of_2024_was_worked() -> None:
    assert is_workday(shipped_calendar(), date(2024, 2, 9))


def test_plain_contents_are_what_was_checked() -> None:
    read = tuple(year_from_json(content) for content in shipped_contents().values())
    assert read == shipped_years()
    assert list(shipped_contents()) == list(range(2004, 2027))


@pytest.mark.parametrize(
    ("text", "field"),
    [("{", "2027.json"), ("[" * 100_000, "2027.json"), ('{"year": 1}', "2027.json: year")],
)
def test_broken_files_are_named(text: str, field: str) -> None:
    with pytest.raises(CalendarError) as raised:
        read_year("2027.json", text)
    assert raised.value.field == field
