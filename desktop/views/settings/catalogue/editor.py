"""Edits the draft in the window: items at the left, what one says and asks at the right."""

from collections.abc import Mapping
from functools import partial
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.domain.catalogue_changes import changes
from desktop.domain.catalogue_sheets import SHEETS, Spec, at, copied
from desktop.domain.errors import Refusal
from desktop.domain.records import Fault
from desktop.services import catalogue_upkeep
from desktop.services.catalogue_upkeep import DraftState, faults_of
from desktop.views import case_words, words
from desktop.views.desk import Desk, Tone
from desktop.views.flow import emptied
from desktop.views.parts import button, column, label, plain_hint, restyle, row, scrolled
from desktop.views.settings.catalogue import said
from desktop.views.settings.catalogue.rows import RowFields
from desktop.views.sheet import Sheet, ground

PAUSE = 300
"""So many ms after the last key the whole is read anew for mistakes."""

OF_ITEM = SHEETS[0]
LISTS = tuple(spec for spec in SHEETS if spec.field)


class Editor(QWidget):
    """The draft's items; `left` says that the editions are wanted again."""

    left = Signal()

    def __init__(self, desk: Desk, draft: DraftState) -> None:
        super().__init__()
        self.setObjectName("upkeep.editor")
        self._desk, self._version = desk, draft.version
        self._files: dict[str, Any] = copied(draft.files)
        self._stored = copied(draft.files)
        self._file = ""
        self._rows: dict[str, RowFields] = {}
        self._faults: tuple[Fault, ...] = draft.faults
        self._papers = {each["id"]: each["name"] for each in self._files["materials.yaml"]}
        themes = self._files["vocabulary.yaml"]["themes"]
        units = {str(unit): words_ for unit, words_ in case_words.units().items()}
        self._choices: dict[str, dict[str, str]] = {
            "material": self._papers,
            "theme": {each["id"]: each["label"] for each in themes},
            "statutory.unit": units,
            "promised.unit": units,
        }
        self._timer = QTimer(self, interval=PAUSE, singleShot=True)
        self._timer.timeout.connect(self._look)
        self._said = label("", tone="second", name="upkeep.editor.said")
        self._go = button(_("Store"), kind="filled", key="Ctrl+Return", name="upkeep.store")
        self._go.clicked.connect(self._store)
        self._back = button(_("Back to the list"), kind="quiet", icon="arrow-left",
                            name="upkeep.back")  # fmt: skip
        self._back.clicked.connect(self.leave)
        self._list = QListWidget()
        self._list.setObjectName("upkeep.items")
        self._list.setAccessibleName(_("Items"))
        self._list.setFixedWidth(280)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for file in sorted(name for name in self._files if name.startswith("items/")):
            made = QListWidgetItem(self._files[file]["name"], self._list)
            made.setData(ROLE, file)
            made.setToolTip(plain_hint(self._files[file]["name"]))
        self._list.currentItemChanged.connect(self._turn)
        inner = QWidget()
        self._form: QVBoxLayout = column(spacing=12, margins=(2, 2, 12, 2), parent=inner)
        self._scroll = scrolled(inner, "upkeep.form")
        self._lay_out()

    def _lay_out(self) -> None:
        head = label(_("Edit items"), size="emphasis")
        top = row(self._back, head, None, self._said, self._go, spacing=12)
        places = row(self._list, self._scroll, spacing=16)
        places.setStretch(1, 1)
        whole = column(top, places, spacing=12, parent=self)
        whole.setStretch(1, 1)

    def arrive(self) -> None:
        """Show the first item and put the keyboard on the list."""
        self._list.setCurrentRow(0)
        self._list.setFocus()
        self._count()

    def _turn(self, now: QListWidgetItem | None, _before: object = None) -> None:
        if now is not None:
            self._file = str(now.data(ROLE))
            self._show()
            self._scroll.verticalScrollBar().setValue(0)

    def _show(self) -> None:
        """Make the form of the item anew."""
        emptied(self._form)
        self._rows.clear()
        item = self._files[self._file]
        columns = tuple(each for each in OF_ITEM.columns if each.field != "id")
        self._add("", _("Item"), item, columns, None)
        for spec in LISTS:
            found = at(item, spec.field) or []
            for number, data in enumerate(found, 1):
                path = f"{spec.field}[{number}]"
                title = said.place([_last(spec), str(number)])
                self._add(path, title, data, spec.columns, (spec, number - 1))
            more = button(_("Add: {what}").format(what=said.place([_last(spec)])),
                          icon="plus", name=f"upkeep.add.{spec.field}")  # fmt: skip
            more.clicked.connect(partial(self._more, spec))
            holder = QWidget()
            row(more, None, parent=holder)
            self._form.addWidget(holder)
        self._form.addStretch(1)
        self._complain()

    def _add(
        self, path: str, title: str, data: dict[str, Any], columns: Any, of: tuple[Spec, int] | None
    ) -> None:
        name = f"upkeep.{path}" if path else "upkeep.item"
        made = RowFields(name, title, data, columns, self._choices, removable=of is not None)
        made.changed.connect(self._typed)
        if of is not None:
            made.gone.connect(partial(self._less, *of))
        self._rows[path] = made
        self._form.addWidget(made)

    def _more(self, spec: Spec) -> None:
        rows = self._list_of(spec)
        made: dict[str, Any] = {}
        for each in spec.columns:
            if not each.kind.absent:
                made[each.field] = [] if each.kind.write([]) == "" and each.field in LISTED else ""
        if "material" in made:
            made |= {"material": next(iter(self._papers)), "required": True}
        if "amount" in made:
            made["amount"] = None
        rows.append(made)
        self._show()
        new = self._rows[f"{spec.field}[{len(rows)}]"]
        new.take_keyboard()
        QTimer.singleShot(0, self, partial(self._scroll.ensureWidgetVisible, new))
        self._typed()

    def _less(self, spec: Spec, place: int) -> None:
        del self._list_of(spec)[place]
        self._show()
        self._typed()

    def _list_of(self, spec: Spec) -> list[Any]:
        first, _dot, last = spec.field.rpartition(".")
        item = self._files[self._file]
        owner = at(item, first) if first else item
        rows: list[Any] = owner.setdefault(last, [])
        return rows

    def _typed(self) -> None:
        now = self._list.currentItem()
        if now is not None:
            now.setText(self._files[self._file]["name"] or "–")
        self._count()
        self._timer.start()

    def _look(self) -> None:
        """Read the whole for mistakes, away from the window."""
        self._desk.jobs.slow(partial(faults_of, copied(self._files)), self._found)

    def _found(self, faults: tuple[Fault, ...]) -> None:
        self._faults = faults
        self._complain()
        self._count()

    def _complain(self) -> None:
        item = self._files[self._file].get("id") if self._file else None
        here = [f for f in self._faults if f.file == self._file and f.item == item]
        for path, fields in self._rows.items():
            fields.say(_told(path, here))

    def _count(self) -> None:
        count = len(changes(self._stored, self._files))
        text = _("{count} changes not stored").format(count=count) if count else _("all stored")
        if self._faults:
            text += "　" + _("■ {count} mistakes").format(count=len(self._faults))
        self._said.setText(text)
        restyle(self._said, tone="bad" if self._faults else "second")
        self._go.setEnabled(bool(count) and not any(r.unread for r in self._rows.values()))

    def _store(self) -> None:
        """Keep the draft, also with mistakes: only publishing waits for them."""
        self._desk.act(
            catalogue_upkeep.keep, self._version, copied(self._files), done=self._kept,
            changes=("catalogue",), refused=self._refused,
        )  # fmt: skip

    def _kept(self, version: int) -> None:
        self._version, self._stored = version, copied(self._files)
        self._count()
        self._desk.bar.tell(_("The draft is stored."), Tone.GOOD)

    def _refused(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)

    def leave(self) -> None:
        """Go back to the editions; what was changed is only left after a question."""
        if not changes(self._stored, self._files):
            self.left.emit()
            return
        sheet = Sheet(
            ground(self),
            _("Leave without storing?"),
            _("What you have typed is not stored yet and would be lost."),
            [("leave", _("Leave it"), "danger"), ("", _("Go on writing"), "filled")],
        )
        sheet.answered.connect(self._answered)

    def _answered(self, key: str) -> None:
        if key == "leave":
            self.left.emit()


ROLE = Qt.ItemDataRole.UserRole
"""The file of an item."""

LISTED = frozenset({"adds", "instead"})


def _last(spec: Spec) -> str:
    return spec.field.rpartition(".")[2]


def _told(path: str, faults: list[Fault]) -> Mapping[str, str]:
    """The mistakes of one row by its fields; deeper ones stand at the field they are in."""
    found: dict[str, str] = {}
    for fault in faults:
        inside = fault.field.removeprefix(f"{path}.") if path else fault.field
        if path and inside == fault.field:
            continue
        found.setdefault(inside.partition("[")[0], fault.problem)
    return found
