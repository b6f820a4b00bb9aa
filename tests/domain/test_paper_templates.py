"""Templates and law with mistakes are refused by file and field; remedies are those of the day."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop.domain.catalogue import CatalogueError
from desktop.domain.law import basis, read_law, remedies
from desktop.domain.paper_templates import (
    PaperTemplateError,
    known_fields,
    read_template,
    read_words,
)
from desktop.domain.papers import OPTIONS, PaperKind
from tests.domain import papers


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"parts": ["band", "poem"]}, "parts[2]: 'poem' is none of"),
        ({"parts": ["band", "band"]}, "parts[2]: 'band' stands here twice"),
        ({"signers": ["mayor"]}, "signers[1]: 'mayor' is none of"),
        ({"phrases": {"remarks": "x"}}, "phrases.text: is missing"),
        ({"phrases": {"text": "{x}", "remarks": ""}}, "phrases.text: there is no field {x}"),
        ({"phrases": {"text": "{unit.x}", "remarks": ""}}, "there is no field {unit.x}"),
        ({"phrases": {"text": "{unit!r}", "remarks": ""}}, "phrases.text: there is no field"),
        ({"phrases": {"text": "{unit:>9}", "remarks": ""}}, "phrases.text: there is no field"),
        ({"phrases": {"text": "{}", "remarks": ""}}, "phrases.text: there is no field {}"),
        ({"phrases": {"text": "{", "remarks": ""}}, "phrases.text: the braces do not fit"),
        ({"phrases": {"text": "", "remarks": "", "joke": ""}}, "phrases.joke: is not known here"),
        ({"phrases": ["text"]}, "phrases: names with their texts are wanted"),
        ({"phrases": {"text": 1}}, "phrases: names with their texts are wanted"),
        ({"details": {"期限": "{shelf}"}}, "details.期限: there is no field {shelf}"),
        ({"labels": {"remarx": "x"}}, "labels.remarx: is not known here"),
        ({"labels": {"page": "{number}"}}, "labels.page: there is no field {number}"),
        ({"columns": {"day": "日"}}, "columns.day: is not known here"),
        ({"copies": 0}, "copies: 1 to 4 copies are wanted"),
        ({"copies": 9}, "copies: 1 to 4 copies are wanted"),
        ({"version": "slip-1"}, "version: receipt- and a number is wanted"),
        ({"version": "receipt-x"}, "version: receipt- and a number is wanted"),
        ({"version": ""}, "version: is empty"),
        ({"colour": "red"}, "colour: is not a field known here"),
    ],
)  # fmt: skip
def test_a_template_with_a_mistake_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(PaperTemplateError) as caught:
        papers.read(PaperKind.RECEIPT, **changes)
    assert fault in str(caught.value)
    assert all(found.file == "file" for found in caught.value.faults)


def test_options_and_signers_need_their_words() -> None:
    words = replace(read_words(papers.raw("paper-words-2.yaml"), "words"), labels={"no": "序号"})
    with pytest.raises(PaperTemplateError) as caught:
        read_template(papers.raw("paper-handover-1.yaml"), "file", PaperKind.HANDOVER, words)
    assert "labels.sign_giver: is missing" in str(caught.value)
    data = papers.raw("paper-returned-1.yaml")
    del data["phrases"]["cause_refused"]
    with pytest.raises(PaperTemplateError, match="cause_refused: is missing"):
        papers.read(PaperKind.RETURNED, phrases=data["phrases"])


def test_a_table_without_columns_is_refused() -> None:
    with pytest.raises(PaperTemplateError, match="columns: a table needs columns"):
        papers.read(PaperKind.HANDOVER, columns={})


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"phrases": {"to_fill": "x"}}, "phrases.blank: is missing"),
        ({"phrases": {"blank": "{x}", "to_fill": "x"}}, "phrases.blank: there is no field {x}"),
        ({"labels": {"no": "x"}}, "labels.page: is missing"),
        ({"labels": {"no": "{x}"}}, "labels.no: there is no field {x}"),
    ],
)
def test_shared_words_with_a_mistake_are_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(PaperTemplateError) as caught:
        read_words({**papers.raw("paper-words-2.yaml"), **changes}, "words")
    assert fault in str(caught.value)


def test_only_papers_about_a_case_may_name_it() -> None:
    assert "addressee" in known_fields(PaperKind.RECEIPT)
    assert "addressee" not in known_fields(PaperKind.HANDOVER)
    assert {*OPTIONS} <= {*PaperKind}


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(1990, 1, 1), ()),
        (date(1995, 1, 1), ("三个月",)),
        (date(2015, 4, 30), ("六十日", "三个月")),
        (date(2015, 5, 1), ("六十日", "六个月")),
        (date(2023, 12, 31), ("第九条", "第四十六条")),
        (date(2024, 1, 1), ("第二十条", "第四十六条")),
    ],
)
def test_remedies_are_those_of_the_day(on: date, words: tuple[str, ...]) -> None:
    told = remedies(papers.law(), on)
    assert len(told) == len(words)
    assert all(word in line for word, line in zip(words, told, strict=True))


def test_what_a_paper_rests_on_is_of_its_day_and_matter() -> None:
    assert "第四十五条" in basis(papers.law(), PaperKind.SUSPENSION, date(2026, 9, 1), True)
    assert "第四十五条" not in basis(papers.law(), PaperKind.SUSPENSION, date(2026, 9, 1), False)
    assert basis(papers.law(), PaperKind.SUSPENSION, date(2004, 6, 30), True) == ""
    assert basis(papers.law(), PaperKind.LABEL, date(2026, 9, 1), True) == ""


REMEDY = {"remedy": "suit", "from": "2015-05-01", "words": "向{court}起诉"}
BASIS = {"paper": "clock", "from": "2004-07-01", "licence": "甲", "other": "乙"}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"remedies": [{**REMEDY, "words": "{judge}"}]}, "remedies[1].words: there is no field"),
        ({"remedies": [{**REMEDY, "remedy": "duel"}]}, "remedies[1].remedy: 'duel' is none of"),
        ({"remedies": [REMEDY, REMEDY]}, "remedies[2]: suit begins on 2015-05-01 twice"),
        ({"bases": [BASIS, BASIS]}, "bases[2]: clock begins on 2004-07-01 twice"),
        ({"bases": [{**BASIS, "from": "soon"}]}, "bases[1].from: a date"),
        ({"version": ""}, "version: is empty"),
    ],
)
def test_law_with_a_mistake_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_law({**papers.raw("law.yaml"), **changes}, "law.yaml")
    assert fault in str(caught.value)
