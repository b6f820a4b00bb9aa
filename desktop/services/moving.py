"""A station's records moved between the file of one PC and a server that counters share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select, text

from db import keys
from db.engine import reading, writing
from db.location import free_name
from db.models import Officer
from db.move import copy, need_empty
from db.schema import make_database, making, put_in_place
from db.server import NOWHERE, connect, shown
from db.server_schema import MOVE, prepare
from desktop.domain.audit import Head
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Role
from desktop.services.audit import head, note, verify
from desktop.services.officers import make_recovery
from desktop.services.station import refuse_in_training

MOVED = "records.moved"
"""Act: the first one in the new place."""

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND usename = current_user AND application_name = 'onevisit' AND pid <> pg_backend_pid() "
    "AND backend_start < now()"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: rows by table, the chain's head on arrival, the recovery code of a file."""

    rows: Mapping[str, int]
    head: Head
    code: str = ""


def to_server(source: Engine, owner: str, counters: str, now: datetime) -> Moved:
    """Copy records into an empty server, which is prepared for it as its owner.

    The last act in the place that is left tells where they went. Raises Refusal where the server
    is not empty, or where rows, their contents or the chain arrived otherwise.
    """
    prepare(owner, counters)
    target = connect(owner, NOWHERE)
    try:
        return _moved(source, target, now, shown(owner))
    finally:
        target.dispose()


def to_file(source: Engine, database: Path, now: datetime, *, encrypted: bool) -> Moved:
    """Copy a server's records into a new file in its place, with a recovery code of its own.

    Passwords open an encrypted file only after its administrator gave each officer a new one.
    Raises Refusal where a file is there already or a counter still works with the server.
    """
    if database.exists():
        raise Refusal(Trouble.SERVER_OPEN, where=str(database))
    _need_alone(source)
    target = make_database(making(database), keys.new_key() if encrypted else None)
    try:
        moved = _moved(source, target, now, "")
        with writing(target) as session:
            code = make_recovery(session, _chief(target), now)
        with reading(target) as session:
            last = head(session)
    finally:
        target.dispose()
    put_in_place(database)
    return Moved(moved.rows, last, code)


def _moved(source: Engine, target: Engine, now: datetime, to: str) -> Moved:
    need_empty(target)
    clerk = _chief(source)
    with writing(source) as session:
        refuse_in_training(session)
        note(session, clerk, now, MOVE, "", to=to)
    copied = copy(source, target)
    with reading(source) as asked, reading(target) as found:
        before, after = verify(asked), verify(found)
    if not (before.good and after.good and before.head == after.head):
        raise Refusal(Trouble.AUDIT_BROKEN, row=after.first_bad)
    with writing(target) as session:
        arrived = note(session, clerk, now, MOVED, "", rows=sum(copied.rows.values()))
    return Moved(copied.rows, arrived)


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
        others = session.scalar(_OTHERS) or 0
    if others > 0:
        raise Refusal(Trouble.SERVER_IN_USE, count=others)


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
