"""Every reader of outside data: whatever comes in, a value or the declared error goes out."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.catalogue_files import catalogue_folder, plain_yaml, read_files
from desktop.domain.applicants import Applicant, ApplicantError, applicant_from
from desktop.domain.audit import CODE_SIGNS, Head, fits, head_code, read_code
from desktop.domain.catalogue import CatalogueError, read_catalogue
from desktop.domain.conditions import Condition, ConditionError, parse
from desktop.domain.drafts import DraftError, from_plain, signature_from, to_plain
from desktop.domain.intake import Draft
from desktop.domain.items import Catalogue
from desktop.domain.workdays import CalendarError, CalendarYear, year_from_json
from desktop.services.calendar_files import read_year, shipped_contents
from tests.domain.test_drafts import DRAFTS
from tests.spoilt import JSON, outcome, spoilt

YAML = st.text(max_size=80).map(lambda text: text.encode(errors="replace"))
WORDS = st.sampled_from(["not", "(", ")", "and", "or", "a", "b_1", "1", "é", " "])
MANY = settings(max_examples=200, suppress_health_check=list(HealthCheck), deadline=None)

APPLICANT: dict[str, Any] = {
    "name": "赵桂英", "id_kind": "resident_id", "id_number": "000103195006150024",
    "birth_date": "1950-06-15", "hukou_address": "浙江省杭州市", "phone": "13800000000",
    "agent": {"name": "钱小梅", "id_kind": "passport", "birth_date": None},
    "relation": "agent", "circumstances": ["lost_documents"],
    "organisation": {"name": "某公司", "credit_code": "91330100MA2CXXXXXX"},
}  # fmt: skip


@MANY
@given(spoilt(APPLICANT))
def test_an_applicant_file(data: Any) -> None:
    read = outcome(applicant_from, data, ApplicantError)
    assert isinstance(read, Applicant) or str(read)


@MANY
@given(spoilt(json.loads(json.dumps(to_plain(Draft(items=("id-card",), note="x"))))))
def test_a_stored_draft(data: Any) -> None:
    assert outcome(from_plain, data, DraftError) is not None


@MANY
@given(DRAFTS.flatmap(lambda draft: spoilt(json.loads(json.dumps(to_plain(draft))))))
def test_a_stored_draft_with_all_its_parts(data: Any) -> None:
    assert outcome(from_plain, data, DraftError) is not None


YEAR = shipped_contents()[2026]


@MANY
@given(spoilt(YEAR))
def test_a_calendar_file(data: Any) -> None:
    read = outcome(year_from_json, data, CalendarError)
    assert isinstance(read, CalendarYear) or read.field


@MANY
@given(st.text(max_size=60) | JSON.map(lambda each: json.dumps(each, ensure_ascii=False)))
@example("[" * 100_000)
@example("9" * 5_000)
def test_a_calendar_s_text(text: str) -> None:
    with pytest.raises(CalendarError):
        read_year("2026.json", text)


SHIPPED = read_files(catalogue_folder())
NAMES = sorted(SHIPPED)


@settings(MANY, max_examples=60)
@given(st.sampled_from(NAMES), st.data())
def test_a_catalogue(name: str, data: st.DataObject) -> None:
    files = SHIPPED | {name: data.draw(spoilt(SHIPPED[name]))}
    read = outcome(read_catalogue, files, CatalogueError)
    if not isinstance(read, Catalogue):
        assert read.faults
        assert all(fault.file and fault.problem for fault in read.faults)


@MANY
@given(YAML | st.binary(max_size=60))
@example(b"[" * 100_000)
@example(b"a: &a [x]\nb: *a\n")
@example(b"!!timestamp x")
@example(b"!!int ''")
@example(b"!!bool x")
@example(b"!!float ''")
@example(b"? [a]\n: b\n")
@example(b"x: " + b"9" * 5_000)
@example(b"!!python/object/apply:os.system [ls]")
def test_a_yaml_file(data: bytes) -> None:
    read = outcome(plain_yaml, data, ValueError)
    assert not isinstance(read, ValueError) or str(read)


@MANY
@given(st.lists(WORDS).map(" ".join))
@example("(" * 500)
@example("not " * 200 + "a")
@example("a " * 5_000)
def test_a_condition(text: str) -> None:
    condition = outcome(parse, text, ConditionError)
    if isinstance(condition, Condition):
        assert condition.holds(condition.names) in (True, False)
        assert condition.wants <= condition.names


@MANY
@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,3}-[0-9A-Zolsi\-]{12,16}", fullmatch=True))
@example("9" * 5_000 + "-" + "0" * 12)
def test_a_head_code(text: str) -> None:
    read = outcome(read_code, text, ValueError)
    if not isinstance(read, ValueError):
        assert read[0] >= 0
        assert len(read[1]) == CODE_SIGNS


@given(st.integers(1, 10**9), st.integers(0, 2**256 - 1))
def test_a_head_code_comes_back_as_it_was_printed(seq: int, number: int) -> None:
    head = Head(seq, f"{number:064x}")
    code = head_code(head)
    assert fits(code, head)
    assert fits(f" {code.lower().replace('0', 'o').replace('1', 'l')} ", head)
    assert read_code(code)[0] == seq


@given(DRAFTS)
def test_a_signature_comes_back(draft: Draft) -> None:
    if draft.signature is not None:
        plain = json.loads(json.dumps(to_plain(draft)))["signature"]
        assert signature_from(plain) == draft.signature
