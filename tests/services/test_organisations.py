"""Unified social credit codes: the library's check with a verdict in plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.organisations import CodeProblem, check_credit_code


@pytest.mark.parametrize(
    ("text", "code", "problem"),
    [
        ("91110000600037341L", "91110000600037341L", None),
        (" 91110000-600037341l ", "91110000600037341L", None),
        ("９１１１００００６０００３７３４１Ｌ", "91110000600037341L", None),
        ("", "", CodeProblem.LENGTH),
        ("91110000600037341", "91110000600037341", CodeProblem.LENGTH),
        ("91110000600037341M", "91110000600037341M", CodeProblem.CHECKSUM),
        ("91110000600037342L", "91110000600037342L", CodeProblem.CHECKSUM),
        ("A1110000600037341L", "A1110000600037341L", CodeProblem.CHARACTERS),
        ("91110000600037I41L", "91110000600037I41L", CodeProblem.CHARACTERS),
        ("9111000060003734户L", "9111000060003734户L", CodeProblem.CHARACTERS),
    ],
)
def test_codes_are_judged(text: str, code: str, problem: CodeProblem | None) -> None:
    check = check_credit_code(text)
    assert (check.code, check.problem) == (code, problem)


@given(st.text(max_size=24))
def test_any_text_is_judged(text: str) -> None:
    assert check_credit_code(text).problem in (None, *CodeProblem)
