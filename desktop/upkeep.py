"""What goes on by itself while somebody is in: backups that are due, the daily check, others."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from sqlalchemy import Engine

from db import backup
from db.backup import Backup
from db.engine import reading, writing
from db.health import Finding, examine
from db.store import store_of
from desktop.domain.errors import Refusal
from desktop.jobs import Jobs
from desktop.others import Others
from desktop.services import backups
from desktop.services.backups import Standing

log = logging.getLogger(__name__)

LOOK_MS = 10 * 60_000
CHECKED = timedelta(hours=20)
AT_CLOSE = timedelta(hours=4)
"""A backup is taken when the program ends and the last one is older than this."""


class Upkeep(QObject):
    """Looks now and then, and after every change of slips, whether something is due.

    `taken` carries a finished backup, `failed` the refusal of one, `hurt` what the daily check
    found; from then on nothing is written.
    """

    taken = Signal(object)
    failed = Signal(object)
    hurt = Signal(object)

    def __init__(
        self, jobs: Jobs, folder: Callable[[], Path], clock: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._jobs, self._folder, self._clock = jobs, folder, clock
        self._busy = False
        self._ended = False
        self._checked: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        jobs.changed.connect(self._changed)
        self._others = Others(jobs, self) if store_of(jobs.engine).server else None

    def _changed(self, nouns: frozenset[str]) -> None:
        if "slips" in nouns:
            self.look()

    def look(self) -> None:
        """See whether a backup or the daily check is due, and do it beside the work."""
        store = store_of(self._jobs.engine)
        if self._busy or self._ended or store.hurt is not None or store.server:
            return  # a server's backups are made there, by IT
        self._busy = True
        self._jobs.ask(backups.standing, self._stands)

    def _stands(self, standing: Standing) -> None:
        now = self._clock()
        if self._ended:
            return
        if standing.due(now):
            self.back_up()
        elif self._checked is None or now - self._checked >= CHECKED:
            self._check(now)
        else:
            self._busy = False

    def back_up(self) -> None:
        """Take a backup beside the work."""
        self._busy = True
        job = self._jobs.slow(self._work(), self._backed_up, self._refused)
        job.broken.connect(self._broken)

    def _work(self) -> Callable[[], Backup]:
        store = store_of(self._jobs.engine)
        return partial(backup.make, store.path, store.key, self._folder(), self._clock())

    def _backed_up(self, made: Backup) -> None:
        if self._ended:
            return  # the backup lies there; the next one says so in the chain
        work = partial(_note, made, self._clock())
        self._jobs.act(work, partial(self._noted, made), "backups")

    def _noted(self, made: Backup, _nothing: object) -> None:
        self._busy = False
        self.taken.emit(made)

    def _refused(self, error: Refusal) -> None:
        self._busy = False
        log.warning("no backup: %s", error.trouble)
        self.failed.emit(error)

    def _broken(self, _error: object) -> None:
        self._busy = False

    def _check(self, now: datetime) -> None:
        self._checked = now
        store = store_of(self._jobs.engine)
        work = partial(examine, store.path, store.key, whole=True)
        job = self._jobs.slow(work, self._examined, self._refused)
        job.broken.connect(self._broken)

    def _examined(self, findings: tuple[Finding, ...]) -> None:
        self._busy = False
        for finding in findings:
            refusal = finding.refusal()
            if refusal is not None:
                log.error("the daily check found %s: %s", finding.check, finding.trouble)
                store_of(self._jobs.engine).hurt = refusal
                self.hurt.emit(refusal)
                return

    def end(self) -> None:
        """Nothing goes on any more; the records may be closed."""
        self._ended = True
        self._timer.stop()
        if self._others is not None:
            self._others.end()

    def day_ends(self) -> None:
        """The program ends: take a backup if the last one is some hours old."""
        self._ended = True
        self._timer.stop()
        store = store_of(self._jobs.engine)
        if store.hurt is None and not store.server:
            work = partial(_last, self._jobs.engine, self._folder(), self._clock())
            self._jobs.alone(work, self._closed, self._closed)

    def _closed(self, _answer: object) -> None:
        """Nobody is there any more to be told; the log has it."""


def _note(made: Backup, now: datetime, session: Any) -> None:
    backups.made(session, None, now, made)


def _last(engine: Engine, folder: Path, now: datetime) -> None:
    """The backup at the end of a day, on the database's own thread."""
    with reading(engine) as session:
        standing = backups.standing(session)
    old = standing.last is None or now - standing.last >= AT_CLOSE
    if not (old and standing.acts_since):
        return
    store = store_of(engine)
    try:
        made = backup.make(store.path, store.key, folder, now)
        with writing(engine) as session:
            backups.made(session, None, now, made)
    except Refusal as error:
        log.warning("no backup at the end: %s", error.trouble)
