"""Offers an official paper to be printed; every sheet is written down before it is sent."""

from gettext import gettext as _
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from desktop.services import papers
from desktop.services.papers import IssuedPaper
from desktop.services.slips import Sheet as PrintedSheet
from desktop.views import case_words
from desktop.views.desk import Desk, Tone
from desktop.views.printing import PrintSheet


class PaperSheet(PrintSheet):
    """One paper with its preview: the very PDF that is kept."""

    def __init__(self, over: QWidget, desk: Desk, paper: IssuedPaper) -> None:
        self._paper = paper
        title = _("{kind} {number}").format(
            kind=case_words.paper_kinds()[paper.row.kind], number=paper.row.number
        )
        super().__init__(over, desk, "paper", title, paper.row.number, paper.pdf)
        if not paper.genuine:
            desk.bar.tell(_("This paper is not as it was issued. Tell IT."), Tone.BAD)
        self.saved.connect(self._note_saved)

    def _begin(self, printer: str) -> None:
        values = (self._paper.row.id, printer, uuid4().hex)
        self._desk.act(
            papers.ask_print, *values, done=self._asked, changes=("cases",), refused=self._refused
        ).broken.connect(self._broken)

    def _asked(self, sheet: PrintedSheet) -> None:
        self._send(sheet.printer, f"补打 {sheet.copy - 1}" if sheet.copy > 1 else "")

    def _note_saved(self, path: str) -> None:
        values = (self._paper.row.id, "PDF", uuid4().hex, True)
        self._desk.act(papers.ask_print, *values, done=self._noted)
        self._desk.bar.tell(_("Saved: {path}").format(path=path), Tone.GOOD)

    def _noted(self, _answer: object) -> None:
        """The case follows; there is nothing to say here."""
