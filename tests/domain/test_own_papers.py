"""A station's own words for a paper: what may be changed, what is wrong with it, what differs."""

from datetime import date
from typing import Any

import pytest

from desktop.domain.own_papers import (
    Difference,
    Standing,
    differences,
    faults_by_field,
    following,
    kind_of,
    left_out,
    read_own,
    reworded,
    standings,
    wordings,
)
from desktop.domain.paper_templates import PaperTemplate, PaperTemplateError, read_words
from desktop.domain.papers import PaperKind
from desktop.domain.records import Fault
from tests.domain import papers

WORDS = read_words(papers.raw("paper-words-2.yaml"), "words")
KIND = PaperKind.ACCEPTANCE


def shipped(kind: PaperKind = KIND) -> dict[str, Any]:
    found: dict[str, Any] = papers.raw(f"paper-{kind}-1.yaml")
    return found


def texts(kind: PaperKind = KIND, **changes: str) -> dict[str, str]:
    found = {each.field: each.text for each in wordings(shipped(kind), kind, WORDS)}
    return found | {name.replace("__", "."): text for name, text in changes.items()}


def own(data: Any, kind: PaperKind = KIND) -> PaperTemplate:
    return read_own(data, "file", kind, WORDS, papers.template(kind))


@pytest.mark.parametrize("kind", PaperKind)
def test_what_nobody_changed_is_the_shipped_version(kind: PaperKind) -> None:
    again = reworded(shipped(kind), texts(kind), WORDS)
    assert own(again, kind) == papers.template(kind)
    assert differences(shipped(kind), again, kind, WORDS) == ()


def test_every_text_of_a_paper_is_there_with_what_it_may_name() -> None:
    found = {each.field: each for each in wordings(shipped(), KIND, WORDS)}
    assert found["title"].text == "受理通知书"
    assert found["title_other"].text == ""
    assert found["copies"].text == "2"
    assert "addressee" in found["phrases.text"].names
    assert found["phrases.copies"].names == ("copies",)
    assert found["phrases.days"].text == "{days}个工作日"  # shared by all papers
    assert (found["details[1].label"].text, found["details[1].text"].text) == (
        "受理日期",
        "{issued}",
    )
    assert found["labels.materials"].text == "已经收下的材料"
    assert found["labels.sign_officer"].text == "经办人签名"
    assert found["labels.sign_officer"].names == ()


def test_a_paper_about_no_case_has_one_title() -> None:
    fields = [each.field for each in wordings(shipped(PaperKind.POSTING), PaperKind.POSTING, WORDS)]
    assert "title_other" not in fields
    assert "columns.waybill" in fields


def test_only_what_is_said_otherwise_becomes_the_papers_own() -> None:
    changed = texts(
        title=" 受理决定书 ",
        title_other="受理告知书",
        seal="",
        copies="3",
        phrases__days="{days}天",
        labels__officer="承办人",
    )
    changed["details[4].label"] = "费用"
    made = reworded(shipped(), changed, WORDS)
    template = own(made)
    assert (template.title, template.title_other, template.copies, template.seal) == (
        "受理决定书", "受理告知书", 3, "",
    )  # fmt: skip
    assert made["labels"] == {"materials": "已经收下的材料", "date": "日期", "officer": "承办人"}
    assert made["phrases"].keys() == {"text", "collect", "copies", "days"}
    assert [row.field for row in differences(shipped(), made, KIND, WORDS)] == [
        "title", "title_other", "copies", "seal", "phrases.days", "details[4].label",
        "labels.officer",
    ]  # fmt: skip
    assert Difference("copies", "2", "3") in differences(shipped(), made, KIND, WORDS)


def test_another_order_of_the_parts_is_told() -> None:
    moved = shipped() | {"parts": [*shipped()["parts"][1:], "band"]}
    found = differences(shipped(), moved, KIND, WORDS)
    assert [row.field for row in found] == ["parts"]
    assert own(moved).parts[-1] == "band"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"parts": ["band", "text"]}, "parts: band, applicant, text"),
        ({"signers": ["officer"]}, "signers: applicant, officer belong to this paper"),
        ({"details": {" ": "{due}"}}, "has no name"),
        ({"details": {"?!": "{due}"}}, "has no name"),
        ({"copies": 9, "title": ""}, "title: is empty"),
    ],
)
def test_what_a_paper_has_to_carry_stays(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(PaperTemplateError) as caught:
        own(shipped() | changes)
    assert fault in str(caught.value)


def test_something_that_is_no_template_is_refused() -> None:
    with pytest.raises(PaperTemplateError, match="a mapping is wanted here"):
        own(["acceptance-1"])


def test_mistakes_stand_beside_the_text_they_are_in() -> None:
    changed = texts(title="", phrases__text="{nobody}", copies="many")
    changed["details[2].text"] = "{shelf}"
    with pytest.raises(PaperTemplateError) as caught:
        own(reworded(shipped(), changed, WORDS))
    found = faults_by_field(changed, (*caught.value.faults, Fault("file", "", "parts", "gone")))
    assert found == {
        "title": ("is empty",),
        "copies": (
            "a whole number is wanted, not 'many'",
            "1 to 4 copies are wanted",
        ),
        "phrases.text": ("there is no field {nobody}",),
        "details[2].text": ("there is no field {shelf}",),
        "": ("gone",),
    }


def test_two_details_of_one_name_are_told() -> None:
    changed = texts()
    changed["details[2].label"] = "受理日期 "
    assert faults_by_field(changed, ()) == {
        "details[1].label": ("stands here twice",),
        "details[2].label": ("stands here twice",),
    }


def test_what_a_paper_says_no_more_is_named() -> None:
    changed = texts(phrases__text="{addressee}：{")
    changed["details[3].text"] = "另行通知"
    made = reworded(shipped(), changed, WORDS)
    gone = left_out(shipped(), made, KIND, WORDS)
    assert {"due", "basis", "received"} <= set(gone)
    assert left_out(shipped(), shipped(), KIND, WORDS) == ()


def test_versions_are_counted_on() -> None:
    assert following(KIND, ["acceptance-1"]) == "acceptance-2"
    assert following(KIND, ["acceptance-9", "acceptance-10"]) == "acceptance-11"
    assert following(KIND, []) == "acceptance-1"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"version": "not_accepted-2"}, PaperKind.NOT_ACCEPTED),
        ({"version": "acceptance"}, None),
        ({"version": 1}, None),
        ({}, None),
        (["acceptance-1"], None),
    ],
)
def test_a_file_says_of_which_kind_it_is(data: Any, kind: PaperKind | None) -> None:
    assert kind_of(data) is kind


def test_the_version_that_began_last_counts() -> None:
    used, planned, past = Standing.IN_USE, Standing.PLANNED, Standing.PAST
    first, second, third = date(2026, 1, 1), date(2026, 3, 1), date(2026, 2, 1)
    assert standings((first,), date(2025, 1, 1)) == (planned,)
    assert standings((first, second, third), date(2026, 2, 10)) == (past, planned, used)
    assert standings((first, second, third), date(2026, 3, 1)) == (past, used, past)
    assert standings((first, second, second), date(2026, 3, 1)) == (past, past, used)
