"""Lines end where Chinese typography lets them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.printing.lines import (
    NO_END,
    NO_START,
    Ink,
    Line,
    Piece,
    abreast,
    fill,
    may_break,
    shortened,
)

INK = Ink(10)
CHARS = "国家机关，。、；：）」》！？（「《“”ab12- 0571"


def lines(text: str, measure: float) -> list[str]:
    return [line.text for line in fill([Piece(text, INK)], measure)]


def test_a_line_breaks_between_han_characters() -> None:
    assert lines("一二三四五六", 30) == ["一二三", "四五六"]


@pytest.mark.parametrize("mark", "，。、；：）」》！？")
def test_no_line_begins_with_a_closing_mark(mark: str) -> None:
    assert lines(f"一二三{mark}四", 30) == ["一二", f"三{mark}四"]


@pytest.mark.parametrize("mark", "（「《“")
def test_no_line_ends_with_an_opening_mark(mark: str) -> None:
    assert lines(f"一二{mark}三四", 31) == ["一二", f"{mark}三四"]


def test_words_and_numbers_are_not_broken() -> None:
    assert lines("电话0571-8535号", 60) == ["电话", "0571-8535号"]
    assert lines("电话0571-8535号", 52) == ["电话", "0571-8535", "号"]


def test_only_what_is_longer_than_a_line_is_cut() -> None:
    assert "".join(lines("a" * 40, 50)) == "a" * 40
    assert all(line for line in lines("a" * 40, 50))


def test_a_line_feed_begins_a_new_line() -> None:
    assert lines("一\n二", 100) == ["一", "二"]


def test_the_first_line_may_be_indented() -> None:
    first, second = fill([Piece("一二三四", INK)], 40, indent=20)
    assert (first.text, first.shift, second.text, second.shift) == ("一二", 20, "三四", 0)


def test_a_tied_space_holds() -> None:
    assert not may_break("国", "\u00a0")
    assert not may_break("\u00a0", "国")


def test_parts_that_do_not_fit_whole_begin_a_line() -> None:
    parts = [(Piece("一二三", INK),), (Piece("四五", INK),), (Piece("六七八", INK),)]
    pieces = abreast(parts, Piece("　", INK), 60)
    assert [line.text for line in fill(pieces, 60)] == ["一二三　四五", "六七八"]


def test_a_long_list_is_shortened_with_its_count() -> None:
    names = ["甲乙丙丁"] * 9
    assert shortened(names, INK, 120, 1, "等{count}项") == "甲乙丙丁、甲乙丙丁等9项"
    assert shortened(names[:1], INK, 120, 1, "等{count}项") == "甲乙丙丁"


@settings(deadline=None)
@given(st.text(CHARS, max_size=80), st.floats(60, 300))
def test_nothing_is_lost_and_no_rule_is_broken(text: str, measure: float) -> None:
    found = fill([Piece(text, INK)], measure)
    assert "".join(line.text for line in found).replace(" ", "") == text.replace(" ", "")
    for before, after in pairwise(found):
        if before.text and after.text and not _cut(before, after, measure):
            assert after.text[0] not in NO_START
            assert before.text[-1] not in NO_END
    assert all(line.width <= measure + 0.1 for line in found)


def _cut(before: Line, after: Line, measure: float) -> bool:
    """Whether one unbreakable string was longer than a line, so that it had to be cut."""
    joined = before.text + after.text
    start = len(before.text)
    while start and not may_break(joined[start - 1], joined[start]):
        start -= 1
    end = len(before.text)
    while end < len(joined) and not may_break(joined[end - 1], joined[end]):
        end += 1
    return Piece(joined[start:end], INK).width > measure or start == 0
