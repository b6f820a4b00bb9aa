"""Steps of a delivery at the desk: posted, posted again, kept, sent elsewhere, looked into."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Case, CaseItem, Delivery, DeliveryEvent, Edition, Parcel
from desktop.domain.cases import CaseState
from desktop.domain.deliveries import (
    NEEDS_REASON,
    DeliveryChoice,
    DeliveryState,
    Noted,
    case_moves,
)
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.texts import plain
from desktop.domain.tracking import Because, Handing
from desktop.domain.watch import IDENTITY_THEMES, LOOKED_INTO, Told, Watch, settled, watched
from desktop.domain.waybills import Verdict, WaybillCheck, carrier_of, check_waybill
from desktop.services.audit import note
from desktop.services.deliveries import at_station, choices, one, ways
from desktop.services.looks import Look, looked
from desktop.services.meanwhile import changed
from desktop.services.moves import apply_move

SHELF = 40
"""Longest name of a place on a shelf."""


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a step: the words, why, where it was left, since when it has been so.

    `handed` is what we saw ourselves, so that it raises no alarm as a carrier's `handing` does.
    """

    remark: str = ""
    because: Because | None = None
    noted: Noted | None = None
    handing: Handing | None = None
    handed: Handing | None = None
    since: datetime | None = None


def opened(session: Session, delivery: int, version: int) -> Delivery:
    """A delivery that is to be changed; raises Refusal where somebody was faster."""
    row = session.get_one(Delivery, delivery)
    if row.version != version:
        raise changed(session, row.case)
    return row


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

    What came back is posted again under another number; the first parcel stays in the timeline.
    Raises Refusal for an invalid number and for one that any parcel bears or bore.
    """
    need(clerk, Right.SERVE)
    check = check_waybill(waybill, prefixes)
    if check.verdict is Verdict.INVALID:
        raise Refusal(Trouble.WAYBILL_INVALID, field="waybill", reason=check.reason)
    if session.scalar(select(Parcel.id).where(Parcel.waybill == check.number)) is not None:
        raise Refusal(Trouble.WAYBILL_TAKEN, field="waybill", number=check.number)
    row = opened(session, delivery, version)
    if row.mode is not Fulfilment.COURIER or DeliveryState.PICKED_UP not in choices(row):
        raise Refusal(Trouble.ILLEGAL_MOVE)
    _end(row, now)
    row.parcels.append(_parcel(now, check.number))
    row.waybill = check.number
    session.flush()
    advance(session, clerk, now, row, DeliveryState.PICKED_UP, Said(check.number))
    return check


def _parcel(now: datetime, waybill: str) -> Parcel:
    return Parcel(
        waybill=waybill,
        carrier=carrier_of(waybill),
        state=DeliveryState.PICKED_UP,
        raw="",
        posted_at=now,
        last_at=now,
    )


def _end(row: Delivery, now: datetime) -> None:
    for parcel in row.parcels:
        parcel.ended_at = parcel.ended_at or now


def step(
    session: Session,
    clerk: Clerk,
    now: datetime,
    delivery: int,
    version: int,
    after: DeliveryState,
    remark: str = "",
) -> None:
    """Take a delivery one legal step on; the case follows in the same act.

    What is handed over here or at the door is not a mere step: services.handing says to whom.
    """
    need(clerk, Right.SERVE)
    row = opened(session, delivery, version)
    if after is DeliveryState.PICKED_UP and row.mode is Fulfilment.COURIER:
        raise Refusal(Trouble.WAYBILL_INVALID, field="waybill", reason="empty")
    if after in NEEDS_REASON and not plain(remark):
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    if after in choices(row) and _from_hand_to_hand(row, after):
        raise Refusal(Trouble.HANDS_UNKNOWN)
    locker = after is DeliveryState.READY_FOR_PICKUP and not at_station(row)
    handing = Handing.AT_LOCKER if locker else None
    advance(session, clerk, now, row, after, Said(plain(remark), handing=handing))


def _from_hand_to_hand(row: Delivery, after: DeliveryState) -> bool:
    """Whether a step is one that only `services.handing` makes."""
    if after is DeliveryState.DELIVERED:
        return row.case.state is not CaseState.POSTED
    return row.mode is Fulfilment.DOOR and after is not DeliveryState.READY_FOR_PICKUP


def offer(
    session: Session, clerk: Clerk, now: datetime, delivery: int, version: int, shelf: str
) -> None:
    """Keep a result at the window for pick-up, at a named place; or put it at another place."""
    need(clerk, Right.SERVE)
    row = opened(session, delivery, version)
    place = plain(shelf)[:SHELF]
    if not place:
        raise Refusal(Trouble.FIELD_EMPTY, field="shelf")
    row.shelf = place
    if row.state is DeliveryState.READY_FOR_PICKUP and at_station(row):
        note(session, clerk, now, "delivery.shelf", row.case.number or "")
        return
    if row.case.state is CaseState.POSTED:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    advance(session, clerk, now, row, DeliveryState.READY_FOR_PICKUP, Said(place))


def redirect(
    session: Session,
    clerk: Clerk,
    now: datetime,
    delivery: int,
    version: int,
    choice: DeliveryChoice,
) -> None:
    """Send a result another way or elsewhere, as the citizen asked; only while it lies here.

    Raises Refusal for a way that is not open, an empty recipient or address, and for a courier
    without the recipient's phone or consent.
    """
    need(clerk, Right.SERVE)
    row = opened(session, delivery, version)
    mode = choice.mode or row.mode
    if mode not in ways(row):
        raise Refusal(Trouble.ILLEGAL_MOVE)
    told = replace(
        choice,
        recipient=plain(choice.recipient),
        phone=plain(choice.phone),
        address=plain(choice.address),
    )
    _check(mode, told)
    row.mode, row.recipient, row.phone, row.address = mode, told.recipient, told.phone, told.address
    row.consent = told.consent if mode is Fulfilment.COURIER else row.consent
    row.updated_at = now
    _write(session, clerk, now, row, Said(told.address, noted=Noted.REDIRECTED))
    note(session, clerk, now, "delivery.redirect", row.case.number or "", mode=mode)


def address(session: Session, clerk: Clerk, now: datetime, delivery: int) -> DeliveryChoice:
    """Where a result goes, unmasked, for somebody who changes it; the look is written down."""
    need(clerk, Right.SERVE)
    row = session.get_one(Delivery, delivery)
    looked(session, clerk, now, Look.REVEAL, row.case_id, again=timedelta())
    return DeliveryChoice(row.mode, row.recipient, row.phone, row.address, consent=row.consent)


def _check(mode: Fulfilment, told: DeliveryChoice) -> None:
    wanted = {"recipient": told.recipient}
    if mode is not Fulfilment.PICKUP:
        wanted |= {"phone": told.phone, "address": told.address}
    for name, value in wanted.items():
        if not value:
            raise Refusal(Trouble.FIELD_EMPTY, field=name)
    if mode is Fulfilment.COURIER and not told.consent:
        raise Refusal(Trouble.CONSENT_MISSING, field="consent")


def look_into(
    session: Session, clerk: Clerk, now: datetime, delivery: int, version: int, remark: str
) -> None:
    """Write down what asking found about an exception; it is quiet until the carrier is silent."""
    need(clerk, Right.SERVE)
    row = opened(session, delivery, version)
    words = plain(remark)
    if not words:
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    back = row.state is DeliveryState.DELIVERED  # it is told to come back all the same
    if one(session, clerk, now, delivery).attention not in LOOKED_INTO and not back:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    put(row, settled(row.state, now), now)
    _write(session, clerk, now, row, Said(words, noted=Noted.LOOKED_INTO))
    note(session, clerk, now, "delivery.looked_into", row.case.number or "")


def put(row: Delivery, watch: Watch, now: datetime) -> None:
    """State, attention and alarm, always together."""
    row.state, row.attention, row.alarm_at = watch.state, watch.attention, watch.alarm_at
    row.updated_at = now


def advance(
    session: Session, clerk: Clerk, now: datetime, row: Delivery, after: DeliveryState, said: Said
) -> None:
    """Make a step that the table allows: delivery, parcel, case, timeline and chain at once."""
    if after not in choices(row):
        raise Refusal(Trouble.ILLEGAL_MOVE)
    reason = said.remark if after in NEEDS_REASON else ""
    for move in case_moves(row.mode, row.state, after):
        apply_move(session, clerk, now, row.case, move, reason)
    locked = said.handing is Handing.AT_LOCKER
    identity = locked and bool(with_identity(session, [row.case_id]))
    told = Told(after, said.because, said.handing, identity=identity)
    put(row, watched(told, said.since or now), now)
    _follow(row, now, locked=locked)
    _write(session, clerk, now, row, said)
    note(session, clerk, now, f"delivery.{after}", row.case.number or "")


def _follow(row: Delivery, now: datetime, *, locked: bool) -> None:
    """The parcel under way follows; it has ended where its contents are handed over or here."""
    for parcel in row.parcels:
        if parcel.ended_at is None:
            parcel.state = row.state
            parcel.last_at = now
            kept = row.state is DeliveryState.READY_FOR_PICKUP and not locked
            if kept or row.state is DeliveryState.DELIVERED:
                parcel.ended_at = now


def _write(session: Session, clerk: Clerk, now: datetime, row: Delivery, said: Said) -> None:
    session.add(
        DeliveryEvent(
            delivery_id=row.id,
            parcel_id=row.parcels[-1].id if row.parcels else None,
            at=now,
            officer_id=clerk.id,
            after=row.state,
            because=said.because or said.noted or "",
            handing=said.handing or said.handed or "",
            remark=said.remark,
        )
    )


def with_identity(session: Session, cases: Collection[int]) -> frozenset[int]:
    """Those of some cases whose result is an identity document, by their catalogue's themes."""
    rows = session.execute(
        select(CaseItem.case_id, CaseItem.item, Case.edition_id)
        .join(Case, Case.id == CaseItem.case_id)
        .where(CaseItem.case_id.in_(cases))
    ).all()
    editions = {edition: _identity_items(session, edition) for edition in {r[2] for r in rows}}
    return frozenset(case for case, item, edition in rows if item in editions[edition])


def _identity_items(session: Session, edition: int) -> frozenset[str]:
    """Ids of the items of an edition under the themes of identity documents."""
    content = session.scalars(select(Edition.content).where(Edition.id == edition)).one()
    items = (part for name, part in content.items() if name.startswith("items/"))
    return frozenset(each["id"] for each in items if each["theme"] in IDENTITY_THEMES)
