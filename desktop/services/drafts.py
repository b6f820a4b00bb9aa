"""Unfinished intakes: kept at every change, offered again after a crash."""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import Draft as DraftRow
from db.models import Slip
from desktop.domain.drafts import DraftError, from_plain, to_plain
from desktop.domain.intake import Draft, Step
from desktop.domain.officers import Clerk, Right, need
from desktop.services import attachments
from desktop.services.audit import note

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """An intake left unfinished, as it is offered again."""

    key: str
    title: str
    step: str
    updated_at: datetime
    draft: Draft


def save_draft(
    session: Session, clerk: Clerk, now: datetime, key: str, step: Step, title: str, draft: Draft
) -> None:
    """Keep every answer given so far; an intake that was issued already is not kept again."""
    need(clerk, Right.SERVE)
    if session.scalar(select(Slip.id).where(Slip.intake == key)):
        return
    row = session.scalar(select(DraftRow).where(DraftRow.key == key))
    if row is None:
        row = DraftRow(
            key=key, officer_id=clerk.id, step=step, title=title, begun_at=now, updated_at=now,
            content={},
        )  # fmt: skip
        session.add(row)
    row.step, row.title, row.updated_at, row.content = step, title, now, to_plain(draft)


def unfinished(session: Session, clerk: Clerk) -> tuple[SavedDraft, ...]:
    """The officer's unfinished intakes, the latest first."""
    need(clerk, Right.SERVE)
    rows = session.scalars(
        select(DraftRow)
        .where(DraftRow.officer_id == clerk.id)
        .order_by(DraftRow.updated_at.desc())
        .limit(20)
    )
    return tuple(saved for row in rows if (saved := _saved(row)) is not None)


def kept(session: Session, clerk: Clerk, key: str) -> SavedDraft | None:
    """One unfinished intake of the officer; None where it is not there or cannot be read."""
    need(clerk, Right.SERVE)
    rows = select(DraftRow).where(DraftRow.key == key, DraftRow.officer_id == clerk.id)
    row = session.scalar(rows)
    return None if row is None else _saved(row)


def _saved(row: DraftRow) -> SavedDraft | None:
    """A stored draft; None for one that another version wrote and this one cannot read."""
    try:
        draft = from_plain(row.content)
    except DraftError:
        log.exception("draft %s cannot be read", row.id)
        return None
    return SavedDraft(row.key, row.title, row.step, row.updated_at, draft)


def drop_draft(session: Session, clerk: Clerk, now: datetime, key: str) -> None:
    """Throw an unfinished intake away, as its officer asked."""
    need(clerk, Right.SERVE)
    session.execute(delete(DraftRow).where(DraftRow.key == key, DraftRow.officer_id == clerk.id))
    attachments.discard(session, clerk, now, key)
    note(session, clerk, now, "draft.drop", key)
