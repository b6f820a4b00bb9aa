"""Drafts as plain data: what is stored at every change, and the way back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desktop.domain.applicants import Applicant, Document, Organisation, Person, Relation
from desktop.domain.cases import Outcome
from desktop.domain.deliveries import DeliveryChoice
from desktop.domain.intake import Branch, Draft, Finding
from desktop.domain.items import Fulfilment
from desktop.domain.slips import Answer, MaterialState, Signature, SignatureMode, Stroke


class DraftError(ValueError):
    """What was stored is no draft of this program."""


def to_plain(draft: Draft) -> dict[str, Any]:
    """The draft as plain data for storage."""
    return {
        "items": list(draft.items),
        "applicant": _plain_applicant(draft.applicant),
        "asked": draft.asked,
        "acknowledged": sorted(draft.acknowledged),
        "declined": dict(draft.declined),
        "note": draft.note,
        "materials": {name: [row.state, row.remark] for name, row in draft.materials.items()},
        "delivery": _fields(draft.delivery),
        "explained": sorted(draft.explained),
        "questions": [[row.ask, row.answer] for row in draft.questions],
        "large": draft.large,
        "signature": None if draft.signature is None else plain_signature(draft.signature),
        "outcome": draft.outcome,
        "reason": draft.reason,
        "right_body": draft.right_body,
        "continues": draft.continues,
        "ground": draft.ground,
        "until": None if draft.until is None else draft.until.isoformat(),
    }


def from_plain(data: Mapping[str, Any]) -> Draft:
    """A stored draft read back; the reverse of to_plain. Raises DraftError for anything else."""
    try:
        return _draft(data)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise DraftError(f"no draft: {type(error).__name__}") from error


def _draft(data: Mapping[str, Any]) -> Draft:
    delivery = dict(data["delivery"])
    mode = delivery.pop("mode")
    return Draft(
        items=tuple(data["items"]),
        applicant=_applicant(data["applicant"]),
        asked=data["asked"],
        acknowledged=frozenset(data["acknowledged"]),
        declined=dict(data["declined"]),
        note=data["note"],
        materials={k: Finding(MaterialState(v[0]), v[1]) for k, v in data["materials"].items()},
        delivery=DeliveryChoice(None if mode is None else Fulfilment(mode), **delivery),
        explained=frozenset(data["explained"]),
        questions=tuple(Answer(*row) for row in data["questions"]),
        large=data["large"],
        signature=None if data["signature"] is None else signature_from(data["signature"]),
        outcome=None if data["outcome"] is None else Outcome(data["outcome"]),
        reason=data["reason"],
        right_body=data["right_body"],
        continues=data["continues"],
        ground=Branch(ground) if (ground := data.get("ground")) else None,
        until=date.fromisoformat(until) if (until := data.get("until")) else None,
    )


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _plain_person(person: Person) -> dict[str, Any]:
    born = person.birth_date
    return _fields(person) | {"birth_date": born.isoformat() if born else None}


def _plain_applicant(applicant: Applicant) -> dict[str, Any]:
    organisation = applicant.organisation
    return {
        "person": _plain_person(applicant.person),
        "relation": applicant.relation,
        "other": None if applicant.other is None else _plain_person(applicant.other),
        "organisation": None if organisation is None else _fields(organisation),
        "circumstances": sorted(applicant.circumstances),
    }


def _person(data: Mapping[str, Any]) -> Person:
    born = data["birth_date"]
    return Person(
        **{
            **data,
            "id_kind": Document(data["id_kind"]),
            "birth_date": date.fromisoformat(born) if born else None,
        }
    )


def _applicant(data: Mapping[str, Any]) -> Applicant:
    other, organisation = data["other"], data["organisation"]
    return Applicant(
        person=_person(data["person"]),
        relation=Relation(data["relation"]),
        other=None if other is None else _person(other),
        organisation=None if organisation is None else Organisation(**organisation),
        circumstances=frozenset(data["circumstances"]),
    )


def plain_signature(signature: Signature) -> dict[str, Any]:
    """A signature as plain data."""
    strokes = [[list(point) for point in stroke.points] for stroke in signature.strokes]
    return _fields(signature) | {"strokes": strokes}


def signature_from(data: Mapping[str, Any]) -> Signature:
    """A signature read back from plain data."""
    strokes = tuple(
        Stroke(tuple((x, y, int(ms), force) for x, y, ms, force in stroke))
        for stroke in data["strokes"]
    )
    return Signature(**{**data, "mode": SignatureMode(data["mode"]), "strokes": strokes})
