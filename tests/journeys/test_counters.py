"""Two counters on one server: what the later is told, how lists follow, a server that is lost."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from psycopg import sql
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from db.engine import reading
from db.models import Counter
from desktop.backend import Backend, open_backend
from desktop.domain.cases import CaseMove
from desktop.domain.errors import Refusal, Trouble
from desktop.jobs import Jobs
from desktop.others import Others
from desktop.services import cases, moves
from desktop.services.audit import note, verify
from desktop.services.numbers import take
from desktop.views import words
from tests import builders
from tests.builders import NOW
from tests.cut import Cut, Line, line
from tests.server import COUNTERS, OWNER, Served, fresh_name
from tests.services.counter import CARD, issued, press

pytestmark = pytest.mark.server

BEAT = 0.1


@dataclass
class At:
    """One counter: its records, its jobs, what it heard and was refused."""

    backend: Backend
    jobs: Jobs
    heard: list[frozenset[str]]
    told: list[Refusal]
    others: Others

    def value(self, series: str) -> int:
        """A number that both counters count in, as this one sees it."""
        with reading(self.backend.engine) as session:
            found = session.get(Counter, series)
            return 0 if found is None else found.value


CounterAt = Callable[[str], At]


@pytest.fixture
def address(server: Served) -> Iterator[str]:
    """The address of a station's records."""
    name = fresh_name()
    yield server.prepared(name)
    server.drop(name)


@pytest.fixture
def station(address: str, tmp_path: Path) -> Path:
    """The folder of the counter at which the station was set up."""
    folder = tmp_path / "first"
    builders.entered(folder, server=address).backend.engine.dispose()
    return folder


@pytest.fixture
def counter(address: str, station: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[CounterAt]:
    """Opens counters, each with a folder of its own, by the station's address or another."""
    made: list[At] = []
    parent = QObject()

    def at(other: str = "") -> At:
        home = tmp_path / f"counter-{len(made)}"
        shutil.copytree(station, home)
        backend = open_backend(home, builders.at(), server=other or address)
        jobs = Jobs(backend.engine, parent)
        here = At(backend, jobs, [], [], Others(jobs, parent, BEAT))
        jobs.changed.connect(here.heard.append)
        jobs.refused.connect(here.told.append)
        made.append(here)
        return here

    yield at
    for each in made:
        each.others.end()
        each.jobs.close()
        each.backend.engine.dispose()
    parent.deleteLater()


@pytest.fixture
def cut(server: Served) -> Iterator[Line]:
    """A line to the server that can be cut."""
    socket = Path(str(server.admin.query["host"])) / ".s.PGSQL.5432"
    with line(str(socket)) as made:
        yield made


def through(address: str, cut: Line) -> str:
    """The same records by the line that can be cut."""
    url = make_url(address).set(host="127.0.0.1", port=cut.port, query={})
    return url.render_as_string(hide_password=False)


def counted(session: Session) -> int:
    """An act: the next number of a series, with its line in the chain."""
    note(session, None, NOW, "test", "x")
    return take(session, "x")


def test_the_lists_of_one_counter_follow_what_another_does(
    counter: CounterAt, qtbot: QtBot
) -> None:
    one, two = counter(""), counter("")
    one.jobs.act(counted, lambda _: None, "slips", "cases")
    qtbot.waitUntil(lambda: bool(two.heard))
    assert two.heard == [frozenset({"slips", "cases"})]
    qtbot.waitUntil(lambda: bool(one.heard))
    assert one.heard == [frozenset({"slips", "cases"})]
    assert two.value("x") == 1


def test_what_is_not_stored_is_not_announced(counter: CounterAt, qtbot: QtBot) -> None:
    one, two = counter(""), counter("")

    def fails(session: Session) -> None:
        counted(session)
        raise Refusal(Trouble.NOT_ALLOWED)

    one.jobs.act(fails, lambda _: None, "slips")
    one.jobs.act(counted, lambda _: None, "cases")
    qtbot.waitUntil(lambda: bool(two.heard))
    assert two.heard == [frozenset({"cases"})]
    assert [each.trouble for each in one.told] == [Trouble.NOT_ALLOWED]


def test_numbers_never_collide(counter: CounterAt, qtbot: QtBot) -> None:
    one, two = counter(""), counter("")
    taken: list[int] = []
    for _ in range(20):
        one.jobs.act(counted, taken.append)
        two.jobs.act(counted, taken.append)
    qtbot.waitUntil(lambda: len(taken) == 40)
    assert sorted(taken) == list(range(1, 41))
    with reading(one.backend.engine) as session:
        assert verify(session).good


def test_the_later_of_two_is_told_who_was_faster_and_what_changed(
    counter: CounterAt, qtbot: QtBot
) -> None:
    one, two = counter(""), counter("")
    case = issued(one.backend, CARD).case
    seen: list[Any] = []
    for here, number in ((one, "001002"), (two, "001003")):
        with reading(here.backend.engine) as session:
            clerk = builders.clerk(here.backend, number)
            seen.append((clerk, cases.case_view(session, clerk, NOW, case).version))

    def examine(here: At, place: int) -> Callable[[Session], Any]:
        clerk, version = seen[place]
        made = press(here.backend)
        return lambda session: moves.move_case(
            session, clerk, NOW, made, case, version, CaseMove.EXAMINE
        )

    done: list[Any] = []
    two.jobs.act(examine(two, 1), done.append, "cases")
    qtbot.waitUntil(lambda: bool(done))
    one.jobs.act(examine(one, 0), done.append, "cases")
    qtbot.waitUntil(lambda: bool(one.told))
    (refusal,) = one.told
    assert refusal.trouble is Trouble.CHANGED_MEANWHILE
    said = words.refusal(refusal)
    assert "陈主管" in said
    assert words.case_moves()[CaseMove.EXAMINE] in said


@pytest.mark.parametrize(
    ("when", "value", "later"),
    [(Cut.BEFORE, 0, Trouble.UNSTORED_MEANWHILE), (Cut.BEHIND, 1, Trouble.STORED_MEANWHILE)],
)
def test_a_server_lost_at_the_commit_is_asked_for_the_outcome_when_it_is_back(
    counter: CounterAt, address: str, cut: Line, qtbot: QtBot, when: Cut, value: int, later: Trouble
) -> None:
    one, two = counter(through(address, cut)), counter("")
    away: list[Any] = []
    one.jobs.away.connect(away.append)
    cut.cut = when
    with qtbot.waitSignals([one.jobs.refused, one.jobs.away]):
        one.jobs.act(counted, lambda _: None, "slips")
    assert one.told[0].trouble is Trouble.SERVER_LOST_SAVING
    assert one.jobs.lost
    one.jobs.act(counted, lambda _: None)
    qtbot.waitUntil(lambda: len(one.told) == 2)
    assert one.told[1].trouble is Trouble.SERVER_LOST
    assert two.value("x") == value

    with qtbot.waitSignal(one.jobs.back):
        cut.up()
    qtbot.waitUntil(lambda: len(one.told) == 3)
    assert one.told[2].trouble is later
    qtbot.waitUntil(lambda: not one.jobs.lost)
    done: list[int] = []
    one.jobs.act(counted, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert done == [value + 1]
    with reading(two.backend.engine) as session:
        assert verify(session).good


def test_a_server_lost_in_between_is_noticed_without_an_act(
    counter: CounterAt, address: str, cut: Line, qtbot: QtBot
) -> None:
    one, two = counter(through(address, cut)), counter("")
    with qtbot.waitSignal(one.jobs.away):
        cut.down()
    assert one.jobs.lost
    two.jobs.act(counted, lambda _: None, "slips")
    qtbot.waitUntil(lambda: bool(two.heard))
    with qtbot.waitSignal(one.jobs.back):
        cut.up()
    qtbot.waitUntil(lambda: bool(one.heard))
    assert "slips" in one.heard[-1], "what happened meanwhile was not heard, so all is asked anew"
    assert one.value("x") == 1
    assert not one.told


def test_only_the_listener_s_line_breaks_and_an_act_goes_on(
    counter: CounterAt, server: Served, address: str, qtbot: QtBot
) -> None:
    one = counter("")
    name = sql.Literal(str(make_url(address).database))
    with qtbot.waitSignals([one.jobs.away, one.jobs.back]):
        server.do(
            sql.SQL(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {} "
                "AND (query LIKE '%pg_try_advisory_lock_shared%' OR query = 'SELECT 1')"
            ).format(name)
        )
    done: list[int] = []
    one.jobs.act(counted, done.append)
    qtbot.waitUntil(lambda: done == [1])


def test_a_notice_that_says_nothing_is_passed_over(
    counter: CounterAt, server: Served, address: str, qtbot: QtBot
) -> None:
    one, two = counter(""), counter("")
    with server.line(str(make_url(address).database), COUNTERS) as line:
        line.execute("NOTIFY onevisit_public")
    two.jobs.act(counted, lambda _: None, "slips")
    qtbot.waitUntil(lambda: one.heard == [frozenset({"slips"})])


def test_a_server_that_came_back_older_is_not_written_on(
    counter: CounterAt, address: str, cut: Line, server: Served, qtbot: QtBot
) -> None:
    one = counter(through(address, cut))
    done: list[int] = []
    one.jobs.act(counted, done.append)
    qtbot.waitUntil(lambda: bool(done))
    with qtbot.waitSignal(one.jobs.away):
        cut.down()
    with server.line(str(make_url(address).database), OWNER) as line:  # an older state
        line.execute("ALTER TABLE audit DISABLE TRIGGER USER")
        line.execute("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
        line.execute("ALTER TABLE audit ENABLE TRIGGER USER")
    with qtbot.waitSignal(one.jobs.back):
        cut.up()
    qtbot.waitUntil(lambda: bool(one.told))
    assert one.told[-1].trouble is Trouble.ROLLED_BACK
    one.jobs.act(counted, done.append)
    qtbot.waitUntil(lambda: len(one.told) == 2)
    assert len(done) == 1
