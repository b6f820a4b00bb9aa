"""Opens the records and binds services to clock and clerk; imported when the window is there."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

import resources
from db.catalogue_files import catalogue_folder
from db.engine import reading, writing
from db.schema import open_database
from db.server_schema import open_server
from db.store import Store, store_of
from desktop.domain.catalogue import CatalogueError
from desktop.domain.errors import Refusal
from desktop.domain.law import Law
from desktop.domain.notice import Template
from desktop.domain.officers import Clerk
from desktop.jobs import Jobs
from desktop.services import editions, officers, station
from desktop.services.catalogue import NOTICE, Shelf, search_index, template
from desktop.services.officers import OfficerRow, guarded
from desktop.services.paper_templates import shipped_law
from desktop.services.seals import Seal, seal
from desktop.services.search import Index
from desktop.services.station import StationFacts
from desktop.settings import Settings, database_file, in_training
from desktop.views.desk import Bar, Desk, ThisPC

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class People:
    """What the sign-in shows: the unit, a line about the catalogue, who may sign in."""

    unit: str
    foot: str
    officers: tuple[OfficerRow, ...]


@dataclass(frozen=True, slots=True)
class Counter:
    """What a signed-in clerk works with, read in one go."""

    clerk: Clerk
    clock: Clock
    shelf: Shelf
    index: Index = field(compare=False)
    template: Template
    station: StationFacts
    faults: tuple[str, ...]
    seal: Seal | None = None
    law: Law = field(default_factory=shipped_law)

    def desk(self, jobs: Jobs, settings: Settings) -> Desk:
        """The screens' view of it; this PC's window name goes before the station's."""
        facts = self.station
        if settings.window:
            facts = dataclasses.replace(facts, window=settings.window)
        return Desk(
            jobs,
            self.clerk,
            self.clock,
            self.shelf,
            self.index,
            self.template,
            facts,
            ThisPC(settings),
            Bar(),
            self.faults,
            self.seal,
            self.law,
        )


@dataclass(frozen=True, slots=True)
class Backend:
    """An open database with the services that a window needs before anybody is signed in."""

    engine: Engine
    clock: Clock
    faults: tuple[str, ...]

    @property
    def store(self) -> Store:
        """The database's file, key and neighbours."""
        return store_of(self.engine)

    def people(self, session: Session) -> People:
        """Unit, a line about the catalogue, and who may sign in."""
        facts = station.station(session) or StationFacts()
        catalogue = editions.shelf(session, self.clock().date()).catalogue
        foot = f"{catalogue.edition} · {catalogue.effective.isoformat()}"
        return People(
            facts.name, foot, tuple(row for row in officers.officers(session) if row.active)
        )

    def sign_in(self, number: str, password: str) -> Clerk:
        """Let somebody in where the records are open already."""
        now = self.clock()
        with guarded(self.store.outside, number, now):
            if self.store.hurt is None:
                with writing(self.engine) as session:
                    return officers.sign_in(session, now, number, password)
            with reading(self.engine) as session:
                return officers.recognised(session, number, password)

    def change_password(self, clerk: Clerk, old: str, new: str) -> Clerk:
        """Change the password of whoever just came in; wrong tries count as at the sign-in."""
        now = self.clock()
        with guarded(self.store.outside, clerk.number, now), writing(self.engine) as session:
            return officers.change_password(session, clerk, now, old, new)

    def counter(self, clerk: Clerk) -> Callable[[Session], Counter]:
        """The question for everything a signed-in clerk works with."""
        return partial(_counter, clerk=clerk, clock=self.clock, faults=self.faults)


def open_backend(home: Path, clock: Clock, key: bytes | None = None, server: str = "") -> Backend:
    """Open and fill the records: of this PC, migrated where they are older, or of a server.

    Raises Refusal where they cannot be used; a broken catalogue only leaves the old in use, and
    records that are hurt are opened to be read.
    """
    file = database_file(home)
    engine = open_server(server, file) if server else open_database(file, key)
    hurt = store_of(engine).hurt is not None
    try:
        if not hurt:
            with reading(engine) as session:
                station.check_kind(session, training=in_training(home))
    except Refusal:
        engine.dispose()
        raise
    return Backend(engine, clock, () if hurt else _take_in(engine, clock()))


def _take_in(engine: Engine, now: datetime) -> tuple[str, ...]:
    """Store changed catalogue files; mistakes in them are told, and the old edition stays."""
    folder = catalogue_folder()
    with reading(engine) as session:
        if not editions.edition_is_new(session, folder):
            return ()
    try:
        with writing(engine) as session:
            editions.take_in(session, now, folder)
    except CatalogueError as error:
        return tuple(str(fault) for fault in error.faults)
    return ()


def _counter(session: Session, clerk: Clerk, clock: Clock, faults: tuple[str, ...]) -> Counter:
    shelf = editions.shelf(session, clock().date())
    return Counter(
        clerk=clerk,
        clock=clock,
        shelf=shelf,
        index=search_index(shelf),
        template=template(NOTICE, resources.path("templates")),
        station=station.station(session) or StationFacts(),
        faults=faults,
        seal=seal(session),
    )
