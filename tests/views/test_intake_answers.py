"""Intake: special cases, materials, delivery, explaining."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.slips import MaterialState
from desktop.views.desk import Desk
from desktop.views.intake import IntakeScreen
from tests.builders import FROM_ANHUI, OLD_WOMAN
from tests.robots import IntakeRobot


@pytest.fixture
def screen(desk: Desk) -> IntakeScreen:
    return IntakeScreen(desk)


@pytest.fixture
def intake(qtbot: QtBot, screen: IntakeScreen) -> IntakeRobot:
    return IntakeRobot(qtbot, screen)


def test_special_cases_are_shown_with_their_reasons(intake: IntakeRobot) -> None:
    intake.comes_to("circumstances", OLD_WOMAN, "hkb")
    assert intake.shows_flag("老年人")
    assert "1950-06-15" in next(why for label, why in intake.flags.items() if "老年人" in label)
    assert intake.unconfirmed == ["elderly"]
    assert intake.keyboard.objectName() == "flag.ok.elderly"


def test_no_special_case_is_passed_silently(intake: IntakeRobot) -> None:
    intake.comes_to("circumstances", OLD_WOMAN, "hkb")
    intake.goes_on()
    assert intake.step == "circumstances"
    assert intake.objection != ""
    intake.key(Qt.Key.Key_Return)  # on Confirm, which has the keyboard
    assert intake.unconfirmed == []
    intake.press("intake.asked")
    intake.reaches("materials")


def test_an_override_wants_a_reason_and_takes_its_materials_away(
    intake: IntakeRobot, screen: IntakeScreen
) -> None:
    intake.comes_to("circumstances", FROM_ANHUI, "sfz")
    assert "non_province" in intake.unconfirmed
    intake.confirms_all()
    intake.press("flag.asked.lost_documents")
    intake.reaches("materials")
    assert "residence-permit-card" in intake.materials
    intake.goes_to("circumstances")
    intake.press("flag.no.non_province")
    assert intake.keyboard.objectName() == "flag.reason.non_province"
    intake.goes_on()
    assert intake.step == "circumstances"
    assert "理由" in intake.objection or "原因" in intake.objection
    intake.writes("flag.reason.non_province", "户口已迁入杭州，系统未更新")
    intake.reaches("materials")
    assert "residence-permit-card" not in intake.materials
    assert not intake.shows_flag("省外")
    assert not intake.shows_flag("外地")


def test_what_is_told_when_asked_adds_and_waives_materials(intake: IntakeRobot) -> None:
    intake.comes_to("materials", OLD_WOMAN, "hkb")
    assert "loss-statement" not in intake.materials
    assert intake.materials["damaged-register"] == "open"
    intake.goes_to("circumstances")
    intake.press("flag.asked.lost_documents")
    intake.reaches("materials")
    assert "loss-statement" in intake.materials
    assert intake.materials.get("damaged-register", "waived") == "waived"
    intake.goes_to("circumstances")
    intake.press("flag.asked.lost_documents")
    intake.reaches("materials")
    assert "loss-statement" not in intake.materials


def test_a_note_for_colleagues_is_kept(intake: IntakeRobot, screen: IntakeScreen) -> None:
    intake.comes_to("circumstances", OLD_WOMAN, "hkb")
    intake.writes("intake.note", "耳背，说慢一点")
    assert screen.work.draft.note == "耳背，说慢一点"


def test_keys_1_to_4_answer_and_go_on(intake: IntakeRobot) -> None:
    intake.comes_to("circumstances", OLD_WOMAN, "sfz")
    intake.confirms_all()
    intake.reaches("materials")
    rows = list(intake.materials)
    assert intake.keyboard.objectName() == f"material.{rows[0]}"
    intake.key(Qt.Key.Key_1)
    assert intake.keyboard.objectName() == f"material.{rows[1]}"
    intake.key(Qt.Key.Key_2)
    intake.key(Qt.Key.Key_4)
    assert list(intake.materials.values())[:3] == ["here", "missing", "waived"]
    intake.find(f"material.{rows[2]}", QWidget).setFocus()
    intake.key(Qt.Key.Key_Up)
    assert intake.keyboard.objectName() == f"material.{rows[1]}"


def test_a_defective_paper_gets_a_remark_and_enter_goes_on(
    intake: IntakeRobot, screen: IntakeScreen
) -> None:
    intake.comes_to("materials", OLD_WOMAN, "sfz")
    rows = list(intake.materials)
    intake.key(Qt.Key.Key_3)
    assert intake.keyboard.objectName() == f"material.{rows[0]}.remark"
    intake.types("照片不清楚")
    intake.key(Qt.Key.Key_Return)
    assert intake.keyboard.objectName() == f"material.{rows[1]}"
    found = screen.work.draft.materials[rows[0]]
    assert (found.state, found.remark) == (MaterialState.DEFECTIVE, "照片不清楚")


def test_everything_is_here_leaves_what_was_answered(intake: IntakeRobot) -> None:
    intake.comes_to("materials", OLD_WOMAN, "sfz")
    first = next(iter(intake.materials))
    intake.key(Qt.Key.Key_2)
    intake.all_here()
    assert intake.materials[first] == "missing"
    assert set(intake.materials.values()) <= {"missing", "here", "waived"}


def test_a_material_nobody_looked_at_is_pointed_at(intake: IntakeRobot) -> None:
    intake.comes_to("materials", OLD_WOMAN, "sfz")
    rows = list(intake.materials)
    intake.key(Qt.Key.Key_1)
    intake.goes_on()
    assert intake.step == "materials"
    assert intake.objection != ""
    assert intake.keyboard.objectName() == f"material.{rows[1]}"


def test_a_shared_paper_is_asked_once(intake: IntakeRobot) -> None:
    intake.comes_to("materials", OLD_WOMAN, "sfz", "lssfz")
    assert len(intake.items) <= 2
    assert len(intake.materials) == len(set(intake.materials))


def test_a_courier_wants_address_and_consent(intake: IntakeRobot, screen: IntakeScreen) -> None:
    intake.comes_to("delivery", OLD_WOMAN, "sfz")
    assert intake.ticked("delivery.mode.ems")
    assert intake.text("delivery.recipient") == OLD_WOMAN.name
    assert intake.text("delivery.phone") == OLD_WOMAN.phone
    intake.goes_on()
    assert intake.step == "delivery"
    assert intake.complaint("delivery.address") != ""
    assert intake.keyboard.objectName() == "delivery.address"
    intake.types("杭州市拱墅区朝晖路1号")
    assert intake.complaint("delivery.address") == ""
    intake.goes_on()
    assert intake.step == "delivery"
    assert intake.keyboard.objectName() == "delivery.consent"
    intake.key(Qt.Key.Key_Space)
    intake.reaches("explain")


def test_the_applicants_own_address_is_one_press(intake: IntakeRobot) -> None:
    intake.comes_to("delivery", OLD_WOMAN, "sfz")
    intake.press("delivery.same")
    assert intake.text("delivery.address") == OLD_WOMAN.hukou_address


def test_picking_up_wants_nothing(intake: IntakeRobot) -> None:
    intake.comes_to("delivery", OLD_WOMAN, "sfz")
    intake.press("delivery.mode.pickup")
    assert not intake.has("delivery.address")
    intake.reaches("explain")


def test_what_is_finished_on_the_spot_needs_no_delivery(intake: IntakeRobot) -> None:
    intake.comes_to("materials", OLD_WOMAN, "hkb")
    step = intake.find("step.delivery", QWidget)
    assert not step.isEnabled()
    assert "当场" in step.toolTip()
    intake.all_here()
    intake.reaches("explain")


def test_space_ticks_a_line_and_goes_on(intake: IntakeRobot) -> None:
    intake.comes_to("explain", OLD_WOMAN, "hkb")
    assert intake.keyboard.objectName() == "explain.stage"
    first = intake.text("explain.text")
    intake.key(Qt.Key.Key_Space)
    assert intake.text("explain.text") != first
    assert "1" in intake.text("explain.count")
    intake.key(Qt.Key.Key_Up)
    assert intake.text("explain.text") == first
    assert intake.ticked("explain.tick")
    intake.goes_on()
    assert intake.step == "explain"
    assert intake.objection != ""
    intake.explains_all()
    assert intake.step == "signature"


def test_large_print_is_proposed_for_the_elderly(intake: IntakeRobot) -> None:
    intake.comes_to("explain", OLD_WOMAN, "hkb")
    assert intake.ticked("explain.large")
    intake.press("explain.large")
    assert not intake.ticked("explain.large")


def test_large_print_is_not_proposed_for_others(intake: IntakeRobot) -> None:
    intake.comes_to("explain", FROM_ANHUI, "hkb")
    assert not intake.ticked("explain.large")


def test_a_question_is_noted_with_its_answer(intake: IntakeRobot) -> None:
    intake.comes_to("explain", OLD_WOMAN, "hkb")
    intake.writes("explain.question", "要登报吗？")
    intake.writes("explain.answer", "不要。")
    intake.key(Qt.Key.Key_Return)
    assert intake.says("要登报吗？")
    assert intake.text("explain.question") == ""
    assert intake.keyboard.objectName() == "explain.question"


def test_half_a_question_is_not_noted(intake: IntakeRobot, screen: IntakeScreen) -> None:
    intake.comes_to("explain", OLD_WOMAN, "hkb")
    intake.writes("explain.question", "要登报吗？")
    intake.press("explain.note")
    assert screen.work.draft.questions == ()
    assert intake.text("explain.question") == "要登报吗？"


def test_alt_and_arrows_walk(intake: IntakeRobot) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    intake.comes_to("circumstances", OLD_WOMAN, "hkb")
    intake.key(Qt.Key.Key_Left, alt)
    assert intake.step == "person"
    intake.key(Qt.Key.Key_Left, alt)
    intake.key(Qt.Key.Key_Left, alt)
    assert intake.step == "items"
    for step in ("person", "circumstances", "materials", "explain"):
        intake.key(Qt.Key.Key_Right, alt)
        assert intake.step == step
