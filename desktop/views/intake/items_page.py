"""Step 1: which items the visitor came for; unfinished intakes are offered here."""

from gettext import gettext as _

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from desktop.domain.intake import Step
from desktop.services.drafts import SavedDraft
from desktop.services.search import rank
from desktop.views import words
from desktop.views.fields import Field, Line
from desktop.views.flow import emptied
from desktop.views.intake.page import Page
from desktop.views.intake.work import Work
from desktop.views.parts import button, card, column, label, picture, row


class ItemsPage(Page):
    """A search line, the best hits below it, and what was chosen."""

    def __init__(self, work: Work) -> None:
        advice = _("Type what the visitor says; Enter takes the marked item. Several are possible.")
        super().__init__(work, Step.ITEMS, advice)
        self._line = Line(example=_("such as hkb, huji, lost ID card …"), limit=60)
        self._field = Field(_("Item"), self._line, name="intake.item")
        self._list = QListWidget()
        self._list.setObjectName("intake.hits")
        self._list.setFixedHeight(264)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._chosen = QWidget()
        self._rows = column(spacing=8, parent=self._chosen)
        self._drafts = QWidget()
        self._drafts_rows = column(spacing=8, parent=self._drafts)
        self._drafts.hide()
        self._offered: tuple[SavedDraft, ...] = ()
        for part in (self._drafts, self._chosen, self._field, self._list):
            self.body.addWidget(part)
        self._line.textEdited.connect(self._search)
        self._line.installEventFilter(self)
        self._list.itemClicked.connect(self._take)
        work.offered.connect(self._offer)
        self._search("")

    def begin(self) -> None:
        """Begin with an empty search line."""
        self._line.clear()
        self._search("")

    def arrive(self) -> None:
        """Show what is chosen and offer what was left unfinished."""
        self.refresh()
        self.work.ask_drafts()

    def first(self) -> QWidget:
        """The search line."""
        return self._line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the search line work on the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Up:
                    step = 1 if event.key() == Qt.Key.Key_Down else -1
                    place = self._list.currentRow() + step
                    self._list.setCurrentRow(max(0, min(self._list.count() - 1, place)))
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                    self._enter()
                    return True
                case _:
                    pass
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        if self._line.text().strip():
            self._take(self._list.currentItem())
        elif self.work.draft.items:
            self.on.emit()

    def _search(self, text: str) -> None:
        self._list.clear()
        items = self.work.desk.shelf.catalogue.items
        for hit in rank(self.work.desk.index, text):
            entry = QListWidgetItem(items[hit.key].name)
            entry.setData(Qt.ItemDataRole.UserRole, hit.key)
            self._list.addItem(entry)
        self._list.setCurrentRow(0)
        nothing = _("Nothing fits. Try another word, or open the guide with F3.")
        self._field.note("" if self._list.count() else nothing, "warn")

    def _take(self, entry: QListWidgetItem | None) -> None:
        if entry is None:
            return
        item = str(entry.data(Qt.ItemDataRole.UserRole))
        if item not in self.work.draft.items:
            self.work.update(items=(*self.work.draft.items, item))
        self._line.clear()
        self._search("")

    def refresh(self) -> None:
        """Show the chosen items."""
        emptied(self._rows)
        for item in self.work.matter.items:
            self._rows.addWidget(self._chosen_card(item.id, item.name))
        self._chosen.setVisible(bool(self.work.matter.items))
        self.quiet()

    def _chosen_card(self, item: str, name: str) -> QWidget:
        box = card("soft")
        remove = button("", kind="quiet", icon="x", tip=_("Take out"), name=f"intake.remove.{item}")
        remove.setAccessibleName(_("Take out {name}").format(name=name))
        remove.clicked.connect(lambda _=False, item=item: self._remove(item))
        place: QHBoxLayout = row(
            picture("check", "accent"),
            label(name, strong=True, wrap=True),
            None,
            remove,
            margins=(16, 2, 4, 2),
            parent=box,
        )
        place.setStretch(1, 1)
        return box

    def _remove(self, item: str) -> None:
        self.work.update(items=tuple(key for key in self.work.draft.items if key != item))

    def _offer(self, rows: tuple[SavedDraft, ...]) -> None:
        offered = rows[:3] if self.work.draft.empty else ()
        if offered == self._offered:
            return
        self._offered = offered
        emptied(self._drafts_rows)
        for saved in offered:
            self._drafts_rows.addWidget(self._draft_card(saved))
        self._drafts.setVisible(bool(offered))

    def _draft_card(self, saved: SavedDraft) -> QWidget:
        box = card("warn")
        again = button(_("Go on"), kind="small", name=f"draft.resume.{saved.key}")
        again.clicked.connect(lambda _=False, saved=saved: self.work.resume(saved))
        drop = button(_("Throw away"), kind="quiet", name=f"draft.drop.{saved.key}")
        drop.clicked.connect(lambda _=False, key=saved.key: self.work.drop(key))
        when = _("Not finished, {time}").format(time=words.moment(saved.updated_at))
        text = column(label(saved.title or "—", strong=True), label(when, size="hint"), spacing=0)
        row(picture("history", "warn"), text, None, again, drop, margins=(16, 8, 8, 8), parent=box)
        return box
