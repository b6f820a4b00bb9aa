"""Asking for more than the first slip did: the window asks a second person, and loses nothing."""

from pytestqt.qtbot import QtBot

from desktop.backend import Backend
from desktop.domain.intake import Step
from desktop.services.drafts import SavedDraft
from desktop.views.intake import IntakeScreen
from tests.builders import NOW, PASSWORD
from tests.conftest import DeskOf
from tests.robots import IntakeRobot
from tests.services.counter import BOOK, draft, issued
from tests.services.test_told_once import LOST, MISSING


def test_a_second_person_answers_and_the_slip_is_issued(
    qtbot: QtBot, desk_of: DeskOf, backend: Backend
) -> None:
    case = issued(backend, BOOK, **MISSING).case
    wanted = draft(backend, BOOK, continues=case, **MISSING, **LOST)
    screen = IntakeScreen(desk_of("001002"))
    robot = IntakeRobot(qtbot, screen)
    screen.work.resume(SavedDraft("k", "t", Step.REVIEW, NOW, wanted))
    robot.goes_on()
    assert any("遗失" in words for words in robot.words())
    robot.writes("second.reason", "首次漏告")
    robot.writes("second.number", "001003")
    robot.writes("second.password", "wrong")
    robot.press("sheet.go")
    assert "密码" in robot.complaint("second.password")
    assert robot.text("second.reason") == "首次漏告"
    robot.writes("second.password", PASSWORD)
    with qtbot.waitSignal(screen.issued):
        robot.press("sheet.go")
    assert not robot.has("second.reason")
