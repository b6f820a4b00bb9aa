"""A slip's number, its structured text, and the fingerprint of what was told."""

import json
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop.domain.slips import (
    SPECIMEN,
    Answer,
    FlagParagraph,
    MaterialLine,
    MaterialState,
    Party,
    Signature,
    SignatureMode,
    SlipContent,
    SlipItem,
    Stroke,
    Stub,
    slip_number,
    to_text,
    told_hash,
)

MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
LINE = MaterialLine(
    material="id-card", name="居民身份证", form="原件", issuer="公安", note="", required=True,
    group="", state=MaterialState.HERE, remark="", explained=False,
)  # fmt: skip
SLIP = SlipContent(
    template="notice-4",
    number="330105A1202611230001",
    unit="示例派出所",
    items=(SlipItem("id-card", "居民身份证", "60日", "20元", "居民身份证", "居民身份证法"),),
    catalogue="2026-11 abcdef12",
    issued_at=MOMENT,
    window="1号窗口",
    officer="李窗口",
    officer_number="001002",
    applicant=Party("赵桂英", "居民身份证", "000103********0024", "138****5678"),
    agent=None,
    organisation=None,
    flags=(FlagParagraph("elderly", "老年人", "76周岁", "请坐", ()),),
    materials=(LINE,),
    next_steps=("在家等快递",),
    delivery="快递",
    hours="8:30",
    enquiry_phone="1",
    complaint_phone="2",
    questions=(),
    lines_explained=0,
    lines=3,
    notice=1,
    large=False,
    signature=None,
)
OTHER: dict[str, Any] = {
    "template": "notice-9", "unit": "别的所", "items": (), "catalogue": "x", "window": "2号窗口",
    "officer": "王", "officer_number": "9", "applicant": Party("钱", "", "", ""),
    "agent": Party("李", "", "", ""), "organisation": Party("某", "", "", ""), "flags": (),
    "materials": (), "next_steps": (), "delivery": "自取", "hours": "x", "enquiry_phone": "x",
    "complaint_phone": "x", "questions": (Answer("问", "答"),), "lines": 4, "large": True,
}  # fmt: skip
UNTOLD: dict[str, Any] = {
    "link": "https://guides.example/item-id-card.html",
    "head": "7-AAAA-BBBB-CCCC",
    "number": SPECIMEN,
    "issued_at": MOMENT + timedelta(minutes=5),
    "signature": Signature(SignatureMode.PAPER, "赵桂英"),
    "lines_explained": 2,
    "notice": 2,
}


@pytest.mark.parametrize(
    ("count", "number"),
    [
        (1, "330105A1202611230001"),
        (9999, "330105A1202611239999"),
        (10000, "330105A12026112310000"),
    ],
)
def test_slip_numbers(count: int, number: str) -> None:
    assert slip_number("330105A1", date(2026, 11, 23), count) == number


def test_every_field_is_either_told_or_not() -> None:
    assert {field.name for field in fields(SlipContent)} == set(OTHER) | set(UNTOLD)


@pytest.mark.parametrize("field", sorted(OTHER))
def test_the_fingerprint_changes_with_what_was_told(field: str) -> None:
    assert told_hash(replace(SLIP, **{field: OTHER[field]})) != told_hash(SLIP)


@pytest.mark.parametrize("field", sorted(UNTOLD))
def test_the_fingerprint_stays_with_what_only_stands_around_it(field: str) -> None:
    assert told_hash(replace(SLIP, **{field: UNTOLD[field]})) == told_hash(SLIP)


def test_a_tick_does_not_count_but_a_finding_does() -> None:
    ticked = replace(SLIP, materials=(replace(LINE, explained=True),))
    assert told_hash(ticked) == told_hash(SLIP)
    lacking = replace(SLIP, materials=(replace(LINE, state=MaterialState.MISSING),))
    assert told_hash(lacking) != told_hash(SLIP)


def test_the_fingerprint_never_changes_from_run_to_run() -> None:
    assert told_hash(SLIP) == told_hash(replace(SLIP))
    assert len(told_hash(SLIP)) == 64


def test_the_structured_text_is_canonical_json_that_reads_back() -> None:
    text = to_text(SLIP)
    data = json.loads(text)
    assert list(data) == sorted(data)
    assert data["issued_at"] == "2026-11-23T09:30:00+08:00"
    assert data["applicant"]["name"] == "赵桂英"
    assert "赵桂英" in text


def test_what_has_no_place_on_a_slip_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes has no place on a paper"):
        to_text(replace(SLIP, unit=b"x"))  # type: ignore[arg-type]


def test_only_a_specimen_is_one() -> None:
    assert not SLIP.specimen
    assert replace(SLIP, number=SPECIMEN).specimen


STROKES = (Stroke(((0.1, 0.1, 0, 0.5),)),)


@pytest.mark.parametrize(
    ("mode", "strokes", "stub"),
    [
        (SignatureMode.PAD, STROKES, Stub.SIGNED),
        (SignatureMode.AGENT, STROKES, Stub.SIGNED),
        (SignatureMode.PAPER, (), Stub.MISSING),
        (SignatureMode.FINGERPRINT, (), Stub.MISSING),
        (SignatureMode.AGENT, (), Stub.MISSING),
        (SignatureMode.WITNESS, (), Stub.MISSING),
        (SignatureMode.REFUSED, (), Stub.REFUSED),
    ],
)
def test_how_the_stub_stands_at_once(
    mode: SignatureMode, strokes: tuple[Stroke, ...], stub: Stub
) -> None:
    assert Signature(mode, "赵桂英", strokes).stub is stub
