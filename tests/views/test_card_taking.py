"""A card laid on the reader fills the person step; nothing that was typed is ever lost."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.cards import Card, ReaderState, read_card
from desktop.simulated.cards import cards, record
from desktop.views.desk import Desk
from desktop.views.intake import IntakeScreen
from tests.builders import FROM_ANHUI, NOW
from tests.robots import IntakeRobot

LAID = {card.key: read_card(record(card), NOW.date()) for card in cards(NOW.date())}
OLD = LAID["elderly"]


@pytest.fixture
def intake(qtbot: QtBot, desk: Desk) -> IntakeRobot:
    robot = IntakeRobot(qtbot, IntakeScreen(desk))
    robot.takes("hkb")
    robot.reaches("person")
    return robot


def lay(desk: Desk, card: Card) -> bool:
    return desk.pc.ports.give(card)


def fields(intake: IntakeRobot, who: str = "person") -> tuple[str, str, str]:
    return (
        intake.text(f"intake.{who}.id_number"),
        intake.text(f"intake.{who}.name"),
        intake.text(f"intake.{who}.hukou_address"),
    )


def whole(card: Card) -> tuple[str, str, str]:
    return card.number, card.name, card.address


def test_a_card_fills_what_is_empty_also_where_the_keyboard_is(
    intake: IntakeRobot, desk: Desk
) -> None:
    assert intake.keyboard.objectName() == "intake.person.id_number"
    assert lay(desk, OLD)
    assert fields(intake) == whole(OLD)
    assert OLD.birth_date.isoformat() in intake.told("id_number")
    assert intake.text("intake.card.said").startswith("●")
    intake.reaches("circumstances")


def test_what_was_typed_and_is_the_same_needs_no_question(intake: IntakeRobot, desk: Desk) -> None:
    intake.writes("intake.person.id_number", f"{OLD.number[:6]} {OLD.number[6:]}")
    intake.writes("intake.person.phone", "13800000000")
    lay(desk, OLD)
    assert not intake.has("sheet")
    assert intake.text("intake.person.name") == OLD.name
    assert intake.text("intake.person.phone") == "13800000000"


def test_something_else_is_asked_about_and_kept(intake: IntakeRobot, desk: Desk) -> None:
    intake.writes("intake.person.name", "钱小梅")
    lay(desk, OLD)
    assert intake.says("钱小梅")
    assert intake.says(OLD.name)
    lay(desk, LAID["hotel"])  # while the question is open, another card changes nothing
    intake.press("sheet.keep")
    assert fields(intake) == (OLD.number, "钱小梅", OLD.address)


def test_something_else_is_replaced_and_comes_back(
    intake: IntakeRobot, desk: Desk, qtbot: QtBot
) -> None:
    intake.answers(FROM_ANHUI)
    lay(desk, OLD)
    with qtbot.waitSignal(desk.bar.told) as told:
        intake.press("sheet.card")
    assert fields(intake) == whole(OLD)
    told.args[0].act()
    assert fields(intake) == (
        FROM_ANHUI.id_number, FROM_ANHUI.name, FROM_ANHUI.hukou_address,
    )  # fmt: skip
    assert intake.text("intake.person.phone") == FROM_ANHUI.phone


def test_esc_takes_nothing(intake: IntakeRobot, desk: Desk) -> None:
    intake.writes("intake.person.name", "钱小梅")
    lay(desk, OLD)
    intake.key(Qt.Key.Key_Escape)
    assert fields(intake) == ("", "钱小梅", "")


def test_the_agent_s_card_goes_where_the_keyboard_is(intake: IntakeRobot, desk: Desk) -> None:
    lay(desk, LAID["anhui"])
    intake.press("intake.relation.agent")
    assert intake.keyboard.objectName() == "intake.other.id_number"
    lay(desk, LAID["anhui-agent"])
    assert fields(intake) == whole(LAID["anhui"])
    assert fields(intake, "other") == whole(LAID["anhui-agent"])


def test_an_expired_card_is_flagged(intake: IntakeRobot, desk: Desk) -> None:
    lay(desk, LAID["expired"])
    said = intake.text("intake.card.said")
    assert said.startswith("▲")
    assert "2025" in said
    assert fields(intake) == whole(LAID["expired"])
    ahead = replace(OLD, valid_from=date(2027, 1, 1))
    intake.press("intake.new")
    intake.takes("hkb")
    intake.reaches("person")
    assert not intake.has("intake.card.said")
    lay(desk, ahead)
    assert "2027" in intake.text("intake.card.said")


def test_a_card_that_never_ends_says_so(intake: IntakeRobot, desk: Desk) -> None:
    lay(desk, LAID["long"])
    assert "长期" in intake.text("intake.card.said")


def test_elsewhere_nobody_takes_a_card(intake: IntakeRobot, desk: Desk) -> None:
    intake.goes_to("items")
    assert not lay(desk, OLD)


def test_how_the_reader_stands_is_said_in_words(intake: IntakeRobot, desk: Desk) -> None:
    assert not intake.has("intake.reader")
    for state, words in ((ReaderState.READY, "就绪"), (ReaderState.ABSENT, "未连接")):
        desk.pc.ports.tell_reader(state)
        assert words in intake.text("intake.reader")
    desk.pc.ports.tell_reader(ReaderState.OFF)
    assert not intake.has("intake.reader")
