"""Cases: one with its whole story, the list of running ones, and moves by the table."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from db.models import Case, CaseEvent
from desktop.domain.cases import CaseMove, CaseState, choices
from desktop.domain.identity import mask, mask_phone
from desktop.domain.officers import Clerk, Right, need
from desktop.services.looks import Look, looked
from desktop.services.moves import standing


@dataclass(frozen=True, slots=True)
class EventRow:
    """One move: when, who, what it led to, why."""

    at: datetime
    officer: str
    move: CaseMove
    after: CaseState
    reason: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as a screen shows it; `choices` are the moves it offers now."""

    id: int
    number: str
    state: CaseState
    name: str
    id_number: str
    phone: str
    organisation: str
    items: tuple[str, ...]
    flags: tuple[tuple[str, str], ...]
    received_at: datetime
    due: date | None
    due_provisional: bool
    reason: str
    slips: tuple[tuple[int, str], ...]
    events: tuple[EventRow, ...]
    choices: tuple[CaseMove, ...]
    version: int


def case_view(session: Session, clerk: Clerk, now: datetime, case: int) -> CaseView:
    """One case with its slips and moves; numbers and phones are masked."""
    need(clerk, Right.SERVE)
    row = session.scalars(
        select(Case)
        .where(Case.id == case)
        .options(
            selectinload(Case.items),
            selectinload(Case.flags),
            selectinload(Case.slips),
            selectinload(Case.events).joinedload(CaseEvent.officer),
        )
    ).one()
    return CaseView(
        id=row.id,
        number=row.number or "",
        state=row.state,
        name=row.name,
        id_number=mask(row.id_number) if row.id_number else "",
        phone=mask_phone(row.phone),
        organisation=row.organisation,
        items=tuple(item.name for item in row.items),
        flags=tuple((flag.label, flag.reason) for flag in row.flags),
        received_at=row.received_at,
        due=row.due,
        due_provisional=row.due_provisional,
        reason=row.reason,
        slips=tuple((slip.id, slip.number) for slip in row.slips),
        events=tuple(EventRow(e.at, e.officer.name, e.move, e.after, e.reason) for e in row.events),
        choices=choices(row.state, standing(session, clerk, row, now.date())),
        version=row.version,
    )


def look(session: Session, clerk: Clerk, now: datetime, case: int) -> CaseView:
    """Open one case; that somebody looked is written down."""
    found = case_view(session, clerk, now, case)
    looked(session, clerk, now, Look.CASE, case)
    return found


@dataclass(frozen=True, slots=True)
class Revealed:
    """What is masked everywhere else, shown once to somebody who asked for it."""

    id_number: str
    phone: str


def reveal(session: Session, clerk: Clerk, now: datetime, case: int) -> Revealed:
    """Show a person's number and phone in full; every single time is written down (T2)."""
    need(clerk, Right.SERVE)
    row = session.get_one(Case, case)
    looked(session, clerk, now, Look.REVEAL, case, again=timedelta())
    return Revealed(row.id_number, row.phone)


@dataclass(frozen=True, slots=True)
class RunningRow:
    """One running case with its limit."""

    id: int
    number: str
    name: str
    items: tuple[str, ...]
    state: CaseState
    due: date | None
    due_provisional: bool


def running(
    session: Session, clerk: Clerk, states: tuple[CaseState, ...], limit: int
) -> tuple[RunningRow, ...]:
    """Cases in some states, the earliest due first; those without a limit come last."""
    need(clerk, Right.SERVE)
    rows = session.scalars(
        select(Case)
        .where(Case.state.in_(states))
        .options(selectinload(Case.items), joinedload(Case.officer))
        .order_by(Case.due.is_(None), Case.due, Case.id)
        .limit(limit)
    )
    return tuple(
        RunningRow(
            r.id,
            r.number or "",
            r.name,
            tuple(item.name for item in r.items),
            r.state,
            r.due,
            r.due_provisional,
        )
        for r in rows
    )
