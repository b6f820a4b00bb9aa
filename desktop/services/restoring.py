"""A restore, step by step: which backups, two persons, what would be lost, the exchange.

Nothing here needs records that can be opened: it is the way back when they cannot.
"""

import logging
import shutil
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from db import anchor, backup, keys
from db.anchor import anchor_path
from db.backup import Backup
from db.engine import reading, told, writing
from db.models import Audit, Slip
from db.outside import FAILED, PASSED, Outside, outside_path
from db.schema import open_database, open_existing
from db.store import store_of
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk
from desktop.services import backups
from desktop.services.officers import Second

__all__ = [
    "Backup", "Holding", "Place", "Prepared", "Restored", "carry_out", "drop", "offered", "prepare",
]  # fmt: skip

log = logging.getLogger(__name__)

REHEARSAL = "rehearsal"
"""Folder beside the records into which a backup is restored before it counts."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the records and their backups lie; `engine` is there while the records are open."""

    records: Path
    folder: Path
    engine: Engine | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """What records hold; only the count of acts is known of those that cannot be opened."""

    acts: int
    slips: int | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rehearsed backup that two persons answer for, held against what is here now."""

    backup: Backup
    file: Path
    there: Holding
    here: Holding | None
    clerk: Clerk
    second: Clerk
    key: bytes | None = field(repr=False)

    @property
    def lost(self) -> int | None:
        """How many acts would be gone; None where nobody knows."""
        return None if self.here is None else max(self.here.acts - self.there.acts, 0)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: from when the records are, where the former lie, whether it is noted."""

    taken_at: datetime
    aside: Path | None
    noted: bool


def offered(place: Place) -> tuple[Backup, ...]:
    """The backups that may be restored here, the newest first; of this station where known."""
    with told():
        return backup.listed(place.folder, _station(place.records))


def _station(records: Path) -> str | None:
    """Whose records lie here, by what lies beside them."""
    known = anchor.read(anchor_path(records))
    if known is not None:
        return known.station
    try:
        beside = keys.load(keys.keys_path(records))
    except Refusal:
        return None
    return None if beside is None else beside.station


def prepare(place: Place, chosen: Backup, first: Second, second: Second, now: datetime) -> Prepared:
    """Rehearse a backup that two persons answer for, and look what it would take away.

    Raises Refusal, with the field `password` or `second` for a person; tries count as ever.
    """
    into = place.records.parent / REHEARSAL
    outside = Outside(outside_path(place.records))
    _may_try(outside, now, first, second)
    if first.number.strip() == second.number.strip():
        raise Refusal(Trouble.SECOND_SAME, field="second")
    with told():
        shutil.rmtree(into, ignore_errors=True)
    try:
        key = backups.open_by(chosen, first)
        _second_fits(chosen, second)
        found, clerk, other = backups.rehearse_as(chosen, first, second, into)
    except Refusal as error:
        shutil.rmtree(into, ignore_errors=True)
        if error.trouble is Trouble.WRONG_PASSWORD:
            wrong = second if error.field == "second" else first
            outside.add(now, FAILED, wrong.number.strip())
        raise
    for each in (first, second):
        if outside.tries(each.number.strip()):
            outside.add(now, PASSED, each.number.strip())
    there = Holding(found.head.seq, found.slips, chosen.manifest.moment)
    return Prepared(chosen, found.file, there, _here(place, key), clerk, other, key)


def _may_try(outside: Outside, now: datetime, first: Second, second: Second) -> None:
    for each, where in ((first, "password"), (second, "second")):
        wait = outside.wait(each.number.strip(), now)
        if wait:
            minutes = -(-wait.total_seconds() // 60)
            raise Refusal(Trouble.TRIES_EXHAUSTED, field=where, minutes=int(minutes))


def _second_fits(chosen: Backup, second: Second) -> None:
    """Refuse a wrong second password before everything is read through."""
    try:
        backups.open_by(chosen, second)
    except Refusal as error:
        raise Refusal(error.trouble, field="second", **error.values) from error


def _here(place: Place, key: bytes | None) -> Holding | None:
    """What is here now, as far as it can be told."""
    if place.engine is not None:
        key = store_of(place.engine).key
    try:
        with told(), closing(_Opened(place.records, key)) as opened, reading(opened.engine) as s:
            return _holding(s)
    except Exception:  # noqa: BLE001 - what cannot be opened may fail in any way
        known = anchor.read(anchor_path(place.records))
        return None if known is None else Holding(known.head.seq)


class _Opened:
    """Records opened for one question."""

    def __init__(self, records: Path, key: bytes | None) -> None:
        self.engine = open_existing(records, key)

    def close(self) -> None:
        """Let go of them."""
        self.engine.dispose()


def _holding(session: Session) -> Holding:
    last = session.execute(select(Audit.seq, Audit.at).order_by(Audit.seq.desc()).limit(1)).first()
    slips = session.scalar(select(func.count()).select_from(Slip))
    if last is None:
        return Holding(0, slips)
    return Holding(last[0], slips, datetime.fromisoformat(last[1]))


def drop(place: Place) -> None:
    """Throw a rehearsed backup away again."""
    shutil.rmtree(place.records.parent / REHEARSAL, ignore_errors=True)


def carry_out(place: Place, prepared: Prepared, now: datetime, reason: str) -> Restored:
    """Put the rehearsed backup in the place of the records, and write that down in it.

    Raises Refusal(REASON_MISSING), or what the disk refused; the former files are set aside.
    """
    if not reason.strip():
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    if place.engine is not None:
        place.engine.dispose()
    with told():
        aside = backup.exchange(prepared.file, place.records)
    return Restored(
        prepared.backup.manifest.moment, aside, _written(place, prepared, now, reason.strip())
    )


def _written(place: Place, prepared: Prepared, now: datetime, reason: str) -> bool:
    """The restore as an act in the restored records; they are there even where this fails."""
    try:
        engine = open_database(place.records, prepared.key)
        try:
            with writing(engine) as session:
                values = (prepared.backup, prepared.second, reason)
                backups.restored(session, prepared.clerk, now, *values)
        finally:
            engine.dispose()
    except Refusal:
        log.exception("a restore could not be written down")
        return False
    return True
