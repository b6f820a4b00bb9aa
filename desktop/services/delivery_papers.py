"""The papers of a delivery: label, envelope, posting list, notice of collection, proof."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.models import Delivery, HandedOut, Parcel, Posting
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.identity import mask_phone
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.papers import PaperFacts, PaperKind, Signer, day_words
from desktop.domain.printing import Paper
from desktop.domain.slips import Signature
from desktop.domain.texts import plain
from desktop.domain.waybills import Carrier
from desktop.services.audit import note
from desktop.services.case_facts import facts_for, matter_at, paper_case
from desktop.services.papers import Press, issue, sheet

CARRIERS = {Carrier.EMS: "中国邮政速递物流（EMS）", Carrier.POST: "中国邮政"}
"""Carriers as papers name them."""

LISTED = 200
"""Most parcels on one posting list; a busier day has several."""


def collection(session: Session, clerk: Clerk, now: datetime, press: Press, row: Delivery) -> int:
    """Issue the paper with which a result is collected, in the act that keeps it ready."""
    told = facts_for(press, row.case, PaperKind.COLLECTION, now)
    values = {**told.values, "from_day": day_words(now.date()), "shelf": row.shelf}
    return issue(session, clerk, now, press, replace(told, values=values), row.case).id


def proof(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    row: Delivery,
    handed: HandedOut,
    signature: Signature | None,
) -> int:
    """Issue the proof of delivery (送达回证); a signature given on screen stands on it."""
    facts = PaperFacts(
        PaperKind.DELIVERY_PROOF,
        paper_case(row.case, matter_at(press, row.case, now.date()), now),
        values=_proof_values(now, row, handed),
        signatures={} if signature is None else {Signer.RECEIVER: signature},
    )
    return issue(session, clerk, now, press, facts, row.case).id


def _proof_values(now: datetime, row: Delivery, handed: HandedOut) -> dict[str, str]:
    door = handed.mode is Fulfilment.DOOR
    substitute = handed.relation != SELF
    return {
        "document": "、".join(item.name for item in row.case.items),
        "document_number": row.case.number or "",
        "mode": "direct",
        "place": row.address if door else "",
        "delivered_at": f"{day_words(now.date())} {now:%H:%M}",
        "deliverers": "、".join(handed.officers),
        "receiver": "" if substitute else handed.receiver,
        "substitute": handed.receiver if substitute else "",
        "relation": handed.relation if substitute else "",
        "substitute_reason": handed.reason if substitute else "",
        "waybill": "",
    }


SELF = "self"
"""The relation of a receiver who is the addressee."""


def address_sheet(
    session: Session, clerk: Clerk, now: datetime, press: Press, delivery: int, kind: PaperKind
) -> Paper:
    """A label or an envelope: whole phone and address, and nothing of what is inside."""
    need(clerk, Right.SERVE)
    row = session.get_one(Delivery, delivery)
    if not (plain(row.recipient) and plain(row.address)):
        raise Refusal(Trouble.FIELD_EMPTY, field="address")
    values = {
        "recipient": row.recipient,
        "phone": row.phone,
        "address": row.address,
        "postcode": "",
        "sender_address": "",
        "waybill": row.waybill or "",
    }
    note(session, clerk, now, "delivery.address", row.case.number or "", kind=kind)
    return sheet(session, clerk, now, press, PaperFacts(kind, values=values))


@dataclass(frozen=True, slots=True)
class PostedRow:
    """A parcel of a day; `listed` says that it stands on a list already."""

    id: int
    delivery: int
    waybill: str
    recipient: str
    case_number: str
    carrier: Carrier
    posted_at: datetime
    listed: bool


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A posting list: its paper, the courier, and when the courier signed."""

    id: int
    paper: int
    number: str
    courier: str
    parcels: int
    made_at: datetime
    signed_at: datetime | None


def posted_on(session: Session, clerk: Clerk, now: datetime, day: date) -> tuple[PostedRow, ...]:
    """The parcels posted on a day, in order."""
    need(clerk, Right.SERVE)
    return tuple(
        PostedRow(
            parcel.id,
            parcel.delivery_id,
            parcel.waybill,
            parcel.delivery.recipient,
            parcel.delivery.case.number or "",
            Carrier(parcel.carrier),
            parcel.posted_at,
            parcel.posting_id is not None,
        )
        for parcel in _of_day(session, now, day)
    )


def _of_day(session: Session, now: datetime, day: date) -> Sequence[Parcel]:
    begin = datetime.combine(day, time(), now.tzinfo)
    rows = (
        select(Parcel)
        .where(Parcel.posted_at >= begin, Parcel.posted_at < begin + timedelta(days=1))
        .options(joinedload(Parcel.delivery).joinedload(Delivery.case))
        .order_by(Parcel.posted_at, Parcel.id)
    )
    return session.scalars(rows).all()


def posting_list(
    session: Session, clerk: Clerk, now: datetime, press: Press, day: date
) -> tuple[PostingRow, ...]:
    """Make the lists of what a day's couriers take and sign for, one a carrier.

    Parcels that stand on a list already are left out; raises Refusal where none is left.
    """
    need(clerk, Right.SERVE)
    rest = [parcel for parcel in _of_day(session, now, day) if parcel.posting_id is None]
    if not rest:
        raise Refusal(Trouble.NOT_FOUND)
    parts = (
        mine[start : start + LISTED]
        for carrier in Carrier
        for mine in [[parcel for parcel in rest if parcel.carrier == carrier]]
        for start in range(0, len(mine), LISTED)
    )
    return tuple(_list(session, clerk, now, press, day, part) for part in parts)


def _list(
    session: Session, clerk: Clerk, now: datetime, press: Press, day: date, parcels: list[Parcel]
) -> PostingRow:
    courier = CARRIERS[Carrier(parcels[0].carrier)]
    facts = PaperFacts(
        PaperKind.POSTING,
        values={"courier": courier, "day": day_words(day)},
        rows=tuple(_line(parcel) for parcel in parcels),
    )
    paper = issue(session, clerk, now, press, facts)
    row = Posting(
        paper_id=paper.id, day=day, made_at=now, officer_id=clerk.id, courier=courier,
        signed_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for parcel in parcels:
        parcel.posting_id = row.id
    note(session, clerk, now, "posting.list", paper.number, parcels=len(parcels))
    return PostingRow(row.id, paper.id, paper.number, courier, len(parcels), now, None)


def _line(parcel: Parcel) -> dict[str, str]:
    row = parcel.delivery
    return {
        "waybill": parcel.waybill,
        "recipient": row.recipient,
        "phone": mask_phone(row.phone),
        "place": row.address[:PLACE],
        "case": row.case.number or "",
        "remark": "",
    }


PLACE = 12
"""How much of an address a posting list tells: where to, not which door."""


def signed_for(session: Session, clerk: Clerk, now: datetime, posting: int) -> None:
    """The courier signed a posting list; said twice, said once."""
    need(clerk, Right.SERVE)
    row = session.get_one(Posting, posting)
    if row.signed_at is None:
        row.signed_at = row.paper.signed_at = now
        note(session, clerk, now, "posting.signed", row.paper.number)


def postings(session: Session, clerk: Clerk, day: date) -> tuple[PostingRow, ...]:
    """The posting lists of a day."""
    need(clerk, Right.SERVE)
    rows = session.scalars(
        select(Posting)
        .where(Posting.day == day)
        .order_by(Posting.id)
        .options(joinedload(Posting.paper))
    ).all()
    return tuple(
        PostingRow(
            row.id, row.paper_id, row.paper.number, row.courier,
            len(session.scalars(select(Parcel.id).where(Parcel.posting_id == row.id)).all()),
            row.made_at, row.signed_at,
        )
        for row in rows
    )  # fmt: skip
