"""A desk that was left: every input counts, silence and sleep lock."""

from time import time

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.views.idle import Idle


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_silence_is_told(qtbot: QtBot, field: QLineEdit) -> None:
    watch = Idle(0.05, field)
    with qtbot.waitSignal(watch.left):
        watch.begin()


def test_an_input_begins_the_count_anew(qtbot: QtBot, field: QLineEdit) -> None:
    watch = Idle(1000, field)
    watch._timer.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one may end 5 % off
    watch.begin()
    before = watch._timer.remainingTime()
    qtbot.waitUntil(lambda: watch._timer.remainingTime() < before - 200)
    low = watch._timer.remainingTime()
    QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)
    assert watch._timer.remainingTime() > low + 100


def test_nobody_signed_in_is_never_locked(qtbot: QtBot, field: QLineEdit) -> None:
    watch = Idle(1000, field)
    watch.begin()
    watch.end()
    QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)
    assert not watch._timer.isActive()


@pytest.mark.parametrize(("slept", "locks"), [(3600.0, True), (5.0, False)])
def test_a_pc_that_slept_is_locked(qtbot: QtBot, slept: float, locks: bool) -> None:
    parent, ahead = QObject(), [0.0]
    watch = Idle(1000, parent, lambda: time() + ahead[0])
    told: list[bool] = []
    watch.left.connect(lambda: told.append(True))
    watch.begin()
    ahead[0] = slept
    watch._look()
    assert bool(told) is locks
