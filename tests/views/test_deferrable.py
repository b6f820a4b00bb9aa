"""Materials that may follow later: the supervisor's ticks, stored at once; and the hours' form."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QScrollArea, QTabBar
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from db.engine import reading
from desktop.backend import Backend
from desktop.services import deferred
from desktop.services.clocks import office_hours
from desktop.services.deferred import Follow, ItemFollows
from desktop.services.holidays import DueChange
from desktop.views.desk import Desk
from desktop.views.settings import SettingsScreen, deferrable
from desktop.views.settings.hours import HoursForm
from desktop.views.tables import Rows
from tests.conftest import DeskOf
from tests.robots import SettingsRobot
from tests.services.counter import CARD


def own(backend: Backend, desk: Desk, item: str = CARD) -> frozenset[str]:
    with reading(backend.engine) as session:
        return deferred.deferrable(session, desk.shelf.catalogue)[item]


@pytest.fixture
def supervisor(desk_of: DeskOf) -> Desk:
    return desk_of("001003")


@pytest.fixture
def robot(qtbot: QtBot, supervisor: Desk) -> SettingsRobot:
    made = SettingsRobot(qtbot, SettingsScreen(supervisor))
    made.turns_to("容缺材料")
    made.writes("deferrable.find", "居民身份证申领")
    view = made.find("deferrable.table", QAbstractItemView)
    view.setCurrentIndex(view.model().index(0, 0))
    return made


def test_a_tick_counts_at_once_and_is_taken_back(
    robot: SettingsRobot, supervisor: Desk, backend: Backend
) -> None:
    said: list[str] = []
    supervisor.bar.told.connect(lambda message: said.append(message.text))
    assert robot.text("deferrable.item") == "居民身份证申领、换领、补领"
    ticks = robot.find("deferrable.ticks", QScrollArea)
    box = ticks.findChildren(QCheckBox)[2].objectName()
    robot.find(box, QCheckBox).setFocus(Qt.FocusReason.TabFocusReason)
    robot.key(Qt.Key.Key_Space)
    assert len(own(backend, supervisor)) == 1
    assert "现在可以容缺" in said[-1]
    assert robot.rows("deferrable.table")[0][1].endswith("●")
    assert robot.keyboard.objectName() == box
    robot.key(Qt.Key.Key_Space)
    assert own(backend, supervisor) == frozenset()
    assert "不再可以容缺" in said[-1]
    assert robot.rows("deferrable.table")[0][1] == "—"


def test_items_are_filtered(robot: SettingsRobot) -> None:
    assert len(robot.rows("deferrable.table")) < 5
    robot.writes("deferrable.find", "没有这样的事项")
    assert robot.rows("deferrable.table") == []


def test_what_the_catalogue_allows_cannot_be_taken_away(
    qtbot: QtBot, supervisor: Desk, backend: Backend
) -> None:
    page = deferrable.DeferrablePage(supervisor)
    robot = SettingsRobot(qtbot, page)
    rows = (Follow("a", "甲", True, False), Follow("b", "乙", False, True))
    page._show((ItemFollows("x", "事项", rows),))
    assert robot.rows("deferrable.table") == [["事项", "2 / 2 ●"]]
    fixed = robot.find("deferrable.a", QCheckBox)
    assert fixed.isChecked()
    assert not fixed.isEnabled()
    assert "目录允许" in fixed.text()
    assert robot.find("deferrable.b", QCheckBox).isEnabled()


def test_a_refused_tick_is_told_and_taken_back(
    qtbot: QtBot, desk_of: DeskOf, supervisor: Desk
) -> None:
    said: list[str] = []
    supervisor.bar.told.connect(lambda message: said.append(message.text))
    page = deferrable.DeferrablePage(supervisor)
    robot = SettingsRobot(qtbot, page)
    page._show((ItemFollows(CARD, "事项", (Follow("nothing", "没有", False, False),)),))
    robot.press("deferrable.nothing")
    assert "nothing" in said[-1]
    assert not robot.has("deferrable.nothing")  # all items were loaded anew


def test_items_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = Rows(deferrable._columns())
    model.show_rows([ItemFollows("x", "事项", (Follow("a", "甲", True, False),))])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


@pytest.fixture
def station(qtbot: QtBot, desk_of: DeskOf) -> SettingsRobot:
    return SettingsRobot(qtbot, SettingsScreen(desk_of("001001")))


def test_the_hours_of_limits_are_stored(station: SettingsRobot, backend: Backend) -> None:
    assert station.text("hours.line") == "08:30-12:00；13:30-17:00"
    station.writes("hours.line", "9:00-12:00, 14:00-17:30")
    station.key(Qt.Key.Key_Return)
    assert station.text("hours.line") == "09:00-12:00；14:00-17:30"
    with reading(backend.engine) as session:
        assert len(office_hours(session)) == 2
    station.writes("hours.line", "")
    station.press("hours.save")
    assert station.text("hours.line") == "08:30-12:00；13:30-17:00"


def test_hours_that_do_not_fit_are_told_beside_the_field(station: SettingsRobot) -> None:
    station.writes("hours.line", "12:00-9:00")
    station.press("hours.save")
    assert "12:00-9:00" in station.complaint("hours.line")
    assert station.keyboard.objectName() == "hours.line"


def test_due_times_that_changed_are_listed(station: SettingsRobot) -> None:
    form = station.screen.findChildren(HoursForm)[0]
    day = date(2026, 11, 23)
    form._kept((DueChange(1, "330105A1办1", "赵桂英", "", day, day, False, "15:30", "16:00"),))
    assert station.rows("dues.table")[0][3:5] == ["2026-11-23 15:30", "2026-11-23 16:00"]


def test_supervisors_reach_what_they_answer_for(robot: SettingsRobot) -> None:
    bar = robot.find("settings.tabs", QTabBar)
    assert [bar.tabText(at) for at in range(bar.count())] == [
        "文书",
        "事项目录",
        "容缺材料",
        "关于",
    ]
