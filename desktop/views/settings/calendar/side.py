"""Beside the months: which year, the marked day, where the days come from, what differs."""

from collections.abc import Sequence
from datetime import date
from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.domain.holidays import DayChange, kinds_of
from desktop.domain.workdays import CalendarError, CalendarYear, DayKind
from desktop.views import case_words, fault_words
from desktop.views.fields import Field, Line, Note
from desktop.views.parts import (
    button,
    card,
    chip,
    column,
    hint,
    label,
    restyle,
    row,
    rule,
    scrolled,
)
from desktop.views.settings.calendar.grid import MARKS

WIDE = 316


class Side(QWidget):
    """The year and its day in words and fields."""

    stepped = Signal(int)
    named = Signal(str)
    sourced = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDE)
        self._year = label("", size="figure", name="calendar.year")
        self._state = chip("")
        self._state.setObjectName("calendar.state")
        self._back = button("", kind="quiet", icon="chevron-left", name="calendar.back")
        self._on = button("", kind="quiet", icon="chevron-right", name="calendar.on")
        self.bring_in = button(_("Import"), icon="upload", name="calendar.import")
        self._day = label("", size="emphasis", wrap=True, name="calendar.day")
        self.turn = button("", kind="small", name="calendar.turn")
        self._name = Line(limit=20)
        self._name_field = Field(_("Holiday it belongs to"), self._name, name="calendar.name")
        self._source = Note(height=70)
        self._source_field = Field(
            _("Announcement the days come from"), self._source, name="calendar.source"
        )
        self._said = label("", size="small", wrap=True, name="calendar.said")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.undo = button(_("Undo all"), icon="undo-2", name="calendar.undo")
        self.save = button(_("Save"), kind="filled", key="Ctrl+Return", name="calendar.save")
        self._changes = QWidget()
        self._lines = column(spacing=2, parent=self._changes)
        self._listen()
        self._lay_out()

    def _listen(self) -> None:
        for each, tip in ((self._back, _("Year before")), (self._on, _("Next year"))):
            hint(each, tip)
            each.setAccessibleName(tip)
        self._back.clicked.connect(self._step_back)
        self._on.clicked.connect(self._step_on)
        self._name.textEdited.connect(self.named)
        self._source.textChanged.connect(self._sourced)

    def _step_back(self) -> None:
        self.stepped.emit(-1)

    def _step_on(self) -> None:
        self.stepped.emit(1)

    def _sourced(self) -> None:
        if self._source.hasFocus():
            self.sourced.emit(self._source.toPlainText())

    def _lay_out(self) -> None:
        top = row(self._back, self._year, self._on, None, self._state, spacing=4)
        inner = QWidget()
        column(
            self._day, self.turn, self._name_field, self._source_field, rule(), self._said,
            self._changes, None, margins=(0, 0, 8, 0), spacing=8, parent=inner,
        )  # fmt: skip
        legend = label(_("休 day off · 班 made-up day · underlined: not stored yet"), size="hint")
        box = card()
        places = column(
            top, scrolled(inner, "calendar.side"), self._bar, legend,
            row(self.bring_in, self.undo, None, self.save),
            margins=16, spacing=8, parent=box,
        )  # fmt: skip
        places.setStretch(1, 1)
        column(box, parent=self)

    def show_year(
        self,
        year: CalendarYear,
        announced: bool,
        changes: Sequence[DayChange],
        fault: CalendarError | None,
    ) -> None:
        """Show a year: whether it is announced, what differs, what is wrong with the changes."""
        self._year.setText(str(year.year))
        self._state.setText(_("● announced") if announced else _("▲ provisional"))
        restyle(self._state, chip="good" if announced else "warn")
        if self._source.toPlainText() != year.source:
            self._source.setPlainText(year.source)
        self._complain(fault)
        said = _("{count} days differ from what is stored.").format(count=len(changes))
        none = _("Nothing is announced yet: due days follow the plain week and are provisional.")
        quiet = "" if announced else none
        self._said.setText(said if changes else quiet)
        self._list(changes)

    def _complain(self, fault: CalendarError | None) -> None:
        self._name_field.complain("")
        self._source_field.complain("")
        if fault is None:
            return
        if fault.field == "source":
            self._source_field.complain(fault_words.problem(fault.reason))
        else:
            said = f"{fault.field}：{fault_words.problem(fault.reason)}"
            self._name_field.complain(said)

    def _list(self, changes: Sequence[DayChange]) -> None:
        while self._lines.count():
            gone = self._lines.takeAt(0).widget()
            gone.hide()
            gone.deleteLater()
        for change in changes:
            self._lines.addWidget(label(_line(change), size="small", wrap=True))

    def may_save(self, changed: bool, sound: bool) -> None:
        """Whether there is something to undo, and nothing wrong with it that keeps it out."""
        self.undo.setEnabled(changed)
        self.save.setEnabled(changed and sound)

    def show_day(self, day: date, kind: DayKind, name: str, elsewhere: str) -> None:
        """Show the marked day; one that the next year's announcement names is only read here."""
        week = case_words.weekdays()[day.weekday()]
        self._day.setText(f"{day} {week} · {_kind(kind)}")
        if self._name.text() != (elsewhere or name):
            self._name.setText(elsewhere or name)
        self._name.setEnabled(kind in MARKS and not elsewhere)
        kinds = kinds_of(day)
        if elsewhere:
            self.turn.setText(_("Named by the announcement of {year}").format(year=day.year + 1))
        else:
            following = kinds[(kinds.index(kind) + 1) % len(kinds)]
            self.turn.setText(_("Make it: {kind}  (Space)").format(kind=_kind(following)))
        self.turn.setEnabled(not elsewhere)

    def wait(self, busy: bool) -> None:
        """While due days are computed nothing is pressed twice."""
        self.save.setEnabled(not busy)
        self._bar.setVisible(busy)
        self._bar.setRange(0, 0)

    def tell_progress(self, done: int, total: int) -> None:
        """Say how far the cases are."""
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        said = _("Case {done} of {total} …").format(done=done, total=total)
        self._said.setText(said)


def _kind(kind: DayKind) -> str:
    word = case_words.day_kinds()[kind]
    return f"{MARKS[kind]} {word}" if kind in MARKS else word


def _line(change: DayChange) -> str:
    week = case_words.weekdays()[change.day.weekday()]
    before = f"{_kind(change.before)} {change.name_before}".strip()
    after = f"{_kind(change.after)} {change.name_after}".strip()
    return f"{change.day} {week}　{before} → {after}"
