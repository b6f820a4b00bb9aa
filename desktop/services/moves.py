"""Moves of a case by the one table: what stands in the way, the act itself, and its paper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Case, CaseEvent, Supplement, SupplementLine
from desktop.domain.cases import (
    NEEDS_REASON,
    OWN_ACT,
    TWO_PERSONS,
    CaseMove,
    CaseState,
    IllegalMove,
    Standing,
    choices,
    hindrance,
    moved,
)
from desktop.domain.deliveries import Attention, DeliveryState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.papers import PaperFacts
from desktop.domain.texts import plain
from desktop.domain.tracks import TrackState
from desktop.domain.visits import Purpose
from desktop.services.audit import note
from desktop.services.case_facts import facts_for
from desktop.services.meanwhile import changed
from desktop.services.officers import Second, second_person
from desktop.services.papers import MAKES, PaperRow, Press, issue, row_of
from desktop.services.visits import came


def standing(session: Session, clerk: Clerk, case: Case, today: date) -> Standing:
    """What beside its state decides which moves a case offers to somebody today."""
    tracks = case.tracks
    return Standing(
        asked=open_lines(session, case.id),
        owed=tuple(row.name for row in case.owed if row.came_at is None),
        tracks=tuple(row.office for row in tracks if row.state is TrackState.OPEN),
        refused=tuple(row.office for row in tracks if row.state is TrackState.REFUSED),
        guard_over=case.guard_on is not None and today > case.guard_on,
        extended=any(row.track_id is None for row in case.extensions),
        decides=case.decides,
        section=case.section,
        own=clerk.section,
    )


def open_lines(session: Session, case: int) -> tuple[str, ...]:
    """Names of what was asked for in any round and has not come; each once."""
    names = session.scalars(
        select(SupplementLine.name)
        .join(Supplement, Supplement.id == SupplementLine.supplement_id)
        .where(Supplement.case_id == case, SupplementLine.came_at.is_(None))
        .where(Supplement.closed_at.is_(None))
        .order_by(SupplementLine.id)
    )
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Moving:
    """A move that may be made now: the case, why, and who answers for it besides the clerk."""

    case: Case
    move: CaseMove
    reason: str
    second: Clerk | None


def opened(
    session: Session,
    clerk: Clerk,
    now: datetime,
    case: int,
    version: int,
    move: CaseMove,
    reason: str = "",
    second: Second | None = None,
) -> Moving:
    """Whether a move may be made; raises Refusal for a stale view, an illegal or hindered move,
    a missing reason, or where nobody answers for it besides the clerk."""
    need(clerk, Right.SERVE)
    row = session.get_one(Case, case)
    if row.version != version:
        raise changed(session, row)
    if move not in choices(row.state):
        raise Refusal(Trouble.ILLEGAL_MOVE)
    wrong = hindrance(move, standing(session, clerk, row, now.date()))
    if wrong is not None:
        raise Refusal(wrong.trouble, names=wrong.names)
    if move in NEEDS_REASON and not plain(reason):
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    other = second_person(session, clerk, now, second) if move in TWO_PERSONS else None
    return Moving(row, move, plain(reason), other)


def concluded(
    session: Session,
    clerk: Clerk,
    now: datetime,
    moving: Moving,
    press: Press,
    facts: Callable[[], PaperFacts] | None = None,
    **detail: object,
) -> PaperRow | None:
    """Make a move that was opened, with its timeline, its paper and its line in the chain.

    `facts` make the paper's content where it says more than the case itself tells. Gives the
    paper, where the move has one.
    """
    row, other = moving.case, moving.second
    event = apply_move(session, clerk, now, row, moving.move, moving.reason)
    event.second_id = None if other is None else other.id
    session.flush()
    paper = None
    if moving.move in MAKES:
        told = facts() if facts else facts_for(press, row, MAKES[moving.move], now)
        paper = row_of(issue(session, clerk, now, press, told, row, event))
    if other is not None:
        detail["second"] = other.number
    note(session, clerk, now, f"case.{moving.move}", row.number or str(row.id), case=row.id,
         **detail)  # fmt: skip
    return paper


def move_case(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    case: int,
    version: int,
    move: CaseMove,
    reason: str = "",
    second: Second | None = None,
) -> PaperRow | None:
    """Make one legal move that says no more than why; gives its paper. Raises as `opened` does."""
    need(clerk, Right.SERVE)
    if move in OWN_ACT:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    moving = opened(session, clerk, now, case, version, move, reason, second)
    row = moving.case
    paper = concluded(session, clerk, now, moving, press)
    if move is CaseMove.WITHDRAW:
        came(session, clerk, now, row.id, Purpose.WITHDRAW)
    if row.state in (CaseState.WITHDRAWN, CaseState.VOID) and row.delivery is not None:
        delivery = row.delivery
        delivery.state, delivery.updated_at = DeliveryState.CANCELLED, now
        delivery.attention, delivery.alarm_at = Attention.NONE, None
    return paper


def apply_move(
    session: Session, clerk: Clerk, now: datetime, case: Case, move: CaseMove, reason: str
) -> CaseEvent:
    """Move a case and write its timeline; raises Refusal where the table has no such move."""
    try:
        case.state = moved(case.state, move)
    except IllegalMove as error:
        raise Refusal(Trouble.ILLEGAL_MOVE) from error
    case.reason = reason
    event = CaseEvent(
        case_id=case.id, at=now, officer_id=clerk.id, move=move, after=case.state, reason=reason
    )
    session.add(event)
    return event
