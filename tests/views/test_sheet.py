"""A sheet lets the keyboard through all its fields and leaves what lies below as it was."""

import gc
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.case_forms import day_edit
from desktop.views.fields import Line
from desktop.views.parts import button, column
from desktop.views.sheet import Sheet
from tests.robots import Robot


@pytest.fixture
def robot(qtbot: QtBot) -> Robot:
    """A sheet with a day and a line over a table."""
    over, view, body = QWidget(), QTableView(), QWidget()
    view.setObjectName("below")
    column(view, button("ask", name="ask"), parent=over)
    made = Robot(qtbot, over)
    line = Line()
    line.setObjectName("line")
    column(day_edit(date(2026, 11, 23), "day"), line, parent=body)
    Sheet(over, "?", "", [("", "close", "")], body=body)
    made.find("day", QWidget).setFocus(Qt.FocusReason.TabFocusReason)
    return made


def test_tab_leaves_a_day_by_its_ends(robot: Robot) -> None:
    stops = []
    for _ in range(6):
        robot.key(Qt.Key.Key_Tab)
        stops.append(robot.keyboard.objectName())
    assert {"line", "sheet.", "day"} <= set(stops)


def test_what_lies_below_outlives_the_sheet(robot: Robot) -> None:
    robot.key(Qt.Key.Key_Tab)
    robot.press("sheet.")
    gc.collect()
    assert robot.screen.findChildren(QTableView, "below")
