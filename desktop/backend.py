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
from desktop.domain.catalogue import CatalogueError
from desktop.domain.notice import Template
from desktop.domain.officers import Clerk, Role
from desktop.jobs import Jobs
from desktop.services import editions, station
from desktop.services.catalogue import Shelf, search_index, template
from desktop.services.search import Index
from desktop.services.station import NewOfficer, OfficerRow, StationFacts
from desktop.settings import Settings, database_file
from desktop.views.desk import Bar, Desk, ThisPC
from desktop.views.sign_in import FirstAnswers

Clock = Callable[[], datetime]


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
        )


@dataclass(frozen=True, slots=True)
class Backend:
    """An open database with the services that a window needs before anybody is signed in."""

    engine: Engine
    clock: Clock
    faults: tuple[str, ...]

    def people(self, session: Session) -> tuple[str, str, tuple[OfficerRow, ...]] | None:
        """Unit, a line about the catalogue, and who may sign in; None before the set-up."""
        facts = station.station(session)
        if facts is None:
            return None
        catalogue = editions.shelf(session, self.clock().date()).catalogue
        foot = f"{catalogue.edition} · {catalogue.effective.isoformat()}"
        active = tuple(row for row in station.officers(session) if row.active)
        return facts.name, foot, active

    def set_up(self, answers: FirstAnswers) -> Callable[[Session], Clerk]:
        """The first start's act."""
        return partial(_set_up, now=self.clock(), answers=answers)

    def sign_in(self, number: str, password: str) -> Callable[[Session], Clerk]:
        """The act of letting somebody in."""
        return partial(_sign_in, now=self.clock(), number=number, password=password)

    def counter(self, clerk: Clerk) -> Callable[[Session], Counter]:
        """The question for everything a signed-in clerk works with."""
        return partial(_counter, clerk=clerk, clock=self.clock, faults=self.faults)


def open_backend(home: Path, clock: Clock) -> Backend:
    """Open, migrate and fill the database of this PC.

    Raises Refusal where the file cannot be used; a broken catalogue only leaves the old in use.
    """
    engine = open_database(database_file(home))
    return Backend(engine, clock, _take_in(engine, clock()))


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


def _set_up(session: Session, now: datetime, answers: FirstAnswers) -> Clerk:
    facts = StationFacts(
        name=answers.name,
        district=answers.district,
        code=answers.code,
        window=answers.window,
        hours=answers.hours,
        enquiry_phone=answers.enquiry_phone,
        complaint_phone=answers.complaint_phone,
        local_prefixes=answers.prefixes,
    )
    admin = NewOfficer(
        answers.officer_number, answers.officer_name, Role.ADMINISTRATOR, answers.password
    )
    return station.set_up(session, now, facts, admin)


def _sign_in(session: Session, now: datetime, number: str, password: str) -> Clerk:
    return station.sign_in(session, now, number, password)


def _counter(session: Session, clerk: Clerk, clock: Clock, faults: tuple[str, ...]) -> Counter:
    shelf = editions.shelf(session, clock().date())
    return Counter(
        clerk=clerk,
        clock=clock,
        shelf=shelf,
        index=search_index(shelf),
        template=template("notice-1", resources.path("templates")),
        station=station.station(session) or StationFacts(),
        faults=faults,
    )
