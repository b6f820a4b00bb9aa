"""The official papers read back: what each must say, its codes, its pages, its bytes."""

import io
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

import pypdf
import pytest
from PySide6.QtGui import QGuiApplication

from desktop.domain.composing import compose_paper
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.law import Law
from desktop.domain.notice import Occasion
from desktop.domain.paper_samples import ISSUER, sample_facts, sample_occasion
from desktop.domain.paper_templates import PaperTemplate
from desktop.domain.papers import (
    SERIES,
    PaperContent,
    PaperFacts,
    PaperKind,
    PaperMaterial,
    Signer,
    paper_number,
    said_hash,
)
from desktop.domain.slips import SPECIMEN
from desktop.printing.labels import ENVELOPE, LABEL
from desktop.printing.papers import render_paper
from desktop.printing.sheet import MM
from desktop.services.paper_templates import shipped_law, shipped_template
from tests.printing.builders import signature
from tests.printing.readers import codes, pages, picture, squeezed, text

MOMENT = datetime(2026, 9, 18, 10, 5, tzinfo=timezone(timedelta(hours=8)))
HEAD = "128-7F3K-9Q2M-XH4T"
SHEETS = tuple(SERIES)
OUTSIDES = (PaperKind.LABEL, PaperKind.ENVELOPE)
PHONES = replace(ISSUER, enquiry_phone="000-0000 0001", complaint_phone="000-0000 0002")


@cache
def template(kind: PaperKind) -> PaperTemplate:
    return shipped_template(kind)


@cache
def law() -> Law:
    return shipped_law()


def number(kind: PaperKind) -> str:
    return paper_number(kind, "000103A1", 2026, 12) if kind in SERIES else ""


def content(kind: PaperKind, facts: PaperFacts | None = None, **changes: Any) -> PaperContent:
    occasion = Occasion(number(kind), MOMENT, 1, HEAD)
    made = compose_paper(facts or sample_facts(kind), template(kind), PHONES, occasion, law())
    return replace(made, **changes)


def printed(found: PaperContent) -> bytes:
    return render_paper(found, template(found.kind)).pdf


def strings(data: Any) -> list[str]:
    """Every text of a paper's parts."""
    if isinstance(data, str):
        return [data]
    if isinstance(data, tuple):
        return [found for row in data for found in strings(row)]
    named = ("heading", "rows", "lines", "columns", "cells", "boxes", "seal", "label", "text")
    return [found for name in named for found in strings(getattr(data, name, ""))]


@pytest.mark.parametrize("kind", SHEETS)
def test_a_paper_says_everything(kind: PaperKind) -> None:
    paper = content(kind)
    found = text(printed(paper))
    wanted = [
        *strings(paper.sections), paper.title, paper.unit, paper.number, paper.template, HEAD,
        said_hash(paper)[:8],
    ]  # fmt: skip
    assert [words for words in wanted if squeezed(words) not in found] == []


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (PaperKind.RECEIPT, "不代表申请已经受理 原件和复印件 电子件 双方各执一份 收件专用章 备注"),
        (PaperKind.SUPPLEMENT, "从业人员名册 缺少三名员工 全部内容 双方各执一份 第一款第四项"),
        (PaperKind.ACCEPTANCE, "受理专用章 卫生健康 全部办结 最迟办结日期 结果领取方式"),
        (PaperKind.DEFERRED, "申请人承诺 2026年10月9日 承诺人"),
        (PaperKind.NOT_ACCEPTED, "示例市文化和旅游局 不属于本单位 六十日 六个月"),
        (PaperKind.RETURNED, "撤回申请 退还的材料 领取人"),
        (PaperKind.SUSPENSION, "第四十五条 听证 2个工作日"),
        (PaperKind.EXTENSION, "第四十二条 王负责 2026年10月29日"),
        (PaperKind.REFUSAL, "第三十八条 理由 第二十条 第四十六条 六十日 六个月 公章"),
        (PaperKind.COLLECTION, "领取时请带 身份证件原件 2号柜B-07"),
        (PaperKind.HANDOVER, "移交人签名 接收人签名 共5件 以下空白"),
        (PaperKind.DELIVERY_PROOF, "受送达人 文书编号 送达方式 直接送达 送达时间 代收理由 见证人"),
        (PaperKind.POSTING, "1000000000001 揽收人签名 共5件"),
        (PaperKind.CLOCK, "国庆节调休 期限扣除 听证 法定节假日 2026年10月19日"),
    ],
)
def test_a_paper_carries_what_its_kind_must(kind: PaperKind, wanted: str) -> None:
    found = text(printed(content(kind)))
    assert [words for words in wanted.split() if words not in found] == []


@pytest.mark.parametrize("kind", [k for k in SHEETS if k not in (
    PaperKind.HANDOVER, PaperKind.POSTING, PaperKind.DELIVERY_PROOF,
    PaperKind.DAY_CLOSE)])  # fmt: skip
def test_papers_for_the_applicant_tell_whom_to_ask_and_where_to_complain(kind: PaperKind) -> None:
    found = text(printed(content(kind)))
    people = ("赵桂英", "000103********0024", "000****0001", "李窗口", "001002", "综合窗口1号")
    phones = ("咨询电话000-00000001", "投诉电话000-00000002")
    assert [words for words in (*people, *phones) if words not in found] == []


@pytest.mark.parametrize("kind", SHEETS)
def test_the_codes_are_scanned(qapp: QGuiApplication, kind: PaperKind) -> None:
    found = codes(picture(printed(content(kind)), 0, 150))
    assert found == {"CODE128": [number(kind)], "QRCODE": [number(kind)]}


@pytest.mark.parametrize("station", ["330103007000", "HZ9"])
def test_other_stations_numbers_are_scanned(qapp: QGuiApplication, station: str) -> None:
    found = paper_number(PaperKind.ACCEPTANCE, station, 2026, 123456)
    pdf = printed(content(PaperKind.ACCEPTANCE, number=found))
    assert codes(picture(pdf, 0, 150)) == {"CODE128": [found], "QRCODE": [found]}


@pytest.mark.parametrize("kind", PaperKind)
def test_equal_content_gives_equal_bytes(kind: PaperKind) -> None:
    first, second = (render_paper(content(kind), template(kind)) for _ in range(2))
    assert first == second
    assert first.sha256 != render_paper(content(kind, unit="别处"), template(kind)).sha256


@pytest.mark.parametrize("kind", SHEETS)
def test_pages_are_a4_and_counted(kind: PaperKind) -> None:
    paper = render_paper(content(kind), template(kind))
    for place, page in enumerate(pypdf.PdfReader(io.BytesIO(paper.pdf)).pages, start=1):
        assert [round(float(v) / MM, 3) for v in page.mediabox] == [0, 0, 210, 297]
        said = squeezed(f"第 {place} 页 共 {paper.pages} 页")
        assert said in squeezed(page.extract_text())


FORTY = tuple(
    {**sample_facts(PaperKind.HANDOVER).rows[0], "case": f"000103A1办2026{n:05d}"}
    for n in range(1, 41)
)


def handover(rows: int) -> PaperContent:
    facts = replace(sample_facts(PaperKind.HANDOVER), rows=FORTY[:rows])
    return content(PaperKind.HANDOVER, facts)


def test_forty_cases_run_over_with_the_head_of_their_columns() -> None:
    found = pages(printed(handover(40)))
    assert len(found) > 1
    assert all("序号办件编号申请人" in page for page in found)
    cases = re.findall(r"000103A1办2026(\d{5})", "".join(found))
    assert cases == [f"{n:05d}" for n in range(1, 41)]
    assert number(PaperKind.HANDOVER) in found[-1]


@pytest.mark.parametrize("rows", range(1, 41, 3))
def test_signatures_stay_together_with_what_is_signed(rows: int) -> None:
    found = pages(printed(handover(rows)))
    signed = ("清点情况", "双方各执一份", "移交人签名", "接收人签名")
    assert [all(words in page for words in signed) for page in found] == (
        [False] * (len(found) - 1) + [True]
    )


def test_a_long_reason_is_not_cut() -> None:
    facts = replace(sample_facts(PaperKind.REFUSAL), reason="很长的理由，" * 700)
    paper = render_paper(content(PaperKind.REFUSAL, facts), template(PaperKind.REFUSAL))
    assert paper.pages > 2
    assert text(paper.pdf).count("很") == 700


def test_many_materials_run_over() -> None:
    materials = tuple(PaperMaterial(f"m{n}", f"材料之{n}号", "original") for n in range(1, 61))
    facts = replace(sample_facts(PaperKind.RECEIPT), materials=materials)
    found = text(printed(content(PaperKind.RECEIPT, facts)))
    assert all(found.count(row.name) == 1 for row in materials)


def test_wide_numbers_in_many_columns_still_fit() -> None:
    row = {**sample_facts(PaperKind.POSTING).rows[0]}
    row = dict.fromkeys(row, "1234567890123456789012345")
    facts = replace(sample_facts(PaperKind.POSTING), rows=(row,))
    found = text(printed(content(PaperKind.POSTING, facts)))
    assert found.count("1234567890123456789012345") == len(row)


def test_the_page_holds_its_text() -> None:
    for kind in SHEETS:
        for page in pypdf.PdfReader(io.BytesIO(printed(content(kind)))).pages:
            places: list[tuple[float, float]] = []

            def visit(words: str, _cm: object, tm: list[float], *_: object) -> None:
                if words.strip():
                    places.append((tm[4], tm[5]))  # noqa: B023

            page.extract_text(visitor_text=visit)
            assert min(x for x, _ in places) >= 15 * MM - 1
            assert min(y for _, y in places) >= 12 * MM - 1


@pytest.mark.parametrize("kind", PaperKind)
def test_nothing_is_smaller_than_eight_points(kind: PaperKind) -> None:
    sizes: list[float] = []

    def visit(words: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
        if words.strip():
            sizes.append(size * tm[3])

    for page in pypdf.PdfReader(io.BytesIO(printed(content(kind)))).pages:
        page.extract_text(visitor_text=visit)
    assert min(sizes) >= 8


@pytest.mark.parametrize("kind", PaperKind)
def test_a_specimen_says_so(kind: PaperKind) -> None:
    specimen = replace(content(kind), number=SPECIMEN)
    assert all("样张" in page for page in pages(printed(specimen)))
    assert "样张" not in text(printed(content(kind)))


def test_a_sample_previews_as_a_specimen() -> None:
    kind = PaperKind.CLOCK
    made = compose_paper(sample_facts(kind), template(kind), ISSUER, sample_occasion(MOMENT), law())
    assert SPECIMEN in text(printed(made))


def test_a_drawn_signature_stands_in_its_box_with_its_day() -> None:
    facts = replace(sample_facts(PaperKind.SUPPLEMENT), signatures={Signer.APPLICANT: signature()})
    signed = content(PaperKind.SUPPLEMENT, facts)
    assert curves(signed) - curves(content(PaperKind.SUPPLEMENT)) >= 2 * 29
    assert "日期2026-09-18" in text(printed(signed))


def curves(paper: PaperContent) -> int:
    page = pypdf.PdfReader(io.BytesIO(printed(paper))).pages[0].get_contents()
    assert page is not None
    return len(re.findall(rb" c[\s]", page.get_data()))


def test_a_missing_character_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as caught:
        printed(content(PaperKind.RECEIPT, unit="王\U0010fffd"))
    assert caught.value.trouble is Trouble.GLYPH_MISSING
    assert caught.value.values["code"] == "U+10FFFD"


def test_rare_characters_are_drawn_and_read_back() -> None:
    assert "𠮷䶮㼆𬭎" in text(printed(content(PaperKind.RECEIPT, unit="𠮷䶮㼆𬭎")))


@pytest.mark.parametrize(("kind", "size"), [(OUTSIDES[0], LABEL), (OUTSIDES[1], ENVELOPE)])
def test_outsides_have_their_own_size_and_tell_nothing(
    kind: PaperKind, size: tuple[float, float]
) -> None:
    pdf = printed(content(kind))
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert [round(float(v), 2) for v in page.mediabox[2:]] == [round(v, 2) for v in size]
    found = text(pdf)
    assert all(words in found for words in ("赵桂英", "404室", "政务材料", ISSUER.unit))
    assert "旅馆" not in found
    info = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    assert info is not None
    assert info.title == "政务材料"


@pytest.mark.parametrize("kind", OUTSIDES)
def test_a_known_waybill_is_scanned(qapp: QGuiApplication, kind: PaperKind) -> None:
    pdf = printed(content(kind))
    wide, high = (float(v) for v in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox[2:])
    found = codes(picture(pdf, 0, 150, (wide / MM, high / MM)))
    assert found == {"CODE128": ["EE100000025CN"]}


@pytest.mark.parametrize("kind", OUTSIDES)
def test_without_waybill_and_postcode_there_is_room_to_write(kind: PaperKind) -> None:
    facts = sample_facts(kind)
    bare = {**facts.values, "waybill": "", "postcode": "", "sender_address": ""}
    found = text(printed(content(kind, replace(facts, values=bare))))
    assert "EE1" not in found
    assert ("快递单号" in found) == (kind is PaperKind.LABEL)


@pytest.mark.parametrize("kind", OUTSIDES)
def test_a_long_address_is_made_smaller_and_not_cut(kind: PaperKind) -> None:
    facts = sample_facts(kind)
    long = {**facts.values, "address": "很长的地址" * 30, "recipient": "很长的名字" * 6}
    found = text(printed(content(kind, replace(facts, values=long))))
    assert found.count("很长的地址") == 30
    assert found.count("很长的名字") == 6


def test_a_paper_without_signatures_is_a_paper() -> None:
    made = content(PaperKind.CLOCK)
    found = text(printed(replace(made, sections=made.sections[:-1])))
    assert "以下空白" in found
    assert "经办人签名" not in found


def test_long_remarks_do_not_go_over_with_the_signatures() -> None:
    facts = sample_facts(PaperKind.RECEIPT)
    long = {**facts.values, "remarks": "很长的备注，" * 250}
    found = pages(printed(content(PaperKind.RECEIPT, replace(facts, values=long))))
    assert "".join(found).count("很长") == 250
    assert "很长" in found[0]
    assert all(words in found[-1] for words in ("投诉电话", "双方各执一份", "经办人签名"))
