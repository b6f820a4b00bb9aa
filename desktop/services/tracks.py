"""Offices of a joint case: what each says, its own clock, its visits to the site by two officers.

Joint handling: Administrative Licensing Law art. 26; two officers on site: art. 34.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from db.models import CaseExtension, CasePause, Inspection, Track
from desktop.domain.cases import RUNNING
from desktop.domain.clocks import PauseKind
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Limit
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.texts import plain
from desktop.domain.tracks import TWO_OFFICERS, TrackState
from desktop.services.audit import note
from desktop.services.clocks import settle
from desktop.services.officers import Second, second_person
from desktop.services.papers import PaperRow, Press, issue, row_of
from desktop.services.slips import PAGE, Cursor
from desktop.services.stops import extension, suspension

LONGEST_EXTENSION = 10
"""Working days one office may ask for (art. 42); its day may not pass the whole case's."""


def opine(
    session: Session,
    clerk: Clerk,
    now: datetime,
    track: int,
    state: TrackState,
    by: str,
    opinion: str,
    reference: str = "",
) -> None:
    """Write down what an office says: who said it, in which paper, and why if it does not agree.

    An opinion is given once; while the case is being examined, and not after.
    """
    need(clerk, Right.SERVE)
    row = _open(session, track)
    if state is TrackState.OPEN:
        raise Refusal(Trouble.FIELD_EMPTY, field="state")
    if not plain(by):
        raise Refusal(Trouble.FIELD_EMPTY, field="by")
    if state is TrackState.REFUSED and not plain(opinion):
        raise Refusal(Trouble.REASON_MISSING, field="opinion")
    row.state, row.opinion, row.opinion_by = state, plain(opinion), plain(by)
    row.reference, row.decided_at, row.officer_id = plain(reference), now, clerk.id
    if (pause := stopped(row)) is not None:  # who has spoken waits for nothing any more
        pause.end, pause.ended_by = now, clerk.id
    note(
        session, clerk, now, f"track.{state}", row.case.number or "",
        case=row.case_id, office=row.office, reference=row.reference,
    )  # fmt: skip


def plan_inspections(
    session: Session,
    clerk: Clerk,
    now: datetime,
    tracks: Sequence[int],
    planned_for: datetime,
    officers: Sequence[str],
) -> None:
    """Plan one visit to the site for some offices of a case; raises Refusal under two officers."""
    need(clerk, Right.SERVE)
    rows = [_open(session, each) for each in dict.fromkeys(tracks)]
    if not rows or len({row.case_id for row in rows}) > 1:
        raise Refusal(Trouble.FIELD_EMPTY, field="tracks")
    named = list(dict.fromkeys(name for each in officers if (name := plain(each))))
    if len(named) < TWO_OFFICERS:
        raise Refusal(Trouble.TWO_AT_SITE, field="officers")
    if planned_for.date() < now.date():
        raise Refusal(Trouble.DATE_PAST, field="planned_for")
    for row in rows:
        row.inspections.append(
            Inspection(
                planned_for=planned_for, officers=named, result="", done_at=None, noted_by=clerk.id
            )
        )
        note(session, clerk, now, "track.plan", row.case.number or "", case=row.case_id,
             office=row.office)  # fmt: skip


def note_inspection(
    session: Session, clerk: Clerk, now: datetime, inspection: int, result: str
) -> None:
    """Write down what a visit to the site found; once."""
    need(clerk, Right.SERVE)
    row = session.get_one(Inspection, inspection)
    if row.done_at is not None:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    if not plain(result):
        raise Refusal(Trouble.FIELD_EMPTY, field="result")
    row.result, row.done_at, row.noted_by = plain(result), now, clerk.id
    track = session.get_one(Track, row.track_id)
    note(session, clerk, now, "track.inspect", track.case.number or "", case=track.case_id,
         office=track.office)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """One visit to a site that is still to be made or to be noted."""

    id: int
    case: int
    case_number: str
    name: str
    office: str
    planned_for: datetime
    officers: tuple[str, ...]


def site_visits(
    session: Session, clerk: Clerk, after: Cursor | None = None
) -> tuple[SiteVisit, ...]:
    """A page of visits to sites of which nobody noted yet what was found, the earliest first."""
    need(clerk, Right.SERVE)
    rows = (
        select(Inspection)
        .where(Inspection.done_at.is_(None))
        .options(joinedload(Inspection.track).joinedload(Track.case))
        .order_by(Inspection.planned_for, Inspection.id)
        .limit(PAGE)
    )
    if after is not None:
        key = tuple_(Inspection.planned_for, Inspection.id)
        rows = rows.where(key > (after.at, after.id))
    return tuple(
        SiteVisit(
            row.id, row.track.case_id, row.track.case.number or "",
            row.track.case.organisation or row.track.case.name, row.track.office,
            row.planned_for, tuple(row.officers),
        )
        for row in session.scalars(rows)
    )  # fmt: skip


def stop(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    track: int,
    kind: PauseKind,
    reason: str,
    expected: date | None,
) -> PaperRow:
    """Stop one office's clock while the others' run; the applicant is told in writing (art. 45)."""
    need(clerk, Right.SERVE)
    row = _open(session, track)
    if stopped(row) is not None:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    if not plain(reason):
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    if expected is not None and expected < now.date():
        raise Refusal(Trouble.DATE_PAST, field="expected")
    row.case.pauses.append(
        CasePause(
            case_id=row.case_id, track_id=row.id, kind=kind, reason=plain(reason),
            expected=expected, begin=now, begun_by=clerk.id, end=None, ended_by=None,
        )
    )  # fmt: skip
    session.flush()
    settle(session, row, now)
    said = f"{row.office}：{plain(reason)}"
    facts = suspension(press, row.case, now, kind, said, expected)
    paper = issue(session, clerk, now, press, facts, row.case)
    note(session, clerk, now, "track.stop", row.case.number or "", case=row.case_id,
         office=row.office, kind=kind)  # fmt: skip
    return row_of(paper)


def go_on(session: Session, clerk: Clerk, now: datetime, track: int) -> None:
    """Let an office's clock go on; its last day is computed anew."""
    need(clerk, Right.SERVE)
    row = _open(session, track)
    pause = stopped(row)
    if pause is None:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    pause.end, pause.ended_by = now, clerk.id
    session.flush()
    settle(session, row, now)
    note(session, clerk, now, "track.go_on", row.case.number or "", case=row.case_id,
         office=row.office)  # fmt: skip


def extend(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    track: int,
    count: int,
    reason: str,
    second: Second | None,
) -> PaperRow:
    """Give one office more units, once, approved by a second person; the applicant is told why.

    The office's day stays within the case's own, which is extended by itself (art. 42).
    """
    need(clerk, Right.SERVE)
    row = _open(session, track)
    if any(each.track_id == row.id for each in row.case.extensions):
        raise Refusal(Trouble.EXTENDED_ONCE)
    if row.limit_unit is None or not 1 <= count <= LONGEST_EXTENSION:
        raise Refusal(Trouble.COUNT_WRONG, field="count", most=LONGEST_EXTENSION)
    if not plain(reason):
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    approver, old = second_person(session, clerk, now, second), row.due
    row.case.extensions.append(
        CaseExtension(
            case_id=row.case_id, track_id=row.id, at=now, count=count, reason=plain(reason),
            officer_id=clerk.id, second_id=approver.id,
        )
    )  # fmt: skip
    session.flush()
    settle(session, row, now)
    if row.due is not None and row.case.due is not None and row.due > row.case.due:
        raise Refusal(Trouble.PAST_TOTAL, field="count", day=row.case.due)
    limit, said = Limit(count, row.limit_unit, None), f"{row.office}：{plain(reason)}"
    facts = extension(press, row.case, now, limit, (old, row.due), approver.name, said)
    paper = issue(session, clerk, now, press, facts, row.case)
    note(session, clerk, now, "track.extend", row.case.number or "", case=row.case_id,
         office=row.office, count=count, second=approver.number)  # fmt: skip
    return row_of(paper)


def stopped(track: Track) -> CasePause | None:
    """What stops an office's own clock now; None where it runs, or stands with the case's."""
    pauses = track.case.pauses
    return next((p for p in pauses if p.track_id == track.id and p.end is None), None)


def _open(session: Session, track: int) -> Track:
    row = session.get_one(Track, track)
    if row.state is not TrackState.OPEN:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    if row.case.state not in RUNNING:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    return row
