"""Brings an older database to the newest shape: all of it, or it is as it was before.

A copy is made and checked first. The steps and what is held against them are one transaction;
where only the look after it finds something, the copy takes the file's place again.
"""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlcipher3 import dbapi2 as sqlite

from db import fences, keys, location
from db.engine import open_engine, settle, told, trouble_of
from db.health import chain
from db.models import Base
from desktop.domain.audit import EMPTY, Verdict
from desktop.domain.errors import Refusal, Trouble
from desktop.files import PRIVATE, sync_folder

log = logging.getLogger(__name__)

Steps = Callable[[Connection], None]
"""What changes the shape, on a connection whose transaction is not its own."""

VERSION = "alembic_version"
CHAIN = "audit"

MOVED = {"journal": CHAIN}
"""Tables that a step takes away, and those that hold their rows from then on."""

NEEDED = 3
"""How often a file must fit on its disk once more: its copy, and its pages in the log."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a change of shape must leave as it is: rows by table, and the chain of acts."""

    rows: dict[str, int]
    chain: Verdict


Check = Callable[[Path, bytes | None, Content], None]
"""Raises Refusal where a file does not hold what it should."""


@dataclass(frozen=True, slots=True)
class Done:
    """The copy of before, and the chain: one that was broken is carried over as it is."""

    copy: Path
    chain: Verdict

    def drop_copy(self) -> None:
        """Take the copy away where the file was one of something that is kept."""
        _drop(self.copy)


def upgrade(
    path: Path, key: bytes | None, steps: Steps, head: str, check: Check | None = None
) -> Done:
    """Bring a file to the shape `head` by some steps; `check` reads it once more afterwards.

    Raises Refusal, and the file then holds what it held before, in the shape it had.
    """
    _tidy(path)
    _need_room(path)
    copy = location.free_name(path, f"{path.stem}-before-{head}-{{}}{path.suffix}")
    with _refusing():
        after = _stepped(path, key, steps, head, copy)
    try:
        with _refusing():
            (check or look_again)(path, key, after)
    except BaseException:
        put_copy_back(path, copy)
        raise
    return Done(copy, after.chain)


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever goes wrong is told as a refusal; what the disk says keeps its own sentence."""
    try:
        with told():
            yield
    except Refusal:
        raise
    except Exception as error:
        log.exception("the records could not be brought to this shape")
        raise _failed(type(error).__name__) from error


def _failed(problem: str) -> Refusal:
    return Refusal(Trouble.UPGRADE_FAILED, problem=problem)


def _need_room(path: Path) -> None:
    size = path.stat().st_size
    need, free = NEEDED * size + location.STOP, location.free_space(path.parent).free
    if free < need:
        raise Refusal(Trouble.UPGRADE_ROOM, need=-(-need // 1_000_000), free=free // 1_000_000)


def _stepped(path: Path, key: bytes | None, steps: Steps, head: str, copy: Path) -> Content:
    """Copy, step and check while nobody else may write; gives what the file holds then."""
    engine = open_engine(path, key, fenced=False)
    try:
        with engine.begin() as connection:
            raw = connection.connection.driver_connection
            try:
                before = _content(raw)
                _copy(path, key, copy, before)
                steps(connection)
                after = _content(raw)
                _hold(raw, before, after, head)
            except BaseException:  # not of the commit: who knows what that left
                _drop(copy)
                raise
            return after
    finally:
        engine.dispose()


def _content(raw: Any) -> Content:
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {
        name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for name in names
        if name != VERSION
    }
    return Content(rows, chain(raw) if CHAIN in rows else Verdict(0, EMPTY))


def _copy(path: Path, key: bytes | None, copy: Path, content: Content) -> None:
    """A copy that was opened with its key and read through before it bears its name."""
    part = copy.with_name(f"{copy.name}.part")
    with closing(_opened(path, key)) as raw:
        raw.execute("VACUUM INTO ?", (str(part),))
    part.chmod(PRIVATE)
    with closing(_opened(part, key)) as raw:
        wrong = [*_flaws(raw)]
        if wrong or _content(raw) != content:
            raise Refusal(Trouble.DATABASE_DAMAGED)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    beside = keys.keys_path(path)
    if beside.exists():
        shutil.copyfile(beside, keys.keys_path(copy))
    part.replace(copy)
    sync_folder(copy.parent)


def _opened(path: Path, key: bytes | None) -> Any:
    connection = sqlite.connect(str(path))
    try:
        connection.isolation_level = None
        settle(connection, key)
    except BaseException:
        connection.close()
        raise
    return connection


def _hold(raw: Any, before: Content, after: Content, head: str) -> None:
    """Hold what the steps made against what was there and what this program works with."""
    for problem in (*_losses(before, after), *_flaws(raw), *_misshapen(raw, head)):
        raise _failed(problem)


def _losses(before: Content, after: Content) -> Iterator[str]:
    """Tables of which rows are gone or came out of nowhere, and a chain that is another one."""
    for table, rows in before.rows.items():
        now = after.rows.get(table, after.rows.get(MOVED.get(table, "")))
        if now != rows:
            yield f"{table}: {rows} > {now}"
    if not after.chain.good if CHAIN not in before.rows else after.chain != before.chain:
        yield CHAIN


def _flaws(raw: Any) -> Iterator[str]:
    """What SQLite itself finds wrong with a file."""
    for pragma in ("integrity_check(5)", "foreign_key_check"):
        try:
            yield from (f"{pragma}: {row[0]}" for row in raw.execute(f"PRAGMA {pragma}")
                        if row[0] != "ok")  # fmt: skip
        except sqlite.DatabaseError as error:
            if trouble_of(error) not in (None, Trouble.DATABASE_DAMAGED):
                raise
            yield f"{pragma}: {type(error).__name__}"


def _misshapen(raw: Any, head: str) -> Iterator[str]:
    """Where the shape is not the one that this program works with."""
    found = raw.execute(f"SELECT version_num FROM {VERSION}").fetchall()  # noqa: S608 - a constant
    if found != [(head,)]:
        yield VERSION
    for name, table in Base.metadata.tables.items():
        columns = {row[1] for row in raw.execute(f'PRAGMA table_info("{name}")')}
        indexes = {row[1] for row in raw.execute(f'PRAGMA index_list("{name}")')}
        if columns != {column.name for column in table.columns}:
            yield f"{name}: columns"
        if not {index.name for index in table.indexes} <= indexes:
            yield f"{name}: indexes"
    if down := fences.missing(raw):
        yield ", ".join(down)


def look_again(path: Path, key: bytes | None, expected: Content) -> None:
    """Read everything once more from the disk, as the next start will."""
    with closing(_opened(path, key)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        wrong = [*_flaws(raw)]
        if key is not None:
            wrong += [str(row[0]) for row in raw.execute("PRAGMA cipher_integrity_check")]
        if wrong or _content(raw) != expected:
            raise _failed(wrong[0] if wrong else "content")


def _waiting(path: Path) -> Path:
    """What takes the file's place again; whole as soon as it bears this name."""
    return path.with_name(f"{path.name}.before")


def put_copy_back(path: Path, copy: Path) -> None:
    """Put what a checked copy holds in the place of a file; the copy stays."""
    part = copy.with_name(f"{copy.name}.part")
    shutil.copyfile(copy, part)
    part.chmod(PRIVATE)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(_waiting(path))
    sync_folder(path.parent)
    finish(path)


def finish(path: Path) -> None:
    """End a putting back that a crash cut short; to be called before a file is opened.

    The log of changes goes first: it belongs to the file that is replaced.
    """
    if _waiting(path).exists():
        for ending in ("-wal", "-shm"):
            path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
        _waiting(path).replace(path)
        sync_folder(path.parent)


def _tidy(path: Path) -> None:
    """Take away what a copy left that was ended before it was done."""
    for part in path.parent.glob(f"{path.stem}-before-*.part*"):
        part.unlink()


def _drop(copy: Path) -> None:
    """A copy that is not needed: the file is what it was."""
    for each in (copy, keys.keys_path(copy), *copy.parent.glob(f"{copy.name}.part*")):
        each.unlink(missing_ok=True)
