"""The middle column: the items that fit, best first, with the matched words marked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from gettext import gettext as _

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from desktop.domain.items import Item
from desktop.services.search import Match
from desktop.views.fields import Line
from desktop.views.guide.contents import badges
from desktop.views.guide.terms import Terms

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Result:
    """One row: the item, its badges, and what of it fitted."""

    item: str
    name: str
    spans: tuple[tuple[int, int], ...]
    badges: tuple[tuple[str, str], ...]
    matched: Match | None


def result(item: Item, terms: Terms) -> Result:
    """The row of an item that is not searched for."""
    return Result(item.id, terms.name(item), (), tuple(badges(item)), None)


def matched(row: Result, matches: Sequence[Match]) -> Result:
    """The row with what fitted: the name marked, else the best other text to be shown."""
    named = next((match for match in matches if match.text == row.name), None)
    if named is not None:
        return replace(row, spans=tuple(named.spans))
    return replace(row, matched=matches[0] if matches else None)


class ResultsModel(QAbstractListModel):
    """The rows of the list; `ROW` returns the row itself."""

    ROW = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Result, ...] = ()

    def show_rows(self, rows: Sequence[Result]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many items fit."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, what a screen reader says, or the row itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        found = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return found.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return "，".join((found.name, *(text for text, _kind in found.badges)))
            case self.ROW:
                return found
            case _:
                return None

    def place(self, item: str) -> int:
        """The row of an item, -1 where it is not shown."""
        return next((at for at, row in enumerate(self._rows) if row.item == item), -1)


class ResultsList(QListView):
    """Walked with the arrows; Enter opens the intake, P prints, letters go to the search."""

    entered = Signal()
    print_asked = Signal()
    typed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("guide.results")
        self.setAccessibleName(_("Items"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.doubleClicked.connect(self._twice)

    def _twice(self, _index: QModelIndex) -> None:
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, P, Esc and letters act on the screen; the rest walks the list."""
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if bare:
                self.entered.emit()
            case Qt.Key.Key_P if bare:
                self.print_asked.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _ if bare and event.text().strip() and event.text().isprintable():
                self.typed.emit(event.text())
            case _:
                super().keyPressEvent(event)

    def walk(self, event: QKeyEvent) -> None:
        """Do with a key what the list does, though another widget has the keyboard."""
        super().keyPressEvent(event)


class FilterLine(Line):
    """Types to filter; the arrows walk the list below, Enter takes, Esc clears."""

    walked = Signal(object)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__(example=_("Name, pinyin, material"), limit=60)
        self.setObjectName("guide.search")
        self.setAccessibleName(_("Filter the items"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that belong to the list go there."""
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self.walked.emit(event)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if bare:
                self.entered.emit()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
                self.textEdited.emit("")
            case _:
                super().keyPressEvent(event)
