"""Cards of a reader: taken whole or refused with a reason, whatever the bytes are."""

import base64
import json
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.applicants import Document
from desktop.domain.cards import (
    ETHNICITIES,
    LONGEST_LINE,
    CardFault,
    CardRefused,
    ReaderError,
    Told,
    pause,
    read_card,
    understood,
)
from desktop.domain.identity import CARD_RECORD_BYTES, CardField, Sex
from desktop.simulated.cards import Laid, cards, record
from desktop.simulated.visitors import Someone, born

TODAY = date(2026, 11, 23)
OLD = Someone("赵桂英", born(72, TODAY, "002"), "浙江省杭州市拱墅区朝晖路1号", "")
LAID = Laid("old", OLD, date(2020, 1, 1), date(2040, 1, 1))


def bytes_of(**changes: object) -> bytes:
    return record(replace(LAID, **changes))  # type: ignore[arg-type]


def fault(data: bytes) -> tuple[CardFault, CardField]:
    with pytest.raises(CardRefused) as refused:
        read_card(data, TODAY)
    return refused.value.fault, refused.value.field


def test_a_card_is_taken_whole() -> None:
    card = read_card(bytes_of(), TODAY)
    assert (card.name, card.number, card.address) == (OLD.name, OLD.number, OLD.address)
    assert (card.sex, card.ethnicity, card.kind) == (Sex.FEMALE, "汉", Document.RESIDENT_ID)
    assert (card.birth_date, card.valid_until) == (date(1954, 1, 1), date(2040, 1, 1))
    assert not card.expired(TODAY)
    assert not card.ahead(TODAY)


def test_every_simulated_card_is_one() -> None:
    made = {card.key: read_card(record(card), TODAY) for card in cards(TODAY)}
    assert made["expired"].expired(TODAY)
    assert (made["long"].valid_until, made["long"].ethnicity) == (None, "维吾尔")
    assert not made["long"].expired(date.max)


def test_the_last_day_still_counts_and_the_first_one_does() -> None:
    card = read_card(bytes_of(until=TODAY), TODAY)
    assert not card.expired(TODAY)
    assert card.expired(date(2026, 11, 24))
    assert not card.ahead(date(2020, 1, 1))
    assert card.ahead(date(2019, 12, 31))


@pytest.mark.parametrize(
    ("code", "name"),
    [("01", "汉"), ("56", "基诺"), ("97", "其他"), ("98", "外国血统"), ("57", ""), ("00", "")],
)
def test_ethnicities_by_their_code(code: str, name: str) -> None:
    assert read_card(bytes_of(ethnicity=code), TODAY).ethnicity == name
    assert len(ETHNICITIES) == 56


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", (CardFault.RECORD, CardField.RECORD)),
        (bytes_of()[:-1], (CardFault.RECORD, CardField.RECORD)),
        (bytes_of() + b"\0", (CardFault.RECORD, CardField.RECORD)),
        (bytes_of(ethnicity="X1"), (CardFault.FIELD, CardField.ETHNICITY)),
        (bytes_of(someone=replace(OLD, name="")), (CardFault.FIELD, CardField.NAME)),
        (bytes_of(someone=replace(OLD, name="赵 7")), (CardFault.NAME, CardField.NAME)),
        (bytes_of(someone=replace(OLD, address="\u200b")), (CardFault.FIELD, CardField.ADDRESS)),
        (bytes_of(until=date(2019, 12, 31)), (CardFault.VALIDITY, CardField.VALID_UNTIL)),
        (
            bytes_of(someone=replace(OLD, number="000103195401010020")),
            (CardFault.NUMBER, CardField.NUMBER),
        ),
        (
            bytes_of(someone=replace(OLD, number=born(-1, TODAY, "002"))),
            (CardFault.NUMBER, CardField.NUMBER),
        ),
    ],
)
def test_a_record_that_is_not_right_is_refused_with_a_reason(
    data: bytes, said: tuple[CardFault, CardField]
) -> None:
    assert fault(data) == said


def test_a_birth_date_that_the_number_does_not_tell_is_refused() -> None:
    data = bytearray(bytes_of())
    data[36:52] = "19540102".encode("utf-16-le")
    assert fault(bytes(data)) == (CardFault.BIRTH, CardField.BIRTH_DATE)


@given(st.binary(max_size=300) | st.binary(min_size=256, max_size=256))
@example(b"\xd8" * CARD_RECORD_BYTES)
def test_any_bytes_are_a_card_or_a_reason(data: bytes) -> None:
    with suppress(CardRefused):
        assert read_card(data, TODAY).number


@given(st.integers(0, CARD_RECORD_BYTES - 1), st.integers(0, 255))
def test_one_wrong_byte_never_gives_another_number(place: int, value: int) -> None:
    data = bytearray(bytes_of())
    data[place] = value
    try:
        card = read_card(bytes(data), TODAY)
    except CardRefused:
        return
    assert card.number == OLD.number


def line(**told: object) -> bytes:
    return json.dumps(told).encode()


def test_lines_of_the_helper() -> None:
    data = bytes_of()
    assert understood(line(state="ready")) == Told(ready=True)
    assert understood(line(card=base64.b64encode(data).decode())) == Told(record=data)
    assert understood(line(card=data.hex().upper(), photo="AAAA")) == Told(record=data)
    assert understood(line(error="no_device")) == Told(error=ReaderError.NO_DEVICE)
    for other in ("smoke", 7, ["x"], None):
        assert understood(line(error=other)) == Told(error=ReaderError.OTHER)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"\xff",
        b"{}",
        line(card="%"),
        line(card="\u4e00"),
        line(state=1),
        line(card="g" * 512),
        b"[" * 100_000,
        b" " * (LONGEST_LINE + 1),
    ],
)
def test_a_line_that_says_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(CardRefused) as refused:
        understood(data)
    assert refused.value.fault is CardFault.LINE


@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_any_line_is_understood_or_refused(data: bytes) -> None:
    with suppress(CardRefused):
        assert understood(data) != Told()


def test_the_pause_grows_and_ends_growing() -> None:
    assert [pause(deaths) for deaths in (0, 1, 2, 3, 4, 7, 1000)] == [1, 1, 2, 4, 8, 60, 60]
