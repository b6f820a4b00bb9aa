"""Offices of a joint case: what each says, and its visits to the site by two officers or more.

Joint handling: Administrative Licensing Law art. 26; two officers on site: art. 34.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Inspection, Track
from desktop.domain.cases import RUNNING
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.texts import plain
from desktop.domain.tracks import TWO_OFFICERS, TrackState
from desktop.services.audit import note


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
    note(
        session, clerk, now, f"track.{state}", row.case.number or "",
        case=row.case_id, office=row.office, reference=row.reference,
    )  # fmt: skip


def plan_inspection(
    session: Session,
    clerk: Clerk,
    now: datetime,
    track: int,
    planned_for: datetime,
    officers: Sequence[str],
) -> None:
    """Plan a visit to the site; raises Refusal for fewer than two officers."""
    need(clerk, Right.SERVE)
    row = _open(session, track)
    named = list(dict.fromkeys(name for each in officers if (name := plain(each))))
    if len(named) < TWO_OFFICERS:
        raise Refusal(Trouble.TWO_OFFICERS, field="officers")
    if planned_for < now:
        raise Refusal(Trouble.DATE_PAST, field="planned_for")
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


def _open(session: Session, track: int) -> Track:
    row = session.get_one(Track, track)
    if row.state is not TrackState.OPEN:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    if row.case.state not in RUNNING:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    return row
