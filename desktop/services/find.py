"""The one search box: people, phones, numbers of cases, slips, papers and parcels.

Each question is a short walk along one index, however many cases there are: what fits exactly
comes first and of it the newest, then what begins so in the index's order.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.models import Case, CasePaper, Delivery, Parcel, Slip
from desktop.domain.identity import lookup_form, normalise
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.texts import plain
from desktop.services.case_lists import items_of

LONGEST = 60
"""No number and no name that is looked for is longer."""

TAIL = re.compile("[0-9]{3}[0-9X]")
PHONE = re.compile("[0-9]{5,12}")


class FoundBy(StrEnum):
    """What of a case fitted."""

    SLIP = "slip"
    PAPER = "paper"
    CASE = "case"
    WAYBILL = "waybill"
    IDENTITY = "identity"
    TAIL = "tail"
    PHONE = "phone"
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


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed, as a text and as a number; signs alone are no number, never the empty one."""

    text: str
    number: str
    limit: int


def find(session: Session, clerk: Clerk, text: str, limit: int = 8) -> tuple[Found, ...]:
    """Cases by an exact number, the last four of an identity number, or how phone or name begin.

    Every sign stands for itself; only the first 60 characters count. Never raises for a text.
    """
    need(clerk, Right.SERVE)
    typed = plain(text[:LONGEST])
    if len(typed) < 2 and typed.isascii():
        return ()
    asked = _Typed(typed, normalise(typed) or typed, limit)
    for by, way in _WAYS.items():
        keys = list(dict.fromkeys(islice(way(session, asked), limit)))
        if keys:
            slip = _slip_of(session, asked) if by is FoundBy.SLIP else None
            return _found(session, keys, by, slip)
    return ()


def _by_slip(session: Session, asked: _Typed) -> Iterator[int]:
    slip = _slip_of(session, asked)
    if slip is not None:
        yield slip[1]


def _slip_of(session: Session, asked: _Typed) -> tuple[int, int, str] | None:
    rows = select(Slip.id, Slip.case_id, Slip.number).where(
        Slip.number.in_([asked.text, asked.number])
    )
    row = session.execute(rows).first()
    return None if row is None else (row[0], row[1], row[2])


def _by_paper(session: Session, asked: _Typed) -> Iterator[int]:
    numbers = CasePaper.number.in_([asked.text, asked.number])
    rows = select(CasePaper.case_id).where(numbers)
    yield from (key for key in session.scalars(rows) if key is not None)


def _by_number(session: Session, asked: _Typed) -> Iterator[int]:
    yield from session.scalars(select(Case.id).where(Case.number.in_([asked.text, asked.number])))


def _by_waybill(session: Session, asked: _Typed) -> Iterator[int]:
    """The parcel on its way, and those that came back and were sent anew."""
    now = select(Delivery.case_id).where(Delivery.waybill == asked.number)
    yield from session.scalars(now)
    old = select(Delivery.case_id).join(Parcel, Parcel.delivery_id == Delivery.id)
    yield from session.scalars(old.where(Parcel.waybill == asked.number))


def _by_identity(session: Session, asked: _Typed) -> Iterator[int]:
    numbers = [asked.number, lookup_form(asked.text) or asked.number]
    yield from session.scalars(_newest(Case.id_number.in_(numbers), asked.limit))


def _by_tail(session: Session, asked: _Typed) -> Iterator[int]:
    if TAIL.fullmatch(asked.number):
        yield from session.scalars(_newest(Case.id_tail == asked.number, asked.limit))


def _by_phone(session: Session, asked: _Typed) -> Iterator[int]:
    if PHONE.fullmatch(asked.number):
        yield from _beginning(session, Case.phone, asked.number, asked.limit)


def _by_name(session: Session, asked: _Typed) -> Iterator[int]:
    yield from _beginning(session, Case.name, asked.text, asked.limit)
    yield from _beginning(session, Case.initials, asked.text.lower(), asked.limit)


_WAYS: dict[FoundBy, Callable[[Session, _Typed], Iterator[int]]] = {
    FoundBy.SLIP: _by_slip,
    FoundBy.PAPER: _by_paper,
    FoundBy.CASE: _by_number,
    FoundBy.WAYBILL: _by_waybill,
    FoundBy.IDENTITY: _by_identity,
    FoundBy.TAIL: _by_tail,
    FoundBy.PHONE: _by_phone,
    FoundBy.NAME: _by_name,
}


def _newest(condition: ColumnElement[bool], limit: int) -> Select[int]:
    return select(Case.id).where(condition).order_by(Case.id.desc()).limit(limit)


def _beginning(
    session: Session, column: InstrumentedAttribute[str], text: str, limit: int
) -> Iterator[int]:
    """Cases whose value begins with a text, value by value along the index, the newest of each.

    The value that is the text itself comes first.
    """
    value = session.scalar(_next(column, column >= text, text))
    while value is not None:
        yield from session.scalars(_newest(column == value, limit))
        value = session.scalar(_next(column, column > value, text))


def _next(column: InstrumentedAttribute[str], after: ColumnElement[bool], text: str) -> Select[str]:
    rows = select(column).where(after, column < text + "\U0010ffff")
    return rows.order_by(column).limit(1)


def _found(
    session: Session, keys: list[int], by: FoundBy, fitted: tuple[int, int, str] | None
) -> tuple[Found, ...]:
    items, slips = items_of(session, keys), _last_slips(session, keys)
    rows = select(Case.id, Case.number, Case.name).where(Case.id.in_(keys))
    known = {key: (number or "", name) for key, number, name in session.execute(rows)}
    if fitted is not None:
        slips[fitted[1]] = (fitted[0], fitted[2])
    return tuple(
        Found(key, *known[key], items.get(key, ()), by, *slips.get(key, (None, ""))) for key in keys
    )


def _last_slips(session: Session, keys: list[int]) -> dict[int, tuple[int, str]]:
    rows = select(Slip.case_id, Slip.id, Slip.number).where(Slip.case_id.in_(keys))
    found = session.execute(rows.order_by(Slip.case_id, Slip.notice))
    return {case: (slip, number) for case, slip, number in found}
