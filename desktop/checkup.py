"""Every check that can be made of a PC: what was found, how bad it is, and what IT does then."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from gettext import gettext as _
from pathlib import Path
from typing import Any

from desktop.domain.errors import MENDED_BY_RESTORE, Refusal, Trouble
from desktop.settings import Settings, backup_folder, database_file, load
from desktop.troubles import sentence

KeyOf = Callable[[Path], bytes | None]
"""Gives the key behind a key file, None for records without encryption; raises NoKey, Refusal."""


class NoKey(Exception):
    """The records are encrypted, and nobody gave the key: what lies behind is not looked at."""


class Severity(StrEnum):
    """How bad a finding is; the worst one decides the exit code."""

    GOOD = "good"
    UNCHECKED = "unchecked"
    ATTENTION = "attention"
    ACT_NOW = "act_now"


EXIT = {Severity.GOOD: 0, Severity.UNCHECKED: 0, Severity.ATTENTION: 1, Severity.ACT_NOW: 3}
"""What a command ends with; 2 is kept for wrong use."""

MAY_WAIT = frozenset(
    {
        Trouble.BACKUP_NONE,
        Trouble.BACKUP_OLD,
        Trouble.BACKUP_UNFIT,
        Trouble.SPOOL_KEPT,
        Trouble.DEVICE_MISSING,
        Trouble.SETTING_INVALID,
        Trouble.LOCKED,
        Trouble.FILE_HELD,
        Trouble.RECOVERY_UNFIT,
        Trouble.WRONG_PASSWORD,
        Trouble.TRIES_EXHAUSTED,
        Trouble.DATABASE_OLDER,
    }
)
"""Troubles in which the counter can go on meanwhile; after any other it cannot, or must not."""

RESTORED = MENDED_BY_RESTORE | {Trouble.NUMBERS_MISSING}
"""Troubles whose sentence asks for a backup."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one check found; `trouble` is None where all is well or nothing was looked at."""

    check: str
    trouble: Trouble | None = None
    values: dict[str, Any] = field(default_factory=dict)
    looked: bool = True
    shared: bool = False

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        if self.trouble is not None:
            return Severity.ATTENTION if self.trouble in MAY_WAIT else Severity.ACT_NOW
        return Severity.GOOD if self.looked else Severity.UNCHECKED

    @property
    def code(self) -> str:
        """The stable name of what was found, for a tool to watch."""
        return self.trouble.value if self.trouble is not None else self.severity.value

    @property
    def told(self) -> dict[str, Any]:
        """The values that say something."""
        return {key: value for key, value in self.values.items() if value not in (None, "", {})}

    def say(self, values: dict[str, Any] | None = None) -> str:
        """The finding in a sentence; nothing where all is well. Other values may fill it in."""
        if self.trouble is None:
            return "" if self.looked else _("Not looked at: the key of the records was not given.")
        return sentence(self.trouble, self.values if values is None else values)

    def do(self) -> str:
        """What IT does next; nothing where all is well."""
        if self.trouble is None:
            return "" if self.looked else _("Run it again with --recovery-code-file FILE.")
        if self.shared and self.trouble in RESTORED:
            return _(
                "Let no counter write. Whoever keeps the server looks at it, and restores its "
                "newest good backup there."
            )
        return step(self.trouble)


def worst(found: list[Found]) -> Severity:
    """The severity of the worst finding."""
    order = list(Severity)
    return max((each.severity for each in found), key=order.index, default=Severity.GOOD)


def step(trouble: Trouble) -> str:
    """What IT does next about a trouble; only what a restore mends is answered with a restore."""
    steps = {kind: text for kinds, text in _steps() for kind in kinds}
    if trouble in steps:
        return steps[trouble]
    if trouble in RESTORED:
        return _(
            "Let nobody work on this PC. Copy its data folder away as it is, then restore the "
            "newest backup: Safety → Restore in the window, or onevisit restore FILE --into "
            "EMPTY_DIR."
        )
    return _("Do what the sentence says; change nothing else in the data folder.")


def _steps() -> tuple[tuple[tuple[Trouble, ...], str], ...]:
    """The steps that are not a restore, by the troubles they mend."""
    return (
        (
            (Trouble.LIBRARY_OLD, Trouble.DATABASE_NEWER),
            _("Install the newest version of the program here; the records stay as they are."),
        ),
        (
            (Trouble.DATABASE_OLDER,),
            _("Start the window and let somebody sign in once, then run it again."),
        ),
        (
            (Trouble.FOLDER_NETWORK, Trouble.FOLDER_REMOVABLE, Trouble.FOLDER_SYNCED),
            _("Close the program, move the data folder to this PC's own disk, set ONEVISIT_HOME."),
        ),
        (
            (Trouble.FILE_LINKED,),
            _("Close the program and put the file itself in the place of the link."),
        ),
        (
            (Trouble.DISK_LOW, Trouble.DISK_FULL),
            _("Free space on the disk of the data folder; old backups can go to another disk."),
        ),
        (
            (Trouble.READ_ONLY,),
            _("Give the user of the counter the right to write in the data folder."),
        ),
        (
            (Trouble.KEYS_MISSING, Trouble.KEYS_DAMAGED),
            _("Copy the key file (.keys) that lies beside the newest backup into the data folder."),
        ),
        (
            (Trouble.DISK_FAULT,),
            _("Make a backup onto another disk at once, then replace this disk."),
        ),
        (
            (Trouble.BACKUP_NONE, Trouble.BACKUP_OLD, Trouble.BACKUP_UNFIT),
            _("Run onevisit backup --to DIR today, and see why none is made by itself."),
        ),
        (
            (Trouble.SPOOL_KEPT,),
            _("Set PreserveJobFiles No in cupsd.conf and start the print service again."),
        ),
        (
            (Trouble.DEVICE_MISSING,),
            _("Plug the device in, or correct the setting: Settings → This PC → Devices."),
        ),
        (
            (Trouble.SETTING_INVALID,),
            _("Correct the setting; onevisit settings list tells what each may be."),
        ),
        (
            (Trouble.SERVER_LOST,),
            _("See whether the server runs, this PC reaches it, and its password file is right."),
        ),
        (
            (Trouble.SERVER_UNPREPARED, Trouble.SERVER_OLDER),
            _("Run onevisit server prepare as the owner of the database; then look once more."),
        ),
        (
            (Trouble.RECORDS_MOVED,),
            _("Set the setting database on this PC to where the records lie now."),
        ),
        (
            (Trouble.LOCKED, Trouble.FILE_HELD),
            _("Wait until the window has saved, and run it again."),
        ),
        (
            (Trouble.RECOVERY_UNFIT, Trouble.WRONG_PASSWORD, Trouble.TRIES_EXHAUSTED),
            _("Give the right code or password; the records themselves were not looked at."),
        ),
        (
            (Trouble.ROLLED_BACK,),
            _("Look for newer records; a supervisor decides in the window whether to go on."),
        ),
    )


def examine(home: Path, key_of: KeyOf, now: datetime) -> list[Found]:
    """Every check that can be made here; those behind the key only where it is given."""
    file = database_file(home)
    found: list[Found] = []
    try:
        settings = load(home)
    except Refusal as error:
        settings = Settings()
        found.append(Found("settings", error.trouble, error.values))
    if settings.database:
        inside = [*_there(settings.database, file), _spool()]
    else:
        inside = [*_inside(file, key_of), *_around(file, settings, now)]
    return [*found, *_outside(file), *inside, *_devices(settings)]


def _there(server: str, file: Path) -> Iterator[Found]:
    """What a server shows: whether it answers, its fences, the chain, the numbers of slips."""
    from db.engine import reading
    from db.server_schema import examine as look
    from db.server_schema import open_server
    from desktop.services.audit import verify
    from desktop.services.slips import missing_numbers

    try:
        engine = open_server(server, file)
    except Refusal as error:
        yield Found("server", error.trouble, error.values)
        return
    yield Found("server")
    try:
        for finding in look(engine):
            yield Found(finding.check.value, finding.trouble, finding.values, shared=True)
        with reading(engine) as session:
            verdict, missing = verify(session), missing_numbers(session)
        broken = None if verdict.good else Trouble.AUDIT_BROKEN
        bad = {"row": verdict.first_bad, "rows": verdict.rows, "why": verdict.why}
        yield Found("audit", broken, bad, shared=True)
        yield replace(_numbers(missing), shared=True)
    except Refusal as error:
        yield Found("server", error.trouble, error.values)
    finally:
        engine.dispose()


def _outside(file: Path) -> Iterator[Found]:
    """What can be seen without opening anything."""
    from db import location
    from db.engine import library

    version, old = library()
    yield Found("library", Trouble.LIBRARY_OLD if old else None, {"version": version})
    try:
        location.check(file)
        yield Found("place")
    except Refusal as error:
        yield Found("place", error.trouble, error.values)
    folder = file.parent
    room = location.free_space(folder if folder.exists() else Path.cwd())
    full = room.room is not location.Room.OK
    yield Found("space", Trouble.DISK_LOW if full else None, {"what": str(folder)})
    shut = folder.exists() and not os.access(folder, os.W_OK)
    yield Found("writable", Trouble.READ_ONLY if shut else None)


def _inside(file: Path, key_of: KeyOf) -> Iterator[Found]:
    """What only the open file shows: every check of the start, and the daily ones."""
    from db import health
    from db.keys import keys_path
    from db.peek import is_plain

    if not file.exists():
        missing = keys_path(file).exists()
        values = {"file": file.name, "told": "" if missing else "not set up yet"}
        yield Found("file", Trouble.DATABASE_MISSING if missing else None, values)
        return
    try:
        key = key_of(keys_path(file))
    except NoKey as error:
        if file.stat().st_size == 0:
            yield Found("file", Trouble.DATABASE_EMPTY, {"file": file.name})
            return
        yield Found("key", None, {"not_checked": str(error)}, looked=False)
        return
    except Refusal as error:
        yield Found("key", error.trouble, error.values)
        return
    if key is None and file.stat().st_size and not is_plain(file):
        yield Found("key", Trouble.KEYS_MISSING)
        return
    if _older(file, key):  # the checks are made for today's shape
        yield Found("schema", Trouble.DATABASE_OLDER)
        return
    for finding in health.examine(file, key, whole=True):
        yield Found(finding.check.value, finding.trouble, finding.values)
    yield _series(file, key)


def _older(file: Path, key: bytes | None) -> bool:
    """Whether an earlier program made these records, and nobody opened them since."""
    from db.schema import open_existing

    try:
        open_existing(file, key).dispose()
    except Refusal as error:
        return error.trouble is Trouble.DATABASE_OLDER
    return False


def _series(file: Path, key: bytes | None) -> Found:
    """Whether every slip number that was taken is borne by a slip."""
    from db.engine import reading
    from db.schema import open_existing
    from desktop.services.slips import missing_numbers

    try:
        engine = open_existing(file, key)
        with reading(engine) as session:
            missing = missing_numbers(session)
        engine.dispose()
    except Refusal as error:
        return Found("slip_numbers", error.trouble, error.values)
    return _numbers(missing)


def _numbers(missing: Sequence[str]) -> Found:
    lost = Trouble.NUMBERS_MISSING if missing else None
    return Found("slip_numbers", lost, {"numbers": "、".join(missing[:20])})


def _devices(settings: Settings) -> Iterator[Found]:
    """Devices that are set; those that are off are not asked for."""
    from desktop.devices import missing

    gone = tuple(missing(settings))
    for name in gone:
        yield Found("devices", Trouble.DEVICE_MISSING, {"what": name})
    if not gone:
        yield Found("devices")


def _around(file: Path, settings: Settings, now: datetime) -> Iterator[Found]:
    """Backups and what the print service keeps."""
    from db.backup import file_hash, listed

    folder = backup_folder(settings, file.parent)
    backups = listed(folder) if folder.exists() else ()
    if not backups:
        trouble = Trouble.BACKUP_NONE if file.exists() else None
        yield Found("backup", trouble, {"what": str(folder)})
    else:
        newest = backups[0]
        days = (now - newest.manifest.moment).days
        whole = newest.file.exists() and file_hash(newest.file) == newest.manifest.sha256
        old = Trouble.BACKUP_OLD if days >= 2 else None
        values = {"what": newest.file.name, "days": days, "problem": "SHA-256"}
        yield Found("backup", old if whole else Trouble.BACKUP_UNFIT, values)
    yield _spool()


def _spool() -> Found:
    """Whether the print service keeps what was printed."""
    from desktop.printing.queue import Leftovers, leftovers

    kept = leftovers() is Leftovers.KEPT
    return Found("spool", Trouble.SPOOL_KEPT if kept else None)
