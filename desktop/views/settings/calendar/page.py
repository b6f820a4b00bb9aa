"""The calendar: a year is looked at, imported or edited, and what follows for cases is listed."""

from datetime import date
from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.holidays import as_data, changed_days, name_in, renamed, turned, unannounced
from desktop.domain.workdays import CalendarError, CalendarYear, year_from_json
from desktop.services import holidays
from desktop.services.calendar_files import read_year
from desktop.services.holidays import DueChange
from desktop.views import fault_words, words
from desktop.views.desk import Desk, Tone
from desktop.views.parts import card, column, row, scrolled
from desktop.views.settings.calendar.dues import DuesSheet
from desktop.views.settings.calendar.grid import YearGrid
from desktop.views.settings.calendar.side import Side
from desktop.views.sheet import Sheet, ground

LARGEST = 200_000
"""A calendar's file of more bytes is none."""


class CalendarPage(QWidget):
    """Twelve months at the left, the year and the marked day at the right.

    Changed years are kept until they are stored or undone, whichever year is shown.
    """

    told = Signal(int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown = desk.now().year
        self._stored: dict[int, CalendarYear] = {}
        self._drafts: dict[int, CalendarYear] = {}
        self._grid = YearGrid(unannounced(self._shown), desk.now().date())
        self._side = Side()
        self._grid.moved.connect(self._mark)
        self._grid.turned.connect(self._turn)
        self._side.stepped.connect(self._step)
        self._side.named.connect(self._name)
        self._side.sourced.connect(self._source)
        self._side.turn.clicked.connect(self._turn_marked)
        self._side.undo.clicked.connect(self._undo)
        self._side.bring_in.clicked.connect(self._bring_in)
        self._side.save.clicked.connect(self._ask)
        self.told.connect(self._side.tell_progress)
        self._lay_out()

    def _lay_out(self) -> None:
        months = card()
        self._months = scrolled(self._grid, "calendar.months")
        column(self._months, margins=4, parent=months)
        places = row(months, self._side, spacing=16, parent=self)
        places.setStretch(0, 1)

    def arrive(self) -> None:
        """Load the stored years; what is being changed stays."""
        self._desk.ask(holidays.years, done=self._show)

    def _show(self, years: tuple[CalendarYear, ...]) -> None:
        self._stored = {each.year: each for each in years}
        self._draw()

    @property
    def _before(self) -> CalendarYear:
        return self._stored.get(self._shown, unannounced(self._shown))

    @property
    def _draft(self) -> CalendarYear:
        return self._drafts.get(self._shown, self._before)

    @property
    def _elsewhere(self) -> CalendarYear:
        """Days of this year's December that the next year's announcement names."""
        following = self._shown + 1
        return self._drafts.get(following) or self._stored.get(following) or unannounced(following)

    def _draw(self) -> None:
        draft, before = self._draft, self._before
        self._grid.show_year(draft, before, self._elsewhere)
        fault = _fault(draft) if draft != before else None
        announced = self._shown in self._stored
        self._side.show_year(draft, announced, changed_days(before, draft), fault)
        self._side.may_save(draft != before, fault is None)

    def _mark(self, day: date) -> None:
        place = self._grid.place(day)
        self._months.ensureVisible(place.center().x(), place.center().y(), 30, 30)
        kind = self._grid.kind(day)
        elsewhere = name_in(self._elsewhere, day)
        self._side.show_day(day, kind, name_in(self._draft, day), elsewhere)

    def _change(self, draft: CalendarYear) -> None:
        self._drafts[draft.year] = draft
        if draft == self._before:
            del self._drafts[draft.year]
        self._draw()

    def _turn(self, day: date) -> None:
        if not name_in(self._elsewhere, day):
            self._change(turned(self._draft, day))

    def _turn_marked(self) -> None:
        self._turn(self._grid.day)

    def _name(self, name: str) -> None:
        self._change(renamed(self._draft, self._grid.day, name))

    def _source(self, source: str) -> None:
        draft = self._draft
        self._change(CalendarYear(draft.year, source, draft.days_off, draft.made_up))

    def _step(self, years: int) -> None:
        self._shown += years
        self._draw()

    def _undo(self) -> None:
        self._drafts.pop(self._shown, None)
        self._draw()

    def choose_file(self) -> str:
        """Ask for a year's file; an empty answer leaves everything as it was."""
        kinds = _("Years of the calendar (*.json)")
        found, _kind = QFileDialog.getOpenFileName(self, _("Choose a file"), "", kinds)
        return found

    def _bring_in(self) -> None:
        if path := self.choose_file():
            self._desk.jobs.slow(partial(_opened, Path(path)), self._brought, self._tell)

    def _brought(self, year: CalendarYear) -> None:
        """Show what the file says as changes that are not stored yet."""
        self._shown = year.year
        self._change(year)
        count = len(changed_days(self._before, year))
        said = _("{year} is read: {count} days differ. Look through them and save.")
        self._desk.bar.tell(said.format(year=year.year, count=count))
        self._grid.setFocus(Qt.FocusReason.TabFocusReason)

    def _tell(self, error: Refusal) -> None:
        said = words.refusal(error)
        if error.trouble is Trouble.CALENDAR_UNFIT:
            problem = fault_words.problem(str(error.values["problem"]))
            said = _("Nothing was read. {place}: {problem}")
            said = said.format(place=error.values["place"], problem=problem)
        self._desk.bar.tell(said, Tone.BAD)

    def _ask(self) -> None:
        draft = self._draft
        count = len(changed_days(self._before, draft))
        text = _("{count} days differ from what is stored. Due days of running cases follow; those "
                 "that change are listed.")  # fmt: skip
        said = text.format(count=count)
        if draft.year not in self._stored:
            more = _("The year counts as announced from then on, its due days as certain.")
            said = f"{said} {more}"
        sheet = Sheet(
            ground(self), _("Store the calendar of {year}?").format(year=draft.year), said,
            [("", _("Cancel"), "quiet"), ("go", _("Save"), "filled")],
        )  # fmt: skip
        sheet.answered.connect(self._answered)

    def _answered(self, key: str) -> None:
        if key != "go":
            return
        self._side.wait(True)
        self._desk.act(
            holidays.change_year, as_data(self._draft), self.told.emit,
            done=self._kept, changes=("cases", "calendar"), refused=self._refused,
        ).broken.connect(self._refused)  # fmt: skip

    def _refused(self, error: object) -> None:
        self._side.wait(False)
        if isinstance(error, Refusal):
            self._tell(error)

    def _kept(self, rows: tuple[DueChange, ...]) -> None:
        self._side.wait(False)
        self._drafts.pop(self._shown, None)
        self.arrive()
        show_dues(self, self._desk, rows)


def show_dues(over: QWidget, desk: Desk, rows: tuple[DueChange, ...]) -> None:
    """Say that something is stored, and list the due days that changed where any did."""
    if rows:
        desk.bar.tell(_("Stored; {count} due days changed.").format(count=len(rows)), Tone.GOOD)
        DuesSheet(ground(over), desk, rows)
    else:
        desk.bar.tell(_("Stored; no due day changed."), Tone.GOOD)


def _fault(year: CalendarYear) -> CalendarError | None:
    """The first thing wrong with a year, as storing it would say."""
    try:
        year_from_json(as_data(year))
    except CalendarError as error:
        return error
    return None


def _opened(path: Path) -> CalendarYear:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST)
    except OSError as error:
        raise Refusal(Trouble.FILE_UNREADABLE) from error
    try:
        return read_year(path.name, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refusal(Trouble.FILE_UNREADABLE) from error
    except CalendarError as error:
        raise Refusal(Trouble.CALENDAR_UNFIT, place=error.field, problem=error.reason) from error
