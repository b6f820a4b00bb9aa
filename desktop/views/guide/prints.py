"""Prints guides: renders the PDF away from the window, then shows it for printing."""

from collections.abc import Sequence
from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

import resources
from desktop.domain.errors import Refusal
from desktop.domain.items import Catalogue, Item
from desktop.domain.printing import Paper
from desktop.domain.progress import Progress
from desktop.services.catalogue import Shelf
from desktop.site.pages import Station
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.printing import PrintSheet
from desktop.views.progress import Waiting
from desktop.views.sheet import ground


class GuidePrinter(QObject):
    """Asks for one guide at a time; what comes is shown over the whole window."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self._title = ""
        self.sheet: PrintSheet | None = None
        self._waiting: Waiting | None = None

    def ask(self, items: Sequence[Item], title: str, *, contents: bool) -> None:
        """Render a guide of these items; while one is on its way nothing more is taken."""
        if self._title:
            return
        self._title = title
        self._desk.bar.tell(_("Making “{title}” …").format(title=title))
        work = partial(_render, self._desk.shelf.catalogue, tuple(items), title, contents)
        job = self._desk.jobs.slow(work, self._ready, self._refused)
        job.broken.connect(self._failed)

    def publish(self) -> None:
        """Make the mobile site in a folder that is asked for."""
        folder = self.choose_folder()
        if not folder or self._waiting is not None:
            return
        progress = Progress()
        self._waiting = Waiting(self._over, _("Making the mobile site …"), progress)
        station = self._desk.station
        facts = Station(station.name, station.hours, station.enquiry_phone)
        work = partial(_publish, self._desk.shelf, facts, Path(folder), progress)
        job = self._desk.jobs.slow(work, self._published, self._not_published)
        job.broken.connect(self._ended)

    def choose_folder(self) -> str:
        """Ask for an empty folder, or one with a site of ours."""
        return QFileDialog.getExistingDirectory(self._over, _("Folder of the mobile site"))

    def _ended(self, _what: object = None) -> None:
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            waiting.end()

    def _published(self, files: tuple[str, ...]) -> None:
        self._ended()
        said = _("The mobile site is made: {count} pages. Open index.html to look at it.")
        self._desk.bar.tell(said.format(count=len(files)), Tone.GOOD)

    def _not_published(self, error: Refusal) -> None:
        self._ended()
        self._desk.bar.tell(words.refusal(error), Tone.BAD)

    def _ready(self, paper: Paper) -> None:
        title, self._title = self._title, ""
        self._desk.bar.tell("")
        self.sheet = PrintSheet(ground(self._over), self._desk, "guide", title, title, paper.pdf)

    def _refused(self, error: Refusal) -> None:
        self._title = ""
        self._desk.bar.tell(words.refusal(error), Tone.BAD)

    def _failed(self, _error: object) -> None:
        self._title = ""


def _publish(shelf: Shelf, station: Station, out: Path, progress: Progress) -> tuple[str, ...]:
    from desktop.site.publish import publish

    return publish(shelf, station, out, progress)


def _render(catalogue: Catalogue, items: Sequence[Item], title: str, contents: bool) -> Paper:
    from desktop.printing.guide import render_guide
    from desktop.services.catalogue import template as template_of

    template = template_of("guide-1", resources.path("templates"))
    return render_guide(catalogue, items, template, title=title, contents=contents)
