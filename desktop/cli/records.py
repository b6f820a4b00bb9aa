"""What the station's records answer: the chain, backups, a slip's proof."""

import argparse
import os
from dataclasses import asdict
from datetime import datetime
from typing import Any

from desktop import language
from desktop.cli.shared import Answer, UsageError, key_of
from desktop.domain.errors import Refusal, Trouble
from desktop.settings import Settings, database_file, home, in_training, load

LARGEST = 20_000_000
"""A PDF of more bytes is not one of our slips."""


def refusal(error: Refusal) -> str:
    """What is printed of a refusal: its name, and what to do."""
    from desktop.troubles import sentence

    speak(Settings())
    return f"{error.trouble}: {sentence(error.trouble, dict(error.values))}"


def speak(settings: Settings) -> None:
    """Answer in the language the terminal asks for, else in that of the PC's settings."""
    language.speak(os.environ.get("LANGUAGE") or settings.language)


def opened(options: argparse.Namespace) -> Any:
    """The station's records, open to be read; raises UsageError where there are none."""
    from db.engine import reading
    from db.keys import keys_path
    from db.schema import open_existing
    from desktop.services.station import check_kind

    file, server = database_file(home()), load(home()).database
    if server:
        from db.server_schema import open_server

        return open_server(server, file)
    if not file.exists():
        raise UsageError(f"there are no records in {file.parent}")
    engine = open_existing(file, key_of(keys_path(file), options))
    try:
        with reading(engine) as session:
            check_kind(session, training=in_training(home()))
    except Refusal:
        engine.dispose()
        raise
    return engine


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
        if store.server:
            raise Refusal(Trouble.SERVER_KEEPS)
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
