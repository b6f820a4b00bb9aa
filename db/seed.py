"""Fills the database from the shipped files: the catalogue's editions and the calendar."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.catalogue_files import digest_of, parsed
from db.manifest import CATALOGUE, MANIFEST, catalogue_part, checked
from db.models import CalendarYear, Edition
from desktop.domain.catalogue import CatalogueError, read_catalogue
from desktop.domain.records import Fault


def edition_digests(session: Session) -> frozenset[str]:
    """The fingerprints of all editions that are stored."""
    return frozenset(session.scalars(select(Edition.digest)))


def highest_counter(session: Session) -> int:
    """The highest number under which an edition that is stored was signed."""
    return session.scalar(select(func.max(Edition.counter))) or 0


def load_edition(session: Session, folder: Path, now: datetime, key: str) -> None:
    """Store the files of a folder as a new edition.

    Raises CatalogueError and stores nothing when a file is broken, is not as it was signed with
    the key, or when what was signed is older than what is stored.
    """
    manifest, found = checked(folder, key)
    contents = catalogue_part(found)
    known = highest_counter(session)
    if manifest.counter < known:
        problem = f"number {manifest.counter} is older than {known}, which is in use"
        raise CatalogueError([Fault(f"{CATALOGUE}/{MANIFEST}", "", "", problem)])
    files = parsed(contents)
    catalogue = read_catalogue(files)
    session.add(
        Edition(
            digest=digest_of(contents),
            label=catalogue.edition,
            counter=manifest.counter,
            effective=catalogue.effective,
            loaded_at=now,
            content=files,
            readings={},
        )
    )


def seed_calendar(session: Session, years: dict[int, dict[str, object]]) -> None:
    """Store announced years that are not there yet; what an administrator changed stays."""
    known = set(session.scalars(select(CalendarYear.year)))
    for year, content in years.items():
        if year not in known:
            session.add(CalendarYear(year=year, content=content))
