"""The sheet that brings in officers from a list: a file, its rows, what is wrong in them."""

from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop.domain.errors import Refusal
from desktop.domain.officers import Clerk
from desktop.domain.tables import Table
from desktop.services import officer_lists
from desktop.services.officer_lists import HEADINGS, LIST_LIMITS, OPTIONAL, ListedOfficer
from desktop.services.table_files import Encoding, read_file
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice
from desktop.views.parts import button, column, label, restyle, row
from desktop.views.sheet import Sheet
from desktop.views.tables import Column, Rows, table


class OfficerListSheet(Sheet):
    """Shows a list row by row; only one without mistakes can be brought in."""

    def __init__(self, over: QWidget, desk: Desk) -> None:
        self._desk = desk
        self._file: Path | None = None
        self._rows: tuple[ListedOfficer, ...] = ()
        self._model = Rows(_columns())
        self._pick = button(_("Choose a file"), icon="upload", name="list.choose")
        self._named = label(_("no file yet"), tone="second", name="list.file")
        self._encoding = Choice(_encodings(), "list.encoding")
        self._encoding.setAccessibleName(_("Encoding of a CSV file"))
        self._said = label("", wrap=True, name="list.said")
        super().__init__(
            over,
            _("Import officers from a list"),
            _intro(),
            [("", _("Cancel"), ""), ("go", _("Import"), "filled")],
            body=self._body(),
            width=920,
        )
        go = self.findChild(QPushButton, "sheet.go")
        assert go is not None  # noqa: S101 - tells the type checker
        self._go = go
        self._pick.clicked.connect(self._choose)
        self._encoding.currentIndexChanged.connect(self._read)
        self._pick.setFocus(Qt.FocusReason.TabFocusReason)
        self._show(())

    def _body(self) -> QWidget:
        made = QWidget()
        view = table(self._model, _columns(), "list.table", dense=True)
        view.setAccessibleName(_("Rows of the list"))
        view.setMinimumHeight(300)
        top = row(self._pick, self._named, None, label(_("CSV encoding")), self._encoding)
        column(top, view, self._said, spacing=12, parent=made)
        return made

    def choose_file(self) -> str:
        """Ask for the list; an empty answer leaves everything as it was."""
        kinds = _("Lists (*.csv *.xlsx)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Choose a file"), "", kinds)
        return chosen

    def _choose(self) -> None:
        if path := self.choose_file():
            self._file = Path(path)
            self._named.setText(self._file.name)
            self._read()

    def _read(self) -> None:
        if self._file is None:
            return
        self._show(())
        encoding = Encoding(str(self._encoding.value))
        work = partial(_opened, self._file, encoding)
        self._desk.jobs.slow(work, self._look, refused=self._refused)

    def _look(self, found: Table) -> None:
        self._desk.ask(officer_lists.look_through, self._desk.clerk, found, done=self._show)

    def _show(self, rows: tuple[ListedOfficer, ...]) -> None:
        self._rows = rows
        self._model.show_rows(sorted(rows, key=_sound))
        wrong = sum(1 for each in rows if each.faults)
        if wrong:
            said = _("{wrong} of {count} rows have mistakes. Mend the list and choose it again.")
            self._tell(said.format(wrong=wrong, count=len(rows)), "bad")
        else:
            said = _("{count} accounts will be made; each officer changes the first password.")
            self._tell(said.format(count=len(rows)) if rows else "")
        self._go.setEnabled(bool(rows) and not wrong)

    def _refused(self, error: Refusal) -> None:
        self._show(())
        self._tell(words.refusal(error), "bad")

    def _tell(self, text: str, tone: str = "") -> None:
        self._said.setText(text)
        restyle(self._said, tone=tone)

    def answer(self, key: str) -> None:
        """Import before closing; a list that is refused stays on the screen."""
        if key != "go":
            super().answer(key)
            return
        self._go.setEnabled(False)
        self._tell(_("Making {count} accounts; this takes a while.").format(count=len(self._rows)))
        act = officer_lists.bring_in
        self._desk.act(
            act, self._rows, done=self._made, changes=("officer",), refused=self._refused
        )

    def _made(self, made: tuple[Clerk, ...]) -> None:
        said = _("{count} accounts are made.").format(count=len(made))
        self._desk.bar.tell(said, Tone.GOOD)
        super().answer("go")


def _opened(file: Path, encoding: Encoding) -> Table:
    """The table in a file, if it has the columns of such a list."""
    found = read_file(file, encoding, LIST_LIMITS)
    officer_lists.columns_of(found)
    return found


def _intro() -> str:
    wanted = "、".join(known[0] for part, known in HEADINGS.items() if part not in OPTIONAL)
    more = "、".join(HEADINGS[part][0] for part in OPTIONAL)
    said = _("The first row names the columns: {names}; {more} may be added. Nothing is stored "
             "before Import.")  # fmt: skip
    return said.format(names=wanted, more=more)


def _encodings() -> list[tuple[object, str]]:
    return [
        (Encoding.UTF_8, "UTF-8"),
        (Encoding.GB18030, _("GB 18030 (saved by Excel)")),
    ]


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Row"), _row, 50),
        Column(_("Number"), _number, 110),
        Column(_("Name"), _name, 90),
        Column(_("Role"), _role, 100),
        Column(_("Section"), lambda listed: listed.section or _("window"), 150),
        Column(_("What is wrong"), _wrong, tone=_tone),
    )


def _row(listed: ListedOfficer) -> str:
    return str(listed.row)


def _number(listed: ListedOfficer) -> str:
    return listed.number


def _name(listed: ListedOfficer) -> str:
    return listed.name


def _role(listed: ListedOfficer) -> str:
    return listed.role if listed.new is None else words.roles()[listed.new.role]


def _wrong(listed: ListedOfficer) -> str:
    said = _("{column}: {sentence}")
    return "　".join(
        said.format(column=f.column, sentence=words.sentence(f.trouble, f.values)) if f.column
        else words.sentence(f.trouble, f.values)
        for f in listed.faults
    )  # fmt: skip


def _sound(listed: ListedOfficer) -> bool:
    """Rows at fault come first, the others in the order of the list."""
    return not listed.faults


def _tone(listed: ListedOfficer) -> str:
    return "bad" if listed.faults else ""
