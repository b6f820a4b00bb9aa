"""A list that leaves the program: an act with a trace, for many persons with a second one."""

from collections.abc import Callable
from gettext import gettext as _

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Refusal, Trouble
from desktop.services import daily
from desktop.services.daily import MANY, DayFilter, VisitRow
from desktop.services.officers import Second
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.second import SecondSheet
from desktop.views.sheet import ground

Done = Callable[[tuple[VisitRow, ...]], None]


class TakenOut(QObject):
    """Takes the rows of the daily list; asks for a second person where the records want one."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self._shown: DayFilter | None = None
        self._done: Done | None = None
        self._sheet: SecondSheet | None = None

    def take(self, shown: DayFilter, done: Done) -> None:
        """Give the rows to `done` as soon as they may go."""
        self._shown, self._done, self._sheet = shown, done, None
        self._desk.look(daily.export, shown, done=self._taken, refused=self._refused)

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
        if self._sheet is not None and self._shown is not None:
            self._desk.look(
                daily.export, self._shown, second, done=self._taken, refused=self._sheet.refuse
            ).broken.connect(self._sheet.failed)

    def _taken(self, rows: tuple[VisitRow, ...]) -> None:
        if self._sheet is not None:
            self._sheet.finish()
        if self._done is not None:
            self._done(rows)
