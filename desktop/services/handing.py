"""Into whose hands a result is given: collected at the window, or brought to the door by two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery, DoorVisit, HandedOut, Officer
from desktop.domain.deliveries import DeliveryState, VisitState
from desktop.domain.drafts import plain_signature
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.identity import name_problem
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.slips import Signature, SignatureMode
from desktop.domain.texts import plain
from desktop.domain.tracking import Because, Handing
from desktop.services.audit import note
from desktop.services.deliveries import at_station
from desktop.services.delivery_papers import SELF, collection, proof
from desktop.services.papers import Press
from desktop.services.parcels import Said, advance, offer, opened

DELIVERERS = 2
"""Officers who go to a door together (as for any check on the spot: Administrative Licensing Law
art. 34 (3))."""

SIGNED = frozenset({SignatureMode.PAD, SignatureMode.PAPER, SignatureMode.FINGERPRINT})
"""Ways in which a receiver signs for a result."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes a result: `relation` to the addressee (`SELF` for themselves), what was shown.

    `reason` says why somebody else may: the power of attorney, or who lives at the address.
    """

    name: str
    relation: str = SELF
    document: str = ""
    id_tail: str = ""
    checked: bool = False
    reason: str = ""

    @property
    def substitute(self) -> bool:
        """Whether it is somebody else than the addressee."""
        return self.relation != SELF


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One going to the door."""

    id: int
    planned_for: datetime
    officers: tuple[str, ...]
    state: VisitState
    remark: str


@dataclass(frozen=True, slots=True)
class HandedRow:
    """Into whose hands a result came."""

    at: datetime
    mode: Fulfilment
    receiver: str
    relation: str
    document: str
    reason: str
    officers: tuple[str, ...]
    signed: bool
    paper: int | None


def keep_ready(
    session: Session,
    clerk: Clerk,
    now: datetime,
    delivery: int,
    version: int,
    shelf: str,
    press: Press | None = None,
) -> int | None:
    """Keep a result for pick-up and issue the paper with which it is collected."""
    need(clerk, Right.SERVE)
    row = opened(session, delivery, version)
    before = row.state
    offer(session, clerk, now, delivery, version, shelf)
    new = row.state is not before
    return collection(session, clerk, now, press, row) if press is not None and new else None


def collect(
    session: Session,
    clerk: Clerk,
    now: datetime,
    delivery: int,
    version: int,
    receiver: Receiver,
    signature: Signature | None,
    press: Press | None = None,
) -> int | None:
    """Hand a result over at the window, to its owner or a proxy; gives the proof's paper."""
    need(clerk, Right.SERVE)
    row = opened(session, delivery, version)
    if not at_station(row):
        raise Refusal(Trouble.ILLEGAL_MOVE)
    handed = _handed(clerk, now, row, Fulfilment.PICKUP, receiver, signature, [_named(clerk)])
    return _hand_over(session, clerk, now, row, handed, signature, press)


def _named(who: Clerk | Officer) -> str:
    return f"{who.name} {who.number}"


def _handed(
    clerk: Clerk,
    now: datetime,
    row: Delivery,
    mode: Fulfilment,
    receiver: Receiver,
    signature: Signature | None,
    officers: Sequence[str],
) -> HandedOut:
    """What is written down of a handing over; raises Refusal where something is left open."""
    if problem := name_problem(receiver.name):
        raise Refusal(Trouble.NAME_INVALID, field="receiver", problem=problem)
    if not (receiver.checked and plain(receiver.document)):
        raise Refusal(Trouble.IDENTITY_UNCHECKED, field="document")
    if receiver.substitute and not plain(receiver.reason):
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    if signature is None or signature.mode not in SIGNED:
        raise Refusal(Trouble.SIGNATURE_MISSING, field="signature")
    return HandedOut(
        delivery_id=row.id,
        at=now,
        mode=mode,
        receiver=plain(receiver.name),
        relation=plain(receiver.relation),
        document=plain(receiver.document),
        id_tail=plain(receiver.id_tail)[-4:],
        checked=True,
        reason=plain(receiver.reason),
        officers=list(officers),
        signature=plain_signature(signature),
        officer_id=clerk.id,
    )


def _hand_over(
    session: Session,
    clerk: Clerk,
    now: datetime,
    row: Delivery,
    handed: HandedOut,
    signature: Signature | None,
    press: Press | None,
) -> int | None:
    handing = Handing.IN_PERSON if handed.relation == SELF else Handing.BY_ANOTHER
    said = Said(handed.receiver, handed=handing)
    advance(session, clerk, now, row, DeliveryState.DELIVERED, said)
    if press is not None:
        handed.paper_id = proof(session, clerk, now, press, row, handed, signature)
    session.add(handed)
    note(session, clerk, now, "delivery.handed_out", row.case.number or "", handing=handing)
    return handed.paper_id


def plan_visit(
    session: Session,
    clerk: Clerk,
    now: datetime,
    delivery: int,
    version: int,
    planned_for: datetime,
    officers: Sequence[str],
) -> None:
    """Plan a going to the door by two officers, named by their numbers."""
    need(clerk, Right.SERVE)
    row = opened(session, delivery, version)
    if planned_for.date() < now.date():
        raise Refusal(Trouble.DATE_PAST, field="planned_for")
    if row.mode is not Fulfilment.DOOR:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    names = _pair(session, officers)
    said = Said("、".join(names), since=planned_for)
    advance(session, clerk, now, row, DeliveryState.OUT_FOR_DELIVERY, said)
    session.add(
        DoorVisit(
            delivery_id=row.id,
            planned_for=planned_for,
            officers=names,
            state=VisitState.PLANNED,
            remark="",
            noted_at=now,
            officer_id=clerk.id,
        )
    )


def _pair(session: Session, numbers: Sequence[str]) -> list[str]:
    wanted = {plain(number) for number in numbers}
    rows = select(Officer).where(Officer.number.in_(wanted), Officer.active)
    found = session.scalars(rows.order_by(Officer.number)).all()
    if len(found) < DELIVERERS or len(found) != len(wanted):
        raise Refusal(Trouble.TWO_OFFICERS, field="officers")
    return [_named(officer) for officer in found]


def visit_done(
    session: Session,
    clerk: Clerk,
    now: datetime,
    delivery: int,
    version: int,
    receiver: Receiver,
    signature: Signature | None,
    press: Press | None = None,
) -> int | None:
    """The result was given at the door, to the addressee or somebody in their stead."""
    need(clerk, Right.SERVE)
    row, visit = _under_way(session, delivery, version)
    handed = _handed(clerk, now, row, Fulfilment.DOOR, receiver, signature, visit.officers)
    visit.state, visit.noted_at = VisitState.DONE, now
    return _hand_over(session, clerk, now, row, handed, signature, press)


def visit_in_vain(
    session: Session,
    clerk: Clerk,
    now: datetime,
    delivery: int,
    version: int,
    reason: str,
    cancelled: bool = False,
) -> None:
    """Nobody could be given the result, or nobody went after all; another visit may be planned."""
    need(clerk, Right.SERVE)
    row, visit = _under_way(session, delivery, version)
    if not plain(reason):
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    visit.state = VisitState.CANCELLED if cancelled else VisitState.IN_VAIN
    visit.remark, visit.noted_at = plain(reason), now
    because = Because.CANCELLED if cancelled else Because.OTHER
    said = Said(plain(reason), because)
    advance(session, clerk, now, row, DeliveryState.DELIVERY_FAILED, said)


def _under_way(session: Session, delivery: int, version: int) -> tuple[Delivery, DoorVisit]:
    row = opened(session, delivery, version)
    visit = next((v for v in row.door_visits if v.state is VisitState.PLANNED), None)
    if visit is None:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    return row, visit


def visits(session: Session, clerk: Clerk, delivery: int) -> tuple[VisitRow, ...]:
    """The goings to the door of one delivery, the latest first."""
    need(clerk, Right.SERVE)
    rows = session.get_one(Delivery, delivery).door_visits
    return tuple(
        VisitRow(v.id, v.planned_for, tuple(v.officers), v.state, v.remark) for v in reversed(rows)
    )


def handed_out(session: Session, clerk: Clerk, delivery: int) -> tuple[HandedRow, ...]:
    """Into whose hands one delivery came."""
    need(clerk, Right.SERVE)
    return tuple(
        HandedRow(
            h.at, h.mode, h.receiver, h.relation, h.document, h.reason, tuple(h.officers),
            h.signature is not None, h.paper_id,
        )
        for h in session.get_one(Delivery, delivery).handings
    )  # fmt: skip
