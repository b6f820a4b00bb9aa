"""Filters of the daily list that somebody keeps under a name, each for themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.models import SavedFilter
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.texts import plain
from desktop.services.audit import note

MOST = 20
"""Filters that one officer keeps; among more nobody finds one."""

NAME_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Saved:
    """A name and the values of the filters, by the filters' names."""

    name: str
    values: Mapping[str, str]


def kept(session: Session, clerk: Clerk) -> tuple[Saved, ...]:
    """The officer's own filters by name."""
    need(clerk, Right.SERVE)
    rows = select(SavedFilter).where(SavedFilter.officer_id == clerk.id)
    return tuple(Saved(r.name, r.content) for r in session.scalars(rows.order_by(SavedFilter.name)))


def keep(
    session: Session, clerk: Clerk, now: datetime, name: str, values: Mapping[str, str]
) -> None:
    """Keep filters under a name; a name that is there already gets the new values."""
    need(clerk, Right.SERVE)
    named = plain(name)[:NAME_LENGTH]
    if not named:
        raise Refusal(Trouble.FIELD_EMPTY, field="name")
    own = SavedFilter.officer_id == clerk.id
    row = session.scalar(select(SavedFilter).where(own, SavedFilter.name == named))
    if row is None:
        count = session.scalar(select(func.count()).select_from(SavedFilter).where(own)) or 0
        if count >= MOST:
            raise Refusal(Trouble.COUNT_WRONG, field="name", most=MOST)
        row = SavedFilter(officer_id=clerk.id, name=named, content={})
        session.add(row)
    row.content = dict(values)
    note(session, clerk, now, "filter.keep", named)


def drop(session: Session, clerk: Clerk, now: datetime, name: str) -> None:
    """Throw a kept filter away."""
    need(clerk, Right.SERVE)
    own = (SavedFilter.officer_id == clerk.id, SavedFilter.name == name)
    session.execute(delete(SavedFilter).where(*own))
    note(session, clerk, now, "filter.drop", name)
