"""A year as twelve months: working days, days off (休) and made-up days (班), one day marked."""

from calendar import Calendar as Weeks
from datetime import date, timedelta
from gettext import gettext as _

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.holidays import kind_in
from desktop.domain.workdays import CalendarYear, DayKind
from desktop.views import case_words, theme

ACROSS, DOWN = 4, 3
HEAD, WEEK, TALL, WEEKS = 22, 16, 21, 6
GAP, BELOW, EDGE = 14, 10, 4
MARK = 11
"""Size in px of the character beside a day."""

MARKS = {DayKind.HOLIDAY: "休", DayKind.MADE_UP: "班"}
GROUNDS = {DayKind.HOLIDAY: "bad-soft", DayKind.MADE_UP: "accent-soft", DayKind.WEEKEND: "off"}
INKS = {DayKind.HOLIDAY: "bad", DayKind.MADE_UP: "accent", DayKind.WEEKEND: "ink-3"}
STEPS = {
    Qt.Key.Key_Left: timedelta(-1),
    Qt.Key.Key_Right: timedelta(1),
    Qt.Key.Key_Up: timedelta(-7),
    Qt.Key.Key_Down: timedelta(7),
}
TURNS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class YearGrid(QWidget):
    """Arrows walk by day and week, Page keys by month; Space or Enter turns the marked day."""

    moved = Signal(object)
    turned = Signal(object)

    def __init__(self, year: CalendarYear, today: date) -> None:
        super().__init__()
        self._year, self._stored, self._elsewhere, self._today = year, year, year, today
        self.day = today if today.year == year.year else date(year.year, 1, 1)
        self.setObjectName("calendar.grid")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("The year, day by day"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_year(self, year: CalendarYear, stored: CalendarYear, elsewhere: CalendarYear) -> None:
        """Show a year; days otherwise than `stored` are marked, `elsewhere` are other years'."""
        same = year.year == self._year.year
        self._year, self._stored, self._elsewhere = year, stored, elsewhere
        if not same:
            self.day = date(year.year, self.day.month, min(self.day.day, 28))
        self.update()
        self._tell()

    def kind(self, day: date) -> DayKind:
        """What a day is, by this year's announcement or by that of another."""
        other = kind_in(self._elsewhere, day)
        return other if other in MARKS else kind_in(self._year, day)

    def sizeHint(self) -> QSize:
        """Twelve months."""
        month = HEAD + WEEK + WEEKS * TALL
        return QSize(ACROSS * 210, 2 * EDGE + DOWN * month + (DOWN - 1) * BELOW)

    def minimumSizeHint(self) -> QSize:
        """Cells wide enough for a number and its mark."""
        return QSize(ACROSS * 7 * 24 + (ACROSS - 1) * GAP, self.sizeHint().height())

    def _corner(self, month: int) -> tuple[int, int, int]:
        """Left and top of a month, and how wide a day is."""
        wide = (self.width() - 2 * EDGE - (ACROSS - 1) * GAP) // ACROSS
        tall = HEAD + WEEK + WEEKS * TALL + BELOW
        down, across = divmod(month - 1, ACROSS)
        return EDGE + across * (wide + GAP), EDGE + down * tall, wide // 7

    def place(self, day: date) -> QRect:
        """Where a day of this year stands."""
        left, top, wide = self._corner(day.month)
        slot = date(day.year, day.month, 1).weekday() + day.day - 1
        down, across = divmod(slot, 7)
        return QRect(left + across * wide, top + HEAD + WEEK + down * TALL, wide, TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw all months."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            self._draw_month(painter, month)
        self._draw_mark(painter)
        painter.end()

    def _draw_month(self, painter: QPainter, month: int) -> None:
        left, top, wide = self._corner(month)
        middle = Qt.AlignmentFlag.AlignCenter
        _write(painter, 13, bold=True)
        painter.setPen(theme.color("ink"))
        head = QRect(left, top, 7 * wide, HEAD)
        say = _("{year}-{month:02}").format(year=self._year.year, month=month)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, f" {say}")
        _write(painter, 11)
        painter.setPen(theme.color("ink-3"))
        for place, name in enumerate(case_words.weekdays()):
            painter.drawText(QRect(left + place * wide, top + HEAD, wide, WEEK), middle, name[-1:])
        days = Weeks().itermonthdates(self._year.year, month)
        for day in days:
            if day.month == month:
                self._draw_day(painter, day)

    def _draw_day(self, painter: QPainter, day: date) -> None:
        kind, box = self.kind(day), self.place(day).adjusted(1, 1, -1, -1)
        if kind in GROUNDS:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(GROUNDS[kind]))
            painter.drawRoundedRect(box, 4, 4)
        mark = MARKS.get(kind, "")
        painter.setPen(theme.color(INKS.get(kind, "ink")))
        _write(painter, 12, bold=day == self._today)
        number = box.adjusted(0, 0, -MARK, 0) if mark else box
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if mark:
            taken = painter.fontMetrics().horizontalAdvance(str(day.day))
            left = number.center().x() + taken // 2 + 2
            _write(painter, MARK, bold=True)
            painter.drawText(QRect(left, box.top(), MARK + 2, box.height()), _MIDDLE, mark)
        if kind_in(self._year, day) is not kind_in(self._stored, day):
            _underline(painter, box, theme.color("warn"))

    def _draw_mark(self, painter: QPainter) -> None:
        ink = theme.color("accent" if self.hasFocus() else "line-strong")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 2))
        painter.drawRoundedRect(self.place(self.day), 5, 5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, or turn the marked day."""
        key = Qt.Key(event.key())
        if key in STEPS:
            self._go(self.day + STEPS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._go(_month_on(self.day, 1 if key == Qt.Key.Key_PageDown else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            first = key == Qt.Key.Key_Home
            self._go(date(self._year.year, 1 if first else 12, 1 if first else 31))
        elif key in TURNS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.turned.emit(self.day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark the day under the pointer."""
        day = self._at(event)
        if day is not None:
            self._go(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Turn the day under the pointer."""
        day = self._at(event)
        if day is not None:
            self.turned.emit(day)

    def _at(self, event: QMouseEvent) -> date | None:
        first = date(self._year.year, 1, 1)
        days = (first + timedelta(n) for n in range(366))
        point = event.position().toPoint()
        inside = (day for day in days if day.year == first.year)
        return next((day for day in inside if self.place(day).contains(point)), None)

    def _go(self, day: date) -> None:
        if day.year == self._year.year:
            self.day = day
            self.update()
            self._tell()

    def _tell(self) -> None:
        kinds = case_words.day_kinds()
        self.setAccessibleDescription(f"{self.day} {kinds[self.kind(self.day)]}")
        self.moved.emit(self.day)


_MIDDLE = Qt.AlignmentFlag.AlignCenter


def _write(painter: QPainter, size: int, *, bold: bool = False) -> None:
    font = QFont(theme.FAMILY)
    font.setPixelSize(size)
    font.setBold(bold)
    painter.setFont(font)


def _underline(painter: QPainter, box: QRect, ink: QColor) -> None:
    painter.setPen(QPen(ink, 2))
    painter.drawLine(box.left() + 4, box.bottom(), box.right() - 4, box.bottom())


def _month_on(day: date, months: int) -> date:
    """The same day a month later or before; the year ends at its ends."""
    month = min(12, max(1, day.month + months))
    return date(day.year, month, min(day.day, 28))
