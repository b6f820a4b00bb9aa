"""A slip is made void by two persons, told from the others, and its matter taken up again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Audit, Slip
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.slips import Stub
from desktop.services import again, daily, slips
from desktop.services.intake import Issued
from desktop.services.officers import Second
from desktop.views import words
from desktop.views.desk import Desk, Message
from desktop.views.intake import IntakeScreen
from desktop.views.slips import SlipsScreen
from tests import builders
from tests.builders import NOW, PASSWORD
from tests.robots import IntakeRobot, SecondRobot, SlipsRobot
from tests.services.counter import CARD, acts, issued
from tests.tamper import unfenced
from tests.views.records import Visits

CONTROL = Qt.KeyboardModifier.ControlModifier
CHIEF = Second("001003", PASSWORD)


def opened(qtbot: QtBot, desk: Desk) -> SlipsRobot:
    return SlipsRobot(qtbot, SlipsScreen(desk))


def void(backend: Backend, slip: Issued, reason: str = "姓名写错") -> None:
    clerk = builders.clerk(backend)
    with writing(backend.engine) as session:
        slips.void(session, clerk, NOW, slip.slip, reason, CHIEF)


def filters(robot: SlipsRobot, named: str) -> None:
    robot.chooses("slips.stub", named)
    robot.find("slips.stub", QComboBox).activated.emit(0)


def test_two_persons_and_a_reason_make_a_slip_void(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, said: list[Message]
) -> None:
    slip = visits.serve()
    robot = opened(qtbot, desk)
    robot.press("slips.void")
    sheet = SecondRobot(qtbot, robot.screen)
    assert sheet.keyboard.objectName() == "second.reason"
    sheet.answers("001003", PASSWORD, reason="姓名写错")
    assert not sheet.has("sheet")
    with reading(backend.engine) as session:
        row = session.get_one(Slip, slip.slip)
        assert row.void_reason == "姓名写错"
        assert row.voided_at is not None
    assert robot.lines[0][5] == "✕ 已作废"
    assert robot.says("姓名写错")
    assert robot.says("陈主管")
    assert said[-1].action


@pytest.mark.parametrize(
    ("number", "password", "at", "said"),
    [
        ("001003", "not the right one", "password", Trouble.WRONG_PASSWORD),
        ("001002", PASSWORD, "password", Trouble.SECOND_SAME),
        ("001004", PASSWORD, "password", Trouble.SECOND_UNFIT),
        ("", PASSWORD, "number", Trouble.FIELD_EMPTY),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_rest_stays(
    qtbot: QtBot, desk: Desk, visits: Visits, number: str, password: str, at: str, said: Trouble
) -> None:
    visits.serve()
    robot = opened(qtbot, desk)
    robot.press("slips.void")
    sheet = SecondRobot(qtbot, robot.screen)
    sheet.writes("second.reason", "姓名写错")
    sheet.writes("second.number", number)
    sheet.writes("second.password", password)
    sheet.key(Qt.Key.Key_Return)
    assert sheet.complaints == {at: words.refusal(Refusal(said))}
    assert sheet.keyboard.objectName() == f"second.{at}"
    assert sheet.text("second.reason") == "姓名写错"
    assert sheet.text("second.number") == number
    sheet.answers("001003", PASSWORD, reason="姓名写错")
    assert not sheet.has("sheet")
    assert robot.lines[0][5] == "✕ 已作废"


def test_without_a_reason_nothing_is_made_void(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend
) -> None:
    visits.serve()
    robot = opened(qtbot, desk)
    robot.press("slips.void")
    sheet = SecondRobot(qtbot, robot.screen)
    sheet.writes("second.number", "001003")
    sheet.writes("second.password", PASSWORD)
    sheet.key(Qt.Key.Key_Return)
    assert set(sheet.complaints) == {"reason"}
    sheet.key(Qt.Key.Key_Escape)
    assert not sheet.has("sheet")
    with reading(backend.engine) as session:
        assert "slip.void" not in acts(session)


def test_a_void_slip_is_neither_printed_nor_counted_as_missing(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, said: list[Message]
) -> None:
    good, bad = visits.serve(), visits.serve()
    void(backend, bad)
    robot = opened(qtbot, desk)
    assert not robot.find("slips.print", QWidget).isEnabled()
    assert not robot.has("slips.signed")
    assert not robot.has("slips.void")
    robot.find("slips.table", QWidget).setFocus()
    robot.key(Qt.Key.Key_Return)
    assert not robot.has("sheet")
    assert "作废" in said[-1].text
    filters(robot, words.stubs()[Stub.MISSING])
    assert robot.numbers == [good.number]
    filters(robot, "已作废")
    assert robot.numbers == [bad.number]
    clerk = builders.clerk(backend)
    with reading(backend.engine) as session:
        assert slips.missing_stubs(session, clerk) == 1
        day = daily.DayFilter(NOW.date(), NOW.date(), builders.ZONE, stub=Stub.MISSING)
        assert [row.slip for row in daily.visits(session, clerk, day)] == [good.slip]
    for act in (
        lambda s: slips.ask_print(s, clerk, NOW, bad.slip, "前台", "push"),
        lambda s: slips.confirm_stub(s, clerk, NOW, bad.slip),
    ):
        with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
            act(session)
        assert refused.value.trouble is Trouble.SLIP_VOID


def test_the_matter_is_taken_up_again_and_signed_anew(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend
) -> None:
    slip = visits.serve(CARD)
    void(backend, slip)
    screen = SlipsScreen(desk)
    robot = SlipsRobot(qtbot, screen)
    with qtbot.waitSignal(screen.taken_up) as asked:
        robot.press("slips.again")
    assert asked.args == [slip.slip]
    intake = IntakeScreen(desk)
    wizard = IntakeRobot(qtbot, intake)
    intake.take_up(slip.slip)
    assert wizard.step == "person"
    assert wizard.text("intake.person.name") == builders.OLD_WOMAN.name
    draft = intake.work.draft
    assert (draft.signature, draft.explained, draft.continues) == (None, frozenset(), slip.case)


def test_a_slip_that_stands_in_keeps_number_and_limit_of_the_case(backend: Backend) -> None:
    first = issued(backend, CARD)
    void(backend, first)
    clerk = builders.clerk(backend)
    with writing(backend.engine) as session:
        draft = again.taken_up(session, clerk, NOW, first.slip)
    signed = builders.finished_draft(
        backend, clerk, (CARD,), builders.FROM_ANHUI, continues=draft.continues
    )
    with pytest.raises(Refusal):  # another person is another case
        issued(backend, done=signed)
    second = issued(backend, CARD, continues=draft.continues)
    assert (second.case, second.case_number, second.due) == (
        first.case, first.case_number, first.due,
    )  # fmt: skip
    with reading(backend.engine) as session:
        assert session.get_one(Slip, second.slip).replaces_id == first.slip
        paper = slips.paper(session, clerk, first.slip)
        assert paper.void is not None
        assert not paper.void.again


def test_only_a_void_slip_is_taken_up_again(backend: Backend) -> None:
    slip = issued(backend, CARD)
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        again.taken_up(session, builders.clerk(backend), NOW, slip.slip)
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


def looks(backend: Backend) -> int:
    with reading(backend.engine) as session:
        return len(session.scalars(select(Audit.seq).where(Audit.act == "slip.look")).all())


def test_only_another_paper_is_a_look(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend
) -> None:
    slip, _newer = visits.serve(), visits.serve("id-card", builders.FROM_ANHUI)
    robot = opened(qtbot, desk)
    assert looks(backend) == 1
    for _again in range(3):
        desk.jobs.changed.emit(frozenset({"slips"}))
    assert looks(backend) == 1
    robot.marks(1)
    assert robot.shown == slip.number
    assert looks(backend) == 2
    desk.jobs.changed.emit(frozenset({"slips"}))
    assert looks(backend) == 2
    assert robot.shown == slip.number


def test_the_foot_tells_whether_the_numbers_have_a_gap(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend
) -> None:
    slip = visits.serve()
    robot = opened(qtbot, desk)
    assert robot.text("slips.gaps").startswith("●")
    with unfenced(backend) as raw:
        raw.execute("UPDATE slip SET number = 'elsewhere' WHERE id = ?", (slip.slip,))
    robot.screen.arrive()  # type: ignore[attr-defined]
    assert robot.text("slips.gaps").startswith("■")
    assert slip.number in robot.text("slips.gaps")


def test_a_password_does_not_wait_behind_a_lock(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    visits.serve()
    robot = opened(qtbot, desk)
    robot.press("slips.void")
    sheet = SecondRobot(qtbot, robot.screen)
    sheet.writes("second.reason", "姓名写错")
    sheet.writes("second.password", PASSWORD)
    robot.screen.hide()
    robot.screen.show()
    assert sheet.text("second.password") == ""
    assert sheet.text("second.reason") == "姓名写错"
