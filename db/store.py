"""What belongs to one database: file, key, what lies beside it, whether it may be written."""

import logging
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db import anchor, keys
from db.anchor import Anchor, anchor_path
from db.outside import Outside, outside_path
from desktop.domain.errors import Refusal

log = logging.getLogger(__name__)

HEAD, KEY, KEYS, STATION, WRITES = "head", "key", "keys", "station", "writes"
"""What an act has in its session: the chain's head, its key, slots to publish, the uid, itself."""


class Store:
    """One database with its neighbours; every engine carries one in its execution options.

    `key` is None for a file that is not encrypted. `hurt` says why nothing may be written.
    `server` is the address of records that counters share, `counter` this program's name there;
    `path` then is where they would lie on this PC, beside which their neighbours lie. `journal` is
    the series of the last line of the outside journal that has joined the chain. One that is not
    `anchored` is passed through only, and nothing lies beside it.
    """

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        self.path = path
        self.key = key
        self.hurt: Refusal | None = None
        self.server = ""
        self.counter = ""
        self.journal = "outside"
        self.anchored = True
        self.outside = Outside(outside_path(path))

    @property
    def beside(self) -> tuple[Path, ...]:
        """The files that must not be there when a database is made."""
        return keys.keys_path(self.path), anchor_path(self.path)

    def before(self, info: dict[Any, Any]) -> None:
        """Make ready, before the commit, what must not be behind it; raises OSError."""
        if KEYS in info:
            keys.save_both(keys.keys_path(self.path), info[KEYS])

    def after(self, info: dict[Any, Any]) -> None:
        """Bring what lies beside the database up to what was just committed.

        A failure is logged, not raised: the records are safe, and the next act heals it.
        """
        try:
            if KEYS in info:
                keys.save(keys.keys_path(self.path), info[KEYS])
            if self.anchored and {HEAD, STATION} <= info.keys():  # last: a set-up is finished
                anchor.write(anchor_path(self.path), Anchor(info[STATION], info[HEAD]))
        except OSError:
            log.exception("a file beside the database could not be written")


def store_of(bound: Engine | Session) -> Store:
    """The store that an engine, or the engine behind a session, works on."""
    engine = bound if isinstance(bound, Engine) else bound.get_bind().engine
    found: Store = engine.get_execution_options()["store"]
    return found
