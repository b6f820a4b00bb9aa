"""What draws nothing or turns a line around stays out of what is shown and printed."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.identity import NAME_LIMIT, NameProblem, clean_name, name_problem
from desktop.domain.texts import first_invisible, invisible, plain, tidied, visible

BIDI = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)]
ZERO_WIDTH = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\ufe0f"]
OTHERS = ["\0", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u3164", "\ud800", "\ufdd0", "\uffff"]
OTHERS += ["\U000e0041", "\U000e0100", "\u2800"]


@pytest.mark.parametrize("sign", [*BIDI, *ZERO_WIDTH, *OTHERS])
def test_what_draws_nothing_is_dropped_from_text_and_refused_in_names(sign: str) -> None:
    assert invisible(sign)
    assert first_invisible(f"浙江{sign}省") == sign
    assert "".join(plain(f"浙江{sign}省").split()) == "浙江省"
    assert name_problem(f"赵{sign}桂英") in (None, NameProblem.INVISIBLE)
    assert sign not in clean_name(f"赵{sign}桂英") or name_problem(f"赵{sign}桂英")


@pytest.mark.parametrize("sign", ["a", " ", "·", "𠮷", "\ue000", "\u3000", "é", "１", "\U00031350"])
def test_what_is_seen_stays(sign: str) -> None:
    assert not invisible(sign)
    assert visible(f"x{sign}y") == f"x{sign}y"


def test_lines_stay_where_they_may() -> None:
    assert visible("一\r\n二\u2028三\t四") == "一\n二\n三\t四"
    assert plain(" 一\r\n二\t ") == "一 二"
    assert first_invisible("一\n二") == "\n"
    assert first_invisible("一\n二", breaks=True) == ""


def test_no_short_way_past_the_signs_that_draw_nothing() -> None:
    for sign in map(chr, range(0x10000)):
        assert bool(first_invisible(sign)) is invisible(sign)
        if not invisible(sign):
            assert visible(sign) == unicodedata.normalize("NFC", sign)


def test_text_comes_back_composed() -> None:
    assert plain("e\u0301") == "é"
    assert plain("e\u200b\u0301") == "é"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("𠮷田", None),
        ("买买提·阿不都热合曼", None),
        ("赵" * NAME_LIMIT, None),
        ("赵" * (NAME_LIMIT + 1), NameProblem.LENGTH),
        ("赵１", NameProblem.DIGITS),
        ("赵\u202e英桂", NameProblem.INVISIBLE),
        ("赵\u2066英", NameProblem.INVISIBLE),
        ("محمد", NameProblem.CHARACTERS),
        ("<b>赵</b>", NameProblem.CHARACTERS),
    ],
)
def test_strange_names(name: str, problem: NameProblem | None) -> None:
    assert name_problem(name) is problem


class _Kind(StrEnum):
    ONE = "one\u200b"


@dataclass(frozen=True)
class _Inner:
    text: str
    kind: _Kind = _Kind.ONE


@dataclass(frozen=True)
class _Outer:
    inner: _Inner
    texts: tuple[str, ...]
    marks: frozenset[str]
    table: dict[str, _Inner]
    count: int | None = 3


def test_everything_inside_a_value_is_tidied() -> None:
    bad = _Inner("a\u202eb")
    value = _Outer(bad, ("x\u200by",), frozenset({"m\ufeff"}), {"k": bad})
    assert tidied(value) == _Outer(_Inner("ab"), ("xy",), frozenset({"m"}), {"k": _Inner("ab")})


@given(st.text())
def test_tidying_ends_and_keeps_what_is_seen(text: str) -> None:
    once = visible(text)
    assert visible(once) == once == unicodedata.normalize("NFC", once)
    assert first_invisible(once, breaks=True) == ""
    assert plain(plain(text)) == plain(text)
    assert "\n" not in plain(text)
