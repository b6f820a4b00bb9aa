"""Makes a paper with sample data away from the window; of many that are asked for the last wins."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Refusal
from desktop.domain.paper_templates import PaperTemplate
from desktop.domain.printing import Paper
from desktop.services import own_papers
from desktop.services.station import StationFacts
from desktop.views.desk import Desk


class Sample(QObject):
    """One sample at a time: while one is on its way, only the latest wish waits behind it."""

    made = Signal(bytes)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: PaperTemplate | None = None
        self._busy = False
        self.station = desk.station

    def know(self, facts: StationFacts | None) -> None:
        """From now on samples name the station as it is now."""
        self.station = facts or self.station

    def make(self, template: PaperTemplate) -> None:
        """Make a sample of this template, in place of any that was asked for before."""
        self._wanted = template
        if not self._busy:
            self._next()

    def _next(self) -> None:
        if self._wanted is None:
            return
        template, self._wanted, self._busy = self._wanted, None, True
        press = self._desk.press
        work = partial(
            own_papers.sample, press.render, press.law, template, self.station, self._desk.now()
        )
        job = self._desk.jobs.slow(work, self._came, self._came)
        job.broken.connect(self._came)

    def _came(self, found: object) -> None:
        """Show what came, unless something newer is wanted by now."""
        self._busy = False
        if self._wanted is not None:
            self._next()
        elif isinstance(found, Paper):
            self.made.emit(found.pdf)
        elif isinstance(found, Refusal):
            self.refused.emit(found)
