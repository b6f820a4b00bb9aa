"""The calendar's tab: a year walked by keyboard, imported, stored, and the due days that follow."""

import json
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

import resources
from db.engine import reading
from desktop.backend import Backend
from desktop.domain.applicants import Organisation
from desktop.domain.cases import CaseMove
from desktop.domain.workdays import DayKind
from desktop.services import holidays
from desktop.services.holidays import DueChange
from desktop.views.desk import Desk
from desktop.views.settings import SettingsScreen
from desktop.views.settings.calendar import dues
from desktop.views.settings.calendar.dues import DuesSheet
from desktop.views.settings.calendar.page import CalendarPage
from desktop.views.tables import Rows
from tests.conftest import DeskOf
from tests.robots import CalendarRobot, PrintRobot
from tests.services.counter import HOTEL, issued, moved

FIRM = Organisation("示例酒店管理有限公司", "91110000600037341L")
TOO_EARLY = (
    b'{"year": 2027, "source": "x", "made_up": [],'
    b'"days_off": [{"date": "2025-01-01", "holiday": "x"}]}'
)
MONDAY, SATURDAY = date(2027, 1, 4), date(2027, 1, 9)


@pytest.fixture
def admin(desk_of: DeskOf) -> Desk:
    return desk_of("001001")


@pytest.fixture
def robot(qtbot: QtBot, admin: Desk) -> CalendarRobot:
    made = CalendarRobot(qtbot, SettingsScreen(admin))
    made.turns_to("日历")
    return made


@pytest.fixture
def hotel(backend: Backend) -> int:
    """A joint case whose 45 working days reach into the year that is not announced."""
    done = issued(backend, HOTEL, organisation=FIRM, circumstances=("joint_application",))
    moved(backend, done.case, CaseMove.EXAMINE)
    return done.case


def years(backend: Backend) -> set[int]:
    with reading(backend.engine) as session:
        return {each.year for each in holidays.years(session)}


def test_an_announced_year_is_shown(robot: CalendarRobot) -> None:
    assert robot.text("calendar.year") == "2026"
    assert robot.text("calendar.state") == "● 已公布"
    assert robot.grid.day == date(2026, 11, 23)
    robot.goes_to(date(2026, 2, 14))
    assert robot.text("calendar.day") == "2026-02-14 周六 · 班 调休上班"
    assert robot.text("calendar.name") == "春节"
    robot.goes_to(date(2026, 10, 1))
    assert robot.text("calendar.day") == "2026-10-01 周四 · 休 节假日"


def test_the_year_is_walked_by_keyboard_and_ends_at_its_ends(robot: CalendarRobot) -> None:
    robot.goes_to(date(2026, 1, 1))
    robot.key(Qt.Key.Key_Left)
    robot.key(Qt.Key.Key_Up)
    assert robot.grid.day == date(2026, 1, 1)
    robot.key(Qt.Key.Key_PageDown)
    assert robot.grid.day == date(2026, 2, 1)
    robot.key(Qt.Key.Key_PageUp)
    robot.key(Qt.Key.Key_End)
    assert robot.grid.day == date(2026, 12, 31)
    robot.key(Qt.Key.Key_Escape)  # is left to the window


def test_days_are_marked_and_turned_by_mouse(robot: CalendarRobot) -> None:
    grid = robot.grid
    at, left = grid.place(date(2026, 3, 3)).center(), Qt.MouseButton.LeftButton
    QTest.mouseClick(grid, left, pos=at)
    assert grid.day == date(2026, 3, 3)
    QTest.mouseDClick(grid, left, pos=at)
    assert grid.kind(grid.day) is DayKind.HOLIDAY
    for nowhere in (QPoint(1, 1), grid.place(date(2026, 3, 3)).topLeft() - QPoint(0, 400)):
        QTest.mouseClick(grid, left, pos=nowhere)
        QTest.mouseDClick(grid, left, pos=nowhere)
    assert grid.day == date(2026, 3, 3)


def test_a_year_that_is_not_announced_is_provisional_until_it_is_stored(
    robot: CalendarRobot, backend: Backend
) -> None:
    robot.press("calendar.on")
    assert robot.text("calendar.state") == "▲ 暂定"
    robot.turns(MONDAY)
    assert robot.says("请写明依据的放假通知")
    robot.announces("测试通知")
    assert robot.says("请写明是哪个节日")
    with pytest.raises(AssertionError, match="cannot be pressed"):
        robot.press("calendar.save")
    robot.writes("calendar.name", "元旦")
    robot.turns(SATURDAY, 2)
    assert robot.text("calendar.name") == "元旦"  # the holiday that is near
    assert robot.says("有 2 天与已存的不同")
    assert robot.says("周末 → 班 调休上班 元旦")
    robot.press("calendar.save")
    assert robot.says("有 2 天与已存的不同。在办办件")
    assert robot.says("算作已公布")
    robot.press("sheet.")
    assert 2027 not in years(backend)
    robot.press("calendar.save")
    robot.press("sheet.go")
    assert 2027 in years(backend)
    assert robot.text("calendar.state") == "● 已公布"


def test_changes_stay_with_their_year_until_they_are_undone(robot: CalendarRobot) -> None:
    robot.turns(date(2026, 3, 2))
    robot.press("calendar.on")
    assert not robot.says("天与已存的不同")
    robot.press("calendar.back")
    assert robot.says("有 1 天与已存的不同")
    robot.turns_to("关于")
    robot.turns_to("日历")
    assert robot.says("有 1 天与已存的不同")
    robot.press("calendar.undo")
    assert not robot.says("天与已存的不同")
    robot.press("calendar.turn")
    robot.press("calendar.turn")
    assert not robot.says("天与已存的不同")


def test_a_day_of_the_next_years_announcement_is_only_read(
    robot: CalendarRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file, eve = tmp_path / "2027.json", {"date": "2026-12-31", "holiday": "元旦"}
    file.write_text(
        json.dumps({"year": 2027, "source": "测试", "days_off": [eve], "made_up": []}), "utf-8"
    )
    monkeypatch.setattr(CalendarPage, "choose_file", lambda _self: str(file))
    robot.press("calendar.import")
    robot.press("calendar.back")
    robot.turns(date(2026, 12, 31))
    assert robot.text("calendar.turn") == "写在 2027 年的通知里"
    assert robot.text("calendar.name") == "元旦"
    assert robot.text("calendar.day").endswith("休 节假日")
    assert not robot.says("天与已存的不同")


def test_a_file_is_looked_through_before_it_is_stored(
    robot: CalendarRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, backend: Backend
) -> None:
    data = json.loads(resources.path("calendar", "2026.json").read_text("utf-8"))
    moved_on = json.dumps(data).replace("2026-", "2028-").replace('"year": 2026', '"year": 2028')
    file = tmp_path / "2028.json"
    file.write_text(moved_on.replace('"made_up": [', '"made_up": [], "x": ['), "utf-8")
    monkeypatch.setattr(CalendarPage, "choose_file", lambda _self: str(file))
    robot.press("calendar.import")
    assert robot.text("calendar.year") == "2028"
    assert robot.says("有 33 天与已存的不同")
    assert 2028 not in years(backend)
    robot.press("calendar.save")
    robot.press("sheet.go")
    assert 2028 in years(backend)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[]", "这不是一年的日历"),
        (b"{", "这不是 JSON 文件"),
        (TOO_EARLY, "2025-01-01 不属于 2027 年"),
        (b"\xff\xfe", "读"),
    ],
)  # fmt: skip
def test_a_file_with_a_mistake_is_told_and_nothing_changes(
    robot: CalendarRobot, admin: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    content: bytes, said: str,
) -> None:  # fmt: skip
    told: list[str] = []
    admin.bar.told.connect(lambda message: told.append(message.text))
    file = tmp_path / "year.json"
    file.write_bytes(content)
    for path in ("", str(file), str(tmp_path / "none.json")):
        monkeypatch.setattr(CalendarPage, "choose_file", lambda _self, path=path: path)
        robot.press("calendar.import")
    assert said in told[0]
    assert len(told) == 2
    assert robot.text("calendar.year") == "2026"


def test_the_due_days_that_changed_are_listed_printed_and_saved(
    robot: CalendarRobot, hotel: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    robot.press("calendar.on")
    robot.turns(MONDAY)
    robot.announces("测试通知")
    robot.writes("calendar.name", "元旦")
    robot.press("calendar.save")
    robot.press("sheet.go")
    rows = robot.rows("dues.table")
    assert rows[0][0].startswith("330105A1")
    assert rows[0][1] == "赵桂英"
    assert rows[0][3] < rows[0][4]
    file = tmp_path / "dues.csv"
    for path in ("", str(file), str(tmp_path / "dues.xlsx")):
        monkeypatch.setattr(DuesSheet, "choose_file", lambda _self, path=path: path)
        robot.press("sheet.save")
    assert "赵桂英" not in file.read_text("utf-8-sig")
    assert rows[0][0] in file.read_text("utf-8-sig")
    assert (tmp_path / "dues.xlsx").read_bytes()[:2] == b"PK"
    robot.press("sheet.print")
    printing = PrintRobot(qtbot, robot.screen)
    assert "1" in printing.page
    printing.press("print.close")
    robot.press("sheet.")
    assert not robot.has("dues.table")


def test_how_far_the_cases_are_is_told(robot: CalendarRobot) -> None:
    page = robot.screen.findChildren(CalendarPage)[0]
    page.told.emit(200, 900)
    assert robot.text("calendar.said") == "正在重算第 200 / 900 件…"


def test_due_days_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = Rows(dues._columns())
    day = date(2027, 1, 4)
    model.show_rows([DueChange(1, "330105A1办202600001", "赵桂英", "", day, None, True, "", "")])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
