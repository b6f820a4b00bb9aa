"""Backups: one finished, verified file each, with a manifest; kept by days, weeks and months."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from db import anchor, keys, location
from db.anchor import Anchor, anchor_path
from db.engine import settle, told
from db.health import chain, examine, look
from db.schema import making, put_in_place, renew
from desktop.domain.audit import Head
from desktop.domain.errors import Refusal, Trouble
from desktop.files import put, sync_folder

DAILY, WEEKLY, MONTHLY = 7, 5, 12
"""How many are kept: the newest of so many days, weeks and months."""

ENDING = ".backup.db"
ABANDONED = 3600
"""Seconds after which a copy that is not finished is nobody's any more."""

_DATABASE = "onevisit.db"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; written last, so that a file without one does not count.

    `seq` and `head` are the end of the chain of acts in it, `sha256` is over the file.
    """

    station: str
    unit: str
    taken_at: str
    seq: int
    head: str
    schema: str
    slips: int
    size: int
    sha256: str

    @property
    def moment(self) -> datetime:
        """When it was taken, with its zone."""
        return datetime.fromisoformat(self.taken_at)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup where it lies."""

    file: Path
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What opening a backup in an empty folder showed."""

    file: Path
    head: Head
    cases: int
    slips: int
    officers: int


def make(database: Path, key: bytes | None, folder: Path, now: datetime) -> Backup:
    """Take a backup into a folder: copy, open, verify, rename, manifest; then thin out the old.

    Raises Refusal(BACKUP_FAILED) and leaves every older backup as it is (F18).
    """
    part = folder / f".{now:%Y%m%d-%H%M%S}.part"
    try:
        with told():
            folder.mkdir(parents=True, exist_ok=True)
            _tidy(folder, now)
            _room(database, folder)
            _copy(database, key, part)
        manifest = _verified(part, key, now)
        backup = Backup(folder / f"onevisit-{now:%Y%m%d-%H%M%S}{ENDING}", manifest)
        _finish(database, part, backup)
    except (OSError, sqlite.Error) as error:
        raise _failed(str(error)) from error
    except Refusal as error:
        if error.trouble is Trouble.BACKUP_FAILED:
            raise
        raise _failed(error.trouble.value) from error
    finally:
        for each in folder.glob(f"{part.name}*"):
            each.unlink(missing_ok=True)
    thin(folder, manifest.station)
    return backup


def _failed(problem: str) -> Refusal:
    return Refusal(Trouble.BACKUP_FAILED, problem=problem)


def _tidy(folder: Path, now: datetime) -> None:
    """Take away what a copy left that was ended, or whose disk was pulled, before it was done."""
    for each in folder.glob(".*.part*"):
        if now.timestamp() - each.stat().st_mtime > ABANDONED:
            each.unlink()


def _room(database: Path, folder: Path) -> None:
    """Refuse before half a copy fills the disk."""
    if shutil.disk_usage(folder).free < database.stat().st_size + location.STOP:
        raise Refusal(Trouble.DISK_FULL)


def _copy(database: Path, key: bytes | None, part: Path) -> None:
    connection = sqlite.connect(str(database))
    try:
        connection.isolation_level = None
        settle(connection, key)
        connection.execute("VACUUM INTO ?", (str(part),))
    finally:
        connection.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _verified(part: Path, key: bytes | None, now: datetime) -> Manifest:
    """Open a copy and check all of it; raises Refusal(BACKUP_FAILED) for one that is not whole."""
    for finding in examine(part, key, whole=True):
        if finding.trouble is not None:
            raise _failed(f"{finding.check}: {finding.trouble}")
    connection = _opened(part, key)
    try:
        head = chain(connection).head
        uid, unit = connection.execute("SELECT uid, name FROM station").fetchone() or ("", "")
        schema = _first(connection, "SELECT version_num FROM alembic_version")
        slips = _first(connection, "SELECT count(*) FROM slip")
    finally:
        connection.close()
    return Manifest(
        station=uid,
        unit=unit,
        taken_at=now.isoformat(timespec="seconds"),
        seq=head.seq,
        head=head.hash,
        schema=schema,
        slips=slips,
        size=part.stat().st_size,
        sha256=file_hash(part),
    )


def _opened(file: Path, key: bytes | None) -> Any:
    connection = sqlite.connect(str(file))
    settle(connection, key)
    return connection


def _first(connection: Any, question: str) -> Any:
    return connection.execute(question).fetchone()[0]


def _finish(database: Path, part: Path, backup: Backup) -> None:
    """Put the checked copy in its place; the manifest comes last, when the rest is on the disk."""
    beside = keys.keys_path(database)
    if beside.exists():
        put(keys.keys_path(backup.file), beside.read_bytes())
    part.replace(backup.file)
    sync_folder(backup.file.parent)
    text = json.dumps(asdict(backup.manifest), ensure_ascii=False, indent=1)
    put(manifest_path(backup.file), text.encode())
    sync_folder(backup.file.parent)


def manifest_path(backup: Path) -> Path:
    """Where the manifest of a backup lies."""
    return backup.with_suffix(".json")


def file_hash(file: Path) -> str:
    """SHA-256 of a file's bytes."""
    with file.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def read(file: Path) -> Backup:
    """A backup with its manifest; raises Refusal(BACKUP_UNFIT) where it lacks a readable one."""
    try:
        data = json.loads(manifest_path(file).read_text(encoding="utf-8"))
        manifest = Manifest(**data)
        manifest.moment  # noqa: B018 - a date that cannot be read is found out here
    except (OSError, ValueError, TypeError) as error:
        raise Refusal(Trouble.BACKUP_UNFIT, problem=manifest_path(file).name) from error
    return Backup(file, manifest)


def listed(folder: Path, station: str | None = None) -> tuple[Backup, ...]:
    """The finished backups of a folder, the newest first; of one station where it is named."""
    found: list[Backup] = []
    for file in folder.glob(f"*{ENDING}"):
        try:
            backup = read(file)
        except Refusal:
            continue
        if station in (None, backup.manifest.station):
            found.append(backup)
    return tuple(sorted(found, key=lambda each: each.manifest.moment, reverse=True))


def thin(folder: Path, station: str) -> tuple[Backup, ...]:
    """Take away what is beyond seven days, five weeks and twelve months; gives what went."""
    backups = listed(folder, station)
    kept = {backup.file for backup in _kept(backups)}
    gone = tuple(backup for backup in backups if backup.file not in kept)
    for backup in gone:
        manifest_path(backup.file).unlink(missing_ok=True)
        keys.keys_path(backup.file).unlink(missing_ok=True)
        backup.file.unlink(missing_ok=True)
    return gone


def _kept(backups: Iterable[Backup]) -> Iterable[Backup]:
    """The newest of every day, week and month, as many of each as are kept.

    After a restore the records have fewer acts than before: the backup that holds the others
    stays, too, until newer ones have more, so that a restore of the wrong one can be undone.
    """
    newest_first = list(backups)
    most = -1
    for backup in newest_first:
        if 0 <= most < backup.manifest.seq:
            yield backup
        most = max(most, backup.manifest.seq)
    for count, pattern in ((DAILY, "%Y-%m-%d"), (WEEKLY, "%G-%V"), (MONTHLY, "%Y-%m")):
        seen: list[str] = []
        for backup in newest_first:
            period = backup.manifest.moment.strftime(pattern)
            if period not in seen and len(seen) < count:
                seen.append(period)
                yield backup


def rehearse(backup: Backup, key: bytes | None, into: Path) -> Rehearsal:
    """Restore a backup into an empty folder and check all of it there.

    One of an earlier program is brought to the newest shape there. Raises Refusal for a folder
    that is not empty, a file that its manifest does not describe, a wrong key, or records that
    are not whole; the folder is then left empty again.
    """
    if into.exists() and any(into.iterdir()):
        raise Refusal(Trouble.FOLDER_NOT_EMPTY, folder=into.name)
    file = into / _DATABASE
    try:
        with told():
            into.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(backup.file, file)
            file.chmod(0o600)
            return _rehearsed(backup, key, file)
    except BaseException:
        for each in into.glob("*"):
            each.unlink()
        raise


def _rehearsed(backup: Backup, key: bytes | None, file: Path) -> Rehearsal:
    if file_hash(file) != backup.manifest.sha256:
        raise Refusal(Trouble.BACKUP_UNFIT, problem="SHA-256")
    look(file, key)
    if (renewed := renew(file, key)) is not None:
        renewed.drop_copy()
    for finding in examine(file, key, whole=True):
        told_of = finding.refusal()
        if told_of is not None:
            raise told_of
    connection = _opened(file, key)
    try:
        head = chain(connection).head
        counts = [
            _first(connection, f"SELECT count(*) FROM {table}")  # noqa: S608 - three constants
            for table in ("case_file", "slip", "officer")
        ]
    finally:
        connection.close()
    if head != Head(backup.manifest.seq, backup.manifest.head):
        raise Refusal(Trouble.BACKUP_UNFIT, problem="head")
    beside = keys.keys_path(backup.file)
    if beside.exists():
        shutil.copyfile(beside, keys.keys_path(file))
    anchor.write(anchor_path(file), Anchor(backup.manifest.station, head))
    return Rehearsal(file, head, *counts)


def exchange(rehearsed: Path, database: Path) -> Path | None:
    """Put a rehearsed backup in the place of the records; what was there is set aside, whole.

    From the renaming on a crash does not matter: the next start finishes the move. Gives the
    folder in which the former files lie now; nothing is ever erased here.
    """
    waiting = making(database).parent
    if waiting.exists():
        put_in_place(database)
    rehearsed.parent.rename(waiting)
    return put_in_place(database)
