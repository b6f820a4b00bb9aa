"""Printing as every screen does it: the very PDF, a printer, or a file."""

import errno
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.printing import News
from desktop.files import PRIVATE, put
from desktop.printing import queue
from desktop.printing.queue import Sent
from desktop.troubles import troubles
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.fields import Choice
from desktop.views.parts import button, column, label, restyle, row
from desktop.views.preview import Preview
from desktop.views.print_watch import BarWatch
from desktop.views.sheet import Sheet


class PrintSheet(Sheet):
    """Shows a PDF over the window, to be printed or saved; Esc closes without either.

    `kind` is the kind of paper (slip, guide) whose printer is remembered, `job` the name in the
    printer's queue. What becomes of a job in the queue is told in the message bar.
    """

    printed = Signal(object)
    saved = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        over: QWidget,
        desk: Desk,
        kind: str,
        title: str,
        job: str,
        pdf: bytes,
    ) -> None:
        self._desk, self._kind, self._job, self._pdf = desk, kind, job, pdf
        self._over = over
        self._printer = Choice((), name="print.printer")
        self._said = label(size="small", wrap=True, name="print.said")
        self._print = button(_("Print"), kind="filled", icon="printer", name="print.print")
        self._save = button(_("Save as PDF"), icon="download", name="print.save")
        self._close = button(_("Close"), kind="quiet", name="print.close")
        wide = max(600, min(980, over.width() - 64))
        super().__init__(over, title, "", (), body=self._body(over.height()), width=wide)
        self._print.clicked.connect(self._print_now)
        self._save.clicked.connect(self._save_now)
        self._close.clicked.connect(self._leave)
        self._print.setEnabled(False)
        self._save.setFocus()
        desk.jobs.slow(_printers, self._offer)

    def _body(self, tall: int) -> QWidget:
        body = QWidget()
        self.preview = Preview(self._pdf)
        side = QWidget()
        side.setFixedWidth(240)
        head = label(_("Printer"), size="small", strong=True)
        head.setBuddy(self._printer)
        self._printer.setAccessibleName(_("Printer"))
        column(
            head, self._printer, self._said, 8, self._print, self._save, None, self._close,
            spacing=8, parent=side,
        )  # fmt: skip
        places = row(self.preview, side, spacing=24, parent=body)
        places.setStretch(0, 1)
        body.setFixedHeight(max(300, min(820, tall - 170)))
        return body

    def _offer(self, names: Sequence[str]) -> None:
        for name in names:
            self._printer.offer(name, name)
        self._printer.choose(self._desk.settings.printers.get(self._kind, ""))
        self._printer.setEnabled(bool(names))
        self._print.setEnabled(bool(names))
        if names:
            self._print.setFocus()
        else:
            self._say(_("This PC has no printer. Save the PDF and print it elsewhere."), "warn")

    def _say(self, text: str, tone: str = "") -> None:
        self._said.setText(text)
        restyle(self._said, tone=tone)

    def _print_now(self) -> None:
        self._print.setEnabled(False)
        self._save.setEnabled(False)
        self._say(_("Sending to the printer …"))
        self._begin(str(self._printer.value))

    def _begin(self, printer: str) -> None:
        """Send at once; a paper that is written down asks for its sheet first."""
        self._send(printer)

    def _send(self, printer: str, mark: str = "") -> None:
        """Hand the paper over; `mark` is stamped on a reprint."""
        shift = self._desk.settings.margins.get(self._kind) or [0.0, 0.0]
        work = partial(_to_printer, self._pdf, printer, self._job, mark, (shift[0], shift[1]))
        self._follow(work, self._sent)

    def _follow(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        job = self._desk.jobs.slow(work, done, self._refused)
        job.broken.connect(self._broken)

    def _sent(self, job: Sent) -> None:
        self._remember(job.printer)
        self.answer("printed")  # first, so that a question that follows keeps the keyboard
        self._watch(job)
        self.printed.emit(job)

    def _watch(self, job: Sent) -> None:
        """Tell what becomes of the job; a paper that is written down has its own question."""
        BarWatch(self._desk, job, self._over)

    def _remember(self, name: str) -> None:
        settings = self._desk.settings
        if settings.printers.get(self._kind) == name:
            return
        chosen = {**settings.printers, self._kind: name}
        try:
            self._desk.pc.change(replace(settings, printers=chosen))
        except OSError:
            self._desk.bar.tell(troubles()[Trouble.READ_ONLY])

    def choose_file(self) -> str:
        """Ask where to save; an empty answer saves nothing."""
        named = "".join("-" if sign in '\\/:*?"<>|' else sign for sign in self._job)
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save as PDF"), f"{named}.pdf", "PDF (*.pdf)"
        )
        return chosen

    def _save_now(self) -> None:
        path = self.choose_file()
        if path:
            self._follow(partial(write_file, Path(path), self._pdf), self._kept)

    def _kept(self, path: Path) -> None:
        self.answer("saved")
        self.saved.emit(str(path))

    def _refused(self, error: Refusal) -> None:
        self._failed(words.refusal(error), error)

    def _broken(self, error: object) -> None:
        self._failed(words.unexpected(error), error)

    def _failed(self, said: str, error: object) -> None:
        self._say(said, "bad")
        self._print.setEnabled(self._printer.count() > 0)
        self._save.setEnabled(True)
        self.failed.emit(error)

    def _leave(self) -> None:
        self.answer("")


def _printers() -> tuple[str, ...]:
    from desktop.printing.paper import printers

    return tuple(printers())


def _to_printer(pdf: bytes, printer: str, job: str, mark: str, shift: tuple[float, float]) -> Sent:
    """Hand a paper over and find it again in the queue; refused where the queue took nothing."""
    from desktop.printing.paper import print_pdf

    before = queue.newest(printer)
    print_pdf(pdf, printer, job, mark, shift)
    sent = queue.sent(printer, before)
    if queue.look(sent).news is News.REFUSED:
        raise Refusal(Trouble.PRINTER_REFUSED, printer=printer)
    return sent


def write_file(path: Path, data: bytes, suffix: str = ".pdf") -> Path:
    """Save what an officer keeps outside the program; a missing ending is added.

    Raises Refusal(DISK_FULL) or Refusal(FILE_UNWRITABLE); an older file of that name stays.
    """
    if path.suffix.lower() != suffix:
        path = path.with_name(f"{path.name}{suffix}")
    try:
        put(path, data, mode=PRIVATE)
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise Refusal(Trouble.DISK_FULL if full else Trouble.FILE_UNWRITABLE) from error
    return path
