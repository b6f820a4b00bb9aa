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
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2 as sqlite

from db.engine import APPLICATION_ID, open_engine, writing
from db.models import Base
from db.peek import unlock
from db.schema import (
    HEAD,
    MIGRATIONS,
    known_revisions,
    make_database,
    open_database,
    open_existing,
)
from db.store import store_of
from desktop.domain.errors import Refusal, Trouble
from desktop.settings import database_file

pytestmark = pytest.mark.file

NOBODY = 65534


@pytest.fixture
def file(home: Path, set_up_home: Path) -> Path:
    """A closed database with a station in it."""
    shutil.copytree(set_up_home, home)
    return database_file(home)


@pytest.fixture
def opened(file: Path, key: bytes) -> Iterator[Engine]:
    """That database, open."""
    engine = open_database(file, key)
    yield engine
    engine.dispose()


Ask = Callable[[Path, bytes | None], Engine]


def _refused(path: Path, key: bytes | None = None, ask: Ask = open_database) -> Refusal:
    with pytest.raises(Refusal) as refused:
        ask(path, key)
    return refused.value


@contextlib.contextmanager
def _raw(file: Path, key: bytes | None = None) -> Iterator[Any]:
    """The file through the library alone, as somebody with a plain tool and the key has it."""
    with contextlib.closing(sqlite.connect(str(file))) as raw:
        unlock(raw, key)
        with raw:
            yield raw


def _value(engine: Engine, question: str) -> Any:
    with engine.connect() as connection:
        return connection.exec_driver_sql(question).scalar()


def test_the_library_is_a_known_one() -> None:
    assert sqlite.sqlite_version_info >= (3, 51, 3)


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_fresh_database_is_made_with_its_folder(home: Path, key: bytes, encrypted: bool) -> None:
    path, used = home / "deep" / "onevisit.db", key if encrypted else None
    engine = make_database(path, used)
    assert _value(engine, "SELECT version_num FROM alembic_version") == HEAD
    assert _value(engine, "PRAGMA application_id") == APPLICATION_ID
    engine.dispose()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["onevisit.db"]
    assert path.read_bytes().startswith(b"SQLite format 3") is not encrypted
    open_database(path, used).dispose()


def test_none_is_made_over_another(file: Path, key: bytes) -> None:
    before = file.read_bytes()
    with pytest.raises(Refusal) as refused:
        make_database(file, key)
    assert refused.value.trouble is Trouble.ALREADY_SET_UP
    assert file.read_bytes() == before


def test_opened_again_it_is_the_same_and_no_copy_is_made(file: Path, key: bytes) -> None:
    names = {each.name for each in file.parent.iterdir()}
    engine = open_database(file, key)
    assert _value(engine, "SELECT count(*) FROM officer") == 4
    assert store_of(engine).hurt is None
    engine.dispose()
    assert {each.name for each in file.parent.iterdir()} == names


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


def test_a_newer_database_is_refused_and_named(file: Path, key: bytes) -> None:
    with _raw(file, key) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    before = file.read_bytes()
    for ask in (open_database, open_existing):
        refusal = _refused(file, key, ask)
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


@pytest.mark.parametrize(
    ("make", "plain", "encrypted"),
    [
        (_foreign, Trouble.DATABASE_FOREIGN, Trouble.DATABASE_PLAIN),
        (_text, Trouble.DATABASE_FOREIGN, Trouble.KEY_UNFIT),
        (_empty, Trouble.DATABASE_EMPTY, Trouble.DATABASE_EMPTY),
    ],
)
@pytest.mark.parametrize("ask", [open_database, open_existing])
def test_a_file_that_is_not_ours_is_refused_and_left_as_it_is(
    tmp_path: Path,
    key: bytes,
    make: Callable[[Path], None],
    plain: Trouble,
    encrypted: Trouble,
    ask: Ask,
) -> None:
    path = tmp_path / "onevisit.db"
    make(path)
    before = path.read_bytes()
    assert _refused(path, None, ask).trouble is plain
    assert _refused(path, key, ask).trouble is encrypted
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["onevisit.db"]


@pytest.mark.parametrize("ask", [open_database, open_existing])
def test_one_that_is_gone_is_not_made_anew(tmp_path: Path, key: bytes, ask: Ask) -> None:
    path = tmp_path / "onevisit.db"
    assert _refused(path, key, ask).trouble is Trouble.DATABASE_MISSING
    assert not list(tmp_path.iterdir())


def test_another_key_opens_nothing_and_changes_nothing(file: Path, key: bytes) -> None:
    before = file.read_bytes()
    assert _refused(file, bytes(32)).trouble is Trouble.KEY_UNFIT
    assert _refused(file, None).trouble is Trouble.DATABASE_FOREIGN
    assert file.read_bytes() == before
    open_database(file, key).dispose()


def test_a_plain_file_where_an_encrypted_one_is_expected_is_refused(
    tmp_path: Path, key: bytes
) -> None:
    path = tmp_path / "onevisit.db"
    make_database(path).dispose()
    before = path.read_bytes()
    assert _refused(path, key).trouble is Trouble.DATABASE_PLAIN
    assert path.read_bytes() == before


def test_a_database_cut_to_its_header_is_refused(file: Path, key: bytes) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:4000])
    assert _refused(file, key).trouble in (Trouble.DATABASE_DAMAGED, Trouble.KEY_UNFIT)
    assert file.read_bytes() == whole[:4000]


def test_damage_inside_leaves_the_records_to_be_read_only(file: Path, key: bytes) -> None:
    whole = bytearray(file.read_bytes())
    half = len(whole) // 4096 // 2 * 4096
    whole[half:] = os.urandom(len(whole) - half)
    file.write_bytes(whole)
    engine = open_database(file, key)
    hurt = store_of(engine).hurt
    assert hurt is not None
    assert hurt.trouble is Trouble.DATABASE_DAMAGED
    with pytest.raises(Refusal) as refused, writing(engine):
        pass
    assert refused.value.trouble is Trouble.DATABASE_DAMAGED
    engine.dispose()


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


def test_a_folder_that_cannot_be_written_is_told(
    bare_user: Path, set_up_home: Path, key: bytes
) -> None:
    home = bare_user / "home"
    shutil.copytree(set_up_home, home)
    database_file(home).chmod(0o444)
    home.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    assert _refused(database_file(home), key).trouble is Trouble.READ_ONLY
    for path in (home / "new.db", home / "deep" / "new.db"):
        assert _refused(path, key, make_database).trouble is Trouble.READ_ONLY


def test_what_was_written_cannot_be_changed_through_the_program(opened: Engine) -> None:
    for statement in (
        "DELETE FROM audit", "UPDATE audit SET act = 'x'", "DROP TRIGGER audit_add",
        "DROP TABLE slip", "ALTER TABLE audit ADD COLUMN x", "DROP TABLE audit",
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="not authorized"), opened.begin() as connection:
            connection.exec_driver_sql(statement)


REST = "subject, detail, NULL, prev, hash FROM audit"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET act = 'x' WHERE seq = 1",
        "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
        f"INSERT INTO audit SELECT 99, at, officer, act, {REST} WHERE seq = 1",
        f"INSERT OR REPLACE INTO audit SELECT seq, at, officer, 'x', {REST} WHERE seq = 1",
        "DELETE FROM officer",
    ],
)
def test_nor_by_a_slip_of_an_ordinary_tool(file: Path, key: bytes, statement: str) -> None:
    with _raw(file, key) as raw, pytest.raises(sqlite.IntegrityError):
        raw.execute(statement)


def test_fences_that_were_taken_down_are_noticed(file: Path, key: bytes) -> None:
    with _raw(file, key) as raw:
        raw.execute("DROP TRIGGER audit_update")
    engine = open_database(file, key)
    hurt = store_of(engine).hurt
    engine.dispose()
    assert hurt is not None
    assert (hurt.trouble, hurt.values) == (Trouble.FENCES_DOWN, {"names": "audit_update"})
