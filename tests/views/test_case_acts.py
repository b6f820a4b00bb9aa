"""The forms of a case's moves: filled in by keyboard, refused beside the field, never lost."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from db.engine import reading
from db.models import Case
from desktop.backend import Backend
from desktop.domain.applicants import Organisation
from desktop.domain.cases import CaseMove, CaseState, Outcome
from desktop.domain.papers import PaperKind
from desktop.views.daily import DailyScreen
from desktop.views.desk import Desk
from tests.builders import PASSWORD
from tests.conftest import DeskOf
from tests.robots import DailyRobot, SecondRobot
from tests.services import counter
from tests.services.counter import CARD, draft
from tests.services.endings import allow, ended, part
from tests.views.records import Visits


@pytest.fixture
def chief(desk_of: DeskOf) -> Desk:
    return desk_of("001003")


Opened = Callable[[], DailyRobot]


@pytest.fixture
def opened(qtbot: QtBot, chief: Desk) -> Opened:
    return lambda: DailyRobot(qtbot, DailyScreen(chief))


def case_of(backend: Backend) -> Case:
    with reading(backend.engine) as session:
        return session.query(Case).one()


def kinds(backend: Backend) -> list[PaperKind]:
    with reading(backend.engine) as session:
        return [row.kind for row in session.query(Case).one().papers]


def test_a_limit_is_stopped_and_goes_on(backend: Backend, opened: Opened, visits: Visits) -> None:
    issued = visits.serve("id-card")
    visits.move(issued.case, CaseMove.EXAMINE)
    robot = opened()
    robot.moves_on("suspend")
    robot.press("sheet.go")
    assert robot.complaint("form.reason")
    robot.writes("form.reason", "申请人要求听证")
    robot.press("sheet.go")
    assert case_of(backend).state is CaseState.SUSPENDED
    assert kinds(backend)[-1] is PaperKind.SUSPENSION
    robot.press("print.close")
    assert robot.says("已中止")
    assert robot.moves == ["resume", "withdraw", "void"]
    robot.moves_on("resume")
    robot.writes("case.reason", "听证结束")
    robot.press("sheet.go")
    assert case_of(backend).state is CaseState.IN_REVIEW


def test_an_extension_takes_the_head(backend: Backend, opened: Opened, visits: Visits) -> None:
    issued = visits.serve("id-card")
    visits.move(issued.case, CaseMove.EXAMINE)
    robot = opened()
    robot.moves_on("extend")
    second = SecondRobot(robot.qtbot, robot.screen)
    robot.writes("second.reason", "需要再次核查")
    robot.writes("form.count", "99")
    second.answers("001001", PASSWORD)
    assert robot.complaint("form.count")
    robot.writes("form.count", "10")
    second.answers("001001", PASSWORD)
    assert case_of(backend).state is CaseState.EXTENDED
    assert kinds(backend)[-1] is PaperKind.EXTENSION


def ticks(robot: DailyRobot) -> list[QCheckBox]:
    return [robot.find(name, QCheckBox) for name in robot.names("form.tick.")]


def test_a_round_is_asked_taken_and_the_case_accepted(backend: Backend, opened: Opened) -> None:
    ended(backend, draft(backend, CARD), Outcome.RECEIVE)
    robot = opened()
    assert robot.says("2026-11-30 前")
    robot.moves_on("ask_supplement")
    robot.press("sheet.go")
    assert robot.says("请填写")
    ticks(robot)[0].setChecked(True)
    robot.writes("form.why", "照片不符合要求")
    robot.press("sheet.go")
    assert case_of(backend).state is CaseState.SUPPLEMENT_WAIT
    assert kinds(backend)[-1] is PaperKind.SUPPLEMENT
    robot.press("print.close")
    robot.moves_on("take_supplement")
    robot.press("sheet.go")
    assert case_of(backend).state is CaseState.MATERIALS_RECEIVED
    robot.press("print.close")
    robot.moves_on("ask_supplement")
    robot.writes("form.other", "另一份证明")
    robot.press("sheet.go")
    second = SecondRobot(robot.qtbot, robot.screen)
    second.answers("001001", PASSWORD, "新情况")
    with reading(backend.engine) as session:
        assert [each.anew for each in session.query(Case).one().supplements] == [False, True]
    robot.press("print.close")
    robot.moves_on("take_supplement")
    robot.press("sheet.go")
    robot.press("print.close")
    robot.moves_on("accept")
    assert case_of(backend).state is CaseState.ACCEPTED
    assert kinds(backend)[-1] is PaperKind.ACCEPTANCE


def test_papers_are_promised_and_brought(backend: Backend, opened: Opened) -> None:
    allow(backend)
    ended(backend, part(backend), Outcome.RECEIVE)
    robot = opened()
    robot.moves_on("accept_deferred")
    for box in ticks(robot):
        box.setChecked(True)
    robot.writes("form.words", "十天内补齐")
    robot.press("sheet.go")
    assert case_of(backend).state is CaseState.ACCEPTED_DEFERRED
    robot.press("print.close")
    assert robot.says("容缺待补")
    robot.moves_on("take_owed")
    robot.press("sheet.go")
    assert case_of(backend).state is CaseState.ACCEPTED


def test_every_day_of_a_limit_is_shown_and_printed(
    backend: Backend, opened: Opened, visits: Visits
) -> None:
    issued = visits.serve("id-card")
    visits.move(issued.case, CaseMove.EXAMINE)
    robot = opened()
    robot.press("case.strip")
    assert robot.says("已用 0/60 自然日")
    assert robot.says("● 2026-11-24 周二")
    assert robot.says("● 未到期")
    robot.press("sheet.print")
    assert kinds(backend)[-1] is PaperKind.CLOCK
    assert robot.says("办理期限计算表")


def test_an_office_says_its_opinion(backend: Backend, opened: Opened) -> None:
    firm = Organisation("示例酒店管理有限公司", "91110000600037341L")
    hotel = counter.issued(
        backend, counter.HOTEL, organisation=firm, circumstances=("joint_application",)
    )
    counter.moved(backend, hotel.case, CaseMove.EXAMINE)
    robot = opened()
    assert "approve" not in robot.moves
    assert robot.says("最慢的部门")
    for track in tracks(robot):
        robot.press(f"case.track.{track}")
        robot.press("sheet.go")
        assert robot.complaint("form.by")
        robot.writes("form.by", "某科员")
        robot.press("sheet.go")
    assert "approve" in robot.moves


def tracks(robot: DailyRobot) -> list[str]:
    """The keys of the offices, from the top."""
    names = robot.names("case.track.")
    return [name.split(".")[2] for name in names if name.endswith(".strip")]


def test_offices_look_at_the_site_together_and_stop_alone(backend: Backend, opened: Opened) -> None:
    firm = Organisation("示例酒店管理有限公司", "91110000600037341L")
    hotel = counter.issued(
        backend, counter.HOTEL, organisation=firm, circumstances=("joint_application",)
    )
    counter.moved(backend, hotel.case, CaseMove.EXAMINE)
    robot = opened()
    first, *rest = tracks(robot)
    robot.press("case.site")
    robot.press("sheet.go")
    assert robot.says("两名以上")
    robot.writes("form.officers", "陈一、林二")
    robot.press(f"form.tick.{first}")
    robot.press("sheet.go")
    results = robot.names("case.found.")
    assert len(results) == len(rest)
    robot.press(results[0])
    robot.press("sheet.go")
    assert robot.complaint("form.result")
    robot.writes("form.result", "符合要求")
    robot.press("sheet.go")
    assert len(robot.names("case.found.")) == len(rest) - 1
    assert robot.says("符合要求")
    robot.press(f"case.track.{first}.stop")
    robot.writes("form.reason", "空气检测")
    robot.press("sheet.go")
    assert kinds(backend)[-1] is PaperKind.SUSPENSION
    robot.press("print.close")
    assert robot.says("◆")
    robot.press(f"case.track.{first}.strip")
    assert not robot.has("sheet.print")
    robot.press("sheet.")
    robot.press(f"case.track.{first}.go_on")
    assert not robot.says("◆")


def test_an_office_alone_is_given_more_days_once(backend: Backend, opened: Opened) -> None:
    firm = Organisation("示例酒店管理有限公司", "91110000600037341L")
    hotel = counter.issued(
        backend, counter.HOTEL, organisation=firm, circumstances=("joint_application",)
    )
    counter.moved(backend, hotel.case, CaseMove.EXAMINE)
    robot = opened()
    first = tracks(robot)[0]
    robot.press(f"case.track.{first}.extend")
    robot.writes("second.reason", "需复核")
    robot.writes("form.count", "12")
    second = SecondRobot(robot.qtbot, robot.screen)
    second.answers("001001", PASSWORD)
    assert robot.complaint("form.count")
    robot.writes("form.count", "3")
    second.answers("001001", PASSWORD)
    assert kinds(backend)[-1] is PaperKind.EXTENSION
    robot.press("print.close")
    assert not robot.has(f"case.track.{first}.extend")


def test_a_coming_that_no_act_tells_is_noted(
    backend: Backend, opened: Opened, visits: Visits
) -> None:
    visits.serve("id-card")
    robot = opened()
    assert robot.says("到窗口 1 次")
    robot.press("case.visit")
    robot.chooses("form.purpose", "送来缺的材料")
    robot.press("sheet.go")
    assert robot.says("到窗口 2 次")
