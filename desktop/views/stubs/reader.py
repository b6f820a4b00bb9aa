"""Reads a batch of scans away from the window, shows what was matched, takes in what is agreed."""

from collections.abc import Sequence
from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.decoding.stubs import ENDINGS, ScanPage, files_in, read_files
from desktop.domain.errors import Refusal
from desktop.domain.officers import Clerk
from desktop.domain.progress import Progress
from desktop.services import stubs
from desktop.services.stubs import Match, Missing
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.printing import PrintSheet
from desktop.views.progress import Waiting
from desktop.views.sheet import ground
from desktop.views.stubs.sheet import FoundPage, StubSheet


class StubReader(QObject):
    """From the choice of files to the stubs that are here; and the gap list, printed."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self._waiting: Waiting | None = None

    def read(self) -> None:
        """Ask for scans and read them."""
        if self._waiting is None and (paths := self.choose_files()):
            self.read_files([Path(path) for path in paths])

    def read_folder(self) -> None:
        """Ask for a folder and read every scan in it."""
        if self._waiting is None and (path := self.choose_folder()):
            found = files_in([Path(path)])
            if found:
                self.read_files(found)
            else:
                self._desk.bar.tell(_("There is no scan in this folder."), Tone.WARN)

    def choose_folder(self) -> str:
        """Ask which folder."""
        return QFileDialog.getExistingDirectory(self._over, _("Folder with scans"))

    def choose_files(self) -> list[str]:
        """Ask which files; several at once."""
        kinds = " ".join(f"*{ending}" for ending in ENDINGS)
        files, _kind = QFileDialog.getOpenFileNames(
            self._over, _("Scans of signed stubs"), "", f"{_('Scans')} ({kinds})"
        )
        return files

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read these files in processes apart; a second of it shows how far it is."""
        progress = Progress(len(paths))
        self._waiting = Waiting(self._over, _("Reading the scans …"), progress)
        work = partial(read_files, tuple(paths), progress)
        job = self._desk.jobs.apart(work, self._read, self._refused)
        job.broken.connect(self._ended)

    def _ended(self, _what: object = None) -> None:
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            waiting.end()

    def _refused(self, error: Refusal) -> None:
        self._ended()
        self._desk.bar.tell(words.refusal(error), Tone.WARN)

    def _read(self, pages: tuple[ScanPage, ...]) -> None:
        self._ended()
        self._desk.ask(_judged, self._desk.clerk, pages, done=self._show)

    def _show(self, pages: tuple[FoundPage, ...]) -> None:
        StubSheet(ground(self._over), self._desk, pages)

    def print_missing(self) -> None:
        """Print the list of papers that are missing."""
        self._desk.ask(stubs.every_missing, self._desk.clerk, done=self._render)

    def _render(self, rows: tuple[Missing, ...]) -> None:
        if not rows:
            self._desk.bar.tell(_("No stub is missing."), Tone.GOOD)
            return
        title = f"{self._desk.station.name} 未收回存根清单 {self._desk.now():%Y-%m-%d}"
        heads = (_("Slip"), _("Time"), _("Person"), _("Items"), _("Officer"))
        self._desk.jobs.slow(partial(_paper, title, heads, rows), self._printable)

    def _printable(self, pdf: bytes) -> None:
        over = ground(self._over)
        PrintSheet(over, self._desk, "list", _("Missing stubs"), "missing-stubs", pdf)


def _judged(
    session: object, clerk: Clerk, pages: tuple[ScanPage, ...]
) -> tuple[tuple[ScanPage, tuple[Match, ...]], ...]:
    return tuple((page, stubs.judge(session, clerk, page.found.stubs)) for page in pages)  # type: ignore[arg-type]


def _paper(title: str, heads: tuple[str, ...], rows: tuple[Missing, ...]) -> bytes:
    from desktop.printing.listing import render_list

    lines = [
        (r.number, words.moment(r.issued_at), r.name, "、".join(r.items), r.officer) for r in rows
    ]
    return render_list(title, heads, lines).pdf
