"""Prints for one person what they still have to bring (还缺什么), in large print."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

import resources
from desktop.domain.errors import Refusal
from desktop.domain.printing import Paper
from desktop.services import still_needed
from desktop.services.catalogue import NOTICE, template
from desktop.services.still_needed import StillNeeded
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.printing import PrintSheet
from desktop.views.sheet import ground


class StillNeededPrinter(QObject):
    """From a slip to the sheet that the person takes home."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over

    def ask(self, slip: int) -> None:
        """Offer the sheet of a slip, or say that nothing lacks."""
        self._desk.act(still_needed.still_needed, slip, done=self._show, refused=self._refused)

    def _show(self, needed: StillNeeded | None) -> None:
        if needed is None:
            self._desk.bar.tell(_("Nothing lacks on this slip."), Tone.GOOD)
            return
        self._desk.jobs.slow(partial(_render, needed), self._ready, self._refused)

    def _ready(self, paper: Paper) -> None:
        title = _("What they still have to bring")
        PrintSheet(ground(self._over), self._desk, "guide", title, "still-needed", paper.pdf)

    def _refused(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)


def _render(needed: StillNeeded) -> Paper:
    from desktop.printing.still_needed import render_still_needed

    return render_still_needed(
        needed.name,
        needed.items,
        tuple((row.name, row.form, row.issuer, row.remark, row.group) for row in needed.rows),
        (needed.unit, needed.hours, needed.phone),
        template(NOTICE, resources.path("templates")),
    )
