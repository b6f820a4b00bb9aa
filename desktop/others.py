"""The other counters on the same server: lists follow what they do, and the server's absence."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from db.listener import BEAT_SECONDS, Listener
from db.store import store_of
from desktop.domain.errors import Refusal, Trouble
from desktop.jobs import Jobs

EVERYTHING = frozenset(
    {
        "attachments", "backups", "calendar", "cases", "catalogue", "days", "deferrable",
        "deliveries", "enquiries", "health", "officer", "papers", "reviews", "slips", "station",
    }
)  # fmt: skip
"""What may have changed while nothing was heard."""

PATIENCE = 1.0
"""Seconds that the end of the records waits for a listener whose line is dead."""


class Others(QObject):
    """Passes on through the jobs what other counters changed, as if it had happened here.

    While the server is away nothing is written; once it is back, what became of the acts that it
    was lost in is told.
    """

    _heard = Signal(frozenset)
    _lost = Signal()
    _found = Signal()

    def __init__(self, jobs: Jobs, parent: QObject, beat: float = BEAT_SECONDS) -> None:
        super().__init__(parent)
        self._jobs, self._beat = jobs, beat
        queued = Qt.ConnectionType.QueuedConnection
        self._heard.connect(jobs.changed, queued)
        self._lost.connect(self._away, queued)
        self._found.connect(self._back, queued)
        self._listener = Listener(
            jobs.engine, self._heard.emit, self._lost.emit, self._found.emit, beat
        )
        jobs.doubted.connect(self._listener.renew)
        self._listener.start()

    def end(self) -> None:
        """Listen no more; waits a moment for the listener."""
        self._jobs.doubted.disconnect(self._listener.renew)
        self._listener.end()
        self._listener.join(PATIENCE)

    def _away(self) -> None:
        store = store_of(self._jobs.engine)
        lost = Refusal(Trouble.SERVER_LOST)
        if store.hurt is None:
            store.hurt = lost
        self._jobs.away.emit(lost)

    def _back(self) -> None:
        if not self._listener.ended:
            self._jobs.settle(self._settled, self._once_more).broken.connect(self._once_more)

    def _once_more(self, _error: object) -> None:
        QTimer.singleShot(int(self._beat * 1000), self, self._back)

    def _settled(self, told: tuple[Refusal, ...]) -> None:
        self._jobs.back.emit()
        self._jobs.changed.emit(EVERYTHING)
        hurt = store_of(self._jobs.engine).hurt
        for each in (*told, *(() if hurt is None else (hurt,))):
            self._jobs.refused.emit(each)
