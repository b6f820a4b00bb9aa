"""A limit that is stopped, goes on and is extended; the sheet that explains it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Case, CasePaper, Station
from desktop.backend import Backend
from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.clocks import OFFICE_HOURS, PauseKind
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.papers import PaperKind
from desktop.domain.workdays import State
from desktop.services import clocks, stops
from desktop.services.officers import Second
from tests import builders
from tests.builders import CHIEF, NOW, PASSWORD
from tests.services.counter import BOOK, CARD, acts, issued, moved, press

SUPERVISOR = Second("001003", PASSWORD)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def case(backend: Backend) -> int:
    """A case in review."""
    done = issued(backend, CARD)
    moved(backend, done.case, CaseMove.EXAMINE)
    return done.case


def version(opened: Backend, case: int) -> int:
    with reading(opened.engine) as session:
        return session.get_one(Case, case).version


def suspended(
    opened: Backend, case: int, reason: str = "申请人要求听证", expected: date | None = None
) -> None:
    with writing(opened.engine) as session:
        stops.suspend(
            session, builders.clerk(opened), NOW, press(opened), case, version(opened, case),
            PauseKind.HEARING, reason, expected,
        )  # fmt: skip


def resumed(opened: Backend, case: int, reason: str = "听证结束") -> None:
    with writing(opened.engine) as session:
        stops.resume(
            session, builders.clerk(opened), LATER, press(opened), case, version(opened, case),
            reason,
        )  # fmt: skip


def extended(opened: Backend, case: int, count: int, second: Second | None = SUPERVISOR) -> None:
    with writing(opened.engine) as session:
        stops.extend(
            session, builders.clerk(opened), NOW, press(opened), case, version(opened, case),
            count, "需要再次核查", second,
        )  # fmt: skip


def due(opened: Backend, case: int) -> date | None:
    with reading(opened.engine) as session:
        return session.get_one(Case, case).due


def last(opened: Backend) -> CasePaper:
    with reading(opened.engine) as session:
        rows = session.scalars(select(CasePaper).order_by(CasePaper.id.desc()))
        paper = rows.first()
        assert paper is not None
        assert paper.text
        return paper


def test_a_hearing_stops_the_limit_and_its_length_is_told(backend: Backend, case: int) -> None:
    before = due(backend, case)
    suspended(backend, case, expected=date(2026, 11, 26))
    with reading(backend.engine) as session:
        row = session.get_one(Case, case)
        assert (row.state, row.due, row.warn_on) == (CaseState.SUSPENDED, before, None)
        strip = clocks.strip_of(session, CHIEF, LATER, case)
        assert strip is not None
        assert (strip.reading.due, strip.reading.state) == (None, State.NORMAL)
        assert [day.number for day in strip.days] == [None, None, None]
        assert acts(session)[-1] == "case.suspend"
    assert last(backend).kind is PaperKind.SUSPENSION
    assert "3天" in last(backend).text
    resumed(backend, case)
    with reading(backend.engine) as session:
        row = session.get_one(Case, case)
        assert row.state is CaseState.IN_REVIEW
        assert row.due is not None
        assert before is not None
        assert row.due > before
        assert row.pauses[0].ended_by is not None


@pytest.mark.parametrize(
    ("reason", "expected", "trouble"),
    [
        ("  ", None, Trouble.REASON_MISSING),
        ("听证", date(2026, 11, 22), Trouble.DATE_PAST),
    ],
)
def test_a_stop_says_why_and_never_ends_before_it_began(
    backend: Backend, case: int, reason: str, expected: date | None, trouble: Trouble
) -> None:
    with pytest.raises(Refusal) as refused:
        suspended(backend, case, reason, expected)
    assert refused.value.trouble is trouble


def test_nobody_knows_how_long_is_told_too(backend: Backend, case: int) -> None:
    suspended(backend, case)
    assert last(backend).kind is PaperKind.SUSPENSION


def test_a_limit_is_extended_once_with_approval(backend: Backend, case: int) -> None:
    before = due(backend, case)
    assert before is not None
    extended(backend, case, 10)
    after = due(backend, case)
    assert after is not None
    assert after > before
    with reading(backend.engine) as session:
        row = session.get_one(Case, case)
        assert row.state is CaseState.EXTENDED
        assert row.extensions[0].count == 10
        assert row.events[-1].second_id == row.extensions[0].second_id
    assert "陈主管" in last(backend).text
    suspended(backend, case)
    resumed(backend, case)
    with pytest.raises(Refusal) as refused:
        extended(backend, case, 5)
    assert refused.value.trouble is Trouble.EXTENDED_ONCE


@pytest.mark.parametrize("count", [0, 16])
def test_an_extension_has_its_bounds(backend: Backend, case: int, count: int) -> None:
    with pytest.raises(Refusal) as refused:
        extended(backend, case, count)
    assert refused.value.trouble is Trouble.COUNT_WRONG


def test_an_extension_needs_a_second_person(backend: Backend, case: int) -> None:
    with pytest.raises(Refusal) as refused:
        extended(backend, case, 5, None)
    assert refused.value.trouble is Trouble.SECOND_NEEDED


def test_the_sheet_explains_every_day(backend: Backend, case: int) -> None:
    suspended(backend, case)
    resumed(backend, case)
    with writing(backend.engine) as session:
        paper = stops.print_strip(session, CHIEF, LATER, press(backend), case)
    assert paper is not None
    assert paper.kind is PaperKind.CLOCK
    assert "听证" in last(backend).text


def test_without_a_limit_there_is_no_clock(backend: Backend) -> None:
    done = issued(backend, BOOK)
    with writing(backend.engine) as session:
        session.get_one(Case, done.case).limit_count = None
    with writing(backend.engine) as session:
        assert clocks.strip_of(session, CHIEF, NOW, done.case) is None
        assert stops.print_strip(session, CHIEF, NOW, press(backend), done.case) is None
        row = session.get_one(Case, done.case)
        assert clocks.settle(session, row, NOW) is None
        clocks.settle_all(session, row, NOW)


def test_a_station_has_its_own_hours(backend: Backend) -> None:
    with reading(backend.engine) as session:
        assert clocks.office_hours(session) == OFFICE_HOURS
    with writing(backend.engine) as session:
        session.get_one(Station, 1).office_hours = ["09:00-12:00", "14:00-18:00"]
    with reading(backend.engine) as session:
        first, second = clocks.office_hours(session)
        assert (first[0].hour, second[1].hour) == (9, 18)
