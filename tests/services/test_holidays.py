"""Years of the calendar: imported, edited, and what that does to the due days."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from db.engine import reading, writing
from db.models import Case
from desktop.backend import Backend
from desktop.domain.applicants import Organisation
from desktop.domain.cases import CaseMove
from desktop.domain.clocks import OFFICE_HOURS
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.workdays import Unit
from desktop.services import holidays
from desktop.services.clocks import office_hours, settle
from desktop.services.holidays import DueChange
from tests.builders import CHIEF, NOW
from tests.services.counter import CARD, HOTEL, acts, issued, moved

FIRM = Organisation("示例酒店管理有限公司", "91110000600037341L")


def announced(year: int, *off: date, made_up: tuple[date, ...] = ()) -> dict[str, Any]:
    return {
        "year": year,
        "source": "测试",
        "days_off": [{"date": day.isoformat(), "holiday": "春节"} for day in off],
        "made_up": [{"date": day.isoformat(), "holiday": "春节"} for day in made_up],
    }


def changed(opened: Backend, data: dict[str, Any], now: datetime = NOW) -> tuple[DueChange, ...]:
    with writing(opened.engine) as session:
        return holidays.change_year(session, CHIEF, now, data)


@pytest.fixture
def hotel(backend: Backend) -> int:
    """A joint case whose 45 working days reach into a year that is not announced."""
    done = issued(backend, HOTEL, organisation=FIRM, circumstances=("joint_application",))
    moved(backend, done.case, CaseMove.EXAMINE)
    return done.case


def test_a_year_that_is_announced_moves_the_due_days(backend: Backend, hotel: int) -> None:
    with reading(backend.engine) as session:
        case = session.get_one(Case, hotel)
        before, tracks = case.due, [track.due for track in case.tracks]
        assert case.due_provisional
    assert before is not None
    off = [date(2027, 1, 4) + timedelta(days=n) for n in range(5)]
    found = changed(backend, announced(2027, *off, made_up=(date(2027, 1, 9),)))
    whole = next(row for row in found if not row.office)
    assert (whole.case, whole.before, whole.provisional) == (hotel, before, False)
    assert whole.after is not None
    assert whole.after > before
    assert {row.office for row in found} >= {"区卫计局"}
    with reading(backend.engine) as session:
        case = session.get_one(Case, hotel)
        assert (case.due, case.due_provisional) == (whole.after, False)
        assert [track.due for track in case.tracks] != tracks
        assert acts(session)[-1] == "calendar.change"
        assert holidays.years(session)[0].year == 2027


def test_an_edited_year_replaces_the_old_and_says_nothing_where_nothing_moves(
    backend: Backend,
) -> None:
    issued(backend, CARD)
    assert changed(backend, announced(2030, date(2030, 1, 1))) == ()
    assert changed(backend, announced(2030, date(2030, 1, 2))) == ()
    with reading(backend.engine) as session:
        assert [each.day for each in holidays.years(session)[0].days_off] == [date(2030, 1, 2)]


def test_a_file_that_is_no_announcement_changes_nothing(backend: Backend) -> None:
    with pytest.raises(Refusal) as refused:
        changed(backend, announced(2027, date(2026, 5, 1)))
    assert refused.value.trouble is Trouble.CALENDAR_UNFIT
    assert refused.value.values["place"] == "days_off[0].date"
    with reading(backend.engine) as session:
        assert 2027 not in {each.year for each in holidays.years(session)}


def test_who_waits_hears_how_far_the_cases_are(backend: Backend, hotel: int) -> None:
    heard: list[tuple[int, int]] = []
    with writing(backend.engine) as session:
        data = announced(2027, date(2027, 1, 4))
        holidays.change_year(session, CHIEF, NOW, data, lambda *far: heard.append(far))
    assert heard == [(0, 1)]


@pytest.fixture
def in_hours(backend: Backend, hotel: int) -> int:
    """A running case whose limit is counted in hours: four of them from ten o'clock."""
    with writing(backend.engine) as session:
        case = session.get_one(Case, hotel)
        case.limit_count, case.limit_unit = 4, Unit.WORKING_HOUR
        settle(session, case, NOW)
        assert (case.due, case.due_time) == (NOW.date(), "15:30")
    return hotel


def hours(opened: Backend, *lines: str) -> tuple[DueChange, ...]:
    with writing(opened.engine) as session:
        return holidays.change_hours(session, CHIEF, NOW, lines)


def test_other_hours_move_the_due_times(backend: Backend, in_hours: int) -> None:
    found = hours(backend, "9:00-12:00", "14:00-18:00")
    assert [(row.case, row.time_before, row.time_after) for row in found] == [
        (in_hours, "15:30", "16:00")
    ]
    assert hours(backend, "09:00-12:00", "14:00-18:00") == ()
    with reading(backend.engine) as session:
        assert office_hours(session)[0] == (time(9), time(12))
        assert acts(session)[-1] == "hours.change"
    assert len(hours(backend)) == 1  # back to the usual hours


def test_hours_that_do_not_fit_change_nothing(backend: Backend, in_hours: int) -> None:
    with pytest.raises(Refusal) as refused:
        hours(backend, "12:00-09:00")
    assert refused.value.trouble is Trouble.HOURS_UNFIT
    with reading(backend.engine) as session:
        assert office_hours(session) == OFFICE_HOURS
