"""Every value has its words, in both languages, with everything filled in."""

import re
import string
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import pytest
from babel.messages.pofile import read_po

import resources
from desktop.domain import proof
from desktop.domain.applicants import Document, Relation
from desktop.domain.cases import CaseMove, CaseState, Outcome
from desktop.domain.deliveries import DeliveryState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.flags import REASONS, Because, Finding, Source
from desktop.domain.identity import NameProblem, Problem
from desktop.domain.intake import Open, Step
from desktop.domain.items import Category, Form, Fulfilment
from desktop.domain.officers import Role
from desktop.domain.printing import News, PrintOutcome
from desktop.domain.slips import MaterialState, SignatureMode, Stub
from desktop.domain.waybills import Reason, Verdict
from desktop.services.looks import Look
from desktop.services.retention import Kind
from desktop.troubles import troubles
from desktop.views import safety_words, words

Table = Callable[[], Mapping[StrEnum, str]]

TABLES = [
    (troubles, Trouble),
    (words.steps, Step),
    (words.documents, Document),
    (words.relations, Relation),
    (words.material_states, MaterialState),
    (words.fulfilments, Fulfilment),
    (words.categories, Category),
    (words.forms, Form),
    (words.signature_modes, SignatureMode),
    (words.stubs, Stub),
    (words.outcomes, Outcome),
    (words.case_states, CaseState),
    (words.case_moves, CaseMove),
    (words.delivery_states, DeliveryState),
    (words.roles, Role),
    (words.print_outcomes, PrintOutcome),
    (words.print_news, News),
    (words.verdicts, Verdict),
    (words.waybill_reasons, Reason),
    (safety_words.proven, proof.Verdict),
    (safety_words.proof_reasons, proof.Reason),
    (safety_words.looks, Look),
    (safety_words.kinds, Kind),
]

VALUES: dict[str, Any] = {
    "line": "08:30-12:00",
    "number": "001002", "least": 10, "count": 3, "name": "户口簿", "character": "𬱖",
    "code": "U+2CC56", "version": "3.40", "key": "theme", "problem": "odd", "printer": "前台",
    "position": "", "reason": "", "label": "老年人", "most": 10, "row": 2, "column": 3,
    "materials": "户口簿", "text": "1E+17", "kind": "HEIC",
    "place": "data[0].time", "host": "127.0.0.1", "words": "验证签名失败",
    "file": "onevisit.db", "names": "audit_add", "lost": 2, "seq": 9,
    "day": "2026-11-30", "days": 3, "numbers": "0001", "minutes": 5,
    "folder": "备份", "what": "/mnt/share", "revision": "0003", "where": "192.0.2.1",
    "told": "onevisit server prepare", "need": 900, "free": 300,
}  # fmt: skip
"""Everything that a refusal may carry."""


@pytest.mark.parametrize(("table", "kind"), TABLES)
def test_every_member_has_words(table: Table, kind: type[StrEnum]) -> None:
    said = table()
    assert set(said) == set(kind)
    assert all(text.strip() for text in said.values())
    assert all(re.search("[\u4e00-\u9fff]", text) for text in said.values())


@pytest.mark.parametrize(
    "table", [words.case_states, words.delivery_states, words.case_moves, words.stubs, words.roles]
)
def test_no_two_members_are_called_the_same(table: Table) -> None:
    said = list(table().values())
    assert len(said) == len(set(said))


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_refusal_is_a_whole_sentence(trouble: Trouble) -> None:
    said = words.refusal(Refusal(trouble, "", **VALUES))
    assert said
    assert not re.search(r"[{}]", said)
    assert words.open_point(Open("", trouble, {k: str(v) for k, v in VALUES.items()})) == said


@pytest.mark.parametrize("problem", list(Problem))
def test_every_fault_of_a_number_is_told(problem: Problem) -> None:
    said = words.refusal(Refusal(Trouble.IDENTITY_INVALID, problem=problem, position="7"))
    others = {words.identity_problem(each) for each in Problem if each is not problem}
    assert said not in others


def test_the_character_at_fault_is_counted() -> None:
    assert "7" in words.identity_problem(Problem.CHARACTERS, "7")
    assert words.identity_problem("") == words.identity_problem("no such problem")


@pytest.mark.parametrize("problem", list(NameProblem))
def test_every_fault_of_a_name_is_told(problem: NameProblem) -> None:
    assert words.refusal(Refusal(Trouble.NAME_INVALID, problem=problem))


@pytest.mark.parametrize("because", list(Because))
def test_every_flag_says_why(because: Because) -> None:
    fields = {name for _, name, _, _ in string.Formatter().parse(REASONS[because]) if name}
    finding = Finding("f", because, tuple((name, "值") for name in fields), Source.DERIVED)
    assert not re.search(r"[{}]", words.because(finding))
    assert not re.search(r"[{}]", finding.reason)


def placeholders(text: str) -> list[str]:
    """The names in braces, sorted."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_every_text_is_translated_with_the_same_values() -> None:
    file = resources.path("locale", "zh_CN", "LC_MESSAGES", "onevisit.po")
    with file.open(encoding="utf-8") as opened:
        catalogue = read_po(opened, locale="zh_CN")
    messages = [message for message in catalogue if message.id]
    assert len(messages) > 300
    for message in messages:
        assert isinstance(message.id, str)
        assert isinstance(message.string, str)
        assert message.string.strip(), message.id
        assert not message.fuzzy, message.id
        assert placeholders(message.id) == placeholders(message.string), message.id
