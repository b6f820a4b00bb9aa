"""One quick look into a station's database, for commands that must answer at once."""

import json
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite


def local_prefixes(file: Path) -> tuple[str, ...] | None:
    """The station's prefixes that count as local; None where there is no station to ask."""
    if not file.exists():
        return None
    connection = sqlite.connect(f"file:{file.as_posix()}?mode=ro", uri=True)
    try:
        row = connection.execute("SELECT local_prefixes FROM station WHERE id = 1").fetchone()
    except sqlite.Error:
        return None
    finally:
        connection.close()
    return None if row is None else tuple(json.loads(row[0]))
