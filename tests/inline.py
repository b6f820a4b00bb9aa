"""A job runner without threads: what is asked for has been answered when the call returns."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent

from desktop.domain.errors import Refusal
from desktop.jobs import Job, Jobs


class InlineJobs(Jobs):
    """Does work at once on the window's thread; results come by the same signals."""

    def _start(
        self,
        pool: ThreadPoolExecutor,  # noqa: ARG002 - no thread is taken
        work: Callable[[], Any],
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
        changes: frozenset[str] = frozenset(),
    ) -> Job:
        job = _InlineJob(self, changes, work)
        job.stored.connect(self.changed)
        job.done.connect(done)
        job.refused.connect(refused or self.refused)
        job.broken.connect(self.broken)
        job.start()
        return job

    def close(self) -> None:
        """Let go of the jobs that are done while their parent is still there."""
        super().close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class _InlineJob(Job):
    """Fires its signals before anybody can wait for them."""

    def __init__(self, parent: Jobs, changes: frozenset[str], work: Callable[[], Any]) -> None:
        super().__init__(parent, changes)
        self._work = work

    def start(self) -> None:
        try:
            result = self._work()
        except Exception as error:  # noqa: BLE001 - told by a signal, as the real one does
            self._deliver(None, error)
        else:
            self._deliver(result, None)
