"""Records on a server: who may do what, whose turn it is, what is refused; on a real PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from db import fences
from db.engine import reading, writing
from db.listener import Listener
from db.models import Audit, Base, Counter
from db.schema import HEAD
from db.server import DRIVER, TURN, address, shown, trouble_of
from db.server_schema import functions, missing, open_server, prepare
from db.store import store_of
from desktop.domain.errors import Refusal, Trouble
from desktop.services.audit import note, verify
from desktop.services.numbers import take
from tests.builders import NOW
from tests.server import COUNTERS, OWNER, Served, fresh_name

pytestmark = pytest.mark.server


@pytest.fixture
def name(server: Served) -> Iterator[str]:
    """A database with tables, fences and rights."""
    made = fresh_name()
    server.prepared(made)
    yield made
    server.drop(made)


@pytest.fixture
def engine(server: Served, name: str, tmp_path: Path) -> Iterator[Engine]:
    """The records as a counter opens them."""
    opened = open_server(server.url(name), tmp_path / "onevisit.db")
    yield opened
    opened.dispose()


def _refused(server: Served, name: str, role: str, statement: str) -> psycopg.Error:
    """What a role is told that tries something on the records."""
    with server.line(name, role) as line, pytest.raises(psycopg.Error) as caught:
        line.execute(statement.encode())
    return caught.value


def _one_act(engine: Engine) -> None:
    with writing(engine) as session:
        note(session, None, NOW, "test", "x")


def test_a_counter_adds_to_the_chain_and_changes_nothing_in_it(
    server: Served, name: str, engine: Engine
) -> None:
    _one_act(engine)
    for statement in (
        "UPDATE audit SET subject = 'y'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "DELETE FROM slip",
        "DROP TRIGGER audit_update ON audit",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "CREATE TABLE more (x int)",
        "UPDATE alembic_version SET version_num = 'x'",
    ):
        told = _refused(server, name, COUNTERS, statement)
        assert isinstance(told, psycopg.errors.InsufficientPrivilege), statement


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET subject = 'y'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "TRUNCATE case_file CASCADE",
        (
            "INSERT INTO audit SELECT seq + 7, at, officer, act, subject, detail, NULL, hash, hash "
            "FROM audit"
        ),
        (
            "INSERT INTO audit SELECT seq + 1, at, officer, act, subject, detail, NULL, prev, hash "
            "FROM audit"
        ),
    ],
)
def test_even_the_owner_is_stopped_by_the_fences(
    server: Served, name: str, engine: Engine, statement: str
) -> None:
    _one_act(engine)
    told = _refused(server, name, OWNER, statement)
    assert isinstance(told, psycopg.errors.IntegrityConstraintViolation)


def test_every_fence_of_the_file_stands_on_the_server_too(engine: Engine) -> None:
    assert functions().keys() >= fences.TRIGGERS.keys()
    with engine.connect() as connection:
        assert missing(connection) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE audit DISABLE TRIGGER audit_update",
        "DROP TRIGGER slip_delete ON slip",
        (
            "CREATE OR REPLACE FUNCTION fence_audit_delete() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RETURN OLD; END'"
        ),
    ],
)
def test_a_fence_that_is_down_is_noticed_at_the_start(
    server: Served, name: str, tmp_path: Path, statement: str
) -> None:
    with server.line(name, OWNER) as line:
        line.execute(statement.encode())
    opened = open_server(server.url(name), tmp_path / "onevisit.db")
    hurt = store_of(opened).hurt
    assert hurt is not None
    assert hurt.trouble is Trouble.FENCES_DOWN
    with pytest.raises(Refusal), writing(opened):
        pass
    opened.dispose()


def test_preparing_again_keeps_what_is_there(server: Served, name: str, engine: Engine) -> None:
    _one_act(engine)
    assert prepare(server.url(name, OWNER), COUNTERS) == "kept"
    with reading(engine) as session:
        assert verify(session).rows == 1


def test_tables_that_nobody_made_or_of_another_shape_are_refused(
    server: Served, name: str, tmp_path: Path
) -> None:
    bare, file = fresh_name(), tmp_path / "onevisit.db"
    server.make(bare)
    with pytest.raises(Refusal) as caught:
        open_server(server.url(bare), file)
    assert caught.value.trouble is Trouble.SERVER_UNPREPARED
    server.drop(bare)
    for revision, trouble in (("0003", Trouble.SERVER_OLDER), ("9999", Trouble.DATABASE_NEWER)):
        with server.line(name, OWNER) as line:
            line.execute("UPDATE alembic_version SET version_num = %s", [revision])
        with pytest.raises(Refusal) as caught:
            open_server(server.url(name), file)
        assert caught.value.trouble is trouble
    with pytest.raises(Refusal) as caught:
        prepare(server.url(name, OWNER), COUNTERS)
    assert caught.value.trouble is Trouble.DATABASE_NEWER


@pytest.mark.parametrize("role", ["nobody_is_called_so", OWNER, "postgres"])
def test_counters_get_no_role_that_may_do_more(server: Served, name: str, role: str) -> None:
    with pytest.raises(Refusal) as caught:
        prepare(server.url(name, OWNER), role)
    assert caught.value.trouble is Trouble.SERVER_UNPREPARED


def test_four_counters_write_at_once_and_the_chain_is_whole(
    server: Served, name: str, engine: Engine, tmp_path: Path
) -> None:
    def write(counter: int) -> list[int]:
        own = open_server(server.url(name), tmp_path / str(counter) / "onevisit.db")
        numbers = []
        for _ in range(200):
            with writing(own) as session:
                numbers.append(take(session, "slips"))
                note(session, None, NOW, "test", str(counter))
        own.dispose()
        return numbers

    with ThreadPoolExecutor(4) as counters:
        taken = [number for numbers in counters.map(write, range(4)) for number in numbers]
    assert sorted(taken) == list(range(1, 801))
    with reading(engine) as session:
        verdict = verify(session)
        assert (verdict.good, verdict.rows) == (True, 800)
        assert session.get_one(Counter, "slips").value == 800


def test_an_act_that_waits_too_long_for_its_turn_is_refused(
    server: Served, name: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = f"pg_advisory_xact_lock({TURN}, hashtext(current_schema()))"
    turn = f"SELECT set_config('lock_timeout', '50ms', true), {lock}"
    monkeypatch.setattr("db.server._WRITING", turn)
    other = open_server(server.url(name), Path(store_of(engine).path))
    with writing(engine) as session:
        note(session, None, NOW, "test", "x")
        with pytest.raises(Refusal) as caught:
            _one_act(other)
    assert caught.value.trouble is Trouble.LOCKED
    _one_act(other)
    other.dispose()


def test_a_question_sees_one_state_and_writes_nothing(engine: Engine) -> None:
    with reading(engine) as session:
        before = session.query(Audit).count()
        _one_act(engine)
        assert session.query(Audit).count() == before
        with pytest.raises(DBAPIError) as caught:
            session.execute(text("INSERT INTO counter VALUES ('x', 1)"))
    assert trouble_of(caught.value.orig) is Trouble.READ_ONLY


def test_a_server_nobody_answers_for_is_told_as_lost(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        open_server(f"{DRIVER}://somebody@127.0.0.1:9/records", tmp_path / "onevisit.db")
    assert caught.value.trouble is Trouble.SERVER_LOST


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        ("somebody@records.station/records", "verify-full"),
        ("somebody@records.station/records?sslmode=require", "require"),
        ("somebody@localhost/records", None),
        ("somebody@/records?host=/run/postgresql", None),
    ],
)
def test_tls_is_checked_in_full_unless_it_is_said_otherwise(given: str, mode: str | None) -> None:
    assert address(f"{DRIVER}://{given}").query.get("sslmode") == mode


@pytest.mark.parametrize("given", ["mysql://a/b", f"{DRIVER}://somebody@here", "x", "://"])
def test_what_is_no_address_of_records_is_refused(given: str) -> None:
    with pytest.raises(Refusal) as caught:
        address(given)
    assert caught.value.trouble is Trouble.SETTING_INVALID


def test_a_password_is_never_shown() -> None:
    assert "secret" not in shown(f"{DRIVER}://somebody:secret@localhost/records")


def test_the_tables_are_those_of_the_file(server: Served, name: str) -> None:
    with server.line(name, COUNTERS) as line:
        found = line.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert {each for (each,) in found} == {*Base.metadata.tables, "alembic_version"}
        shape = line.execute("SELECT version_num FROM alembic_version").fetchone()
        assert shape == (HEAD,)


def _at(url: str, station: str) -> str:
    led = make_url(url).update_query_dict({"options": f"-csearch_path={station}"})
    return led.render_as_string(hide_password=False)


def test_two_stations_in_one_database_know_nothing_of_each_other(
    server: Served, tmp_path: Path
) -> None:
    name = fresh_name()
    server.make(name)
    engines = []
    for station in ("east", "west"):
        with server.line(name, OWNER) as line:
            line.execute(f"CREATE SCHEMA {station}".encode())
        assert prepare(_at(server.url(name, OWNER), station), COUNTERS) == "made"
        here = tmp_path / station / "onevisit.db"
        engines.append(open_server(_at(server.url(name), station), here))
    east, west = engines
    heard: list[frozenset[str]] = []
    listener = Listener(west, heard.append, lambda: None, lambda: None, beat=0.05)
    listener.start()
    with writing(east, changes=frozenset({"slips"})) as session:
        note(session, None, NOW, "test", "x")
        with writing(west) as other:  # its turn is its own
            assert take(other, "slips") == 1
    with reading(west) as session:
        assert verify(session).rows == 0
    with reading(east) as session:
        assert verify(session).rows == 1
        assert session.get(Counter, "slips") is None
    with writing(west, changes=frozenset({"cases"})) as session:
        take(session, "slips")
    here = tmp_path / "third" / "onevisit.db"
    other_counter = open_server(_at(server.url(name), "west"), here)
    with writing(other_counter, changes=frozenset({"days"})) as session:
        take(session, "slips")
    while not heard:
        listener.join(0.01)
    listener.end()
    listener.join()
    assert heard == [frozenset({"days"})]
    for each in (*engines, other_counter):
        each.dispose()
    server.drop(name)
