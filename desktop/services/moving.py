"""A station's records moved between the file of one PC and a server that counters share."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from db import keys
from db.engine import reading, writing
from db.location import free_name
from db.models import Audit, Counter, Officer
from db.move import copy, need_empty
from db.schema import make_database, making, put_in_place
from db.server import PRESENT, connect, journal, shown
from db.server_schema import MOVE, MOVED, STAY, prepare
from db.store import store_of
from desktop.domain.audit import Head, Verdict
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Role
from desktop.services.audit import head, note, verify
from desktop.services.officers import make_recovery
from desktop.services.station import refuse_in_training

_ALONE = text(f"SELECT pg_try_advisory_xact_lock({PRESENT}, hashtext(current_schema()))")


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: rows by table, the chain's head on arrival, the recovery code of a file."""

    rows: Mapping[str, int]
    head: Head
    code: str = ""


def to_server(source: Engine, owner: str, counters: str, now: datetime) -> Moved:
    """Copy records into an empty server, which is prepared for it as its owner.

    The last act in the place that is left tells where they went, and nobody goes on there. Raises
    Refusal where the server is not empty, or where rows, their contents or the chain arrived
    otherwise; the records then stay where they are.
    """
    prepare(owner, counters)
    target = connect(owner)
    here = journal(store_of(source).path)
    try:
        return _moved(source, target, now, shown(owner), ("outside", here))
    finally:
        target.dispose()


def to_file(source: Engine, database: Path, now: datetime, *, encrypted: bool) -> Moved:
    """Copy a server's records, opened as their owner, into a new file with a recovery code.

    Passwords open an encrypted file only after its administrator gave each officer a new one.
    Raises Refusal where a file is there already or a counter still works with the server.
    """
    put_in_place(database)
    if database.exists():
        raise Refusal(Trouble.SERVER_OPEN, where=str(database))
    _need_alone(source)
    target = make_database(making(database), keys.new_key() if encrypted else None)
    try:
        moved = _moved(source, target, now, "", (journal(database), "outside"))
    except BaseException:
        target.dispose()
        shutil.rmtree(making(database).parent, ignore_errors=True)
        raise
    target.dispose()
    put_in_place(database)
    return moved


def _moved(
    source: Engine, target: Engine, now: datetime, to: str, series: tuple[str, str]
) -> Moved:
    """Leave one place and arrive in the other; what goes wrong in between is a staying."""
    need_empty(target)
    clerk = _chief(source)
    _leave(source, clerk, now, to)
    try:
        copied = copy(source, target)
        with reading(source) as asked, reading(target) as found:
            before, after = verify(asked), verify(found)
        _need_same(before, after)
        with writing(target) as session:
            note(session, clerk, now, MOVED, "", rows=sum(copied.rows.values()))
            _count_on(session, *series)
            code = make_recovery(session, clerk, now) if store_of(target).key else ""
            last = head(session)
    except BaseException as error:
        if not (isinstance(error, Refusal) and error.trouble is Trouble.OUTCOME_UNKNOWN):
            _stay(source, clerk, now)
        raise
    return Moved(copied.rows, last, code)


def _need_same(before: Verdict, after: Verdict) -> None:
    if not (after.good and before.head == after.head):
        raise Refusal(Trouble.AUDIT_BROKEN, row=after.first_bad)


def _leave(source: Engine, clerk: Clerk, now: datetime, to: str) -> None:
    """The last act in a place; nothing is left of which the chain is broken."""
    with reading(source) as session:
        verdict = verify(session)
        left = session.scalar(select(Audit.act).order_by(Audit.seq.desc()).limit(1)) == MOVE
    if not verdict.good:
        raise Refusal(Trouble.AUDIT_BROKEN, row=verdict.first_bad)
    if left:  # of a move that could not even be undone
        _stay(source, clerk, now)
    with writing(source) as session:
        refuse_in_training(session)
        note(session, clerk, now, MOVE, "", to=to)


def _stay(source: Engine, clerk: Clerk, now: datetime) -> None:
    """The move came to nothing: the place that was to be left is worked in again."""
    with writing(source) as session:
        note(session, clerk, now, STAY, "")


def _count_on(session: Session, before: str, after: str) -> None:
    """Lines of this PC's outside journal that have joined the chain join it once."""
    known = session.get(Counter, before)
    session.merge(Counter(series=after, value=0 if known is None else known.value))


def _chief(engine: Engine) -> Clerk:
    """An administrator, in whose name a command that opens every account is written down."""
    rows = select(Officer).where(Officer.active, Officer.role == Role.ADMINISTRATOR)
    with reading(engine) as session:
        row = session.scalars(rows.order_by(Officer.number).limit(1)).first()
        if row is None:
            raise Refusal(Trouble.NOT_FOUND)
        return Clerk(row.id, row.number, row.name, row.role)


def _need_alone(source: Engine) -> None:
    """Refuse while another counter is connected; what it does would stay behind."""
    with reading(source) as session:
        alone = session.scalar(_ALONE)
    if not alone:
        raise Refusal(Trouble.SERVER_IN_USE)


def set_aside(database: Path) -> Path:
    """Put a file whose records were moved where nobody opens it any more; gives its folder."""
    aside = free_name(database, "moved-away-{}")
    aside.mkdir()
    for file in (database, *beside(database)):
        if file.exists():
            file.replace(aside / file.name)
    return aside


def beside(database: Path) -> tuple[Path, ...]:
    """What belongs to a file and goes with it: its log and its keys."""
    return (
        database.with_name(f"{database.name}-wal"),
        database.with_name(f"{database.name}-shm"),
        keys.keys_path(database),
    )
