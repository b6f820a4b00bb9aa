"""The supervisor's room beside its list: reviews, the day's close, figures, guide debt."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QDate, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateEdit, QLabel, QPushButton, QTabBar, QTableView
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Case, DayClose
from desktop.backend import Backend
from desktop.domain.cases import Outcome
from desktop.domain.enquiries import Channel, Ending
from desktop.domain.slips import MaterialState
from desktop.services import enquiries, slips
from desktop.services.enquiries import NewEnquiry
from desktop.services.intake import Issued
from desktop.views.daily import DailyScreen
from desktop.views.daily.charts import BarChart
from desktop.views.desk import Desk, Message
from desktop.views.rooms import Rooms
from tests.builders import CHIEF, FROM_ANHUI, NOW
from tests.conftest import DeskOf
from tests.robots import DailyRobot, FrameRobot
from tests.views.records import Visits

TABS = ("list", "reviews", "close", "figures", "debt")
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def chief(desk_of: DeskOf) -> Desk:
    return desk_of("001003")


@pytest.fixture
def lacking(visits: Visits) -> list[Issued]:
    """A visit where everything was there, and one where nothing was."""
    missing, notice = MaterialState.MISSING, Outcome.NOTICE_ONLY
    return [
        visits.serve("id-card"),
        visits.serve("id-card", FROM_ANHUI, state=missing, outcome=notice),
    ]


def opened(qtbot: QtBot, desk: Desk, tab: str) -> DailyRobot:
    robot = DailyRobot(qtbot, DailyScreen(desk))
    robot.find("daily.tabs", QTabBar).setCurrentIndex(TABS.index(tab))
    return robot


def marks(robot: DailyRobot, name: str, place: int = 0) -> None:
    robot.find(name, QTableView).selectRow(place)


# The four lists


def test_the_list_turns_to_cases_parcels_and_questions(
    backend: Backend, qtbot: QtBot, chief: Desk, lacking: list[Issued]
) -> None:
    with writing(backend.engine) as session:
        enquiries.log(session, CHIEF, NOW, NewEnquiry(Channel.PHONE, item="id-card"))
    robot = opened(qtbot, chief, "list")
    for kind, count in (("收件", 2), ("交寄邮件", 0), ("咨询", 1)):
        robot.chooses("daily.kind", kind)
        box = robot.find("daily.kind", QComboBox)
        box.activated.emit(box.currentIndex())
        key = {"收件": "cases", "交寄邮件": "parcels", "咨询": "enquiries"}[kind]
        if count:
            assert len(robot.rows(f"daily.table.{key}")) == count
        else:
            assert robot.says("没有记录")
        assert not robot.find("daily.stub", QComboBox).isEnabled()


def test_filters_are_kept_under_a_name(qtbot: QtBot, chief: Desk, lacking: list[Issued]) -> None:
    robot = opened(qtbot, chief, "list")
    robot.filters("flag", "老年人（满60周岁）")
    robot.press("daily.keep")
    robot.press("sheet.go")
    assert robot.complaint("form.name")
    robot.writes("form.name", "老人")
    robot.press("sheet.go")
    robot.filters("flag", "全部情形")
    assert len(robot.lines) == 2
    robot.filters("kept", "老人")
    assert len(robot.lines) == 1
    again = opened(qtbot, chief, "list")
    again.filters("kept", "老人")
    assert len(again.lines) == 1
    again.press("daily.drop")
    assert not again.has("daily.kept")


@pytest.mark.parametrize(("suffix", "begins"), [(".pdf", b"%PDF"), (".csv", b"\xef\xbb\xbf")])
def test_a_list_is_saved_as_it_was_asked(
    qtbot: QtBot, chief: Desk, lacking: list[Issued], tmp_path: Path, suffix: str, begins: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from desktop.views.daily.list import ListPage

    path = tmp_path / f"list{suffix}"
    monkeypatch.setattr(ListPage, "choose_file", lambda _self: str(path))
    robot = opened(qtbot, chief, "list")
    robot.press("daily.xlsx")
    assert path.read_bytes().startswith(begins)


# Reviews


def test_a_case_is_returned_beside_it_and_answered_by_its_officer(
    backend: Backend, qtbot: QtBot, desk_of: DeskOf, lacking: list[Issued]
) -> None:
    robot = opened(qtbot, desk_of("001003"), "list")
    robot.press("case.review")
    robot.chooses("form.kind", "退回并附意见")
    robot.press("sheet.go")
    assert robot.complaint("form.words")
    robot.writes("form.words", "照片不清楚")
    robot.press("sheet.go")
    rooms = Rooms(desk_of("001002"), lambda _settings: None)
    officer = FrameRobot(qtbot, rooms.frame, (1366, 768))
    assert "1" in officer.text("notice.reviews")
    officer.press("notice.reviews")
    assert officer.room == "daily"
    assert [row[5] for row in officer.rows("reviews.table")] == ["照片不清楚"]
    officer.press("reviews.answer")
    officer.press("sheet.go")
    assert officer.complaint("form.words")
    officer.writes("form.words", "已重拍")
    officer.press("sheet.go")
    assert not officer.has("notice.reviews")
    assert officer.says("没有待答复的抽查")


def test_a_case_is_given_to_somebody_else(
    backend: Backend, qtbot: QtBot, chief: Desk, lacking: list[Issued]
) -> None:
    robot = opened(qtbot, chief, "list")
    robot.press("case.review")
    assert not robot.has("form.officer")
    robot.chooses("form.kind", "改派")
    robot.chooses("form.officer", "陈主管 001003")
    robot.writes("form.words", "休假")
    robot.press("sheet.go")
    with reading(backend.engine) as session:
        officers = set(session.scalars(select(Case.officer_id)))
        assert len(officers) == 2


def test_a_sample_is_drawn_and_ended(
    backend: Backend, qtbot: QtBot, chief: Desk, lacking: list[Issued], said: list[Message]
) -> None:
    robot = opened(qtbot, chief, "reviews")
    robot.press("reviews.draw")
    robot.writes("form.count", "x")
    robot.press("sheet.go")
    assert robot.complaint("form.count")
    robot.writes("form.count", "2")
    robot.press("sheet.go")
    assert len(robot.rows("reviews.table")) == 2
    marks(robot, "reviews.table", 1)
    assert robot.text("case.number")
    robot.press("reviews.answer")
    robot.writes("form.words", "合格")
    robot.press("sheet.go")
    assert len(robot.rows("reviews.table")) == 1
    robot.chooses("reviews.which", "已结束")
    robot.find("reviews.which", QComboBox).activated.emit(1)
    assert [row[6] for row in robot.rows("reviews.table")] == ["合格"]
    robot.press("reviews.answer")  # an ended one is not answered again
    assert not robot.has("sheet.go")


def test_an_officer_sees_no_figures_and_no_close(qtbot: QtBot, desk: Desk) -> None:
    robot = DailyRobot(qtbot, DailyScreen(desk))
    bar = robot.find("daily.tabs", QTabBar)
    assert [bar.tabText(place) for place in range(bar.count())] == ["清单", "抽查"]


# The day's close


def test_a_day_is_closed_by_keyboard(
    backend: Backend, qtbot: QtBot, chief: Desk, lacking: list[Issued]
) -> None:
    with writing(backend.engine) as session:
        asked = NewEnquiry(Channel.PHONE, Ending.CALL_BACK, "id-card", phone="1")
        enquiries.log(session, CHIEF, NOW, asked)
    robot = opened(qtbot, chief, "close")
    assert robot.text("close.notices") == "2"
    assert len(robot.rows("close.table")) == 5  # two stubs, two sheets, a call
    assert not robot.find("close.close", QPushButton).isEnabled()
    robot.press("close.all")
    robot.press("sheet.go")
    assert robot.complaint("form.words")
    robot.writes("form.words", "明天来签")
    robot.key(Qt.Key.Key_Return)
    assert [row[5] for row in robot.rows("close.table")][:2] == ["明天来签"] * 2
    assert robot.find("close.table", QTableView).currentIndex().row() == 2
    robot.key(Qt.Key.Key_C, ALT)
    robot.key(Qt.Key.Key_C, ALT)
    robot.key(Qt.Key.Key_E, ALT)
    robot.writes("form.words", "稍后回电")
    robot.press("sheet.go")
    assert robot.says("可以日结")
    robot.press("close.close")
    robot.press("sheet.")
    robot.press("close.close")
    robot.press("sheet.close")
    with reading(backend.engine) as session:
        assert session.get(DayClose, NOW.date()) is not None
    assert robot.says("日结单")
    robot.press("print.close")
    assert robot.says("没有变更")
    with writing(backend.engine) as session:
        slips.confirm_stub(session, CHIEF, NOW, lacking[0].slip)
    robot.press("close.day.back")
    robot.press("close.day.on")
    assert robot.rows("close.changes")[0][2:] == ["▲ 已变更", "存根：还缺 → 已签"]
    robot.press("close.sheet")
    assert robot.has("print.close")


def test_a_gap_shows_its_case_and_what_was_said_before(
    backend: Backend, qtbot: QtBot, chief: Desk, visits: Visits
) -> None:
    done = visits.serve("id-card", at=NOW - timedelta(days=1))
    robot = opened(qtbot, chief, "close")
    assert robot.text("case.number") == done.case_number
    robot.press("close.day.back")
    marks(robot, "close.table")
    robot.press("close.explain")
    robot.writes("form.words", "老人明天来")
    robot.press("sheet.go")
    robot.press("close.day.on")
    assert "老人明天来" in robot.rows("close.table")[0][5]
    robot.press("close.day.on")
    assert not robot.find("close.close", QPushButton).isEnabled()  # a day to come


# Figures


def figures(qtbot: QtBot, desk: Desk) -> DailyRobot:
    return opened(qtbot, desk, "figures")


def test_figures_as_chart_and_table(
    qtbot: QtBot, chief: Desk, visits: Visits, lacking: list[Issued]
) -> None:
    visits.serve(at=NOW - timedelta(days=2))
    robot = figures(qtbot, chief)
    assert [row[:2] for row in robot.rows("figures.table")] == [
        ["2026-11-21", "1"], ["2026-11-23", "2"],
    ]  # fmt: skip
    assert "实测" in robot.text("figures.whole")
    assert robot.rows("figures.missed")[0][1] == "50%"
    for by, count in (("按事项", 2), ("按民警", 1), ("按月", 1), ("按周", 2)):
        robot.chooses("figures.by", by)
        box = robot.find("figures.by", QComboBox)
        box.activated.emit(box.currentIndex())
        assert len(robot.rows("figures.table")) == count
    edit = robot.find("figures.last", QDateEdit)
    edit.setDate(QDate(2026, 11, 20))
    assert robot.says("没有数据")


def test_bars_are_walked_and_clicked(
    qtbot: QtBot, chief: Desk, visits: Visits, lacking: list[Issued]
) -> None:
    visits.serve(at=NOW - timedelta(days=2))
    robot = figures(qtbot, chief)
    chart, table = robot.find("figures.chart", BarChart), robot.find("figures.table", QTableView)
    chart.setFocus()
    for key, place in (
        (Qt.Key.Key_Right, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Left, 0), (Qt.Key.Key_End, 1), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Up, 0),
    ):  # fmt: skip
        QTest.keyClick(chart, key)
        assert table.currentIndex().row() == place
    where = QPointF(chart.width() * 0.8, chart.height() / 2).toPoint()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=where)
    assert table.currentIndex().row() == 1
    assert "2" in chart.accessibleDescription()
    chart.grab()
    robot.chooses("figures.what", "首次齐全")
    robot.find("figures.what", QComboBox).activated.emit(3)
    chart.grab()
    assert "50%" in chart.accessibleDescription()


def test_figures_are_saved_with_live_charts(
    qtbot: QtBot, chief: Desk, lacking: list[Issued], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from desktop.views.daily.figures import FiguresPage

    path = tmp_path / "figures.xlsx"
    monkeypatch.setattr(FiguresPage, "choose_file", lambda _self: str(path))
    robot = figures(qtbot, chief)
    robot.press("figures.xlsx")
    book = openpyxl.load_workbook(path)
    page: Any = book["按日"]
    assert [cell.value for cell in page[2]][:2] == ["2026-11-23", 2]
    assert page["E2"].number_format == "0%"
    assert len(page._charts) == 11
    assert book.sheetnames == ["按日", "最常漏带"]


# Guide debt


def test_a_line_that_fails_leads_to_the_guide(
    backend: Backend, qtbot: QtBot, chief: Desk, lacking: list[Issued]
) -> None:
    rooms = Rooms(chief, lambda _settings: None)
    robot = FrameRobot(qtbot, rooms.frame, (1366, 768))
    screen = rooms.frame.enter("daily")
    assert isinstance(screen, DailyScreen)
    screen.show_page("debt")
    lines = [row[1] for row in robot.rows("debt.table")]
    assert any("50% 的人没带" in line and line.startswith("材料 ") for line in lines)
    robot.press("debt.open")
    assert robot.room == "guide"
    qtbot.waitUntil(lambda: robot.text("guide.title").startswith("居民身份证"))
    qtbot.waitUntil(lambda: any(
        robot.find(name, QLabel).property("tone") == "accent"
        for name in robot.names("guide.material.")
    ))  # fmt: skip


def test_no_guide_fails_where_nothing_was_missing(qtbot: QtBot, chief: Desk) -> None:
    robot = opened(qtbot, chief, "debt")
    assert robot.says("没有欠账")
    robot.press("debt.open")
