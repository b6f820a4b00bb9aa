"""A matter taken up again after its slip was made void: the same answers, signed anew."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Slip
from desktop.domain.cases import OPEN
from desktop.domain.drafts import DraftError, from_plain
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.intake import Draft
from desktop.domain.officers import Clerk, Right, need
from desktop.services.audit import note


def taken_up(session: Session, clerk: Clerk, now: datetime, slip: int) -> Draft:
    """The answers behind a void slip as a new draft, which continues the case while it is open.

    Nothing is explained and nothing is signed in it: both were done of another paper.
    """
    need(clerk, Right.SERVE)
    row = session.get_one(Slip, slip)
    if row.voided_at is None:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    try:
        draft = from_plain(row.case.answers)
    except DraftError as error:
        raise Refusal(Trouble.NOT_FOUND) from error
    note(session, clerk, now, "slip.again", row.number, case=row.case_id)
    return replace(
        draft,
        explained=frozenset(),
        signature=None,
        continues=row.case_id if row.case.state in OPEN else None,
    )
