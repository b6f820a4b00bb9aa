"""Everything is told at once: a later slip asks for nothing that the first could have asked.

Administrative Licensing Law art. 32 (4): what is missing is told on the spot or within five days,
once and completely. Asking for more takes a second person with a reason.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Case, Slip
from desktop.domain.assessment import assess
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.intake import Finding, Matter
from desktop.domain.officers import Clerk
from desktop.domain.slips import MaterialState
from desktop.services.audit import note
from desktop.services.officers import Second, second_person

WANTED = frozenset({MaterialState.MISSING, MaterialState.DEFECTIVE})


@dataclass(frozen=True, slots=True)
class Exempt:
    """Who answers, besides the officer, for asking once more, and why."""

    second: Second
    reason: str


def asked_anew(session: Session, case: Case, matter: Matter) -> tuple[str, ...]:
    """Names of materials wanted now that no earlier slip of these items had on it."""
    texts = session.scalars(select(Slip.text).where(Slip.case_id == case.id, Slip.text != ""))
    earlier = [json.loads(text) for text in texts]
    told = {line["material"] for slip in earlier for line in slip["materials"]}
    before = {item["id"] for slip in earlier for item in slip["items"]}
    items = [item for item in matter.items if item.id in before]
    if not items:
        return ()
    draft = matter.draft
    found = assess(matter.catalogue, items, draft.applicant, matter.on, draft.declined)
    return tuple(
        need.name
        for need in found.needs
        if need.required
        and need.material not in told
        and draft.materials.get(need.material, Finding()).state in WANTED
    )


def need_told_once(
    session: Session,
    clerk: Clerk,
    now: datetime,
    case: Case,
    matter: Matter,
    exempt: Exempt | None,
) -> None:
    """Refuse a slip that asks anew, unless two persons answer for it; that is written down."""
    anew = asked_anew(session, case, matter)
    if not anew:
        return
    if exempt is None:
        raise Refusal(Trouble.ASKED_ANEW, materials="、".join(anew))
    if not exempt.reason.strip():
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    other = second_person(session, clerk, now, exempt.second)
    note(
        session, clerk, now, "notice.asked_anew", f"case:{case.id}",
        case=case.id, materials=list(anew), second=other.number, reason=exempt.reason.strip(),
    )  # fmt: skip
