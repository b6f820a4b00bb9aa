"""Hears on a server what other counters changed, and notices when it is lost and back again."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine

from db.server import PRESENT
from db.store import store_of

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
"""How often a quiet line is tried, and how long after a loss the server is looked for again."""

SLICE_SECONDS = 0.25
"""How long the end of the records may wait for the end of listening."""


_PRESENT = f"SELECT pg_try_advisory_lock_shared({PRESENT}, hashtext(current_schema()))"


class Listener(threading.Thread):
    """One line of its own to the server, as long as the records are open.

    `heard` takes the nouns that another counter changed, `lost` and `back` nothing; all three are
    called on this thread.
    """

    def __init__(
        self,
        engine: Engine,
        heard: Callable[[frozenset[str]], None],
        lost: Callable[[], None],
        back: Callable[[], None],
        beat: float = BEAT_SECONDS,
    ) -> None:
        super().__init__(name="listener", daemon=True)
        self._engine, self._beat = engine, beat
        self._heard, self._lost, self._back = heard, lost, back
        self._ended, self._doubted = threading.Event(), threading.Event()

    @property
    def ended(self) -> bool:
        """Whether nothing is passed on any more."""
        return self._ended.is_set()

    def end(self) -> None:
        """Listen no more; the thread ends with its slice."""
        self._ended.set()

    def run(self) -> None:
        """Listen until the end; a lost server is looked for again and again."""
        away = False
        while not self._ended.is_set():
            try:
                line = self._line()
                if away:
                    away = False
                    self._back()
                self._listen(line)
            except Exception as error:  # noqa: BLE001 - whatever breaks it, it is a lost line
                if not away and not self._ended.is_set():
                    log.warning("the line to the server broke: %s", type(error).__name__)
                    self._lost()
                away = True
                self._ended.wait(self._beat)

    def renew(self) -> None:
        """Take the line for broken: what became of an act is only known over a new one."""
        self._doubted.set()

    def _line(self) -> Any:
        """A line out of the pool, which never goes back there."""
        pooled = self._engine.raw_connection()
        line: Any = pooled.driver_connection
        pooled.detach()
        line.autocommit = True
        (schema,) = line.execute("SELECT quote_ident('onevisit_' || current_schema())").fetchone()
        line.execute(f"LISTEN {schema}")
        if line.execute(_PRESENT).fetchone() != (True,):
            line.close()
            raise ConnectionError("the records are being moved")
        return line

    def _listen(self, line: Any) -> None:
        """Pass on what is heard until the end; raises what the line breaks with."""
        own = store_of(self._engine).counter
        self._doubted.clear()
        try:
            while not self._ended.is_set():
                tried = time.monotonic()
                while not self._ended.is_set() and time.monotonic() - tried < self._beat:
                    for notice in line.notifies(timeout=SLICE_SECONDS):
                        counter, *nouns = notice.payload.split() or [own]
                        if counter != own:
                            self._heard(frozenset(nouns))
                    if self._doubted.is_set():
                        raise ConnectionError("an act lost its line")
                line.execute("SELECT 1")
        finally:
            with suppress(Exception):
                line.close()
