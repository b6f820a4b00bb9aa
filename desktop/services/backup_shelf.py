"""The folder of backups as a screen shows it, and what is done there beside the work."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from db import backup
from db.backup import Backup, Rehearsal
from db.engine import told
from db.models import Station
from db.store import store_of
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.services import backups
from desktop.services.backups import Standing
from desktop.services.station import refuse_in_training
from desktop.settings import Settings, backup_folder

__all__ = ["Backup", "BackupShelf", "Rehearsal", "State", "drill", "shelf", "state", "take"]

DRILL = "drill"
"""Folder beside the records in which a restore is rehearsed and thrown away again."""


@dataclass(frozen=True, slots=True)
class State:
    """What everybody is told of: how the backups stand, and why nothing may be written.

    `shared` records lie on a server, whose backups are not ours.
    """

    standing: Standing
    hurt: Refusal | None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class BackupShelf:
    """A folder with its backups; `same_disk` tells that one fault takes both."""

    folder: Path
    same_disk: bool
    backups: tuple[Backup, ...]
    standing: Standing


def state(session: Session) -> State:
    """How the backups stand, and whether the records may be written."""
    store = store_of(session)
    return State(backups.standing(session), store.hurt, bool(store.server))


def shelf(session: Session, clerk: Clerk, settings: Settings) -> BackupShelf:
    """The folder of backups of this PC, and this station's in it."""
    need(clerk, Right.SEE_ALL)
    _need_file(session)
    folder = _folder(session, settings)
    with told():
        found = backup.listed(folder, _station(session))
        same = _disk(folder) == _disk(store_of(session).path)
    return BackupShelf(folder, same, found, backups.standing(session))


def _need_file(session: Session) -> None:
    """The backups of records on a server are made and restored there."""
    if store_of(session).server:
        raise Refusal(Trouble.SERVER_KEEPS)


def _folder(session: Session, settings: Settings) -> Path:
    return backup_folder(settings, store_of(session).path.parent)


def _station(session: Session) -> str | None:
    station = session.get(Station, 1)
    return None if station is None else station.uid


def _disk(path: Path) -> int:
    """The disk on which a file lies, or will lie."""
    there = next(each for each in (path, *path.absolute().parents) if each.exists())
    return there.stat().st_dev


def take(session: Session, clerk: Clerk, now: datetime, settings: Settings) -> Backup:
    """Take a backup now; the caller writes down that it was made."""
    need(clerk, Right.SEE_ALL)
    _need_file(session)
    refuse_in_training(session)
    store = store_of(session)
    return backup.make(store.path, store.key, _folder(session, settings), now)


def drill(session: Session, clerk: Clerk, settings: Settings) -> Rehearsal:
    """Restore the newest backup beside the records, check all of it, and throw it away again."""
    need(clerk, Right.SEE_ALL)
    _need_file(session)
    store, folder = store_of(session), _folder(session, settings)
    found = backup.listed(folder, _station(session))
    if not found:
        raise Refusal(Trouble.BACKUP_NONE, what=str(folder))
    into = store.path.parent / DRILL
    shutil.rmtree(into, ignore_errors=True)
    try:
        return backup.rehearse(found[0], store.key, into)
    finally:
        shutil.rmtree(into, ignore_errors=True)
