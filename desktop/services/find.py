"""The one search box: people, case numbers, slip numbers, waybills."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from db.models import Case, Delivery, Slip
from desktop.domain.identity import lookup_form, normalise
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.texts import plain

LONGEST = 60
"""No number and no name that is looked for is longer."""


class FoundBy(StrEnum):
    """What of a case fitted."""

    SLIP = "slip"
    CASE = "case"
    WAYBILL = "waybill"
    IDENTITY = "identity"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Found:
    """One case that fits, and by what."""

    case: int
    case_number: str
    name: str
    items: tuple[str, ...]
    by: FoundBy
    slip: int | None = None
    slip_number: str = ""


def find(session: Session, clerk: Clerk, text: str, limit: int = 8) -> tuple[Found, ...]:
    """Cases by exact number (slip, case, waybill, identity) or by the beginning of a name.

    Every sign stands for itself; only the first 60 characters count. Never raises for a text.
    """
    need(clerk, Right.SERVE)
    typed = plain(text[:LONGEST])
    if len(typed) < 2 and typed.isascii():
        return ()
    return _by_slip(session, typed) or _by_case(session, typed, limit)


def _by_slip(session: Session, typed: str) -> tuple[Found, ...]:
    slip = session.scalar(select(Slip).where(Slip.number.in_([typed, normalise(typed)])))
    if slip is None:
        return ()
    return (_found(slip.case, FoundBy.SLIP, slip),)


def _by_case(session: Session, typed: str, limit: int) -> tuple[Found, ...]:
    number = normalise(typed) or typed  # signs alone are no number, and never the empty one
    old = lookup_form(typed)
    for by, condition in (
        (FoundBy.CASE, Case.number.in_([typed, number])),
        (FoundBy.WAYBILL, Case.delivery.has(Delivery.waybill == number)),
        (FoundBy.IDENTITY, Case.id_number.in_([number, old or number])),
        (FoundBy.NAME, or_(_starts(Case.name, typed), _starts(Case.initials, typed.lower()))),
    ):
        rows = session.scalars(
            select(Case)
            .where(condition)
            .options(selectinload(Case.items), selectinload(Case.slips))
            .order_by(Case.received_at.desc())
            .limit(limit)
        ).all()
        if rows:
            return tuple(_found(row, by, row.slips[-1] if row.slips else None) for row in rows)
    return ()


def _starts(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Whether a column begins with a text, by a range that its index serves."""
    return (column >= text) & (column < text + "\U0010ffff")


def _found(case: Case, by: FoundBy, slip: Slip | None) -> Found:
    return Found(
        case=case.id,
        case_number=case.number or "",
        name=case.name,
        items=tuple(item.name for item in case.items),
        by=by,
        slip=slip.id if slip else None,
        slip_number=slip.number if slip else "",
    )
