"""Editions of the catalogue in the database: load what is new, give what is in force."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.catalogue_files import digest, shipped_readings
from db.manifest import trusted_key
from db.models import CalendarYear, Case, Edition
from db.seed import edition_digests, load_edition, seed_calendar
from db.store import store_of
from desktop.domain.catalogue import read_catalogue
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.workdays import Calendar, calendar_of, year_from_json
from desktop.services.audit import note
from desktop.services.calendar_files import shipped_contents
from desktop.services.catalogue import Shelf, in_force, readings_of, with_prefixes
from desktop.services.officers import publish
from desktop.services.station import station


def edition_is_new(session: Session, folder: Path) -> bool:
    """Whether the files differ from every stored edition; reads bytes, never YAML."""
    return digest(folder) not in edition_digests(session)


def take_in(session: Session, now: datetime, folder: Path) -> bool:
    """Store changed catalogue files as a new edition, and years the calendar lacks.

    Raises CatalogueError where a file is broken or not as it was signed, and where the files are
    older than what is stored: nothing is stored then, the old edition stays.
    """
    seed_calendar(session, shipped_contents())
    if not edition_is_new(session, folder):
        return False
    load_edition(session, folder, now, trusted_key(store_of(session).path.parent))
    session.flush()
    edition = session.scalars(select(Edition).order_by(Edition.id.desc()).limit(1)).one()
    catalogue = read_catalogue(edition.content)
    edition.readings = dict(readings_of(catalogue, shipped_readings()))
    note(session, None, now, "catalogue.load", edition.label, digest=edition.digest)
    publish(session)
    return True


def shelf(session: Session, on: date) -> Shelf:
    """The edition in force on a day, with the station's own local prefixes."""
    pairs = session.execute(select(Edition.id, Edition.effective))
    key = in_force(pairs, on)
    if key is None:
        raise Refusal(Trouble.CATALOGUE_BROKEN)
    return edition_shelf(session, key)


def edition_shelf(session: Session, key: int) -> Shelf:
    """One edition as it was told, whatever came after it."""
    columns = select(Edition.content, Edition.readings, Edition.digest, Edition.counter)
    content, readings, fingerprint, counter = session.execute(
        columns.where(Edition.id == key)
    ).one()
    catalogue = replace(read_catalogue(content), digest=fingerprint)
    facts = station(session)
    if facts is not None:
        catalogue = with_prefixes(catalogue, facts.local_prefixes)
    return Shelf(key, catalogue, readings, counter)


def shelf_of_case(session: Session, used: Shelf, case: int | None) -> Shelf:
    """The edition by which a case began; the one that is used now for what is no case yet."""
    key = None if case is None else session.scalar(select(Case.edition_id).where(Case.id == case))
    return used if key in (None, used.edition) else edition_shelf(session, key)


def calendar(session: Session, since: int = 0) -> Calendar:
    """The working-day calendar as stored, from a year on."""
    rows = session.scalars(
        select(CalendarYear.content).where(CalendarYear.year >= since).order_by(CalendarYear.year)
    )
    return calendar_of(year_from_json(row) for row in rows)
