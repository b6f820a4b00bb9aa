"""Waybill numbers: what can be proved, what can only be believed, what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.countries import COUNTRIES
from desktop.domain.waybills import (
    Reason,
    Verdict,
    WaybillKind,
    check_waybill,
    s10_check_digit,
)


@pytest.mark.parametrize(
    ("number", "verdict", "reason"),
    [
        ("RB123456785GB", Verdict.VALID, Reason.CHECK_DIGIT_FITS),
        ("RB123456785US", Verdict.VALID, Reason.CHECK_DIGIT_FITS),
        ("EE123456785CN", Verdict.VALID, Reason.CHECK_DIGIT_FITS),
        ("EE100000025CN", Verdict.VALID, Reason.CHECK_DIGIT_FITS),
        ("EE100000140CN", Verdict.VALID, Reason.CHECK_DIGIT_FITS),
        ("RB123456786US", Verdict.INVALID, Reason.CHECK_DIGIT_WRONG),
        ("EE123456784CS", Verdict.INVALID, Reason.CHECK_DIGIT_WRONG),
        ("RB123456785XX", Verdict.INVALID, Reason.NO_SUCH_COUNTRY),
        ("RB123456785AA", Verdict.INVALID, Reason.NO_SUCH_COUNTRY),
        ("RB123456785QM", Verdict.INVALID, Reason.NO_SUCH_COUNTRY),
        ("RB123456785ZZ", Verdict.INVALID, Reason.NO_SUCH_COUNTRY),
        ("EE123456785CS", Verdict.DOUBTFUL, Reason.CHINESE_SUFFIX),
        ("EE123456785GD", Verdict.DOUBTFUL, Reason.CHINESE_SUFFIX),
        ("EE123456785ZJ", Verdict.DOUBTFUL, Reason.CHINESE_SUFFIX),
        ("EE123456785XJ", Verdict.DOUBTFUL, Reason.CHINESE_SUFFIX),
        ("EE123456785XZ", Verdict.DOUBTFUL, Reason.CHINESE_SUFFIX),
        ("RB123456785XK", Verdict.DOUBTFUL, Reason.UNKNOWN_SUFFIX),
        ("RB123456785AB", Verdict.DOUBTFUL, Reason.UNKNOWN_SUFFIX),
        ("ZB123456785CN", Verdict.DOUBTFUL, Reason.UNKNOWN_SERVICE),
    ],
)
def test_s10_numbers(number: str, verdict: Verdict, reason: Reason) -> None:
    check = check_waybill(number)
    assert (check.number, check.kind) == (number, WaybillKind.S10)
    assert (check.verdict, check.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("text", "verdict", "kind", "reason"),
    [
        ("1012345678901", Verdict.PLAUSIBLE, WaybillKind.DOMESTIC, Reason.KNOWN_PREFIX),
        ("9812345678901", Verdict.PLAUSIBLE, WaybillKind.DOMESTIC, Reason.KNOWN_PREFIX),
        ("2312345678901", Verdict.DOUBTFUL, WaybillKind.DOMESTIC, Reason.UNKNOWN_PREFIX),
        ("", Verdict.INVALID, None, Reason.LENGTH),
        ("101234567890", Verdict.INVALID, None, Reason.LENGTH),
        ("10123456789012", Verdict.INVALID, None, Reason.LENGTH),
        ("RB123456785G", Verdict.INVALID, None, Reason.LENGTH),
        ("10123456789O1", Verdict.INVALID, None, Reason.CHARACTERS),
        ("R1123456785GB", Verdict.INVALID, None, Reason.CHARACTERS),
    ],
)
def test_other_numbers(
    text: str, verdict: Verdict, kind: WaybillKind | None, reason: Reason
) -> None:
    check = check_waybill(text)
    assert (check.verdict, check.kind, check.reason) == (verdict, kind, reason)


def test_pasted_numbers_are_tidied() -> None:
    assert check_waybill(" ee 1234-5678 5 cn ").number == "EE123456785CN"
    assert check_waybill("１０１２３４５６７８９０１").verdict is Verdict.PLAUSIBLE


def test_the_station_says_which_prefixes_it_knows() -> None:
    assert check_waybill("2312345678901", ["23"]).verdict is Verdict.PLAUSIBLE
    assert check_waybill("1012345678901", ["23"]).verdict is Verdict.DOUBTFUL
    assert check_waybill("1012345678901", ["", "23"]).verdict is Verdict.DOUBTFUL


@pytest.mark.parametrize(
    ("serial", "digit"),
    [("12345678", 5), ("10000002", 5), ("10000014", 0), ("47312482", 9), ("00000000", 5)],
)
def test_check_digits(serial: str, digit: int) -> None:
    assert s10_check_digit(serial) == digit


@pytest.mark.parametrize("wrong", ["1234567", "1234567a", "１２３４５６７８"])
def test_check_digit_wants_eight_digits(wrong: str) -> None:
    with pytest.raises(ValueError, match="8 digits"):
        s10_check_digit(wrong)


@given(st.from_regex("[0-9]{8}", fullmatch=True), st.integers(0, 9))
def test_one_check_digit_fits(serial: str, digit: int) -> None:
    check = check_waybill(f"EE{serial}{digit}CN")
    assert (check.verdict is Verdict.VALID) is (digit == s10_check_digit(serial))


@given(st.text(max_size=20))
def test_any_text_gets_a_verdict(text: str) -> None:
    assert check_waybill(text).verdict in Verdict


def test_the_country_table_is_whole() -> None:
    assert len(COUNTRIES) == 249
    assert COUNTRIES.isdisjoint({"CS", "EN", "UK", "XX"})
    assert {"CN", "HK", "MO", "TW", "GB", "US"} <= COUNTRIES
