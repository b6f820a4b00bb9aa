"""The delivery panel: what is on its way, waybills checked and entered, steps by the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from db.models import Case, Delivery, DeliveryEvent
from desktop.domain.cases import MOVES, CaseState, moved
from desktop.domain.deliveries import (
    EXCEPTIONS,
    FINISHED,
    NEEDS_REASON,
    DeliveryState,
    allowed,
    case_moves,
)
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.identity import mask_phone
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.texts import plain
from desktop.domain.waybills import Verdict, WaybillCheck, check_waybill
from desktop.services.audit import note
from desktop.services.moves import apply_move
from desktop.services.slips import PAGE, Cursor

UNCOLLECTED = timedelta(hours=24)
SILENT = timedelta(hours=72)

READY = (CaseState.CERTIFICATE_MADE, CaseState.RETURNED)
"""Case states in which there is something to hand over."""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One parcel or hand-over; `exception` says that somebody has to act."""

    id: int
    case: int
    case_number: str
    case_state: CaseState
    items: tuple[str, ...]
    mode: Fulfilment
    state: DeliveryState
    recipient: str
    phone: str
    address: str
    waybill: str
    updated_at: datetime
    exception: bool
    choices: tuple[DeliveryState, ...]
    version: int


@dataclass(frozen=True, slots=True)
class DeliveryStep:
    """One step of a delivery: when, who, where to, remark."""

    at: datetime
    officer: str
    after: DeliveryState
    remark: str


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """What of the panel is shown; empty shows everything that is not delivered."""

    mode: Fulfilment | None = None
    state: DeliveryState | None = None
    delivered: bool = False


def panel(
    session: Session,
    clerk: Clerk,
    now: datetime,
    shown: DeliveryFilter,
    after: Cursor | None = None,
) -> tuple[DeliveryRow, ...]:
    """A page of deliveries, those changed last first."""
    need(clerk, Right.SERVE)
    rows = _filtered(select(Delivery), shown).options(
        joinedload(Delivery.case).selectinload(Case.items)
    )
    if after is not None:
        rows = rows.where(tuple_(Delivery.updated_at, Delivery.id) < (after.at, after.id))
    rows = rows.order_by(Delivery.updated_at.desc(), Delivery.id.desc()).limit(PAGE)
    return tuple(_row(row, now) for row in session.scalars(rows))


def _filtered(rows: Select[Delivery], shown: DeliveryFilter) -> Select[Delivery]:
    if shown.mode is not None:
        rows = rows.where(Delivery.mode == shown.mode)
    if shown.state is not None:
        return rows.where(Delivery.state == shown.state)
    return rows if shown.delivered else rows.where(Delivery.state.not_in(FINISHED))


def exceptions(session: Session, clerk: Clerk, now: datetime) -> tuple[DeliveryRow, ...]:
    """What somebody has to act on: failed, held, returning, not collected, silent; oldest first."""
    need(clerk, Right.SERVE)
    moving = (DeliveryState.IN_TRANSIT, DeliveryState.OUT_FOR_DELIVERY)
    rows = (
        select(Delivery)
        .where(
            or_(
                Delivery.state.in_(EXCEPTIONS),
                (Delivery.state == DeliveryState.PICKED_UP)
                & (Delivery.updated_at < now - UNCOLLECTED),
                Delivery.state.in_(moving) & (Delivery.updated_at < now - SILENT),
            )
        )
        .options(joinedload(Delivery.case).selectinload(Case.items))
        .order_by(Delivery.updated_at)
        .limit(PAGE)
    )
    return tuple(_row(row, now) for row in session.scalars(rows))


def _row(row: Delivery, now: datetime) -> DeliveryRow:
    return DeliveryRow(
        id=row.id,
        case=row.case_id,
        case_number=row.case.number or "",
        case_state=row.case.state,
        items=tuple(item.name for item in row.case.items),
        mode=row.mode,
        state=row.state,
        recipient=row.recipient,
        phone=mask_phone(row.phone),
        address=row.address,
        waybill=row.waybill or "",
        updated_at=row.updated_at,
        exception=_exceptional(row, now),
        choices=_choices(row),
        version=row.version,
    )


def _exceptional(row: Delivery, now: datetime) -> bool:
    age = now - row.updated_at
    match row.state:
        case DeliveryState.PICKED_UP:
            return age > UNCOLLECTED
        case DeliveryState.IN_TRANSIT | DeliveryState.OUT_FOR_DELIVERY:
            return age > SILENT
        case _:
            return row.state in EXCEPTIONS


def _choices(row: Delivery) -> tuple[DeliveryState, ...]:
    if row.state is DeliveryState.PENDING and row.case.state not in READY:
        return ()
    return tuple(after for after in allowed(row.mode, row.state) if _followed(row, after))


def _followed(row: Delivery, after: DeliveryState) -> bool:
    """Whether the case can follow a step (a result kept at the window is not sent back)."""
    state = row.case.state
    for move in case_moves(row.mode, row.state, after):
        if move not in MOVES[state]:
            return False
        state = moved(state, move)
    return True


def steps(session: Session, clerk: Clerk, delivery: int) -> tuple[DeliveryStep, ...]:
    """The timeline of one delivery, the latest first."""
    need(clerk, Right.SERVE)
    rows = session.scalars(
        select(DeliveryEvent)
        .where(DeliveryEvent.delivery_id == delivery)
        .options(joinedload(DeliveryEvent.officer))
        .order_by(DeliveryEvent.id.desc())
    )
    return tuple(
        DeliveryStep(r.at, r.officer.name if r.officer else "", r.after, r.remark) for r in rows
    )


def post(
    session: Session,
    clerk: Clerk,
    now: datetime,
    delivery: int,
    version: int,
    waybill: str,
    prefixes: Sequence[str],
) -> WaybillCheck:
    """Enter the waybill of a parcel and give it to the courier; the case is posted with it.

    Raises Refusal for an invalid number and for one that another parcel bears.
    """
    need(clerk, Right.SERVE)
    check = check_waybill(waybill, prefixes)
    if check.verdict is Verdict.INVALID:
        raise Refusal(Trouble.WAYBILL_INVALID, field="waybill", reason=check.reason)
    taken = select(func.count()).where(Delivery.waybill == check.number, Delivery.id != delivery)
    if session.scalar(taken):
        raise Refusal(Trouble.WAYBILL_TAKEN, field="waybill", number=check.number)
    row = _open(session, clerk, delivery, version)
    if row.mode is not Fulfilment.COURIER:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    row.waybill = check.number
    _step(session, clerk, now, row, DeliveryState.PICKED_UP, check.number)
    return check


def step(
    session: Session,
    clerk: Clerk,
    now: datetime,
    delivery: int,
    version: int,
    after: DeliveryState,
    remark: str = "",
) -> None:
    """Take a delivery one legal step on; the case follows in the same act."""
    need(clerk, Right.SERVE)
    row = _open(session, clerk, delivery, version)
    if after is DeliveryState.PICKED_UP and row.mode is Fulfilment.COURIER:
        raise Refusal(Trouble.WAYBILL_INVALID, field="waybill", reason="empty")
    if after in NEEDS_REASON and not plain(remark):
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    _step(session, clerk, now, row, after, plain(remark))


def _open(session: Session, clerk: Clerk, delivery: int, version: int) -> Delivery:
    need(clerk, Right.SERVE)
    row = session.get_one(Delivery, delivery)
    if row.version != version:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    return row


def _step(
    session: Session, clerk: Clerk, now: datetime, row: Delivery, after: DeliveryState, remark: str
) -> None:
    if after not in _choices(row):
        raise Refusal(Trouble.ILLEGAL_MOVE)
    for move in case_moves(row.mode, row.state, after):
        apply_move(session, clerk, now, row.case, move, remark if after in NEEDS_REASON else "")
    row.state, row.updated_at = after, now
    event = DeliveryEvent(
        delivery_id=row.id, at=now, officer_id=clerk.id, after=after, remark=remark
    )
    session.add(event)
    note(session, clerk, now, f"delivery.{after}", row.case.number or "")
