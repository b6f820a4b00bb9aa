"""Makes a database, has an older one brought to the newest shape, refuses what is not ours."""

import os
import shutil
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from db import keys, location
from db.anchor import anchor_path
from db.engine import APPLICATION_ID, open_engine, told
from db.health import look, quick
from db.location import free_name
from db.store import store_of
from db.upgrade import Done, finish, upgrade
from desktop.domain.errors import Refusal, Trouble

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
HEAD = "0005"
"""The newest revision; a test holds it against the scripts."""

LEFT = "records.move"
"""Act: the last one in records that are left for another place."""

MAKING = "making"
"""Folder beside the database in which a new one is made, so that a half-made one is never met."""


def make_database(path: Path, key: bytes | None = None) -> Engine:
    """A new database of the newest shape; raises Refusal where anything of one is there already."""
    with told():
        path.parent.mkdir(parents=True, exist_ok=True)
        location.check(path)
        location.need_room(path.parent)
        if path.exists():
            raise Refusal(Trouble.ALREADY_SET_UP)
        migrate(path, key)
        path.chmod(0o600)
        return open_engine(path, key)


def open_database(path: Path, key: bytes | None = None) -> Engine:
    """Open the database of a counter, bring it to the newest shape, and look whether it is whole.

    Raises Refusal for a foreign, damaged or newer file; such a file is left as it is. One that
    can be read but is not whole, or is older than was last known here, comes back read-only:
    `store_of(engine).hurt` says why.
    """
    with told():
        location.check(path)
        if location.held_open(path):
            raise Refusal(Trouble.FILE_HELD, what=path.name)
        finish(path)
        look(path, key)
        renewed = renew(path, key)
        engine = open_engine(path, key)
        try:
            with engine.connect().execution_options(reading=True) as connection:
                need_here(connection)
        except Refusal:
            engine.dispose()
            raise
        store_of(engine).hurt = _hurt(engine, path)
        if renewed is not None and not renewed.chain.good:
            store_of(engine).hurt = Refusal(Trouble.AUDIT_BROKEN, row=renewed.chain.first_bad)
        return engine


def need_here(connection: Connection) -> None:
    """Refuse records whose last act tells that they were moved to another place."""
    last = connection.scalar(text("SELECT act FROM audit ORDER BY seq DESC LIMIT 1"))
    if last == LEFT:
        raise Refusal(Trouble.RECORDS_MOVED)


def renew(path: Path, key: bytes | None = None) -> Done | None:
    """Bring a file of an older shape to the newest one; None where it has that already.

    Raises Refusal for a newer one, and where it could not be done: the file is then as before.
    """
    engine = open_engine(path, key)
    try:
        revision = _checked(engine)
    finally:
        engine.dispose()
    return None if revision == HEAD else upgrade(path, key, advance, HEAD)


def open_existing(path: Path, key: bytes | None = None) -> Engine:
    """Open a database that is there and of this program's shape, to read from it.

    Raises Refusal for any other file; makes and migrates nothing.
    """
    with told():
        look(path, key)
        engine = open_engine(path, key)
        revision = _checked(engine)
        if revision != HEAD:
            engine.dispose()
            raise Refusal(Trouble.DATABASE_OLDER if revision else Trouble.DATABASE_FOREIGN)
        return engine


def _hurt(engine: Engine, path: Path) -> Refusal | None:
    """The first thing that the quick checks find; nothing is written into such a database."""
    raw = engine.raw_connection()
    try:
        for finding in quick(raw.driver_connection, path):
            if finding.trouble is not None:
                return finding.refusal()
    finally:
        raw.close()
    return None


def making(path: Path) -> Path:
    """Where a database is made before it is put in its place."""
    return path.parent / MAKING / path.name


def put_in_place(path: Path) -> Path | None:
    """Move a finished new or restored database to its place, also after a crash on the way.

    Its anchor is moved last and tells that it is finished; anything else is thrown away. What
    was there before is set aside, never erased; its folder is given back.
    """
    made = making(path)
    if not made.parent.exists():
        return None
    aside = None
    if anchor_path(made).exists():
        aside = _set_aside(path, made.with_name("set-aside"))
        for there, here in (
            (keys.keys_path(made), keys.keys_path(path)),
            (made, path),
            (_wal(made), _wal(path)),  # still there where the program was ended just now
            (anchor_path(made), anchor_path(path)),
        ):
            if there.exists():
                there.replace(here)
    shutil.rmtree(made.parent)
    return aside


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _set_aside(path: Path, done: Path) -> Path | None:
    """Move the former files into one folder; `done` and `begun` remember that over a crash."""
    former = (path, _wal(path), path.with_name(f"{path.name}-shm"))
    if done.exists():
        return None
    aside = _begun(path, done.with_name("set-aside-begun"))
    for file in (*former, keys.keys_path(path), anchor_path(path)):
        if file.exists():
            aside.mkdir(exist_ok=True)
            file.replace(aside / file.name)
    done.touch()
    return aside if aside.exists() else None


def _begun(path: Path, begun: Path) -> Path:
    """The folder that the former files go to: the one of a move cut short, else a free one."""
    known = begun.read_text(encoding="utf-8") if begun.exists() else ""
    aside = path.with_name(known) if known else free_name(path, "set-aside-{}")
    with begun.open("w", encoding="utf-8") as out:
        out.write(aside.name)
        out.flush()
        os.fsync(out.fileno())
    return aside


def _checked(engine: Engine) -> str | None:
    """The revision of an existing file, or a refusal."""
    with engine.connect().execution_options(reading=True) as connection:
        revision = _revision(connection)
    if revision is not None and revision not in known_revisions():
        raise Refusal(Trouble.DATABASE_NEWER, revision=revision)
    return revision


def _revision(connection: Connection) -> str | None:
    named = text("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'")
    if not connection.execute(named).scalar():
        return None
    revision: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return revision


def known_revisions() -> frozenset[str]:
    """The revisions this program has scripts for, read from the file names (`0001_first.py`)."""
    return frozenset(
        file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")
    )


def migrate(path: Path, key: bytes | None, to: str = "head") -> None:
    """Bring a file to a shape in one transaction; the fences are not in the way here."""
    engine = open_engine(path, key, fenced=False)
    try:
        with engine.begin() as connection:
            advance(connection, to)
    finally:
        engine.dispose()


def advance(connection: Connection, to: str = "head") -> None:
    """Run the scripts up to a shape; the transaction is the caller's."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    command.upgrade(config, to)
