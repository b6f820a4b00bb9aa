"""The due days that changed: shown, printed and saved by case number, without anybody's name."""

from collections.abc import Sequence
from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.holidays import DueChange
from desktop.services.spreadsheets import as_csv, as_xlsx
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.parts import column
from desktop.views.printing import PrintSheet, write_file
from desktop.views.sheet import Sheet, ground
from desktop.views.tables import Column, Rows, table


class DuesSheet(Sheet):
    """What a change of the calendar or of the hours did to running cases."""

    def __init__(self, over: QWidget, desk: Desk, rows: Sequence[DueChange]) -> None:
        self._desk, self._over, self._rows = desk, over, tuple(rows)
        model = Rows(_columns())
        model.show_rows(self._rows)
        view = table(model, _columns(), "dues.table", dense=True)
        view.setAccessibleName(_("Due days that changed"))
        view.setMinimumHeight(min(360, 80 + 32 * len(self._rows)))
        view.selectRow(0)
        model.setParent(view)
        body = QWidget()
        column(view, parent=body)
        body.setFocusProxy(view)
        super().__init__(
            over,
            _("{count} due days changed").format(count=len(self._rows)),
            _("Tell the applicants whose day is an earlier one. What is printed or saved carries "
              "case numbers and no names."),
            [("save", _("Save as XLSX or CSV"), ""), ("print", _("Print"), ""),
             ("", _("Close"), "filled")],
            body=body,
            width=860,
        )  # fmt: skip

    def answer(self, key: str) -> None:
        """Print or save and stay; the others close."""
        if key == "save":
            self._save()
        elif key == "print":
            work = partial(_printed, _("Due days that changed"), self._rows)
            self._desk.jobs.slow(work, self._printable)
        else:
            super().answer(key)

    def choose_file(self) -> str:
        """Ask where to save; an empty answer saves nothing."""
        kinds = "XLSX (*.xlsx);;CSV (*.csv)"
        name = f"{self._desk.now():%Y%m%d}.xlsx"
        found, _kind = QFileDialog.getSaveFileName(self, _("Save as XLSX or CSV"), name, kinds)
        return found

    def _save(self) -> None:
        if path := self.choose_file():
            self._desk.jobs.slow(partial(_saved, Path(path), self._rows), self._written)

    def _written(self, path: object) -> None:
        self._desk.bar.tell(_("Saved: {path}").format(path=path), Tone.GOOD)

    def _printable(self, pdf: bytes) -> None:
        PrintSheet(ground(self), self._desk, "list", _("Due days that changed"), "dues", pdf)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Case number"), lambda r: r.number, 200),
        Column(_("Person"), lambda r: r.name, 110),
        Column(_("Office"), lambda r: r.office or "—"),
        Column(_("Before"), _before, 130),
        Column(_("Now"), _after, 130, strong=True),
        Column(_("Provisional"), _provisional, 80),
    )


def _before(row: DueChange) -> str:
    return f"{words.day(row.before)} {row.time_before}".strip()


def _after(row: DueChange) -> str:
    return f"{words.day(row.after)} {row.time_after}".strip()


def _provisional(row: DueChange) -> str:
    return _("yes") if row.provisional else "—"


def _heads() -> tuple[str, ...]:
    return _("Case number"), _("Office"), _("Before"), _("Now"), _("Provisional")


def _line(row: DueChange) -> tuple[str, ...]:
    return row.number, row.office, _before(row), _after(row), _provisional(row)


def _saved(path: Path, rows: Sequence[DueChange]) -> Path:
    suffix = ".csv" if path.suffix.lower() == ".csv" else ".xlsx"
    write = as_csv if suffix == ".csv" else as_xlsx
    return write_file(path, write(_heads(), map(_line, rows)), suffix)


def _printed(title: str, rows: Sequence[DueChange]) -> bytes:
    from desktop.printing.listing import render_list

    return render_list(title, _heads(), [_line(row) for row in rows]).pdf
