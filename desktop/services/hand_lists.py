"""What passes from hand to hand, as lists: doors that are gone to, results that were handed over.

Both are ranges of an index, so that a page costs the same however many years there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from db.models import Case, Delivery, DoorVisit, HandedOut
from desktop.domain.deliveries import VisitState
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Right, need
from desktop.services.slips import PAGE, Cursor


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One going to a door, as the list shows it."""

    id: int
    delivery: int
    planned_for: datetime
    officers: tuple[str, ...]
    state: VisitState
    remark: str
    case_number: str
    recipient: str
    address: str


@dataclass(frozen=True, slots=True)
class HandedLine:
    """One result in somebody's hands; `paper` is its proof, signed or not."""

    id: int
    delivery: int
    at: datetime
    mode: Fulfilment
    case_number: str
    items: tuple[str, ...]
    recipient: str
    receiver: str
    relation: str
    document: str
    officers: tuple[str, ...]
    paper: int | None
    paper_number: str


def door_visits(
    session: Session, clerk: Clerk, planned: bool = True, after: Cursor | None = None
) -> tuple[DoorLine, ...]:
    """A page of visits to doors: those to be made, the next first; or all, the latest first."""
    need(clerk, Right.SERVE)
    key = tuple_(DoorVisit.planned_for, DoorVisit.id)
    rows = select(DoorVisit.id)
    if planned:
        rows = rows.where(DoorVisit.state == VisitState.PLANNED).order_by(*key)
    else:
        rows = rows.order_by(DoorVisit.planned_for.desc(), DoorVisit.id.desc())
    if after is not None:
        edge = (after.at, after.id)
        rows = rows.where(key > edge if planned else key < edge)
    return _doors(session, session.scalars(rows.limit(PAGE)).all())


def _doors(session: Session, ids: Sequence[int]) -> tuple[DoorLine, ...]:
    rows = (
        select(DoorVisit, Delivery)
        .join(Delivery, Delivery.id == DoorVisit.delivery_id)
        .where(DoorVisit.id.in_(ids))
        .options(joinedload(Delivery.case))
    )
    known = {visit.id: _door(visit, delivery) for visit, delivery in session.execute(rows)}
    return tuple(known[each] for each in ids)


def _door(visit: DoorVisit, delivery: Delivery) -> DoorLine:
    return DoorLine(
        id=visit.id,
        delivery=delivery.id,
        planned_for=visit.planned_for,
        officers=tuple(visit.officers),
        state=visit.state,
        remark=visit.remark,
        case_number=delivery.case.number or "",
        recipient=delivery.recipient,
        address=delivery.address,
    )


def handed_over(
    session: Session, clerk: Clerk, before: int | None = None
) -> tuple[HandedLine, ...]:
    """A page of results that were handed over, the latest first; those below an id if told."""
    need(clerk, Right.SERVE)
    rows = (
        select(HandedOut, Delivery)
        .join(Delivery, Delivery.id == HandedOut.delivery_id)
        .options(joinedload(HandedOut.paper))
        .options(joinedload(Delivery.case).selectinload(Case.items))
        .order_by(HandedOut.id.desc())
        .limit(PAGE)
    )
    if before is not None:
        rows = rows.where(HandedOut.id < before)
    return tuple(_handed(handed, delivery) for handed, delivery in session.execute(rows))


def _handed(row: HandedOut, delivery: Delivery) -> HandedLine:
    return HandedLine(
        id=row.id,
        delivery=delivery.id,
        at=row.at,
        mode=row.mode,
        case_number=delivery.case.number or "",
        items=tuple(item.name for item in delivery.case.items),
        recipient=delivery.recipient,
        receiver=row.receiver,
        relation=row.relation,
        document=row.document,
        officers=tuple(row.officers),
        paper=row.paper_id,
        paper_number="" if row.paper is None else row.paper.number,
    )
