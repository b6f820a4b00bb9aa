"""Retention: how long each kind is kept, what is past its time, and erasing it."""

from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Refusal
from desktop.services import retention
from desktop.services.officers import Second
from desktop.services.retention import LEAST, Due, Kind
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field, Line
from desktop.views.parts import button, card, column, label, row
from desktop.views.safety_words import kinds
from desktop.views.second import SecondSheet
from desktop.views.sheet import ground
from desktop.views.tables import Column, Rows, table


class RetentionPage(QWidget):
    """Days per kind on top, the report of what is due below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sheet: SecondSheet | None = None
        self._lines = {kind: Line(limit=5) for kind in Kind}
        least = _("days; at least {least}")
        self._fields = {
            kind: Field(
                kinds()[kind], line, hint=least.format(least=LEAST[kind]), name=f"keep.{kind}"
            )
            for kind, line in self._lines.items()
        }
        for line in self._lines.values():
            line.setValidator(QIntValidator(0, 99999, line))
            line.returnPressed.connect(self._keep)
        self._save = button(_("Save"), name="keep.save")
        self._save.clicked.connect(self._keep)
        columns = (
            Column(_("Kind"), lambda d: kinds()[d.kind], strong=True),
            Column(_("Kept for"), lambda d: _("{days} days").format(days=d.days), 120),
            Column(
                _("Records due"), lambda d: str(d.count), 100, lambda d: "warn" if d.count else ""
            ),
            Column(_("Oldest"), lambda d: "—" if d.oldest is None else words.moment(d.oldest), 170),
        )
        self._rows = Rows(columns)
        self._table = table(self._rows, columns, "keep.table", dense=desk.settings.dense)
        self._erase = button(
            _("Erase what is due"), kind="danger", icon="trash-2", name="keep.erase"
        )
        self._erase.clicked.connect(self._ask_second)
        self._lay_out()

    def _lay_out(self) -> None:
        top, low = card(), card()
        column(
            label(_("How long records are kept"), size="emphasis"),
            label(
                _("To be confirmed by the station. Numbers, states, times and hashes stay for "
                  "good, the audit as well; what tells of a person goes."),
                tone="second", wrap=True,
            ),
            row(*self._fields.values(), spacing=16), row(None, self._save),
            margins=20, spacing=8, parent=top,
        )  # fmt: skip
        self._table.setFixedHeight(224)
        column(
            row(label(_("Past its time"), size="emphasis"), None, self._erase), self._table,
            margins=20, spacing=8, parent=low,
        )  # fmt: skip
        column(top, low, None, spacing=16, parent=self)

    def arrive(self) -> None:
        """Look what is due."""
        self._desk.ask(retention.report, self._desk.clerk, self._desk.now(), done=self._show)

    def _show(self, rows: tuple[Due, ...]) -> None:
        self._rows.show_rows(rows)
        for due in rows:
            self._lines[due.kind].setText(str(due.days))
        self._erase.setEnabled(any(due.count for due in rows))

    def _keep(self) -> None:
        for field in self._fields.values():
            field.complain("")
        days = {kind: int(line.text() or 0) for kind, line in self._lines.items()}
        self._desk.act(retention.keep_for, days, done=self._kept, refused=self._refused)

    def _kept(self, _answer: object) -> None:
        self._desk.bar.tell(_("From now on records are kept for so long."), Tone.GOOD)
        self.arrive()

    def _refused(self, error: Refusal) -> None:
        kind = next((each for each in Kind if each == error.field), None)
        if kind is None:
            self._desk.bar.tell(words.refusal(error), Tone.BAD)
            return
        self._fields[kind].complain(words.refusal(error))
        self._lines[kind].setFocus(Qt.FocusReason.TabFocusReason)

    def _ask_second(self) -> None:
        count = sum(due.count for due in self._rows.rows)
        self._sheet = SecondSheet(
            ground(self),
            _("Erase {count} records").format(count=count),
            _("What tells of a person goes for good, here; older backups still hold it until "
              "they are thinned out. A second person answers for it, too."),
            _("Erase"),
        )  # fmt: skip
        self._sheet.given.connect(self._purge)

    def _purge(self, second: Second, _reason: str) -> None:
        if self._sheet is not None:
            self._desk.act(
                retention.purge, second, done=self._erased, refused=self._sheet.refuse,
                changes=("slips", "cases"),
            ).broken.connect(self._sheet.failed)  # fmt: skip

    def _erased(self, rows: tuple[Due, ...]) -> None:
        if self._sheet is not None:
            self._sheet.finish()
        count = sum(due.count for due in rows)
        self._desk.bar.tell(_("{count} records are erased.").format(count=count), Tone.GOOD)
        self.arrive()


def _due_tone(due: Due) -> str:
    return "warn" if due.count else ""
