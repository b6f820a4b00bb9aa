"""Records moved to a server and back: nothing lost, the chain whole, nobody goes on in the old."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg import errors
from sqlalchemy import func, make_url, select

from db.engine import reading, writing
from db.listener import Listener
from db.models import Audit, Base, Case, Officer
from db.schema import open_existing
from db.server_schema import MOVE, open_server
from desktop.backend import Backend, open_backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk
from desktop.door import knock
from desktop.printing.pdf import render_slip
from desktop.services import cases, intake, moving, officers, slips
from desktop.services.audit import note, verify
from desktop.settings import database_file, load
from tests import builders
from tests.builders import NOW, PASSWORD
from tests.commands import Run, at_home
from tests.conftest import Made
from tests.server import COUNTERS, OWNER, Served, fresh_name
from tests.services.counter import CARD, acts, draft, made, press

pytestmark = pytest.mark.file


@pytest.fixture
def filled(backend: Backend) -> Backend:
    """A station's file with cases, a real slip, a delivery, drafts."""
    who = builders.clerk(backend)
    counter = builders.counter(backend, who)

    def drawn(content: Any) -> Any:
        return render_slip(content, template=counter.template)

    window = intake.Desk(counter.shelf, counter.template, drawn, press(backend))
    for place, person in enumerate((builders.OLD_WOMAN, builders.FROM_ANHUI)):
        done = draft(backend, CARD, person=person)
        with writing(backend.engine) as session:
            issued = intake.issue(session, who, NOW, window, f"k{place}", done)
        made(backend, issued.case)
    return backend


@pytest.fixture
def place(server: Served) -> Iterator[str]:
    """A database that IT made on the server, with nothing in it."""
    name = fresh_name()
    server.make(name)
    yield name
    server.drop(name)


def rows(engine: Any) -> dict[str, int]:
    with reading(engine) as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def chief(engine: Any) -> Clerk:
    with reading(engine) as session:
        row = session.scalars(select(Officer).where(Officer.number == "001001")).one()
        return Clerk(row.id, row.number, row.name, row.role)


def test_a_station_goes_to_a_server_and_works_on_there(
    filled: Backend, server: Served, place: str, tmp_path: Path
) -> None:
    before = rows(filled.engine)
    moved = moving.to_server(filled.engine, server.url(place, OWNER), COUNTERS, NOW)
    assert sum(moved.rows.values()) == sum(before.values()) + 1, "and the act that tells of it"
    there = open_backend(tmp_path / "other", builders.at(), server=server.url(place))
    try:
        after = rows(there.engine)
        grown = {"audit": before["audit"] + 2, "counter": before["counter"] + 1}
        assert after == before | grown, "and how far this PC's journal has joined the chain"
        with reading(there.engine) as session:
            assert verify(session).good
            paper = slips.paper(session, chief(there.engine), 1)
            assert slips.genuine(paper)
            view = cases.case_view(session, chief(there.engine), NOW, 1)
            assert view.name == builders.OLD_WOMAN.name
            assert session.scalar(select(func.count()).where(Officer.slot.is_not(None))) == 0
        more = draft(there, CARD)
        window = intake.Desk(
            builders.counter(there, builders.clerk(there)).shelf,
            builders.counter(there, builders.clerk(there)).template,
            lambda content: render_slip(
                content, template=builders.counter(there, builders.CHIEF).template
            ),
            press(there),
        )
        with writing(there.engine) as session:
            done = intake.issue(session, builders.clerk(there), NOW, window, "new", more)
        assert done.case == 3
        with reading(there.engine) as session:
            numbers = session.scalars(select(Case.number).order_by(Case.id)).all()
            assert len(set(numbers)) == 3
    finally:
        there.engine.dispose()


def test_what_is_in_use_or_not_empty_is_left_alone(
    filled: Backend, server: Served, place: str, tmp_path: Path
) -> None:
    owner = server.url(place, OWNER)
    moving.to_server(filled.engine, owner, COUNTERS, NOW)
    with pytest.raises(Refusal) as caught:
        moving.to_server(filled.engine, owner, COUNTERS, NOW)
    assert caught.value.trouble is Trouble.SERVER_OPEN

    one = open_server(server.url(place, OWNER), tmp_path / "one" / "onevisit.db")
    two = open_server(server.url(place), tmp_path / "two" / "onevisit.db")
    there = threading.Event()
    counter = Listener(two, lambda _nouns: there.set(), there.set, there.set, beat=0.05)
    counter.start()
    while not there.wait(0.02):  # until it has heard of something it is there
        with writing(one, changes=frozenset({"slips"})) as session:
            note(session, None, NOW, "test", "x")
    with pytest.raises(Refusal) as caught:
        moving.to_file(one, tmp_path / "back" / "onevisit.db", NOW, encrypted=True)
    assert caught.value.trouble is Trouble.SERVER_IN_USE
    counter.end()
    counter.join()
    for each in (one, two):
        each.dispose()


def test_a_row_that_arrives_otherwise_undoes_all_of_it(
    filled: Backend, server: Served, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db.server_schema import prepare

    prepare(server.url(place, OWNER), COUNTERS)
    with server.line(place, OWNER) as line:
        line.execute(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.name := 'somebody else'; RETURN NEW; END $$"
        )
        line.execute(
            "CREATE TRIGGER spoil BEFORE INSERT ON officer FOR EACH ROW EXECUTE FUNCTION spoil()"
        )
    with pytest.raises(Refusal) as caught:
        moving.to_server(filled.engine, server.url(place, OWNER), COUNTERS, NOW)
    assert (caught.value.trouble, caught.value.values["table"]) == (Trouble.NOT_SAVED, "officer")
    with writing(filled.engine) as session:  # and work goes on where it was
        assert note(session, None, NOW, "test", "x").seq
    with server.line(place, OWNER) as line:
        assert line.execute("SELECT count(*) FROM officer").fetchone() == (0,)
    with reading(filled.engine) as session:
        assert verify(session).good


def test_and_back_into_a_file_with_a_key_of_its_own(
    filled: Backend, server: Served, place: str, tmp_path: Path
) -> None:
    moving.to_server(filled.engine, server.url(place, OWNER), COUNTERS, NOW)
    there = open_server(server.url(place, OWNER), tmp_path / "there" / "onevisit.db")
    before, home = rows(there), tmp_path / "back"
    moved = moving.to_file(there, database_file(home), NOW, encrypted=True)
    there.dispose()
    door = knock(home, builders.at())
    assert door.recoverable
    entered = door.recover(moved.code, "001001", PASSWORD)
    try:
        found = rows(entered.backend.engine)
        acts = found.pop("audit") - before.pop("audit")
        assert found == before | {"counter": before["counter"] + 1}, "the journal of this PC"
        with reading(entered.backend.engine) as session:
            assert verify(session).good
            told = session.scalars(select(Audit.act).order_by(Audit.seq.desc()).limit(acts)).all()
        assert told[-1] == MOVE
        with writing(entered.backend.engine) as session:
            officers.let_in(
                session, entered.clerk, NOW, builders.clerk(entered.backend).id, PASSWORD
            )
    finally:
        entered.backend.engine.dispose()
    again = knock(home, builders.at()).unlock("001002", PASSWORD)
    assert again.clerk.must_change
    again.backend.engine.dispose()
    with pytest.raises(Refusal) as caught:
        open_server(server.url(place), tmp_path / "late" / "onevisit.db")
    assert caught.value.trouble is Trouble.RECORDS_MOVED
    with server.line(place, COUNTERS) as line, pytest.raises(errors.IntegrityConstraintViolation):
        line.execute(  # nor a counter that had not noticed
            "INSERT INTO audit SELECT seq + 1, at, officer, 'slip.issue', subject, detail, NULL, "
            "hash, hash FROM audit ORDER BY seq DESC LIMIT 1"
        )


def test_a_move_back_that_fails_leaves_the_server_in_use(
    filled: Backend, server: Served, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moving.to_server(filled.engine, server.url(place, OWNER), COUNTERS, NOW)
    there = open_server(server.url(place, OWNER), tmp_path / "there" / "onevisit.db")
    with monkeypatch.context() as patched:
        patched.setattr("desktop.services.moving.copy", _full_disk)
        with pytest.raises(Refusal):
            moving.to_file(there, database_file(tmp_path / "back"), NOW, encrypted=True)
    counter = open_server(server.url(place), tmp_path / "counter" / "onevisit.db")
    with writing(counter) as session:
        note(session, None, NOW, "test", "x")
    counter.dispose()
    moving.to_file(there, database_file(tmp_path / "back"), NOW, encrypted=True)
    there.dispose()


def _full_disk(*_engines: Any) -> None:
    raise Refusal(Trouble.DISK_FULL)


def test_a_file_that_was_left_is_not_opened_any_more(
    filled: Backend, server: Served, place: str, home: Path, key: bytes
) -> None:
    moving.to_server(filled.engine, server.url(place, OWNER), COUNTERS, NOW)
    filled.engine.dispose()
    with pytest.raises(Refusal) as caught:
        open_backend(home, builders.at(), key)
    assert caught.value.trouble is Trouble.RECORDS_MOVED


def test_wrong_passwords_of_before_join_the_chain_once(
    filled: Backend, server: Served, place: str, home: Path
) -> None:
    filled.store.outside.add(NOW, "sign_in.failed", "001002")
    with writing(filled.engine) as session:
        officers.sign_in(session, NOW, "001002", PASSWORD)
    moving.to_server(filled.engine, server.url(place, OWNER), COUNTERS, NOW)
    there = open_server(server.url(place), database_file(home))
    with writing(there) as session:
        officers.sign_in(session, NOW, "001002", PASSWORD)
    with reading(there) as session:
        assert acts(session).count("sign_in.failed") == 1
    there.dispose()


@pytest.fixture
def onevisit(home: Path) -> Run:
    return at_home(home)


def test_the_command_moves_there_and_back(
    filled: Backend,
    home: Path,
    onevisit: Run,
    code_file: Path,
    server: Served,
    place: str,
    tmp_path: Path,
) -> None:
    filled.engine.dispose()
    owner, key = server.url(place, OWNER), ("--recovery-code-file", code_file)
    assert onevisit("move", "--to", owner, *key).code == 2, "whose role?"
    told = onevisit("move", "--to", owner, "--counters", COUNTERS, *key, "--json")
    assert (told.code, told.data["ok"]) == (0, True)
    assert not database_file(home).exists()
    assert database_file(Path(told.data["left"])).exists()
    assert load(home).database.startswith(f"postgresql+psycopg://{COUNTERS}@")

    assert onevisit("audit", "verify", "--json").data["ok"]
    doctor = onevisit("doctor", "--json")
    assert {row["check"]: row["ok"] for row in doctor.data["checks"]} | {"spool": None} == {
        "library": True, "place": True, "space": True, "writable": True, "server": True,
        "fences": True, "anchor": True, "audit": True, "slip_numbers": True, "devices": True,
        "spool": None,
    }  # fmt: skip
    assert onevisit("backup", "--to", tmp_path / "backups").code == 1

    assert onevisit("move", "--to", home).code == 2, "from where, as whom?"
    again = onevisit("move", "--to", home, "--from", owner, "--json")
    assert (again.code, again.data["ok"]) == (0, True)
    assert load(home).database == ""
    code = tmp_path / "new-code.txt"
    code.write_text(again.data["recovery_code"])
    assert onevisit("audit", "verify", "--recovery-code-file", code, "--json").data["ok"]


def test_preparing_says_what_it_did(onevisit: Run, server: Served, place: str) -> None:
    words = ("server", "prepare", "--url", server.url(place, OWNER), "--counters", COUNTERS)
    told = onevisit(*words, "--json")
    assert (told.code, told.data["done"]) == (0, "made")
    open_address = make_url(server.url(place, OWNER)).set(password="secret")
    refused = onevisit(*words[:3], open_address.render_as_string(hide_password=False), *words[4:])
    assert refused.code == 2
    assert "secret" not in refused.out + refused.err
    assert onevisit(*words, "--json").data["done"] == "kept"
    wrong = onevisit(*words[:-1], "nobody", "--json")
    assert (wrong.code, wrong.data["ok"]) == (1, False)


def test_the_file_that_was_left_still_opens_with_its_key(
    filled: Backend, server: Served, place: str, made: Made, tmp_path: Path
) -> None:
    moving.to_server(filled.engine, server.url(place, OWNER), COUNTERS, NOW)
    filled.engine.dispose()
    aside = moving.set_aside(filled.store.path)
    copy = tmp_path / "copy"
    shutil.copytree(aside, copy)
    engine = open_existing(database_file(copy), made.key)
    with reading(engine) as session:
        assert verify(session).good
    engine.dispose()
