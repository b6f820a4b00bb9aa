"""One button push is one transaction, away from the window's thread; results come as signals."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, Signal, Slot
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from db.engine import make_sure, reading, writing
from db.queries import act_stored
from db.server_schema import look_again
from db.store import store_of
from desktop.domain.errors import Refusal, Trouble

log = logging.getLogger(__name__)

Work = Callable[[Session], Any]


class Job(QObject):
    """One piece of work under way; its signals fire on the window's thread."""

    done = Signal(object)
    stored = Signal(frozenset)
    refused = Signal(object)
    broken = Signal(object)
    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None, changes: frozenset[str]) -> None:
        super().__init__(parent)
        self._changes = changes
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def finish(self, result: object, error: BaseException | None) -> None:
        """Hand over what the work brought; may be called on any thread."""
        self._finished.emit(result, error)

    @Slot(object, object)
    def _deliver(self, result: object, error: BaseException | None) -> None:
        if error is None:
            self.done.emit(result)
            if self._changes:
                self.stored.emit(self._changes)
        elif isinstance(error, Refusal):
            self.refused.emit(error)
        else:
            log.error("a job failed", exc_info=error)
            self.broken.emit(error)
        self.deleteLater()


class Jobs(QObject):
    """Runs work one after the other on the database's thread, slow work on others.

    `changed` names the nouns an act changed, here or at another counter, so that screens reload
    if concerned; `refused` and `broken` carry what no screen took. `away` tells why a server's
    records cannot be asked, `back` that they can again, `doubted` that an act's outcome waits for
    that.
    """

    changed = Signal(frozenset)
    refused = Signal(object)
    broken = Signal(object)
    away = Signal(object)
    back = Signal()
    doubted = Signal()

    def __init__(self, engine: Engine | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._unknown: list[str] = []
        self._database = ThreadPoolExecutor(1, "database")
        self._slow = ThreadPoolExecutor(1, "slow")
        self._apart = ThreadPoolExecutor(1, "apart")

    def use(self, engine: Engine) -> None:
        """Work on these records from now on."""
        self._engine = engine

    def ask(self, work: Work, done: Callable[[Any], None]) -> Job:
        """Answer a question: read in one consistent view, give the result to `done`."""
        return self._start(self._database, partial(self._read, work), done)

    def look(
        self,
        work: Work,
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
    ) -> Job:
        """Open a record, which is an act with a trace; it can be done where nothing is written."""
        if store_of(self.engine).hurt is not None:
            return self._start(self._database, partial(self._read, work), done, refused)
        return self.act(work, done, refused=refused)

    def act(
        self,
        work: Work,
        done: Callable[[Any], None],
        *changes: str,
        refused: Callable[[Refusal], None] | None = None,
    ) -> Job:
        """Change records in one transaction; `changes` are announced when it is stored."""
        key, told = uuid4().hex, frozenset(changes)
        return self._start(
            self._database, partial(self._write, work, key, told), done, refused, told
        )

    def alone(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
        *changes: str,
    ) -> Job:
        """Do work on the database's thread that opens records or begins its own transactions."""
        told = frozenset(changes)
        return self._start(self._database, partial(self._announce, work, told), done, refused, told)

    def _announce(self, work: Callable[[], Any], changes: frozenset[str]) -> Any:
        """Other counters are told of what began transactions of its own once it is done."""
        try:
            result = work()
        except Refusal as error:
            if error.trouble is Trouble.OUTCOME_UNKNOWN and self.shared:
                raise Refusal(Trouble.SERVER_DOUBT) from error
            raise
        if changes and self.shared:
            try:
                with writing(self.engine, changes=changes):
                    pass
            except Refusal as error:  # it is done; lists elsewhere follow with the next change
                log.warning("other counters were not told: %s", error.trouble)
        return result

    def settle(self, ended: Callable[[Any], None], again: Callable[[Refusal], None]) -> Job:
        """A lost server is there again: write on, and tell what became of acts it was lost in."""
        return self._start(self._database, self._settled, ended, again)

    def _settled(self) -> tuple[Refusal, ...]:
        hurt = look_again(self.engine)
        with reading(self.engine) as session:
            found = [act_stored(session, key) for key in self._unknown]
        self._unknown.clear()
        store_of(self.engine).hurt = hurt
        told = (Trouble.STORED_MEANWHILE if each else Trouble.UNSTORED_MEANWHILE for each in found)
        return tuple(Refusal(trouble) for trouble in told)

    def slow(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
    ) -> Job:
        """Do slow work that needs no database."""
        return self._start(self._slow, work, done, refused)

    def apart(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
    ) -> Job:
        """Do work on files from outside; one that takes its time holds up no print and no list."""
        return self._start(self._apart, work, done, refused)

    def study(
        self,
        work: Work,
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
    ) -> Job:
        """Answer a question that takes long: in one consistent view, beside the acts."""
        return self._start(self._slow, partial(self._read, work), done, refused)

    def close(self) -> None:
        """Let the work under way end and take no more."""
        self._database.shutdown(cancel_futures=self.lost)
        self._slow.shutdown()
        self._apart.shutdown(cancel_futures=True)

    @property
    def shared(self) -> bool:
        """Whether the records lie on a server that counters share."""
        return self._engine is not None and bool(store_of(self._engine).server)

    @property
    def lost(self) -> bool:
        """Whether the server with the records is known to be away."""
        hurt = None if self._engine is None else store_of(self._engine).hurt
        return hurt is not None and hurt.trouble is Trouble.SERVER_LOST

    @property
    def engine(self) -> Engine:
        """The records that are open; a mistake of ours before they are."""
        if self._engine is None:
            raise RuntimeError("no records are open yet")
        return self._engine

    def _read(self, work: Work) -> Any:
        with reading(self.engine) as session:
            return work(session)

    def _write(self, work: Work, key: str, changes: frozenset[str]) -> Any:
        try:
            with writing(self.engine, key, changes) as session:
                return work(session)
        except StaleDataError as error:
            raise Refusal(Trouble.CHANGED_MEANWHILE) from error
        except Refusal as error:
            if error.trouble not in (Trouble.DISK_FAULT, Trouble.OUTCOME_UNKNOWN):
                raise
            raise self._looked_up(key) from error

    def _looked_up(self, key: str) -> Refusal:
        """After an error nobody can trust: open the records anew and see what was stored (F5)."""
        self.engine.dispose()
        try:
            with reading(self.engine) as session:
                stored = act_stored(session, key)
            if stored:
                make_sure(self.engine)
        except Refusal as error:
            log.warning("the outcome of an act cannot be looked up: %s", error)
            store = store_of(self.engine)
            if store.server:
                self._unknown.append(key)
                store.hurt = Refusal(Trouble.SERVER_LOST)
                self.doubted.emit()
                return Refusal(Trouble.SERVER_LOST_SAVING)
            store.hurt = Refusal(Trouble.OUTCOME_UNKNOWN)
            return Refusal(Trouble.OUTCOME_UNKNOWN)
        return Refusal(Trouble.SAVED_AFTER_ALL if stored else Trouble.NOT_SAVED)

    def _start(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
        changes: frozenset[str] = frozenset(),
    ) -> Job:
        job = Job(self, changes)
        job.stored.connect(self.changed)
        job.done.connect(done)
        job.refused.connect(refused or self.refused)
        job.broken.connect(self.broken)
        pool.submit(_run, work, job)
        return job


def _run(work: Callable[[], Any], job: Job) -> None:
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - whatever went wrong is told, never swallowed
        job.finish(None, error)
    else:
        job.finish(result, None)
