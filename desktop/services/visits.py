"""Comings of the citizen in one matter: written down by the acts, by hand where none was made."""

from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Visit
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.texts import plain
from desktop.domain.visits import Purpose
from desktop.services.audit import note


def came(
    session: Session, clerk: Clerk, now: datetime, case: int, purpose: Purpose, remark: str = ""
) -> Visit:
    """Count one coming; a step of the act the citizen came for."""
    row = Visit(case_id=case, at=now, purpose=purpose, remark=remark, officer_id=clerk.id)
    session.add(row)
    return row


def note_visit(
    session: Session, clerk: Clerk, now: datetime, case: int, purpose: Purpose, remark: str = ""
) -> None:
    """Write down that the citizen came where no other act tells it."""
    need(clerk, Right.SERVE)
    came(session, clerk, now, case, purpose, plain(remark))
    note(session, clerk, now, "case.visit", str(case), case=case, purpose=purpose)
