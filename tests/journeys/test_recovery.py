"""The recovery code from the safe opens the records in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot

from desktop.backend import Backend
from desktop.settings import Settings
from desktop.window import Window
from tests import builders
from tests.conftest import Made
from tests.robots import Robot, SignInRobot

pytestmark = pytest.mark.file

NEW = "another long password"


@pytest.fixture
def window(qtbot: QtBot, backend: Backend, home: Path) -> Iterator[Window]:
    """The window in front of a station."""
    backend.engine.dispose()
    made = Window(home, Settings(), builders.at())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitSignal(made.ready, timeout=20_000):
        made.show()
    yield made
    made.close()
    made.finish()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_code_gives_an_administrator_a_new_password(
    qtbot: QtBot, window: Window, made: Made
) -> None:
    robot = Robot(qtbot, window, (1366, 768))
    robot.press("sign-in.recover")
    assert robot.keyboard.objectName() == "recover.code"
    for name, text in (
        ("code", "0000-0000"), ("number", "001001"), ("new", NEW), ("again", NEW),
    ):  # fmt: skip
        robot.writes(f"recover.{name}", text)
    robot.press("recover.go")
    qtbot.waitUntil(lambda: "保险柜" in robot.complaint("recover.code"), timeout=20_000)
    robot.writes("recover.code", made.code.lower())
    with qtbot.waitSignal(window.ready, timeout=20_000):
        robot.press("recover.go")
    assert robot.text("clerk") == "王管理"
    with qtbot.waitSignal(window.ready, timeout=20_000):
        robot.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not robot.has("sign-in.recover")
    sign_in = SignInRobot(qtbot, window, (1366, 768))
    with qtbot.waitSignal(window.ready, timeout=20_000):
        sign_in.enters(NEW)
    assert robot.has("rail.guide")


def test_esc_goes_back_to_the_sign_in(qtbot: QtBot, window: Window) -> None:
    robot = Robot(qtbot, window, (1366, 768))
    robot.press("sign-in.recover")
    robot.key(Qt.Key.Key_Escape)
    assert robot.has("sign-in.password")
    assert not robot.has("recover.code")
