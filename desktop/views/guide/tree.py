"""The left column: the shelves of the catalogue with the number of items on each."""

from gettext import gettext as _

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from desktop.views import theme
from desktop.views.guide.shelves import Order, Shelf, shelves
from desktop.views.guide.terms import Terms
from desktop.views.parts import column, label, plain_hint, row

ITEMS = Qt.ItemDataRole.UserRole
"""Role of a node's item ids."""


class Counted(QStyledItemDelegate):
    """Paints a node by hand: one ground from edge to edge, the arrow, the words, the number."""

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One height for all."""
        return QSize(option.rect.width(), 36)  # type: ignore[attr-defined]

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, arrow, words, number."""
        view: object = option.widget  # type: ignore[attr-defined]
        if not isinstance(view, QTreeView):
            return
        place: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft" if chosen else "hover"))
            whole = QRect(0, place.top() + 1, view.viewport().width(), place.height() - 2)
            painter.drawRoundedRect(whole, 6, 6)
        if index.model().hasChildren(index):
            arrow = "chevron-down" if state & QStyle.StateFlag.State_Open else "chevron-right"
            painter.drawPixmap(place.left(), place.center().y() - 7, theme.pixmap(arrow, size=14))
        self._words(painter, place.adjusted(20, 0, -8, 0), index, chosen=chosen)
        painter.restore()

    def _words(
        self,
        painter: QPainter,
        place: QRect,
        index: QModelIndex | QPersistentModelIndex,
        *,
        chosen: bool,
    ) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        font = QFont(QApplication.font())
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(theme.color("accent" if chosen else "ink"))
        room = place.width() - 28
        said = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(place, int(middle | Qt.AlignmentFlag.AlignLeft), said)
        font.setBold(False)
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(theme.color("ink-3"))
        count = str(len(index.data(ITEMS) or ()))
        painter.drawText(place, int(middle | Qt.AlignmentFlag.AlignRight), count)


class Branches(QTreeView):
    """A tree whose arrows are drawn with the words."""

    def drawBranches(  # noqa: N802 - Qt's name
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Nothing of its own."""


class ShelfTree(QWidget):
    """Chooses an order and a shelf; `chosen` carries the shelf's item ids."""

    chosen = Signal(tuple)

    def __init__(self, terms: Terms) -> None:
        super().__init__()
        self._terms = terms
        self._model = QStandardItemModel(self)
        self._view = Branches()
        self._view.setObjectName("guide.tree")
        self._view.setAccessibleName(_("Shelves of the catalogue"))
        self._view.setHeaderHidden(True)
        self._view.setIndentation(14)
        self._view.setRootIsDecorated(False)
        self._view.setMouseTracking(True)
        self._view.setExpandsOnDoubleClick(False)
        self._view.setUniformRowHeights(True)
        self._view.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setItemDelegate(Counted(self._view))
        self._view.setModel(self._model)
        self._orders = QButtonGroup(self)
        self._lay_out()
        self._orders.idClicked.connect(self._switched)
        self._view.clicked.connect(self._clicked)
        self._view.selectionModel().currentChanged.connect(self._choose)
        self._fill(Order.CATEGORY)

    def _lay_out(self) -> None:
        names = {
            Order.CATEGORY: _("Kind"),
            Order.THEME: _("Theme"),
            Order.WINDOW: _("Window"),
            Order.APPLICANT: _("Who"),
        }
        switch = row(spacing=2)
        for place, (order, name) in enumerate(names.items()):
            switch.addWidget(self._switch_button(place, order, name), 1)
        title = label(_("Ordered by"), size="hint")
        column(title, switch, self._view, margins=(12, 16, 4, 8), spacing=6, parent=self)

    def _switch_button(self, place: int, order: Order, name: str) -> QPushButton:
        made = QPushButton(name)
        made.setProperty("kind", "switch")
        made.setObjectName(f"guide.order.{order}")
        made.setCheckable(True)
        made.setChecked(not place)
        self._orders.addButton(made, place)
        return made

    def _switched(self, place: int) -> None:
        self._fill(list(Order)[place])

    def _fill(self, order: Order) -> None:
        self._model.clear()
        everything = Shelf(_("All items"), tuple(self._terms.catalogue.items))
        for shelf in (everything, *shelves(self._terms, order)):
            self._model.appendRow(self._node(shelf))
        self.rest()
        self.chosen.emit(everything.items)

    def _node(self, shelf: Shelf) -> QStandardItem:
        made = QStandardItem(shelf.label)
        made.setData(shelf.items, ITEMS)
        made.setToolTip(plain_hint(shelf.label))
        for inner in shelf.inner:
            made.appendRow(self._node(inner))
        return made

    def _clicked(self, index: QModelIndex) -> None:
        if self._model.hasChildren(index):
            self._view.setExpanded(index, not self._view.isExpanded(index))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(tuple(index.data(ITEMS)))

    def rest(self) -> None:
        """Go back to all items without telling."""
        chosen = self._view.selectionModel()
        chosen.blockSignals(True)
        self._view.setCurrentIndex(self._model.index(0, 0))
        chosen.blockSignals(False)
        self._view.viewport().update()
