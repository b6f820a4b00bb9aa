"""Comings of the citizen in one matter: written down by the acts, by hand where none was made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from db.models import Case, CaseItem, Visit
from desktop.domain.cases import CaseState
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.texts import plain
from desktop.domain.visits import COUNTED, Purpose
from desktop.services.audit import note


def came(
    session: Session, clerk: Clerk, now: datetime, case: int, purpose: Purpose, remark: str = ""
) -> Visit:
    """Count one coming; a step of the act the citizen came for."""
    row = Visit(case_id=case, at=now, purpose=purpose, remark=remark, officer_id=clerk.id)
    session.add(row)
    return row


def note_visit(
    session: Session, clerk: Clerk, now: datetime, case: int, purpose: Purpose, remark: str = ""
) -> None:
    """Write down that the citizen came where no other act tells it."""
    need(clerk, Right.SERVE)
    came(session, clerk, now, case, purpose, plain(remark))
    note(session, clerk, now, "case.visit", str(case), case=case, purpose=purpose)


@dataclass(frozen=True, slots=True)
class ItemVisits:
    """How often citizens had to come for an item: cases in their hands, those with one coming."""

    item: str
    name: str
    cases: int
    once: int
    visits: int


FINISHED = (CaseState.DELIVERED, CaseState.CLOSED)
"""States of cases whose result is in the citizen's hands; the others may still cost a visit."""


def by_item(
    session: Session, clerk: Clerk, first: datetime, last: datetime
) -> tuple[ItemVisits, ...]:
    """“At most one visit” as it was: over the cases of a time that are finished, item by item.

    The items whose citizens came most often come first.
    """
    need(clerk, Right.SEE_ALL)
    came_ = (
        select(Visit.case_id, func.count().label("visits"))
        .join(Case, Case.id == Visit.case_id)
        .where(Case.received_at >= first, Case.received_at < last, Case.state.in_(FINISHED))
        .where(Visit.purpose.in_(COUNTED))
        .group_by(Visit.case_id)
        .subquery()
    )
    total = cast(func.sum(came_.c.visits), Integer)
    rows = (
        select(
            CaseItem.item,
            func.max(CaseItem.name),
            func.count(),
            func.count().filter(came_.c.visits == 1),
            total,
        )
        .join(came_, came_.c.case_id == CaseItem.case_id)
        .group_by(CaseItem.item)
        .order_by((total * 1.0 / func.count()).desc(), CaseItem.item)
    )
    return tuple(ItemVisits(*row) for row in session.execute(rows))
