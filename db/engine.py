"""The one way to a database: the known SQLite library, its settings, and plain refusals."""

import errno
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlite

from db.fences import guard
from db.peek import unlock
from db.server import tell
from db.server import trouble_of as server_trouble
from db.store import KEY, WRITES, Store, store_of
from desktop.domain.errors import Refusal, Trouble

OLDEST = (3, 51, 3)
"""SQLite before 3.51.3 can damage a file when two connections checkpoint at once."""

APPLICATION_ID = 0x0A115117
"""Marks a file as ours in its header (PRAGMA application_id)."""

PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
)


def library() -> tuple[str, bool]:
    """The version of the SQLite that is at work, and whether it is too old to be trusted."""
    return sqlite.sqlite_version, sqlite.sqlite_version_info < OLDEST


def open_engine(
    path: Path,
    key: bytes | None = None,
    busy_seconds: float = 5.0,
    oldest: tuple[int, ...] = OLDEST,
    fenced: bool = True,
) -> Engine:
    """An engine on one local SQLite file; writers begin with BEGIN IMMEDIATE.

    `key` is that of an encrypted file; without the fences the schema itself may be changed.
    Raises Refusal where the library is too old or the folder cannot be written.
    """
    if sqlite.sqlite_version_info < oldest:
        raise Refusal(Trouble.LIBRARY_OLD, version=sqlite.sqlite_version)
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        module=sqlite,
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
        hide_parameters=True,
        execution_options={"store": Store(path, key)},
    )
    event.listen(engine, "connect", partial(_settle, store_of(engine), fenced))
    event.listen(engine, "begin", _begin)
    return engine


def _settle(store: Store, fenced: bool, connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    settle(connection, store.key)
    if fenced:
        guard(connection)


def settle(connection: Any, key: bytes | None) -> None:
    """Give a fresh connection its key and its settings; raises the library's errors."""
    unlock(connection, key)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def change_key(path: Path, old: bytes, new: bytes) -> None:
    """Write an encrypted file anew under another key; all of it, or it stays under the old one."""
    with told(), closing(sqlite.connect(str(path))) as connection:
        connection.isolation_level = None
        settle(connection, old)
        connection.execute(f"PRAGMA rekey=\"x'{new.hex()}'\"")


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def writing(
    engine: Engine, key: str = "", changes: frozenset[str] = frozenset()
) -> Iterator[Session]:
    """One act that changes records: all of it is stored, or nothing.

    Its first line in the chain takes the key, by which it can be looked up when nobody knows
    whether it was stored; counters that share the records are told what changes with it. Raises
    Refusal while the records may only be read, OUTCOME_UNKNOWN for a server lost at the commit.
    """
    store, ending = store_of(engine), False
    if store.hurt is not None:
        raise store.hurt
    try:
        with told():
            with Session(engine, expire_on_commit=False) as session, session.begin():
                session.info[WRITES] = True
                if key:
                    session.info[KEY] = key
                yield session
                session.flush()
                if store.server and changes:
                    tell(session, store, changes)
                store.before(session.info)
                ending = True
            store.after(session.info)
    except Refusal as error:
        if ending and error.trouble is Trouble.SERVER_LOST:
            raise Refusal(Trouble.OUTCOME_UNKNOWN) from error
        raise


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One question: a consistent view that never stands in a writer's way."""
    with (
        told(),
        engine.connect().execution_options(reading=True) as connection,
        Session(connection, autoflush=False) as session,
    ):
        yield session


def make_sure(engine: Engine) -> None:
    """Bring everything stored from the log into the file and onto the disk.

    After a sync that failed the system may show what the disk never got; raises Refusal then.
    A server does so by itself, and ends where it cannot.
    """
    if store_of(engine).server:
        return
    with told(), engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA wal_checkpoint(FULL)")


@contextmanager
def told() -> Iterator[None]:
    """Turn what the storage reports into refusals an officer can act on."""
    try:
        yield
    except DBAPIError as error:
        trouble = trouble_of(error.orig)
        if trouble is None:
            raise
        raise Refusal(trouble) from error
    except sqlite.Error as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise Refusal(trouble) from error
    except OSError as error:
        trouble = _OS_TROUBLES.get(error.errno or 0)
        if trouble is None:
            raise
        raise Refusal(trouble) from error
    except Exception as error:  # of the server's driver itself, on a raw connection
        trouble = server_trouble(error)
        if trouble is None:
            raise
        raise Refusal(trouble) from error


_OS_TROUBLES = {
    errno.ENOSPC: Trouble.DISK_FULL,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EIO: Trouble.DISK_FAULT,
}

_TROUBLES = (
    ("SQLITE_FULL", Trouble.DISK_FULL),
    ("SQLITE_READONLY", Trouble.READ_ONLY),
    ("SQLITE_CANTOPEN", Trouble.READ_ONLY),
    ("SQLITE_BUSY", Trouble.LOCKED),
    ("SQLITE_LOCKED", Trouble.LOCKED),
    ("SQLITE_IOERR", Trouble.DISK_FAULT),
    ("SQLITE_CORRUPT", Trouble.DATABASE_DAMAGED),
    ("SQLITE_NOTADB", Trouble.DATABASE_FOREIGN),
)


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Which trouble a storage error is, by the storage's own name; None for a mistake of ours."""
    name = getattr(error, "sqlite_errorname", "") or ""
    found = next((trouble for start, trouble in _TROUBLES if name.startswith(start)), None)
    return found or server_trouble(error)
