"""One quick look into a station's database, for commands that must answer at once."""

import json
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite


def local_prefixes(file: Path) -> tuple[str, ...] | None:
    """The station's prefixes that count as local; None where there is no station to ask."""
    try:
        found = first_value(file, "SELECT local_prefixes FROM station WHERE id = 1")
    except sqlite.Error:
        return None
    return None if found is None else tuple(json.loads(found))


def first_value(file: Path, question: str) -> Any:
    """The first value that a question gives, without changing the file; None for no row."""
    connection = sqlite.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        row = connection.execute(question).fetchone()
    finally:
        connection.close()
    return None if row is None else row[0]
