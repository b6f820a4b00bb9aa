"""Sampling (抽查): cases marked for review, returned with a remark, urged, given away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from db.models import Case, Officer, Review
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.reviews import DRAWN, FOR_OFFICER, NEEDS_WORDS, ReviewKind
from desktop.domain.texts import plain
from desktop.services.audit import note
from desktop.services.days import within
from desktop.services.meanwhile import changed
from desktop.services.slips import PAGE


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review as a list shows it; `answer` ends it."""

    id: int
    case: int
    case_number: str
    name: str
    items: tuple[str, ...]
    kind: ReviewKind
    at: datetime
    by: str
    to_id: int
    to: str
    said: str
    ended_at: datetime | None
    answer: str


def mark(
    session: Session, clerk: Clerk, now: datetime, case: int, kind: ReviewKind, said: str = ""
) -> int:
    """Pick a case out; what is returned or urged is for the officer who has it.

    Raises Refusal where words are missing, or where the same is open for this case already.
    """
    need(clerk, Right.APPROVE)
    if kind is ReviewKind.REASSIGNED:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    row = session.get_one(Case, case)
    open_ = select(func.count()).where(
        Review.case_id == case, Review.kind == kind, Review.ended_at.is_(None)
    )
    if session.scalar(open_):
        raise Refusal(Trouble.REVIEW_OPEN)
    return _add(session, clerk, now, row, kind, row.officer_id, said).id


def reassign(
    session: Session, clerk: Clerk, now: datetime, case: int, version: int, officer: int, said: str
) -> None:
    """Give a running case to another officer, with the reason; what is open goes along."""
    need(clerk, Right.APPROVE)
    row, other = session.get_one(Case, case), session.get(Officer, officer)
    if row.version != version:
        raise changed(session, row)
    if other is None or not other.active or not _serves(other):
        raise Refusal(Trouble.OFFICER_UNFIT, field="officer")
    if other.id == row.officer_id:
        raise Refusal(Trouble.OFFICER_SAME, field="officer")
    made = _add(session, clerk, now, row, ReviewKind.REASSIGNED, other.id, said)
    made.ended_at, made.ended_by = now, clerk.id
    row.officer_id = other.id
    for each in session.scalars(
        select(Review).where(Review.case_id == case, Review.ended_at.is_(None))
    ):
        each.to_id = other.id


def _serves(officer: Officer) -> bool:
    clerk = Clerk(officer.id, officer.number, officer.name, officer.role)
    return clerk.may(Right.SERVE)


def _add(
    session: Session,
    clerk: Clerk,
    now: datetime,
    case: Case,
    kind: ReviewKind,
    to: int,
    said: str,
) -> Review:
    if kind in NEEDS_WORDS and not plain(said):
        raise Refusal(Trouble.REASON_MISSING, field="said")
    row = Review(
        case_id=case.id, kind=kind, at=now, by_id=clerk.id, to_id=to, said=plain(said),
        ended_at=None, ended_by=None, answer="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    note(session, clerk, now, f"review.{kind}", case.number or str(case.id), case=case.id, to=to)
    return row


def answer(session: Session, clerk: Clerk, now: datetime, review: int, said: str) -> None:
    """End a review: the officer answers what was returned or urged, a supervisor ends a sample."""
    need(clerk, Right.SERVE)
    row = session.get_one(Review, review)
    if row.ended_at is not None:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    own = row.kind in FOR_OFFICER and row.to_id == clerk.id
    if not own:
        need(clerk, Right.APPROVE)
    if not plain(said):
        raise Refusal(Trouble.FIELD_EMPTY, field="said")
    row.ended_at, row.ended_by, row.answer = now, clerk.id, plain(said)
    note(session, clerk, now, "review.answer", str(review), case=row.case_id)


def draw(
    session: Session, clerk: Clerk, now: datetime, day: date, count: int, random: Random
) -> tuple[int, ...]:
    """Mark a random sample of the cases that came in on a day; gives the reviews that were made."""
    need(clerk, Right.APPROVE)
    if not 1 <= count <= DRAWN:
        raise Refusal(Trouble.COUNT_WRONG, field="count", most=DRAWN)
    marked = select(Review.case_id).where(Review.kind == ReviewKind.SAMPLE)
    cases = session.scalars(
        select(Case)
        .where(within(Case.received_at, day, day, now.tzinfo), Case.id.not_in(marked))
        .order_by(Case.id)
    ).all()
    chosen: Sequence[Case] = random.sample(cases, min(count, len(cases)))
    return tuple(
        _add(session, clerk, now, case, ReviewKind.SAMPLE, case.officer_id, "").id
        for case in sorted(chosen, key=lambda each: each.id)
    )


def listed(
    session: Session, clerk: Clerk, ended: bool = False, before: int | None = None
) -> tuple[ReviewRow, ...]:
    """A page of reviews, the latest first: those open, or those ended.

    Who may not see all sees what is for them; samples are the supervisors' own matter.
    """
    need(clerk, Right.SERVE)
    rows = select(Review).where(
        Review.ended_at.is_not(None) if ended else Review.ended_at.is_(None)
    )
    if not clerk.may(Right.SEE_ALL):
        rows = rows.where(Review.to_id == clerk.id, Review.kind != ReviewKind.SAMPLE)
    if before is not None:
        rows = rows.where(Review.id < before)
    rows = rows.options(
        joinedload(Review.case).selectinload(Case.items),
        joinedload(Review.by),
        joinedload(Review.to),
    )
    return tuple(_row(row) for row in session.scalars(rows.order_by(Review.id.desc()).limit(PAGE)))


def _row(row: Review) -> ReviewRow:
    case = row.case
    return ReviewRow(
        id=row.id,
        case=case.id,
        case_number=case.number or "",
        name=case.organisation or case.name,
        items=tuple(item.name for item in case.items),
        kind=row.kind,
        at=row.at,
        by=row.by.name,
        to_id=row.to_id,
        to=row.to.name,
        said=row.said,
        ended_at=row.ended_at,
        answer=row.answer,
    )


def waiting(session: Session, clerk: Clerk) -> int:
    """How many wait for this officer's own answer: what was returned to them or urged."""
    need(clerk, Right.SERVE)
    rows = select(func.count()).where(
        Review.to_id == clerk.id, Review.ended_at.is_(None), Review.kind.in_(FOR_OFFICER)
    )
    return session.scalar(rows) or 0
