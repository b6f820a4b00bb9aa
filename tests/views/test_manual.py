"""The manual: the right page at the right place, by keyboard, in both themes and languages."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.intake import Step
from desktop.language import speak
from desktop.views import theme
from desktop.views.help import Help
from desktop.views.manual.pages import PAGES, locate, page
from desktop.views.parts import column
from desktop.views.rooms import Rooms
from tests.conftest import DeskOf
from tests.robots import ManualRobot

CONTROL = Qt.KeyboardModifier.ControlModifier
OFFICER, SUPERVISOR, ADMINISTRATOR, DUTY = "001002", "001003", "001001", "001004"
PAGE_OF = {
    OFFICER: "officer", SUPERVISOR: "supervisor", ADMINISTRATOR: "administrator", DUTY: "officer",
}  # fmt: skip


class Counter:
    """A window with a frame in it, as the program's own has."""

    def __init__(self, qtbot: QtBot, rooms: Rooms) -> None:
        self.qtbot, self.rooms, self.window = qtbot, rooms, QWidget()
        column(rooms.frame, parent=self.window)
        self.locks: list[bool] = []
        self.help = Help(self.window, lambda: rooms.frame, lambda: self.locks.append(True))
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()

    def opens(self) -> ManualRobot:
        """F1 in the window."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(self.window, Qt.Key.Key_F1)
        return ManualRobot(self.qtbot, self.help)


Sits = Callable[[str], Counter]


@pytest.fixture
def sits(qtbot: QtBot, desk_of: DeskOf) -> Sits:
    return lambda number: Counter(qtbot, Rooms(desk_of(number), lambda _settings: None))


@pytest.fixture
def english() -> Iterator[None]:
    speak("en")
    yield
    speak("zh_CN")


@pytest.mark.parametrize("number", PAGE_OF)
def test_f1_opens_what_is_told_of_every_room_and_tab(sits: Sits, number: str) -> None:
    counter = sits(number)
    seen = 0
    for room in counter.rooms.frame.rooms:
        screen = counter.rooms.frame.enter(room)
        bar = screen.findChild(QTabBar, f"{room}.tabs")
        tabs = [str(bar.tabData(at)) for at in range(bar.count())] if bar is not None else [""]
        for at, tab in enumerate(tabs):
            if bar is not None:
                bar.setCurrentIndex(at)
            robot = counter.opens()
            key, anchor = robot.place
            shown = tab or getattr(screen, "place", "")
            assert anchor == (f"{room}-{shown}" if shown else room)
            own = page("zh_CN", PAGE_OF[number])
            assert (key == own.key) is own.has(anchor)
            titles = {each.anchor: each.title for each in page("zh_CN", key).sections}
            assert robot.marked == titles[anchor]
            robot.key(Qt.Key.Key_Escape)
            assert not robot.is_open()
            seen += 1
    assert seen >= len(counter.rooms.frame.rooms)


def test_every_step_of_the_wizard_has_its_section() -> None:
    for step in Step:
        assert locate("zh_CN", "supervisor", "intake", step) == ("officer", f"intake-{step}")


def test_what_no_page_tells_opens_the_own_page_at_its_top(sits: Sits) -> None:
    assert locate("zh_CN", "supervisor", "frame", "") == ("supervisor", "")
    robot = sits(OFFICER).opens()
    assert robot.place == ("officer", "guide")
    robot._manual.open_at("it", "", "")
    assert robot.place == ("it", "")


def test_before_somebody_signs_in_it_tells_how(qtbot: QtBot) -> None:
    shown, window = QWidget(), QWidget()
    column(shown, parent=window)
    qtbot.addWidget(window)
    told = Help(window, lambda: shown, lambda: None)
    for name, place in (
        ("sign-in", ("officer", "sign-in")),
        ("own-password", ("officer", "own-password")),
        ("first-start", ("administrator", "first-start")),
        ("recovery-shown", ("administrator", "recovery-shown")),
        ("recovery-asked", ("administrator", "recovery-asked")),
    ):
        shown.setObjectName(name)
        told.open()
        assert ManualRobot(qtbot, told).place == place


def test_the_question_mark_asks_for_it_and_a_sheet_lets_f1_through(sits: Sits) -> None:
    counter = sits(OFFICER)
    counter.rooms.frame.help_asked.connect(counter.help.open)
    counter.rooms.frame.findChild(QWidget, "help").click()  # type: ignore[union-attr]
    robot = ManualRobot(counter.qtbot, counter.help)
    robot.key(Qt.Key.Key_Escape)
    counter.qtbot.waitUntil(counter.window.isActiveWindow)
    counter.rooms.frame.show_keys()
    sheet = counter.rooms.frame.findChild(QWidget, "scrim")
    assert sheet is not None
    QTest.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_F1)
    counter.qtbot.waitUntil(robot.is_open)
    assert sheet.isVisible()


def test_it_is_read_and_left_by_keyboard(sits: Sits) -> None:
    counter = sits(OFFICER)
    robot = counter.opens()
    assert robot.keyboard.objectName() == "manual.page"
    robot.key(Qt.Key.Key_End)
    assert robot.place[1] != "guide"
    for key in ("supervisor", "administrator", "it", "officer"):
        robot.key(Qt.Key.Key_PageDown, CONTROL)
        assert robot.place == (key, "")
    robot.key(Qt.Key.Key_PageUp, CONTROL)
    assert robot.place[0] == "it"
    robot.chooses_section("磁盘满")
    assert robot.place == ("it", "trouble-disk")
    robot.key(Qt.Key.Key_L, CONTROL)
    assert counter.locks == [True]
    robot.key(Qt.Key.Key_F1)
    assert not robot.is_open()
    assert counter.opens().place == ("officer", "guide")  # nothing is remembered


def test_links_lead_within_the_manual_and_nothing_is_loaded(sits: Sits) -> None:
    robot = sits(OFFICER).opens()
    robot.page.anchorClicked.emit(QUrl("#keys"))
    assert robot.place == ("officer", "keys")
    robot.page.anchorClicked.emit(QUrl("administrator#trouble-password"))
    assert robot.place == ("administrator", "trouble-password")
    robot.page.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert robot.place == ("administrator", "trouble-password")
    for name in ("file:///etc/passwd", "guide", "../style.qss"):
        kind = QTextDocument.ResourceType.ImageResource.value
        assert robot.page.loadResource(kind, QUrl(name)) is None


def test_words_are_found_and_counted(sits: Sits) -> None:
    robot = sits(OFFICER).opens()
    robot.finds("ctrl+k")
    count = robot.page.toPlainText().lower().count("ctrl+k")
    assert count > 1
    assert robot.text("manual.found") == f"第 1 处，共 {count} 处"
    assert len(robot.page.extraSelections()) == count
    robot.key(Qt.Key.Key_Return)
    assert robot.text("manual.found").startswith("第 2 处")
    robot.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    robot.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert robot.text("manual.found").startswith(f"第 {count} 处")
    robot.key(Qt.Key.Key_PageDown, CONTROL)
    assert robot.text("manual.found") == "本页没有"
    robot.key(Qt.Key.Key_Plus, CONTROL)
    robot.key(Qt.Key.Key_Escape)
    assert not robot.has("manual.find")
    assert robot.page.extraSelections() == []
    assert robot.is_open()
    robot.key(Qt.Key.Key_Escape)
    assert not robot.is_open()


def test_it_grows_and_shrinks_and_stays_where_it_was(sits: Sits) -> None:
    robot = sits(OFFICER).opens()
    robot.chooses_section("讲解")
    before = robot.page.document().size().height()
    for _twice in range(2):
        robot.key(Qt.Key.Key_Plus, CONTROL)
    assert robot.page.document().size().height() > before
    assert robot.place == ("officer", "intake-explain")
    for _often in range(9):
        robot.key(Qt.Key.Key_Minus, CONTROL)
    assert robot.page.document().size().height() < before
    robot.key(Qt.Key.Key_0, CONTROL)
    assert robot.page.document().size().height() == before
    robot._manual.resize(700, 500)
    robot.qtbot.waitUntil(lambda: robot.page.document().size().height() != before)
    robot.qtbot.waitUntil(lambda: robot.page.horizontalScrollBar().maximum() == 0)
    robot.qtbot.waitUntil(lambda: robot.place == ("officer", "intake-explain"))


def test_it_follows_the_theme(sits: Sits, qapp: QApplication) -> None:
    robot = sits(OFFICER).opens()
    light = robot.seen().pixelColor(2, 2)
    try:
        theme.apply(qapp, "dark")
        robot.qtbot.waitUntil(lambda: robot.seen().pixelColor(2, 2) != light)
        ground = robot.seen().pixelColor(2, 2).name().upper()
        inks = {
            part.charFormat().foreground().color().name().upper()
            for part in (robot.page.textCursor(), robot.page.cursorForPosition(robot.page.pos()))
        }
        assert ground == theme.DARK["surface"]
        assert all(theme.contrast(ink, ground) >= 4.5 for ink in inks - {"#000000"})
        assert f"color:{theme.DARK['ink'].lower()}" in robot.page.toHtml()
    finally:
        theme.apply(qapp, "light")


def test_pictures_are_read_when_they_come_into_sight(sits: Sits) -> None:
    from desktop.views.manual.pictures import _scaled

    _scaled.cache_clear()
    robot = sits(OFFICER).opens()
    robot.seen()
    few = _scaled.cache_info().currsize
    assert 0 < few < 4
    robot.chooses_section("台账")
    robot.seen()
    assert _scaled.cache_info().currsize > few


@pytest.mark.usefixtures("english")
def test_it_speaks_the_language_of_the_program(sits: Sits) -> None:
    robot = sits(OFFICER).opens()
    assert robot.titles == ["Window officer", "Supervisor", "Administrator", "IT"]
    assert robot.place == ("officer", "guide")
    assert robot.marked == "Guide"
    assert "Press F1" not in robot.page.toPlainText()
    robot._manual.open_at("it", "settings", "")
    assert "minutes without a key or mouse" in robot.page.toPlainText()


def test_it_shows_the_settings_as_they_are(sits: Sits) -> None:
    robot = sits(ADMINISTRATOR).opens()
    robot._manual.open_at("it", "settings", "")
    text = robot.page.toPlainText()
    assert "idle_minutes" in text
    assert "多少分钟没有动键盘鼠标就锁定" in text
    assert "{{" not in text


def test_nothing_of_it_is_loaded_before_it_is_opened() -> None:
    asks = (
        "import sys, desktop.window, desktop.views.rooms, desktop.views.frame;"
        "print([name for name in sys.modules if name.startswith('desktop.views.manual')])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", asks], cwd=root, env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_every_page_can_be_turned_to(sits: Sits) -> None:
    robot = sits(OFFICER).opens()
    assert robot.titles == [page("zh_CN", key).title for key in PAGES]
