"""The station's account with kuaidi100, and which parcels may be asked for now; off by default."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from db.models import Delivery, Parcel, Station
from desktop.domain.deliveries import Source
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.tracking import TrackEvent
from desktop.services.audit import note
from desktop.services.kuaidi import EVERY, KuaidiAccount, check_address
from desktop.services.statuses import Came, Summary, apply, of_events

AT_ONCE = 20
"""Parcels that are asked for in one round."""


@dataclass(frozen=True, slots=True)
class CarrierSetting:
    """How the station asks its carrier; empty and off until somebody fills it in."""

    url: str = ""
    customer: str = ""
    key: str = field(default="", repr=False)
    on: bool = False

    @property
    def account(self) -> KuaidiAccount:
        """The account as the client wants it."""
        return KuaidiAccount(self.url, self.customer, self.key)


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """The setting as a screen shows it: that there is a key, not which."""

    url: str
    customer: str
    has_key: bool
    on: bool


@dataclass(frozen=True, slots=True)
class DueParcel:
    """A parcel that may be asked for; `phone` are four digits, where the carrier wants them."""

    id: int
    waybill: str
    carrier: str
    phone: str


def shown(session: Session, clerk: Clerk) -> ShownSetting:
    """The station's setting, its key left out."""
    need(clerk, Right.MANAGE)
    found = _setting(session)
    return ShownSetting(found.url, found.customer, bool(found.key), found.on)


def _setting(session: Session) -> CarrierSetting:
    row = session.get(Station, 1)
    kept: dict[str, Any] = (row.carrier if row is not None else None) or {}
    return CarrierSetting(**kept)


def change(session: Session, clerk: Clerk, now: datetime, setting: CarrierSetting) -> None:
    """Change the account; an empty key keeps the one that is stored. The chain never has the key.

    Raises Refusal for an address that may not be asked, and where something is missing to be on.
    """
    need(clerk, Right.MANAGE)
    key = setting.key.strip() or _setting(session).key
    kept = {
        "url": setting.url.strip(),
        "customer": setting.customer.strip(),
        "key": key,
        "on": setting.on,
    }
    if kept["url"]:
        check_address(str(kept["url"]))
    empty = next((name for name in ("url", "customer", "key") if setting.on and not kept[name]), "")
    if empty:
        raise Refusal(Trouble.FIELD_EMPTY, field=empty)
    session.get_one(Station, 1).carrier = kept
    note(session, clerk, now, "carrier.change", "", on=setting.on, url=kept["url"])


@dataclass(frozen=True, slots=True)
class Round:
    """What a round of asking works with."""

    account: KuaidiAccount
    parcels: tuple[DueParcel, ...]


def due_parcels(
    session: Session, clerk: Clerk, now: datetime, limit: int = AT_ONCE
) -> Round | None:
    """The parcels on their way that may be asked for now, those asked longest ago first.

    None where asking is switched off. A number rests for half an hour (`kuaidi.EVERY`).
    """
    need(clerk, Right.SERVE)
    setting = _setting(session)
    if not setting.on:
        return None
    rested = or_(
        Parcel.asked_at.is_(None), Parcel.asked_at <= now - EVERY, Parcel.asked_at > now + EVERY
    )
    rows = session.execute(
        select(Parcel.id, Parcel.waybill, Parcel.carrier, Delivery.phone)
        .join(Delivery, Delivery.id == Parcel.delivery_id)
        .where(Parcel.ended_at.is_(None), rested)
        .order_by(Parcel.asked_at.nulls_first())
        .limit(limit)
    )
    due = tuple(DueParcel(key, number, carrier, phone[-4:]) for key, number, carrier, phone in rows)
    return Round(setting.account, due)


def asking(session: Session, clerk: Clerk, now: datetime, limit: int = AT_ONCE) -> Round | None:
    """Take the parcels that are due and write down that they are asked for, before they are.

    So no number is asked twice within its rest, whatever becomes of the answer.
    """
    need(clerk, Right.SERVE)
    found = due_parcels(session, clerk, now, limit)
    if found is not None and found.parcels:
        ids = [parcel.id for parcel in found.parcels]
        session.execute(update(Parcel).where(Parcel.id.in_(ids)).values(asked_at=now))
    return found


def asked(session: Session, clerk: Clerk, now: datetime, events: Sequence[TrackEvent]) -> Summary:
    """Store what the carrier answered."""
    need(clerk, Right.SERVE)
    return apply(session, clerk, now, of_events(events), Came(Source.CARRIER))
