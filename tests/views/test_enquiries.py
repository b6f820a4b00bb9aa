"""The enquiry desk as who sits at the telephone uses it: by keyboard, with somebody waiting."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QTabBar, QTableView
from pytestqt.qtbot import QtBot

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.enquiries import Channel, Ending, Topic
from desktop.services import enquiries
from desktop.services.enquiries import EnquiryFilter, EnquiryRow, NewEnquiry
from desktop.views.desk import Desk
from desktop.views.enquiries import EnquiriesScreen
from desktop.views.rooms import Rooms
from tests.builders import CHIEF, NOW, clerk
from tests.conftest import DeskOf
from tests.robots import FrameRobot
from tests.robots.base import Robot
from tests.services.counter import BOOK, CARD, draft, issued

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
TABS = ("answer", "calls", "log", "twice")
PHONE = "10000001234"


def opened(qtbot: QtBot, desk: Desk, tab: str = "answer") -> Robot:
    robot = Robot(qtbot, EnquiriesScreen(desk))
    robot.find("enquiries.tabs", QTabBar).setCurrentIndex(TABS.index(tab))
    return robot


def kept(backend: Backend) -> tuple[EnquiryRow, ...]:
    with reading(backend.engine) as session:
        shown = EnquiryFilter(NOW.date(), NOW.date(), NOW.tzinfo)
        return enquiries.listed(session, CHIEF, shown)


def asked(backend: Backend, **more: object) -> int:
    values = {"channel": Channel.PHONE, "item": BOOK, "question": "户口本丢了"} | more
    with writing(backend.engine) as session:
        return enquiries.log(session, CHIEF, NOW, NewEnquiry(**values))  # type: ignore[arg-type]


def test_two_keys_note_a_question(backend: Backend, qtbot: QtBot, desk: Desk) -> None:
    robot = opened(qtbot, desk)
    assert robot.keyboard.objectName() == "enquiries.search"
    robot.types("户口本丢了")
    assert robot.text("enquiries.title") == "居民户口簿换领补领"
    assert "居民身份证" in robot.text("enquiries.said.bring")
    robot.key(Qt.Key.Key_1, ALT)
    robot.key(Qt.Key.Key_Return, CONTROL)
    (row,) = kept(backend)
    assert (row.channel, row.item, row.question) == (Channel.PHONE, BOOK, "户口本丢了")
    assert (row.ending, row.topic, row.found) == (Ending.ANSWERED, Topic.BRING, True)
    assert robot.keyboard.objectName() == "enquiries.search"
    assert robot.text("enquiries.search") == robot.text("enquiries.question") == ""


def test_what_was_asked_is_marked(backend: Backend, qtbot: QtBot, desk: Desk) -> None:
    robot = opened(qtbot, desk)
    robot.types("sfz")
    robot.key(Qt.Key.Key_5, CONTROL)
    assert "20元" in robot.text("enquiries.said.cost")
    robot.key(Qt.Key.Key_Return, CONTROL)
    assert kept(backend)[0].topic is Topic.COST


def test_a_question_without_an_answer_is_noted_as_one(
    backend: Backend, qtbot: QtBot, desk: Desk
) -> None:
    robot = opened(qtbot, desk)
    robot.types("qqzz")
    assert robot.says("没有对应的事项")
    assert robot.ticked("enquiries.unfit")
    robot.key(Qt.Key.Key_Return, CONTROL)
    (row,) = kept(backend)
    assert (row.item, row.question, row.found, row.topic) == ("", "qqzz", False, Topic.OTHER)


def test_who_takes_it_on_and_whom_to_call_is_asked_beside_the_field(
    backend: Backend, qtbot: QtBot, desk: Desk
) -> None:
    robot = opened(qtbot, desk)
    robot.types("sfz")
    robot.key(Qt.Key.Key_Return, CONTROL, SHIFT)
    assert robot.complaint("enquiries.answer")
    robot.key(Qt.Key.Key_B, ALT)
    assert robot.complaint("enquiries.phone")
    robot.writes("enquiries.name", "王小明")
    robot.writes("enquiries.phone", PHONE)
    robot.key(Qt.Key.Key_B, ALT)
    (row,) = kept(backend)
    assert (row.name, row.ending, row.open) == ("王小明", Ending.CALL_BACK, True)


def test_who_asks_again_is_told(backend: Backend, qtbot: QtBot, desk: Desk) -> None:
    asked(backend, phone=PHONE)
    robot = opened(qtbot, desk)
    robot.types("户口本丢了")
    robot.writes("enquiries.phone", PHONE)
    qtbot.waitUntil(lambda: robot.has("enquiries.before"))
    assert "1 次" in robot.text("enquiries.before")
    robot.writes("enquiries.phone", "")
    assert not robot.has("enquiries.before")


def test_a_call_is_made_once(backend: Backend, qtbot: QtBot, desk: Desk) -> None:
    asked(backend, ending=Ending.CALL_BACK, phone=PHONE, name="王小明")
    robot = opened(qtbot, desk, "calls")
    assert robot.rows("calls.table")[0][5] == "100****1234"
    robot.press("calls.call")  # nobody is marked: who waits longest
    assert PHONE in robot.text("enquiries.call.phone")
    robot.press("sheet.go")
    assert robot.complaint("form.words")
    robot.writes("form.words", "已告知材料")
    robot.press("sheet.go")
    assert robot.says("没有待回的电话")
    assert kept(backend)[0].called_said == "已告知材料"


def test_the_log_is_turned_day_by_day_and_filtered(
    backend: Backend, qtbot: QtBot, desk_of: DeskOf
) -> None:
    asked(backend)
    asked(backend, item="", question="遛狗", ending=Ending.PASSED_ON, answer="社区")
    robot = opened(qtbot, desk_of("001003"), "log")
    assert [row[3] for row in robot.rows("log.table")] == ["遛狗", "户口本丢了"]
    assert [row[2] for row in robot.rows("log.table")] == ["—", "居民户口簿换领补领"]
    robot.chooses("log.ending", "已转办")
    robot.find("log.ending", QComboBox).activated.emit(2)
    assert [row[3] for row in robot.rows("log.table")] == ["遛狗"]
    robot.press("log.day.back")
    assert robot.says("这一天没有咨询")


def test_a_question_becomes_a_visit(backend: Backend, qtbot: QtBot, desk: Desk) -> None:
    rooms = Rooms(desk, lambda _settings: None)
    robot = FrameRobot(qtbot, rooms.frame, (1366, 768))
    robot.key(Qt.Key.Key_F7)
    robot.types("户口本丢了")
    robot.writes("enquiries.name", "王小明")
    robot.writes("enquiries.phone", PHONE)
    robot.key(Qt.Key.Key_V, ALT)
    assert robot.room == "intake"
    assert robot.text("intake.person.name") == "王小明"
    assert robot.text("intake.person.phone") == PHONE
    assert kept(backend)[0].intake


def test_a_list_begins_a_visit_too(backend: Backend, qtbot: QtBot, desk: Desk) -> None:
    asked(backend, ending=Ending.CALL_BACK, phone=PHONE, name="王小明")
    robot = opened(qtbot, desk, "calls")
    robot.find("calls.table", QTableView).selectRow(0)
    with qtbot.waitSignal(robot.screen.visit_begun):  # type: ignore[attr-defined]
        robot.press("calls.visit")
    assert kept(backend)[0].intake


def test_guides_are_mended_from_what_was_asked_twice(
    backend: Backend, qtbot: QtBot, desk: Desk
) -> None:
    robot = opened(qtbot, desk, "twice")
    assert robot.says("没有重复咨询")
    assert robot.says("问题都能搜到")
    for item in (BOOK, BOOK, CARD):
        asked(backend, item=item, phone=PHONE)
    asked(backend, item="", question="遛狗", found=False)
    robot.find("enquiries.tabs", QTabBar).setCurrentIndex(0)
    robot.find("enquiries.tabs", QTabBar).setCurrentIndex(3)
    assert [row[:3] for row in robot.rows("twice.again")] == [
        ["居民户口簿换领补领", "100****1234", "2"]
    ]
    assert [row[0] for row in robot.rows("twice.unfit")] == ["遛狗"]
    view = robot.find("twice.again", QTableView)
    with qtbot.waitSignal(robot.screen.guide_asked) as shown:  # type: ignore[attr-defined]
        view.selectRow(0)
        view.activated.emit(view.currentIndex())
    assert shown.args == [BOOK]


def test_a_duty_room_answers_in_the_stations_name(
    backend: Backend, qtbot: QtBot, desk_of: DeskOf
) -> None:
    rooms = Rooms(desk_of("001004"), lambda _settings: None)
    robot = FrameRobot(qtbot, rooms.frame, (1366, 768))
    assert robot.room == "enquiries"
    assert robot.keyboard.objectName() == "enquiries.search"
    assert robot.text("clerk") == "杭州市公安局拱墅区分局示例派出所"
    assert robot.find("enquiries.channel.phone", QAbstractButton).isChecked()
    assert not robot.has("enquiries.visit")
    robot.types("hkb")
    robot.key(Qt.Key.Key_Return, CONTROL)
    assert [row.officer for row in kept(backend)] == ["周值班"]


def test_a_slip_that_came_of_a_question_opens(
    backend: Backend, qtbot: QtBot, desk_of: DeskOf
) -> None:
    enquiry = asked(backend)
    with writing(backend.engine) as session:
        enquiries.begin_visit(session, clerk(backend), NOW, enquiry, "key-1")
    slip = issued(backend, key="key-1", done=draft(backend, BOOK)).slip
    robot = opened(qtbot, desk_of("001003"), "log")
    view = robot.find("log.table", QTableView)
    view.selectRow(0)
    with qtbot.waitSignal(robot.screen.slip_asked) as shown:  # type: ignore[attr-defined]
        view.activated.emit(view.currentIndex())
    assert shown.args == [slip]


@pytest.mark.parametrize("tab", TABS)
def test_every_page_can_be_left_and_come_back_to(qtbot: QtBot, desk: Desk, tab: str) -> None:
    robot = opened(qtbot, desk, tab)
    robot.screen.arrive()  # type: ignore[attr-defined]
    assert robot.find("enquiries.tabs", QTabBar).currentIndex() == TABS.index(tab)
