"""Cases whose five days run (art. 32 (4)): who has to be told what is missing, and until when."""

from datetime import timedelta
from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services import supplements
from desktop.services.supplements import GuardRow
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.parts import Empty, card, column, label
from desktop.views.tables import Column, Rows, chosen, table


class Guards(QWidget):
    """The list; `marked` names the case to be shown, where it is asked for or accepted."""

    marked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        columns = (
            Column(_("Tell until"), self._until, 190, self._tone),
            Column(_("Applicant"), lambda r: r.name, 150, strong=True),
            Column(_("Phone"), lambda r: r.phone, 116),
            Column(_("Items"), lambda r: "、".join(r.items)),
            Column(_("Received"), lambda r: words.moment(r.received_at)[:10], 104),
            Column(_("Officer"), lambda r: r.officer, 76),
        )
        self._rows = Rows(columns)
        self._rows.wanted.connect(self._more)
        self._table = table(self._rows, columns, "guards.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        advice = _("Cases whose materials were received stand here until they are accepted, or "
                   "until what is missing is told.")  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(Empty("hourglass", _("Nobody waits to be told"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        text = _("Tell everything that is missing at once; who hears nothing in five working days "
                 "counts as accepted.")  # fmt: skip
        places = column(label(text, tone="second", wrap=True), box, spacing=12, parent=self)
        places.setStretch(1, 1)
        desk.jobs.changed.connect(self._changed)

    def _until(self, line: GuardRow) -> str:
        day, today = words.day(line.until), self._desk.now().date()
        if line.until < today:
            return _("■ {day} counts as accepted").format(day=day)
        near = {today: _("today"), today + timedelta(days=1): _("tomorrow")}.get(line.until)
        return f"▲ {day} {near}" if near else f"○ {day}"

    def _tone(self, line: GuardRow) -> str:
        left = line.until - self._desk.now().date()
        return "bad" if left.days < 0 else "warn" if left.days <= 1 else ""

    def arrive(self) -> None:
        """Load the first page."""
        self._desk.ask(supplements.guards, self._desk.clerk, done=self._show)

    def _more(self) -> None:
        last = self._rows.rows[-1]
        after = (last.until, last.case)
        self._desk.ask(supplements.guards, self._desk.clerk, after, done=self._rows.add_rows)

    def _changed(self, nouns: frozenset[str]) -> None:
        if "cases" in nouns and self.isVisible():
            self.arrive()

    def _show(self, rows: tuple[GuardRow, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self._table) if now.isValid() else None
        if isinstance(found, GuardRow):
            self.marked.emit(found.case)
