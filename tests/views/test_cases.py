"""The list of all cases as a clerk scrolls, filters and opens it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from db.engine import reading
from db.models import Audit, Case
from desktop.backend import Backend
from desktop.bench.many import SECTIONS, fill
from desktop.domain.cases import Stage
from desktop.domain.workdays import State
from desktop.services import case_lists
from desktop.services.case_lists import CaseFilter
from desktop.views import case_words
from desktop.views.cases import CasesScreen
from desktop.views.cases.rows import HELD, CaseRows
from desktop.views.desk import Desk
from desktop.views.tables import Column
from tests import builders
from tests.robots import CasesRobot
from tests.services.counter import CARD, issued
from tests.views.records import Visits

UNTIL = datetime(2026, 11, 23, 2, 0)  # noqa: DTZ001 - as it stands in the file
CASES = 2_000


@pytest.fixture
def years(backend: Backend) -> Backend:
    """Ten years of cases."""
    raw = backend.engine.raw_connection()
    catalogue = builders.counter(backend, builders.CHIEF).shelf.catalogue
    fill(raw.driver_connection, CASES, UNTIL, catalogue)
    raw.close()
    return backend


def everybody(backend: Backend, *conditions: Any) -> list[str]:
    with reading(backend.engine) as session:
        rows = select(Case.name).where(*conditions).order_by(Case.id.desc())
        return list(session.scalars(rows))


def looks(backend: Backend) -> int:
    with reading(backend.engine) as session:
        rows = select(func.count()).where(Audit.act == "case.look")
        return session.scalar(rows) or 0


@pytest.fixture
def robot(qtbot: QtBot, years: Backend, desk: Desk) -> CasesRobot:
    return CasesRobot(qtbot, CasesScreen(desk))


def seen(robot: CasesRobot) -> list[str]:
    return [robot.people[place] for place in robot.seen]


def test_without_cases_it_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    assert CasesRobot(qtbot, CasesScreen(desk)).says("没有这样的办件")


def test_the_newest_are_on_top_and_nobody_is_opened_by_looking(
    robot: CasesRobot, years: Backend
) -> None:
    assert seen(robot) == everybody(years)[: len(robot.seen)]
    assert len(robot.seen) >= 8
    assert robot.marked == -1
    assert looks(years) == 0


def test_a_marked_case_is_shown_and_written_down(robot: CasesRobot, years: Backend) -> None:
    robot.marks(3)
    assert robot.says(everybody(years)[3])
    assert looks(years) == 1


@pytest.mark.parametrize("share", [0.1, 0.5, 0.93])
def test_the_bar_goes_to_any_place_and_names_the_day(
    robot: CasesRobot, years: Backend, share: float
) -> None:
    robot.drags_to(share)
    place = round((CASES - 1) * share)
    assert seen(robot)[:5] == everybody(years)[place : place + 5]
    day = robot.text("cases.day")
    assert robot.has("cases.day")
    assert day == robot.lines[robot.seen[0]][0]
    robot.lets_go()
    assert not robot.has("cases.day")
    assert len(robot.lines) <= HELD


def test_home_and_end_go_to_the_newest_and_the_oldest_of_all(
    robot: CasesRobot, years: Backend
) -> None:
    robot.goes(Qt.Key.Key_End)
    assert seen(robot)[-1] == everybody(years)[-1]
    assert robot.marked == len(robot.lines) - 1
    robot.goes(Qt.Key.Key_Home)
    assert seen(robot)[0] == everybody(years)[0]
    assert robot.marked == 0


def test_paging_down_and_up_misses_nobody(robot: CasesRobot, years: Backend) -> None:
    expected = everybody(years)
    robot.goes(Qt.Key.Key_Home)
    met = seen(robot)
    for _ in range(60):
        before = robot.lines[robot.marked]
        robot.goes(Qt.Key.Key_PageDown)
        assert robot.lines[robot.marked] != before
        assert len(robot.lines) <= HELD
    place = expected.index(robot.people[robot.marked])
    assert place > 350
    robot.goes(*[Qt.Key.Key_Up] * 450)
    assert met[0] in seen(robot) or robot.people[robot.marked] in expected


@pytest.mark.parametrize(
    ("name", "word", "condition"),
    [
        ("section", SECTIONS[0], Case.section == SECTIONS[0]),
        ("officer", "经办03", Case.officer.has(number="B00003")),
        ("item", "居民身份证申领、换领、补领", Case.items.any(item=CARD)),
        ("flag", "老年人（满60周岁）", Case.flags.any(flag="elderly")),
    ],
)
def test_each_filter(
    robot: CasesRobot, years: Backend, name: str, word: str, condition: Any
) -> None:
    robot.filters(name, word)
    expected = everybody(years, condition)
    assert expected
    assert seen(robot) == expected[: len(robot.seen)]


def test_a_stage_is_one_push(robot: CasesRobot, years: Backend) -> None:
    robot.press(f"cases.stage.{Stage.RUNNING}")
    expected = everybody(years, Case.stage == Stage.RUNNING)
    assert robot.people == expected
    robot.press("cases.stage.all")
    assert seen(robot) == everybody(years)[: len(robot.seen)]


def test_the_soonest_due_come_first_with_shape_and_word(robot: CasesRobot, years: Backend) -> None:
    robot.press("cases.soonest")
    due = [line[4] for line in robot.lines]
    days = [each.split()[1] for each in due if each[0] in "●▲■"]
    assert days == sorted(days)
    assert due[0].startswith("■")
    assert due[0].endswith("已超期")
    assert any(each.startswith("●") for each in due)
    assert not robot.has("cases.bar")
    robot.filters("due", "已超期")
    assert {line[4][0] for line in robot.lines} == {"■"}
    robot.press("cases.newest")
    assert robot.text("cases.newest") == "最新在前"
    assert seen(robot) == everybody(years)[: len(robot.seen)]


def test_choosing_a_due_day_turns_to_that_order(robot: CasesRobot) -> None:
    robot.filters("due", "3天内到期")
    assert robot.ticked("cases.soonest")


def test_a_case_asked_for_is_shown_with_the_list_around_it(
    robot: CasesRobot, years: Backend
) -> None:
    screen = robot.screen
    assert isinstance(screen, CasesScreen)
    screen.show_case(1000)
    name = everybody(years, Case.id == 1000)[0]
    assert robot.people[robot.marked] == name
    assert robot.says(name)
    assert looks(years) == 1


def test_a_new_case_appears_and_the_mark_stays(
    robot: CasesRobot, years: Backend, desk: Desk, visits: Visits
) -> None:
    robot.marks(2)
    marked = robot.lines[robot.marked]
    visits.serve(CARD)
    desk.jobs.changed.emit(frozenset({"cases"}))
    assert robot.people[0] == "赵桂英"
    assert robot.lines[robot.marked] == marked


def test_the_due_minute_of_a_limit_in_hours(qtbot: QtBot, backend: Backend, desk: Desk) -> None:
    from db.engine import writing

    done = issued(backend, CARD)
    with writing(backend.engine) as session:
        row = session.get_one(Case, done.case)
        row.due, row.due_time = builders.NOW.date() + timedelta(days=9), "10:30"
    (line,) = CasesRobot(qtbot, CasesScreen(desk)).lines
    assert line[4] == "● 2026-12-02 10:30 " + case_words.standings()[State.NORMAL]


COLUMNS = (Column("Name", lambda row: row.name),)


def test_the_window_is_a_sound_model(qtmodeltester: ModelTester, years: Backend) -> None:
    with reading(years.engine) as session:
        lines = case_lists.page(session, builders.CHIEF, CaseFilter(), limit=HELD + 100).lines
    model = CaseRows(COLUMNS)
    model.show_rows(lines[100:200])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.add_above(lines[:100])
    model.add_above(())
    model.add_rows(lines[200:])
    assert [row.id for row in model.rows] == [line.id for line in lines[100:]]
    model.add_above(lines[:100])
    assert [row.id for row in model.rows] == [line.id for line in lines[:HELD]]
    assert not model.canFetchMore()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
