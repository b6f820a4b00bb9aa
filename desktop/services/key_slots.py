"""Who holds a way to the key of the records."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Officer, Station
from db.store import store_of
from desktop.domain.officers import Clerk, Right, Role, need


@dataclass(frozen=True, slots=True)
class Holder:
    """An account, and whether its password opens the records."""

    number: str
    name: str
    role: Role
    active: bool
    slot: bool


@dataclass(frozen=True, slots=True)
class Holders:
    """Everybody with a way in; `recovery` is the code in the safe."""

    rows: tuple[Holder, ...]
    recovery: bool
    encrypted: bool


def holders(session: Session, clerk: Clerk) -> Holders:
    """Whose password opens the records, and whether a recovery code does."""
    need(clerk, Right.MANAGE)
    rows = session.scalars(select(Officer).order_by(Officer.number))
    found = tuple(Holder(r.number, r.name, r.role, r.active, r.slot is not None) for r in rows)
    station = session.get(Station, 1)
    recovery = station is not None and station.recovery is not None
    return Holders(found, recovery, store_of(session).key is not None)
