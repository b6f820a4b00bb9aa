"""One line for every change, in the change's own transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Journal
from desktop.domain.officers import Clerk


def note(
    session: Session, clerk: Clerk | None, now: datetime, act: str, subject: str, **detail: object
) -> None:
    """Write down who did what to which record; details hold no personal data."""
    officer = None if clerk is None else clerk.id
    session.add(Journal(at=now, officer_id=officer, act=act, subject=subject, detail=detail))
