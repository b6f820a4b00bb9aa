"""Hears on a server what other counters changed, and notices when it is lost and back again."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db.store import store_of

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
"""How often a quiet line is tried, and how long after a loss the server is looked for again."""

SLICE_SECONDS = 0.25
"""How long the end of the records may wait for the end of listening."""


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
        self._ended = threading.Event()

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
            except line_errors():
                away = self._gone(away)
                self._ended.wait(self._beat)
                continue
            if away:
                away = False
                self._back()
            if not self._listen(line):
                away = self._gone(away)

    def _gone(self, away: bool) -> bool:
        if not away:
            log.warning("the server is lost")
            self._lost()
        return True

    def _line(self) -> Any:
        """A line out of the pool, which never goes back there."""
        pooled = self._engine.raw_connection()
        line: Any = pooled.driver_connection
        pooled.detach()
        line.autocommit = True
        (schema,) = line.execute("SELECT quote_ident('onevisit_' || current_schema())").fetchone()
        line.execute(f"LISTEN {schema}")
        return line

    def _listen(self, line: Any) -> bool:
        """Pass on what is heard; False where the line broke."""
        own = store_of(self._engine).counter
        try:
            while not self._ended.is_set():
                tried = time.monotonic()
                while not self._ended.is_set() and time.monotonic() - tried < self._beat:
                    for notice in line.notifies(timeout=SLICE_SECONDS):
                        counter, *nouns = notice.payload.split()
                        if counter != own:
                            self._heard(frozenset(nouns))
                line.execute("SELECT 1")
        except line_errors() as error:
            log.warning("the line to the server broke: %s", type(error).__name__)
            return False
        finally:
            with suppress(*line_errors()):
                line.close()
        return True


def line_errors() -> tuple[type[Exception], ...]:
    """What the driver raises where a line is broken."""
    import psycopg

    return psycopg.OperationalError, psycopg.InterfaceError, SQLAlchemyError
