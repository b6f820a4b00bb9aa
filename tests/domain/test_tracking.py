"""Carriers' codes and words: every one of them means what it should, none means too much."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.deliveries import DeliveryState
from desktop.domain.tracking import (
    COARSE,
    CODES,
    EMSEVT,
    FINE,
    UNREAD,
    WORDS,
    Because,
    Handing,
    Reading,
    TrackEvent,
    deciding,
    latest,
    read_code,
    read_status,
    read_words,
)

D, B, H = DeliveryState, Because, Handing
TEN = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=8)))


def event(raw: str = "0", words: str = "", minutes: int = 0, waybill: str = "1") -> TrackEvent:
    at = TEN + timedelta(minutes=minutes)
    return TrackEvent(waybill, at, raw, D.IN_TRANSIT, None, None, words, "")


def test_the_tables_hold_every_code_of_the_facts() -> None:
    assert set(COARSE) == {*map(str, range(9)), "14"}
    assert set(FINE) == {
        *("101", "102", "103", "1001", "1002", "1003", "501", "301", "302", "303", "304", "401"),
        *map(str, range(201, 211)),
        *("10", "11", "12", "13"),
    }
    assert set(EMSEVT) == {f"EM{letter}" for letter in "ABCDEFGHIJK"}
    assert len(CODES) == len(COARSE) + len(FINE) + len(EMSEVT)


@pytest.mark.parametrize(
    ("code", "state", "because", "handing"),
    [
        ("0", D.IN_TRANSIT, None, None),
        ("1", D.PICKED_UP, None, None),
        ("2", D.DELIVERY_FAILED, B.OTHER, None),
        ("3", D.DELIVERED, None, None),
        ("4", D.RETURN_TO_SENDER, B.RETURNED, None),
        ("6", D.RETURN_TO_SENDER, B.OTHER, None),
        ("14", D.RETURN_TO_SENDER, B.REFUSED, None),
        ("101", D.PENDING, None, None),
        ("301", D.DELIVERED, None, H.IN_PERSON),
        ("302", D.DELIVERED, None, H.AFTER_PROBLEM),
        ("303", D.DELIVERED, None, H.BY_ANOTHER),
        ("304", D.READY_FOR_PICKUP, None, H.AT_LOCKER),
        ("501", D.READY_FOR_PICKUP, None, H.AT_LOCKER),
        ("205", D.READY_FOR_PICKUP, B.UNCLAIMED, H.AT_LOCKER),
        ("208", D.ON_HOLD, B.HELD, None),
        ("13", D.ON_HOLD, B.CUSTOMS, None),
        ("401", D.CANCELLED, B.CANCELLED, None),
        ("emi", D.DELIVERED, None, None),
        (" ＥＭＨ ", D.DELIVERY_FAILED, B.OTHER, None),
        ("３０１", D.DELIVERED, None, H.IN_PERSON),
    ],
)
def test_what_a_code_means(
    code: str, state: DeliveryState, because: Because | None, handing: Handing | None
) -> None:
    assert read_code(code) == read_status(code) == Reading(state, because, handing)


@pytest.mark.parametrize("code", ["", "9", "305", "999", "EMZ", "03", "3.0"])
def test_an_unknown_code_means_nothing(code: str) -> None:
    assert read_code(code) is None
    assert read_status(code) is UNREAD


@pytest.mark.parametrize(
    ("words", "state", "because", "handing"),
    [
        ("已揽收", D.PICKED_UP, None, None),
        ("待揽收", D.PENDING, None, None),
        ("运输中", D.IN_TRANSIT, None, None),
        ("到达【杭州处理中心】", D.IN_TRANSIT, None, None),
        ("派送中", D.OUT_FOR_DELIVERY, None, None),
        ("待签收", D.OUT_FOR_DELIVERY, None, None),
        ("安排投递，请准备签收", D.OUT_FOR_DELIVERY, None, None),
        ("已签收", D.DELIVERED, None, None),
        ("投递并签收", D.DELIVERED, None, None),
        ("已妥投，本人收", D.DELIVERED, None, H.IN_PERSON),
        ("301-本人签收", D.DELIVERED, None, H.IN_PERSON),
        ("派件异常后签收", D.DELIVERED, None, H.AFTER_PROBLEM),
        ("派件异常后签收，他人代收", D.DELIVERED, None, H.BY_ANOTHER),
        ("他人代收", D.DELIVERED, None, H.BY_ANOTHER),
        ("已签收，门卫收", D.DELIVERED, None, H.BY_ANOTHER),
        ("已签收（代收）", D.DELIVERED, None, H.BY_ANOTHER),
        ("非本人签收", D.DELIVERED, None, H.BY_ANOTHER),
        ("妥投 单位收发章", D.DELIVERED, None, H.BY_ANOTHER),
        ("已放入快递柜", D.READY_FOR_PICKUP, None, H.AT_LOCKER),
        ("已 签 收（丰巢）", D.READY_FOR_PICKUP, None, H.AT_LOCKER),
        ("驿站代收", D.READY_FOR_PICKUP, None, H.AT_LOCKER),
        ("快递柜超时未取", D.READY_FOR_PICKUP, B.UNCLAIMED, H.AT_LOCKER),
        ("拒收", D.DELIVERY_FAILED, B.REFUSED, None),
        ("收件人拒绝签收", D.DELIVERY_FAILED, B.REFUSED, None),
        ("退回", D.RETURN_TO_SENDER, B.OTHER, None),
        ("退回签收", D.RETURN_TO_SENDER, B.RETURNED, None),
        ("退回件 已签收", D.RETURN_TO_SENDER, B.OTHER, None),
        ("已签收，退件", D.RETURN_TO_SENDER, B.OTHER, None),
        ("派送结果：已签收", D.DELIVERED, None, None),
        ("未妥投", D.DELIVERY_FAILED, B.OTHER, None),
        ("投递失败：收件人不在", D.DELIVERY_FAILED, B.NOT_HOME, None),
        ("查无此人", D.DELIVERY_FAILED, B.WRONG_ADDRESS, None),
        ("丢失", D.DELIVERY_FAILED, B.LOST, None),
        ("异常", D.DELIVERY_FAILED, B.OTHER, None),
        ("滞留", D.ON_HOLD, B.HELD, None),
        ("已撤销", D.CANCELLED, B.CANCELLED, None),
    ],
)
def test_what_words_mean(
    words: str, state: DeliveryState, because: Because | None, handing: Handing | None
) -> None:
    assert read_words(words) == Reading(state, because, handing)


@pytest.mark.parametrize("words", ["", "未签收", "没有签收", "无异常", "代收货款", "其他", "ok"])
def test_words_that_tell_nothing_are_not_guessed(words: str) -> None:
    assert read_words(words) is UNREAD


@pytest.mark.parametrize("word", sorted(WORDS))
def test_each_word_of_the_table_is_found_alone(word: str) -> None:
    assert read_words(word) == WORDS[word]


def test_every_reason_and_hand_is_told_by_some_code_or_word() -> None:
    readings = [*CODES.values(), *WORDS.values()]
    assert {each.because for each in readings} == {None, *Because}
    assert {each.handing for each in readings} == {None, *Handing}


@pytest.mark.parametrize(
    ("own", "whole", "decides"),
    [
        ("301", "3", "301"),  # the same, told more exactly
        ("304", "3", "304"),
        ("1001", "0", "1001"),
        ("13", "8", "13"),
        ("本人", "3", "3"),
        ("305", "3", "305"),  # of that family, though we do not know it
        ("3", "304", "304"),
        ("3", "3", "3"),
        ("301", "303", "303"),
        ("0", "3", "3"),  # the parcel's state is the present one
        ("0", "2", "2"),
        ("999", "3", "3"),
        ("3", "99", "99"),
        ("本人签收", "3", "本人签收"),
        ("签收", "303", "303"),
        ("在途", "3", "3"),
        ("", "3", "3"),
        ("3", "", "3"),
        ("EMI", "", "EMI"),
        ("", "", ""),
    ],
)
def test_which_of_two_codes_decides(own: str, whole: str, decides: str) -> None:
    assert deciding(own, whole) == decides


def test_the_latest_event_tells_the_state() -> None:
    assert latest([]) is None
    early, late, same = event(minutes=0), event(minutes=5), event("3", minutes=5)
    assert latest([late, early]) is late
    assert latest([early, late, same]) is same
    assert latest([same, late]) is late


def test_the_latest_is_found_across_zones() -> None:
    at = datetime(2026, 11, 23, 3, tzinfo=UTC)
    utc = TrackEvent("1", at, "3", D.DELIVERED, None, None, "", "")
    assert latest([utc, event(minutes=59)]) is utc


def test_a_mark_stays_and_tells_events_apart() -> None:
    assert event("3", "已签收").mark == 12_079_107_098_832
    assert event("3", "已签收", 5, "2").mark == event("3", "已签收").mark
    assert event("30", "1").mark != event("3", "01").mark


@given(st.text(), st.text())
def test_any_text_is_read(raw: str, words: str) -> None:
    assert isinstance(read_status(raw), Reading)
    assert deciding(raw, words) in (raw, words)
    assert 0 <= event(raw, words).mark < 1 << 48
