"""A day to be chosen: back, the day itself, on, today."""

from datetime import date, timedelta
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QWidget

from desktop.views.case_forms import day_edit, day_of
from desktop.views.parts import button, row


class DayStep(QWidget):
    """Steps from day to day; `changed` names the day that is shown now."""

    changed = Signal(object)

    def __init__(self, today: date, name: str) -> None:
        super().__init__()
        self._today = today
        self._edit = day_edit(today, name)
        self._edit.setAccessibleName(_("Day"))
        self._edit.dateChanged.connect(self._tell)
        back = button(
            "", kind="quiet", icon="chevron-left", name=f"{name}.back", tip=_("Day before")
        )
        on = button("", kind="quiet", icon="chevron-right", name=f"{name}.on", tip=_("Next day"))
        back.setAccessibleName(_("Day before"))
        on.setAccessibleName(_("Next day"))
        back.clicked.connect(partial(self._step, -1))
        on.clicked.connect(partial(self._step, 1))
        now = button(_("Today"), kind="small", name=f"{name}.today")
        now.clicked.connect(self._to_today)
        row(back, self._edit, on, now, spacing=4, parent=self)

    def _arrow(self, way: str, name: str, tip: str, days: int) -> QWidget:
        made = button("", kind="quiet", icon=f"chevron-{way}", name=name, tip=tip)
        made.setAccessibleName(tip)
        made.clicked.connect(partial(self._step, days))
        return made

    @property
    def day(self) -> date:
        """The day that is shown."""
        return day_of(self._edit)

    def _step(self, days: int, _checked: bool = False) -> None:
        self._edit.setDate(_qt(self.day + timedelta(days=days)))

    def _to_today(self) -> None:
        self._edit.setDate(_qt(self._today))

    def _tell(self, _day: object) -> None:
        self.changed.emit(self.day)


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
