"""The official papers: their numbers, what each says, and what a paper cannot be made without."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desktop.domain.composing import FactMissing, compose_paper
from desktop.domain.paper_samples import ISSUER, sample_facts, sample_occasion
from desktop.domain.papers import (
    COLUMNS,
    SERIES,
    VALUES,
    PaperFacts,
    PaperKind,
    PaperMaterial,
    Part,
    Signer,
    clock_rows,
    day_words,
    paper_number,
    said_hash,
    series,
)
from desktop.domain.slips import Signature, SignatureMode, Stroke, to_text
from desktop.domain.workdays import Day, DayKind
from tests.domain.papers import MOMENT, composed, law, part, read, template, with_case, with_values

TO_FILL, BLANK = "〔本单位填写〕", "＿＿＿＿＿＿＿＿"
NUMBERED = [kind for kind in PaperKind if kind in SERIES]


def test_a_number_is_ascii_and_grows_beyond_five_digits() -> None:
    number = paper_number(PaperKind.ACCEPTANCE, "330105A1", 2026, 12)
    assert number == "330105A1SL202600012"
    assert paper_number(PaperKind.CLOCK, "330105A1", 2026, 123456).endswith("2026123456")


def test_each_kind_has_letters_and_a_counter_of_its_own() -> None:
    assert len({*SERIES.values()}) == len(NUMBERED) == len(PaperKind) - 2
    assert series(PaperKind.ACCEPTANCE, "330105A1", 2026) == "paper:SL:330105A1:2026"
    with pytest.raises(KeyError):
        paper_number(PaperKind.LABEL, "330105A1", 2026, 1)


def test_days_in_words() -> None:
    assert (day_words(date(2026, 9, 1)), day_words(None)) == ("2026年9月1日", "")


def test_suspended_days_are_told_and_do_not_count() -> None:
    first = date(2026, 9, 24)
    kinds = (DayKind.WORKDAY, DayKind.HOLIDAY, DayKind.WORKDAY, DayKind.WORKDAY)
    numbers = (1, None, 2, 3)
    days = [
        Day(first + timedelta(days=n), kind, number)
        for n, (kind, number) in enumerate(zip(kinds, numbers, strict=True))
    ]
    rows = clock_rows(days, {days[2].day: "听证"}, {days[1].day: "中秋节"})
    assert [row["number"] for row in rows] == ["1", "", "", "2"]
    assert [row["kind"] for row in rows] == ["workday", "holiday", "suspended", "workday"]
    assert [row["reason"] for row in rows] == ["", "中秋节", "听证", ""]


@pytest.mark.parametrize("kind", PaperKind)
def test_a_sample_of_each_kind_can_be_composed(kind: PaperKind) -> None:
    content = composed(kind)
    text = to_text(content)
    assert content.specimen
    assert json.loads(text)["kind"] == kind
    assert content.template == f"{kind}-1 words-2"
    assert not {"{", "}"} & {*"".join(json.dumps(s) for s in _texts(json.loads(text)))}


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    rows = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [text for row in rows for text in _texts(row)]


@pytest.mark.parametrize("kind", PaperKind)
def test_samples_give_what_the_kind_wants_and_no_more(kind: PaperKind) -> None:
    facts = sample_facts(kind)
    assert {*facts.values} == {*VALUES[kind]}
    assert {name for row in facts.rows for name in row} == {*COLUMNS.get(kind, ())}


def test_the_numbers_of_the_samples_are_nobodys() -> None:
    facts = sample_facts(PaperKind.RECEIPT)
    assert facts.case is not None
    assert facts.case.applicant.number.startswith("000103")


def test_a_receipt_says_that_it_is_no_acceptance() -> None:
    text = "".join(part(composed(PaperKind.RECEIPT), Part.TEXT).lines)
    assert "不代表申请已经受理" in text
    assert "5件" in text


def test_materials_are_named_with_form_and_copies() -> None:
    cells = part(composed(PaperKind.RECEIPT), Part.MATERIALS).cells
    assert cells[0] == ("1", "特种行业许可证申请表", "表格", "1", "已盖章")
    assert [row[2] for row in cells] == ["表格", "复印件", "原件和复印件", "电子件", "复印件"]


def test_a_form_without_a_word_is_printed_as_it_is() -> None:
    facts = replace(sample_facts(PaperKind.RECEIPT), materials=(PaperMaterial("x", "甲", "两张"),))
    assert part(composed(PaperKind.RECEIPT, facts), Part.MATERIALS).cells[0][2] == "两张"


def test_a_joint_acceptance_names_the_offices_in_order_and_the_total_day() -> None:
    cells = part(composed(PaperKind.ACCEPTANCE), Part.OFFICES).cells
    assert [row[1] for row in cells[:2]] == ["公安（治安管理）", "卫生健康"]
    assert cells[0][2:] == ("15个工作日", "2026年10月15日", "办理中")
    assert cells[-1] == ("", "全部办结", "", "2026年10月15日", "")


def test_an_office_without_a_limit_has_none() -> None:
    facts = sample_facts(PaperKind.ACCEPTANCE)
    offices = (replace(facts.offices[0], days=None, due=None, state="等待补正"),)
    cells = part(composed(facts.kind, replace(facts, offices=offices)), Part.OFFICES).cells
    assert cells[0][2:] == ("", "", "等待补正")


def test_what_a_case_does_not_have_is_no_part_of_its_paper() -> None:
    facts = replace(sample_facts(PaperKind.ACCEPTANCE), offices=(), materials=())
    parts = {section.part for section in composed(PaperKind.ACCEPTANCE, facts).sections}
    assert not parts & {Part.OFFICES, Part.MATERIALS}


def test_a_case_without_number_organisation_or_agent() -> None:
    facts = with_case(PaperKind.RECEIPT, number="", slips=(), organisation=None, agent=None)
    content = composed(PaperKind.RECEIPT, facts)
    labels = [row.label for row in part(content, Part.BAND).rows]
    assert labels == ["出具时间", "窗口", "经办人"]
    assert [row[0] for row in part(content, Part.APPLICANT).cells] == ["申请人"]
    assert content.case == ""


def test_the_paper_is_addressed_to_the_organisation_else_to_the_person() -> None:
    with_firm = part(composed(PaperKind.ACCEPTANCE), Part.TEXT).lines[0]
    alone = with_case(PaperKind.ACCEPTANCE, organisation=None)
    assert with_firm == "示例酒店管理有限公司："
    name, sentence = part(composed(PaperKind.ACCEPTANCE, alone), Part.TEXT).lines
    assert (name, sentence[:5]) == ("赵桂英：", "你于202")


def test_a_phone_that_is_not_known_is_not_mentioned() -> None:
    cells = part(composed(PaperKind.RECEIPT), Part.APPLICANT).cells
    assert [row[3] for row in cells] == ["", "电话 000****0001", "电话 000****0002"]


def test_what_the_station_left_open_is_marked() -> None:
    content = composed(PaperKind.REFUSAL, unit="", window="", hours="")
    assert content.unit == TO_FILL
    assert [row.text for row in part(content, Part.CONTACT).rows] == [TO_FILL] * 3
    assert all(TO_FILL in line for line in part(content, Part.REMEDIES).lines)


def test_bodies_the_station_named_hear_the_appeal() -> None:
    facts = with_values(PaperKind.REFUSAL, government="示例区人民政府", court="示例区人民法院")
    first, second = part(composed(PaperKind.REFUSAL, facts), Part.REMEDIES).lines
    assert "向示例区人民政府申请行政复议" in first
    assert "向示例区人民法院提起行政诉讼" in second


def test_an_empty_value_leaves_room_to_write() -> None:
    rows = {
        row.label: row.text for row in part(composed(PaperKind.DELIVERY_PROOF), Part.DETAILS).rows
    }
    assert rows["送达方式"] == "直接送达"
    assert rows["代收理由"] == rows["送达时间"] == ""
    assert "快递单号" not in rows
    facts = with_values(PaperKind.EXTENSION, days="")
    assert f"延长办理期限{BLANK}" in part(composed(PaperKind.EXTENSION, facts), Part.TEXT).lines[1]


def test_an_option_is_printed_in_words_or_left_open() -> None:
    assert "因申请人撤回申请" in part(composed(PaperKind.RETURNED), Part.TEXT).lines[0]
    facts = with_values(PaperKind.RETURNED, cause="")
    assert f"因{BLANK}" in part(composed(PaperKind.RETURNED, facts), Part.TEXT).lines[0]


def test_a_matter_that_is_no_licence_cites_no_licensing_law() -> None:
    facts = with_case(PaperKind.REFUSAL, licence=False)
    content = composed(PaperKind.REFUSAL, facts)
    assert (composed(PaperKind.REFUSAL).title, content.title) == (
        "不予行政许可决定书",
        "不予办理决定书",
    )
    assert "行政许可法" in to_text(composed(PaperKind.REFUSAL))
    assert "行政许可法" not in to_text(content)


def test_rows_are_numbered_and_their_words_translated() -> None:
    section = part(composed(PaperKind.CLOCK), Part.TABLE)
    assert section.columns[0] == "序号"
    assert section.cells[1] == ("2", "2026年9月20日", "星期日", "调休上班", "1", "国庆节调休")
    assert max(int(row[4] or 0) for row in section.cells) == 15


def test_who_signs_and_where_the_seal_goes() -> None:
    section = part(composed(PaperKind.SUPPLEMENT), Part.SIGNATURES)
    assert [box.signer for box in section.boxes] == [Signer.APPLICANT, Signer.OFFICER]
    assert section.seal
    assert section.lines == (ISSUER.unit, "2026年9月18日")
    assert part(composed(PaperKind.HANDOVER), Part.SIGNATURES).seal == ""


def test_a_paper_about_no_case_names_no_applicant() -> None:
    changed = read(PaperKind.HANDOVER, parts=["applicant", "details"], columns={})
    facts, occasion = sample_facts(PaperKind.HANDOVER), sample_occasion(MOMENT)
    content = compose_paper(facts, changed, ISSUER, occasion, law())
    assert [section.part for section in content.sections] == [Part.DETAILS]


def test_outsides_tell_nothing_of_the_matter() -> None:
    for kind in (PaperKind.LABEL, PaperKind.ENVELOPE):
        text = to_text(composed(kind))
        assert "赵桂英" in text
        assert "旅馆" not in text


SIGNED = Signature(SignatureMode.PAD, "赵桂英", (Stroke(((0.1, 0.1, 0, 0.5),)),))


def test_the_fingerprint_is_of_the_words_only() -> None:
    facts = sample_facts(PaperKind.SUPPLEMENT)
    plain = composed(facts.kind, facts)
    signed = composed(facts.kind, replace(facts, signatures={Signer.APPLICANT: SIGNED}))
    assert part(signed, Part.SIGNATURES).boxes[0].signature == SIGNED
    assert said_hash(signed) == said_hash(replace(plain, number="X", head=""))
    assert said_hash(plain) != said_hash(composed(facts.kind, replace(facts, asked=())))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (replace(sample_facts(PaperKind.RECEIPT), case=None), "about a case"),
        (replace(sample_facts(PaperKind.RECEIPT), values={"limit": ""}), "collect; remarks"),
        (with_values(PaperKind.RETURNED, cause="bored"), "withdrawn, not_accepted"),
        (replace(sample_facts(PaperKind.CLOCK), rows=({"day": "1"},)), "weekday; kind"),
    ],
)
def test_facts_that_lack_something_make_no_paper(facts: PaperFacts, words: str) -> None:
    with pytest.raises(FactMissing, match=words):
        composed(facts.kind, facts)


def test_another_kinds_template_is_refused() -> None:
    with pytest.raises(FactMissing, match="template"):
        compose_paper(
            sample_facts(PaperKind.CLOCK), template(PaperKind.LABEL), ISSUER,
            sample_occasion(MOMENT), law(),
        )  # fmt: skip
