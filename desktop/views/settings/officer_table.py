"""The table of accounts."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from gettext import gettext as _

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from desktop.services.officers import OfficerRow
from desktop.views import theme, words

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns from left to right."""

    NUMBER = 0
    NAME = 1
    ROLE = 2
    SECTION = 3
    ACTIVE = 4


class OfficersModel(QAbstractTableModel):
    """A row an account; `ROW` returns the account itself."""

    ROW = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[OfficerRow, ...] = ()

    def show_rows(self, rows: Sequence[OfficerRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many accounts there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Five columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (_("Number"), _("Name"), _("Role"), _("Section"), _("State"))
        return heads[section] if 0 <= section < len(heads) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, the colour of accounts that are closed, or the row."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        officer = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return TEXTS[Column(index.column())](officer)
            case Qt.ItemDataRole.ForegroundRole:
                return None if officer.active else theme.color("ink-3")
            case self.ROW:
                return officer
            case _:
                return None


def _number(officer: OfficerRow) -> str:
    return officer.number


def _name(officer: OfficerRow) -> str:
    return officer.name


def _role(officer: OfficerRow) -> str:
    return words.roles()[officer.role]


def _section(officer: OfficerRow) -> str:
    return officer.section or _("window")


def _state(officer: OfficerRow) -> str:
    return _("● active") if officer.active else _("○ cannot sign in")


TEXTS: dict[Column, Callable[[OfficerRow], str]] = {
    Column.NUMBER: _number,
    Column.NAME: _name,
    Column.ROLE: _role,
    Column.SECTION: _section,
    Column.ACTIVE: _state,
}
