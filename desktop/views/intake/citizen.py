"""The second screen, for the visitor: one line very large, progress dots; nothing of others."""

from gettext import gettext as _

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.views import theme
from desktop.views.intake.lines import Told
from desktop.views.parts import column, label


class Dots(QWidget):
    """Which of the lines is being explained."""

    def __init__(self) -> None:
        super().__init__()
        self._at, self._count = 0, 0
        self.setMinimumHeight(24)

    def sizeHint(self) -> QSize:
        """One row of dots."""
        return QSize(320, 24)

    def show_place(self, at: int, count: int) -> None:
        """Mark one of `count` dots."""
        self._at, self._count = at, count
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left = (self.width() - 24 * self._count) / 2
        for place in range(self._count):
            here = place == self._at
            painter.setBrush(theme.color("accent" if place <= self._at else "line"))
            size = 14 if here else 10
            x = round(left + place * 24 + (24 - size) / 2)
            painter.drawEllipse(x, (24 - size) // 2, size, size)


class CitizenScreen(QWidget):
    """Shows what is explained right now; closes with the intake."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("For the visitor"))
        self._heading = label("")
        self._heading.setProperty("type", "citizen-head")
        self._text = label("", wrap=True)
        self._text.setProperty("type", "citizen")
        self._text.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self._dots = Dots()
        column(self._heading, self._text, self._dots, margins=64, spacing=24, parent=self)
        self.layout().setStretch(1, 1)  # type: ignore[union-attr]

    def show_told(self, told: Told, at: int, count: int) -> None:
        """Show one line."""
        self._heading.setText(told.heading)
        self._text.setText(told.text)
        self._dots.show_place(at, count)

    def open_on_second(self) -> bool:
        """Fill the second screen; False where there is only one."""
        screens = QGuiApplication.screens()
        if len(screens) < 2:
            return False
        self.setGeometry(screens[1].geometry())
        self.showFullScreen()
        return True
