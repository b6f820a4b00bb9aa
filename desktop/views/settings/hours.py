"""The hours in which limits counted in hours run."""

import re
from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.clocks import Hours, hours_line
from desktop.domain.errors import Refusal
from desktop.services import holidays
from desktop.services.clocks import office_hours
from desktop.services.holidays import DueChange
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field, Line
from desktop.views.parts import button, card, column, label, row
from desktop.views.settings.calendar.page import show_dues


class HoursForm(QWidget):
    """One line of stretches; when it is stored, the due times that changed are listed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._line = Line(example="08:30-12:00；13:30-17:00", limit=120)
        hint = _("separated by semicolons; empty means the usual hours")
        self._field = Field(_("From when to when"), self._line, hint=hint, name="hours.line")
        self._save = button(_("Save"), icon="save", name="hours.save")
        self._save.clicked.connect(self._ask)
        self._line.returnPressed.connect(self._ask)
        text = _("Limits in working hours only run in these hours on working days. What is printed "
                 "as office hours stands above. Running cases are computed anew, and the due times "
                 "that change are listed.")  # fmt: skip
        box = card()
        column(
            label(_("Hours for limits"), size="emphasis"),
            label(text, tone="second", wrap=True),
            self._field, row(None, self._save), margins=24, spacing=8, parent=box,
        )  # fmt: skip
        column(box, parent=self)
        desk.ask(office_hours, done=self._show)

    def _show(self, hours: Hours) -> None:
        self._line.setText("；".join(map(hours_line, hours)))

    def _ask(self) -> None:
        self._field.complain("")
        self._save.setEnabled(False)
        lines = [part.strip() for part in re.split("[;；,，、]", self._line.text())]
        self._desk.act(
            holidays.change_hours, [line for line in lines if line],
            done=self._kept, changes=("cases", "station"), refused=self._refused,
        ).broken.connect(self._failed)  # fmt: skip

    def _kept(self, rows: tuple[DueChange, ...]) -> None:
        self._save.setEnabled(True)
        self._desk.ask(office_hours, done=self._show)
        show_dues(self, self._desk, rows)

    def _refused(self, error: Refusal) -> None:
        self._save.setEnabled(True)
        self._field.complain(words.refusal(error))
        self._line.setFocus(Qt.FocusReason.TabFocusReason)

    def _failed(self, error: object) -> None:
        self._save.setEnabled(True)
        self._desk.bar.tell(words.unexpected(error), Tone.BAD)
