"""Parts that flow on in the next line, and layouts that are emptied."""

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLayout,
    QSizePolicy,
    QWidget,
)

from desktop.views.parts import column


def emptied(layout: "QLayout | Flow") -> None:
    """Take everything out of a layout and let it go."""
    if isinstance(layout, Flow):
        layout.clear()
        return
    while layout.count():
        item: Any = layout.takeAt(0)  # may hold nothing, whatever the stubs say
        if item.layout() is not None:
            emptied(item.layout())
        elif item.widget() is not None:
            _retired(item.widget())


def _retired(widget: QWidget) -> None:
    """Let a widget go; until it has gone nobody finds it, or a part of it, by its name."""
    for each in (widget, *widget.findChildren(QWidget)):
        each.setObjectName("")
    widget.hide()
    widget.deleteLater()


class Flow(QWidget):
    """Parts beside each other that go on in the next line when the width is used up.

    A widget that places its children, not a layout: a layout's items, held from Python, can be
    gone while Qt still asks for them, and the program with them.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 6) -> None:
        super().__init__()
        self._parts: list[QWidget] = []
        self._gap = spacing
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if parent is not None:
            column(self, parent=parent)

    def addWidget(self, part: QWidget) -> None:  # noqa: N802 - as a layout of Qt would
        """Take one part more."""
        self._parts.append(part)
        kept_away = part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        hidden = kept_away and part.isHidden()
        part.setParent(self)
        part.setVisible(not hidden)
        self._changed()

    def clear(self) -> None:
        """Let all parts go."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = []
        self._changed()

    def _changed(self) -> None:
        self.updateGeometry()
        self._placed(self.width(), move=True)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How tall the lines are together."""
        return self._placed(width, move=False)

    def sizeHint(self) -> QSize:
        """As small as it may be."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """The largest single part."""
        size = QSize(0, 0)
        for part in self._seen():
            size = size.expandedTo(part.sizeHint())
        return size

    def event(self, event: QEvent) -> bool:
        """Place the parts anew when one of them changes its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._changed()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts."""
        super().resizeEvent(event)
        self._placed(self.width(), move=True)

    def _seen(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _placed(self, width: int, *, move: bool) -> int:
        right, top, tall = 0, 0, 0
        for part in self._seen():
            part.ensurePolished()
            size = part.sizeHint().expandedTo(part.minimumSize()).boundedTo(part.maximumSize())
            if right + size.width() > width and right > 0:
                right, top, tall = 0, top + tall + self._gap, 0
            if move:
                part.setGeometry(QRect(QPoint(right, top), size))
            right += size.width() + self._gap
            tall = max(tall, size.height())
        return top + tall
