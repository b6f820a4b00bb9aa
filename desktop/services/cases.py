"""Cases: one with its whole story, the list of running ones, and moves by the table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from db.models import Case, CaseEvent, Track
from desktop.domain.cases import CaseMove, CaseState, choices
from desktop.domain.clocks import PauseKind
from desktop.domain.identity import mask, mask_phone
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.tracks import TrackState
from desktop.domain.visits import counted
from desktop.services.looks import Look, looked
from desktop.services.moves import standing
from desktop.services.papers import PaperRow, row_of
from desktop.services.tracks import stopped


@dataclass(frozen=True, slots=True)
class EventRow:
    """One move: when, who, what it led to, why."""

    at: datetime
    officer: str
    move: CaseMove
    after: CaseState
    reason: str


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Something that was asked for or promised and has not come."""

    id: int
    name: str
    remark: str
    until: date | None


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One visit to the site: by whom, for when it was planned, what it found."""

    id: int
    planned_for: datetime
    officers: tuple[str, ...]
    result: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class TrackRow:
    """One office of a joint case: how far it is, and until when it has time.

    `stopped` says for what its own clock stands; it is `extended` once at most.
    """

    id: int
    office: str
    task: str
    state: TrackState
    due: date | None
    warn_on: date | None
    opinion: str
    opinion_by: str
    materials: int
    stopped: PauseKind | None
    extended: bool
    inspections: tuple[InspectionRow, ...]


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
    due_time: str
    warn_on: date | None
    guard_on: date | None
    reason: str
    section: str
    slips: tuple[tuple[int, str], ...]
    papers: tuple[PaperRow, ...]
    events: tuple[EventRow, ...]
    asked: tuple[Outstanding, ...]
    owed: tuple[Outstanding, ...]
    tracks: tuple[TrackRow, ...]
    materials: tuple[str, ...]
    visits: int
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
            selectinload(Case.papers),
            undefer(Case.answers),
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
        due_time=row.due_time,
        warn_on=row.warn_on,
        guard_on=row.guard_on,
        reason=row.reason,
        section=row.section,
        slips=tuple((slip.id, slip.number) for slip in row.slips),
        papers=tuple(row_of(paper) for paper in row.papers),
        events=tuple(EventRow(e.at, e.officer.name, e.move, e.after, e.reason) for e in row.events),
        asked=tuple(_asked(row)),
        owed=tuple(
            Outstanding(each.id, each.name, each.promise, each.until)
            for each in row.owed
            if each.came_at is None
        ),
        tracks=tuple(_track(track) for track in row.tracks),
        materials=tuple(row.answers.get("materials", {})),
        visits=counted(visit.purpose for visit in row.visits),
        choices=choices(row.state, standing(session, clerk, row, now.date())),
        version=row.version,
    )


def _track(row: Track) -> TrackRow:
    pause = stopped(row)
    return TrackRow(
        id=row.id,
        office=row.office,
        task=row.task,
        state=row.state,
        due=row.due,
        warn_on=row.warn_on,
        opinion=row.opinion,
        opinion_by=row.opinion_by,
        materials=len(row.materials),
        stopped=None if pause is None else pause.kind,
        extended=any(each.track_id == row.id for each in row.case.extensions),
        inspections=tuple(
            InspectionRow(each.id, each.planned_for, tuple(each.officers), each.result,
                          each.done_at)
            for each in row.inspections
        ),
    )  # fmt: skip


def _asked(case: Case) -> Iterator[Outstanding]:
    """Lines of the rounds that are open."""
    for each in case.supplements:
        for line in each.lines if each.closed_at is None else ():
            if line.came_at is None:
                yield Outstanding(line.id, line.name, line.why, each.due)


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
