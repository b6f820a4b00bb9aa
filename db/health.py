"""Whether a database is whole and the one that is expected: quick at the start, full once a day."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from db import anchor, fences
from db.anchor import anchor_path
from db.engine import APPLICATION_ID, settle, trouble_of
from db.peek import is_plain, unlock
from desktop.domain.audit import Entry, Verdict, check
from desktop.domain.errors import Refusal, Trouble

QUICK_SECONDS = 2.0
"""How long the quick check may hold up a start; the daily one reads everything."""


class Check(StrEnum):
    """What is looked at, in this order."""

    FILE = "file"
    KEY = "key"
    SCHEMA = "schema"
    QUICK = "quick_check"
    FENCES = "fences"
    ANCHOR = "anchor"
    INTEGRITY = "integrity_check"
    CIPHER = "cipher_check"
    CHAIN = "audit"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `trouble` is None where all is well."""

    check: Check
    trouble: Trouble | None = None
    values: dict[str, object] = field(default_factory=dict)

    def refusal(self) -> Refusal | None:
        """The finding as an officer is told of it."""
        if self.trouble is None:
            return None
        told = Refusal(self.trouble)
        told.values = dict(self.values)
        return told


def look(path: Path, key: bytes | None) -> None:
    """Refuse a file that cannot be ours before any setting of ours is written into it (F11-F13)."""
    if not path.exists():
        raise Refusal(Trouble.DATABASE_MISSING, file=path.name)
    if path.stat().st_size == 0:
        raise Refusal(Trouble.DATABASE_EMPTY, file=path.name)
    if is_plain(path) != (key is None):
        raise Refusal(Trouble.DATABASE_FOREIGN if key is None else Trouble.DATABASE_PLAIN)
    connection = _raw(path)
    try:
        unlock(connection, key)
        found = connection.execute("PRAGMA application_id").fetchone()[0]
    except sqlite.DatabaseError as error:
        named = trouble_of(error)
        if key is not None and named is Trouble.DATABASE_FOREIGN:
            raise Refusal(Trouble.KEY_UNFIT, file=path.name) from error
        raise
    finally:
        connection.close()
    if found != APPLICATION_ID:
        raise Refusal(Trouble.DATABASE_FOREIGN)


def _raw(path: Path) -> Any:
    return sqlite.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def quick(connection: Any, path: Path) -> Iterator[Finding]:
    """What is checked at every start, on an open connection; the schema is known already."""
    yield _quick_check(connection)
    down = fences.missing(connection)
    yield Finding(Check.FENCES, Trouble.FENCES_DOWN if down else None, {"names": ", ".join(down)})
    yield anchored(connection, path)


def _quick_check(connection: Any) -> Finding:
    begin = time.monotonic()
    connection.set_progress_handler(lambda: time.monotonic() - begin > QUICK_SECONDS, 10_000)
    try:
        told = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            return Finding(Check.QUICK, values={"finished": False})
        return Finding(Check.QUICK, Trouble.DATABASE_DAMAGED, {"told": str(error)})
    finally:
        connection.set_progress_handler(None, 0)
    return Finding(Check.QUICK, None if told == "ok" else Trouble.DATABASE_DAMAGED, {"told": told})


def anchored(connection: Any, path: Path) -> Finding:
    """Whether the chain still holds the head that was last known here (F14, F17)."""
    known = anchor.read(anchor_path(path))
    uid = _one(connection, "SELECT uid FROM station") or ""
    if known is None:
        return Finding(Check.ANCHOR, values={"known": False})
    if known.station != uid:
        return Finding(Check.ANCHOR, Trouble.DATABASE_SWAPPED, {"file": path.name})
    seq = _one(connection, "SELECT max(seq) FROM audit") or 0
    found = _one(connection, f"SELECT hash FROM audit WHERE seq = {known.head.seq:d}")  # noqa: S608
    if seq < known.head.seq:
        lost = known.head.seq - seq
        return Finding(Check.ANCHOR, Trouble.ROLLED_BACK, {"lost": lost, "seq": seq})
    if known.head.seq and found != known.head.hash:
        return Finding(Check.ANCHOR, Trouble.AUDIT_BROKEN, {"row": known.head.seq})
    return Finding(Check.ANCHOR, values={"seq": seq})


def _one(connection: Any, question: str) -> Any:
    row = connection.execute(question).fetchone()
    return None if row is None else row[0]


def full(connection: Any, key: bytes | None) -> Iterator[Finding]:
    """Everything, once a day and before a backup counts: every page, every row of the chain."""
    told = _report(connection, "PRAGMA integrity_check(5)", ok="ok")
    yield Finding(Check.INTEGRITY, Trouble.DATABASE_DAMAGED if told else None, {"told": told})
    told = _report(connection, "PRAGMA foreign_key_check") if not told else ""
    if told:
        yield Finding(Check.INTEGRITY, Trouble.DATABASE_DAMAGED, {"told": told})
    if key is not None:
        told = _report(connection, "PRAGMA cipher_integrity_check")
        yield Finding(Check.CIPHER, Trouble.DATABASE_DAMAGED if told else None, {"told": told})
    verdict = chain(connection)
    bad: dict[str, object] = {"row": verdict.first_bad, "rows": verdict.rows, "why": verdict.why}
    yield Finding(Check.CHAIN, None if verdict.good else Trouble.AUDIT_BROKEN, bad)


def _report(connection: Any, pragma: str, ok: str = "") -> str:
    try:
        rows = [str(row[0]) for row in connection.execute(pragma)]
    except sqlite.DatabaseError as error:
        return str(error)
    return "; ".join(row for row in rows if row != ok)


def chain(connection: Any) -> Verdict:
    """Read the whole chain of acts on a raw connection."""
    names = "seq, at, officer, act, subject, detail, key, prev, hash"
    rows = connection.execute(f"SELECT {names} FROM audit ORDER BY seq")  # noqa: S608 - a constant
    return check(Entry(*row) for row in rows)


def examine(path: Path, key: bytes | None, *, whole: bool) -> tuple[Finding, ...]:
    """Look at a closed or open file through a connection of its own; errors become findings."""
    findings: list[Finding] = []
    try:
        look(path, key)
    except Refusal as error:
        return (Finding(Check.FILE, error.trouble, error.values),)
    except (OSError, sqlite.Error) as error:
        return (_failed(error),)
    connection = sqlite.connect(str(path))
    try:
        connection.isolation_level = None
        settle(connection, key)
        findings.append(Finding(Check.FILE))
        findings += quick(connection, path)
        if whole:
            findings += full(connection, key)
    except sqlite.Error as error:
        findings.append(_failed(error))
    finally:
        connection.close()
    return tuple(findings)


def _failed(error: Exception) -> Finding:
    trouble = trouble_of(error) or Trouble.DATABASE_DAMAGED
    return Finding(Check.FILE, trouble, {"told": str(error)})
