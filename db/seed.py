"""Fills the database from the shipped files: the catalogue's editions and the calendar."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.catalogue_files import digest, read_files
from db.models import CalendarYear, Edition
from desktop.domain.catalogue import read_catalogue


def edition_digests(session: Session) -> frozenset[str]:
    """The fingerprints of all editions that are stored."""
    return frozenset(session.scalars(select(Edition.digest)))


def load_edition(session: Session, folder: Path, now: datetime) -> bool:
    """Store the files of a folder as a new edition unless they are stored already.

    Returns whether one was added. Raises CatalogueError and stores nothing when a file is broken.
    """
    fingerprint = digest(folder)
    if fingerprint in edition_digests(session):
        return False
    files = read_files(folder)
    catalogue = read_catalogue(files)
    session.add(
        Edition(
            digest=fingerprint,
            label=catalogue.edition,
            counter=0,
            effective=catalogue.effective,
            loaded_at=now,
            content=files,
            readings={},
        )
    )
    return True


def seed_calendar(session: Session, years: dict[int, dict[str, object]]) -> None:
    """Store announced years that are not there yet; what an administrator changed stays."""
    known = set(session.scalars(select(CalendarYear.year)))
    for year, content in years.items():
        if year not in known:
            session.add(CalendarYear(year=year, content=content))
