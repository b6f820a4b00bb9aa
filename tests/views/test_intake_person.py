"""Intake: which items, whose matter, and who stands there."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.applicants import Document, Person, Relation
from desktop.domain.slips import MaterialState
from desktop.printing.pdf import render_slip
from desktop.services import intake as service
from desktop.views.desk import Desk
from desktop.views.intake import IntakeScreen
from tests import builders
from tests.builders import FROM_ANHUI, NOW, OLD_WOMAN
from tests.robots import IntakeRobot

HOUSEHOLD, CARD = "household-book-replace", "id-card"


@pytest.fixture
def screen(desk: Desk) -> IntakeScreen:
    return IntakeScreen(desk)


@pytest.fixture
def intake(qtbot: QtBot, screen: IntakeScreen) -> IntakeRobot:
    return IntakeRobot(qtbot, screen)


@pytest.fixture
def at_person(intake: IntakeRobot) -> IntakeRobot:
    intake.takes("hkb")
    intake.reaches("person")
    return intake


def test_enter_takes_the_marked_item(intake: IntakeRobot) -> None:
    assert intake.keyboard.objectName() == "intake.item"
    intake.types("hkb")
    intake.key(Qt.Key.Key_Return)
    assert intake.items == [HOUSEHOLD]
    assert intake.text("intake.item") == ""


def test_the_arrows_mark_another_hit(intake: IntakeRobot) -> None:
    intake.looks_for("sfz")
    second = intake.hits[1]
    intake.key(Qt.Key.Key_Down)
    intake.key(Qt.Key.Key_Down)
    intake.key(Qt.Key.Key_Up)
    intake.key(Qt.Key.Key_Return)
    assert intake.says(second)
    assert len(intake.items) == 1


def test_several_items_are_taken_once_each_and_can_be_taken_out(intake: IntakeRobot) -> None:
    intake.takes("hkb", "sfz", "hkb")
    assert sorted(intake.items) == [HOUSEHOLD, CARD]
    intake.press(f"intake.remove.{HOUSEHOLD}")
    assert intake.items == [CARD]


def test_enter_in_the_empty_search_goes_on(intake: IntakeRobot) -> None:
    intake.key(Qt.Key.Key_Return)
    assert intake.step == "items"
    intake.takes("hkb")
    intake.key(Qt.Key.Key_Return)
    assert intake.step == "person"


def test_nothing_found_says_what_else_to_try(intake: IntakeRobot) -> None:
    intake.looks_for("qqqqzzzz")
    assert "F3" in intake.complaint("intake.item")
    intake.key(Qt.Key.Key_Return)
    assert intake.items == []


def test_without_an_item_it_does_not_go_on(intake: IntakeRobot) -> None:
    intake.goes_on()
    assert intake.step == "items"
    assert "事项" in intake.objection


def test_the_last_character_tells_birth_sex_age_and_area(at_person: IntakeRobot) -> None:
    assert at_person.keyboard.objectName() == "intake.person.id_number"
    at_person.types("00010319500615002")
    assert "1" in at_person.told("id_number")
    assert "1950" not in at_person.told("id_number")
    at_person.types("4")
    told = at_person.told("id_number")
    for part in ("1950-06-15", "女", "76"):
        assert part in told


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("000103195006150025", "校验位"),
        ("000103195013150024", "第 7 至 14 位"),
        ("0001031950O6150024", "11"),
        ("000103209506150025", "晚于今天"),
        ("000103185006150025", "130"),
    ],
)
def test_a_wrong_number_says_which_part_and_stays_as_typed(
    at_person: IntakeRobot, typed: str, complaint: str
) -> None:
    at_person.types(typed)
    said = at_person.told("id_number")
    at_person.goes_on()
    assert at_person.step == "person"
    assert at_person.text("intake.person.id_number") == typed
    assert complaint in said


def test_spaces_and_wide_digits_do_not_matter(at_person: IntakeRobot) -> None:
    at_person.types("000103 19500615 002")
    at_person.types("４")
    assert "1950-06-15" in at_person.told("id_number")


def test_a_name_with_digits_is_told_when_the_field_is_left(at_person: IntakeRobot) -> None:
    at_person.answers(replace(OLD_WOMAN, name="张3"))
    assert "数字" in at_person.told("name")
    at_person.goes_on()
    assert at_person.step == "person"
    assert at_person.text("intake.person.name") == "张3"
    at_person.writes("intake.person.name", "张三")
    assert at_person.told("name") == ""


@pytest.mark.parametrize("kind", ["护照", "无证件"])
def test_passport_and_no_document_ask_the_birth_date(
    at_person: IntakeRobot, screen: IntakeScreen, kind: str
) -> None:
    assert not at_person.has("intake.person.birth_date")
    chooses(at_person, kind)
    assert at_person.has("intake.person.birth_date")
    at_person.writes("intake.person.birth_date", "1950-06-15")
    assert screen.work.draft.applicant.person.birth_date == date(1950, 6, 15)
    assert at_person.shows_flag("老年人")


def chooses(intake: IntakeRobot, kind: str) -> None:
    intake.chooses("intake.person.id_kind", kind)
    box = intake.find("intake.person.id_kind", QWidget)
    box.activated.emit(0)  # type: ignore[attr-defined]


def test_without_a_document_no_number_is_asked(at_person: IntakeRobot) -> None:
    chooses(at_person, "无证件")
    assert not at_person.find("intake.person.id_number", QWidget).isEnabled()
    assert at_person.keyboard.objectName() == "intake.person.name"
    at_person.writes("intake.person.name", "某人")
    at_person.goes_on()
    assert at_person.step == "circumstances"


@pytest.mark.parametrize("typed", ["1950-13-40", "15.6.1950", "2999-01-01", "1950-06"])
def test_a_birth_date_that_is_none_is_told_and_stays(at_person: IntakeRobot, typed: str) -> None:
    chooses(at_person, "无证件")
    at_person.writes("intake.person.name", "某人")
    at_person.writes("intake.person.birth_date", typed)
    at_person.goes_on()
    assert at_person.step == "person"
    assert "1950-06-15" in at_person.told("birth_date")
    assert at_person.keyboard.objectName() == "intake.person.birth_date"
    assert at_person.text("intake.person.birth_date") == typed


def test_an_agent_gives_own_name_and_number(at_person: IntakeRobot, screen: IntakeScreen) -> None:
    at_person.answers(OLD_WOMAN)
    assert not at_person.has("intake.other.name")
    at_person.press("intake.relation.agent")
    assert at_person.keyboard.objectName() == "intake.other.id_number"
    at_person.goes_on()
    assert at_person.step == "person"
    assert at_person.told("name", "other") != ""
    at_person.answers(FROM_ANHUI, "other")
    at_person.goes_on()
    assert at_person.step == "circumstances"
    other = screen.work.draft.applicant.other
    assert other is not None
    assert other.name == FROM_ANHUI.name
    assert at_person.shows_flag("代办")


def test_a_guardian_is_asked_like_an_agent(at_person: IntakeRobot, screen: IntakeScreen) -> None:
    at_person.press("intake.relation.guardian")
    assert at_person.says("来窗口的监护人")
    assert screen.work.draft.applicant.relation is Relation.GUARDIAN
    at_person.press("intake.relation.self")
    assert not at_person.has("intake.other.name")
    assert screen.work.draft.applicant.other is None


def test_an_organisation_is_asked_only_where_one_applies(intake: IntakeRobot) -> None:
    intake.takes("hkb")
    intake.reaches("person")
    assert not intake.has("intake.organisation.name")
    intake.goes_to("items")
    intake.takes("开宾馆")
    intake.reaches("person")
    assert intake.keyboard.objectName() == "intake.organisation.name"
    intake.answers(OLD_WOMAN)
    intake.goes_on()
    assert intake.step == "person"
    assert intake.complaint("intake.organisation.name") != ""
    intake.writes("intake.organisation.name", "杭州示例旅馆有限公司")
    assert intake.complaint("intake.organisation.name") == ""
    intake.reaches("circumstances")


def test_a_credit_code_is_judged_when_it_is_whole(intake: IntakeRobot) -> None:
    intake.takes("开宾馆")
    intake.reaches("person")
    intake.writes("intake.organisation.credit_code", "91110000600037341")
    assert intake.complaint("intake.organisation.credit_code") == ""
    intake.types("L")
    assert "●" in intake.complaint("intake.organisation.credit_code")
    intake.writes("intake.organisation.credit_code", "911100006000373411")
    assert "校验不符" in intake.complaint("intake.organisation.credit_code")
    assert intake.text("intake.organisation.credit_code") == "911100006000373411"


@pytest.fixture
def notice(backend: Backend, desk: Desk) -> service.Issued:
    """A visit of the old woman that ended with a notice only."""
    draft = builders.finished_draft(
        backend, desk.clerk, (HOUSEHOLD,), OLD_WOMAN, state=MaterialState.MISSING
    )
    bound = service.Desk(
        desk.shelf, desk.template, lambda content: render_slip(content, desk.template), desk.press
    )
    with writing(backend.engine) as session:
        return service.issue(session, desk.clerk, NOW, bound, "before", draft)


def test_an_open_case_is_shown_and_goes_on_as_its_second_notice(
    qtbot: QtBot, backend: Backend, notice: service.Issued, intake: IntakeRobot
) -> None:
    intake.takes("hkb")
    intake.reaches("person")
    intake.answers(OLD_WOMAN)
    assert intake.says("未办结")
    intake.press(f"intake.continue.{notice.case}")
    assert "●" in intake.text(f"intake.continue.{notice.case}")
    for step, act in (
        ("circumstances", intake.confirms_all),
        ("materials", intake.all_here),
        ("explain", intake.explains_all),
    ):
        intake.reaches(step)
        act()
    intake.press("signature.mode.paper")
    intake.reaches("review")
    intake.goes_on()
    with reading(backend.engine) as session:
        from desktop.services import cases, slips

        assert [row.notice for row in slips.ledger(session, builders.CHIEF)] == [2, 1]
        case = cases.case_view(session, builders.CHIEF, builders.NOW, notice.case)
        assert len(case.slips) == 2
        assert case.number


def test_an_open_case_is_never_carried_to_another_person(
    notice: service.Issued, intake: IntakeRobot, screen: IntakeScreen
) -> None:
    intake.takes("hkb")
    intake.reaches("person")
    intake.answers(OLD_WOMAN)
    intake.press(f"intake.continue.{notice.case}")
    assert "●" in intake.text(f"intake.continue.{notice.case}")
    intake.answers(FROM_ANHUI)
    assert screen.work.draft.continues is None
    assert not intake.has(f"intake.continue.{notice.case}")


def test_the_next_visitor_finds_nothing_of_the_one_before(intake: IntakeRobot) -> None:
    intake.takes("开宾馆")
    intake.reaches("person")
    intake.writes("intake.organisation.name", "杭州示例旅馆有限公司")
    intake.writes("intake.organisation.credit_code", "91110000600037341L")
    chooses(intake, "护照")
    intake.writes("intake.person.birth_date", "1950-06-15")
    intake.writes("intake.person.name", "张3")
    intake.press("intake.new")
    intake.takes("开宾馆")
    intake.reaches("person")
    fields = ["organisation.name", "organisation.credit_code", "person.name", "person.phone"]
    assert [intake.text(f"intake.{name}") for name in fields] == ["", "", "", ""]
    assert intake.told("name") == ""
    chooses(intake, "护照")
    assert intake.text("intake.person.birth_date") == ""


def test_the_person_at_the_right_is_masked(at_person: IntakeRobot) -> None:
    at_person.answers(OLD_WOMAN)
    assert at_person.text("panel.name") == "赵桂英"
    assert OLD_WOMAN.id_number not in at_person.text("panel.facts")
    assert "0024" in at_person.text("panel.facts") or "*" in at_person.text("panel.facts")


def test_an_unknown_person_is_nobody_yet(intake: IntakeRobot) -> None:
    assert intake.text("panel.name") == "尚未录入"
    assert Person().id_kind is Document.RESIDENT_ID
