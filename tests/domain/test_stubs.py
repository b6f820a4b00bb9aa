"""Codes of a page put together to stubs; what contradicts itself is never guessed at."""

import pytest

from desktop.domain.stubs import Code, How, number_in, stub_code, stubs_of

ONE, TWO = "330105A1202611230001", "330105A1202611230002"


def square(text: str, x: float = 0.0, y: float = 0.0, side: float = 10.0) -> Code:
    return Code(True, text, ((x, y), (x + side, y), (x + side, y + side), (x, y + side)))


def bars(text: str, x: float = 80.0, y: float = 0.0) -> Code:
    return Code(False, text, ((x, y), (x + 35, y), (x + 35, y + 6), (x, y + 6)))


@pytest.mark.parametrize(
    ("text", "number", "marked"),
    [
        (ONE, ONE, False),
        (stub_code(ONE), ONE, True),
        (f"https://example/item.html#{ONE}", ONE, False),
        (f"https://example/item.html?slip={ONE}", ONE, False),
        (" " + ONE, ONE, False),
        ("EE123456785", "", False),
        ("一次性告知单", "", False),
        ("", "", False),
        ("/S", "", False),
    ],
)
def test_the_number_in_a_code(text: str, number: str, marked: bool) -> None:
    assert number_in(text) == (number, marked)


def test_both_codes_of_a_stub_are_one_stub() -> None:
    page = stubs_of([square(stub_code(ONE)), bars(ONE)])
    (stub,) = page.stubs
    assert (stub.number, stub.how, stub.marked) == (ONE, How.BOTH, True)
    assert (page.halves, page.contradicting) == ((), ())


def test_one_code_alone_is_enough() -> None:
    assert [each.how for each in stubs_of([square(stub_code(ONE))]).stubs] == [How.QR]
    assert [each.how for each in stubs_of([bars(ONE)]).stubs] == [How.BARS]


def test_a_whole_sheet_that_was_not_torn_is_one_stub() -> None:
    page = stubs_of([square(ONE), bars(ONE), square(stub_code(ONE), y=200), bars(ONE, y=200)])
    assert [(each.number, each.marked) for each in page.stubs] == [(ONE, True)]


def test_the_citizen_s_half_is_told() -> None:
    page = stubs_of([square(ONE), bars(ONE)])
    assert page.halves == (ONE,)
    assert not page.stubs[0].marked


def test_codes_of_one_stub_that_contradict_give_nothing() -> None:
    page = stubs_of([square(stub_code(ONE)), bars(TWO)])
    assert page.stubs == ()
    assert page.contradicting == (ONE, TWO)


def test_two_stubs_on_a_page_do_not_contradict() -> None:
    page = stubs_of([square(stub_code(ONE)), bars(TWO, y=60)])
    assert [(each.number, each.how) for each in page.stubs] == [(ONE, How.QR), (TWO, How.BARS)]


def test_a_page_on_its_head_is_the_same_page() -> None:
    turned = Code(True, stub_code(ONE), ((90, 90), (80, 90), (80, 80), (90, 80)))
    page = stubs_of([turned, bars(TWO, x=-20, y=80)])
    assert page.contradicting == (ONE, TWO)


def test_what_is_no_shape_and_no_number_is_passed_over() -> None:
    flat = Code(True, stub_code(ONE), ((0, 0), (0, 0), (0, 0), (0, 0)))
    odd = Code(True, stub_code(ONE), ((0, 0), (1, 0)))
    assert [each.number for each in stubs_of([flat, odd, bars(TWO), square("x")]).stubs] == [
        ONE, TWO,
    ]  # fmt: skip
