"""Reads that more than one floor needs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Audit


def act_stored(session: Session, key: str) -> bool:
    """Whether the act with this key is in the chain, that is: whether it was stored."""
    return session.scalar(select(Audit.seq).where(Audit.key == key)) is not None
