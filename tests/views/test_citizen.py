"""The visitor's screen: the station's name, the line, the pad; and nothing that stays."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.desk import Desk
from desktop.views.intake import IntakeScreen
from desktop.views.intake import screen as wizard
from desktop.views.intake.citizen import CitizenScreen
from tests.builders import OLD_WOMAN
from tests.robots import IntakeRobot


def there() -> set[CitizenScreen]:
    """The visitors' screens there are, those of other tests among them."""
    return {each for each in QApplication.topLevelWidgets() if isinstance(each, CitizenScreen)}


@pytest.fixture
def before() -> set[CitizenScreen]:
    """What other tests left to be cleared away."""
    return there()


@pytest.fixture
def screen(desk: Desk, monkeypatch: pytest.MonkeyPatch, before: set[CitizenScreen]) -> IntakeScreen:
    """A wizard on a PC whose second screen can be drawn on."""
    monkeypatch.setattr(wizard, "touched", lambda: True)
    return IntakeScreen(desk)


@pytest.fixture
def intake(qtbot: QtBot, screen: IntakeScreen) -> IntakeRobot:
    return IntakeRobot(qtbot, screen)


@pytest.fixture
def citizen(screen: IntakeScreen, before: set[CitizenScreen]) -> CitizenScreen:
    (found,) = there() - before
    return found


def shown(citizen: CitizenScreen) -> list[str]:
    """What can be read there now."""
    labels = citizen.findChildren(QLabel)
    return [each.text() for each in labels if each.isVisibleTo(citizen) and each.text()]


def drawn(citizen: CitizenScreen) -> None:
    pad = citizen.findChild(QWidget, "pad")
    assert pad is not None
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    for step in range(30, 90, 10):
        QTest.mouseMove(pad, QPoint(step, step))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(90, 90))


def strokes(screen: IntakeScreen) -> int:
    signature = screen.work.draft.signature
    return 0 if signature is None else len(signature.strokes)


def test_with_one_screen_it_never_covers_the_counter(
    intake: IntakeRobot, citizen: CitizenScreen
) -> None:
    intake.comes_to("explain", OLD_WOMAN, "hkb")
    assert not citizen.isVisible()


def test_between_visitors_only_the_station_is_named(
    intake: IntakeRobot, citizen: CitizenScreen, desk: Desk
) -> None:
    assert shown(citizen) == [desk.station.name]
    intake.comes_to("explain", OLD_WOMAN, "hkb")
    assert desk.station.name not in shown(citizen)
    assert len(shown(citizen)) == 2
    intake.goes_to("materials")
    assert shown(citizen) == [desk.station.name]


def test_what_is_signed_there_is_on_the_slip(
    intake: IntakeRobot, screen: IntakeScreen, citizen: CitizenScreen, desk: Desk
) -> None:
    intake.comes_to("signature", OLD_WOMAN, "hkb")
    assert len(shown(citizen)) == 1
    assert shown(citizen) != [desk.station.name]
    drawn(citizen)
    drawn(citizen)
    assert strokes(screen) == 2
    intake.press("signature.undo")
    assert strokes(screen) == 1
    drawn(citizen)
    assert strokes(screen) == 2
    intake.reaches("review")
    assert shown(citizen) == [desk.station.name]


def test_a_stub_signed_on_paper_needs_no_pad(
    intake: IntakeRobot, citizen: CitizenScreen, desk: Desk
) -> None:
    intake.comes_to("signature", OLD_WOMAN, "hkb")
    intake.press("signature.mode.paper")
    assert shown(citizen) == [desk.station.name]


def test_a_locked_counter_shows_the_visitor_nothing(
    intake: IntakeRobot, screen: IntakeScreen, citizen: CitizenScreen, desk: Desk
) -> None:
    intake.comes_to("explain", OLD_WOMAN, "hkb")
    screen.leave()
    assert shown(citizen) == [desk.station.name]


def test_it_fills_the_screen_that_is_not_the_counter_s(tmp_path: Path) -> None:
    one = {"name": "counter", "x": 0, "y": 0, "width": 1366, "height": 768}
    two = {"name": "visitor", "x": 1366, "y": 0, "width": 1280, "height": 800}
    file = tmp_path / "screens.json"
    file.write_text(json.dumps({"screens": [one, two]}))
    code = (
        "from desktop.app import application; from desktop.settings import Settings;"
        "app = application(Settings());"
        "from desktop.views.intake.citizen import CitizenScreen;"
        "made = [CitizenScreen('示例派出所') for _counter in app.screens()]\n"
        "for each, counter in zip(made, app.screens()):"
        " print(each.open_on_second(counter), *each.geometry().getRect())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={file}"},
    )  # fmt: skip
    assert done.stdout.splitlines() == ["True 1366 0 1280 800", "True 0 0 1366 768"]


def test_a_simulated_second_screen_is_a_window_of_its_own(
    qtbot: QtBot, desk: Desk, before: set[CitizenScreen]
) -> None:
    desk.pc.settings = replace(desk.settings, second_screen="simulated")
    made = IntakeScreen(desk)
    intake = IntakeRobot(qtbot, made)
    (citizen,) = there() - before
    assert citizen.isVisible()
    intake.comes_to("signature", OLD_WOMAN, "hkb")
    assert not citizen.isFullScreen()
    drawn(citizen)
    assert strokes(made) == 1
    desk.pc.settings = replace(desk.settings, second_screen="off")
    intake.reaches("review")
    assert not citizen.isVisible()


def test_a_screen_that_is_named_and_not_there_is_not_replaced(
    screen: IntakeScreen, citizen: CitizenScreen, desk: Desk
) -> None:
    desk.pc.settings = replace(desk.settings, second_screen_name="HDMI-9")
    assert not citizen.open_as(desk.settings, screen.screen())
    assert not citizen.isVisible()
