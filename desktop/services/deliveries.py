"""The delivery panel: what is on its way over all modes, what somebody must act on, timelines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select, text, tuple_, union, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from db.models import Case, Delivery, DeliveryEvent, Parcel
from desktop.domain.cases import MOVES, CaseState, moved
from desktop.domain.deliveries import (
    FINISHED,
    Attention,
    DeliveryState,
    Source,
    allowed,
    case_moves,
    redirectable,
)
from desktop.domain.identity import mask_phone, normalise
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.texts import plain
from desktop.domain.watch import LOUDNESS, overdue
from desktop.services.slips import PAGE, Cursor

READY = (CaseState.CERTIFICATE_MADE, CaseState.RETURNED)
"""Case states in which there is something to hand over."""

BOUND = 500
"""How many cases or parcels a typed text may mean at most."""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One parcel or hand-over; `attention` says why somebody has to act now."""

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
    attention: Attention
    choices: tuple[DeliveryState, ...]
    version: int
    shelf: str = ""
    raw: str = ""
    parcels: int = 0
    at_station: bool = False
    ways: tuple[Fulfilment, ...] = ()

    @property
    def exception(self) -> bool:
        """Whether somebody has to act."""
        return self.attention is not Attention.NONE


@dataclass(frozen=True, slots=True)
class DeliveryStep:
    """One step of a delivery: when, who, where to, remark, and the carrier's own word."""

    at: datetime
    officer: str
    after: DeliveryState
    remark: str
    source: Source = Source.DESK
    raw: str = ""
    because: str = ""
    handing: str = ""
    place: str = ""
    waybill: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """What of the panel is shown; empty shows everything that is not delivered.

    `text` is the beginning of a name or of a waybill number; `day` that of the last step.
    """

    mode: Fulfilment | None = None
    state: DeliveryState | None = None
    delivered: bool = False
    attention: Attention | None = None
    day: date | None = None
    text: str = ""


def panel(
    session: Session,
    clerk: Clerk,
    now: datetime,
    shown: DeliveryFilter,
    after: Cursor | None = None,
) -> tuple[DeliveryRow, ...]:
    """A page of deliveries, those changed last first.

    Each state is read from its own end of an index and the ends are merged, so that a page costs
    the same however many deliveries there are.
    """
    need(clerk, Right.SERVE)
    branches = [_branch(state, now, shown, after) for state in _states(shown)]
    found = union_all(*(select(branch.subquery()) for branch in branches)).subquery()
    ids = select(found.c.id).order_by(found.c.updated_at.desc(), found.c.id.desc()).limit(PAGE)
    return _rows(session, now, session.scalars(ids).all())


def _states(shown: DeliveryFilter) -> tuple[DeliveryState, ...]:
    if shown.state is not None:
        return (shown.state,)
    return tuple(s for s in DeliveryState if shown.delivered or s not in FINISHED)


def _branch(
    state: DeliveryState, now: datetime, shown: DeliveryFilter, after: Cursor | None
) -> Select[int, datetime]:
    """The latest of one state, not more than a page of them."""
    rows = select(Delivery.id, Delivery.updated_at).where(Delivery.state == state)
    if shown.mode is not None:
        rows = rows.where(Delivery.mode == shown.mode)
    if shown.attention is not None:
        rows = rows.where(Delivery.id.in_(_wanting(shown.attention, now)))
    if shown.day is not None:
        begin = datetime.combine(shown.day, time(), now.tzinfo)
        rows = rows.where(Delivery.updated_at.between(begin, begin + timedelta(days=1)))
    if plain(shown.text):
        rows = rows.where(Delivery.id.in_(_meant(plain(shown.text))))
    if after is not None:
        rows = rows.where(tuple_(Delivery.updated_at, Delivery.id) < (after.at, after.id))
    return rows.order_by(Delivery.updated_at.desc(), Delivery.id.desc()).limit(PAGE)


def _meant(text: str) -> Select[int]:
    """Deliveries whose applicant's name or whose parcel's number begins with a text."""
    number = normalise(text)
    named = (
        select(Delivery.id)
        .join(Case, Case.id == Delivery.case_id)
        .where(Case.name >= text, Case.name < text + chr(0x10FFFF))
        .limit(BOUND)
        .subquery()
    )
    borne = (
        select(Parcel.delivery_id)
        .where(Parcel.waybill >= number, Parcel.waybill < number + chr(0x10FFFF))
        .limit(BOUND if number else 0)
        .subquery()
    )
    both = union(select(named.c.id), select(borne.c.delivery_id)).subquery()
    return select(both.c.id)


def _wanting(attention: Attention, now: datetime) -> Select[int]:
    """Deliveries that want somebody for one reason: written down, or by an alarm now due."""
    waiting = (Delivery.state == DeliveryState.PICKED_UP) & (func.coalesce(Parcel.raw, "") == "")
    due = (
        select(Delivery.id)
        .join(Parcel, Parcel.waybill == Delivery.waybill, isouter=True)
        .where(Delivery.alarm_at < now)
    )
    match attention:
        case Attention.NOT_COLLECTED:
            return due.where(waiting)
        case Attention.SILENT:
            return due.where(~waiting)
        case _:
            return select(Delivery.id).where(_WANTED, Delivery.attention == attention)


_WANTED = text("delivery.attention != ''")
"""Written as it stands in the index, so that only those few rows are looked at."""


def exceptions(session: Session, clerk: Clerk, now: datetime) -> tuple[DeliveryRow, ...]:
    """What somebody has to act on, the most pressing first, then the oldest; a page of it."""
    need(clerk, Right.SERVE)
    ids: list[int] = []
    for attention in LOUDNESS:
        rows = select(Delivery.id).where(Delivery.id.in_(_wanting(attention, now)))
        oldest = rows.order_by(Delivery.updated_at, Delivery.id).limit(PAGE - len(ids))
        ids.extend(session.scalars(oldest))
    return _rows(session, now, ids)


def counts(session: Session, clerk: Clerk, now: datetime) -> dict[Attention, int]:
    """How many deliveries want somebody, reason by reason; reasons without any are left out."""
    need(clerk, Right.SERVE)
    found = {
        attention: session.scalar(
            select(func.count()).select_from(_wanting(attention, now).subquery())
        )
        for attention in LOUDNESS
    }
    return {attention: count for attention, count in found.items() if count}


def one(session: Session, clerk: Clerk, now: datetime, delivery: int) -> DeliveryRow:
    """One delivery as lists show it."""
    need(clerk, Right.SERVE)
    return _rows(session, now, [session.get_one(Delivery, delivery).id])[0]


def _rows(session: Session, now: datetime, ids: Sequence[int]) -> tuple[DeliveryRow, ...]:
    """Deliveries in the order that was asked."""
    rows = session.scalars(
        select(Delivery)
        .where(Delivery.id.in_(ids))
        .options(joinedload(Delivery.case).selectinload(Case.items), selectinload(Delivery.parcels))
    )
    known = {row.id: _row(row, now) for row in rows}
    return tuple(known[each] for each in ids)


def _row(row: Delivery, now: datetime) -> DeliveryRow:
    last = row.parcels[-1] if row.parcels else None
    raw = "" if last is None else last.raw
    alarmed = row.alarm_at is not None and row.alarm_at < now
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
        attention=overdue(row.state, bool(raw)) if alarmed else row.attention,
        choices=choices(row),
        version=row.version,
        shelf=row.shelf,
        raw=raw,
        parcels=len(row.parcels),
        at_station=at_station(row),
        ways=ways(row),
    )


def at_station(row: Delivery) -> bool:
    """Whether the result lies at the window, so that it is handed over there."""
    return row.case.state in (*READY, CaseState.AWAITING_PICKUP)


def ways(row: Delivery) -> tuple[Fulfilment, ...]:
    """The ways that may still be chosen for a result: those of one that is not posted."""
    if row.case.state is CaseState.POSTED:
        return ()
    return redirectable(row.mode, row.state)


def choices(row: Delivery) -> tuple[DeliveryState, ...]:
    """The steps that are open to a delivery now, its case with it."""
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
    """The timeline of one delivery over all its parcels, the latest first."""
    need(clerk, Right.SERVE)
    happened = func.coalesce(DeliveryEvent.happened_at, DeliveryEvent.at)
    rows = session.execute(
        select(DeliveryEvent, Parcel.waybill)
        .join(Parcel, Parcel.id == DeliveryEvent.parcel_id, isouter=True)
        .where(DeliveryEvent.delivery_id == delivery)
        .options(joinedload(DeliveryEvent.officer))
        .order_by(happened.desc(), DeliveryEvent.id.desc())
    )
    return tuple(_step(event, waybill) for event, waybill in rows)


def _step(event: DeliveryEvent, waybill: str | None) -> DeliveryStep:
    return DeliveryStep(
        at=event.happened_at or event.at,
        officer=event.officer.name if event.officer else "",
        after=event.after,
        remark=event.remark,
        source=event.source,
        raw=event.raw,
        because=event.because,
        handing=event.handing,
        place=event.place,
        waybill=waybill or "",
    )
