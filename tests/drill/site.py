"""A station for the drills: real encrypted records, set up once and copied for every fault."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path

from sqlalchemy.orm import configure_mappers

import resources
from db.store import Store
from desktop.backend import Backend, open_backend
from desktop.domain.applicants import Person
from desktop.domain.deliveries import DeliveryChoice
from desktop.domain.intake import Draft
from desktop.domain.notice import Template
from desktop.domain.officers import Clerk
from desktop.domain.slips import SlipContent
from desktop.printing.papers import render_paper
from desktop.printing.pdf import render_slip
from desktop.services import intake
from desktop.services.catalogue import Shelf, shipped_shelf, template
from desktop.services.paper_templates import shipped_law, shipped_template
from desktop.services.papers import Press
from desktop.services.readings import initials
from desktop.settings import database_file
from tests import builders
from tests.drill import apart

CLERK, CHIEF = "001002", "001001"
TEMPLATE = "notice-4"


@dataclass(frozen=True, slots=True)
class Site:
    """A station as it was set up, nobody having it open."""

    home: Path
    key: bytes | None
    code: str
    clerk: Clerk
    drafts: tuple[Draft, ...]
    edition: int

    @property
    def file(self) -> Path:
        """The records."""
        return database_file(self.home)

    def at(self, home: Path) -> "Site":
        """The same station in another folder."""
        return replace(self, home=home)

    def copied(self, home: Path) -> "Site":
        """A copy of all that lies in its folder."""
        shutil.copytree(self.home, home, ignore=shutil.ignore_patterns("*.sock", "*.lock"))
        return self.at(home)

    def open(self, second: int = 0) -> Backend:
        """Open the records as the program does; for a child only."""
        return open_backend(self.home, clock(second), self.key)

    @contextmanager
    def opened(self, second: int = 0) -> Iterator[Backend]:
        """The records, open for a while; for a child only."""
        backend = self.open(second)
        try:
            yield backend
        finally:
            backend.engine.dispose()

    def desk(self) -> intake.Desk:
        """What an issuing window brings along, with real PDFs."""
        shelf, paper = _shelf()
        return intake.Desk(
            replace(shelf, edition=self.edition),
            paper,
            partial(render_slip, template=paper),
            Press(shelf, paper, shipped_template, shipped_law(), render_paper),
        )

    def store(self) -> Store:
        """The records with their neighbours."""
        return Store(self.file, self.key)


def clock(second: int = 0) -> Callable[[], datetime]:
    """A clock that stands at a second of the counter's day."""
    return builders.at(builders.NOW + timedelta(seconds=second % 40_000))


@cache
def _shelf() -> tuple[Shelf, Template]:
    return shipped_shelf(), template(TEMPLATE, resources.path("templates"))


def set_up(
    home: Path,
    *,
    encrypted: bool = True,
    person: Person | None = None,
    delivery: DeliveryChoice | None = None,
) -> Site:
    """A station with one account of each role, made by the program's own set-up."""
    made, content = apart.run(partial(_made, home, encrypted, person, delivery))
    _warm(content)
    return made


def _warm(content: SlipContent) -> None:
    """Load once, for every child, what needs no database: mappers, catalogue, fonts, readings."""
    configure_mappers()
    _, paper = _shelf()
    render_slip(replace(content, number="TEST0001"), paper)
    initials(content.unit)


def _made(
    home: Path, encrypted: bool, person: Person | None, delivery: DeliveryChoice | None
) -> tuple[Site, SlipContent]:
    entered = builders.entered(home, clock(), encrypted=encrypted)
    backend = entered.backend
    who = builders.clerk(backend, CLERK)
    counter = builders.counter(backend, who)
    drafts = tuple(
        builders.finished_draft(
            backend, who, (item,), person or builders.OLD_WOMAN, delivery=delivery
        )
        for item in ("id-card", "household-book-replace")
    )
    _, content = intake.preview(
        counter.shelf, counter.template, counter.station, who, drafts[0], clock()()
    )
    key = backend.store.key
    backend.engine.dispose()
    return Site(home, key, entered.code, who, drafts, counter.shelf.edition), content
