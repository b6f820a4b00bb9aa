"""Before the work: signing in, and the first start."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Role
from desktop.views.sign_in import FirstAnswers, FirstStart, SignIn, Someone
from tests.robots import FirstStartRobot, SignInRobot

PEOPLE = (
    Someone("001001", "王管理", Role.ADMINISTRATOR),
    Someone("001002", "李窗口", Role.OFFICER),
)


@pytest.fixture
def screen() -> SignIn:
    return SignIn()


@pytest.fixture
def sign_in(qtbot: QtBot, screen: SignIn) -> SignInRobot:
    robot = SignInRobot(qtbot, screen)
    screen.show_officers("示例派出所", "2026", PEOPLE)
    return robot


def test_before_the_records_are_open_nobody_is_asked(qtbot: QtBot, screen: SignIn) -> None:
    robot = SignInRobot(qtbot, screen)
    with qtbot.assertNotEmitted(screen.asked):
        robot.enters("whatever it is")


def test_a_card_and_a_password_are_enough(
    qtbot: QtBot, sign_in: SignInRobot, screen: SignIn
) -> None:
    assert sign_in.officers == ["001001", "001002"]
    sign_in.press("officer.001002")
    assert sign_in.keyboard.objectName() == "sign-in.password"
    with qtbot.waitSignal(screen.asked) as asked:
        sign_in.enters("a long enough one")
    assert asked.args == ["001002", "a long enough one"]


def test_enter_twice_asks_once(qtbot: QtBot, sign_in: SignInRobot, screen: SignIn) -> None:
    sign_in.enters("a long enough one")
    with qtbot.assertNotEmitted(screen.asked):
        sign_in.enters("a long enough one")


def test_a_wrong_password_is_told_in_a_sentence(sign_in: SignInRobot, screen: SignIn) -> None:
    sign_in.enters("wrong")
    screen.refuse(Refusal(Trouble.WRONG_PASSWORD))
    assert "密码" in sign_in.complaint("sign-in.password")
    assert sign_in.keyboard.objectName() == "sign-in.password"
    sign_in.types("n")
    assert sign_in.text("sign-in.password") == "n"  # what was typed is typed over


def test_the_one_who_locked_is_marked_again(
    qtbot: QtBot, sign_in: SignInRobot, screen: SignIn
) -> None:
    sign_in.press("officer.001002")
    screen.clear()
    screen.show_officers("示例派出所", "2026", PEOPLE)
    with qtbot.waitSignal(screen.asked) as asked:
        sign_in.enters("a long enough one")
    assert asked.args[0] == "001002"


def test_many_officers_type_their_number(qtbot: QtBot, screen: SignIn) -> None:
    robot = SignInRobot(qtbot, screen)
    screen.show_officers("所", "", [Someone(str(n), "某", Role.OFFICER) for n in range(9)])
    assert robot.officers == []
    robot.writes("sign-in.number", "7")
    with qtbot.waitSignal(screen.asked) as asked:
        robot.enters("a long enough one")
    assert asked.args[0] == "7"


# The first start

RIGHT = {
    "name": "示例派出所", "district": "拱墅区", "code": "330105A1", "number": "001001",
    "officer": "王管理", "password": "a long enough one", "again": "a long enough one",
}  # fmt: skip


@pytest.fixture
def first_screen() -> FirstStart:
    return FirstStart()


@pytest.fixture
def first(qtbot: QtBot, first_screen: FirstStart) -> FirstStartRobot:
    return FirstStartRobot(qtbot, first_screen)


def test_the_first_start_hands_over_what_was_typed(
    qtbot: QtBot, first: FirstStartRobot, first_screen: FirstStart
) -> None:
    first.answers(**RIGHT)
    with qtbot.waitSignal(first_screen.answered) as answered:
        first.goes_on()
    answers: FirstAnswers = answered.args[0]
    assert (answers.name, answers.officer_name) == ("示例派出所", "王管理")
    assert answers.prefixes == ("3301",)


def test_two_passwords_that_differ_are_told_and_everything_stays(
    qtbot: QtBot, first: FirstStartRobot, first_screen: FirstStart
) -> None:
    first.answers(**RIGHT | {"again": "another long one"})
    before = first.kept()
    with qtbot.assertNotEmitted(first_screen.answered):
        first.goes_on()
    assert "不一" in first.complaint("first.again")
    assert first.kept() == before


@pytest.mark.parametrize("field", ["name", "code", "local_prefixes", "number", "password"])
def test_a_refusal_stands_beside_its_field(
    first: FirstStartRobot, first_screen: FirstStart, field: str
) -> None:
    first.answers(**RIGHT)
    before = first.kept()
    first_screen.refuse(Refusal(Trouble.FIELD_EMPTY, field=field), field)
    assert first.complaint(f"first.{field}") == "请填写。" or first.complaint(f"first.{field}")
    assert first.keyboard.objectName() == f"first.{field}"
    assert first.kept() == before
