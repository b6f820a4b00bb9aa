"""The list of cases at any place, with any filter, held against the same asked of all rows."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from db.engine import reading, writing
from db.models import Case, CaseFlag, CaseItem, Officer
from desktop.backend import Backend, open_backend
from desktop.bench.many import SECTIONS, fill
from desktop.domain.cases import CaseState, Stage
from desktop.domain.workdays import State
from desktop.services import case_lists
from desktop.services.case_lists import CaseFilter, CaseLine, Place, page, queue
from desktop.services.find import FoundBy, find
from tests import builders
from tests.services.counter import CARD, issued

pytestmark = pytest.mark.file

UNTIL = datetime(2026, 11, 23, 2, 0)  # noqa: DTZ001 - as it stands in the file
CASES = 3_000
CHIEF = builders.CHIEF


@pytest.fixture(scope="module")
def years(
    tmp_path_factory: pytest.TempPathFactory, set_up_home: Path, key: bytes
) -> Iterator[Backend]:
    """A station with ten years behind it, to be read."""
    home = tmp_path_factory.mktemp("years") / "home"
    shutil.copytree(set_up_home, home)
    opened = open_backend(home, builders.at(), key)
    raw = opened.engine.raw_connection()
    fill(raw.driver_connection, CASES, UNTIL, builders.counter(opened, CHIEF).shelf.catalogue)
    raw.close()
    yield opened
    opened.engine.dispose()


def officer(session: Session) -> int:
    return session.scalars(select(Officer.id).where(Officer.number == "B00003")).one()


def fitting(session: Session, shown: CaseFilter) -> list[int]:
    """The ids a filter lets through, by looking at every single row."""
    items = {(key, name) for key, name in session.execute(select(CaseItem.case_id, CaseItem.item))}
    flags = {(key, name) for key, name in session.execute(select(CaseFlag.case_id, CaseFlag.flag))}
    return [
        row.id
        for row in session.scalars(select(Case).order_by(Case.id.desc()))
        if shown.state in (None, row.state)
        and shown.stage in (None, row.stage)
        and shown.officer in (None, row.officer_id)
        and shown.section in (None, row.section)
        and (shown.item is None or (row.id, shown.item) in items)
        and (shown.flag is None or (row.id, shown.flag) in flags)
    ]


FILTERS: dict[str, Callable[[Session], CaseFilter]] = {
    "all": lambda _: CaseFilter(),
    "state": lambda _: CaseFilter(state=CaseState.WITHDRAWN),
    "stage": lambda _: CaseFilter(stage=Stage.ENDED),
    "item": lambda _: CaseFilter(item=CARD),
    "flag": lambda _: CaseFilter(flag="elderly"),
    "officer": lambda s: CaseFilter(officer=officer(s)),
    "section": lambda _: CaseFilter(section=SECTIONS[0]),
    "at the window": lambda _: CaseFilter(section=""),
    "stage and item": lambda _: CaseFilter(stage=Stage.NOTICE, item="household-birth"),
    "item and flag": lambda _: CaseFilter(item=CARD, flag="elderly"),
    "officer and stage": lambda s: CaseFilter(officer=officer(s), stage=Stage.ENDED),
    "what never meets": lambda _: CaseFilter(state=CaseState.VOID, section=SECTIONS[1]),
    "nobody's": lambda _: CaseFilter(officer=999),
}


def all_down(session: Session, shown: CaseFilter, stretch: int) -> Iterator[CaseLine]:
    place: int | None = None
    while True:
        found = page(session, CHIEF, shown, before=place, stretch=stretch)
        yield from found.lines
        if found.reached is None:
            return
        assert place is None or found.reached < place
        place = found.reached


def all_up(session: Session, shown: CaseFilter, stretch: int) -> Iterator[CaseLine]:
    place = 0
    while True:
        found = page(session, CHIEF, shown, after=place, stretch=stretch)
        yield from reversed(found.lines)
        if found.reached is None:
            return
        assert found.reached > place
        place = found.reached


stretches = pytest.mark.parametrize("stretch", [1000, 40, 3])
"""The second is so short that a page has to go through several of them."""


@stretches
@pytest.mark.parametrize("name", sorted(FILTERS))
def test_pages_down_and_up_give_every_case_once(years: Backend, stretch: int, name: str) -> None:
    with reading(years.engine) as session:
        shown = FILTERS[name](session)
        expected = fitting(session, shown)
        assert [line.id for line in all_down(session, shown, stretch)] == expected
        assert [line.id for line in all_up(session, shown, stretch)] == expected[::-1]


def test_a_page_begins_anywhere(years: Backend) -> None:
    with reading(years.engine) as session:
        shown = CaseFilter(stage=Stage.ENDED)
        expected = [key for key in fitting(session, shown) if key < 1234][:7]
        found = page(session, CHIEF, shown, before=1234, limit=7)
        assert [line.id for line in found.lines] == expected
        assert found.reached == expected[-1]
        above = page(session, CHIEF, shown, after=1234, limit=7).lines
        assert [line.id for line in above] == [
            key for key in reversed(fitting(session, shown)) if key > 1234
        ][6::-1]


def test_a_line_says_what_the_list_shows(backend: Backend) -> None:
    done = issued(backend, CARD)
    with reading(backend.engine) as session:
        (line,) = page(session, CHIEF, CaseFilter(), limit=1).lines
    assert (line.id, line.number, line.name) == (done.case, done.case_number, "赵桂英")
    assert line.items == ("居民身份证申领、换领、补领",)
    assert (line.officer, line.state, line.section) == ("李窗口", CaseState.ACCEPTED, "")
    assert line.received_at == builders.NOW


DUE = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("on", "standing"),
    [(22, State.NORMAL), (23, State.WARN), (25, State.WARN), (26, State.OVERDUE)],
)
def test_how_a_limit_stands(years: Backend, on: int, standing: State) -> None:
    with reading(years.engine) as session:
        found = page(session, CHIEF, CaseFilter(stage=Stage.RUNNING), limit=1).lines[0]
    line = replace(found, state=CaseState.IN_REVIEW, due=DUE, warn_on=date(2026, 11, 23))
    now = datetime(2026, 11, on, 15, tzinfo=builders.ZONE)
    assert line.standing(now) is standing
    assert replace(line, due=None).standing(now) is None
    assert replace(line, state=CaseState.CLOSED).standing(now) is None


def test_a_limit_in_hours_ends_within_its_day(backend: Backend) -> None:
    done = issued(backend, CARD)
    with writing(backend.engine) as session:
        row = session.get_one(Case, done.case)
        row.due, row.due_time = DUE, "10:30"
    with reading(backend.engine) as session:
        (line,) = page(session, CHIEF, CaseFilter(), limit=1).lines
    assert line.due_time == time(10, 30)
    assert line.standing(datetime(2026, 11, 25, 11, tzinfo=builders.ZONE)) is State.OVERDUE


QUEUES: dict[str, Callable[[Session], CaseFilter]] = {
    "running": lambda _: CaseFilter(),
    "before a day": lambda _: CaseFilter(due_before=DUE),
    "decided": lambda _: CaseFilter(stage=Stage.ENDED),
    "state": lambda _: CaseFilter(state=CaseState.CLOSED, item=CARD),
    "item": lambda _: CaseFilter(stage=Stage.ENDED, item=CARD, due_before=DUE),
    "officer": lambda s: CaseFilter(stage=Stage.ENDED, officer=officer(s)),
    "nobody's": lambda _: CaseFilter(officer=999),
}


@stretches
@pytest.mark.parametrize("name", sorted(QUEUES))
def test_the_queue_is_in_the_order_of_due_days(years: Backend, stretch: int, name: str) -> None:
    with reading(years.engine) as session:
        shown = QUEUES[name](session)
        if shown.stage is None and shown.state is None:
            keys = set(fitting(session, replace(shown, stage=Stage.RUNNING)))
        else:
            keys = set(fitting(session, shown))
        rows = session.scalars(select(Case).where(Case.due.is_not(None)))
        expected = sorted(
            (row.due, row.id)
            for row in rows
            if row.id in keys
            and row.due is not None
            and (shown.due_before is None or row.due < shown.due_before)
        )
        found, place = list[CaseLine](), None
        while True:
            part = queue(session, CHIEF, shown, place, stretch=stretch)
            found += part.lines
            if part.reached is None:
                break
            assert place is None or (place.due, place.id) < (part.reached.due, part.reached.id)
            place = part.reached
        assert [(line.due, line.id) for line in found] == expected


def test_places_and_days(years: Backend) -> None:
    with reading(years.engine) as session:
        assert case_lists.latest(session, CHIEF) == CASES
        then = case_lists.day_at(session, CHIEF, 1500)
        assert then is not None
        assert case_lists.day_at(session, CHIEF, 0) is None
        assert case_lists.place_before(session, CHIEF, then) == 1499
        assert case_lists.place_before(session, CHIEF, then - timedelta(days=9999)) == 0


def test_the_sections_that_have_cases(years: Backend) -> None:
    with reading(years.engine) as session:
        there = set(session.scalars(select(Case.section).distinct())) - {""}
        assert len(there) > 1
        assert case_lists.sections(session, CHIEF) == tuple(sorted(there))


def test_without_cases_there_is_nothing(backend: Backend) -> None:
    with reading(backend.engine) as session:
        assert page(session, CHIEF, CaseFilter()) == case_lists.CasePage((), None)
        assert case_lists.latest(session, CHIEF) == 0


def test_made_records_are_whole(years: Backend) -> None:
    with reading(years.engine) as session:
        raw: Any = session.connection().connection.driver_connection
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def everybody(session: Session, by: FoundBy, typed: str) -> list[int]:
    column = {FoundBy.NAME: Case.name, FoundBy.TAIL: Case.id_tail, FoundBy.PHONE: Case.phone}[by]
    rows = session.execute(select(column, Case.id))
    fits = sorted((value, -key) for value, key in rows if value.startswith(typed))
    return [-key for _value, key in fits]


@pytest.mark.parametrize(
    ("by", "typed"),
    [(FoundBy.NAME, "王伟"), (FoundBy.NAME, "王"), (FoundBy.PHONE, "10000"), (FoundBy.TAIL, "")],
)
def test_the_search_goes_along_the_index_the_newest_of_each_first(
    years: Backend, by: FoundBy, typed: str
) -> None:
    with reading(years.engine) as session:
        typed = typed or session.scalars(select(Case.id_tail).where(Case.id == 77)).one()
        found = find(session, CHIEF, typed)
        assert {row.by for row in found} == {by}
        assert [row.case for row in found] == everybody(session, by, typed)[:8]


QUESTIONS: dict[str, Callable[[Session], object]] = {
    **{
        f"page, {name}": lambda s, f=make: page(s, CHIEF, f(s), before=2000)  # type: ignore[misc]
        for name, make in FILTERS.items()
    },
    **{
        f"up, {name}": lambda s, f=make: page(s, CHIEF, f(s), after=2000)  # type: ignore[misc]
        for name, make in FILTERS.items()
    },
    **{
        f"queue, {name}": lambda s, f=make: queue(s, CHIEF, f(s), Place(DUE, 7))  # type: ignore[misc]
        for name, make in QUEUES.items()
    },
    "latest": lambda s: case_lists.latest(s, CHIEF),
    "day": lambda s: case_lists.day_at(s, CHIEF, 7),
    "sections": lambda s: case_lists.sections(s, CHIEF),
    "place": lambda s: case_lists.place_before(s, CHIEF, builders.NOW),
    "name": lambda s: find(s, CHIEF, "王"),
    "initials": lambda s: find(s, CHIEF, "wx"),
    "tail": lambda s: find(s, CHIEF, "123X"),
    "phone": lambda s: find(s, CHIEF, "10012345"),
    "waybill": lambda s: find(s, CHIEF, "MADE000000007"),
}


@pytest.mark.parametrize("asked", sorted(QUESTIONS))
def test_every_question_walks_an_index_and_sorts_nothing_large(years: Backend, asked: str) -> None:
    statements: list[tuple[str, Any]] = []

    def _note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        statements.append((statement, parameters))

    with reading(years.engine) as session:
        event.listen(years.engine, "before_cursor_execute", _note)
        QUESTIONS[asked](session)
        event.remove(years.engine, "before_cursor_execute", _note)
        connection = session.connection()
        for statement, parameters in statements:
            if "officer.number" in statement or not statement.startswith("SELECT"):
                continue
            plan = [
                str(row[3])
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ]
            assert plan
            walks = [p for p in plan if p.startswith("SCAN")]
            assert (
                not walks
                or ("LIMIT" in statement and "USING" in walks[0])
                or walks
                == [
                    "SCAN case_file"  # in the order of its ids, as far as the page goes
                ]
            ), plan
            of_a_page = " IN (" in statement  # sorts what belongs to the lines of one page
            assert of_a_page or not any("TEMP B-TREE" in p for p in plan), (plan, statement)
