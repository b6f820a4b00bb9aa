"""Tables of rows that come page by page: named columns, one role for the row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.services.slips import PAGE
from desktop.views import theme
from desktop.views.parts import plain_hint

ROW = Qt.ItemDataRole.UserRole
"""The role that gives a row's own value."""

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the text of a row, its width (0 stretches), the tone of its ink."""

    heading: str
    text: Callable[[Any], str]
    width: int = 0
    tone: Callable[[Any], str] | None = None
    strong: bool = False


def _ink(row: Any, column: Column) -> QColor | None:
    tone = column.tone(row) if column.tone else ""
    return theme.color(tone) if tone else None


def _weight(_row: Any, column: Column) -> QFont | None:
    return _bold() if column.strong else None


@cache
def _bold() -> QFont:
    font = QFont(theme.FAMILY)
    font.setPixelSize(theme.BODY)
    font.setBold(True)
    return font


_GIVES: dict[int, Callable[[Any, Column], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda row, column: column.text(row),
    Qt.ItemDataRole.ToolTipRole: lambda row, column: plain_hint(column.text(row)),
    Qt.ItemDataRole.ForegroundRole: _ink,
    Qt.ItemDataRole.FontRole: _weight,
    ROW: lambda row, _column: row,
}
"""What a cell gives for a role; a view asks for some dozen roles at every cell it paints."""


class Rows(QAbstractTableModel):
    """Rows as they came; asks for more (`wanted`) when the view reaches the end of a full page."""

    wanted = Signal()

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._rows: list[Any] = []
        self._more = False

    @property
    def rows(self) -> tuple[Any, ...]:
        """Everything fetched so far."""
        return tuple(self._rows)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Begin anew with a first page."""
        self.beginResetModel()
        self._rows = list(rows)
        self._more = len(rows) == PAGE
        self.endResetModel()

    def add_rows(self, rows: Sequence[Any]) -> None:
        """Go on with a further page."""
        self._more = len(rows) == PAGE
        if rows:
            last = len(self._rows)
            self.beginInsertRows(NOWHERE, last, last + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows there are so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, ink, weight, or the row itself."""
        give = _GIVES.get(role)
        if give is None or not index.isValid():
            return None
        return give(self._rows[index.row()], self._columns[index.column()])

    def canFetchMore(self, parent: Index = NOWHERE) -> bool:
        """Whether the last page was full."""
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index = NOWHERE) -> None:
        """Ask for the next page, once."""
        if not parent.isValid() and self._more:
            self._more = False
            self.wanted.emit()


def table(model: Rows, columns: Sequence[Column], name: str, *, dense: bool = False) -> QTableView:
    """A table view in our dress: whole rows, no grid, keyboard first."""
    view = QTableView()
    view.setObjectName(name)
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(32 if dense else 40)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for place, column in enumerate(columns):
        if column.width:
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(place, column.width)
        else:
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
    return view


def chosen(view: QTableView) -> Any:
    """The row that is marked, or None."""
    index = view.currentIndex()
    return index.data(ROW) if index.isValid() else None


def mark_row(view: QTableView, model: Rows, fits: Callable[[Any], bool]) -> bool:
    """Mark the first row that fits; tells whether there is one."""
    for place, row in enumerate(model.rows):
        if fits(row):
            view.selectRow(place)
            view.scrollTo(model.index(place, 0))
            return True
    return False
