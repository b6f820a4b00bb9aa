"""Writers wait for one another, a full disk stores nothing half, and errors tell no secrets."""

import errno
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.engine import open_engine, reading, told, trouble_of, writing
from db.models import Audit, Counter, Officer, Print, Station
from db.queries import act_stored
from db.schema import make_database
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Role
from desktop.services.audit import note
from desktop.services.numbers import take
from desktop.settings import database_file
from tests import builders


@pytest.fixture
def hurried(backend: Backend, home: Path, key: bytes) -> Iterator[Engine]:
    """A second connection to the same file that waits only a moment."""
    engine = open_engine(database_file(home), key, busy_seconds=0.05)
    yield engine
    engine.dispose()


def test_a_second_writer_is_told_that_another_one_is_saving(
    backend: Backend, hurried: Engine
) -> None:
    with writing(backend.engine) as session:
        take(session, "x")
        with pytest.raises(Refusal) as refused, writing(hurried) as other:
            take(other, "x")
        assert refused.value.trouble is Trouble.LOCKED
    with writing(hurried) as session:
        assert take(session, "x") == 2


def test_a_reader_goes_on_while_somebody_writes(backend: Backend, hurried: Engine) -> None:
    with writing(backend.engine) as session:
        take(session, "x")
        with reading(hurried) as other:
            assert other.scalar(select(func.count()).where(Counter.series == "x")) == 0
    with reading(hurried) as other:
        assert other.scalar(select(Counter.value).where(Counter.series == "x")) == 1


def test_a_question_sees_one_state_however_long_it_takes(backend: Backend, hurried: Engine) -> None:
    with reading(hurried) as session:
        assert session.scalar(select(func.count()).where(Counter.series == "x")) == 0
        with writing(backend.engine) as other:
            take(other, "x")
        assert session.scalar(select(func.count()).where(Counter.series == "x")) == 0


@pytest.mark.file
def test_a_question_stores_nothing(backend: Backend) -> None:
    with reading(backend.engine) as session:
        session.add(Counter(series="x", value=1))
        session.flush()
    with reading(backend.engine) as session:
        assert session.get(Counter, "x") is None


def _write_much(engine: Engine) -> None:
    with writing(engine) as session:
        take(session, "x")
        note(session, None, builders.NOW, "small", "")
        session.flush()
        note(session, None, builders.NOW, "large", "", detail="x" * 4_000_000)


def test_a_full_disk_is_told_and_nothing_is_half_stored(
    backend: Backend, home: Path, key: bytes
) -> None:
    engine = open_engine(database_file(home), key)

    @event.listens_for(engine, "connect")
    def _fill(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 4}")

    with reading(engine) as session:
        before = session.scalar(select(func.count()).select_from(Audit))
    with pytest.raises(Refusal) as refused:
        _write_much(engine)
    assert refused.value.trouble is Trouble.DISK_FULL
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Audit)) == before
        assert session.get(Counter, "x") is None
    with writing(engine) as session:  # a small act still fits
        assert take(session, "x") == 1
    engine.dispose()


def test_an_error_holds_nothing_of_what_was_stored(backend: Backend) -> None:
    row = {
        "number": "001002", "name": "钱小梅秘密", "role": Role.OFFICER, "password_hash": "geheim",
        "must_change": False, "active": True, "created_at": builders.NOW,
    }  # fmt: skip
    with pytest.raises(IntegrityError) as failed, writing(backend.engine) as session:
        session.execute(insert(Officer).values(**row))
    for secret in ("001002", "钱小梅", "geheim"):
        assert secret not in str(failed.value)
        assert secret not in repr(failed.value)


def test_references_are_held(backend: Backend) -> None:
    with pytest.raises(IntegrityError), writing(backend.engine) as session:
        session.add(
            Print(slip_id=99, at=builders.NOW, officer_id=1, printer="", copy=1, outcome="asked")
        )


def test_an_act_that_fails_leaves_nothing(backend: Backend) -> None:
    def act() -> None:
        with writing(backend.engine) as session:
            raise ZeroDivisionError(take(session, "x"))

    with pytest.raises(ZeroDivisionError, match="1"):
        act()
    with reading(backend.engine) as session:
        assert session.get(Counter, "x") is None


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OSError(errno.ENOSPC, "full"), Trouble.DISK_FULL),
        (OSError(errno.EROFS, "read-only"), Trouble.READ_ONLY),
        (PermissionError(errno.EACCES, "no"), Trouble.READ_ONLY),
        (OSError(errno.EIO, "disk"), Trouble.DISK_FAULT),
    ],
)
def test_troubles_of_the_disk_are_refusals(error: OSError, trouble: Trouble) -> None:
    with pytest.raises(Refusal) as refused, told():
        raise error
    assert refused.value.trouble is trouble


def test_other_troubles_of_the_disk_are_not_hidden() -> None:
    with pytest.raises(FileNotFoundError), told():
        raise FileNotFoundError(errno.ENOENT, "gone")


def test_mistakes_of_ours_are_not_hidden(backend: Backend) -> None:
    from sqlcipher3 import dbapi2 as sqlite

    with pytest.raises(sqlite.OperationalError), told():
        sqlite.connect(":memory:").execute("SELECT nothing FROM nowhere")
    assert trouble_of(None) is None
    assert trouble_of(ValueError()) is None


def test_a_time_without_its_zone_is_not_stored(backend: Backend) -> None:
    with pytest.raises(Exception, match="without its zone"), writing(backend.engine) as session:
        note(session, None, datetime(2026, 11, 23), "x", "")  # noqa: DTZ001


def test_instants_come_back_aware_and_absent_ones_stay_absent(backend: Backend) -> None:
    with reading(backend.engine) as session:
        at = session.scalars(select(Officer.created_at).limit(1)).one()
        assert at == builders.NOW
        assert at.utcoffset() is not None
        assert session.get_one(Station, 1).name == builders.STATION.name


def test_two_databases_do_not_share_anything(backend: Backend, tmp_path: Path) -> None:
    other = make_database(tmp_path / "other" / "onevisit.db")
    with Session(other) as session:
        assert session.get(Station, 1) is None
    other.dispose()


def test_an_act_keeps_its_line_in_the_chain_when_writing_is_stopped_meanwhile(
    backend: Backend,
) -> None:
    with writing(backend.engine, "a key") as session:
        take(session, "x")
        backend.store.hurt = Refusal(Trouble.SERVER_LOST)
        note(session, None, builders.NOW, "test", "x")
    backend.store.hurt = None
    with reading(backend.engine) as session:
        assert act_stored(session, "a key")


def test_a_look_that_writes_nothing_goes_to_the_journal_outside(backend: Backend) -> None:
    before = len(backend.store.outside.lines())
    with reading(backend.engine) as session:
        note(session, None, builders.NOW, "case.look", "x")
    assert [each.act for each in backend.store.outside.lines()[before:]] == ["case.look"]
