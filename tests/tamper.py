"""Somebody who owns the file and its key: the library alone, the fences taken down."""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from db.fences import TRIGGERS
from db.peek import unlock
from desktop.backend import Backend


@contextlib.contextmanager
def unfenced(backend: Backend) -> Iterator[Any]:
    """A raw connection that may change anything, what the program never changes, too."""
    with contextlib.closing(sqlite.connect(str(backend.store.path))) as raw:
        unlock(raw, backend.store.key)
        with raw:
            for name in TRIGGERS:
                raw.execute(f"DROP TRIGGER {name}")
            yield raw
            for trigger in TRIGGERS.values():
                raw.execute(trigger)
