"""An error that nobody caught: a code on the window and in the log, and nothing typed is lost."""

import logging
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMainWindow, QStackedWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from desktop import logs
from desktop.views.crash import Crashes
from tests.builders import NOW, at
from tests.robots import Robot

NAME = "欧阳翠花"


class Counter(QMainWindow):
    """A window with a screen on which something stands."""

    def __init__(self) -> None:
        super().__init__()
        stack = QStackedWidget()
        self.field = QLineEdit(NAME)
        self.field.setObjectName("field")
        stack.addWidget(self.field)
        self.setCentralWidget(stack)
        self.crashes = Crashes(self, at())


@pytest.fixture
def robot(qtbot: QtBot) -> Robot:
    return Robot(qtbot, Counter(), (1000, 640))


def fails(robot: Robot, error: BaseException) -> BaseException:
    """Raise an error as a slot does, with the hook that the program has."""
    counter = robot.screen
    assert isinstance(counter, Counter)
    with pytest.raises(type(error)) as caught:
        raise error
    counter.crashes.take(caught.type, caught.value, caught.tb)
    return caught.value


def test_a_code_is_shown_with_what_to_do_and_the_log_knows_it(robot: Robot, tmp_path: Path) -> None:
    handler = logs.handler(tmp_path)
    logging.getLogger("desktop").addHandler(handler)
    try:
        error = fails(robot, ValueError(NAME))
    finally:
        logging.getLogger("desktop").removeHandler(handler)
        handler.close()
    assert robot.has("sheet")
    code = robot.text("crash.code")
    assert code == logs.code(error)
    written = (tmp_path / "logs" / logs.FILE).read_text("utf-8")
    assert f"[{code}] unexpected" in written
    assert NAME not in written
    assert robot.says(f"{NOW:%H:%M}")
    robot.press("sheet.copy")
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[:2] == [f"{NOW:%Y-%m-%d %H:%M}", code]
    assert "builtins.ValueError" in copied
    assert NAME not in copied
    assert not robot.has("sheet")
    assert robot.find("field", QLineEdit).text() == NAME


def test_one_error_after_the_other_is_shown_once_at_a_time(robot: Robot) -> None:
    first = fails(robot, ValueError("a"))
    fails(robot, KeyError("b"))
    assert robot.has("sheet")
    assert robot.text("crash.code") == logs.code(first)
    robot.press("sheet.close")
    assert not robot.has("sheet")
    second = fails(robot, KeyError("c"))
    assert robot.has("sheet")
    assert robot.text("crash.code") == logs.code(second)


def test_an_error_in_telling_of_an_error_comes_to_an_end(
    robot: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> datetime:
        raise RuntimeError

    counter = robot.screen
    assert isinstance(counter, Counter)
    monkeypatch.setattr(counter.crashes, "_now", broken)
    with capture_exceptions() as caught:
        fails(robot, ValueError("a"))
        fails(robot, ValueError("b"))
        assert not robot.has("sheet")
    assert [kind for kind, *_ in caught] == [RuntimeError]


def test_somebody_who_stops_the_program_is_told_nothing(
    robot: Robot, capsys: pytest.CaptureFixture[str]
) -> None:
    fails(robot, KeyboardInterrupt())
    assert not robot.has("sheet")
    assert "KeyboardInterrupt" in capsys.readouterr().err


PROGRAM = """
import sys
from datetime import datetime
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QLabel, QWidget
from desktop.views.crash import Crashes

app, window = QApplication([]), QMainWindow()
window.setCentralWidget(QWidget())
window.show()
sys.excepthook = Crashes(window, datetime.now).take
QTimer.singleShot(0, lambda: 1 // 0)
QTimer.singleShot(300, app.quit)
app.exec()
print(window.findChild(QLabel, "crash.code").text())
"""


def test_a_slot_that_fails_comes_here_and_the_program_goes_on() -> None:
    words = (sys.executable, "-c", PROGRAM)
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("E-")
