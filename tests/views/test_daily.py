"""The daily list as a supervisor works with it."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QWidget
from pytestqt.qtbot import QtBot

from db.engine import reading
from desktop.backend import Backend
from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.slips import MaterialState, SignatureMode
from desktop.services import cases, daily
from desktop.services.intake import Issued
from desktop.views import printing, words
from desktop.views.daily import DailyScreen
from desktop.views.daily.list import ListPage
from desktop.views.desk import Desk, Message
from tests import builders
from tests.builders import FROM_ANHUI, NOW, OLD_WOMAN
from tests.conftest import DeskOf
from tests.printing import readers
from tests.robots import DailyRobot, PrintRobot, SecondRobot
from tests.services.counter import acts
from tests.views.records import Visits


@pytest.fixture
def chief(desk_of: DeskOf) -> Desk:
    return desk_of("001003")


@pytest.fixture
def day(visits: Visits) -> list[Issued]:
    """A day with one visit of each kind, and one the day before."""
    missing, young = MaterialState.MISSING, FROM_ANHUI
    return [
        visits.serve(at=NOW - timedelta(days=1)),
        visits.serve(),
        visits.serve("id-card", young, officer="001003"),
        visits.serve("id-card", OLD_WOMAN, state=missing),
        visits.serve(officer="001003", state=missing, mode=SignatureMode.REFUSED),
    ]


def opened(qtbot: QtBot, desk: Desk) -> DailyRobot:
    return DailyRobot(qtbot, DailyScreen(desk))


def test_a_day_without_visits_says_what_to_do(qtbot: QtBot, chief: Desk) -> None:
    robot = opened(qtbot, chief)
    assert set(robot.figures.values()) == {0}
    assert robot.says("没有办件") or robot.says("没有人") or robot.says("没有")


def test_the_figures_equal_a_count_by_hand(qtbot: QtBot, chief: Desk, day: list[Issued]) -> None:
    robot = opened(qtbot, chief)
    state, stub, special = 5, 7, 3
    given, declined = (
        words.case_states()[each] for each in (CaseState.NOTICE_GIVEN, CaseState.NOT_ACCEPTED)
    )
    lines = robot.lines
    assert robot.figures == {
        "visits": len(lines),
        "accepted": sum(line[state] not in (given, declined) for line in lines),
        "notice_only": sum(line[state] == given for line in lines),
        "not_accepted": sum(line[state] == declined for line in lines),
        "special": sum(line[special] != "—" for line in lines),
        "stubs_missing": sum("■" in line[stub] for line in lines),
    }
    assert robot.figures["visits"] == 4
    assert robot.figures["notice_only"] == 2
    assert robot.figures["stubs_missing"] == 3


@pytest.mark.parametrize(
    ("name", "words_", "count"),
    [
        ("officer", "陈主管", 2),
        ("item", "居民身份证申领、换领、补领", 2),
        ("flag", "老年人（满60周岁）", 3),
        ("state", "已告知", 2),
        ("stub", "拒签", 1),
        ("stub", "还缺", 3),
    ],
)
def test_each_filter(
    qtbot: QtBot, chief: Desk, day: list[Issued], name: str, words_: str, count: int
) -> None:
    robot = opened(qtbot, chief)
    robot.filters(name, words_)
    assert len(robot.lines) == count
    assert robot.figures["visits"] == count


def test_the_days_are_stepped(qtbot: QtBot, chief: Desk, day: list[Issued]) -> None:
    robot = opened(qtbot, chief)
    robot.press("daily.before")
    assert robot.figures["visits"] == 1
    robot.press("daily.after")
    assert robot.figures["visits"] == 4
    yesterday = NOW.date() - timedelta(days=1)
    robot.find("daily.first", QDateEdit).setDate(
        QDate(yesterday.year, yesterday.month, yesterday.day)
    )
    assert robot.figures["visits"] == 5


def test_an_officer_sees_own_visits_only(qtbot: QtBot, desk: Desk, day: list[Issued]) -> None:
    robot = opened(qtbot, desk)
    assert robot.figures["visits"] == 2
    assert {line[4] for line in robot.lines} == {"李窗口"}
    assert not robot.has("daily.officer")


def test_no_part_of_a_screen_stands_alone_for_a_moment(
    qtbot: QtBot, chief: Desk, day: list[Issued]
) -> None:
    from PySide6.QtWidgets import QApplication

    robot = opened(qtbot, chief)
    robot.press("daily.print")
    windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert windows == [robot.screen]


def test_the_marked_visits_case_is_shown_and_its_slip_opens(
    qtbot: QtBot, chief: Desk, day: list[Issued]
) -> None:
    screen = DailyScreen(chief)
    robot = DailyRobot(qtbot, screen)
    robot.marks(3)
    assert robot.text("case.number") == day[1].case_number
    with qtbot.waitSignal(screen.slip_asked) as asked:
        robot.press(f"case.slip.{day[1].slip}")
    assert asked.args == [day[1].slip]
    robot.find("daily.table", QWidget).setFocus()
    with qtbot.waitSignal(screen.slip_asked) as asked:
        robot.key(Qt.Key.Key_Return)
    assert asked.args == [day[1].slip]


def test_only_legal_moves_are_offered(
    qtbot: QtBot, chief: Desk, visits: Visits, backend: Backend
) -> None:
    issued = visits.serve("id-card")
    robot = opened(qtbot, chief)
    robot.filters("state", words.case_states()[CaseState.ACCEPTED])
    assert robot.lines == [] or robot.moves
    with reading(backend.engine) as session:
        legal = cases.case_view(session, builders.CHIEF, builders.NOW, issued.case).choices
    robot.press("daily.after")
    robot.press("daily.before")
    assert sorted(robot.moves) == sorted(legal)
    robot.moves_on("examine")
    with reading(backend.engine) as session:
        case = cases.case_view(session, builders.CHIEF, builders.NOW, issued.case)
    assert case.state is CaseState.IN_REVIEW
    robot.filters("state", "全部状态")
    assert sorted(robot.moves) == sorted(case.choices)


def test_a_refusal_needs_its_reason(
    qtbot: QtBot, chief: Desk, visits: Visits, backend: Backend
) -> None:
    issued = visits.serve("id-card")
    visits.move(issued.case, CaseMove.EXAMINE)
    robot = opened(qtbot, chief)
    robot.moves_on("refuse")
    robot.because("")
    assert robot.complaint("case.reason") != ""
    assert robot.keyboard.objectName() == "case.reason"
    robot.types("材料不实")
    robot.key(Qt.Key.Key_Return)
    with reading(backend.engine) as session:
        case = cases.case_view(session, builders.CHIEF, builders.NOW, issued.case)
    assert (case.state, case.reason) == (CaseState.DECIDED_NO, "材料不实")
    assert robot.says("材料不实")


def test_somebody_who_was_faster_is_told(
    qtbot: QtBot, chief: Desk, visits: Visits, backend: Backend
) -> None:
    messages: list[Message] = []
    chief.bar.told.connect(messages.append)
    issued = visits.serve("id-card")
    robot = opened(qtbot, chief)
    visits.move(issued.case, CaseMove.EXAMINE)
    robot.moves_on("examine")
    assert messages
    decided = ["approve", "refuse", "suspend", "extend", "void", "withdraw"]
    assert sorted(robot.moves) == sorted(decided)


def test_a_case_of_another_day_stays_shown_while_it_is_moved(
    qtbot: QtBot, chief: Desk, visits: Visits
) -> None:
    old = visits.serve("id-card", at=NOW - timedelta(days=3))
    visits.serve("id-card", FROM_ANHUI)
    screen = DailyScreen(chief)
    robot = DailyRobot(qtbot, screen)
    screen.show_case(old.case)
    assert robot.text("case.number") == old.case_number
    robot.moves_on("examine")
    assert robot.text("case.number") == old.case_number


def test_the_list_is_saved_as_a_workbook_and_read_back(
    qtbot: QtBot,
    chief: Desk,
    day: list[Issued],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ListPage, "choose_file", lambda _self: str(tmp_path / "list.xlsx"))
    robot = opened(qtbot, chief)
    robot.press("daily.xlsx")
    (file,) = tmp_path.glob("list*")
    assert file.name == "list.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(file.read_bytes())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 5
    assert {row[1] for row in rows[1:]} == {issued.number for issued in day[1:]}
    assert {row[3] for row in rows[1:]} == {OLD_WOMAN.name, FROM_ANHUI.name}


def test_the_list_is_saved_as_text_where_the_name_says_so(
    qtbot: QtBot, chief: Desk, day: list[Issued], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ListPage, "choose_file", lambda _self: str(tmp_path / "list.CSV"))
    opened(qtbot, chief).press("daily.xlsx")
    rows = list(csv.reader(io.StringIO((tmp_path / "list.CSV").read_text("utf-8-sig"))))
    assert {row[1] for row in rows[1:]} == {issued.number for issued in day[1:]}


def test_the_list_is_printed(
    qtbot: QtBot, chief: Desk, day: list[Issued], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing.PrintSheet, "choose_file", lambda _self: str(tmp_path / "list"))
    robot = opened(qtbot, chief)
    robot.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    PrintRobot(qtbot, robot.screen).press("print.save")
    text = readers.text((tmp_path / "list.pdf").read_bytes())
    for issued in day[1:]:
        assert issued.number in text
    assert OLD_WOMAN.name in text
    assert day[0].number not in text


def test_more_than_a_page_comes_when_scrolled(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    for _visit in range(53):
        visits.serve()
    robot = opened(qtbot, desk)
    assert robot.figures["visits"] == 53
    assert len(robot.lines) == 50
    robot.scrolls_down()
    qtbot.waitUntil(lambda: len(robot.lines) == 53)


def test_many_persons_leave_the_program_only_with_a_second_person(
    qtbot: QtBot,
    chief: Desk,
    day: list[Issued],
    backend: Backend,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(daily, "MANY", 1)
    monkeypatch.setattr(ListPage, "choose_file", lambda _self: str(tmp_path / "list.csv"))
    robot = opened(qtbot, chief)
    robot.press("daily.xlsx")
    sheet = SecondRobot(qtbot, robot.screen)
    sheet.answers("001002", builders.PASSWORD)
    assert set(sheet.complaints) == {"password"}
    assert not (tmp_path / "list.csv").exists()
    sheet.answers("001001", builders.PASSWORD)
    assert (tmp_path / "list.csv").exists()
    robot.press("daily.print")
    sheet.answers("001001", builders.PASSWORD)
    assert robot.has("print.print")
    with reading(backend.engine) as session:
        assert acts(session).count("daily.export") == 2


def test_at_most_one_visit_is_shown_as_it_was_measured(
    qtbot: QtBot, desk_of: DeskOf, visits: Visits
) -> None:
    visits.serve("household-book-replace")
    visits.serve("id-card")
    robot = DailyRobot(qtbot, DailyScreen(desk_of("001003")))
    robot.press("daily.once")
    assert robot.rows("once.table") == [["居民户口簿换领补领", "1", "1", "● 100%", "1.00"]]
    assert "100.0%" in robot.text("once.total")
    robot.chooses("once.span", "本年")
    robot.press("sheet.")
    officer = DailyRobot(qtbot, DailyScreen(desk_of("001002")))
    assert not officer.has("daily.once")
