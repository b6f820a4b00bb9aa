"""A carrier's file: how its columns are read, what taking it in would do, then the act itself."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.deliveries import Source
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tables import Table
from desktop.services import statuses
from desktop.services.kuaidi import CHINA
from desktop.services.status_files import (
    NEEDED,
    STATUS_LIMITS,
    Part,
    StatusRow,
    headings_key,
    read_statuses,
    read_tracking_json,
)
from desktop.services.statuses import Came, Summary
from desktop.services.table_files import Encoding, read_table
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice, Field
from desktop.views.parts import column, label, scrolled
from desktop.views.sheet import Sheet, ground

SHOWN = 50
"""Rows at fault that are shown; the others are counted."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read: a table with columns to be settled, or a carrier's answers."""

    name: str
    sha256: str
    table: Table | None
    rows: tuple[StatusRow, ...]


def read(file: Path) -> Read:
    """Read a file from disk, never more than is allowed."""
    try:
        if file.stat().st_size > STATUS_LIMITS.size:
            raise Refusal(Trouble.TABLE_TOO_LARGE, most=STATUS_LIMITS.size // 1_000_000)
        data = file.read_bytes()
    except OSError as error:
        raise Refusal(Trouble.FILE_UNREADABLE) from error
    sha256 = hashlib.sha256(data).hexdigest()
    if file.suffix.lower() == ".json":
        rows = statuses.of_events(read_tracking_json(data, CHINA))
        return Read(file.name, sha256, None, rows)
    return Read(file.name, sha256, _table(file.name, data), ())


def _table(name: str, data: bytes) -> Table:
    try:
        return read_table(name, data, Encoding.UTF_8, STATUS_LIMITS)
    except Refusal as error:
        if error.trouble is not Trouble.TABLE_ENCODING:
            raise
    return read_table(name, data, Encoding.GB18030, STATUS_LIMITS)


def parts() -> dict[Part, str]:
    """What a column may say."""
    return {
        Part.WAYBILL: _("Waybill number"),
        Part.TIME: _("Time"),
        Part.STATUS: _("State"),
        Part.WORDS: _("Words"),
        Part.PLACE: _("Place"),
    }


class ImportFile(QWidget):
    """Takes a file in step by step; nothing is stored before somebody saw what would be."""

    def __init__(self, over: QWidget, desk: Desk) -> None:
        super().__init__(over)
        self.hide()
        self._desk = desk
        self._file: Read | None = None
        self._rows: Sequence[StatusRow] = ()
        self._choices: dict[Part, Choice] = {}
        self._columns: Mapping[Part, str] = {}

    def choose(self) -> str:
        """Ask for a file."""
        kinds = _("Statuses (*.csv *.xlsx *.json)")
        return QFileDialog.getOpenFileName(self, _("Statuses from the carrier"), "", kinds)[0]

    def begin(self) -> None:
        """Ask for a file and read it, away from the window's thread."""
        if path := self.choose():
            self._desk.jobs.slow(partial(read, Path(path)), self._was_read, self._refused)

    def _refused(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)

    def _was_read(self, found: Read) -> None:
        self._file = found
        if found.table is None:
            self._preview(lambda: found.rows)
        else:
            self._desk.ask(
                statuses.remembered, self._desk.clerk, found.table, done=self._ask_columns
            )

    def _ask_columns(self, columns: Mapping[Part, str]) -> None:
        if self._file is None or self._file.table is None:
            return
        body, fields = QWidget(), []
        for part, title in parts().items():
            none = [] if part in NEEDED else [("", _("none"))]
            choice = Choice([*none, *((name, name) for name in self._file.table.columns)])
            choice.choose(columns.get(part, ""))
            self._choices[part] = choice
            fields.append(Field(title, choice, name=f"import.{part}"))
        column(*fields, spacing=4, parent=body)
        text = _("How are the columns of {file} to be read? It is remembered.")
        sheet = Sheet(
            ground(self), _("Columns"), text.format(file=self._file.name),
            [("", _("Cancel"), "quiet"), ("go", _("Look through it"), "filled")], body=body,
        )  # fmt: skip
        sheet.answered.connect(self._mapped)

    def _mapped(self, answer: str) -> None:
        if not answer or self._file is None or self._file.table is None:
            return
        chosen = {part: str(choice.value) for part, choice in self._choices.items()}
        self._columns = {part: name for part, name in chosen.items() if name}
        prefixes, now = self._desk.settings.waybill_prefixes, self._desk.now()
        table, columns = self._file.table, self._columns
        self._preview(lambda: _read_rows(table, columns, prefixes, now))

    def _preview(self, rows: Callable[[], Sequence[StatusRow]]) -> None:
        self._desk.jobs.slow(rows, self._ready, self._refused)

    def _ready(self, rows: Sequence[StatusRow]) -> None:
        self._rows = rows
        self._desk.study(
            statuses.preview, self._desk.clerk, rows, done=self._show, refused=self._refused
        )

    def _show(self, summary: Summary) -> None:
        text = _("{rows} rows: {new} new, {unchanged} known already, {refused} cannot be taken.")
        said = text.format(
            rows=summary.rows, new=summary.new, unchanged=summary.unchanged,
            refused=len(summary.refused),
        )  # fmt: skip
        sheet = Sheet(
            ground(self), _("What the file says"), said,
            [("", _("Cancel"), "quiet"), ("go", _("Take it in"), "filled")],
            body=self._faults(summary), width=640,
        )  # fmt: skip
        sheet.answered.connect(self._store)

    def _faults(self, summary: Summary) -> QWidget:
        inner = QWidget()
        line = _("Row {row}, {column}: {why}")
        lines = [
            line.format(row=f.row, column=f.column, why=words.sentence(f.trouble, f.values))
            for f in summary.refused[:SHOWN]
        ]
        column(*(label(each, size="small", wrap=True) for each in lines), None, parent=inner)
        area = scrolled(inner, name="import.faults")
        area.setFixedHeight(min(240, 28 * len(lines)))
        return area

    def _store(self, answer: str) -> None:
        if not answer or self._file is None:
            return
        table = self._file.table
        key = "" if table is None else headings_key(table)
        came = Came(Source.FILE, self._file.name, self._file.sha256, key, self._columns)
        self._desk.act(
            statuses.apply, self._rows, came, done=self._stored,
            changes=("deliveries", "cases"), refused=self._refused,
        )  # fmt: skip

    def _stored(self, summary: Summary) -> None:
        text = _("{new} new statuses taken in, {moved} deliveries moved on.")
        self._desk.bar.tell(text.format(new=summary.new, moved=summary.moved), Tone.GOOD)


def _read_rows(
    table: Table, columns: Mapping[Part, str], prefixes: Sequence[str], now: datetime
) -> Sequence[StatusRow]:
    return read_statuses(table, columns, prefixes, CHINA, now)
