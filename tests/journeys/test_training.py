"""The window of a training: what it says of itself, its visitors, and starting anew."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import made_up
from desktop.printing.sheet import Sheet
from desktop.settings import Settings, database_file, training_home
from desktop.simulated.visitors import PASSWORD
from desktop.window import Window
from tests import builders

LATE = 60_000


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setattr(Sheet, "mark", "")
    made = Window(training_home(tmp_path), made_up(Settings()), builders.at())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitSignal(made.ready, timeout=LATE):
        made.show()
    yield made
    made.finish()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def seen(name: str) -> list[QWidget]:
    """What is seen of that name, in whichever window."""
    tops = QApplication.topLevelWidgets()
    found = {each: None for top in tops for each in top.findChildren(QWidget, name)}
    return [each for each in found if each.isVisible()]


def press(name: str) -> None:
    (button,) = seen(name)
    assert isinstance(button, QAbstractButton)
    button.click()


def text(name: str) -> str:
    (found,) = seen(name)
    assert isinstance(found, QLabel | QLineEdit)
    return found.text()


Enter = Callable[[], None]


@pytest.fixture
def enter(window: Window, qtbot: QtBot) -> Enter:
    def act() -> None:
        qtbot.waitUntil(lambda: bool(seen("officer.000002")), timeout=LATE)
        press("officer.000002")
        (line,) = seen("sign-in.password")
        assert isinstance(line, QLineEdit)
        line.setText(PASSWORD)
        with qtbot.waitSignal(window.ready, timeout=LATE):
            press("sign-in.enter")

    return act


def test_a_visitor_is_played_and_all_begins_anew(
    window: Window, qtbot: QtBot, enter: Enter, tmp_path: Path
) -> None:
    assert "培训" in window.windowTitle()
    assert "Training" in text("training.name")
    assert PASSWORD in text("sign-in.news")
    assert not seen("sign-in.training")
    enter()
    assert "Training" in text("training.name")
    assert not seen("notice.backup")
    assert window.rooms is not None
    window.rooms.start_intake(("id-card",))
    press("training.visitors")
    qtbot.waitUntil(lambda: "就绪" in text("intake.reader"), timeout=LATE)
    press("training.lay.elderly")
    qtbot.waitUntil(lambda: text("intake.person.name") == "赵桂英", timeout=LATE)
    window.restore()
    press("sheet.")
    assert not seen("restore.choose")
    before = database_file(training_home(tmp_path)).read_bytes()
    press("training.anew")
    with qtbot.waitSignal(window.ready, timeout=LATE):
        press("sheet.anew")
    assert database_file(training_home(tmp_path)).read_bytes() != before
    assert not seen("rail.intake")
    enter()
    assert seen("rail.intake")
    window.close()
    assert not (training_home(tmp_path) / "backups").exists()
    assert not database_file(tmp_path).exists()
