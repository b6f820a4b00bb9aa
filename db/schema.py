"""Brings a database file to the newest shape, after a copy, and refuses what is not ours."""

from pathlib import Path

from sqlalchemy import Connection, Engine, text

from db.engine import APPLICATION_ID, open_engine, told
from db.peek import first_value
from desktop.domain.errors import Refusal, Trouble

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
HEAD = "0002"
"""The newest revision; a test holds it against the scripts."""


def open_database(path: Path) -> Engine:
    """Open the database of a counter; make it where there is none, migrate it where it is old.

    Raises Refusal for a foreign, damaged or newer file; such a file is left as it is.
    """
    with told():
        fresh = not path.exists()
        if fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
        else:
            _look(path)
        engine = open_engine(path)
        if fresh:
            _mark(engine, path)
        revision = _checked(engine)
        if revision != HEAD:
            _migrate(engine, path, copy=revision is not None)
        return engine


def open_existing(path: Path) -> Engine:
    """Open a database that is there and of this program's shape, to read from it.

    Raises Refusal for any other file; makes and migrates nothing.
    """
    with told():
        _look(path)
        engine = open_engine(path)
        if _checked(engine) != HEAD:
            raise Refusal(Trouble.DATABASE_FOREIGN)
        return engine


def _mark(engine: Engine, path: Path) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    path.chmod(0o600)


def _look(path: Path) -> None:
    """Refuse a file that is not ours before any setting of ours is written into it."""
    if first_value(path, "PRAGMA application_id") != APPLICATION_ID:
        raise Refusal(Trouble.DATABASE_FOREIGN)


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


def _migrate(engine: Engine, path: Path, *, copy: bool) -> None:
    from alembic import command
    from alembic.config import Config

    if copy:
        _copy(engine, path)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _copy(engine: Engine, path: Path) -> None:
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(_copy_name(path)),))
    finally:
        raw.close()


def _copy_name(path: Path) -> Path:
    """A free name beside the file for the copy that is made before a migration."""
    names = (path.with_name(f"{path.stem}-before-{HEAD}-{n}{path.suffix}") for n in range(1, 1000))
    return next(name for name in names if not name.exists())
