"""What the station's records answer: health, the chain, backups, a slip's proof."""

import argparse
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop import language
from desktop.cli.shared import Answer, UsageError, key_of
from desktop.domain.errors import Refusal, Trouble
from desktop.settings import Settings, backup_folder, database_file, home, load

LARGEST = 20_000_000
"""A PDF of more bytes is not one of our slips."""


def _check(name: str, trouble: Trouble | None = None, **values: Any) -> dict[str, Any]:
    """One line of the report: what was looked at, whether it is well, what to do."""
    told = {key: value for key, value in values.items() if value not in (None, "", {})}
    advice = "" if trouble is None else sentence(trouble, values)
    return {"check": name, "ok": trouble is None, "trouble": trouble, "told": told, "do": advice}


def sentence(trouble: Trouble, values: dict[str, Any]) -> str:
    from desktop.troubles import troubles

    class Blank(dict[str, Any]):
        def __missing__(self, _key: str) -> str:
            return "?"

    return troubles()[trouble].format_map(Blank(values))


def refusal(error: Refusal) -> str:
    """What is printed of a refusal: its name, and what to do."""
    speak(Settings())
    return f"{error.trouble}: {sentence(error.trouble, dict(error.values))}"


def speak(settings: Settings) -> None:
    """Answer in the language the terminal asks for, else in that of the PC's settings."""
    language.speak(os.environ.get("LANGUAGE") or settings.language)


def doctor(options: argparse.Namespace) -> Answer:
    """Every check that can be made here; those behind the key only where it is given."""
    rows: list[dict[str, Any]] = []
    try:
        settings = load(home())
    except Refusal as error:
        settings = Settings()
        rows.append(_check("settings", error.trouble, **error.values))
    speak(settings)
    file = database_file(home())
    rows += _outside(file)
    rows += _inside(file, options)
    rows += _around(file, settings)
    good = all(row["ok"] is not False for row in rows)
    answer = {"ok": good, "checks": rows} if options.json else [_line(row) for row in rows]
    return answer, 0 if good else 1


def _line(row: dict[str, Any]) -> dict[str, str]:
    """A check for a person: shape, name, what to do."""
    shape = "○" if row["ok"] is None else "●" if row["ok"] else "■"
    return {"shape": shape, "check": row["check"], "do": row["do"]}


def _outside(file: Path) -> Iterator[dict[str, Any]]:
    """What can be seen without opening anything."""
    from db import location
    from db.engine import library

    version, old = library()
    yield _check("library", Trouble.LIBRARY_OLD if old else None, version=version)
    try:
        location.check(file)
        yield _check("place")
    except Refusal as error:
        yield _check("place", error.trouble, **error.values)
    room = location.free_space(file.parent if file.parent.exists() else Path.cwd())
    full = room.room is not location.Room.OK
    yield _check("space", Trouble.DISK_LOW if full else None, what=str(file.parent))


def _inside(file: Path, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """What only the open file shows: every check of the start, and the daily ones."""
    from db.health import examine
    from db.keys import keys_path
    from db.peek import is_plain

    if not file.exists():
        missing = keys_path(file).exists()
        trouble = Trouble.DATABASE_MISSING if missing else None
        yield _check("file", trouble, file=file.name, told="" if missing else "not set up yet")
        return
    try:
        key = key_of(keys_path(file), options)
    except UsageError as error:
        if file.stat().st_size == 0:
            yield _check("file", Trouble.DATABASE_EMPTY, file=file.name)
            return
        yield _check("key") | {"ok": None, "told": {"not_checked": str(error)}}
        return
    except Refusal as error:
        yield _check("key", error.trouble, **error.values)
        return
    if key is None and file.stat().st_size and not is_plain(file):
        yield _check("key", Trouble.KEYS_MISSING)
        return
    for finding in examine(file, key, whole=True):
        yield _check(finding.check, finding.trouble, **finding.values)
    yield from _series(file, key)


def _series(file: Path, key: bytes | None) -> Iterator[dict[str, Any]]:
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
        yield _check("slip_numbers", error.trouble, **error.values)
        return
    lost = Trouble.NUMBERS_MISSING if missing else None
    yield _check("slip_numbers", lost, numbers="、".join(missing[:20]))


def _around(file: Path, settings: Settings) -> Iterator[dict[str, Any]]:
    """Backups and what the print service keeps."""
    from db.backup import file_hash, listed
    from desktop.printing.queue import Leftovers, leftovers

    folder = backup_folder(settings, file.parent)
    backups = listed(folder) if folder.exists() else ()
    if not backups:
        yield _check("backup", Trouble.BACKUP_NONE if file.exists() else None, what=str(folder))
    else:
        newest = backups[0]
        days = (datetime.now().astimezone() - newest.manifest.moment).days
        whole = newest.file.exists() and file_hash(newest.file) == newest.manifest.sha256
        trouble = Trouble.BACKUP_OLD if days >= 2 else None
        trouble = trouble if whole else Trouble.BACKUP_UNFIT
        yield _check("backup", trouble, what=newest.file.name, days=days, problem="SHA-256")
    kept = leftovers() is Leftovers.KEPT
    yield _check("spool", Trouble.SPOOL_KEPT if kept else None)


def opened(options: argparse.Namespace) -> Any:
    """The station's records, open to be read; raises UsageError where there are none."""
    from db.keys import keys_path
    from db.schema import open_existing

    file = database_file(home())
    if not file.exists():
        raise UsageError(f"there are no records in {file.parent}")
    return open_existing(file, key_of(keys_path(file), options))


BY_CODE = "recovery code"
"""How the chain names whoever acts with the recovery code, which opens every account."""


def answerer(session: Any, options: argparse.Namespace) -> Any:
    """Who answers for a command: whoever signed in here, the officer named, or an administrator.

    Whoever holds the recovery code may give every account a new password, so that none is asked.
    """
    from desktop.domain.officers import Clerk, Role
    from desktop.services.officers import officers

    number = options.officer
    fit = [row for row in officers(session) if row.active]
    named = [row for row in fit if row.number == number]
    found = named if number else [row for row in fit if row.role is Role.ADMINISTRATOR]
    if not found:
        raise UsageError(f"--officer {number}: there is no such officer")
    return Clerk(found[0].id, found[0].number, found[0].name, found[0].role)


def noted(
    session: Any, clerk: Any, now: datetime, options: argparse.Namespace, act: str, what: str
) -> None:
    """Write down that a command did something with the recovery code, in somebody's name."""
    from desktop.services.audit import note

    if options.recovery_code_file is not None:
        note(session, clerk, now, f"cli.{act}", what, by=BY_CODE)


def audit_verify(options: argparse.Namespace) -> Answer:
    """The whole chain computed again, and held against head codes from paper."""
    from db.engine import reading
    from desktop.domain.audit import head_code
    from desktop.services.audit import verify as verify_chain

    engine = opened(options)
    try:
        with reading(engine) as session:
            found = verify_chain(session, tuple(options.witness))
    except ValueError as error:
        raise UsageError(f"--witness: {error}") from error
    finally:
        engine.dispose()
    answer = {
        "ok": found.good,
        "rows": found.rows,
        "head": found.head.hash,
        "first_bad": found.first_bad,
        "why": found.why or None,
        "head_code": head_code(found.head),
        "clock_ran_back": list(found.backwards),
    }
    return answer, 0 if found.good else 1


def backup(options: argparse.Namespace) -> Answer:
    """A checked backup of the station's records, written down in their chain."""
    from db import backup as backups
    from db.engine import writing
    from db.store import store_of
    from desktop.services.backups import made

    engine = opened(options)
    now = datetime.now().astimezone()
    try:
        store = store_of(engine)
        taken = backups.make(store.path, store.key, options.to, now)
        with writing(engine) as session:
            made(session, None, now, taken)
    finally:
        engine.dispose()
    return {"file": str(taken.file), **asdict(taken.manifest)}, 0


def restore(options: argparse.Namespace) -> Answer:
    """A backup into an empty folder, checked there; the station's own records are not touched."""
    from db import backup as backups
    from db.keys import keys_path

    found = backups.read(options.file)
    shown = backups.rehearse(found, key_of(keys_path(options.file), options), options.into)
    return {
        "file": str(shown.file),
        "taken_at": found.manifest.taken_at,
        "seq": shown.head.seq,
        "head": shown.head.hash,
        "cases": shown.cases,
        "slips": shown.slips,
        "officers": shown.officers,
    }, 0


def verify(options: argparse.Namespace) -> Answer:
    """Whether a PDF is a slip of this station as it was issued; else where it departs."""
    from db.engine import reading
    from desktop.domain.proof import Verdict
    from desktop.printing.reading import read_pages
    from desktop.services.proof import prove_file

    try:
        if options.file.stat().st_size > LARGEST:
            raise UsageError(f"{options.file}: more than {LARGEST} bytes")
        pdf = options.file.read_bytes()
    except OSError as error:
        raise UsageError(f"{options.file}: {error.strerror}") from error
    engine = opened(options)
    try:
        with reading(engine) as session:
            found = prove_file(session, pdf, read_pages)
    finally:
        engine.dispose()
    return asdict(found), 0 if found.verdict is Verdict.GENUINE else 1
