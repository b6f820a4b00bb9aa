"""A pad to sign on with pen, finger or mouse; strokes are kept as vectors with time and force."""

import itertools

from PySide6.QtCore import QElapsedTimer, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.slips import Stroke
from desktop.views import theme

Point = tuple[float, float, int, float]

WIDTH, HEIGHT = 660, 220
"""Smallest pad in px; its shape is that of the box on the stub."""

MOST = 20_000
"""Points that are kept at most; a signature has a few hundred."""


def pen_width(one: float, two: float) -> float:
    """Px of the line between two points pressed with these forces (0..1)."""
    return 1.2 + 2.6 * (one + two) / 2


class Pad(QWidget):
    """Keeps strokes in fractions of its own width, so that paper draws them at any size."""

    signed = Signal()

    def __init__(self, height: int = HEIGHT) -> None:
        super().__init__()
        self.setObjectName("pad")
        self.setMinimumSize(WIDTH, height)
        self.setFixedHeight(height)
        self.setAttribute(Qt.WidgetAttribute.WA_TabletTracking)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._strokes: list[Stroke] = []
        self._points: list[Point] = []
        self._clock = QElapsedTimer()
        self._hint = ""

    def sizeHint(self) -> QSize:
        """Wide enough for a name in full."""
        return QSize(WIDTH, HEIGHT)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What was drawn."""
        return tuple(self._strokes)

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width() / self.height()

    def show_strokes(self, strokes: tuple[Stroke, ...], hint: str) -> None:
        """Show strokes that were drawn before, or a hint on the empty pad."""
        self._strokes, self._hint = list(strokes), hint
        self.update()

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._strokes:
            self._strokes.pop()
            self.update()
            self.signed.emit()

    def clear(self) -> None:
        """Take all strokes back."""
        self._strokes.clear()
        self.update()
        self.signed.emit()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen, with its force."""
        self._touch(event.type(), event.position(), event.pressure())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A mouse or finger goes down."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position(), 0.5)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It draws."""
        if self._points:
            self._add(event.position(), 0.5)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It is lifted: the stroke is done."""
        if self._points:
            self._add(event.position(), 0.5)
            self._end()

    def _touch(self, kind: object, at: QPointF, force: float) -> None:
        match kind:
            case QTabletEvent.Type.TabletPress:
                self._begin(at, force)
            case QTabletEvent.Type.TabletMove if self._points:
                self._add(at, force)
            case QTabletEvent.Type.TabletRelease if self._points:
                self._end()

    def _begin(self, at: QPointF, force: float) -> None:
        if not self._strokes:
            self._clock.start()
        self._points = []
        self._add(at, force)

    def _add(self, at: QPointF, force: float) -> None:
        if sum(len(stroke.points) for stroke in self._strokes) + len(self._points) >= MOST:
            return
        wide = float(self.width())
        x = min(max(at.x() / wide, 0.0), 1.0)
        y = min(max(at.y() / wide, 0.0), 1.0 / self.aspect)
        when = int(self._clock.elapsed()) if self._clock.isValid() else 0
        self._points.append((round(x, 5), round(y, 5), when, round(force, 3)))
        self.update()

    def _end(self) -> None:
        self._strokes.append(Stroke(tuple(self._points)))
        self._points = []
        self.update()
        self.signed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sheet, a line to write on, the strokes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line-strong"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        base = round(self.height() * 0.76)
        painter.setPen(QPen(theme.color("line"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(32, base, self.width() - 32, base)
        if not self._strokes and not self._points:
            painter.setPen(theme.color("ink-3"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._hint)
        for points in (*(stroke.points for stroke in self._strokes), tuple(self._points)):
            self._draw(painter, points)

    def _draw(self, painter: QPainter, points: tuple[Point, ...]) -> None:
        wide = self.width()
        for (x1, y1, _t1, f1), (x2, y2, _t2, f2) in itertools.pairwise(points):
            pen = QPen(theme.color("ink"), pen_width(f1, f2))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(x1 * wide, y1 * wide), QPointF(x2 * wide, y2 * wide))
