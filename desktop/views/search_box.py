"""The one search box: items while typing; people and numbers from the records."""

from gettext import gettext as _

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.domain.officers import Right
from desktop.domain.training import of_training
from desktop.services import find
from desktop.services.search import rank
from desktop.views import theme
from desktop.views.desk import Desk, Tone
from desktop.views.parts import label, picture, plain_label, row

SHOWN = 6
"""Items offered while typing."""


class SearchBox(QLineEdit):
    """Finds items, people, case and slip numbers and waybills; takes a scan from anywhere."""

    item_chosen = Signal(str)
    record_chosen = Signal(object)
    all_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setProperty("scans", True)
        self.setPlaceholderText(_("Search item, person, number, waybill — or scan   (Ctrl+K)"))
        self.setClearButtonEnabled(False)
        self._desk = desk
        self._mark = plain_label(parent=self)
        self._mark.setPixmap(theme.pixmap("search", "ink-3", 18))
        self._mark.setFixedSize(18, 18)
        self._popup = _Results(self)
        self._popup.chosen.connect(self._choose)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(120)
        self._wait.timeout.connect(self._ask_records)
        self._entered = ""
        self.textEdited.connect(self._typed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the magnifier in its place."""
        super().resizeEvent(event)
        self._mark.move(14, (self.height() - 18) // 2)

    def enter(self) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _typed(self, text: str) -> None:
        self._entered = ""
        self._offer_items(text)
        if not text.strip():
            self._wait.stop()
            self._popup.hide()
            return
        self._popup.show_under(self)
        if self._desk.clerk.may(Right.SERVE):
            self._wait.start()

    def _offer_items(self, text: str) -> None:
        self._popup.clear()
        for hit in rank(self._desk.index, text)[:SHOWN]:
            item = self._desk.shelf.catalogue.items[hit.key]
            match = hit.matches[0].text if hit.matches and hit.matches[0].kind != "name" else ""
            self._popup.offer(("item", hit.key), "book-open", item.name, match)

    def _ask_records(self) -> None:
        self._wait.stop()
        if not self._desk.clerk.may(Right.SERVE):
            return
        self._desk.ask(find.find, self._desk.clerk, self.text(), done=self._found)

    def _found(self, rows: tuple[find.Found, ...]) -> None:
        text = self.text()
        if not text.strip() or not self.hasFocus():
            return
        entered, self._entered = self._entered == text, ""
        if entered and not rows and of_training(text.strip()) and not self._desk.training:
            told = _("{code} is a slip of the training. It is not in these records and not valid.")
            self._desk.bar.tell(told.format(code=text.strip()), Tone.BAD)
        exact = len(rows) == 1 and rows[0].by is not find.FoundBy.NAME
        if entered and exact:
            self._choose(("record", rows[0]))
            return
        self._offer_items(text)
        for found in rows:
            title = f"{found.name} · {'、'.join(found.items)}"
            self._popup.offer(
                ("record", found), "user", title, found.case_number or found.slip_number
            )
        self._popup.show_under(self, last=exact)
        if entered and self._popup.count():
            self._popup.take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the results, Enter takes one, Esc closes them."""
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self._popup.isVisible():
                self._popup.walk(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take()
            case Qt.Key.Key_Escape:
                self._popup.hide()
                self.clear()
                self.clearFocus()
            case _:
                super().keyPressEvent(event)

    def _take(self) -> None:
        """Take the marked result; a scan comes with Enter before the records were asked."""
        text = self.text()
        unasked = self._wait.isActive() and any(char.isdigit() for char in text)
        if self._popup.isVisible() and self._popup.count() and not unasked:
            self._popup.take()
        elif text.strip() and self._desk.clerk.may(Right.SERVE):
            self._entered = text
            self._ask_records()

    def _choose(self, what: object) -> None:
        self._popup.hide()
        kind, value = what if isinstance(what, tuple) else ("", None)
        self.clear()
        if kind == "item":
            self.item_chosen.emit(value)
        elif kind == "record":
            self.record_chosen.emit(value)


class _Results(QListWidget):
    """The list under the search box."""

    chosen = Signal(object)

    def __init__(self, box: QLineEdit) -> None:
        super().__init__(box)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.hide()
        self.setObjectName("results")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.itemClicked.connect(self._clicked)
        box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when the box loses the keyboard."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)

    def offer(self, what: object, icon: str, title: str, detail: str) -> None:
        """Add one result."""
        entry = QListWidgetItem()
        entry.setData(Qt.ItemDataRole.UserRole, what)
        line = QWidget()
        words = label(title)
        row(
            picture(icon, "ink-3", 18),
            words,
            None,
            label(detail, size="hint"),
            margins=(8, 4, 8, 4),
            parent=line,
        )
        line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        entry.setSizeHint(line.sizeHint())
        self.addItem(entry)
        self.setItemWidget(entry, line)

    def show_under(self, box: QLineEdit, *, last: bool = False) -> None:
        """Place the list below the box, as tall as its rows."""
        if not self.count():
            self.hide()
            return
        height = sum(self.sizeHintForRow(place) for place in range(self.count()))
        self.setFixedSize(max(box.width(), 560), height + 12)
        self.setParent(box.window())
        self.move(box.mapTo(box.window(), box.rect().bottomLeft()) + QPoint(0, 4))
        if self.currentRow() < 0:
            self.setCurrentRow(self.count() - 1 if last else 0)
        elif last:
            self.setCurrentRow(self.count() - 1)
        self.show()
        self.raise_()

    def walk(self, step: int) -> None:
        """Go up or down."""
        self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + step)))

    def take(self) -> None:
        """Choose the marked result."""
        self._clicked(self.currentItem())

    def _clicked(self, entry: QListWidgetItem | None) -> None:
        if entry is not None:
            self.chosen.emit(entry.data(Qt.ItemDataRole.UserRole))
