"""The manual in the real window: from the first start to the lock, by F1 alone."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.window import Window
from tests.builders import PASSWORD
from tests.conftest import Made
from tests.journeys.conftest import Open
from tests.robots import FrameRobot, ManualRobot, SignInRobot

CONTROL = Qt.KeyboardModifier.ControlModifier
SIZE = (1366, 768)


def comes_to_front(qtbot: QtBot, window: Window) -> None:
    """As with a click on the main window."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def opens(qtbot: QtBot, window: Window) -> ManualRobot:
    """F1 in the window."""
    comes_to_front(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_F1)
    return ManualRobot(qtbot, window.help)


def sits_down(qtbot: QtBot, window: Window, number: str) -> FrameRobot:
    robot = SignInRobot(qtbot, window, SIZE)
    comes_to_front(qtbot, window)
    robot.press(f"officer.{number}")
    with qtbot.waitSignal(window.ready, timeout=20_000):
        robot.enters(PASSWORD)
    return FrameRobot(qtbot, window, SIZE)


@pytest.mark.file
def test_the_first_start_is_told_before_anybody_has_an_account(
    qtbot: QtBot, open_window: Open, home: Path
) -> None:
    manual = opens(qtbot, open_window(home))
    assert manual.place == ("administrator", "first-start")
    manual.key(Qt.Key.Key_Escape)
    assert not manual.is_open()


def test_a_day_with_the_manual_beside(
    qtbot: QtBot, open_window: Open, home: Path, made: Made
) -> None:
    shutil.copytree(made.folder, home)
    window = open_window(home)
    assert opens(qtbot, window).place == ("officer", "sign-in")
    frame = sits_down(qtbot, window, "001002")
    for key, place in (
        (Qt.Key.Key_F2, "intake-items"), (Qt.Key.Key_F3, "guide"), (Qt.Key.Key_F4, "slips"),
        (Qt.Key.Key_F5, "deliveries-on_the_way"), (Qt.Key.Key_F6, "daily-list"),
        (Qt.Key.Key_F7, "enquiries-answer"), (Qt.Key.Key_F8, "cases-all"),
    ):  # fmt: skip
        comes_to_front(qtbot, window)
        frame.key(key)
        assert opens(qtbot, window).place == ("officer", place)
    manual = opens(qtbot, window)
    with qtbot.waitSignal(window.ready, timeout=20_000):
        manual.key(Qt.Key.Key_L, CONTROL)
    assert not manual.is_open()  # a lock hides it, too
    assert not frame.has("rail.intake")
    sign_in = SignInRobot(qtbot, window, SIZE)
    comes_to_front(qtbot, window)
    with qtbot.waitSignal(window.ready, timeout=20_000):
        sign_in.enters(PASSWORD)
    assert manual.is_open()
    with qtbot.waitSignal(window.ready, timeout=20_000):
        window.lock()
    frame = sits_down(qtbot, window, "001003")
    assert not manual.is_open()  # another officer begins without it
    comes_to_front(qtbot, window)
    frame.key(Qt.Key.Key_F6)
    assert opens(qtbot, window).place == ("supervisor", "daily-list")
