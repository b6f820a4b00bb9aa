"""Scans from anywhere: taken out of the field they were typed into; typing arrives whole."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.backend import Backend
from desktop.services.find import Found
from desktop.views.desk import Desk
from desktop.views.ports.scanner import Scanner
from desktop.views.ports.scans import Scans
from desktop.views.sheet import Sheet
from tests.views.records import Visits

ITEM = "onevisit:item:id-card"
QUICK, SLOW = 10, 120


class Field:
    """A line in a window, with a scanner before it."""

    def __init__(self, qtbot: QtBot, end: str = "enter") -> None:
        self.window = QWidget()
        self.line, self.other = QLineEdit(), QLineEdit()
        self.window.setObjectName("frame")
        places = QVBoxLayout(self.window)
        places.addWidget(self.line)
        places.addWidget(self.other)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
        self.line.setFocus()
        self.at = 1000
        self.entered: list[str] = []
        self.scans: list[str] = []
        self.line.returnPressed.connect(lambda: self.entered.append(self.line.text()))
        self.end = Qt.Key.Key_Return if end == "enter" else Qt.Key.Key_Tab
        self.scanner = Scanner(35, 8, end, lambda text: text.startswith("onevisit:"), self.window)
        self.scanner.scanned.connect(self.scans.append)

    def key(self, text: str, apart: int, key: int = 0, *, held: bool = False) -> None:
        """One key goes down and up, so many milliseconds after the one before."""
        self.at += apart
        code = key or (ord(text.upper()) if text.isascii() and text.isalnum() else ord(text))
        none = Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, none, text, held)
            event.setTimestamp(self.at)
            QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def comes(self, text: str, apart: int = QUICK, *, ended: bool = True) -> None:
        """A whole text, with the key at its end."""
        for char in text:
            self.key(char, apart)
        if ended:
            self.key("\r" if self.end is Qt.Key.Key_Return else "\t", apart, self.end)


@pytest.fixture
def field(qtbot: QtBot) -> Field:
    return Field(qtbot)


def test_one_of_our_codes_leaves_nothing_in_the_field(field: Field) -> None:
    field.line.setText("赵桂英")
    field.comes(ITEM)
    assert field.scans == [ITEM]
    assert (field.line.text(), field.entered) == ("赵桂英", [])


def test_a_code_that_is_not_ours_stays_as_typed_with_its_enter(field: Field) -> None:
    field.comes("6901234567892")
    assert field.scans == []
    assert field.entered == ["6901234567892"]


def test_a_code_that_is_not_ours_presses_no_button(field: Field) -> None:
    told: list[str] = []
    field.scanner.foreign.connect(told.append)
    pressed: list[bool] = []
    button = QPushButton("x", field.window)
    button.setAutoDefault(True)
    button.clicked.connect(lambda: pressed.append(True))
    button.show()
    button.setFocus()
    field.comes("6901234567892")
    assert (told, pressed, field.scans) == (["6901234567892"], [], [])
    field.key("\r", SLOW, Qt.Key.Key_Return)
    assert pressed == [True]


def test_a_slow_hand_types_our_code_and_it_stays(field: Field) -> None:
    field.comes(ITEM, SLOW)
    assert field.scans == []
    assert field.entered == [ITEM]


@pytest.mark.parametrize("apart", [1, 5, 20, 34, 35, 36, 60, 90])
def test_no_key_of_a_fast_hand_is_lost_or_out_of_order(
    qtbot: QtBot, field: Field, apart: int
) -> None:
    words = "quick brown fox, 12 jumps"
    field.comes(words, apart, ended=False)
    qtbot.waitUntil(lambda: field.line.text() == words)
    assert field.scans == []


def test_a_key_that_writes_nothing_comes_after_what_was_held(field: Field) -> None:
    field.comes("abc", ended=False)
    field.key("", QUICK, Qt.Key.Key_Backspace)
    assert field.line.text() == "ab"
    field.key("d", QUICK)
    field.key("\t", QUICK, Qt.Key.Key_Tab)
    assert field.line.text() == "abd"
    assert field.other.hasFocus()


def test_a_key_that_is_held_down_is_no_scan(qtbot: QtBot, field: Field) -> None:
    field.key("a", 0)
    for _again in range(12):
        field.key("a", 20, held=True)
    assert field.line.text() == "a" * 13


def test_typing_before_a_scan_stays_and_the_scan_goes(field: Field) -> None:
    field.comes("ab", SLOW, ended=False)
    field.at += SLOW
    field.comes(ITEM)
    assert (field.line.text(), field.scans) == ("ab", [ITEM])


def test_chinese_of_an_input_method_is_not_touched(field: Field) -> None:
    event = QInputMethodEvent()
    event.setCommitString("户口本丢了怎么办")
    QCoreApplication.sendEvent(field.line, event)
    assert field.line.text() == "户口本丢了怎么办"


def test_a_password_is_never_held_back(field: Field) -> None:
    field.line.setEchoMode(QLineEdit.EchoMode.Password)
    field.comes(ITEM)
    assert field.scans == []
    assert field.line.text() == ITEM


def test_a_field_that_wants_scans_gets_them(field: Field) -> None:
    field.line.setProperty("scans", True)
    field.comes(ITEM)
    assert field.scans == []
    assert field.entered == [ITEM]


def test_a_scanner_may_end_with_tab(qtbot: QtBot) -> None:
    field = Field(qtbot, "tab")
    field.comes(ITEM)
    assert field.scans == [ITEM]
    assert field.line.hasFocus()


# What follows a scan

Open = Callable[[], tuple[QWidget, list[str], list[Found], list[str]]]


@pytest.fixture
def counter(qtbot: QtBot, desk: Desk) -> Open:
    def made() -> tuple[QWidget, list[str], list[Found], list[str]]:
        frame = QWidget()
        qtbot.addWidget(frame)
        items: list[str] = []
        records: list[Found] = []
        said: list[str] = []
        desk.bar.told.connect(lambda message: said.append(message.text))
        Scans(desk, frame, items.append, records.append)
        with qtbot.waitActive(frame):
            frame.show()
        return frame, items, records, said

    return made


def test_a_scan_opens_what_it_names(counter: Open, desk: Desk, backend: Backend) -> None:
    issued = Visits(backend).serve("id-card")
    _frame, items, records, said = counter()
    desk.pc.ports.scanned.emit(ITEM)
    desk.pc.ports.scanned.emit(f"{issued.number}/S")
    assert items == ["id-card"]
    assert [(each.by, each.slip) for each in records] == [("slip", issued.slip)]
    assert said == []


def test_what_nothing_bears_is_said(counter: Open, desk: Desk) -> None:
    _frame, items, records, said = counter()
    for text in ("330105A1202611239999", "onevisit:item:no-such", "TRAIN202611230001"):
        desk.pc.ports.scanned.emit(text)
    assert (items, records, len(said)) == ([], [], 3)
    assert "330105A1202611239999" in said[0]
    assert "培训" in said[2]


def test_over_an_open_question_nothing_opens(counter: Open, desk: Desk) -> None:
    frame, items, _records, said = counter()
    sheet = Sheet(frame, "?", "", [("close", "x", "")])
    desk.pc.ports.scanned.emit(ITEM)
    assert items == []
    assert ITEM.removeprefix("onevisit:item:") in said[0]
    sheet.answer("close")
    desk.pc.ports.scanned.emit(ITEM)
    assert items == ["id-card"]


def test_behind_a_lock_nothing_opens(counter: Open, desk: Desk) -> None:
    frame, items, _records, said = counter()
    frame.hide()
    desk.pc.ports.scanned.emit(ITEM)
    assert (items, said) == ([], [])


def test_switched_off_a_scan_is_typing(qtbot: QtBot, desk: Desk, counter: Open) -> None:
    frame, items, _records, _said = counter()
    line = QLineEdit(frame)
    line.show()
    line.setFocus()
    assert line.hasFocus()
    desk.pc.change(replace(desk.settings, scanner="off"))
    for at, char in enumerate(ITEM):
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char)
        event.setTimestamp(1000 + at)
        QCoreApplication.sendEvent(frame.windowHandle(), event)
    assert line.text() == ITEM
    desk.pc.change(replace(desk.settings, scanner="on"))
    assert items == []


def test_a_duty_room_is_told_that_it_may_not(desk_of: Callable[[str], Desk], qtbot: QtBot) -> None:
    desk = desk_of("001004")
    frame = QWidget()
    qtbot.addWidget(frame)
    said: list[str] = []
    desk.bar.told.connect(lambda message: said.append(message.text))
    Scans(desk, frame, said.append, lambda _found: None)
    with qtbot.waitExposed(frame):
        frame.show()
    desk.pc.ports.scanned.emit("330105A1202611230001")
    assert len(said) == 1
