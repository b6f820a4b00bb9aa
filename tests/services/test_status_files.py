"""Statuses that somebody hands in: every row read or told what is wrong, whatever it is."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.deliveries import DeliveryState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tables import Table
from desktop.domain.tracking import Because, Handing, TrackEvent, latest
from desktop.domain.waybills import DEFAULT_PREFIXES
from desktop.services import status_files
from desktop.services.status_files import (
    STATUS_LIMITS,
    TRACKING_SIZE,
    Part,
    StatusRow,
    guess_columns,
    headings_key,
    read_answers,
    read_statuses,
    read_time,
    read_tracking_json,
)
from desktop.services.table_files import Encoding, read_table
from tests.builders import NOW, ZONE
from tests.services.status_rows import HEAD, as_csv, as_xlsx, status_rows
from tests.spoilt import outcome, spoilt

GOOD = ("1012345678901", "2026-11-22 10:05:00", "301", "已签收", "浙江,杭州市")
RIGHT = {
    "message": "ok",
    "nu": "EE123456785CN",
    "ischeck": "1",
    "condition": "F00",
    "com": "ems",
    "status": "200",
    "state": "3",
    "data": [
        {
            "time": "2026-11-22 10:05:00",
            "ftime": "2026-11-22 10:05:00",
            "context": "已签收，本人收",
            "status": "本人签收",
            "statusCode": "301",
            "areaName": "浙江,杭州市",
        },
        {
            "time": "2026-11-21 09:00:00",
            "context": "安排投递",
            "status": "派件",
            "statusCode": "5",
            "areaName": None,
            "location": "杭州",
        },
    ],
}


def table(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> Table:
    data = as_csv(iter(rows), head).encode()
    return read_table("status.csv", data, Encoding.UTF_8, STATUS_LIMITS)


def statuses(given: Table) -> tuple[StatusRow, ...]:
    return read_statuses(given, guess_columns(given), DEFAULT_PREFIXES, ZONE, NOW)


def faults(rows: tuple[StatusRow, ...]) -> list[tuple[int, str, Trouble]]:
    return [(each.row, each.column, each.trouble) for row in rows for each in row.faults]


def changed(**parts: Any) -> str:
    return json.dumps({**RIGHT, **parts}, ensure_ascii=False)


def test_a_good_row_becomes_an_event() -> None:
    (row,) = statuses(table(GOOD))
    assert row == StatusRow(
        2,
        TrackEvent(
            waybill="1012345678901",
            happened_at=datetime(2026, 11, 22, 10, 5, tzinfo=ZONE),
            raw="301",
            state=DeliveryState.DELIVERED,
            because=None,
            handing=Handing.IN_PERSON,
            words="已签收",
            place="浙江,杭州市",
        ),
        (),
    )


def test_every_mistake_is_told_and_keeps_no_other_row_out() -> None:
    rows = statuses(
        table(
            ("EE123456789CN", *GOOD[1:]),
            ("", "", " ", "", ""),
            (GOOD[0], "昨天", *GOOD[2:]),
            (GOOD[0], "2026-11-24 10:01", *GOOD[2:]),
            (GOOD[0], "2026-11-24 10:00", *GOOD[2:]),
            (*GOOD, "one too many"),
            (GOOD[0] + "\u200b", "", *GOOD[2:]),
            (*GOOD[:3], "已\u200b签收", GOOD[4]),
        )
    )
    assert faults(rows) == [
        (2, "运单号", Trouble.WAYBILL_INVALID),
        (4, "操作时间", Trouble.TIME_UNREADABLE),
        (5, "操作时间", Trouble.TIME_AHEAD),
        (7, "", Trouble.CELL_BEYOND),
        (8, "运单号", Trouble.CELL_INVISIBLE),
        (8, "操作时间", Trouble.FIELD_EMPTY),
    ]
    assert [row.row for row in rows if row.event] == [6, 9]
    assert rows[-1].event is not None
    assert rows[-1].event.words == "已签收"
    assert rows[1].faults[0].values == {"text": "昨天"}


def test_a_row_with_nothing_in_it_is_told_field_by_field() -> None:
    rows = statuses(table(("", "", " ", "无", "")))
    assert faults(rows) == [(2, name, Trouble.FIELD_EMPTY) for name in HEAD[:3]]


def test_codes_and_words_that_nobody_knows_stay_as_they_are() -> None:
    (row,) = statuses(table((*GOOD[:2], "新状态 7", *GOOD[3:])))
    assert row.event is not None
    assert (row.event.state, row.event.raw) == (DeliveryState.UNKNOWN, "新状态 7")


def test_long_texts_are_cut() -> None:
    (row,) = statuses(table((*GOOD[:2], "派送" * 50, "长" * 1_000, "远" * 1_000)))
    assert row.event is not None
    assert (len(row.event.raw), len(row.event.words), len(row.event.place)) == (60, 500, 500)


def test_columns_are_guessed_by_their_names() -> None:
    named = table(GOOD, head=("邮件号", "更新时间", "状态码", "详情", "操作地点"))
    assert guess_columns(named) == dict(zip(Part, named.columns, strict=True))
    english = table(GOOD, head=(" Tracking  Number ", "TIME", "Status", "x", "City"))
    assert set(guess_columns(english)) == set(Part) - {Part.WORDS}
    both = table((*GOOD, ""), head=("状态", "物流状态", "单号", "运单号", "时间", "y"))
    assert guess_columns(both)[Part.STATUS] == "状态"
    assert guess_columns(both)[Part.WAYBILL] == "运单号"


def test_a_mapping_by_hand_may_name_a_column_twice_and_leave_parts_out() -> None:
    given = table(("1012345678901", "2026-11-22", "已妥投"), head=("甲", "乙", "丙"))
    assert guess_columns(given) == {}
    columns = {Part.WAYBILL: "甲", Part.TIME: "乙", Part.STATUS: "丙", Part.WORDS: "丙"}
    (row,) = read_statuses(given, columns, (), ZONE, NOW)
    assert row.event is not None
    assert (row.event.words, row.event.place) == ("已妥投", "")
    assert row.event.happened_at == datetime(2026, 11, 22, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({Part.WAYBILL: "运单号", Part.TIME: "操作时间"}, "状态"),
        ({Part.WAYBILL: "运单号", Part.TIME: "别的", Part.STATUS: "物流状态"}, "别的"),
        ({**dict(zip(Part, HEAD, strict=True)), Part.WORDS: "没有"}, "没有"),
    ],
)
def test_a_column_that_is_not_there_is_refused(columns: dict[Part, str], name: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_statuses(table(GOOD), columns, (), ZONE, NOW)
    assert refused.value.trouble is Trouble.TABLE_COLUMN_MISSING
    assert refused.value.values == {"name": name}


def test_columns_are_known_again_in_any_order() -> None:
    key = headings_key(table(GOOD))
    assert key == headings_key(table(GOOD, head=tuple(reversed(HEAD))))
    assert key != headings_key(table(GOOD, head=("运单号", "时间", "物流状态", "轨迹", "所在地")))
    assert len(key) == 32


TEN_PAST = datetime(2026, 11, 23, 10, 5, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 10:05",
        "2026/11/23 10:05:00",
        "2026.11.23  10:05:00.000",
        "2026-11-23T10:05:00",
        "2026年11月23日 10时05分",
        "2026年11月23日10时05分00秒",
        "２０２６－１１－２３　１０：０５",
        "20261123100500",
        "202611231005",
        "2026-11-23T10:05:00+08:00",
        "2026-11-23T02:05:00Z",
        "2026-11-22 21:05:00 -0500",
        "46349.4201388889",
    ],
)
def test_times_are_read_as_they_are_written(text: str) -> None:
    assert read_time(text, ZONE) == TEN_PAST


@pytest.mark.parametrize(
    "text", ["2026-11-23", "2026/11/23", "2026年11月23日", "20261123", "46349"]
)
def test_a_day_alone_is_its_beginning(text: str) -> None:
    assert read_time(text, ZONE) == datetime(2026, 11, 23, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text",
    [
        *("", "昨天", "10:05", "2026-02-29", "2026-11-23 24:00", "2026-11-2310:05", "2026112310"),
        *("1999-12-31", "2100-01-01", "36525", "99999", "20261123 1", "2026-11-23 10:05+99:00"),
        *("0000-01-01", "9999-99-99", "1763863500", "1763863500000"),
    ],
)
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert read_time(text, ZONE) is None


def test_the_same_rows_come_out_of_a_workbook() -> None:
    made = list(status_rows(300, seed=3, broken=0.1))
    book = read_table("s.xlsx", as_xlsx(iter(made)), Encoding.UTF_8, STATUS_LIMITS)
    from_book, from_text = statuses(book), statuses(table(*made))
    assert [row.event for row in from_book] == [row.event for row in from_text]
    assert sum(row.event is None for row in from_book) > 5


def test_made_rows_repeat_and_are_broken_as_asked() -> None:
    rows = statuses(table(*status_rows(2_000)))
    assert rows == statuses(table(*status_rows(2_000)))
    assert rows != statuses(table(*status_rows(2_000, seed=2)))
    assert 5 <= sum(row.event is None for row in rows) <= 50
    whole = statuses(table(*status_rows(500, broken=0)))
    assert faults(whole) == []
    assert {row.event.state for row in whole if row.event} >= {
        DeliveryState.DELIVERED,
        DeliveryState.READY_FOR_PICKUP,
        DeliveryState.RETURN_TO_SENDER,
    }


def test_a_hundred_thousand_rows_are_within_the_limits() -> None:
    row = ",".join(GOOD[:3])
    text = "运单号,时间,状态\n" + f"{row}\n" * STATUS_LIMITS.rows
    read = read_table("s.csv", text.encode(), Encoding.UTF_8, STATUS_LIMITS)
    assert sum(each.event is not None for each in statuses(read)) == 100_000
    with pytest.raises(Refusal) as refused:
        read_table("s.csv", f"{text}{row}".encode(), Encoding.UTF_8, STATUS_LIMITS)
    assert refused.value.trouble is Trouble.TABLE_TOO_MANY_ROWS


_CELLS = st.text(max_size=12) | st.sampled_from([*GOOD, "EE123456785CN", "99991231235959"])


@given(st.lists(st.tuples(*[_CELLS] * 3), max_size=6))
def test_any_rows_are_read_or_told(rows: list[tuple[str, ...]]) -> None:
    clean = [tuple(cell.replace('"', "").replace("\0", "") for cell in row) for row in rows]
    text = as_csv(iter(clean), HEAD[:3]).encode(errors="replace")
    read = statuses(read_table("s.csv", text, Encoding.UTF_8, STATUS_LIMITS))
    assert all((row.event is None) == bool(row.faults) for row in read)


def test_an_answer_of_the_service_becomes_its_events_in_order() -> None:
    early, late = read_tracking_json(changed(), ZONE)
    assert (early.state, early.raw) == (DeliveryState.OUT_FOR_DELIVERY, "5")
    assert early.place == "杭州"
    assert (late.state, late.handing) == (DeliveryState.DELIVERED, Handing.IN_PERSON)
    assert late.waybill == "EE123456785CN"
    assert late.happened_at == datetime(2026, 11, 22, 10, 5, tzinfo=ZONE)


def test_several_answers_may_stand_in_a_list() -> None:
    other = {**RIGHT, "nu": "1012345678901", "data": []}
    answers = read_answers(json.dumps([RIGHT, other]).encode(), ZONE)
    assert [(each.number, len(each.events)) for each in answers] == [
        ("EE123456785CN", 2),
        ("1012345678901", 0),
    ]
    assert read_tracking_json(b"\xef\xbb\xbf[]", ZONE) == ()


@pytest.mark.parametrize("turned", [False, True])
def test_of_equal_times_the_one_told_as_the_newest_is_it(turned: bool) -> None:
    at = "2026-11-22 10:05:00"
    rows = [{"time": at, "statusCode": "301"}, {"time": at, "statusCode": "5"}]
    if turned:  # the oldest first, which only a difference in time tells
        rows = [{"time": "2026-11-22 09:00:00", "statusCode": "103"}, *reversed(rows)]
    last = latest(read_tracking_json(changed(data=rows), ZONE))
    assert last is not None
    assert last.raw == "301"


@pytest.mark.parametrize(
    ("code", "state", "raw"),
    [
        ("3", "304", "304"),
        ("304", "3", "304"),
        ("0", "2", "2"),
        ("", "6", "6"),
        ("305", "3", "305"),
        ("501", "", "501"),
        (501, 5, "501"),
        (None, None, ""),
    ],
)
def test_the_last_event_carries_the_parcel_s_state(code: object, state: object, raw: str) -> None:
    rows = [{"ftime": "2026-11-22 10:05", "statusCode": code}]
    (event,) = read_tracking_json(changed(data=rows, state=state), ZONE)
    assert event.raw == raw


def test_older_rows_without_a_code_or_word_tell_no_state() -> None:
    rows = [{"time": f"2026-11-2{day} 10:05"} for day in (3, 2, 1)]
    rows[1]["status"] = "拒收"
    refused, last = read_tracking_json(changed(data=rows, state="6"), ZONE)
    assert (refused.raw, refused.because) == ("拒收", Because.REFUSED)
    assert last.state is DeliveryState.RETURN_TO_SENDER


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        ({"result": False, "returnCode": "503", "message": "验证签名失败"}, "503", "验证签名失败"),
        ({"returnCode": 601, "message": "没有可用单量"}, "601", "没有可用单量"),
        ({**RIGHT, "status": "201", "message": "查\u202e询\n无结果"}, "201", "查询 无结果"),
        ({"result": False}, "", ""),
    ],
)
def test_a_refusal_of_the_service_is_told_in_its_words(
    answer: dict[str, Any], code: str, words: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read_tracking_json(json.dumps(answer), ZONE)
    assert refused.value.trouble is Trouble.CARRIER_REFUSED
    assert refused.value.values == {"code": code, "words": words}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "JSON"),
        (b"<html>", "JSON"),
        (b'{"nu": "EE12', "JSON"),
        (b"\xff\xfe{\0}\0", "JSON"),
        ("查询".encode("gb18030"), "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"state": ' + b"9" * 5_000 + b"}", "JSON"),
        (b"7", "{}"),
        (b"[null]", "[0]"),
        (b"{}", ".nu"),
        (changed(nu=None), ".nu"),
        (changed(nu=["1"]), ".nu"),
        (changed(nu="1" * 41), ".nu"),
        (changed(data=None), ".data"),
        (changed(data={"0": {}}), ".data"),
        (changed(data=[7]), ".data[0]"),
        (changed(data=[{"time": "昨天"}]), ".data[0].time"),
        (changed(data=[{"time": 1.5}]), ".data[0].time"),
        (changed(data=[{"time": "2026-11-22 10:05", "context": True}]), ".data[0].context"),
        (changed(state={}), ".state"),
    ],
)
def test_what_is_no_answer_is_refused_by_its_place(data: bytes | str, place: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_tracking_json(data, ZONE)
    assert refused.value.trouble is Trouble.TRACKING_UNREADABLE
    assert refused.value.values == {"place": place}


def test_a_file_of_answers_has_a_size() -> None:
    with pytest.raises(Refusal) as refused:
        read_tracking_json(b" " * (TRACKING_SIZE + 1), ZONE)
    assert (refused.value.trouble, refused.value.values) == (Trouble.TABLE_TOO_LARGE, {"most": 10})


@given(spoilt(RIGHT) | spoilt([RIGHT]), st.sampled_from([UTC, ZONE]))
@example({**RIGHT, "nu": "\ud800"}, UTC)
def test_a_spoilt_answer_gives_events_or_a_refusal(answer: Any, zone: Any) -> None:
    found = outcome(lambda each: read_answers(each, zone), json.dumps(answer), Refusal)
    for each in () if isinstance(found, Refusal) else found:
        times = [event.happened_at for event in each.events]
        assert times == sorted(times)
        assert all(at.utcoffset() is not None for at in times)
        assert all(len(event.words) <= status_files.WORDS for event in each.events)


def test_the_margin_is_a_day() -> None:
    assert timedelta(days=1) == status_files.AHEAD
