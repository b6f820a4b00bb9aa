"""The editions of the catalogue, the draft with all that differs, and what may be done with it."""

from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QTabBar, QWidget

from desktop.domain.catalogue_changes import Files
from desktop.domain.catalogue_sheets import SheetFault
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tables import LIMITS
from desktop.services import catalogue_upkeep
from desktop.services.catalogue_upkeep import DraftState, EditionRow, Upkeep
from desktop.services.officers import Second
from desktop.views import fault_words, words
from desktop.views.case_forms import day_edit, day_of
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field
from desktop.views.parts import Empty, button, card, column, label, restyle, row
from desktop.views.printing import write_file
from desktop.views.second import SecondSheet
from desktop.views.settings.catalogue import said
from desktop.views.settings.catalogue.sheet_faults import SheetFaults
from desktop.views.settings.catalogue.trial import TrialSheet
from desktop.views.sheet import Sheet, ground
from desktop.views.tables import Column, Rows, table


class Overview(QWidget):
    """The draft above, below a tab each: what differs, what is wrong, the editions."""

    edit_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._state: Upkeep | None = None
        self._ask: SecondSheet | None = None
        self._head = label("", size="emphasis", name="upkeep.head")
        self._said = label("", tone="second", wrap=True, name="upkeep.said")
        self._begin = button(_("Write a draft"), kind="filled", icon="pen-line",
                             name="upkeep.begin")  # fmt: skip
        self._begin.clicked.connect(self._begin_draft)
        self._edit = button(_("Edit items"), icon="pen-line", name="upkeep.edit")
        self._edit.clicked.connect(self._ask_edit)
        self._out = button(_("Workbook out"), icon="download", name="upkeep.out")
        self._out.clicked.connect(self._bring_out)
        self._in = button(_("Workbook in"), icon="upload", name="upkeep.in")
        self._in.clicked.connect(self._bring_in)
        self._try = button(_("Try on past cases"), icon="history", name="upkeep.try")
        self._try.clicked.connect(self._ask_trial)
        self._drop = button(_("Throw away"), kind="quiet", icon="trash-2", name="upkeep.drop")
        self._drop.clicked.connect(self._ask_drop)
        self._go = button(_("Use it from a day on"), kind="filled", key="Ctrl+Return",
                          name="upkeep.go")  # fmt: skip
        self._go.clicked.connect(self._ask_second)
        self._changes, self._faults = Rows(self._change_columns()), Rows(_fault_columns())
        self._editions = Rows(_edition_columns())
        self._tabs, self._pages = QTabBar(), QStackedWidget()
        self._lay_out()
        desk.jobs.changed.connect(self._changed)

    def _lay_out(self) -> None:
        top = card()
        acts = row(
            self._begin, self._edit, self._in, self._out, self._try, None, self._drop, self._go,
            spacing=8,
        )  # fmt: skip
        column(self._head, self._said, acts, margins=16, spacing=8, parent=top)
        self._tabs.setObjectName("upkeep.tabs")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        tables = (
            (_("What differs"), self._changes, self._change_columns(), "upkeep.changes"),
            (_("Mistakes"), self._faults, _fault_columns(), "upkeep.faults"),
            (_("Editions"), self._editions, _edition_columns(), "upkeep.editions"),
        )
        for title, model, columns, name in tables:
            self._tabs.addTab(title)
            made = table(model, columns, name, dense=True)
            made.setAccessibleName(title)
            stack = QStackedWidget()
            stack.addWidget(Empty("check", _("Nothing here"), _nothing(name)))
            stack.addWidget(made)
            self._pages.addWidget(stack)
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        box = card()
        column(self._pages, margins=1, parent=box)
        places = column(top, self._tabs, box, spacing=8, parent=self)
        places.setStretch(2, 1)

    def arrive(self) -> None:
        """Load the editions and the draft."""
        day = self._desk.now().date()
        self._desk.study(catalogue_upkeep.upkeep, self._desk.clerk, day, done=self._show)

    def take_keyboard(self) -> None:
        """Put the keyboard on the draft."""
        self._edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _changed(self, nouns: frozenset[str]) -> None:
        if "catalogue" in nouns and self.isVisible():
            self.arrive()

    def _show(self, state: Upkeep) -> None:
        self._state, draft = state, state.draft
        self._editions.show_rows(state.rows)
        self._changes.show_rows(() if draft is None else draft.changes)
        self._faults.show_rows(() if draft is None else draft.faults)
        for place, model in enumerate((self._changes, self._faults, self._editions)):
            stack = self._pages.widget(place)
            if isinstance(stack, QStackedWidget):
                stack.setCurrentIndex(1 if model.rows else 0)
        for made in (self._edit, self._try, self._drop, self._go):
            made.setVisible(draft is not None)
        self._begin.setVisible(draft is None)
        if draft is None:
            self._show_used(state)
        else:
            self._show_draft(draft)
        self._tabs.setCurrentIndex(2 if draft is None else 1 if draft.faults else 0)

    def _show_used(self, state: Upkeep) -> None:
        used = state.in_use
        self._head.setText(_("In use: {edition}").format(edition=_named(used)))
        text = _("Write a draft to change what is said, asked or told; nothing of it counts until "
                 "a second person has looked and its day has come.")  # fmt: skip
        if state.overtaken is not None:
            text = _("▲ {edition} came with the program and took the place of your own {own}. "
                     "A new draft takes your changes over.")  # fmt: skip
            text = text.format(edition=used.label, own=state.overtaken.label)
        self._said.setText(text)
        restyle(self._said, tone="warn" if state.overtaken else "second")
        self._begin.setText(_("Take them over") if state.overtaken else _("Write a draft"))

    def _show_draft(self, draft: DraftState) -> None:
        head = _("Draft on {edition}: {count} texts differ")
        self._head.setText(head.format(edition=draft.base, count=len(draft.changes)))
        text = _("last written by {officer}, {time}").format(
            officer=draft.officer, time=words.moment(draft.changed_at)
        )
        if draft.faults:
            text = _("■ {count} mistakes have to be mended first").format(count=len(draft.faults))
        self._said.setText(text)
        restyle(self._said, tone="bad" if draft.faults else "second")
        self._go.setEnabled(bool(draft.changes) and not draft.faults)
        self._try.setEnabled(bool(draft.changes) and not draft.faults)

    # The draft
    def _begin_draft(self) -> None:
        self._desk.act(
            catalogue_upkeep.begin, done=self._begun, changes=("catalogue",), refused=self._tell
        )

    def _begun(self, left: tuple[str, ...]) -> None:
        if left:
            said_ = _("The program changed these, too; they stay as they came: {files}.")
            self._desk.bar.tell(said_.format(files="、".join(left)), Tone.WARN)

    def _ask_edit(self) -> None:
        if self._state is not None and self._state.draft is not None:
            self.edit_asked.emit(self._state.draft)

    def _ask_drop(self) -> None:
        sheet = Sheet(
            ground(self),
            _("Throw this draft away?"),
            _("Everything that was changed in it is lost. The edition in use stays as it is."),
            [("drop", _("Throw away"), "danger"), ("", _("Keep it"), "filled")],
        )
        sheet.answered.connect(self._dropped)

    def _dropped(self, key: str) -> None:
        draft = None if self._state is None else self._state.draft
        if key == "drop" and draft is not None:
            self._desk.act(
                catalogue_upkeep.drop, draft.version, done=self._stored, changes=("catalogue",),
                refused=self._tell,
            )  # fmt: skip

    def _stored(self, _answer: object) -> None:
        """The list follows by itself."""

    def _ask_trial(self) -> None:
        if self._state is not None and self._state.draft is not None:
            TrialSheet(ground(self), self._desk, self._state.draft.files)

    def _ask_second(self) -> None:
        today = self._desk.now().date()
        self._since = day_edit(today, "upkeep.since")
        self._ask = SecondSheet(
            ground(self),
            _("Use this edition"),
            _("It counts from that day on, at the next sign-in. Slips and cases of before keep "
              "theirs. A second supervisor or administrator has to have looked at it."),
            _("Put it into use"),
            with_reason=True,
            more=Field(_("Counts from"), self._since, name="upkeep.since"),
        )  # fmt: skip
        self._ask.given.connect(self._publish)

    def _publish(self, second: Second, reason: str) -> None:
        draft = None if self._state is None else self._state.draft
        if self._ask is not None and draft is not None:
            self._desk.act(
                catalogue_upkeep.publish, draft.version, day_of(self._since), reason, second,
                done=self._published, changes=("catalogue",), refused=self._ask.refuse,
            ).broken.connect(self._ask.failed)  # fmt: skip

    def _published(self, edition: str) -> None:
        if self._ask is not None:
            self._ask.finish()
        said_ = _("Edition {edition} is stored and counts from its day on.")
        self._desk.bar.tell(said_.format(edition=edition), Tone.GOOD)

    # The workbook
    def choose_file(self) -> str:
        """Ask for a workbook; an empty answer leaves everything as it was."""
        kinds = _("Workbooks (*.xlsx)")
        return QFileDialog.getOpenFileName(self, _("Choose a file"), "", kinds)[0]

    def choose_place(self, name: str) -> str:
        """Ask where to save the workbook; an empty answer saves nothing."""
        kinds = _("Workbooks (*.xlsx)")
        return QFileDialog.getSaveFileName(self, _("Save as XLSX"), name, kinds)[0]

    def _bring_out(self) -> None:
        path = self.choose_place(f"catalogue-{self._desk.now():%Y-%m-%d}.xlsx")
        if path:
            done = partial(self._write, Path(path))
            self._ask_content(done)

    def _ask_content(self, done: Any) -> None:
        day = self._desk.now().date()
        self._desk.study(catalogue_upkeep.content, self._desk.clerk, day, done=done)

    def _write(self, path: Path, files: Files) -> None:
        self._desk.jobs.slow(partial(_written, path, files), self._saved, self._tell)

    def _saved(self, path: Path) -> None:
        self._desk.bar.tell(_("Saved: {path}").format(path=path), Tone.GOOD)

    def _bring_in(self) -> None:
        path = self.choose_file()
        if not path or self._state is None:
            return
        if self._state.draft is None:
            done = partial(self._begun_for, Path(path))
            self._desk.act(catalogue_upkeep.begin, done=done, refused=self._tell)
        else:
            self._read(Path(path), self._state.draft)

    def _begun_for(self, path: Path, left: tuple[str, ...]) -> None:
        self._begun(left)
        day = self._desk.now().date()
        done = partial(self._read_on, path)
        self._desk.study(catalogue_upkeep.upkeep, self._desk.clerk, day, done=done)

    def _read_on(self, path: Path, state: Upkeep) -> None:
        self._show(state)
        if state.draft is not None:
            self._read(path, state.draft)

    def _read(self, path: Path, draft: DraftState) -> None:
        done = partial(self._look, draft.version)
        self._desk.jobs.slow(partial(_opened, path, draft.files), done, self._tell)

    def _look(self, version: int, found: tuple[Files, tuple[SheetFault, ...]]) -> None:
        """A workbook without mistakes becomes the draft; one with any shows them all."""
        files, faults = found
        if faults:
            SheetFaults(ground(self), faults)
            return
        self._desk.act(
            catalogue_upkeep.keep, version, files, done=self._taken_in, changes=("catalogue",),
            refused=self._tell,
        )  # fmt: skip

    def _taken_in(self, _version: int) -> None:
        self._desk.bar.tell(_("The workbook is taken in. Look at what differs."), Tone.GOOD)

    def _tell(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)

    def _change_columns(self) -> tuple[Column, ...]:
        def whose(change: Any) -> str:
            draft = None if self._state is None else self._state.draft
            return said.whose({} if draft is None else draft.files, change)

        return (
            Column(_("Of which"), whose, 200, strong=True),
            Column(_("Where"), lambda r: said.place(r.path), 210),
            Column(_("Before"), lambda r: r.before or "–"),
            Column(_("Now"), lambda r: r.after or "–", tone=lambda _r: "accent"),
        )


def _nothing(name: str) -> str:
    return {
        "upkeep.changes": _("The draft says what the edition in use says."),
        "upkeep.faults": _("Everything in the draft can be read."),
    }.get(name, "")


def _fault_columns() -> tuple[Column, ...]:
    return (
        Column(_("Of which"), lambda r: r.item or r.file, 220, strong=True),
        Column(_("Where"), said.fault_place, 240),
        Column(_("What is wrong"), lambda r: fault_words.problem(r.problem), tone=lambda _r: "bad"),
    )


def _edition_columns() -> tuple[Column, ...]:
    return (
        Column(_("Edition"), _named, 260, lambda r: "" if r.in_use else "ink-2"),
        Column(_("Counts from"), lambda r: words.day(r.effective), 120),
        Column(_("Written by"), lambda r: r.officer or _("the program"), 120),
        Column(_("Second person"), lambda r: r.second, 120),
        Column(_("Change note"), lambda r: r.note),
    )


def _named(edition: EditionRow) -> str:
    if not edition.in_use:
        return edition.label
    return _("{edition}　● in use").format(edition=edition.label)


def _written(path: Path, files: Files) -> Path:
    from desktop.services.catalogue_books import as_book

    return write_file(path, as_book(files), ".xlsx")


def _opened(path: Path, base: Files) -> tuple[Files, tuple[SheetFault, ...]]:
    from desktop.services.catalogue_books import read_book

    try:
        with path.open("rb") as file:
            data = file.read(LIMITS.size + 1)
    except OSError as error:
        raise Refusal(Trouble.FILE_UNREADABLE) from error
    return read_book(data, base)
