"""A small journal outside the database: what happens while it is shut joins the chain later.

Failed sign-ins are kept here, so that the delay after them survives a restart; so is what is
looked at while the records may only be read. Lines are numbered: a cut journal is noticed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.files import put

FAILED, PASSED = "sign_in.failed", "sign_in.passed"
FREE_TRIES = 5
DELAYS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 30, 60))
"""How long nobody is let in under a number after its fifth, sixth, … wrong try."""

_KEPT = 500
_MUCH = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number, when, what, under which officer number, anything else."""

    n: int
    at: str
    act: str
    number: str
    detail: Mapping[str, Any]


def outside_path(database: Path) -> Path:
    """Where the journal beside a database lies."""
    return database.with_suffix(".outside")


class Outside:
    """The journal of one database."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def lines(self) -> tuple[Line, ...]:
        """All lines that can be read; one torn by a power cut is left out."""
        try:
            text = self._file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ()
        return tuple(line for line in map(_line, text.splitlines()) if line is not None)

    def add(self, now: datetime, act: str, number: str = "", **detail: object) -> None:
        """Write one line at the end."""
        known = self.lines()
        n = known[-1].n + 1 if known else 1
        row = {"n": n, "at": now.isoformat(), "act": act, "number": number, "detail": detail}
        self._shorten(known)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as out:
            out.write(f"{self._torn()}{json.dumps(row, ensure_ascii=False)}\n")

    def _torn(self) -> str:
        """What ends a line that a power cut left open."""
        last = self._file.read_bytes()[-1:] if self._file.exists() else b""
        return "" if last in (b"", b"\n") else "\n"

    def _shorten(self, known: tuple[Line, ...]) -> None:
        if not self._file.exists() or self._file.stat().st_size < _MUCH:
            return
        kept = "".join(
            json.dumps(
                {"n": r.n, "at": r.at, "act": r.act, "number": r.number, "detail": dict(r.detail)},
                ensure_ascii=False,
            )
            + "\n"
            for r in known[-_KEPT:]
        )
        put(self._file, kept.encode())

    def since(self, n: int) -> tuple[Line, ...]:
        """The lines after a number, which have not joined the chain yet."""
        return tuple(line for line in self.lines() if line.n > n)

    def tries(self, number: str) -> tuple[datetime, ...]:
        """When a wrong password was typed under a number, since the last right one."""
        found: list[datetime] = []
        for line in self.lines():
            if line.number == number and line.act == PASSED:
                found = []
            elif line.number == number and line.act == FAILED:
                found.append(datetime.fromisoformat(line.at))
        return tuple(found)

    def wait(self, number: str, now: datetime) -> timedelta:
        """How long nobody is let in under a number yet; nothing when one may try."""
        tries = self.tries(number)
        if len(tries) < FREE_TRIES:
            return timedelta()
        delay = DELAYS[min(len(tries) - FREE_TRIES, len(DELAYS) - 1)]
        passed = max(now - tries[-1], timedelta())  # a clock that was set back shortens nothing
        return max(delay - passed, timedelta())


def _line(text: str) -> Line | None:
    try:
        row = json.loads(text)
        datetime.fromisoformat(row["at"])
        detail = {str(key): value for key, value in row["detail"].items()}
        return Line(int(row["n"]), row["at"], str(row["act"]), str(row["number"]), detail)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
