"""Slips parted by month, by the lines that docs/scale.md gives: the same acts, lists and fences."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from db.engine import reading
from db.server_schema import open_server, prepare
from desktop.backend import Backend, open_backend
from desktop.services import slips
from desktop.services.audit import verify
from tests import builders
from tests.builders import NOW
from tests.server import COUNTERS, OWNER, Served, fresh_name
from tests.services.counter import CARD, draft, issued, many

pytestmark = pytest.mark.server

DOCS = Path(__file__).resolve().parents[2] / "docs" / "scale.md"
SIZE = 5


def lines() -> bytes:
    """What the page tells the owner to run, with partitions of a few slips."""
    (found,) = re.findall(r"```sql\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert "size integer := 3000" in found
    return str(found).replace(":= 3000", f":= {SIZE}").encode()


@pytest.fixture
def name(server: Served) -> Iterator[str]:
    """Records whose slips are parted."""
    made = fresh_name()
    server.prepared(made)
    with server.line(made, OWNER) as line:
        line.execute(lines())
    assert prepare(server.url(made, OWNER), COUNTERS) == "kept"
    yield made
    server.drop(made)


@pytest.fixture
def station(server: Served, name: str, tmp_path: Path) -> Iterator[Backend]:
    """A station with a dozen slips in three partitions."""
    home = tmp_path / "home"
    builders.entered(home, server=server.url(name)).backend.engine.dispose()
    opened = open_backend(home, builders.at(), server=server.url(name))
    issued(opened, CARD)
    many(opened, draft(opened, CARD), [NOW + timedelta(minutes=each) for each in range(11)])
    yield opened
    opened.engine.dispose()


def test_slips_are_issued_listed_and_fenced_as_before(
    server: Served, name: str, station: Backend, tmp_path: Path
) -> None:
    with reading(station.engine) as session:
        listed = slips.ledger(session, builders.CHIEF)
        assert len(listed) == 12
        assert [row.number for row in listed] == sorted((r.number for r in listed), reverse=True)
        assert slips.paper(session, builders.CHIEF, 7).number == listed[-7].number
        assert verify(session).good
    with server.line(name, OWNER) as line:
        parts = line.execute("SELECT tableoid::regclass::text, count(*) FROM slip GROUP BY 1")
        assert sorted(parts) == [("slip_0", SIZE), ("slip_1", SIZE), ("slip_2", 2)]
        for statement in (
            "DELETE FROM slip",
            "DELETE FROM slip_1",
            "UPDATE slip SET number = 'x' WHERE id = 7",
            "UPDATE slip_1 SET sha256 = 'x'",
        ):
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation), line.transaction():
                line.execute(statement.encode())
    with server.line(name, COUNTERS) as line:
        for statement in ("DELETE FROM slip_1", "UPDATE slip_1 SET stub = 'signed'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), line.transaction():
                line.execute(statement.encode())
    again = open_server(server.url(name), tmp_path / "again" / "onevisit.db")
    again.dispose()


def test_one_slip_is_read_from_one_partition(server: Served, name: str, station: Backend) -> None:
    with server.line(name, OWNER) as line:
        line.execute("ANALYZE slip")
        plan: Any = line.execute(
            "EXPLAIN (FORMAT JSON) SELECT number FROM slip WHERE id = 7"
        ).fetchone()
        assert plan[0][0]["Plan"]["Relation Name"] == "slip_1"
