"""The chain's last head, kept outside the database: it tells an older one in its place."""

import json
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.audit import Head
from desktop.files import put


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head that was last known here, and of which station."""

    station: str
    head: Head


def anchor_path(database: Path) -> Path:
    """Where the anchor of a database lies."""
    return database.with_suffix(".anchor")


def read(file: Path) -> Anchor | None:
    """The anchor, or None where there is none that can be read (a power cut may leave one torn)."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return Anchor(str(data["station"]), Head(int(data["seq"]), str(data["hash"])))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(file: Path, anchor: Anchor) -> None:
    """Remember a head. It is written after the commit and so never runs ahead of the database.

    It is not synced: an anchor that a power cut took back or tore shuts nobody out.
    """
    plain = {"station": anchor.station, "seq": anchor.head.seq, "hash": anchor.head.hash}
    put(file, json.dumps(plain).encode(), synced=False)
