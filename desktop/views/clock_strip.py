"""The strip of a limit: every day that counts, is skipped, made up or stopped, with why."""

from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.domain.clocks import ClockDay
from desktop.domain.workdays import DayKind, State, Unit
from desktop.services.clocks import Strip
from desktop.views import case_words, words
from desktop.views.parts import chip, column, label, row, scrolled
from desktop.views.sheet import Sheet

SHAPES = {State.NORMAL: "●", State.WARN: "▲", State.OVERDUE: "■"}
TONES = {State.NORMAL: "good", State.WARN: "warn", State.OVERDUE: "bad"}


def stands(strip: Strip) -> tuple[str, str]:
    """How a limit stands in shape and words, and its tone."""
    reading = strip.reading
    if reading.stopped is not None:
        return _("◆ stopped: {what}").format(
            what=case_words.pause_kinds()[reading.stopped.kind]
        ), "warn"
    said = {
        State.NORMAL: _("in time"),
        State.WARN: _("nearly due"),
        State.OVERDUE: _("overdue"),
    }[reading.state]
    return f"{SHAPES[reading.state]} {said}", TONES[reading.state]


class StripSheet(Sheet):
    """The days of one limit; `print_asked` wants them on paper for the applicant."""

    print_asked = Signal()

    def __init__(self, over: QWidget, title: str, strip: Strip, *, printable: bool = True) -> None:
        reading = strip.reading
        said, tone = stands(strip)
        due = words.day(reading.due)
        if reading.due_time is not None:
            due = f"{due} {reading.due_time:%H:%M}"
        units = case_words.units()[strip.clock.unit]
        used = _("{used} of {total} {units} used").format(
            used=reading.used, total=reading.total, units=units
        )
        head = row(chip(said, tone), label(used), None, label(_("Due {day}").format(day=due)))
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(3, 1)
        for place, day in enumerate(strip.days):
            for at, made in enumerate(_cells(day, strip.clock.unit)):
                grid.addWidget(made, place, at, Qt.AlignmentFlag.AlignLeft)
        area = scrolled(inner, "strip.days")
        area.setFixedHeight(max(160, min(420, over.height() - 320)))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = QWidget()
        column(head, area, spacing=12, parent=body)
        buttons = [("", _("Close"), "quiet" if printable else "filled")]
        if printable:
            buttons.append(("print", _("Print for the applicant"), "filled"))
        super().__init__(over, title, "", buttons, body=body, width=560)
        self.answered.connect(self._answered)

    def _answered(self, key: str) -> None:
        if key == "print":
            self.print_asked.emit()


def _cells(day: ClockDay, unit: Unit) -> list[QWidget]:
    """One day: its date and weekday, what it is, its number, why it does not count."""
    counts = day.number is not None
    number = "" if day.number is None else str(day.number)
    if day.number is not None and unit is Unit.WORKING_HOUR:
        number = f"{day.number / 60:g}"
    kind = _("stopped") if day.pause else case_words.day_kinds()[day.kind]
    shape = "◆" if day.pause else "●" if counts else "○"
    why = ""
    if day.pause is not None:
        named = case_words.pause_kinds()[day.pause.kind]
        why = f"{named} {day.pause.reason}".strip()
    elif day.kind in (DayKind.WEEKEND, DayKind.HOLIDAY) and not counts:
        why = _("does not count")
    tone = "" if counts else "second"
    weekday = case_words.weekdays()[day.day.weekday()]
    return [
        label(f"{shape} {words.day(day.day)} {weekday}", tone=tone),
        label(kind, tone=tone),
        label(number, strong=True),
        label(why, tone="second", wrap=True),
    ]
