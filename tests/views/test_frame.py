"""The frame: rooms, keys, messages, and what the search box opens."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop import logs
from desktop.domain.errors import Refusal, Trouble
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.rooms import Rooms
from tests.builders import OLD_WOMAN
from tests.conftest import DeskOf
from tests.robots import FrameRobot, PrintRobot
from tests.views.records import Visits

CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Counter:
    """A window officer's frame."""

    rooms: Rooms
    robot: FrameRobot
    desk: Desk


def sits_down(qtbot: QtBot, desk: Desk) -> Counter:
    rooms = Rooms(desk, lambda _settings: None)
    return Counter(rooms, FrameRobot(qtbot, rooms.frame, (1366, 768)), desk)


@pytest.fixture
def counter(qtbot: QtBot, desk: Desk) -> Counter:
    return sits_down(qtbot, desk)


@pytest.mark.parametrize(
    ("pressed", "room"),
    [
        (Qt.Key.Key_F2, "intake"),
        (Qt.Key.Key_F3, "guide"),
        (Qt.Key.Key_F4, "slips"),
        (Qt.Key.Key_F5, "deliveries"),
        (Qt.Key.Key_F6, "daily"),
        (Qt.Key.Key_F7, "enquiries"),
        (Qt.Key.Key_F8, "cases"),
    ],
)
def test_every_room_has_its_key(counter: Counter, pressed: Qt.Key, room: str) -> None:
    counter.robot.key(pressed)
    assert counter.robot.room == room
    counter.robot.press("rail.guide")
    counter.robot.press(f"rail.{room}")
    assert counter.robot.room == room


def test_ctrl_r_prints_the_last_slip_again_from_anywhere(
    counter: Counter, visits: Visits, qtbot: QtBot
) -> None:
    number = visits.serve().number
    counter.robot.key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert counter.robot.room == "slips"
    assert PrintRobot(qtbot, counter.rooms.frame).has("sheet")
    assert counter.robot.text("slips.paper.number") == number


@pytest.mark.parametrize(
    ("number", "rooms"),
    [
        ("001004", ["guide", "enquiries"]),
        ("001002", ["guide", "intake", "slips", "deliveries", "cases", "daily", "enquiries"]),
        (
            "001003",
            [
                "guide",
                "intake",
                "slips",
                "deliveries",
                "cases",
                "daily",
                "enquiries",
                "safety",
                "settings",
            ],
        ),
        (
            "001001",
            [
                "guide",
                "intake",
                "slips",
                "deliveries",
                "cases",
                "daily",
                "enquiries",
                "safety",
                "settings",
            ],
        ),
    ],
)
def test_everybody_sees_the_rooms_of_their_role(
    qtbot: QtBot, desk_of: DeskOf, number: str, rooms: list[str]
) -> None:
    assert sits_down(qtbot, desk_of(number)).robot.rooms == rooms


def test_the_bar_shows_the_last_message_and_clears(counter: Counter) -> None:
    pressed: list[bool] = []
    counter.desk.bar.tell("第一条", Tone.BAD, "重试", lambda: pressed.append(True))
    assert counter.robot.message == "第一条"
    counter.robot.press("message.act")
    assert pressed == [True]
    counter.desk.bar.tell("第二条", Tone.GOOD)
    assert counter.robot.message == "第二条"
    assert not counter.robot.has("message.act")
    counter.desk.bar.tell("")
    assert counter.robot.message == ""


def test_what_no_screen_took_is_told_in_the_bar(counter: Counter) -> None:
    counter.desk.jobs.refused.emit(Refusal(Trouble.DISK_FULL))
    assert "磁盘" in counter.robot.message
    counter.desk.jobs.broken.emit(ZeroDivisionError("赵桂英"))
    assert counter.robot.has("message.act")
    code = logs.code(ZeroDivisionError())
    assert code in counter.robot.message
    counter.robot.press("message.act")
    assert counter.robot.text("crash.code") == code
    counter.robot.press("sheet.copy")
    copied = QGuiApplication.clipboard().text()
    assert code in copied
    assert "ZeroDivisionError" in copied
    assert "赵桂英" not in copied


def test_the_sheet_of_keys(counter: Counter) -> None:
    counter.robot.key(Qt.Key.Key_Slash, CONTROL)
    for said in ("Ctrl+K", "F1", "F2", "Ctrl+L"):
        assert counter.robot.says(said)
    counter.robot.key(Qt.Key.Key_F4)
    assert counter.robot.room == "guide"
    counter.robot.key(Qt.Key.Key_Escape)
    assert not counter.robot.has("sheet")


def test_the_window_can_be_locked_from_everywhere(qtbot: QtBot, counter: Counter) -> None:
    with qtbot.waitSignal(counter.rooms.frame.locked):
        counter.robot.key(Qt.Key.Key_L, CONTROL)
    counter.robot.key(Qt.Key.Key_Slash, CONTROL)
    with qtbot.waitSignal(counter.rooms.frame.locked):
        counter.robot.key(Qt.Key.Key_L, CONTROL)


# The search box


def test_an_item_is_found_by_pinyin_and_opened(counter: Counter) -> None:
    counter.robot.press("rail.slips")
    counter.robot.looks_for("hkb")
    assert counter.robot.found
    counter.robot.key(Qt.Key.Key_Return)
    assert counter.robot.room == "guide"
    counter.robot.qtbot.waitUntil(lambda: counter.robot.text("guide.title") == "居民户口簿换领补领")
    assert counter.robot.text("search") == ""


def test_the_arrows_choose_and_escape_closes(counter: Counter) -> None:
    counter.robot.looks_for("sfz")
    assert len(counter.robot.found) > 1
    counter.robot.key(Qt.Key.Key_Down)
    counter.robot.key(Qt.Key.Key_Escape)
    assert counter.robot.found == []
    assert counter.robot.text("search") == ""


def test_a_scanned_slip_opens_at_enter(counter: Counter, visits: Visits) -> None:
    number = [visits.serve().number for _ in range(3)][1]
    counter.robot.looks_for(number)
    counter.robot.key(Qt.Key.Key_Return)
    assert counter.robot.room == "slips"
    assert counter.robot.text("slips.paper.number") == number
    assert counter.robot.text("search") == ""


def test_a_scanned_waybill_or_case_number_opens_the_case(counter: Counter, visits: Visits) -> None:
    issued = visits.parcel()
    counter.robot.looks_for(issued.case_number)
    counter.robot.key(Qt.Key.Key_Return)
    assert counter.robot.room == "cases"
    assert counter.robot.text("case.number") == issued.case_number


def test_a_person_is_offered_once_and_opened(counter: Counter, visits: Visits) -> None:
    issued = visits.serve()
    counter.robot.looks_for("赵桂英")
    counter.robot.qtbot.waitUntil(lambda: any("Found" in each for each in counter.robot.found))
    assert len(counter.robot.found) == len(set(counter.robot.found))
    while "Found" not in counter.robot.marked:
        counter.robot.key(Qt.Key.Key_Down)
    counter.robot.key(Qt.Key.Key_Return)
    assert counter.robot.text("case.number") == issued.case_number


def test_a_number_nobody_knows_opens_nothing(counter: Counter) -> None:
    counter.robot.looks_for("330105A1209901010001")
    counter.robot.key(Qt.Key.Key_Return)
    assert counter.robot.room == "guide"


def test_the_duty_officer_finds_items_but_no_people(
    qtbot: QtBot, desk_of: DeskOf, visits: Visits
) -> None:
    issued = visits.serve()
    counter = sits_down(qtbot, desk_of("001004"))
    for text in ("赵桂英", issued.number, OLD_WOMAN.id_number):
        counter.robot.looks_for(text)
        counter.robot.key(Qt.Key.Key_Return)
        assert not any("Found" in each for each in counter.robot.found)
        assert counter.robot.room == "enquiries"
        counter.robot.key(Qt.Key.Key_Escape)


# From screen to screen


def test_the_guide_begins_an_intake_with_its_item(counter: Counter) -> None:
    counter.rooms.show_item("id-card")
    counter.rooms.start_intake(("id-card",))
    assert counter.robot.room == "intake"
    assert counter.robot.has("page.person")
    counter.robot.press("step.items")
    assert counter.robot.has("intake.remove.id-card")


def test_an_issued_slip_is_offered_for_printing(counter: Counter, visits: Visits) -> None:
    slip = visits.serve(whole=True)
    counter.rooms.print_slip(slip.slip)
    assert counter.robot.room == "slips"
    assert counter.robot.has("print.print")
    assert counter.robot.text("slips.paper.number") == slip.number


def test_what_was_typed_stays_while_another_room_is_open(counter: Counter) -> None:
    counter.robot.key(Qt.Key.Key_F2)
    counter.robot.types("hkb")
    counter.robot.key(Qt.Key.Key_F6)
    counter.robot.key(Qt.Key.Key_F2)
    assert counter.robot.text("intake.item") == "hkb"


def test_mistakes_of_a_new_catalogue_are_told(qtbot: QtBot, desk: Desk) -> None:
    rooms = Rooms(replace(desk, faults=("items/07: fee: is missing",)), lambda _s: None)
    assert "目录" in FrameRobot(qtbot, rooms.frame).message


def test_a_server_that_is_away_is_told_above_every_room_until_it_is_back(counter: Counter) -> None:
    robot, jobs = counter.robot, counter.desk.jobs
    assert not robot.has("frame.away")
    jobs.away.emit(Refusal(Trouble.SERVER_LOST))
    assert robot.has("frame.away")
    assert robot.text("notice.hurt").startswith("■")
    assert robot.text("message") == words.refusal(Refusal(Trouble.SERVER_LOST))
    robot.key(Qt.Key.Key_F8)
    assert robot.has("frame.away")
    jobs.back.emit()
    assert not robot.has("frame.away")
    assert robot.text("message") == "服务器已恢复，可以继续办理。"
