"""The delivery panel as an officer works with it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from db.engine import reading
from desktop.backend import Backend
from desktop.domain.cases import CaseState
from desktop.services import cases
from desktop.views.deliveries import DeliveriesScreen
from desktop.views.desk import Desk, Message
from tests import builders
from tests.builders import FROM_ANHUI, OLD_WOMAN
from tests.robots import DeliveriesRobot
from tests.views.records import Visits

GOOD, OTHER, WRONG = "EE123456785CN", "1100000000001", "EE123456789CN"


def opened(qtbot: QtBot, desk: Desk) -> DeliveriesRobot:
    return DeliveriesRobot(qtbot, DeliveriesScreen(desk))


def state(backend: Backend, case: int) -> CaseState:
    with reading(backend.engine) as session:
        return cases.case_view(session, builders.CHIEF, builders.NOW, case).state


def filters(robot: DeliveriesRobot, name: str, words: str) -> None:
    robot.chooses(f"deliveries.{name}", words)
    robot.find(f"deliveries.{name}", QComboBox).activated.emit(0)


def test_an_empty_panel_says_what_would_be_here(qtbot: QtBot, desk: Desk) -> None:
    assert opened(qtbot, desk).says("没有")


def test_before_the_decision_nothing_can_be_sent(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    visits.serve("id-card")
    robot = opened(qtbot, desk)
    assert robot.steps == []
    assert not robot.has("deliveries.waybill")
    assert robot.says("已受理")


def test_a_waybill_is_judged_while_it_is_typed(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    visits.parcel()
    robot = opened(qtbot, desk)
    robot.writes("deliveries.waybill", WRONG[:-1])
    short = robot.complaint("deliveries.waybill")
    robot.types(WRONG[-1])
    assert robot.complaint("deliveries.waybill") != short
    assert "校验" in robot.complaint("deliveries.waybill")
    robot.writes("deliveries.waybill", GOOD)
    assert "相符" in robot.complaint("deliveries.waybill")


def test_a_wrong_waybill_is_refused_beside_the_field_and_stays(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend
) -> None:
    issued = visits.parcel()
    robot = opened(qtbot, desk)
    robot.writes("deliveries.waybill", WRONG)
    robot.press("deliveries.post")
    assert "校验" in robot.complaint("deliveries.waybill")
    assert robot.text("deliveries.waybill") == WRONG
    assert state(backend, issued.case) is CaseState.CERTIFICATE_MADE


def test_posting_moves_the_case(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, said: list[Message]
) -> None:
    issued = visits.parcel()
    robot = opened(qtbot, desk)
    robot.writes("deliveries.waybill", GOOD)
    robot.key(Qt.Key.Key_Return)
    assert state(backend, issued.case) is CaseState.POSTED
    assert robot.lines[0][4] == GOOD
    assert said
    assert not robot.has("deliveries.waybill")


def test_a_number_that_another_parcel_bears_is_refused(
    qtbot: QtBot, desk: Desk, visits: Visits
) -> None:
    visits.parcel()
    robot = opened(qtbot, desk)
    robot.writes("deliveries.waybill", OTHER)
    robot.press("deliveries.post")
    visits.parcel(FROM_ANHUI)
    robot.screen.arrive()  # type: ignore[attr-defined]
    robot.marks([line[4] for line in robot.lines].index("—"))
    robot.writes("deliveries.waybill", OTHER)
    robot.press("deliveries.post")
    assert OTHER in robot.complaint("deliveries.waybill")
    assert robot.text("deliveries.waybill") == OTHER


def test_only_legal_steps_are_offered_and_a_failure_says_why(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend
) -> None:
    issued = visits.parcel()
    robot = opened(qtbot, desk)
    assert robot.steps == ["ready_for_pickup"]
    robot.writes("deliveries.waybill", GOOD)
    robot.press("deliveries.post")
    assert "delivered" in robot.steps
    assert "picked_up" not in robot.steps
    assert robot.alarms == []
    robot.press("deliveries.step.delivery_failed")
    robot.notes("")
    assert robot.complaint("form.reason") != ""
    robot.notes("无人在家")
    assert not robot.has("sheet")
    assert len(robot.alarms) == 1
    assert robot.says("无人在家")
    robot.press("deliveries.step.delivered")
    assert state(backend, issued.case) is CaseState.DELIVERED
    assert robot.alarms == []
    assert robot.lines == []
    filters(robot, "what", "含已送达")
    assert len(robot.lines) == 1


def test_a_reason_can_be_left_unsaid_by_escape(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    visits.parcel()
    robot = opened(qtbot, desk)
    robot.writes("deliveries.waybill", GOOD)
    robot.press("deliveries.post")
    before = robot.steps
    robot.press("deliveries.step.on_hold")
    robot.key(Qt.Key.Key_Escape)
    assert not robot.has("sheet")
    assert robot.steps == before


def test_an_exception_leads_to_its_parcel(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    visits.parcel()
    robot = opened(qtbot, desk)
    robot.writes("deliveries.waybill", GOOD)
    robot.press("deliveries.post")
    robot.press("deliveries.step.return_to_sender")
    robot.notes("地址不详")
    visits.parcel(FROM_ANHUI)
    robot.screen.arrive()  # type: ignore[attr-defined]
    (alarm,) = robot.alarms
    robot.press(alarm)
    assert robot.says("地址不详")
    assert "deliveries.waybill" in robot.names("deliveries.waybill")


@pytest.mark.parametrize(("way", "count"), [("快递送达", 2), ("窗口自取", 0), ("全部方式", 2)])
def test_ways_are_filtered(qtbot: QtBot, desk: Desk, visits: Visits, way: str, count: int) -> None:
    visits.parcel()
    visits.parcel(FROM_ANHUI)
    robot = opened(qtbot, desk)
    filters(robot, "mode", way)
    assert len(robot.lines) == count


def test_the_case_can_be_opened(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    issued = visits.parcel()
    screen = DeliveriesScreen(desk)
    robot = DeliveriesRobot(qtbot, screen)
    with qtbot.waitSignal(screen.case_asked) as asked:
        robot.press("deliveries.case")
    assert asked.args == [issued.case]


def test_phones_are_masked(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    visits.parcel(replace(OLD_WOMAN, phone="13812345678"))
    robot = opened(qtbot, desk)
    assert not robot.says("13812345678")
    assert isinstance(robot.find("deliveries.table", QWidget), QWidget)
