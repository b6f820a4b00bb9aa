"""The supervisor's daily list (台账): every visit of a day or range, filtered and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import TypeVarTuple

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session, joinedload

from db.models import Case, CaseFlag, CaseItem, Slip
from desktop.domain.cases import CaseState
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.slips import Stub
from desktop.services.audit import note
from desktop.services.looks import Look
from desktop.services.officers import Second, second_person
from desktop.services.slips import PAGE, Cursor

_Ts = TypeVarTuple("_Ts")


@dataclass(frozen=True, slots=True)
class DayFilter:
    """Which visits are listed; `zone` is the station's, in which days begin and end."""

    first: date
    last: date
    zone: tzinfo
    officer: int | None = None
    item: str | None = None
    flag: str | None = None
    state: CaseState | None = None
    stub: Stub | None = None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit: the slip that was handed out and the case it belongs to."""

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


def _filtered(rows: Select[*_Ts], clerk: Clerk, shown: DayFilter) -> Select[*_Ts]:
    begin = datetime.combine(shown.first, time.min, shown.zone)
    end = datetime.combine(shown.last, time.max, shown.zone)
    rows = rows.join(Slip.case).where(Slip.issued_at.between(begin, end))
    officer = shown.officer if clerk.may(Right.SEE_ALL) else clerk.id
    if officer is not None:
        rows = rows.where(Slip.officer_id == officer)
    if shown.item:
        rows = rows.where(Case.items.any(CaseItem.item == shown.item))
    if shown.flag:
        rows = rows.where(Case.flags.any(CaseFlag.flag == shown.flag))
    if shown.state is not None:
        rows = rows.where(Case.state == shown.state)
    if shown.stub is not None:
        rows = rows.where(Slip.stub == shown.stub, Slip.voided_at.is_(None))
    return rows


def _row(slip: Slip) -> VisitRow:
    case = slip.case
    return VisitRow(
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


MANY = 100
"""From more persons than this on an export takes two persons (GB/T 35273-2020, 7.1)."""


def export(
    session: Session, clerk: Clerk, now: datetime, shown: DayFilter, second: Second | None = None
) -> tuple[VisitRow, ...]:
    """All visits the filter lets through, to leave the program; an act with a trace."""
    need(clerk, Right.SERVE)
    rows = tuple(every_visit(session, clerk, shown))
    persons = len({row.case for row in rows})
    other = second_person(session, clerk, now, second) if persons > MANY else None
    by = "" if other is None else other.number
    note(session, clerk, now, Look.EXPORT, "daily", persons=persons, second=by)
    return rows


def every_visit(session: Session, clerk: Clerk, shown: DayFilter) -> Iterable[VisitRow]:
    """All visits the filter lets through, fetched page by page."""
    after: Cursor | None = None
    while True:
        page = visits(session, clerk, shown, after, limit=200)
        yield from page
        if len(page) < 200:
            return
        after = Cursor(page[-1].at, page[-1].slip)
