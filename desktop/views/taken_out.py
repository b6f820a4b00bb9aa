"""A list that leaves the program: an act with a trace, for many persons with a second one."""

from collections.abc import Callable
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.progress import Progress
from desktop.services import daily
from desktop.services.daily import MANY, DayFilter, Listed
from desktop.services.officers import Second
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.progress import Waiting
from desktop.views.second import SecondSheet
from desktop.views.sheet import ground

Done = Callable[[tuple[Any, ...]], None]


class TakenOut(QObject):
    """Takes the rows of a list; asks for a second person where the records want one."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self._asked: tuple[Listed, DayFilter] | None = None
        self._done: Done | None = None
        self._sheet: SecondSheet | None = None
        self._waiting: Waiting | None = None

    def take(self, what: Listed, shown: DayFilter, done: Done) -> None:
        """Give the rows to `done` as soon as they may go."""
        self._asked, self._done, self._sheet = (what, shown), done, None
        self._send(None, self._refused)

    def _send(self, second: Second | None, refused: Callable[[Refusal], None]) -> None:
        if self._asked is None:
            return
        what, shown = self._asked
        progress = Progress()
        self._waiting = Waiting(self._over, _("Fetching the list …"), progress)
        job = self._desk.look(
            daily.export, shown, second, what, progress, done=self._taken, refused=refused
        )
        job.refused.connect(self._ended)
        job.broken.connect(self._ended)
        if self._sheet is not None:
            job.broken.connect(self._sheet.failed)

    def _ended(self, _what: object = None) -> None:
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            waiting.end()

    def _refused(self, error: Refusal) -> None:
        if error.trouble is not Trouble.SECOND_NEEDED:
            self._desk.bar.tell(words.refusal(error), Tone.BAD)
            return
        self._sheet = SecondSheet(
            ground(self._over),
            _("More than {most} persons leave the program").format(most=MANY),
            _("A supervisor answers for it, too. The list is written into the audit."),
            _("Go on"),
        )
        self._sheet.given.connect(self._take_with)

    def _take_with(self, second: Second, _reason: str) -> None:
        if self._sheet is not None:
            self._send(second, self._sheet.refuse)

    def _taken(self, rows: tuple[Any, ...]) -> None:
        self._ended()
        if self._sheet is not None:
            self._sheet.finish()
        if self._done is not None:
            self._done(rows)
