"""Drafts survive storage: whatever was answered comes back from plain JSON as it was."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.applicants import Applicant, Document, Organisation, Person, Relation
from desktop.domain.cases import Outcome
from desktop.domain.deliveries import DeliveryChoice
from desktop.domain.drafts import from_plain, to_plain
from desktop.domain.intake import Draft, Finding
from desktop.domain.items import Fulfilment
from desktop.domain.slips import Answer, MaterialState, Signature, SignatureMode, Stroke

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = st.frozensets(TEXT, max_size=3)
PERSONS = st.builds(
    Person, TEXT, st.sampled_from(Document), TEXT, st.none() | st.dates(), TEXT, TEXT
)
APPLICANTS = st.builds(
    Applicant,
    PERSONS,
    st.sampled_from(Relation),
    st.none() | PERSONS,
    st.none() | st.builds(Organisation, TEXT, TEXT),
    NAMES,
)
FRACTIONS = st.floats(0, 1)
POINTS = st.tuples(FRACTIONS, FRACTIONS, st.integers(0, 60_000), FRACTIONS)
SIGNATURES = st.builds(
    Signature,
    st.sampled_from(SignatureMode),
    TEXT,
    st.lists(st.builds(Stroke, st.lists(POINTS, max_size=3).map(tuple)), max_size=2).map(tuple),
    st.floats(0.1, 10),
    TEXT,
    TEXT,
    TEXT,
)
DRAFTS = st.builds(
    Draft,
    items=st.lists(TEXT, max_size=3).map(tuple),
    applicant=APPLICANTS,
    asked=st.booleans(),
    acknowledged=NAMES,
    declined=st.dictionaries(TEXT, TEXT, max_size=2),
    note=TEXT,
    materials=st.dictionaries(
        TEXT, st.builds(Finding, st.sampled_from(MaterialState), TEXT), max_size=3
    ),
    delivery=st.builds(
        DeliveryChoice, st.none() | st.sampled_from(Fulfilment), TEXT, TEXT, TEXT, st.booleans()
    ),
    explained=NAMES,
    questions=st.lists(st.builds(Answer, TEXT, TEXT), max_size=2).map(tuple),
    large=st.none() | st.booleans(),
    signature=st.none() | SIGNATURES,
    outcome=st.none() | st.sampled_from(Outcome),
    reason=TEXT,
    right_body=TEXT,
    continues=st.none() | st.integers(1, 9999),
)


@given(DRAFTS)
def test_a_draft_comes_back_from_json_as_it_was(draft: Draft) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(draft)))) == draft


@given(DRAFTS)
def test_equal_drafts_are_stored_alike(draft: Draft) -> None:
    again = from_plain(to_plain(draft))
    assert json.dumps(to_plain(again)) == json.dumps(to_plain(draft))


@pytest.mark.parametrize("born", [None, date(1950, 6, 15)])
def test_a_birth_date_is_stored_as_text(born: date | None) -> None:
    plain = to_plain(Draft(applicant=Applicant(Person(birth_date=born))))
    assert plain["applicant"]["person"]["birth_date"] == (born.isoformat() if born else None)
