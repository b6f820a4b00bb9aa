"""The daily list: filters and figures against counting by hand, and the workbook read back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Slip
from desktop.backend import Backend
from desktop.domain.cases import CaseState, Outcome
from desktop.domain.slips import MaterialState, SignatureMode, Stub
from desktop.services import daily, slips
from desktop.services.daily import DayFilter, Listed
from tests import builders
from tests.services.counter import BOOK, CARD, draft, issued, many

NOW = builders.NOW
DAY = DayFilter(date(2026, 11, 23), date(2026, 11, 23), builders.ZONE)
WEEK = replace(DAY, first=date(2026, 11, 20), last=date(2026, 11, 26))


def _moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=builders.ZONE)


@pytest.fixture
def visited(backend: Backend) -> Backend:
    """A week with visits of every kind by two officers."""
    missing = MaterialState.MISSING
    anhui = builders.FROM_ANHUI
    issued(backend, CARD, now=_moment(22, 23, 59))
    issued(backend, CARD, now=_moment(23, 0))
    issued(backend, now=_moment(23, 9), done=_refused(backend))
    issued(backend, CARD, BOOK, now=_moment(23, 10), state=missing, person=anhui)
    issued(backend, BOOK, now=_moment(23, 11), number="001003")
    issued(
        backend, CARD, now=_moment(23, 23, 59), number="001003", outcome=Outcome.NOT_ACCEPT,
        reason="不归本所管", state=missing,
    )  # fmt: skip
    issued(backend, CARD, now=_moment(24, 0), number="001003")
    return backend


def _refused(opened: Backend) -> Any:
    done = draft(opened, BOOK, mode=SignatureMode.REFUSED)
    assert done.signature is not None
    return replace(done, signature=replace(done.signature, reason="不愿签"))


def _by_hand(opened: Backend, test: Callable[[Slip], bool]) -> list[str]:
    with reading(opened.engine) as session:
        rows = session.scalars(select(Slip).order_by(Slip.issued_at.desc(), Slip.id.desc()))
        return [row.number for row in rows if test(row)]


def _day(slip: Slip) -> date:
    return slip.issued_at.astimezone(builders.ZONE).date()


@pytest.mark.parametrize(
    ("shown", "test"),
    [
        (DAY, lambda s: _day(s) == date(2026, 11, 23)),
        (WEEK, lambda _: True),
        (replace(WEEK, item=CARD), lambda s: CARD in {row.item for row in s.case.items}),
        (
            replace(WEEK, flag="non_province"),
            lambda s: "non_province" in {row.flag for row in s.case.flags},
        ),
        (replace(WEEK, flag="elderly"), lambda s: "elderly" in {r.flag for r in s.case.flags}),
        (
            replace(WEEK, state=CaseState.NOTICE_GIVEN),
            lambda s: s.case.state is CaseState.NOTICE_GIVEN,
        ),
        (replace(WEEK, stub=Stub.REFUSED), lambda s: s.stub is Stub.REFUSED),
        (
            replace(DAY, stub=Stub.MISSING, item=BOOK, flag="elderly"),
            lambda s: (
                _day(s) == date(2026, 11, 23)
                and s.stub is Stub.MISSING
                and BOOK in {row.item for row in s.case.items}
                and "elderly" in {row.flag for row in s.case.flags}
            ),
        ),
        (replace(DAY, first=date(2027, 1, 1), last=date(2027, 1, 1)), lambda _: False),
    ],
)
def test_filters_and_figures_are_those_counted_by_hand(
    visited: Backend, shown: DayFilter, test: Callable[[Slip], bool]
) -> None:
    boss = builders.clerk(visited, "001003")
    with reading(visited.engine) as session:
        rows = daily.visits(session, boss, shown)
        assert [row.number for row in rows] == _by_hand(visited, test)
        counts = daily.counts(session, boss, shown)
    states = [row.state for row in rows]
    assert counts.visits == len(rows)
    assert counts.notice_only == states.count(CaseState.NOTICE_GIVEN)
    assert counts.not_accepted == states.count(CaseState.NOT_ACCEPTED)
    assert counts.accepted == len(rows) - counts.notice_only - counts.not_accepted
    assert counts.special == sum(bool(row.flags) for row in rows)
    assert counts.stubs_missing == sum(row.stub is Stub.MISSING for row in rows)


def test_officers_see_their_own_and_supervisors_choose(visited: Backend) -> None:
    boss, officer = builders.clerk(visited, "001003"), builders.clerk(visited)
    with reading(visited.engine) as session:
        assert {row.officer for row in daily.visits(session, officer, WEEK)} == {"李窗口"}
        assert {row.officer for row in daily.visits(session, boss, WEEK)} == {"李窗口", "陈主管"}
        chosen = replace(WEEK, officer=officer.id)
        assert {row.officer for row in daily.visits(session, boss, chosen)} == {"李窗口"}
        # Who may not see all gets no more by asking for somebody else.
        others = replace(WEEK, officer=boss.id)
        assert {row.officer for row in daily.visits(session, officer, others)} == {"李窗口"}
        assert daily.counts(session, officer, others).visits == 4


def test_a_row_of_the_list(visited: Backend) -> None:
    with reading(visited.engine) as session:
        row = daily.visits(session, builders.clerk(visited), replace(DAY, flag="non_province"))[0]
    assert (row.name, row.officer, row.notice, row.due) == ("钱小梅", "李窗口", 1, None)
    assert len(row.items) == 2
    assert "省" in row.flags[0]
    assert row.at == _moment(23, 10)


def test_every_visit_is_fetched_over_pages(backend: Backend) -> None:
    done = draft(backend, BOOK)
    many(backend, done, [NOW + timedelta(seconds=n // 3) for n in range(205)])
    boss = builders.clerk(backend, "001003")
    with reading(backend.engine) as session:
        rows = list(daily.every_row(session, boss, Listed.VISITS, DAY))
        assert len({row.number for row in rows}) == len(rows) == 205
        assert daily.counts(session, boss, DAY).visits == 205
        assert len(daily.visits(session, boss, DAY)) == slips.PAGE


def test_a_stub_that_came_later_leaves_the_figures(visited: Backend) -> None:
    boss = builders.clerk(visited, "001003")
    with writing(visited.engine) as session:
        before = daily.counts(session, boss, WEEK)
        slip = daily.visits(session, boss, replace(WEEK, stub=Stub.MISSING))[0].slip
        slips.confirm_stub(session, boss, NOW, slip)
        session.flush()
        assert daily.counts(session, boss, WEEK).stubs_missing == before.stubs_missing - 1
