"""One window (一窗受理): cases go between window and section by lists that both sides sign.

The window examines and hands over, the section decides (Administrative Licensing Law art. 26).
A case lies where it was last taken; on its way it still lies with the giver.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from db.models import Case, HandOver, HandOverLine, Officer
from desktop.domain.cases import OPEN, CaseState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.papers import PaperFacts, PaperKind
from desktop.domain.texts import plain
from desktop.services.audit import note
from desktop.services.case_facts import materials_here, matter_at
from desktop.services.papers import PaperRow, Press, issue, row_of
from desktop.services.slips import PAGE

WINDOW = ""
"""The place of a case that lies at the window."""

MOST = 40
"""Cases on one list."""

MOVABLE = OPEN | {CaseState.WITHDRAWN}
"""States in which a case goes from place to place; what was withdrawn goes back, too."""

WITH_SECTION = (
    CaseState.ACCEPTED, CaseState.ACCEPTED_DEFERRED, CaseState.IN_REVIEW, CaseState.EXTENDED,
)  # fmt: skip
"""States in which a case that a section decides belongs there."""

DECIDED = (CaseState.DECIDED_YES, CaseState.DECIDED_NO, CaseState.WITHDRAWN)
"""States in which a section has nothing more to do with a case."""


def places(session: Session) -> tuple[str, ...]:
    """Sections that have people of their own here, by name; the window is none of them."""
    rows = select(Officer.section).where(Officer.section != WINDOW, Officer.active).distinct()
    return tuple(session.scalars(rows.order_by(Officer.section)))


def hand_over(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    cases: Collection[int],
    taker: str,
    remark: str = "",
) -> PaperRow:
    """Make a list of cases that go from where the clerk works to another place.

    Raises Refusal for a case that lies elsewhere, is on another list, or is over already.
    """
    need(clerk, Right.SERVE)
    rows = [session.get_one(Case, each) for each in dict.fromkeys(cases)]
    if not rows or taker == clerk.section:
        raise Refusal(Trouble.FIELD_EMPTY, field="cases")
    if taker != WINDOW and taker not in places(session):
        raise Refusal(Trouble.NOT_FOUND, field="taker")
    if len(rows) > MOST:
        raise Refusal(Trouble.COUNT_WRONG, field="cases", most=MOST)
    moving = on_the_way(session, [row.id for row in rows])
    for row in rows:
        if row.section != clerk.section:
            raise Refusal(Trouble.AT_SECTION, names=row.section or press.window)
        if row.state not in MOVABLE or row.number is None or row.id in moving:
            raise Refusal(Trouble.ILLEGAL_MOVE)
    paper = issue(session, clerk, now, press, _facts(press, rows, clerk, taker, remark, now))
    session.add(
        HandOver(
            paper_id=paper.id, giver=clerk.section, taker=taker, made_at=now,
            officer_id=clerk.id, taken_at=None, taken_by=None, remark=plain(remark),
            lines=[
                HandOverLine(case_id=row.id, position=place, refused="")
                for place, row in enumerate(rows)
            ],
        )
    )  # fmt: skip
    note(session, clerk, now, "handover.give", paper.number, taker=taker, cases=len(rows))
    return row_of(paper)


def on_the_way(session: Session, cases: Sequence[int]) -> frozenset[int]:
    """Those cases that stand on a list nobody has taken yet."""
    rows = (
        select(HandOverLine.case_id)
        .join(HandOver, HandOver.id == HandOverLine.handover_id)
        .where(HandOver.taken_at.is_(None), HandOverLine.case_id.in_(cases))
    )
    return frozenset(session.scalars(rows))


def _facts(
    press: Press, rows: Sequence[Case], clerk: Clerk, taker: str, remark: str, now: datetime
) -> PaperFacts:
    return PaperFacts(
        kind=PaperKind.HANDOVER,
        rows=tuple(_line(press, row, now) for row in rows),
        values={
            "from_unit": clerk.section or press.window,
            "to_unit": taker or press.window,
            "purpose": plain(remark),
        },
    )


def _line(press: Press, row: Case, now: datetime) -> dict[str, str]:
    here = materials_here(matter_at(press, row, now.date()))
    return {
        "case": row.number or "",
        "applicant": row.organisation or row.name,
        "items": "、".join(item.name for item in row.items),
        "materials": str(len(here)),
        "copies": str(sum(each.copies for each in here)),
        "remark": "",
    }


def take(
    session: Session, clerk: Clerk, now: datetime, handover: int, refused: dict[int, str]
) -> None:
    """Take the cases of a list; `refused` says by case what was not taken, and why.

    What is not taken lies with the giver as before. Raises Refusal for somebody of another place,
    for the giver's own hand, and for a list that was taken already.
    """
    need(clerk, Right.SERVE)
    row = session.get_one(HandOver, handover)
    if row.taken_at is not None:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    if row.taker != clerk.section:
        raise Refusal(Trouble.OTHER_SECTION, names=row.taker)
    if row.officer_id == clerk.id:
        raise Refusal(Trouble.SECOND_SAME)
    if not all(plain(why) for why in refused.values()):
        raise Refusal(Trouble.REASON_MISSING, field="refused")
    for line in row.lines:
        line.refused = plain(refused.get(line.case_id, ""))
        if not line.refused:
            line.case.section = row.taker
    row.taken_at, row.taken_by = now, clerk.id
    taken = sum(1 for line in row.lines if not line.refused)
    note(session, clerk, now, "handover.take", row.paper.number, taken=taken,
         refused=len(row.lines) - taken)  # fmt: skip


def recall(session: Session, clerk: Clerk, now: datetime, handover: int, reason: str) -> None:
    """Take back a list that nobody has taken yet; every case on it stays where it lies."""
    need(clerk, Right.SERVE)
    row = session.get_one(HandOver, handover)
    if row.taken_at is not None:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    if row.giver != clerk.section:
        raise Refusal(Trouble.OTHER_SECTION, names=row.giver)
    if not plain(reason):
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    for line in row.lines:
        line.refused = plain(reason)
    row.taken_at, row.taken_by = now, clerk.id
    note(session, clerk, now, "handover.recall", row.paper.number, cases=len(row.lines))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may be put on a list, and where it would go from here."""

    case: int
    number: str
    name: str
    items: tuple[str, ...]
    state: CaseState
    taker: str


def candidates(session: Session, clerk: Clerk) -> tuple[Candidate, ...]:
    """Cases that lie where the clerk works and are wanted elsewhere, the oldest first; a page.

    From the window those that a section decides go there; what a section decided goes back.
    """
    need(clerk, Right.SERVE)
    rows = select(Case).where(Case.decides != WINDOW, Case.section == clerk.section)
    wanted = DECIDED if clerk.section else WITH_SECTION
    rows = rows.where(Case.state.in_(wanted)).options(selectinload(Case.items))
    under_way = select(HandOverLine.case_id).join(HandOver).where(HandOver.taken_at.is_(None))
    found = session.scalars(rows.where(Case.id.not_in(under_way)).order_by(Case.id).limit(MOST))
    return tuple(
        Candidate(
            row.id, row.number or "", row.organisation or row.name,
            tuple(item.name for item in row.items), row.state,
            WINDOW if clerk.section else row.decides,
        )
        for row in found
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandOverLineRow:
    """One case on a list; `refused` says why it was not taken."""

    case: int
    number: str
    name: str
    refused: str


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """One list with the cases on it; `signed_at` is when the paper came back signed by both."""

    id: int
    number: str
    paper: int
    giver: str
    taker: str
    made_at: datetime
    officer: str
    taken_at: datetime | None
    taken_by: str
    signed_at: datetime | None
    lines: tuple[HandOverLineRow, ...]


def waiting(session: Session, clerk: Clerk) -> tuple[HandOverRow, ...]:
    """Lists that wait to be taken where the clerk works, the oldest first."""
    need(clerk, Right.SERVE)
    rows = _LISTS.where(HandOver.taken_at.is_(None), HandOver.taker == clerk.section)
    return tuple(_row(row) for row in session.scalars(rows.order_by(HandOver.id)))


def lists(session: Session, clerk: Clerk, before: int | None = None) -> tuple[HandOverRow, ...]:
    """A page of the lists from or to where the clerk works, the latest first."""
    need(clerk, Right.SERVE)
    rows = _LISTS.where(or_(HandOver.giver == clerk.section, HandOver.taker == clerk.section))
    if before is not None:
        rows = rows.where(HandOver.id < before)
    return tuple(
        _row(row) for row in session.scalars(rows.order_by(HandOver.id.desc()).limit(PAGE))
    )


_LISTS = select(HandOver).options(
    joinedload(HandOver.paper),
    joinedload(HandOver.officer),
    joinedload(HandOver.taker_officer),
    selectinload(HandOver.lines).joinedload(HandOverLine.case),
)


def _row(row: HandOver) -> HandOverRow:
    return HandOverRow(
        id=row.id,
        number=row.paper.number,
        paper=row.paper_id,
        giver=row.giver,
        taker=row.taker,
        made_at=row.made_at,
        officer=row.officer.name,
        taken_at=row.taken_at,
        taken_by="" if row.taker_officer is None else row.taker_officer.name,
        signed_at=row.paper.signed_at,
        lines=tuple(
            HandOverLineRow(each.case_id, each.case.number or "",
                            each.case.organisation or each.case.name, each.refused)
            for each in row.lines
        ),
    )  # fmt: skip
