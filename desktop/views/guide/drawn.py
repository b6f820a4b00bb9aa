"""Draws a row of the results: the name with its marks, badges, and what else fitted."""

from collections.abc import Mapping, Sequence
from gettext import gettext as _

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.views import theme
from desktop.views.guide.results import Result, ResultsModel

Index = QModelIndex | QPersistentModelIndex
SIDE, TOP, NAME, CHIP, MATCH = 12, 10, 22, 20, 20
"""Margins and heights of a row's lines in px."""

GROUNDS = {
    "plain": ("off", "ink-2"),
    "good": ("good-soft", "good"),
    "accent": ("accent-soft", "accent"),
}


class ResultDelegate(QStyledItemDelegate):
    """Paints rows by hand: no rich text, so nothing that stands in a catalogue is markup."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._leads = {
            "name": _("Name: "),
            "keyword": _("People say: "),
            "theme": _("Theme: "),
            "material": _("Material: "),
            "question": _("Question: "),
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As tall as the row's lines."""
        found = index.data(ResultsModel.ROW)
        width = self._width(option)
        if not isinstance(found, Result):
            return QSize(width, 0)
        metrics = QFontMetrics(_font(15, bold=True))
        lines = 2 if metrics.horizontalAdvance(found.name) > width - 2 * SIDE else 1
        tall = 2 * TOP + lines * NAME + 4 + CHIP + (MATCH + 4 if found.matched else 0)
        return QSize(width, tall)

    def _width(self, option: QStyleOptionViewItem) -> int:
        view: object = option.widget  # type: ignore[attr-defined]
        if isinstance(view, QAbstractItemView):
            return view.viewport().width()
        return int(option.rect.width())  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, name, badges, match."""
        found = index.data(ResultsModel.ROW)
        if not isinstance(found, Result):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        _ground(painter, rect, option.state)  # type: ignore[attr-defined]
        inner = rect.adjusted(SIDE, TOP, -SIDE, -TOP)
        below = inner.top() + _name(painter, inner, found)
        _badges(painter, QPointF(inner.left(), below + 4), found.badges, inner.right())
        if found.matched:
            _matched(painter, inner, int(below + 8 + CHIP), found, self._leads)
        painter.restore()


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(size)
    font.setBold(bold)
    return font


def _ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    if chosen or hovered:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent-soft" if chosen else "hover"))
        painter.drawRoundedRect(QRectF(rect).adjusted(2, 1, -2, -1), 8, 8)
    if chosen:
        painter.setBrush(theme.color("accent"))
        bar = QRectF(rect.left() + 2, rect.top() + 12, 3, rect.height() - 24)
        painter.drawRoundedRect(bar, 1.5, 1.5)


def _marked(spans: Sequence[tuple[int, int]], ink: QColor) -> list[QTextLayout.FormatRange]:
    looks = QTextCharFormat()
    looks.setForeground(ink)
    looks.setFontWeight(QFont.Weight.Bold)
    ranges = []
    for begin, end in spans:
        each = QTextLayout.FormatRange()
        each.start = begin  # type: ignore[attr-defined]
        each.length = end - begin  # type: ignore[attr-defined]
        each.format = looks  # type: ignore[attr-defined]
        ranges.append(each)
    return ranges


def _name(painter: QPainter, inner: QRect, found: Result) -> int:
    layout = QTextLayout(found.name, _font(15))
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.setFormats(_marked(found.spans, theme.color("accent")))
    layout.beginLayout()
    lines = 0
    while lines < 2 and (line := layout.createLine()).isValid():
        line.setLineWidth(inner.width())
        line.setPosition(QPointF(0, lines * NAME))
        lines += 1
    layout.endLayout()
    painter.setPen(theme.color("ink"))
    layout.draw(painter, QPointF(inner.topLeft()))
    return lines * NAME


def _badges(
    painter: QPainter, at: QPointF, badges: Sequence[tuple[str, str]], right: float
) -> None:
    painter.setFont(_font(11))
    metrics = painter.fontMetrics()
    for text, kind in badges:
        ground, ink = GROUNDS[kind]
        whole = metrics.horizontalAdvance(text) + 12
        wide = min(whole, right - at.x())
        if wide < min(whole, 40):
            return
        box = QRectF(at.x(), at.y(), wide, CHIP)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.color(ink))
        said = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(wide - 10))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)
        at = QPointF(at.x() + wide + 4, at.y())


def _matched(
    painter: QPainter, inner: QRect, top: int, found: Result, leads: Mapping[str, str]
) -> None:
    if found.matched is None:
        return
    lead = leads.get(found.matched.kind, "")
    text = lead + found.matched.text
    spans = [(begin + len(lead), end + len(lead)) for begin, end in found.matched.spans]
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout = QTextLayout(text, _font(12))
    layout.setTextOption(option)
    layout.setFormats(_marked(spans, theme.color("accent")))
    layout.beginLayout()
    layout.createLine().setLineWidth(inner.width())
    layout.endLayout()
    painter.setPen(theme.color("ink-2"))
    painter.setClipRect(inner.adjusted(0, 0, 0, 4))
    layout.draw(painter, QPointF(inner.left(), top))
