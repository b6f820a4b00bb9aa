"""The supervisor's daily list (台账): every visit, case, parcel and question of a day or range."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any, TypeVarTuple

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from db.models import Case, CaseFlag, CaseItem, Delivery, Parcel, Slip
from desktop.domain.cases import CaseState
from desktop.domain.deliveries import DeliveryState
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.progress import Progress
from desktop.domain.slips import Stub
from desktop.services import enquiries
from desktop.services.audit import note
from desktop.services.days import within
from desktop.services.enquiries import EnquiryFilter, EnquiryRow
from desktop.services.looks import Look
from desktop.services.officers import Second, second_person
from desktop.services.slips import PAGE, Cursor

_Ts = TypeVarTuple("_Ts")


class Listed(StrEnum):
    """What a list of days is about."""

    VISITS = "visits"
    CASES = "cases"
    PARCELS = "parcels"
    ENQUIRIES = "enquiries"


@dataclass(frozen=True, slots=True)
class DayFilter:
    """Which rows are listed; `zone` is the station's, in which days begin and end.

    Each list heeds what it has: parcels know no stub, questions neither flag nor state.
    """

    first: date
    last: date
    zone: tzinfo
    officer: int | None = None
    item: str | None = None
    flag: str | None = None
    state: CaseState | None = None
    stub: Stub | None = None
    window: str | None = None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit: the slip that was handed out and the case it belongs to."""

    id: int
    slip: int
    number: str
    case: int
    case_number: str
    at: datetime
    name: str
    items: tuple[str, ...]
    flags: tuple[str, ...]
    officer: str
    state: CaseState
    due: date | None
    stub: Stub
    notice: int
    voided: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case that came in on a day of the list."""

    id: int
    case: int
    case_number: str
    at: datetime
    name: str
    items: tuple[str, ...]
    flags: tuple[str, ...]
    officer: str
    state: CaseState
    due: date | None
    section: str


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """One parcel that was posted on a day of the list."""

    id: int
    case: int
    case_number: str
    at: datetime
    waybill: str
    carrier: str
    name: str
    items: tuple[str, ...]
    officer: str
    state: DeliveryState
    ended_at: datetime | None


Listing = (
    tuple[VisitRow, ...] | tuple[CaseRow, ...] | tuple[ParcelRow, ...] | tuple[EnquiryRow, ...]
)
"""A page of one of the lists."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures across the top of the list."""

    visits: int
    accepted: int
    notice_only: int
    not_accepted: int
    special: int
    stubs_missing: int


def visits(
    session: Session, clerk: Clerk, shown: DayFilter, after: Cursor | None = None, limit: int = PAGE
) -> tuple[VisitRow, ...]:
    """A page of visits, the newest first; officers without the right see their own."""
    need(clerk, Right.SERVE)
    rows = _filtered(select(Slip), clerk, shown).options(
        joinedload(Slip.case).selectinload(Case.items),
        joinedload(Slip.case).selectinload(Case.flags),
        joinedload(Slip.officer),
    )
    if after is not None:
        rows = rows.where(tuple_(Slip.issued_at, Slip.id) < (after.at, after.id))
    rows = rows.order_by(Slip.issued_at.desc(), Slip.id.desc()).limit(limit)
    return tuple(_row(slip) for slip in session.scalars(rows))


def page(
    session: Session,
    clerk: Clerk,
    what: Listed,
    shown: DayFilter,
    after: Cursor | None = None,
    limit: int = PAGE,
) -> Listing:
    """A page of one of the lists, the newest first; officers without the right see their own."""
    need(clerk, Right.SERVE)
    match what:
        case Listed.VISITS:
            return visits(session, clerk, shown, after, limit)
        case Listed.CASES:
            return cases(session, clerk, shown, after, limit)
        case Listed.PARCELS:
            return parcels(session, clerk, shown, after, limit)
        case Listed.ENQUIRIES:
            return enquiries.listed(session, clerk, _questions(shown), after, limit)


def _questions(shown: DayFilter) -> EnquiryFilter:
    return EnquiryFilter(
        shown.first, shown.last, shown.zone, shown.officer, shown.item, window=shown.window
    )


def cases(
    session: Session, clerk: Clerk, shown: DayFilter, after: Cursor | None = None, limit: int = PAGE
) -> tuple[CaseRow, ...]:
    """A page of cases that came in, the newest first."""
    need(clerk, Right.SERVE)
    rows = select(Case).where(within(Case.received_at, shown.first, shown.last, shown.zone))
    rows = _of_case(rows, clerk, shown).options(
        selectinload(Case.items), selectinload(Case.flags), joinedload(Case.officer)
    )
    if after is not None:
        rows = rows.where(tuple_(Case.received_at, Case.id) < (after.at, after.id))
    rows = rows.order_by(Case.received_at.desc(), Case.id.desc()).limit(limit)
    return tuple(_case(row) for row in session.scalars(rows))


def _case(row: Case) -> CaseRow:
    return CaseRow(
        id=row.id,
        case=row.id,
        case_number=row.number or "",
        at=row.received_at,
        name=row.organisation or row.name,
        items=tuple(item.name for item in row.items),
        flags=tuple(flag.label for flag in row.flags),
        officer=row.officer.name,
        state=row.state,
        due=row.due,
        section=row.section,
    )


def parcels(
    session: Session, clerk: Clerk, shown: DayFilter, after: Cursor | None = None, limit: int = PAGE
) -> tuple[ParcelRow, ...]:
    """A page of parcels that were posted, the newest first."""
    need(clerk, Right.SERVE)
    rows = (
        select(Parcel, Delivery)
        .join(Delivery, Delivery.id == Parcel.delivery_id)
        .join(Case, Case.id == Delivery.case_id)
        .where(within(Parcel.posted_at, shown.first, shown.last, shown.zone))
        .options(joinedload(Delivery.case).selectinload(Case.items))
        .options(joinedload(Delivery.case).joinedload(Case.officer))
    )
    rows = _of_case(rows, clerk, shown)
    if after is not None:
        rows = rows.where(tuple_(Parcel.posted_at, Parcel.id) < (after.at, after.id))
    rows = rows.order_by(Parcel.posted_at.desc(), Parcel.id.desc()).limit(limit)
    return tuple(_parcel(parcel, delivery) for parcel, delivery in session.execute(rows))


def _parcel(row: Parcel, delivery: Delivery) -> ParcelRow:
    case = delivery.case
    return ParcelRow(
        id=row.id,
        case=case.id,
        case_number=case.number or "",
        at=row.posted_at,
        waybill=row.waybill,
        carrier=row.carrier,
        name=delivery.recipient,
        items=tuple(item.name for item in case.items),
        officer=case.officer.name,
        state=row.state,
        ended_at=row.ended_at,
    )


def _of_case(rows: Select[*_Ts], clerk: Clerk, shown: DayFilter) -> Select[*_Ts]:
    """Only rows of the cases that the filter lets through."""
    officer = shown.officer if clerk.may(Right.SEE_ALL) else clerk.id
    if officer is not None:
        rows = rows.where(Case.officer_id == officer)
    if shown.item:
        rows = rows.where(Case.items.any(CaseItem.item == shown.item))
    if shown.flag:
        rows = rows.where(Case.flags.any(CaseFlag.flag == shown.flag))
    if shown.state is not None:
        rows = rows.where(Case.state == shown.state)
    return rows


def windows(session: Session, clerk: Clerk) -> tuple[str, ...]:
    """The windows where slips were handed out, one step along the index for each."""
    need(clerk, Right.SERVE)
    found, name = list[str](), ""
    while True:
        rows = select(Slip.window).where(Slip.window > name).order_by(Slip.window).limit(1)
        after = session.scalar(rows)
        if after is None:
            return tuple(found)
        found.append(name := after)


def _filtered(rows: Select[*_Ts], clerk: Clerk, shown: DayFilter) -> Select[*_Ts]:
    rows = rows.join(Slip.case)
    rows = rows.where(within(Slip.issued_at, shown.first, shown.last, shown.zone))
    officer = shown.officer if clerk.may(Right.SEE_ALL) else clerk.id
    if officer is not None:
        rows = rows.where(Slip.officer_id == officer)
    if shown.item:
        rows = rows.where(Case.items.any(CaseItem.item == shown.item))
    if shown.flag:
        rows = rows.where(Case.flags.any(CaseFlag.flag == shown.flag))
    if shown.state is not None:
        rows = rows.where(Case.state == shown.state)
    if shown.window is not None:
        rows = rows.where(Slip.window == shown.window)
    if shown.stub is not None:
        rows = rows.where(Slip.stub == shown.stub, Slip.voided_at.is_(None))
    return rows


def _row(slip: Slip) -> VisitRow:
    case = slip.case
    return VisitRow(
        id=slip.id,
        slip=slip.id,
        number=slip.number,
        case=case.id,
        case_number=case.number or "",
        at=slip.issued_at,
        name=case.name,
        items=tuple(item.name for item in case.items),
        flags=tuple(flag.label for flag in case.flags),
        officer=slip.officer.name,
        state=case.state,
        due=case.due,
        stub=slip.stub,
        notice=slip.notice,
        voided=slip.voided_at is not None,
    )


def counts(session: Session, clerk: Clerk, shown: DayFilter) -> Counts:
    """The figures over all visits the filter lets through."""
    need(clerk, Right.SERVE)
    states = select(Case.state, func.count(Slip.id)).select_from(Slip).group_by(Case.state)
    rows = session.execute(_filtered(states, clerk, shown))
    by_state = {state: count for state, count in rows}  # noqa: C416 - a Row is no pair for dict
    total = select(func.count(Slip.id))
    special = _filtered(total, clerk, shown).where(Case.flags.any())
    missing = _filtered(total, clerk, shown).where(
        Slip.stub == Stub.MISSING, Slip.voided_at.is_(None)
    )
    visits_all = sum(by_state.values())
    notice = by_state.get(CaseState.NOTICE_GIVEN, 0)
    declined = by_state.get(CaseState.NOT_ACCEPTED, 0)
    return Counts(
        visits=visits_all,
        accepted=visits_all - notice - declined,
        notice_only=notice,
        not_accepted=declined,
        special=session.scalar(special) or 0,
        stubs_missing=session.scalar(missing) or 0,
    )


AT_ONCE = 200
"""Rows that are fetched at a time where all of them are wanted."""

MANY = 100
"""From more persons than this on an export takes two persons (GB/T 35273-2020, 7.1)."""


def export(
    session: Session,
    clerk: Clerk,
    now: datetime,
    shown: DayFilter,
    second: Second | None = None,
    what: Listed = Listed.VISITS,
    progress: Progress | None = None,
) -> tuple[Any, ...]:
    """All rows the filter lets through, to leave the program; an act with a trace.

    `progress` is told how far it is and may stop it; then nothing is written down.
    """
    need(clerk, Right.SERVE)
    rows = tuple(every_row(session, clerk, what, shown, progress))
    persons = len({row.id if what is Listed.ENQUIRIES else row.case for row in rows})
    other = second_person(session, clerk, now, second) if persons > MANY else None
    by = "" if other is None else other.number
    note(session, clerk, now, Look.EXPORT, "daily", persons=persons, second=by, what=what)
    return rows


def every_row(
    session: Session,
    clerk: Clerk,
    what: Listed,
    shown: DayFilter,
    progress: Progress | None = None,
) -> Iterator[Any]:
    """All rows the filter lets through, fetched page by page."""
    after: Cursor | None = None
    while True:
        found = page(session, clerk, what, shown, after, limit=AT_ONCE)
        yield from found
        if progress is not None:
            progress.step(len(found))
        if len(found) < AT_ONCE:
            return
        last = found[-1]
        after = Cursor(last.at, last.id)
