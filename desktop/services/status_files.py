"""Statuses of parcels from what somebody hands in: a carrier's table, or answers of kuaidi100."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NoReturn

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tables import Limits, Row, RowFault, Table, heading
from desktop.domain.texts import plain
from desktop.domain.tracking import TrackEvent, deciding, read_status
from desktop.domain.waybills import Verdict, check_waybill

STATUS_LIMITS = Limits(size=50_000_000, rows=100_000, columns=40, unpacked=300_000_000)
"""A busy station's year in one file; it is read in some seconds."""

TRACKING_SIZE = 10_000_000
"""Bytes of answers that are looked at."""

AHEAD = timedelta(days=1)
"""How far a carrier's clock may be before ours."""

RAW, WORDS, NUMBER = 60, 500, 40
"""How much of a carrier's text is kept: the status, what it wrote beside it, a waybill number."""


class Part(StrEnum):
    """What a row of a carrier's table says."""

    WAYBILL = "waybill"
    TIME = "time"
    STATUS = "status"
    WORDS = "words"
    PLACE = "place"


NEEDED = (Part.WAYBILL, Part.TIME, Part.STATUS)

HEADINGS: Mapping[Part, tuple[str, ...]] = {
    Part.WAYBILL: (
        "运单号", "邮件号", "快递单号", "单号", "物流单号", "运单编号", "运单号码", "邮件号码",
        "面单号", "快递号", "邮件条码", "waybill", "waybill number", "tracking number",
        "mail number", "nu",
    ),
    Part.TIME: (
        "时间", "操作时间", "更新时间", "状态时间", "最新时间", "轨迹时间", "发生时间", "处理时间",
        "扫描时间", "最后更新时间", "time", "ftime", "date", "event time", "updated at",
    ),
    Part.STATUS: (
        "状态", "物流状态", "状态码", "运单状态", "邮件状态", "快递状态", "当前状态", "最新状态",
        "签收状态", "投递状态", "投递结果", "状态代码", "status", "state", "statuscode", "event",
    ),
    Part.WORDS: (
        "描述", "轨迹", "备注", "详情", "说明", "轨迹描述", "物流轨迹", "物流信息", "最新轨迹",
        "状态描述", "处理信息", "操作描述", "context", "description", "details", "remark",
        "remarks",
    ),
    Part.PLACE: (
        "地点", "所在地", "位置", "操作地点", "当前位置", "所在城市", "城市", "处理机构",
        "操作机构", "操作网点", "网点", "place", "location", "city", "areaname", "office",
    ),
}  # fmt: skip
"""What each column may be called, the surest name first."""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One row as it was read: what it tells, or everything that is wrong in it."""

    row: int
    event: TrackEvent | None
    faults: tuple[RowFault, ...]


def guess_columns(table: Table) -> Mapping[Part, str]:
    """Which column says what, as far as their names tell; somebody looks at it before it counts."""
    named = {heading(name).casefold(): name for name in table.columns}
    found = {
        part: next((named[each] for each in known if each in named), None)
        for part, known in HEADINGS.items()
    }
    return {part: name for part, name in found.items() if name is not None}


def headings_key(table: Table) -> str:
    """What a table of these columns is known by again, in whatever order they stand."""
    names = sorted(heading(name).casefold() for name in table.columns)
    return blake2b("\0".join(names).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def read_statuses(
    table: Table,
    columns: Mapping[Part, str],
    prefixes: Sequence[str],
    zone: tzinfo,
    now: datetime,
) -> tuple[StatusRow, ...]:
    """What every row tells; a row at fault keeps nobody else's out.

    `zone` is where times are told that do not say so themselves; `now` is held against them.
    Raises Refusal only where a needed column is not there.
    """
    for part in (*NEEDED, *columns):
        if columns.get(part) not in table.columns:
            raise Refusal(Trouble.TABLE_COLUMN_MISSING, name=columns.get(part, HEADINGS[part][0]))
    noted = _noted(table.faults, columns)
    latest = now + AHEAD
    return tuple(
        _status_row(row, columns, prefixes, zone, latest, noted.get(row.number, ()))
        for row in table.rows
    )


def _noted(
    faults: Sequence[RowFault], columns: Mapping[Part, str]
) -> Mapping[int, Sequence[RowFault]]:
    """What reading found wrong, by row; invisible signs in a carrier's words harm nobody."""
    counts = {"", *(columns[part] for part in NEEDED)}
    noted: dict[int, list[RowFault]] = defaultdict(list)
    for fault in faults:
        if fault.column in counts:
            noted[fault.row].append(fault)
    return noted


def _status_row(
    row: Row,
    columns: Mapping[Part, str],
    prefixes: Sequence[str],
    zone: tzinfo,
    latest: datetime,
    noted: Sequence[RowFault],
) -> StatusRow:
    texts = {part: row.cells[name] for part, name in columns.items()}
    check = check_waybill(texts[Part.WAYBILL], prefixes)
    moment = read_time(texts[Part.TIME], zone)
    status = plain(texts[Part.STATUS])
    wrong: dict[Part, Trouble] = {}
    if check.verdict is Verdict.INVALID:
        wrong[Part.WAYBILL] = Trouble.WAYBILL_INVALID if check.number else Trouble.FIELD_EMPTY
    if moment is None:
        empty = not texts[Part.TIME].strip()
        wrong[Part.TIME] = Trouble.FIELD_EMPTY if empty else Trouble.TIME_UNREADABLE
    elif moment > latest:
        wrong[Part.TIME] = Trouble.TIME_AHEAD
    if not status:
        wrong[Part.STATUS] = Trouble.FIELD_EMPTY
    if noted or wrong or moment is None:
        return StatusRow(row.number, None, _faults(row, columns, wrong, noted))
    words, place = texts.get(Part.WORDS, ""), texts.get(Part.PLACE, "")
    return StatusRow(row.number, _event(check.number, moment, status, words, place), ())


def _faults(
    row: Row, columns: Mapping[Part, str], wrong: Mapping[Part, Trouble], noted: Sequence[RowFault]
) -> tuple[RowFault, ...]:
    told = {fault.column for fault in noted}
    found = (
        RowFault(
            row.number, columns[part], trouble, {"text": plain(row.cells[columns[part]])[:RAW]}
        )
        for part, trouble in wrong.items()
        if columns[part] not in told
    )
    return (*noted, *found)


def _event(waybill: str, moment: datetime, raw: str, words: str, place: str) -> TrackEvent:
    told = read_status(raw)
    return TrackEvent(
        waybill=waybill,
        happened_at=moment,
        raw=raw[:RAW],
        state=told.state,
        because=told.because,
        handing=told.handing,
        words=plain(words)[:WORDS],
        place=plain(place)[:WORDS],
    )


_WRITTEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:(?:[T ]+|(?<=日))(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})?(?:\.\d{1,9})?秒?)?)?"
    r" ?(Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_CLOSE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,12})?", re.ASCII)
_EARLIEST, _LATEST = 2000, 2099
"""Years outside are a slip of the keyboard or another kind of number."""


@lru_cache(maxsize=4096)
def read_time(text: str, zone: tzinfo) -> datetime | None:
    """A time as carriers and spreadsheets write it; None where it is none.

    2026-11-23 10:05, 2026/11/23 10:05:00, 2026年11月23日 10:05, 20261123100500, the day alone
    (its first minute counts), or a spreadsheet's count of days since 1899-12-30.
    """
    evened = " ".join(unicodedata.normalize("NFKC", text).split())
    try:
        moment = _moment(evened, zone)
    except (ValueError, OverflowError):  # no such day or hour, or an offset beyond a day
        return None
    return moment if moment and _EARLIEST <= moment.year <= _LATEST else None


def _moment(text: str, zone: tzinfo) -> datetime | None:
    if found := _WRITTEN.fullmatch(text):
        *parts, offset = found.groups()
        return _at(parts, _zone(offset) if offset else zone)
    if found := _CLOSE.fullmatch(text):
        return _at(found.groups(), zone)
    if _SERIAL.fullmatch(text):
        epoch = datetime(1899, 12, 30, tzinfo=zone)
        return epoch + timedelta(seconds=round(float(text) * 86_400))
    return None


def _at(parts: Sequence[str | None], zone: tzinfo) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in parts)
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)


def _zone(offset: str) -> tzinfo:
    digits = offset[1:].replace(":", "") or "0000"
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-away if offset[0] == "-" else away)


@dataclass(frozen=True, slots=True)
class Answer:
    """What kuaidi100 says of one parcel, in the order in which it happened."""

    number: str
    events: tuple[TrackEvent, ...]


def read_tracking_json(data: bytes | str, zone: tzinfo) -> tuple[TrackEvent, ...]:
    """The events in an answer of kuaidi100, or in a list of them; raises Refusal for all else."""
    return tuple(event for answer in read_answers(data, zone) for event in answer.events)


def read_answers(data: bytes | str, zone: tzinfo) -> tuple[Answer, ...]:
    """The same, parcel by parcel."""
    if len(data) > TRACKING_SIZE:
        raise Refusal(Trouble.TABLE_TOO_LARGE, most=TRACKING_SIZE // 1_000_000)
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        read = json.loads(text)
    except (ValueError, RecursionError):  # a decoder's error is a ValueError, too
        _unreadable("JSON")
    if isinstance(read, list):
        return tuple(_answer(each, f"[{at}]", zone) for at, each in enumerate(read))
    return (_answer(read, "", zone),)


def _unreadable(place: str) -> NoReturn:
    raise Refusal(Trouble.TRACKING_UNREADABLE, place=place) from None


def _answer(read: Any, place: str, zone: tzinfo) -> Answer:
    if not isinstance(read, dict):
        _unreadable(place or "{}")
    code, status = _text(read, place, "returnCode"), _text(read, place, "status")
    if read.get("result") is False or code not in ("", "200") or status not in ("", "200"):
        words = _text(read, place, "message")[:WORDS]
        raise Refusal(Trouble.CARRIER_REFUSED, code=code or status, words=words)
    number = check_waybill(_text(read, place, "nu")).number
    if not 0 < len(number) <= NUMBER:
        _unreadable(f"{place}.nu")
    rows = read.get("data")
    if not isinstance(rows, list):
        _unreadable(f"{place}.data")
    told = [_told(row, f"{place}.data[{at}]", zone) for at, row in enumerate(rows)]
    return Answer(number, tuple(_events(number, told, _text(read, place, "state"))))


@dataclass(frozen=True, slots=True)
class _Told:
    """One row of an answer: `own` is its code, or its word where it has none."""

    at: datetime
    own: str
    words: str
    place: str


def _told(read: Any, place: str, zone: tzinfo) -> _Told:
    if not isinstance(read, dict):
        _unreadable(place)
    at = read_time(_text(read, place, "time", "ftime"), zone)
    if at is None:
        _unreadable(f"{place}.time")
    own = _text(read, place, "statusCode", "status")
    where = _text(read, place, "areaName", "location")
    return _Told(at, own, _text(read, place, "context"), where)


def _text(read: Mapping[str, Any], place: str, *names: str) -> str:
    """The first of these values that is not empty; nothing where none is."""
    for name in names:
        value = read.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            _unreadable(f"{place}.{name}")
        if value is not None and (text := plain(str(value))):
            return text
    return ""


def _events(number: str, told: Sequence[_Told], state: str) -> Iterator[TrackEvent]:
    """Events in the order of time; the last carries the parcel's own state where that says more.

    An older row without a code or a word tells no state and is left out.
    """
    if told and told[0].at >= told[-1].at:  # the service's own order is the newest first
        told = told[::-1]
    ordered = sorted(told, key=lambda row: row.at)
    for left, row in enumerate(ordered, 1 - len(ordered)):
        raw = row.own if left else deciding(row.own, state)
        if raw or not left:
            yield _event(number, row.at, raw, row.words, row.place)
