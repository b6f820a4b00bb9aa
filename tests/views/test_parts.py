"""Small widgets that screens share."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.fields import Choice
from desktop.views.flow import Flow, emptied
from desktop.views.parts import chip, column


def test_parts_that_flow_go_on_in_the_next_line_and_are_wholly_seen(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.setFixedWidth(280)
    flow = Flow()
    column(flow, None, margins=16, parent=over)
    over.show()
    for _again in range(2):
        emptied(flow)
        parts = [chip(words) for words in ("省外户籍（户籍不在浙江省）", "委托他人代办", "老年人")]
        for part in parts:
            flow.addWidget(part)
        qtbot.waitUntil(lambda: flow.height() >= flow.heightForWidth(flow.width()))
        QApplication.processEvents()
        assert all(flow.rect().contains(part.geometry()) for part in parts)
        assert parts[0].y() < parts[1].y() == parts[2].y()
    assert flow.hasHeightForWidth()


def test_a_part_that_was_hidden_takes_no_room(qtbot: QtBot) -> None:
    flow = Flow()
    qtbot.addWidget(flow)
    hidden = chip("老年人")
    hidden.hide()
    flow.addWidget(hidden)
    assert flow.heightForWidth(200) == 0
    hidden.show()
    assert flow.heightForWidth(200) > 0


def test_a_wheel_over_a_choice_changes_nothing(qtbot: QtBot) -> None:
    choice = Choice([(1, "一"), (2, "二")])
    qtbot.addWidget(choice)
    choice.show()
    choice.setFocus()
    middle = QPointF(choice.rect().center())
    down = QWheelEvent(
        middle, QPointF(choice.mapToGlobal(middle.toPoint())), QPoint(0, 0), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(choice, down)
    assert choice.value == 1
