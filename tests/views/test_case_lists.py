"""The room of cases beside its long list: lists between places, promised papers, site visits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QTabBar, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Case, Officer, Track
from desktop.backend import Backend
from desktop.domain.applicants import Organisation
from desktop.domain.cases import CaseMove, Outcome
from desktop.services import tracks
from desktop.views.cases import CasesScreen
from desktop.views.desk import Desk, Message
from desktop.views.rooms import Rooms
from tests import builders
from tests.builders import NOW
from tests.conftest import DeskOf
from tests.robots import CasesRobot, FrameRobot, PrintRobot
from tests.services.counter import CARD, HOTEL, draft, issued, moved
from tests.services.endings import allow, ended, part

TABS = ("all", "guards", "handovers", "chase", "sites")
SECTION = "分局治安大队（特行管理）"
FIRM = Organisation("示例刻章店", "91110000600037341L")


def opened(qtbot: QtBot, desk: Desk, tab: str) -> CasesRobot:
    robot = CasesRobot(qtbot, CasesScreen(desk))
    robot.find("cases.tabs", QTabBar).setCurrentIndex(TABS.index(tab))
    return robot


EMPTY = ("没有这样的办件", "没有待告知的办件", "还没有移交清单", "没有待补材料", "没有安排现场核查")


@pytest.mark.parametrize(("tab", "said"), list(zip(TABS, EMPTY, strict=True)))
def test_each_list_says_what_would_stand_there(
    qtbot: QtBot, desk: Desk, tab: str, said: str
) -> None:
    assert opened(qtbot, desk, tab).says(said)


@pytest.fixture
def seal(backend: Backend) -> int:
    """A special trade's case that the window has examined and the section decides."""
    with writing(backend.engine) as session:
        row = session.scalars(select(Officer).where(Officer.number == "001003")).one()
        row.section = SECTION
    done = issued(backend, "seal-engraving-licence", organisation=FIRM)
    moved(backend, done.case, CaseMove.EXAMINE)
    return done.case


def of_section(desk: Desk) -> Desk:
    return replace(desk, clerk=replace(desk.clerk, section=SECTION))


def place(backend: Backend, case: int) -> str:
    with reading(backend.engine) as session:
        return session.get_one(Case, case).section


def test_there_and_back_in_the_window(
    qtbot: QtBot, desk: Desk, desk_of: DeskOf, backend: Backend, seal: int, said: list[Message]
) -> None:
    window = opened(qtbot, desk, "handovers")
    assert window.says("示例刻章店")
    (make,) = window.names("handovers.make.")
    window.press(make)
    PrintRobot(qtbot, window.screen).press("print.close")
    assert window.names("handovers.make.") == []
    assert window.says("○ 未接收")
    there = opened(qtbot, of_section(desk_of("001003")), "handovers")
    (take,) = there.names("handovers.take.")
    there.press(take)
    there.press(f"form.take.{seal}")
    there.press("sheet.go")
    assert there.says("原因")
    there.press(f"form.take.{seal}")
    there.press("sheet.go")
    assert place(backend, seal) == SECTION
    assert there.says("● 已由陈主管接收")
    (signed,) = there.names("handovers.signed.")
    there.press(signed)
    assert there.names("handovers.signed.") == []
    assert said


def test_a_list_is_taken_back(qtbot: QtBot, desk: Desk, backend: Backend, seal: int) -> None:
    window = opened(qtbot, desk, "handovers")
    window.press(f"handovers.make.{SECTION}")
    PrintRobot(qtbot, window.screen).press("print.close")
    (recall,) = window.names("handovers.recall.")
    window.press(recall)
    window.press("sheet.go")
    assert window.complaint("form.reason") != ""
    window.writes("form.reason", "拿错了")
    window.press("sheet.go")
    assert place(backend, seal) == ""
    assert window.says("× 已撤回或退回")


def test_a_section_finds_its_own_queue(
    qtbot: QtBot, desk: Desk, desk_of: DeskOf, backend: Backend, seal: int
) -> None:
    issued(backend, CARD)
    with writing(backend.engine) as session:
        session.get_one(Case, seal).section = SECTION
    there = opened(qtbot, of_section(desk_of("001003")), "all")
    assert [line[1] for line in there.lines] == ["赵桂英"]
    assert there.lines[0][5] == SECTION
    assert len(opened(qtbot, desk, "all").lines) == 2


def test_promised_papers_are_chased_and_noted_beside(
    qtbot: QtBot, desk: Desk, backend: Backend, qtmodeltester: ModelTester
) -> None:
    allow(backend)
    done = ended(backend, part(backend), Outcome.DEFERRED, until=NOW.date() + timedelta(days=5))
    moved(backend, done.case, CaseMove.EXAMINE)
    robot = opened(qtbot, desk, "chase")
    view = robot.find("chase.table", QTableView)
    qtmodeltester.check(view.model())  # type: ignore[no-untyped-call]
    rows = robot.rows("chase.table")
    assert {row[1] for row in rows} == {"赵桂英"}
    assert "138****0000" in rows[0]
    view.selectRow(0)
    robot.press("case.owed")
    robot.press("sheet.go")
    PrintRobot(qtbot, robot.screen).press("print.close")
    assert robot.rows("chase.table") == []


def test_the_five_days_are_counted_beside_the_bar_and_lead_to_their_list(
    qtbot: QtBot, desk: Desk, backend: Backend, qtmodeltester: ModelTester
) -> None:
    days = [NOW - timedelta(days=9), NOW - timedelta(days=7), NOW]
    for moment in days:
        issued(backend, done=draft(backend, CARD, outcome=Outcome.RECEIVE), now=moment)
    robot = FrameRobot(qtbot, Rooms(desk, lambda _settings: None).frame, (1366, 768))
    assert "2" in robot.text("notice.guards")
    robot.press("notice.guards")
    view = robot.find("guards.table", QTableView)
    qtmodeltester.check(view.model())  # type: ignore[no-untyped-call]
    assert [row[0][0] for row in robot.rows("guards.table")] == ["■", "▲", "○"]
    view.selectRow(0)
    robot.press("case.move.deem_accepted")
    PrintRobot(qtbot, robot.screen).press("print.close")
    assert len(robot.rows("guards.table")) == 2
    assert "1" in robot.text("notice.guards")


def test_sites_are_listed_until_their_result_is_noted(
    qtbot: QtBot, desk: Desk, backend: Backend, qtmodeltester: ModelTester
) -> None:
    hotel = issued(
        backend, HOTEL, organisation=Organisation("示例酒店", "91110000600037341L"),
        circumstances=("joint_application",),
    )  # fmt: skip
    moved(backend, hotel.case, CaseMove.EXAMINE)
    with writing(backend.engine) as session:
        track = session.scalars(select(Track.id)).first()
        assert track is not None
        tracks.plan_inspections(
            session, builders.CHIEF, NOW - timedelta(days=3), [track], NOW - timedelta(days=1),
            ["甲", "乙"],
        )  # fmt: skip
    robot = opened(qtbot, desk, "sites")
    view = robot.find("sites.table", QTableView)
    qtmodeltester.check(view.model())  # type: ignore[no-untyped-call]
    ((day, name, *_rest),) = robot.rows("sites.table")
    assert ("■" in day, name) == (True, "示例酒店")
    view.selectRow(0)
    (found,) = robot.names("case.found.")
    robot.press(found)
    robot.writes("form.result", "符合要求")
    robot.press("sheet.go")
    assert robot.rows("sites.table") == []
