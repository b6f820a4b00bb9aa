"""The one way to write a file whole: beside its place first, then put there."""

import os
import sys
from pathlib import Path

PRIVATE = 0o600
"""Rights of a file that nobody but its owner may read."""


def put(file: Path, content: bytes, *, mode: int = 0o666, synced: bool = True) -> None:
    """Write a file whole or not at all; one of that name stays as it was until then.

    `synced` has the content on the disk before the name is. Raises OSError, and leaves no part.
    """
    fresh = file.with_name(f"{file.name}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
            out.write(content)
            out.flush()
            if synced:
                os.fsync(out.fileno())
        fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can say so."""
    if sys.platform != "win32":
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)
