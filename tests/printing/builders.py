"""Slips and catalogues for the printing tests, small enough to read."""

import math
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

import resources
from desktop.domain.items import Catalogue
from desktop.domain.notice import Template
from desktop.domain.slips import (
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
)
from desktop.services.catalogue import shipped_shelf
from desktop.services.catalogue import template as read_template

NUMBER = "330103007202607260012"
HOSTILE = (
    "</para><img src=file:///etc/passwd>",
    '<a href="http://x">&amp;</a>',
    "%s {0} {name} \\n $(ls)",
    "'; DROP TABLE slips; --",
)


@cache
def template(name: str = "notice-4") -> Template:
    """A shipped template."""
    return read_template(name, resources.path("templates"))


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return shipped_shelf().catalogue


def item(**changes: Any) -> SlipItem:
    """An item on a slip."""
    row = SlipItem(
        id="id-card",
        name="居民身份证申领、换领、补领",
        limit="60日内（自然日）（法定期限）",
        fee="40元/证（丢失补领）",
        result="居民身份证",
        law="中华人民共和国居民身份证法第二条、第三条、第五条",
    )
    return replace(row, **changes)


def material(number: int, **changes: Any) -> MaterialLine:
    """The n-th material, here and explained."""
    row = MaterialLine(
        material=f"m{number}",
        name=f"材料之{number}号",
        form="原件和复印件1份",
        issuer="公安机关",
        note="申请人本人的",
        required=True,
        group="",
        state=MaterialState.HERE,
        remark="",
        explained=True,
    )
    return replace(row, **changes)


MATERIALS = (
    material(1),
    material(2, state=MaterialState.MISSING, name="居民户口簿"),
    material(3, state=MaterialState.DEFECTIVE, remark="复印件看不清"),
    material(4, state=MaterialState.WAIVED, explained=False),
    material(5, state=MaterialState.OPEN, group="stay", required=False, name="房屋租赁合同"),
    material(6, state=MaterialState.OPEN, group="stay", required=False, name="住宿情况证明"),
    material(7, state=MaterialState.OPEN, required=False, name="告知承诺书"),
)
FLAGS = (
    FlagParagraph(
        "elderly", "老年人", "1953-04-12出生，今年73周岁", "慢慢来，不着急。", ("子女代您来办",)
    ),
    FlagParagraph("lost_documents", "证件遗失", "窗口询问确认", "丢了写个说明就能补。", ()),
)


def strokes() -> tuple[Stroke, ...]:
    """Two waves of a pen with growing pressure, and a dot."""
    waves = tuple(
        Stroke(
            tuple(
                (0.1 + step / 40, 0.1 + row / 9 + math.sin(step) / 50, step * 8, step / 30)
                for step in range(30)
            )
        )
        for row in (0, 1)
    )
    return (*waves, Stroke(((0.9, 0.1, 300, 0.5),)))


def signature(**changes: Any) -> Signature:
    """A drawn signature."""
    row = Signature(SignatureMode.PAD, "张桂芳", strokes(), 640 / 220)
    return replace(row, **changes)


def slip(**changes: Any) -> SlipContent:
    """A usual slip: two flags, seven materials, one question."""
    content = SlipContent(
        template="notice-4",
        number=NUMBER,
        unit="杭州市公安局下城区分局朝晖派出所",
        items=(item(),),
        catalogue="2026-11 0f174c73",
        issued_at=datetime(2026, 7, 26, 10, 32, tzinfo=timezone(timedelta(hours=8))),
        window="户籍综合窗口2号",
        officer="陈建国",
        officer_number="013328",
        applicant=Party("张桂芳", "居民身份证", "330103********0022", "138****2345"),
        agent=None,
        organisation=None,
        flags=FLAGS,
        materials=MATERIALS,
        next_steps=("补齐标明“还缺”的材料：居民户口簿", "带上材料和这张告知单，到窗口办理"),
        delivery="快递送达：张桂芳，138****2345，朝晖六区15幢",
        hours="周一至周五 8:30–12:00",
        enquiry_phone="0571-8535 7190",
        complaint_phone="0571-12345",
        questions=(Answer("没有户口簿能不能办？", "可以先收件，下次带来补核。"),),
        lines_explained=8,
        lines=9,
        notice=2,
        large=False,
        signature=signature(),
    )
    return replace(content, **changes)
