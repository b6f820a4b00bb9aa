"""Intake: signature, review, issuing, refusals, and drafts that outlive a crash."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import Engine, text

from db.engine import open_engine, reading
from desktop.backend import Backend
from desktop.domain.applicants import Person
from desktop.domain.slips import SignatureMode, Stub
from desktop.services import slips
from desktop.services.slips import SlipRow
from desktop.settings import database_file
from desktop.views.desk import Desk, Message
from desktop.views.intake import IntakeScreen
from tests import builders
from tests.builders import FROM_ANHUI, OLD_WOMAN
from tests.conftest import DeskOf
from tests.robots import IntakeRobot


@pytest.fixture
def screen(desk: Desk) -> IntakeScreen:
    return IntakeScreen(desk)


@pytest.fixture
def intake(qtbot: QtBot, screen: IntakeScreen) -> IntakeRobot:
    return IntakeRobot(qtbot, screen)


def ledger(backend: Backend) -> tuple[SlipRow, ...]:
    with reading(backend.engine) as session:
        return slips.ledger(session, builders.CHIEF)


def drafts(backend: Backend) -> int:
    with reading(backend.engine) as session:
        return session.scalar(text("select count(*) from draft")) or 0


# Signature


def test_the_pad_takes_strokes_and_gives_them_back(
    intake: IntakeRobot, screen: IntakeScreen
) -> None:
    intake.comes_to("signature", OLD_WOMAN, "hkb")
    assert intake.ticked("signature.mode.pad")
    intake.goes_on()
    assert intake.step == "signature"
    assert intake.objection != ""
    intake.draws(3)
    signature = screen.work.draft.signature
    assert signature is not None
    assert [len(stroke.points) > 2 for stroke in signature.strokes] == [True] * 3
    assert signature.strokes[0].points[0][2] < 50  # the clock begins with the first stroke
    intake.press("signature.undo")
    assert strokes(screen) == 2
    intake.press("signature.clear")
    assert strokes(screen) == 0
    intake.draws(1)
    intake.reaches("review")


def strokes(screen: IntakeScreen) -> int:
    signature = screen.work.draft.signature
    return 0 if signature is None else len(signature.strokes)


def test_on_paper_the_stub_is_missing_until_it_is_signed(
    intake: IntakeRobot, backend: Backend
) -> None:
    intake.comes_to("review", OLD_WOMAN, "hkb")
    intake.goes_on()
    assert [row.stub for row in ledger(backend)] == [Stub.MISSING]


def test_a_witness_is_named(intake: IntakeRobot) -> None:
    intake.comes_to("signature", OLD_WOMAN, "hkb")
    intake.press("signature.mode.witness")
    intake.goes_on()
    assert intake.step == "signature"
    assert intake.complaint("signature.witness") != ""
    assert intake.keyboard.objectName() == "signature.witness"
    intake.types("孙见证")
    intake.reaches("review")


def test_a_refused_signature_wants_the_reason(intake: IntakeRobot, backend: Backend) -> None:
    intake.comes_to("signature", OLD_WOMAN, "hkb")
    intake.press("signature.mode.refused")
    assert not intake.has("pad")
    intake.goes_on()
    assert intake.complaint("signature.reason") != ""
    intake.writes("signature.reason", "不愿签字")
    intake.reaches("review")
    intake.goes_on()
    assert [(row.signed_by, row.stub) for row in ledger(backend)] == [
        (SignatureMode.REFUSED, Stub.REFUSED)
    ]


def test_an_agent_signs_with_the_agents_name(intake: IntakeRobot) -> None:
    intake.takes("hkb")
    intake.reaches("person")
    intake.press("intake.relation.agent")
    intake.answers(FROM_ANHUI, "other")
    intake.comes_to("signature", OLD_WOMAN)
    assert intake.ticked("signature.mode.agent")
    assert intake.text("signature.signer") == FROM_ANHUI.name


def test_a_text_that_changes_after_signing_is_signed_again(
    intake: IntakeRobot, screen: IntakeScreen, backend: Backend
) -> None:
    intake.comes_to("signature", OLD_WOMAN, "hkb")
    intake.draws()
    intake.reaches("review")
    intake.goes_to("materials")
    intake.key(Qt.Key.Key_2)
    intake.goes_to("review")
    intake.goes_on()
    assert intake.step == "signature"
    assert "重新签名" in intake.objection or "再签" in intake.objection
    assert ledger(backend) == ()
    intake.writes("signature.signer", "赵桂英 ")  # what was drawn does not fit the new text
    assert strokes(screen) == 0
    intake.draws(1)
    assert strokes(screen) == 1
    intake.reaches("review")
    intake.goes_on()
    assert len(ledger(backend)) == 1


# Review


def test_everything_there_is_proposed_for_acceptance(intake: IntakeRobot, backend: Backend) -> None:
    intake.comes_to("review", OLD_WOMAN, "hkb")
    assert intake.ticked("outcome.accept")
    intake.goes_on()
    assert ledger(backend)[0].name == OLD_WOMAN.name


def test_something_missing_is_proposed_as_notice_only(intake: IntakeRobot) -> None:
    intake.comes_to("materials", OLD_WOMAN, "hkb")
    intake.key(Qt.Key.Key_2)
    intake.comes_to("review", OLD_WOMAN)
    assert intake.ticked("outcome.notice_only")
    assert "居民身份证" in intake.text("outcome.advice")
    intake.press("outcome.accept")
    intake.goes_on()
    assert intake.step == "review"
    assert intake.objection != ""


def test_not_accepting_wants_a_reason(intake: IntakeRobot, backend: Backend) -> None:
    intake.comes_to("review", OLD_WOMAN, "hkb")
    intake.press("outcome.not_accept")
    intake.goes_on()
    assert intake.step == "review"
    assert intake.complaint("outcome.reason") != ""
    assert intake.keyboard.objectName() == "outcome.reason"
    intake.types("不属于本所辖区")
    intake.writes("outcome.body", "户籍地派出所")
    intake.goes_on()
    assert intake.step == "signature"  # the text says so now, so it is signed anew
    intake.press("signature.mode.paper")
    intake.reaches("review")
    intake.goes_on()
    assert len(ledger(backend)) == 1


@pytest.mark.parametrize("step", ["items", "person", "circumstances", "materials", "signature"])
def test_every_answer_leads_back(intake: IntakeRobot, step: str) -> None:
    intake.comes_to("review", OLD_WOMAN, "hkb")
    intake.press(f"review.change.{step}")
    assert intake.step == step


# Issuing


def test_the_slip_is_in_the_ledger_and_the_draft_is_gone(
    qtbot: QtBot, intake: IntakeRobot, screen: IntakeScreen, backend: Backend, said: list[Message]
) -> None:
    intake.comes_to("review", OLD_WOMAN, "hkb")
    assert drafts(backend) == 1
    with qtbot.waitSignal(screen.issued) as issued:
        intake.goes_on()
    (row,) = ledger(backend)
    assert issued.args == [row.id]
    assert row.name == OLD_WOMAN.name
    assert row.number in said[-1].text
    assert drafts(backend) == 0
    assert intake.step == "items"
    assert intake.items == []


def test_a_window_with_a_name_of_its_own_issues_under_it(
    qtbot: QtBot, desk: Desk, backend: Backend
) -> None:
    named = replace(desk, station=replace(desk.station, window="户籍9号窗口"))
    intake = IntakeRobot(qtbot, IntakeScreen(named))
    intake.comes_to("review", OLD_WOMAN, "hkb")
    intake.goes_on()
    (row,) = ledger(backend)
    with reading(backend.engine) as session:
        assert "户籍9号窗口" in slips.paper(session, builders.CHIEF, row.id).text


def test_pressed_twice_it_is_issued_once(
    intake: IntakeRobot, screen: IntakeScreen, backend: Backend
) -> None:
    intake.comes_to("review", OLD_WOMAN, "hkb")
    key, draft = screen.work.key, screen.work.draft
    intake.goes_on()
    intake.goes_on()
    screen.work.key, screen.work.draft = key, draft  # as if the answer had been lost
    screen.work.issue()
    assert len(ledger(backend)) == 1


def test_from_the_first_key_to_the_slip_without_a_mouse(
    intake: IntakeRobot, backend: Backend
) -> None:
    tab = Qt.Key.Key_Tab
    intake.types("hkb")
    intake.key(Qt.Key.Key_Return)
    intake.key(Qt.Key.Key_Return)
    assert intake.step == "person"
    for answer in (OLD_WOMAN.id_number, OLD_WOMAN.name, OLD_WOMAN.phone, OLD_WOMAN.hukou_address):
        intake.types(answer)
        intake.key(tab)
    intake.reaches("circumstances")
    intake.key(Qt.Key.Key_Space)
    while intake.keyboard.objectName() != "intake.asked":
        intake.key(tab)
    intake.key(Qt.Key.Key_Space)
    intake.reaches("materials")
    for _row in intake.materials:
        intake.key(Qt.Key.Key_1)
    intake.reaches("explain")
    while intake.step == "explain":
        intake.key(Qt.Key.Key_Space)
    assert intake.keyboard.objectName() == "signature.mode.pad"
    while not intake.ticked("signature.mode.paper"):
        intake.key(Qt.Key.Key_Right)
        intake.key(Qt.Key.Key_Space)
    intake.reaches("review")
    intake.goes_on()
    assert len(ledger(backend)) == 1


# Refusals


def test_a_character_without_a_glyph_is_named_and_nothing_is_lost(
    intake: IntakeRobot, screen: IntakeScreen, backend: Backend, said: list[Message]
) -> None:
    person = Person(name="赵\ue000", id_number=OLD_WOMAN.id_number)
    intake.comes_to("review", person, "hkb")
    before = screen.work.draft
    intake.goes_on()
    assert ledger(backend) == ()
    assert "字库" in said[-1].text or "字体" in said[-1].text
    assert said[-1].act is not None
    assert screen.work.draft == before
    assert intake.step == "review"
    intake.goes_to("person")
    assert intake.text("intake.person.name") == person.name
    assert intake.text("intake.person.id_number") == person.id_number


@pytest.fixture
def other_window(backend: Backend, home: Path, key: bytes) -> Iterator[Engine]:
    engine = open_engine(database_file(home), key, busy_seconds=0.1)
    yield engine
    engine.dispose()


def impatient(backend: Backend) -> None:
    with backend.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")


def test_a_database_that_is_locked_can_be_tried_again(
    qtbot: QtBot,
    desk_of: DeskOf,
    backend: Backend,
    other_window: Engine,
    intake: IntakeRobot,
    screen: IntakeScreen,
    said: list[Message],
) -> None:
    intake.comes_to("review", OLD_WOMAN, "hkb")
    impatient(backend)
    with other_window.begin():
        intake.goes_on()
        assert ledger(backend) == ()
        again = said[-1].act
        assert again is not None
        assert "再试" in said[-1].text or "重试" in said[-1].text
        assert intake.step == "review"
    with qtbot.waitSignal(screen.issued):
        again()
    assert len(ledger(backend)) == 1


def test_a_mistake_inside_does_not_lock_the_clerk_out(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    intake: IntakeRobot,
    screen: IntakeScreen,
    backend: Backend,
) -> None:
    intake.comes_to("review", OLD_WOMAN, "hkb")

    def broken(*_values: object, **_more: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("desktop.printing.pdf.render_slip", broken)
        intake.goes_on()
    assert ledger(backend) == ()
    caplog.clear()
    intake.goes_on()
    assert len(ledger(backend)) == 1


# Drafts


def test_everything_typed_is_offered_again_after_a_crash(
    qtbot: QtBot, desk_of: DeskOf, intake: IntakeRobot, screen: IntakeScreen, backend: Backend
) -> None:
    intake.comes_to("person", OLD_WOMAN, "hkb")
    intake.answers(OLD_WOMAN)
    qtbot.waitUntil(lambda: intake.text("intake.kept") != "")
    intake.reaches("circumstances")
    left = screen.work.draft
    again = IntakeScreen(desk_of("001002"))
    robot = IntakeRobot(qtbot, again)
    (key,) = robot.drafts
    assert robot.says("赵桂英")
    robot.press(f"draft.resume.{key}")
    assert robot.step == "circumstances"
    assert again.work.draft == left
    robot.goes_to("person")
    assert robot.text("intake.person.id_number") == OLD_WOMAN.id_number
    assert robot.text("intake.person.hukou_address") == OLD_WOMAN.hukou_address


def test_a_draft_is_thrown_away_on_request(
    qtbot: QtBot, desk_of: DeskOf, intake: IntakeRobot, backend: Backend
) -> None:
    intake.comes_to("circumstances", OLD_WOMAN, "hkb")
    robot = IntakeRobot(qtbot, IntakeScreen(desk_of("001002")))
    (key,) = robot.drafts
    robot.press(f"draft.drop.{key}")
    assert robot.drafts == []
    assert drafts(backend) == 0


def test_nobody_is_offered_a_colleagues_draft(
    qtbot: QtBot, desk_of: DeskOf, intake: IntakeRobot
) -> None:
    intake.comes_to("circumstances", OLD_WOMAN, "hkb")
    assert IntakeRobot(qtbot, IntakeScreen(desk_of("001003"))).drafts == []


def test_a_new_intake_leaves_the_old_one_as_a_draft(intake: IntakeRobot) -> None:
    intake.comes_to("circumstances", OLD_WOMAN, "hkb")
    intake.press("intake.new")
    assert intake.step == "items"
    assert intake.items == []
    assert len(intake.drafts) == 1


def test_nothing_entered_is_no_draft(intake: IntakeRobot, backend: Backend) -> None:
    intake.press("intake.new")
    assert drafts(backend) == 0
    assert intake.find("intake.back", QWidget).isEnabled() is False
