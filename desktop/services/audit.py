"""The chain of acts: one row for every act, in the act's own transaction; reading it again."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from db.models import Audit, Station
from db.store import HEAD, KEY, STATION, WRITES, store_of
from desktop.domain.audit import (
    EMPTY,
    Entry,
    Head,
    Verdict,
    canonical,
    check,
    fits,
    read_code,
    sealed,
)
from desktop.domain.officers import Clerk

_TABLE = cast("Table", Audit.__table__)
_ROWS = _TABLE.c
_LAST = select(_ROWS.seq, _ROWS.hash).order_by(_ROWS.seq.desc()).limit(1)
_ADD = insert(_TABLE)
_STATION = select(Station.uid)


def note(
    session: Session, clerk: Clerk | None, now: datetime, act: str, subject: str, **detail: object
) -> Head:
    """Continue the chain by one act; gives the new head. Details hold no personal data.

    In a session that writes nothing, because nothing may be written or nobody meant to, the
    journal outside the database takes the line meanwhile.
    """
    if now.tzinfo is None:
        raise ValueError("a time without its zone cannot be stored")
    store = store_of(session)
    if WRITES not in session.info:
        number = "" if clerk is None else clerk.number
        store.outside.add(now, act, number, subject=subject, **detail)
        return EMPTY
    before = session.info.get(HEAD) or head(session)
    entry = Entry(
        seq=before.seq + 1,
        at=now.astimezone(UTC).isoformat(timespec="microseconds"),
        officer=None if clerk is None else clerk.id,
        act=act,
        subject=subject,
        detail=canonical(detail),
        key=session.info.pop(KEY, None),
        prev=before.hash,
    )
    made = Head(entry.seq, sealed(entry))
    session.connection().execute(_ADD, asdict(entry) | {"hash": made.hash})
    session.info[HEAD] = made
    if STATION not in session.info:
        session.info[STATION] = session.connection().scalar(_STATION) or ""
    return made


def head(session: Session) -> Head:
    """The last row of the chain."""
    row = session.connection().execute(_LAST).one_or_none()
    return EMPTY if row is None else Head(row.seq, row.hash)


def row_head(session: Session, seq: int) -> Head | None:
    """The head as it was when a row was written; None where there is no such row."""
    if seq == EMPTY.seq:
        return EMPTY
    row = session.execute(select(_ROWS.seq, _ROWS.hash).where(_ROWS.seq == seq)).one_or_none()
    return None if row is None else Head(row.seq, row.hash)


def entries(session: Session, first: int = 1) -> Iterator[Entry]:
    """The rows of the chain from one on, in order, read as they are needed."""
    rows = select(_TABLE).where(_ROWS.seq >= first).order_by(_ROWS.seq)
    return (Entry(*row) for row in session.execute(rows, execution_options={"yield_per": 1000}))


def verify(session: Session, codes: tuple[str, ...] = ()) -> Verdict:
    """Compute the whole chain again, and hold it against head codes that stand on paper.

    Raises ValueError for a code that is none.
    """
    verdict = check(entries(session))
    for code in codes if verdict.good else ():
        seq, _ = read_code(code)
        found = row_head(session, seq)
        if found is None or not fits(code, found):
            return Verdict(verdict.rows, verdict.head, seq, "paper", verdict.backwards)
    return verdict
