"""Which materials may follow later (容缺): by the catalogue, and by what this station allows."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.domain.errors import Refusal
from desktop.services import deferred
from desktop.services.deferred import Follow, ItemFollows
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Line
from desktop.views.parts import card, column, label, row, scrolled
from desktop.views.tables import Column, Rows, chosen, mark_row, table


class DeferrablePage(QWidget):
    """Items at the left, the marked one's materials at the right; a tick is stored at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._all: tuple[ItemFollows, ...] = ()
        self._find = Line(example=_("Filter items"))
        self._find.setObjectName("deferrable.find")
        self._find.setAccessibleName(_("Filter items"))
        self._find.textChanged.connect(self._filter)
        self._rows = Rows(_columns())
        self._table = table(self._rows, _columns(), "deferrable.table", dense=True)
        self._table.setAccessibleName(_("Items"))
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        self._name = label("", size="emphasis", wrap=True, name="deferrable.item")
        self._place = column(spacing=0)
        self._boxes: dict[str, QCheckBox] = {}
        self._key: tuple[str, ...] = ()
        self._lay_out()
        desk.jobs.changed.connect(self._changed)

    def _lay_out(self) -> None:
        listed = card()
        listed.setFixedWidth(480)
        column(self._find, self._table, margins=8, spacing=8, parent=listed)
        inner = QWidget()
        column(self._place, None, margins=(0, 0, 8, 0), parent=inner)
        text = _("What is ticked may be promised for a later day when a case is accepted. What the "
                 "catalogue lets follow always may; beyond that the station decides. A tick counts "
                 "at once and is written into the audit.")  # fmt: skip
        right = card()
        places = column(
            self._name, label(text, tone="second", wrap=True), scrolled(inner, "deferrable.ticks"),
            margins=16, spacing=8, parent=right,
        )  # fmt: skip
        places.setStretch(2, 1)
        both = row(listed, right, spacing=16, parent=self)
        both.setStretch(1, 1)

    def arrive(self) -> None:
        """Load all items; the marked one stays marked."""
        catalogue = self._desk.shelf.catalogue
        self._desk.ask(deferred.follows, self._desk.clerk, catalogue, done=self._show)

    def _changed(self, nouns: frozenset[str]) -> None:
        if "deferrable" in nouns:
            self.arrive()

    def _show(self, found: tuple[ItemFollows, ...]) -> None:
        self._all = found
        self._filter()

    def _filter(self, _text: str = "") -> None:
        marked, typed = self._marked, self._find.text().strip()
        self._rows.show_rows([each for each in self._all if typed in each.name])
        wanted = "" if marked is None else marked.item
        if not mark_row(self._table, self._rows, lambda each: each.item == wanted):
            self._table.selectRow(0)

    @property
    def _marked(self) -> ItemFollows | None:
        found = chosen(self._table)
        return found if isinstance(found, ItemFollows) else None

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = self._marked if now.isValid() else None
        if found is None:
            return
        self._name.setText(found.name)
        wanted = (found.item, *(each.material for each in found.rows))
        if wanted != self._key:
            self._key = wanted
            self._show_boxes(found)
        for each in found.rows:
            self._boxes[each.material].setChecked(each.shipped or each.own)

    def _show_boxes(self, found: ItemFollows) -> None:
        for gone in self._boxes.values():
            self._place.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._boxes = {each.material: self._box(each) for each in found.rows}
        for box in self._boxes.values():
            self._place.addWidget(box)

    def _box(self, each: Follow) -> QCheckBox:
        always = _("{name} (by the catalogue)").format(name=each.name)
        box = QCheckBox(always if each.shipped else each.name)
        box.setObjectName(f"deferrable.{each.material}")
        box.setEnabled(not each.shipped)
        box.clicked.connect(partial(self._tick, each.material))
        return box

    def _tick(self, material: str, _checked: bool = False) -> None:
        item = self._marked
        each = next((row for row in item.rows if row.material == material), None) if item else None
        if item is None or each is None:
            return
        others = tuple(name for name in item.own if name != material)
        chosen_ = others if each.own else (*others, material)
        self._allow(item, chosen_, each.name, not each.own)

    def _allow(self, item: ItemFollows, materials: tuple[str, ...], name: str, on: bool) -> None:
        text = _("“{name}” may follow later now.") if on else _("“{name}” may not follow any more.")
        self._said = text.format(name=name)
        self._desk.act(
            deferred.allow, self._desk.shelf.catalogue, item.item, materials,
            done=self._allowed, changes=("deferrable",), refused=self._refused,
        )  # fmt: skip

    def _allowed(self, _nothing: object) -> None:
        self._desk.bar.tell(self._said, Tone.GOOD)

    def _refused(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)
        self.arrive()


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Item"), lambda r: r.name),
        Column(_("May follow"), _count, 110),
    )


def _count(item: ItemFollows) -> str:
    if not item.count:
        return "—"
    said = _("{count} of {all}").format(count=item.count, all=len(item.rows))
    return f"{said} ●" if item.own else said
