"""One quick look into a database file, for questions that must be answered before it is opened."""

import json
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from db import keys

PLAIN = b"SQLite format 3\x00"
"""How a file begins that is not encrypted."""


def local_prefixes(file: Path) -> tuple[str, ...] | None:
    """The station's prefixes that count as local; None where there is no station to ask."""
    try:
        beside = keys.load(keys.keys_path(file))
        if beside is not None:
            return beside.prefixes
        found = first_value(file, "SELECT local_prefixes FROM station WHERE id = 1")
    except Exception:  # noqa: BLE001 - whatever is wrong with the file, the shipped ones serve
        return None
    return None if found is None else tuple(json.loads(found))


def is_plain(file: Path) -> bool:
    """Whether a file begins as SQLite's own do, without encryption."""
    with file.open("rb") as raw:
        return raw.read(len(PLAIN)) == PLAIN


def unlock(connection: Any, key: bytes | None) -> None:
    """Give a connection the key of an encrypted file, before anything else is asked of it."""
    connection.execute("PRAGMA cipher_log_level=NONE")
    if key is not None:
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")


def first_value(file: Path, question: str, key: bytes | None = None) -> Any:
    """The first value that a question gives, without changing the file; None for no row."""
    connection = sqlite.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        unlock(connection, key)
        row = connection.execute(question).fetchone()
    finally:
        connection.close()
    return None if row is None else row[0]
