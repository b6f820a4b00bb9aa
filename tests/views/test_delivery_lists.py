"""The delivery room's further lists: the courier's, doors, into whose hands; another way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTabBar, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.backend import Backend
from desktop.domain.deliveries import DeliveryState
from desktop.domain.items import Fulfilment
from desktop.views.deliveries import DeliveriesScreen
from desktop.views.desk import Desk, Message
from tests.robots import DeliveriesRobot, PrintRobot
from tests.services.on_the_way import GOOD, OTHER, advance, posted, ready

_D, _F = DeliveryState, Fulfilment
TABS = ("on_the_way", "posting", "doors", "handed")


def opened(qtbot: QtBot, desk: Desk, tab: str = "on_the_way") -> DeliveriesRobot:
    robot = DeliveriesRobot(qtbot, DeliveriesScreen(desk))
    robot.find("deliveries.tabs", QTabBar).setCurrentIndex(TABS.index(tab))
    return robot


def marks(robot: DeliveriesRobot, name: str, place: int) -> None:
    robot.find(name, QTableView).selectRow(place)


EMPTY = ("没有要送达的", "这一天没有寄件", "没有安排上门", "还没有交付")


@pytest.mark.parametrize(("tab", "said"), list(zip(TABS, EMPTY, strict=True)))
def test_each_list_says_what_would_stand_there(
    qtbot: QtBot, desk: Desk, tab: str, said: str
) -> None:
    assert opened(qtbot, desk, tab).says(said)


def test_the_tabs_are_turned_by_keys(qtbot: QtBot, desk: Desk) -> None:
    robot = opened(qtbot, desk)
    robot.key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert robot.has("posting.day")
    robot.key(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert robot.has("deliveries.text")


def test_the_courier_signs_the_list_of_the_day(
    qtbot: QtBot, desk: Desk, backend: Backend, said: list[Message], qtmodeltester: ModelTester
) -> None:
    posted(backend, GOOD)
    posted(backend, OTHER)
    robot = opened(qtbot, desk, "posting")
    qtmodeltester.check(robot.find("posting.table", QTableView).model())  # type: ignore[no-untyped-call]
    assert [row[0] for row in robot.rows("posting.table")] == [GOOD, OTHER]
    assert "2" in robot.text("posting.count")
    robot.press("posting.make")
    PrintRobot(qtbot, robot.screen).press("print.close")
    assert {row[-1] for row in robot.rows("posting.table")} == {"● 已列入"}
    (sign,) = robot.names("posting.signed.")
    robot.press(sign)
    assert robot.names("posting.signed.") == []
    assert robot.says("● 已签收")
    marks(robot, "posting.table", 1)
    assert robot.says(OTHER)
    robot.press("posting.day.back")
    assert robot.rows("posting.table") == []
    robot.press("posting.day.today")
    robot.press("posting.day.on")
    assert robot.rows("posting.table") == []
    assert said


def test_doors_are_listed_and_the_visit_is_noted_beside(
    qtbot: QtBot, desk: Desk, backend: Backend, qtmodeltester: ModelTester
) -> None:
    case = ready(backend, _F.DOOR)
    advance(backend, case, _D.OUT_FOR_DELIVERY)
    robot = opened(qtbot, desk, "doors")
    qtmodeltester.check(robot.find("doors.table", QTableView).model())  # type: ignore[no-untyped-call]
    ((day, name, *_rest),) = robot.rows("doors.table")
    assert ("今天" in day, name) == (True, "赵桂英")
    marks(robot, "doors.table", 0)
    robot.press("deliveries.step.delivery_failed")
    robot.writes("form.reason", "家中无人")
    robot.press("sheet.go")
    assert robot.rows("doors.table") == []
    robot.chooses("doors.which", "全部上门")
    robot.find("doors.which", QComboBox).activated.emit(1)
    assert "■" in robot.rows("doors.table")[0][-1]


@pytest.mark.usefixtures("collected")
def test_the_proof_of_what_was_handed_over_is_printed_again(qtbot: QtBot, desk: Desk) -> None:
    robot = opened(qtbot, desk, "handed")
    assert [row[1] for row in robot.rows("handed.table")] == ["赵桂英"]
    marks(robot, "handed.table", 0)
    robot.press("handed.proof")
    assert PrintRobot(qtbot, robot.screen).page != ""


@pytest.fixture
def collected(qtbot: QtBot, desk: Desk, backend: Backend) -> None:
    """A result that was collected at the window, with its proof."""
    ready(backend, _F.PICKUP)
    robot = opened(qtbot, desk)
    robot.press("deliveries.step.delivered")
    robot.press("form.checked")
    robot.press("form.on_paper")
    robot.press("sheet.go")
    PrintRobot(qtbot, robot.screen).press("print.close")


@pytest.mark.parametrize("kind", ["label", "envelope"])
def test_labels_and_envelopes_are_offered_to_be_printed(
    qtbot: QtBot, desk: Desk, backend: Backend, kind: str
) -> None:
    ready(backend)
    robot = opened(qtbot, desk)
    robot.press(f"deliveries.{kind}")
    assert PrintRobot(qtbot, robot.screen).page != ""


def test_another_way_is_noted_and_what_was_typed_stays_until_then(
    qtbot: QtBot, desk: Desk, backend: Backend
) -> None:
    ready(backend, _F.PICKUP)
    robot = opened(qtbot, desk)
    robot.press("deliveries.redirect")
    assert not robot.has("form.address")
    robot.chooses("form.mode", "快递送达")
    robot.writes("form.address", "")
    robot.press("sheet.go")
    assert robot.complaint("form.address") != ""
    robot.writes("form.address", "杭州市西湖区示例路2号")
    if not robot.ticked("form.consent"):
        robot.press("form.consent")
    robot.press("sheet.go")
    assert not robot.has("sheet")
    assert robot.lines[0][3] == "快递送达"
    assert robot.says("杭州市西湖区示例路2号")


def test_a_waybill_that_is_being_typed_outlives_what_others_do(
    qtbot: QtBot, desk: Desk, backend: Backend
) -> None:
    ready(backend)
    robot = opened(qtbot, desk)
    robot.writes("deliveries.waybill", "EE1234")
    desk.jobs.changed.emit(frozenset({"deliveries"}))
    assert robot.text("deliveries.waybill") == "EE1234"


def test_what_is_kept_may_be_posted_after_all(qtbot: QtBot, desk: Desk, backend: Backend) -> None:
    case = ready(backend)
    advance(backend, case, _D.READY_FOR_PICKUP)
    robot = opened(qtbot, desk)
    assert not robot.has("deliveries.waybill")
    robot.press("deliveries.after_all")
    robot.writes("deliveries.waybill", GOOD)
    robot.press("deliveries.post")
    assert robot.lines[0][4] == GOOD
