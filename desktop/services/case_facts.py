"""What a paper of a case says: its people, items and materials, as they stand in the records."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import object_session

from db.models import Case
from desktop.domain.assessment import assess, charge
from desktop.domain.drafts import DraftError, from_plain
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.intake import Draft, Matter, state_of
from desktop.domain.items import Catalogue, Category
from desktop.domain.notice import delivery_words, fee_words, item_limit, party
from desktop.domain.papers import (
    VALUES,
    PaperAsked,
    PaperCase,
    PaperFacts,
    PaperKind,
    PaperMaterial,
    PaperOffice,
)
from desktop.domain.slips import MaterialState, Party
from desktop.services.editions import shelf_of_case
from desktop.services.papers import Press


def matter_at(press: Press, case: Case, on: date) -> Matter:
    """The matter of a case: its stored answers and what its own edition makes of them on a day."""
    try:
        draft = from_plain(case.answers)
    except DraftError as error:
        raise Refusal(Trouble.NOT_FOUND) from error
    catalogue = _own_edition(press, case)
    names = (row.item for row in case.items)
    items = tuple(catalogue.items[name] for name in names if name in catalogue.items)
    found = assess(catalogue, items, draft.applicant, on, draft.declined)
    return Matter(draft, catalogue, items, found, on)


def _own_edition(press: Press, case: Case) -> Catalogue:
    """The catalogue by which a case began: what came later is not for it."""
    session = object_session(case)
    if case.edition_id == press.shelf.edition or session is None:
        return press.shelf.catalogue
    return shelf_of_case(session, press.shelf, case.id).catalogue


def paper_case(case: Case, matter: Matter, now: datetime) -> PaperCase:
    """The case as its papers name it, in the zone of `now`; numbers are masked."""
    applicant = matter.draft.applicant
    return PaperCase(
        number=case.number or "",
        slips=tuple(row.number for row in case.slips if row.voided_at is None),
        items=tuple(row.name for row in case.items),
        applicant=party(applicant.person),
        agent=None if applicant.other is None else party(applicant.other),
        organisation=_organisation(matter.draft),
        received_at=(case.materials_at or case.received_at).astimezone(now.tzinfo).date(),
        due=case.due,
        licence=any(item.category is Category.LICENCE for item in matter.items),
    )


def _organisation(draft: Draft) -> Party | None:
    known = draft.applicant.organisation
    if known is None or not known.name:
        return None
    return Party(known.name, "统一社会信用代码", known.credit_code, "")


def materials_here(matter: Matter) -> tuple[PaperMaterial, ...]:
    """The materials that were handed in."""
    found = matter.draft.materials
    return tuple(
        PaperMaterial(
            need.material, need.name, need.form, need.copies or 1, found[need.material].remark
        )
        for need in matter.assessment.needs
        if state_of(matter, need.material) is MaterialState.HERE
    )


def asked_for(matter: Matter, words: Mapping[MaterialState, str]) -> tuple[PaperAsked, ...]:
    """What is missing or has to be put right, with why."""
    rows = ((need, state_of(matter, need.material)) for need in matter.assessment.needs)
    return tuple(
        PaperAsked(need.name, matter.draft.materials[need.material].remark or words[state])
        for need, state in rows
        if state in words
    )


def limit_of(press: Press, matter: Matter) -> str:
    """The limits of all items in words."""
    words, flags = press.notice.phrases, matter.assessment.flags
    said = dict.fromkeys(item_limit(item, words, flags) for item in matter.items)
    return "；".join(said)


def collect_of(press: Press, matter: Matter) -> str:
    """How the result is collected, in words."""
    return delivery_words(matter.draft, matter.items, press.notice.phrases)


def fee_of(press: Press, matter: Matter) -> str:
    """The fees of all items in words."""
    words, flags = press.notice.phrases, matter.assessment.flags
    said = (fee_words(charge(item, flags), item.fee.unit, words) for item in matter.items)
    return "；".join(dict.fromkeys(said))


def offices_of(case: Case) -> tuple[PaperOffice, ...]:
    """The offices of a joint case in their order, each with its own date."""
    return tuple(
        PaperOffice(row.office, row.limit_count, row.due, row.state) for row in case.tracks
    )


def facts_for(press: Press, case: Case, kind: PaperKind, now: datetime) -> PaperFacts:
    """What a paper says where the case itself tells it all."""
    matter = matter_at(press, case, now.date())
    return PaperFacts(
        kind=kind,
        case=paper_case(case, matter, now),
        materials=materials_here(matter),
        reason=case.reason,
        right_body=matter.draft.right_body if kind is PaperKind.NOT_ACCEPTED else "",
        values=values_of(press, matter, kind),
        offices=offices_of(case) if kind is PaperKind.ACCEPTANCE else (),
    )


def receipt(
    press: Press, case: Case, materials: tuple[PaperMaterial, ...], now: datetime
) -> PaperFacts:
    """What the receipt of materials that came later says."""
    matter = matter_at(press, case, now.date())
    return PaperFacts(
        kind=PaperKind.RECEIPT,
        case=paper_case(case, matter, now),
        materials=materials,
        values=values_of(press, matter, PaperKind.RECEIPT),
    )


def values_of(press: Press, matter: Matter, kind: PaperKind) -> dict[str, str]:
    """The values a kind wants, as far as the case tells them; the rest is left to be written."""
    told = {
        "limit": limit_of(press, matter),
        "collect": collect_of(press, matter),
        "fee": fee_of(press, matter),
        "cause": "withdrawn" if kind is PaperKind.RETURNED else "",
        "result": "、".join(dict.fromkeys(item.result for item in matter.items)),
    }
    return {name: told.get(name, "") for name in VALUES[kind]}
