"""How much lies in a database: rows by table, pages, its shape; nothing of what is in them."""

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from db.engine import told
from db.models import Base
from db.peek import unlock

SECONDS = 2.0
"""How long a file that somebody else holds is waited for."""

SHAPE = "alembic_version"
_PRAGMAS = ("page_size", "page_count", "freelist_count", "journal_mode")


def census(file: Path, key: bytes | None) -> dict[str, Any]:
    """Count what lies in a database without changing it; raises Refusal where it cannot be."""
    address = f"{file.resolve().as_uri()}?mode=ro"
    with told(), closing(sqlite.connect(address, uri=True, timeout=SECONDS)) as connection:
        unlock(connection, key)
        there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        shape = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _PRAGMAS}
        if SHAPE in there:
            shape["shape"] = connection.execute(f"SELECT * FROM {SHAPE}").fetchone()[0]  # noqa: S608
        rows = {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in sorted(Base.metadata.tables)
            if name in there
        }
        missing = sorted(set(Base.metadata.tables) - there)
    return {**shape, "rows": rows, "missing": missing}
