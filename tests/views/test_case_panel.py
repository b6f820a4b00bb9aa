"""What stands of a person is masked until somebody asks; a case is made void by two persons."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.engine import reading
from desktop.backend import Backend
from desktop.domain.cases import CaseState
from desktop.services import cases
from desktop.services.intake import Issued
from desktop.views import clipboard
from desktop.views.clipboard import SecretClipboard
from desktop.views.daily import DailyScreen
from desktop.views.desk import Desk
from desktop.views.revealed import PersonFacts
from tests import builders
from tests.builders import OLD_WOMAN, PASSWORD
from tests.conftest import DeskOf
from tests.robots import DailyRobot, SecondRobot
from tests.services.counter import acts
from tests.views.records import Visits


@pytest.fixture
def chief(desk_of: DeskOf) -> Desk:
    return desk_of("001003")


@pytest.fixture
def visit(backend: Backend) -> Issued:
    return Visits(backend).serve("id-card")


@pytest.fixture
def robot(qtbot: QtBot, chief: Desk, visit: Issued) -> DailyRobot:
    return DailyRobot(qtbot, DailyScreen(chief))


def shown(robot: DailyRobot) -> tuple[str, str]:
    return robot.text("case.person.number"), robot.text("case.person.phone")


FULL = (OLD_WOMAN.id_number, OLD_WOMAN.phone)


def reveals(backend: Backend) -> int:
    with reading(backend.engine) as session:
        return acts(session).count("case.reveal")


def test_number_and_phone_are_shown_to_whoever_asks_and_every_time_is_written_down(
    robot: DailyRobot, backend: Backend
) -> None:
    masked = shown(robot)
    assert "*" in masked[0]
    assert "*" in masked[1]
    assert not robot.has("case.copy")
    for times in (1, 2):
        robot.press("case.reveal")
        assert shown(robot) == FULL
        assert reveals(backend) == times
        robot.press("case.reveal")
        assert shown(robot) == masked


def test_after_a_while_they_are_masked_again(robot: DailyRobot) -> None:
    masked = shown(robot)
    robot.press("case.reveal")
    timers = [t for t in robot.find("case", QWidget).findChildren(QTimer) if t.isActive()]
    assert [timer.interval() for timer in timers] == [clipboard.SECONDS * 1000]
    timers[0].timeout.emit()
    assert shown(robot) == masked


def test_a_reload_keeps_them_open_and_another_room_masks_them(
    robot: DailyRobot, chief: Desk
) -> None:
    masked = shown(robot)
    robot.press("case.reveal")
    chief.jobs.changed.emit(frozenset({"cases"}))
    assert shown(robot) == FULL
    robot.screen.hide()
    robot.screen.show()
    assert shown(robot) == masked


def test_a_lock_masks_them_and_clears_the_clipboard(robot: DailyRobot) -> None:
    robot.press("case.reveal")
    robot.press("case.copy")
    board = QGuiApplication.clipboard()
    assert board.text() == OLD_WOMAN.id_number
    assert bytes(board.mimeData().data("x-kde-passwordManagerHint").data()) == b"secret"
    assert isinstance(robot.screen, DailyScreen)
    robot.screen.leave()
    assert board.text() == ""
    assert "*" in robot.text("case.person.number")


def test_what_somebody_else_put_on_the_clipboard_stays(qtbot: QtBot, robot: DailyRobot) -> None:
    robot.press("case.reveal")
    robot.press("case.copy")
    QGuiApplication.clipboard().setText("another one's")
    assert isinstance(robot.screen, DailyScreen)
    robot.screen.leave()
    assert QGuiApplication.clipboard().text() == "another one's"


def test_the_clipboard_is_cleared_after_a_while(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtCore import QObject

    monkeypatch.setattr(clipboard, "SECONDS", 0)
    parent = QObject()
    SecretClipboard(parent).put("a secret")
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")


def test_another_case_is_masked_from_the_start(
    qtbot: QtBot, chief: Desk, backend: Backend, visit: Issued
) -> None:
    visits = Visits(backend)
    visits.serve("id-card")  # the one that is there
    visits.serve("id-card", builders.FROM_ANHUI)
    robot = DailyRobot(qtbot, DailyScreen(chief))
    robot.marks(0)
    robot.press("case.reveal")
    assert "*" not in robot.text("case.person.number")
    robot.marks(1)
    assert "*" in robot.text("case.person.number")


def test_only_another_case_is_a_look(robot: DailyRobot, chief: Desk, backend: Backend) -> None:
    def looks() -> int:
        with reading(backend.engine) as session:
            return acts(session).count("case.look")

    assert looks() == 1
    for _again in range(3):
        chief.jobs.changed.emit(frozenset({"cases"}))
    assert looks() == 1


def test_a_case_is_made_void_by_two_persons(
    qtbot: QtBot, robot: DailyRobot, backend: Backend, visit: Issued
) -> None:
    robot.moves_on("void")
    sheet = SecondRobot(qtbot, robot.screen)
    sheet.answers("001003", PASSWORD, reason="重复受理")
    assert set(sheet.complaints) == {"password"}  # the supervisor is the one signed in
    sheet.answers("001001", PASSWORD, reason="重复受理")
    assert not sheet.has("sheet")
    with reading(backend.engine) as session:
        case = cases.case_view(session, builders.CHIEF, builders.NOW, visit.case)
    assert (case.state, case.reason) == (CaseState.VOID, "重复受理")
    assert robot.moves == []


def test_a_lock_without_a_case_is_no_trouble(qtbot: QtBot, chief: Desk) -> None:
    facts = PersonFacts(chief)
    qtbot.addWidget(facts)
    facts.leave()
