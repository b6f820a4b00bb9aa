"""What encryption and audit cost a saved case: its statements in our file and in a bare one.

The statements of a real act are written down once. Then they are run again and again on copies:
through our library with key, fences and the chain of acts, and through the standard library's
sqlite3 with WAL and FULL, without the chain. Everything else is equal: tables, indexes, values.
"""

import shutil
import sqlite3
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, event
from sqlcipher3 import dbapi2 as sqlite

from db.engine import settle
from db.fences import guard

Statement = tuple[str, Any]
Open = Callable[[Path], Any]


def recorded(engine: Engine, act: Callable[[], object]) -> list[Statement]:
    """Do an act and give the statements it sent."""
    found: list[Statement] = []

    def write_down(_c: Any, _cursor: Any, words: str, values: Any, *_rest: Any) -> None:
        found.append((words, values))

    event.listen(engine, "before_cursor_execute", write_down)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", write_down)
    return found


def cost(
    file: Path, key: bytes | None, statements: Sequence[Statement], rounds: int
) -> list[float]:
    """Median seconds of the statements in our file as it was before them, and in a bare one."""
    folder = file.parent
    bare = folder / "bare.db"
    _bare_copy(file, key, bare)
    chain = [each for each in statements if "audit" not in each[0]]
    ours, base = [], []
    for _ in range(rounds):
        ours.append(_run(file, folder / "run.db", lambda path: _ours(path, key), statements))
        base.append(_run(bare, folder / "run.db", _bare, chain))
    return [statistics.median(ours), statistics.median(base)]


def _bare_copy(file: Path, key: bytes | None, bare: Path) -> None:
    """The same rows in a file without encryption, chain and fences."""
    connection = sqlite.connect(str(file))
    connection.isolation_level = None
    settle(connection, key)
    connection.execute("ATTACH ? AS bare KEY ''", (str(bare),))
    connection.execute("SELECT sqlcipher_export('bare')")
    connection.execute("DETACH bare")
    connection.close()
    plain = _bare(bare)
    for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        plain.execute(f"DROP TRIGGER {name}")
    plain.execute("DROP TABLE audit")
    plain.close()


def _ours(file: Path, key: bytes | None) -> Any:
    connection = sqlite.connect(str(file))
    connection.isolation_level = None
    settle(connection, key)
    guard(connection)
    return connection


def _bare(file: Path) -> Any:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _run(source: Path, copy: Path, make: Open, statements: Sequence[Statement]) -> float:
    """Seconds of the statements and their commit, on a fresh copy."""
    for old in copy.parent.glob(f"{copy.name}*"):
        old.unlink()
    shutil.copyfile(source, copy)
    connection = make(copy)
    connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    begin = perf_counter()
    for words, values in statements:
        cursor = connection.execute(words, values)
        if cursor.description is not None:
            cursor.fetchall()
    connection.execute("COMMIT")
    seconds = perf_counter() - begin
    connection.close()
    return seconds
