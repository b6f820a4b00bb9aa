"""Steps up from every earlier shape, with data; a copy is made before."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlcipher3 import dbapi2 as sqlite

from db.engine import APPLICATION_ID, reading
from db.models import Officer, Station
from db.peek import unlock
from db.schema import HEAD, migrate, open_database, open_existing
from db.store import store_of
from desktop.domain.errors import Refusal, Trouble
from desktop.services import audit

pytestmark = pytest.mark.file


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


JOURNAL = [
    (1, "2026-10-01 01:02:03.000000", 1, "station.set_up", "330105A1", "{}"),
    (2, "2026-10-02 01:02:03.000000", None, "catalogue.load", "2026-10", '{"digest": "abc"}'),
]


@pytest.fixture
def first_shape(tmp_path: Path, key: bytes) -> Path:
    """A database of the first shape with a station, an officer, a slip and a journal."""
    path = tmp_path / "onevisit.db"
    migrate(path, key, to="0001")
    with _raw(path, key) as raw:
        raw.execute("INSERT INTO station VALUES (1,'x','','S1','','','','','[]',1)")
        raw.execute(
            "INSERT INTO officer (id, number, name, role, password_hash, active, created_at) "
            "VALUES (1, '1', '王', 'administrator', 'x', 1, '2026-10-01 01:02:03')"
        )
        for line in JOURNAL:
            raw.execute("INSERT INTO journal VALUES (?,?,?,?,?,?)", line)
    return path


def test_the_journal_of_the_first_shape_becomes_the_chain(first_shape: Path, key: bytes) -> None:
    engine = open_database(first_shape, key)
    assert store_of(engine).hurt is None
    with reading(engine) as session:
        assert audit.verify(session).good
        kept = [(e.seq, e.officer, e.act, e.subject) for e in audit.entries(session)]
        assert kept == [(n, who, act, subject) for n, _, who, act, subject, _ in JOURNAL]
        officer = session.get_one(Officer, 1)
        assert (officer.must_change, officer.slot) == (False, None)
        assert len(session.get_one(Station, 1).uid) == 32
    engine.dispose()


@pytest.fixture
def second_shape(first_shape: Path, key: bytes) -> Path:
    """That database in the second shape, with three cases whose results are on their way."""
    migrate(first_shape, key, to="0002")
    day = "2026-10-0{} 01:02:03.000000"
    rows = (("posted", "in_transit", "1"), ("closed", "delivered", "2"), ("returned", None, "3"))
    with _raw(first_shape, key) as raw:
        raw.execute(
            "INSERT INTO edition (id, digest, label, effective, loaded_at, content, readings) "
            "VALUES (1, 'd', 'e', '2026-10-01', '2026-10-01 00:00:00', '{}', '{}')"
        )
        for place, (state, delivery, number) in enumerate(rows, 1):
            raw.execute(
                "INSERT INTO case_file (id, number, state, edition_id, officer_id, received_at, "
                "due_provisional, name, initials, id_number, phone, organisation, reason, "
                "answers, accepted_at, version) VALUES (?, ?, ?, 1, 1, ?, 0, '王', 'w', "
                "'000103199203040025', '', '', '', '{}', ?, 1)",
                (place, number, state, day.format(place), day.format(place)),
            )
            raw.execute(
                "INSERT INTO delivery (id, case_id, mode, state, recipient, phone, address, "
                "consent, waybill, updated_at, version) VALUES (?, ?, 'ems', ?, '', '', '', 1, "
                "?, ?, 1)",
                (place, place, delivery or "return_to_sender", f"W{place}", day.format(place)),
            )
            raw.execute(
                "INSERT INTO delivery_event (delivery_id, at, officer_id, after, remark) "
                "VALUES (?, ?, 1, 'picked_up', 'x')",
                (place, day.format(place)),
            )
    return first_shape


def test_what_the_second_shape_knew_is_carried_over(second_shape: Path, key: bytes) -> None:
    engine = open_database(second_shape, key)
    assert store_of(engine).hurt is None
    with engine.connect() as connection:
        ask = connection.exec_driver_sql
        assert list(ask("SELECT stage, id_tail, section, started_at IS NOT NULL FROM case_file")) \
            == [("on_the_way", "0025", "", 1), ("ended", "0025", "", 1),
                ("on_the_way", "0025", "", 1)]  # fmt: skip
        assert list(ask("SELECT attention, alarm_at FROM delivery")) == [
            ("", "2026-10-04 01:02:03.000000"), ("", None), ("returning", None),
        ]  # fmt: skip
        assert list(ask("SELECT waybill, state, ended_at IS NULL FROM parcel ORDER BY id")) == [
            ("W1", "in_transit", 1), ("W2", "delivered", 0), ("W3", "return_to_sender", 1),
        ]  # fmt: skip
        assert (
            list(ask("SELECT source, remark, officer_id FROM delivery_event"))
            == [("desk", "x", 1)] * 3
        )
    engine.dispose()


def test_what_the_third_shape_told_on_slips_is_counted(second_shape: Path, key: bytes) -> None:
    migrate(second_shape, key, to="0003")
    told = {
        "items": [{"id": "id-card"}],
        "materials": [
            {"material": "id-photo", "state": "missing"},
            {"material": "household-book", "state": "here"},
        ],
    }
    columns = (
        "number, case_id, notice, edition_id, officer_id, issued_at, template, pages, large, "
        "sha256, told_hash, stub, intake, head_code, void_reason, text, pdf"
    )
    with _raw(second_shape, key) as raw:
        for number, text in (("1", json.dumps(told)), ("2", ""), ("3", "{}")):
            raw.execute(
                f"INSERT INTO slip ({columns}) VALUES (?, 1, 1, 1, 1, '2026-10-01 01:02:03', 't', "
                "1, 0, ?, '', 'signed', ?, '', '', ?, x'')",
                (number, number, number, text),
            )
    engine = open_database(second_shape, key)
    assert store_of(engine).hurt is None
    with engine.connect() as connection:
        ask = connection.exec_driver_sql
        assert list(ask("SELECT slip_id, item, material, state FROM lack")) == [
            (1, "id-card", "id-photo", "missing")
        ]
        assert list(ask("SELECT DISTINCT window, begun_at FROM slip")) == [("", None)]
    engine.dispose()


def test_before_a_migration_a_copy_is_made(first_shape: Path, key: bytes) -> None:
    open_database(first_shape, key).dispose()
    open_database(first_shape, key).dispose()
    (copy,) = first_shape.parent.glob("onevisit-before-*.db")
    assert copy.name == f"onevisit-before-{HEAD}-1.db"
    with _raw(copy, key) as raw:
        assert raw.execute("SELECT count(*) FROM journal").fetchone() == (len(JOURNAL),)
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_a_migration_that_fails_leaves_the_old_shape_and_works_the_next_time(
    first_shape: Path, key: bytes
) -> None:
    with _raw(first_shape, key) as raw:  # a table in the way of the script's last step
        raw.execute("CREATE TABLE audit (x)")
    with pytest.raises(Refusal) as refused:
        open_database(first_shape, key)
    assert refused.value.trouble is Trouble.UPGRADE_FAILED
    with _raw(first_shape, key) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert raw.execute("SELECT count(*) FROM journal").fetchone() == (len(JOURNAL),)
        raw.execute("DROP TABLE audit")
    engine = open_database(first_shape, key)
    assert _value(engine, "SELECT count(*) FROM audit") == len(JOURNAL)
    engine.dispose()


def test_only_a_database_of_this_shape_is_read_from(first_shape: Path, key: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        open_existing(first_shape, key)
    assert refused.value.trouble is Trouble.DATABASE_OLDER
