"""Opening a database: fresh, again, and every file that is not one of ours."""

import contextlib
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlcipher3 import dbapi2 as sqlite

from db.engine import APPLICATION_ID, open_engine, reading
from db.models import Base
from db.schema import HEAD, MIGRATIONS, known_revisions, open_database, open_existing
from desktop.domain.errors import Refusal, Trouble
from desktop.settings import database_file

NOBODY = 65534


@pytest.fixture
def file(home: Path, set_up_home: Path) -> Path:
    """A closed database with a station in it."""
    shutil.copytree(set_up_home, home)
    return database_file(home)


@pytest.fixture
def opened(file: Path) -> Iterator[Engine]:
    """That database, open."""
    engine = open_database(file)
    yield engine
    engine.dispose()


def _refused(path: Path, ask: Callable[[Path], Engine] = open_database) -> Refusal:
    with pytest.raises(Refusal) as refused:
        ask(path)
    return refused.value


def _value(engine: Engine, question: str) -> Any:
    with engine.connect() as connection:
        return connection.exec_driver_sql(question).scalar()


def test_the_library_is_a_known_one() -> None:
    assert sqlite.sqlite_version_info >= (3, 51, 3)


def test_a_fresh_database_is_made_with_its_folder(home: Path) -> None:
    path = home / "deep" / "onevisit.db"
    engine = open_database(path)
    assert _value(engine, "SELECT version_num FROM alembic_version") == HEAD
    assert _value(engine, "PRAGMA application_id") == APPLICATION_ID
    engine.dispose()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["onevisit.db"]


def test_opened_again_it_is_the_same_and_no_copy_is_made(file: Path) -> None:
    engine = open_database(file)
    assert _value(engine, "SELECT count(*) FROM officer") == 4
    engine.dispose()
    assert [each.name for each in file.parent.iterdir()] == ["onevisit.db"]


def test_the_scripts_make_what_the_models_say(opened: Engine) -> None:
    with opened.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_script_is_the_head() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_heads() == [HEAD]
    assert {script.revision for script in scripts.walk_revisions()} == known_revisions()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("secure_delete", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("mmap_size", 0),
    ],
)
def test_every_connection_is_settled(opened: Engine, pragma: str, value: object) -> None:
    assert _value(opened, f"PRAGMA {pragma}") == value


def test_a_newer_database_is_refused_and_named(file: Path) -> None:
    with contextlib.closing(sqlite.connect(str(file))) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    before = file.read_bytes()
    for ask in (open_database, open_existing):
        refusal = _refused(file, ask)
        assert refusal.trouble is Trouble.DATABASE_NEWER
        assert refusal.values == {"revision": "9999"}
    assert file.read_bytes() == before


def _foreign(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE notes (line TEXT)")
        raw.execute("INSERT INTO notes VALUES ('somebody else''s')")


def _text(path: Path) -> None:
    path.write_text("this is no database, but it is longer than a header " * 40)


def _empty(path: Path) -> None:
    path.touch()


@pytest.mark.parametrize("make", [_foreign, _text, _empty])
@pytest.mark.parametrize("ask", [open_database, open_existing])
def test_a_file_that_is_not_ours_is_refused_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], None], ask: Callable[[Path], Engine]
) -> None:
    path = tmp_path / "onevisit.db"
    make(path)
    before = path.read_bytes()
    assert _refused(path, ask).trouble is Trouble.DATABASE_FOREIGN
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["onevisit.db"]


def test_an_existing_database_is_never_made(tmp_path: Path) -> None:
    path = tmp_path / "onevisit.db"
    assert _refused(path, open_existing).trouble is Trouble.READ_ONLY
    assert not path.exists()


def test_a_database_cut_to_its_header_is_refused(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:4000])
    assert _refused(file).trouble in (Trouble.DATABASE_DAMAGED, Trouble.DATABASE_FOREIGN)
    assert file.read_bytes() == whole[:4000]


def test_a_database_with_a_damaged_schema_is_refused(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[100:4096] = b"\xff" * 3996
    file.write_bytes(whole)
    assert _refused(file).trouble is Trouble.DATABASE_DAMAGED


def _read_all(file: Path) -> None:
    with reading(open_database(file)) as session:
        for table in Base.metadata.sorted_tables:
            session.execute(table.select()).all()


def test_damage_inside_is_told_when_it_is_met(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[4096 * 2 :] = os.urandom(len(whole) - 4096 * 2)
    file.write_bytes(whole)
    with pytest.raises(Refusal) as refused:
        _read_all(file)
    assert refused.value.trouble is Trouble.DATABASE_DAMAGED


def test_an_old_library_is_refused_with_its_version(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        open_engine(tmp_path / "onevisit.db", oldest=(99, 0, 0))
    assert refused.value.trouble is Trouble.LIBRARY_OLD
    assert refused.value.values == {"version": sqlite.sqlite_version}
    assert not list(tmp_path.iterdir())


@pytest.fixture
def bare_user() -> Iterator[Path]:
    """A folder to all, and rights that are not root's (which no folder keeps out)."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    root = os.geteuid() == 0
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        for each in (folder, *folder.rglob("*")):
            each.chmod(0o755)
        shutil.rmtree(folder)


def test_a_folder_that_cannot_be_written_is_told(bare_user: Path, set_up_home: Path) -> None:
    home = bare_user / "home"
    shutil.copytree(set_up_home, home)
    database_file(home).chmod(0o444)
    home.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    for path in (database_file(home), home / "new.db", home / "deep" / "new.db"):
        assert _refused(path).trouble is Trouble.READ_ONLY


def _older(file: Path) -> None:
    """Turn the database into one from before the first script, as it can be told apart."""
    with contextlib.closing(sqlite.connect(str(file))) as raw, raw:
        raw.execute("DELETE FROM alembic_version")
        for table in reversed(Base.metadata.sorted_tables):
            raw.execute(f"DROP TABLE {table.name}")
        raw.execute("CREATE TABLE kept (line TEXT)")
        raw.execute("INSERT INTO kept VALUES ('from before')")


def test_before_a_migration_a_copy_is_made(file: Path) -> None:
    _older(file)
    with contextlib.closing(sqlite.connect(str(file))) as raw, raw:
        raw.execute("INSERT INTO alembic_version VALUES ('0001')")
    # Only one script exists so far: the copy is asked for as the next one will.
    from db.schema import _copy

    engine = open_engine(file)
    _copy(engine, file)
    _copy(engine, file)
    engine.dispose()
    copies = sorted(file.parent.glob("onevisit-before-*.db"))
    assert [each.name for each in copies] == [
        f"onevisit-before-{HEAD}-1.db", f"onevisit-before-{HEAD}-2.db",
    ]  # fmt: skip
    with contextlib.closing(sqlite.connect(str(copies[0]))) as raw:
        assert raw.execute("SELECT line FROM kept").fetchone() == ("from before",)


def test_a_database_left_before_its_first_migration_is_brought_to_head(file: Path) -> None:
    _older(file)
    engine = open_database(file)
    assert _value(engine, "SELECT version_num FROM alembic_version") == HEAD
    with engine.connect() as connection:
        assert connection.execute(text("SELECT line FROM kept")).scalar() == "from before"
    engine.dispose()
    assert not list(file.parent.glob("onevisit-before-*.db"))


def test_only_a_database_of_this_shape_is_read_from(file: Path) -> None:
    engine = open_existing(file)
    assert _value(engine, "SELECT count(*) FROM officer") == 4
    engine.dispose()
    _older(file)
    assert _refused(file, open_existing).trouble is Trouble.DATABASE_FOREIGN
