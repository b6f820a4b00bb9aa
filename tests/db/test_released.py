"""Records of every earlier program with today's: all of it is there, or it is as it was."""

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlcipher3 import dbapi2 as sqlite

from db import backup, keys
from db.engine import reading
from db.health import examine
from db.models import Base
from db.peek import unlock
from db.schema import HEAD, advance, known_revisions, migrate, open_database, open_existing
from db.store import store_of
from db.upgrade import Check, Content, Steps, finish, look_again, put_copy_back, upgrade
from desktop.domain.errors import Refusal, Trouble
from desktop.door import knock
from desktop.services import audit, slips
from tests import builders
from tests.db.releases import CHIEF, CODES, OFFICER, SHAPES, Released, unpacked
from tests.drill import disks
from tests.drill.report import Unfit

ONE_MORE = "at, officer, act, subject, detail, NULL, hash, 'x' FROM audit ORDER BY seq DESC"
KEPT = frozenset({"alembic_version", "journal", "audit"})
"""Tables that are looked at by themselves."""


@pytest.fixture(params=SHAPES)
def released(request: pytest.FixtureRequest, home: Path) -> Released:
    """The records of one earlier program."""
    return unpacked(request.param, home)


@pytest.fixture
def second(home: Path) -> Released:
    """Those of the second shape, from which two steps lead on."""
    return unpacked("0002", home)


@contextlib.contextmanager
def _raw(file: Path, key: bytes | None) -> Iterator[Any]:
    with contextlib.closing(sqlite.connect(str(file))) as raw:
        unlock(raw, key)
        with raw:
            yield raw


def _records(file: Path, key: bytes | None) -> dict[str, list[Any]]:
    """Every row of every table, and the shape: what must be as it was."""
    with _raw(file, key) as raw:
        tables = [
            row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        rows = {name: raw.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
        shape = raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
    return {**rows, "": shape}


def _columns(file: Path, key: bytes | None, wanted: dict[str, list[str]]) -> dict[str, list[Any]]:
    """Some columns of some tables, in the order in which the rows were written."""
    found = {}
    with _raw(file, key) as raw:
        for table, columns in wanted.items():
            names = ", ".join(f'"{name}"' for name in columns)
            found[table] = raw.execute(f'SELECT {names} FROM "{table}" ORDER BY rowid').fetchall()
    return found


def _known(file: Path, key: bytes | None) -> dict[str, list[str]]:
    """The columns of every table of records."""
    with _raw(file, key) as raw:
        tables = {
            row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        return {
            table: [row[1] for row in raw.execute(f'PRAGMA table_info("{table}")')]
            for table in sorted(tables - KEPT)
        }


def _copies(file: Path) -> list[str]:
    return sorted(each.name for each in file.parent.glob("onevisit*before*"))


def test_there_is_one_of_every_earlier_shape() -> None:
    assert set(SHAPES) == known_revisions() - {HEAD}


def test_everything_is_there_after_the_upgrade(released: Released) -> None:
    file, key = released.file, released.key
    known = _known(file, key)
    before = _columns(file, key, known)
    assert before["slip"]
    engine = open_database(file, key)
    assert store_of(engine).hurt is None
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()
    assert _columns(file, key, known) == before
    assert [each for each in examine(file, key, whole=True) if each.trouble is not None] == []


def test_a_copy_of_before_is_left_that_the_former_program_opens(released: Released) -> None:
    before = _records(released.file, released.key)
    open_database(released.file, released.key).dispose()
    copy = released.file.with_name(f"onevisit-before-{HEAD}-1.db")
    assert _records(copy, released.key) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    assert keys.keys_path(copy).exists() is (released.key is not None)
    assert len(_copies(released.file)) == 1 + (released.key is not None)


def test_the_chain_is_the_one_that_was_there(released: Released) -> None:
    of_acts = "seq, at, officer, act, subject, detail, prev, hash FROM audit"
    journal = "id, officer_id, act, subject FROM journal"
    with _raw(released.file, released.key) as raw:
        first = released.shape == "0001"
        asked = f"SELECT {journal if first else of_acts} ORDER BY 1"
        before = raw.execute(asked).fetchall()
    open_database(released.file, released.key).dispose()
    asked = "SELECT seq, officer, act, subject FROM audit ORDER BY 1" if first else asked
    with _raw(released.file, released.key) as raw:
        assert raw.execute(asked).fetchall() == before
    assert len(before) >= 10


def test_officers_come_in_and_read_the_slips(released: Released) -> None:
    door = knock(released.home, builders.at(), encrypted=released.key is not None)
    entered = door.unlock(*OFFICER)
    engine = entered.backend.engine
    with reading(engine) as session:
        assert audit.verify(session).good
        rows = slips.ledger(session, entered.clerk)
        papers = [slips.paper(session, entered.clerk, row.id) for row in rows]
        for paper in papers:
            assert hashlib.sha256(paper.pdf).hexdigest() == paper.sha256
            assert paper.pdf.startswith(b"%PDF")
        assert len(papers) == 3
        assert entered.backend.counter(entered.clerk)(session).station.code == "330105A1"
    engine.dispose()


@pytest.mark.parametrize("shape", CODES)
def test_the_recovery_code_of_that_time_opens(shape: str, home: Path) -> None:
    unpacked(shape, home)
    door = knock(home, builders.at())
    entered = door.recover(CODES[shape], CHIEF[0], "another long enough one")
    assert entered.clerk.number == CHIEF[0]
    entered.backend.engine.dispose()


def test_a_backup_of_an_earlier_program_is_restored(second: Released, tmp_path: Path) -> None:
    (taken,) = backup.listed(second.home / "backups")
    shown = backup.rehearse(taken, second.key, tmp_path / "into")
    assert (shown.head.seq, shown.head.hash) == (taken.manifest.seq, taken.manifest.head)
    assert taken.manifest.schema == second.shape
    assert sorted(each.name for each in shown.file.parent.iterdir()) == [
        "onevisit.anchor", "onevisit.db", "onevisit.keys",
    ]  # fmt: skip
    open_existing(shown.file, second.key).dispose()


def test_until_then_a_command_says_that_it_is_older(released: Released) -> None:
    with pytest.raises(Refusal) as refused:
        open_existing(released.file, released.key)
    assert refused.value.trouble is Trouble.DATABASE_OLDER


def _refused(released: Released, steps: Steps = advance, check: Check | None = None) -> Refusal:
    """What an upgrade is refused with; everything is as it was before it."""
    before = _records(released.file, released.key)
    with pytest.raises(Refusal) as refused:
        upgrade(released.file, released.key, steps, HEAD, check)
    assert _records(released.file, released.key) == before
    return refused.value


def test_a_step_that_fails_leaves_everything_as_it_was(released: Released) -> None:
    with _raw(released.file, released.key) as raw:  # in the way of the last script
        raw.execute("CREATE INDEX ix_slip_officer_id ON slip (id)")
    before = _records(released.file, released.key)
    with pytest.raises(Refusal) as refused:
        open_database(released.file, released.key)
    assert refused.value.trouble is Trouble.UPGRADE_FAILED
    assert refused.value.values == {"problem": "OperationalError"}
    assert _records(released.file, released.key) == before
    assert _copies(released.file) == []
    with _raw(released.file, released.key) as raw:
        raw.execute("DROP INDEX ix_slip_officer_id")
    open_database(released.file, released.key).dispose()


def test_a_lost_row_is_found_and_nothing_is_changed(second: Released) -> None:
    with _raw(second.file, second.key) as raw:  # a step touches the cases, and this takes a flag
        raw.execute(
            "CREATE TRIGGER loses AFTER UPDATE ON case_file BEGIN "
            "DELETE FROM case_flag WHERE rowid = (SELECT min(rowid) FROM case_flag); END"
        )
        flags = raw.execute("SELECT count(*) FROM case_flag").fetchone()[0]
    refusal = _refused(second)
    assert refusal.trouble is Trouble.UPGRADE_FAILED
    assert str(refusal.values["problem"]).startswith(f"case_flag: {flags} > ")
    assert _copies(second.file) == []


def _then(statement: str, connection: Connection) -> None:
    advance(connection)
    connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("DROP TRIGGER slip_update", "slip_update"),
        ("DROP INDEX ix_slip_window", "slip: indexes"),
        ("ALTER TABLE station ADD COLUMN more", "station: columns"),
        ("UPDATE alembic_version SET version_num = '0003'", "alembic_version"),
        (f"INSERT INTO audit SELECT seq + 1, {ONE_MORE} LIMIT 1", "audit: 27 > 28"),
    ],
)  # fmt: skip
def test_a_shape_or_chain_that_is_not_right_is_not_kept(
    second: Released, statement: str, problem: str
) -> None:
    refusal = _refused(second, steps=partial(_then, statement))
    assert refusal.values == {"problem": problem}


def _spoilt(path: Path, key: bytes | None, expected: Content) -> None:
    """The disk has lost pages between the commit and the look."""
    with _raw(path, key) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = bytearray(path.read_bytes())
    half = len(whole) // 8192 * 4096
    whole[half : half + 40960] = os.urandom(40960)
    path.write_bytes(whole)
    look_again(path, key, expected)


def test_where_the_disk_lost_it_afterwards_the_copy_takes_its_place(released: Released) -> None:
    refusal = _refused(released, check=_spoilt)
    assert refusal.trouble in (Trouble.UPGRADE_FAILED, Trouble.DATABASE_DAMAGED)
    assert not released.file.with_name("onevisit.db-wal").exists()
    open_database(released.file, released.key).dispose()


def test_putting_back_is_finished_after_a_crash(second: Released) -> None:
    copy = second.file.with_name("copy.db")
    copy.write_bytes(second.file.read_bytes())
    before = _records(second.file, second.key)
    migrate(second.file, second.key)
    put_copy_back(second.file, copy)
    assert _records(second.file, second.key) == before
    migrate(second.file, second.key)
    second.file.with_name("onevisit.db.before").write_bytes(copy.read_bytes())
    finish(second.file)
    assert _records(second.file, second.key) == before
    finish(second.file)
    assert _records(second.file, second.key) == before


def test_a_damaged_file_is_not_stepped_on(second: Released) -> None:
    whole = bytearray(second.file.read_bytes())
    half = len(whole) // 8192 * 4096
    whole[half : half + 4096] = os.urandom(4096)
    second.file.write_bytes(whole)
    with pytest.raises(Refusal) as refused:
        open_database(second.file, second.key)
    assert refused.value.trouble is Trouble.DATABASE_DAMAGED
    assert second.file.read_bytes()[4096:] == bytes(whole[4096:])
    assert _copies(second.file) == []


def test_a_chain_that_was_broken_before_is_carried_over_and_told(second: Released) -> None:
    with _raw(second.file, second.key) as raw:
        raw.execute("DROP TRIGGER audit_update")
        raw.execute("UPDATE audit SET subject = 'other' WHERE seq = 5")
        raw.execute(
            "CREATE TRIGGER audit_update BEFORE UPDATE ON audit "
            "BEGIN SELECT raise(ABORT, 'the audit is never changed'); END"
        )
    engine = open_database(second.file, second.key)
    hurt = store_of(engine).hurt
    engine.dispose()
    assert hurt is not None
    assert (hurt.trouble, hurt.values) == (Trouble.AUDIT_BROKEN, {"row": 5})


def test_without_room_for_a_copy_nothing_is_begun(second: Released, tmp_path: Path) -> None:
    try:
        with disks.small(tmp_path / "small", "8m") as place:
            there = unpacked("0002", place / "home")
            refusal = _refused(there)
    except Unfit as error:
        pytest.skip(str(error))
    assert refusal.trouble is Trouble.UPGRADE_ROOM
    assert refusal.values["free"] in range(2, 8)


def _filled(filler: Path, connection: Connection) -> None:
    """Somebody else takes the room while the steps are under way."""
    with filler.open("wb") as out:
        left = os.statvfs(filler.parent)
        os.posix_fallocate(out.fileno(), 0, left.f_bavail * left.f_frsize)
    advance(connection)


def test_a_disk_that_fills_up_on_the_way_leaves_everything_as_it_was(tmp_path: Path) -> None:
    try:
        with disks.small(tmp_path / "small", "240m") as place:
            there = unpacked("0003", place / "home")
            filler = place / "filler"
            refusal = _refused(there, steps=partial(_filled, filler))
            filler.unlink()
            open_database(there.file, there.key).dispose()
    except Unfit as error:
        pytest.skip(str(error))
    assert refusal.trouble is Trouble.DISK_FULL


KILLED = """
import os, signal, sys
from pathlib import Path
import alembic.op, db.upgrade
from db.schema import open_database

file, key, place, name, times = Path(sys.argv[1]), sys.argv[2], *sys.argv[3:5], int(sys.argv[5])
owner = {"op": alembic.op, "upgrade": db.upgrade}[place]
really, seen = getattr(owner, name), 0

def stops(*words, **more):
    global seen
    seen += 1
    if seen == times:
        os.kill(os.getpid(), signal.SIGKILL)
    return really(*words, **more)

setattr(owner, name, stops)
open_database(file, bytes.fromhex(key)).dispose()
"""


@pytest.mark.parametrize(
    ("place", "name", "times", "kept"),
    [
        ("upgrade", "_copy", 1, True),
        ("upgrade", "_flaws", 1, True),
        ("op", "add_column", 1, True),
        ("op", "create_index", 20, True),
        ("upgrade", "_misshapen", 1, True),
        ("upgrade", "look_again", 1, False),
    ],
)
def test_killed_on_the_way_it_is_as_it_was_or_done(
    second: Released, place: str, name: str, times: int, kept: bool
) -> None:
    before = _records(second.file, second.key)
    assert second.key is not None
    words = (str(second.file), second.key.hex(), place, name, str(times))
    ended = subprocess.run([sys.executable, "-c", KILLED, *words], check=False, capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert (_records(second.file, second.key) == before) is kept
    engine = open_database(second.file, second.key)
    assert store_of(engine).hurt is None
    engine.dispose()
    whole = [each for each in _copies(second.file) if each.endswith(".db")]
    assert before in [_records(second.file.with_name(each), second.key) for each in whole]
    assert not list(second.home.glob("*.part*"))
