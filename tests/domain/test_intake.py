"""The wizard's steps without a window: what each wants, when it is needed, how a visit ends."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop.domain.applicants import Applicant, Document, Organisation, Person, Relation
from desktop.domain.cases import Outcome
from desktop.domain.deliveries import DeliveryChoice
from desktop.domain.errors import Trouble
from desktop.domain.intake import (
    Draft,
    Finding,
    Progress,
    Step,
    asked_flags,
    first_open,
    groups,
    lacking,
    needed,
    open_points,
    progress,
    proposed,
    proposed_mode,
    state_of,
)
from desktop.domain.items import Fulfilment
from desktop.domain.slips import MaterialState, Signature, SignatureMode, Stroke
from tests.domain.shelves import catalogue, drafted, matter

BOOK = "household-book-replace"
CARD = "id-card"
HOTEL = "hotel-licence"
WOMAN = Person("赵桂英", id_number="000103195006150024", hukou_address="杭州市拱墅区")
HERE, MISSING = MaterialState.HERE, MaterialState.MISSING


def _open(draft: Draft, step: Step, told: str = "") -> list[tuple[str, Trouble]]:
    return [(row.where, row.trouble) for row in open_points(matter(draft, told=told), step)]


def _with(draft: Draft, state: MaterialState, *names: str) -> Draft:
    """The draft with materials found in a state: those named, else all that apply."""
    wanted = names or tuple(need.material for need in matter(draft).assessment.needs)
    found = {name: Finding(state) for name in wanted}
    return replace(draft, materials={**draft.materials, **found})


def test_without_an_item_the_first_step_is_open() -> None:
    assert _open(Draft(), Step.ITEMS) == [("items", Trouble.ITEM_MISSING)]
    assert _open(drafted(CARD), Step.ITEMS) == []
    assert first_open(matter(Draft())) is Step.ITEMS


@pytest.mark.parametrize(
    ("applicant", "expected"),
    [
        (
            Applicant(),
            [("person.name", Trouble.NAME_INVALID), ("person.id_number", Trouble.FIELD_EMPTY)],
        ),
        (Applicant(WOMAN), []),
        (
            Applicant(replace(WOMAN, name="赵3")),
            [("person.name", Trouble.NAME_INVALID)],
        ),
        (
            Applicant(replace(WOMAN, id_number="000103195006150025")),
            [("person.id_number", Trouble.IDENTITY_INVALID)],
        ),
        (Applicant(replace(WOMAN, id_kind=Document.NONE, id_number="")), []),
        (Applicant(replace(WOMAN, id_kind=Document.PASSPORT, id_number="E12345678")), []),
        (
            Applicant(replace(WOMAN, id_kind=Document.PASSPORT, id_number=" ")),
            [("person.id_number", Trouble.FIELD_EMPTY)],
        ),
        (
            Applicant(WOMAN, Relation.AGENT),
            [("other.name", Trouble.NAME_INVALID), ("other.id_number", Trouble.FIELD_EMPTY)],
        ),
        (
            Applicant(WOMAN, Relation.GUARDIAN, Person("李四", id_number="x")),
            [("other.id_number", Trouble.IDENTITY_INVALID)],
        ),
        (Applicant(WOMAN, Relation.AGENT, replace(WOMAN, name="李四")), []),
    ],
)
def test_what_the_person_step_wants(
    applicant: Applicant, expected: list[tuple[str, Trouble]]
) -> None:
    assert _open(Draft(items=(CARD,), applicant=applicant), Step.PERSON) == expected


def test_a_wrong_number_says_what_is_wrong_and_where() -> None:
    person = replace(WOMAN, id_number="00010319500615002Z")
    (point,) = open_points(matter(drafted(CARD, person=person)), Step.PERSON)
    assert point.values == {"problem": "characters", "position": "18"}


@pytest.mark.parametrize(
    ("organisation", "open_"),
    [(None, True), (Organisation(), True), (Organisation("某某宾馆"), False)],
)
def test_an_organisation_s_item_wants_its_name(
    organisation: Organisation | None, open_: bool
) -> None:
    draft = Draft(items=(HOTEL,), applicant=Applicant(WOMAN, organisation=organisation))
    wanted = [("organisation.name", Trouble.FIELD_EMPTY)] if open_ else []
    assert _open(draft, Step.PERSON) == wanted


def test_found_flags_are_acknowledged_and_asked_ones_answered() -> None:
    draft = drafted(BOOK, person=WOMAN)
    assert _open(draft, Step.CIRCUMSTANCES) == [
        ("asked", Trouble.FLAG_OPEN), ("flag.elderly", Trouble.FLAG_OPEN),
    ]  # fmt: skip
    draft = replace(draft, asked=True, acknowledged=frozenset({"elderly"}))
    assert _open(draft, Step.CIRCUMSTANCES) == []


def test_only_the_specific_flag_is_acknowledged() -> None:
    person = replace(WOMAN, hukou_address="安徽省", id_kind=Document.NONE, id_number="")
    assert _open(drafted(BOOK, person=person), Step.CIRCUMSTANCES) == [
        ("asked", Trouble.FLAG_OPEN), ("flag.non_province", Trouble.FLAG_OPEN),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("", [("declined.elderly", Trouble.REASON_MISSING)]), ("  ", [("declined.elderly",
      Trouble.REASON_MISSING)]), ("登记有误", [])],
)  # fmt: skip
def test_an_override_wants_its_reason(reason: str, expected: list[Any]) -> None:
    draft = replace(drafted(BOOK, person=WOMAN), asked=True, declined={"elderly": reason})
    assert _open(draft, Step.CIRCUMSTANCES) == expected


def test_flags_are_asked_once_for_all_items_and_not_where_a_fact_told_them() -> None:
    asked = asked_flags(matter(drafted(BOOK, CARD, person=WOMAN)))
    assert "lost_documents" in asked
    assert len(asked) == len(set(asked))
    assert "agent" not in asked
    assert "elderly" not in asked
    rare = asked_flags(matter(drafted(CARD, person=replace(WOMAN, name="张䶮"))))
    assert "rare_character" in asked_flags(matter(drafted(CARD)))
    assert "rare_character" not in rare


def test_every_required_material_is_looked_at() -> None:
    draft = drafted(BOOK, person=WOMAN)
    assert _open(draft, Step.MATERIALS) == [
        ("material.id-card", Trouble.MATERIAL_MISSING),
        ("material.damaged-register", Trouble.MATERIAL_MISSING),
    ]
    assert _open(_with(draft, MISSING), Step.MATERIALS) == []


def test_a_waived_material_counts_as_such_until_something_else_was_found() -> None:
    draft = drafted(BOOK, person=WOMAN, told=["lost_documents"])
    assert state_of(matter(draft), "damaged-register") is MaterialState.WAIVED
    assert state_of(matter(draft), "id-card") is MaterialState.OPEN
    found = _with(draft, HERE, "damaged-register")
    assert state_of(matter(found), "damaged-register") is HERE


def test_of_a_group_one_is_enough() -> None:
    draft = drafted("residence-permit", person=WOMAN)
    assert list(groups(matter(draft))) == ["residence-permit/basis"]
    single = [need for need in matter(draft).assessment.needs if need.required]
    draft = _with(draft, HERE, *(need.material for need in single))
    assert _open(draft, Step.MATERIALS) == [("material.employment-proof", Trouble.MATERIAL_MISSING)]
    assert len(lacking(matter(draft))) == 1
    assert lacking(matter(draft))[0].count("或") == 4
    assert lacking(matter(_with(draft, MISSING, "school-proof"))) != ()
    assert lacking(matter(_with(draft, HERE, "school-proof"))) == ()


def test_a_group_of_one_is_an_ordinary_material() -> None:
    draft = drafted(CARD, person=WOMAN, told=["lost_documents"])
    assert groups(matter(draft)) == {}
    assert "material.household-register" in dict(_open(draft, Step.MATERIALS))


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (MaterialState.HERE, Outcome.ACCEPT),
        (MaterialState.WAIVED, Outcome.ACCEPT),
        (MaterialState.OPEN, Outcome.NOTICE_ONLY),
        (MaterialState.MISSING, Outcome.NOTICE_ONLY),
        (MaterialState.DEFECTIVE, Outcome.NOTICE_ONLY),
    ],
)
def test_the_materials_suggest_how_the_visit_ends(state: MaterialState, outcome: Outcome) -> None:
    seen = matter(_with(drafted(BOOK, person=WOMAN), state))
    assert (proposed(seen), seen.outcome) == (outcome, outcome)
    decided = matter(replace(seen.draft, outcome=Outcome.NOT_ACCEPT))
    assert decided.outcome is Outcome.NOT_ACCEPT


FULL = DeliveryChoice(Fulfilment.COURIER, "赵桂英", "13800000000", "杭州市", consent=True)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (DeliveryChoice(), [("delivery.mode", Trouble.FIELD_EMPTY)]),
        (FULL, []),
        (replace(FULL, consent=False), [("delivery.consent", Trouble.CONSENT_MISSING)]),
        (replace(FULL, recipient=" "), [("delivery.recipient", Trouble.FIELD_EMPTY)]),
        (
            replace(FULL, phone="", address=""),
            [("delivery.phone", Trouble.FIELD_EMPTY), ("delivery.address", Trouble.FIELD_EMPTY)],
        ),
        (replace(FULL, mode=Fulfilment.DOOR, consent=False), []),
        (
            replace(FULL, mode=Fulfilment.DOOR, address=""),
            [("delivery.address", Trouble.FIELD_EMPTY)],
        ),
        (DeliveryChoice(Fulfilment.PICKUP), []),
    ],
)
def test_what_the_delivery_step_wants(
    choice: DeliveryChoice, expected: list[tuple[str, Trouble]]
) -> None:
    assert _open(replace(drafted(CARD), delivery=choice), Step.DELIVERY) == expected


def test_every_line_is_explained() -> None:
    draft = drafted(BOOK, person=WOMAN, told=["lost_documents"])
    lines = matter(draft).lines
    assert lines[:2] == (f"flag:{BOOK}:elderly", f"flag:{BOOK}:lost_documents")
    assert lines[-2:] == ("limit", "delivery")
    assert "material:damaged-register" not in lines  # waived: nothing to explain
    (point,) = open_points(matter(draft), Step.EXPLAIN)
    assert (point.trouble, point.values) == (Trouble.LINES_OPEN, {"count": str(len(lines))})
    (point,) = open_points(matter(replace(draft, explained=frozenset({"limit"}))), Step.EXPLAIN)
    assert point.values == {"count": str(len(lines) - 1)}
    assert _open(replace(draft, explained=frozenset(lines)), Step.EXPLAIN) == []


STROKE = (Stroke(((0.1, 0.1, 0, 0.5), (0.2, 0.1, 9, 0.5))),)
MODE = SignatureMode


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        (None, [("signature", Trouble.SIGNATURE_MISSING)]),
        (Signature(MODE.PAD, "赵"), [("signature", Trouble.SIGNATURE_MISSING)]),
        (Signature(MODE.PAD, "赵", STROKE, text_hash="h"), []),
        (Signature(MODE.PAPER, "赵", text_hash="h"), []),
        (Signature(MODE.FINGERPRINT, "赵", text_hash="h"), []),
        (Signature(MODE.REFUSED, "赵"), [("signature.reason", Trouble.REASON_MISSING)]),
        (Signature(MODE.REFUSED, "赵", reason="不愿", text_hash="h"), []),
        (Signature(MODE.WITNESS, "赵"), [("signature.witness", Trouble.FIELD_EMPTY)]),
        (Signature(MODE.WITNESS, "赵", witness="李", text_hash="h"), []),
        (Signature(MODE.PAPER, "赵", text_hash="other"), [("signature", Trouble.TEXT_CHANGED)]),
    ],
)
def test_what_the_signature_step_wants(
    signature: Signature | None, expected: list[tuple[str, Trouble]]
) -> None:
    draft = replace(drafted(CARD), signature=signature)
    assert _open(draft, Step.SIGNATURE, told="h") == expected


def test_acceptance_wants_the_materials_and_refusal_its_reason() -> None:
    draft = replace(drafted(BOOK, person=WOMAN), outcome=Outcome.ACCEPT)
    (point,) = open_points(matter(draft), Step.REVIEW)
    assert (point.where, point.trouble) == ("outcome", Trouble.MATERIAL_MISSING)
    assert point.values["name"].count("、") == 1
    assert _open(_with(draft, HERE), Step.REVIEW) == []
    refused = replace(draft, outcome=Outcome.NOT_ACCEPT)
    assert _open(refused, Step.REVIEW) == [("reason", Trouble.REASON_MISSING)]
    assert _open(replace(refused, reason="不归本所管"), Step.REVIEW) == []
    assert _open(replace(draft, outcome=Outcome.NOTICE_ONLY), Step.REVIEW) == []


def test_steps_that_do_not_apply() -> None:
    spot = matter(drafted(BOOK, person=WOMAN))
    assert spot.on_the_spot
    assert progress(spot, Step.DELIVERY) is Progress.NOT_NEEDED
    assert needed(matter(drafted(BOOK, CARD)), Step.DELIVERY)
    assert needed(matter(Draft()), Step.DELIVERY)
    assert needed(matter(Draft()), Step.CIRCUMSTANCES)


def test_circumstances_are_not_needed_where_nothing_is_asked_or_found() -> None:
    known = catalogue()
    plain = replace(known.items[BOOK], special_cases=(), materials=())
    quiet = replace(matter(drafted(BOOK)), items=(replace(plain, fee=known.items[HOTEL].fee),))
    assert progress(quiet, Step.CIRCUMSTANCES) is Progress.NOT_NEEDED


def test_progress_walks_from_step_to_step() -> None:
    draft = drafted(BOOK, person=WOMAN)
    assert progress(matter(Draft()), Step.MATERIALS) is Progress.OPEN  # nothing begun
    assert first_open(matter(draft)) is Step.CIRCUMSTANCES
    draft = replace(draft, asked=True, acknowledged=frozenset({"elderly"}))
    assert first_open(matter(draft)) is Step.MATERIALS
    draft = _with(draft, HERE)
    assert first_open(matter(draft)) is Step.EXPLAIN
    draft = replace(draft, explained=frozenset(matter(draft).lines))
    assert first_open(matter(draft)) is Step.SIGNATURE
    draft = replace(draft, signature=Signature(MODE.PAPER, "赵"))
    assert first_open(matter(draft)) is Step.REVIEW
    assert progress(matter(draft), Step.REVIEW) is Progress.OPEN  # the last is never done


@pytest.mark.parametrize(
    ("items", "mode"),
    [
        ((), None),
        ((BOOK,), Fulfilment.ON_THE_SPOT),
        ((CARD,), Fulfilment.COURIER),
        ((BOOK, CARD), Fulfilment.COURIER),
        (("hukou-item-change", BOOK), Fulfilment.PICKUP),
    ],
)
def test_the_usual_way_of_several_items(items: tuple[str, ...], mode: Fulfilment | None) -> None:
    assert proposed_mode([catalogue().items[key] for key in items]) is mode


@pytest.mark.parametrize(
    ("person", "asked", "large"),
    [
        (WOMAN, None, True),
        (WOMAN, False, False),
        (Person(id_kind=Document.NONE, birth_date=date(1990, 1, 1)), None, False),
        (Person(id_kind=Document.NONE, birth_date=date(1990, 1, 1)), True, True),
    ],
)
def test_large_print_for_the_elderly_or_as_asked(
    person: Person, asked: bool | None, large: bool
) -> None:
    assert matter(replace(drafted(CARD, person=person), large=asked)).large is large


def test_an_empty_draft_is_not_worth_keeping() -> None:
    assert Draft().empty
    assert not drafted(CARD).empty
    assert not drafted(person=Person("赵")).empty
