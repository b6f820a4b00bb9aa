"""A bar chart that is read in greyscale: bars with their figure, a mean line, names below."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from desktop.views import theme

LEFT, RIGHT, TOP, LOW = 48.0, 16.0, 24.0, 40.0
STEPS = 4
"""Lines across, beside the one at nought."""

NAMED = 7
"""Characters of a name below a bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its height, the words above it; None is nothing to show."""

    name: str
    value: float | None
    said: str


class BarChart(QWidget):
    """Bars side by side; arrows walk them, `chosen` carries the place of the one that is marked."""

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMinimumHeight(180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bars: tuple[Bar, ...] = ()
        self._top, self._mean, self._marked = 1.0, None, -1  # type: tuple[float, float | None, int]
        self._share = False

    def show_bars(self, bars: Sequence[Bar], *, share: bool, mean: float | None) -> None:
        """Show other bars; `share` lets the scale end at 100 %, `mean` is drawn across."""
        self._bars, self._share, self._mean = tuple(bars), share, mean
        highest = max((bar.value or 0.0 for bar in bars), default=0.0)
        self._top = 1.0 if share else _round_up(highest)
        self._marked = min(self._marked, len(bars) - 1)
        said = "；".join(f"{bar.name} {bar.said}" for bar in bars)
        self.setAccessibleDescription(said[:2000])
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lines, bars from the left, names, the mean."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(LEFT, TOP, self.width() - LEFT - RIGHT, self.height() - TOP - LOW)
        self._scale(painter, room)
        wide = room.width() / max(len(self._bars), 1)
        for place, bar in enumerate(self._bars):
            self._bar(painter, room, place, bar, wide)
        if self._mean is not None:
            y = room.bottom() - room.height() * min(self._mean / self._top, 1.0)
            painter.setPen(QPen(theme.color("ink-2"), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _scale(self, painter: QPainter, room: QRectF) -> None:
        font = painter.font()
        font.setPixelSize(12)
        painter.setFont(font)
        for step in range(STEPS + 1):
            y = room.bottom() - room.height() * step / STEPS
            painter.setPen(QPen(theme.color("line-strong" if step == 0 else "line"), 1))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            value = self._top * step / STEPS
            painter.setPen(theme.color("ink-3"))
            where = QRectF(0, y - 9, LEFT - 8, 18)
            text = f"{value:.0%}" if self._share else f"{value:g}"
            painter.drawText(
                where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text
            )

    def _bar(self, painter: QPainter, room: QRectF, place: int, bar: Bar, wide: float) -> None:
        left = room.left() + wide * place
        high = room.height() * min((bar.value or 0.0) / self._top, 1.0)
        body = QRectF(left + wide * 0.18, room.bottom() - high, wide * 0.64, high)
        marked = place == self._marked
        painter.setPen(QPen(theme.color("ink" if marked else "accent"), 1.5))
        painter.setBrush(QBrush(theme.color("accent" if marked else "accent-soft")))
        painter.drawRect(body)
        metrics = QFontMetricsF(painter.font())
        every = max(1, int(44 / wide) + 1)  # names and figures never run into each other
        if place % every == 0 or marked:
            painter.setPen(theme.color("ink-2"))
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, wide * every - 4)
            below = QRectF(left - wide * (every - 1) / 2, room.bottom() + 6, wide * every, 18)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, name)
            said = bar.said if bar.value is not None else "–"
            above = QRectF(left - wide, body.top() - 18, wide * 3, 16)
            painter.setPen(theme.color("ink"))
            painter.drawText(above, Qt.AlignmentFlag.AlignHCenter, said)

    def mark(self, place: int) -> None:
        """Mark one bar."""
        if place != self._marked and 0 <= place < len(self._bars):
            self._marked = place
            self.chosen.emit(place)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End walk the bars."""
        match event.key():
            case Qt.Key.Key_Left:
                self.mark(self._marked - 1)
            case Qt.Key.Key_Right:
                self.mark(self._marked + 1)
            case Qt.Key.Key_Home:
                self.mark(0)
            case Qt.Key.Key_End:
                self.mark(len(self._bars) - 1)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click marks the bar below it."""
        room = self.width() - LEFT - RIGHT
        if self._bars and room > 0:
            self.mark(int((event.position().x() - LEFT) / (room / len(self._bars))))
        super().mousePressEvent(event)


def _round_up(value: float) -> float:
    """A scale's end a reader can divide by four: 4, 8, 20, 40, 80, 200 …"""
    end = 4.0
    while end < value:
        end *= 2.5 if str(int(end)).startswith("8") else 2.0
    return end
