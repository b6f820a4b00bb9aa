"""The visitor's screen: a line very large, progress dots, a pad; nothing of others."""

from gettext import gettext as _

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputDevice, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.slips import Stroke
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.intake.lines import Told
from desktop.views.intake.pad import Pad
from desktop.views.parts import button, column, label, row

SENTENCE = "以上内容已逐项讲解，本人已清楚。"
"""What is signed, as it stands on the stub."""

PAD_HEIGHT = 300


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
    """The station's name between visitors, then what is explained, then a pad to sign on.

    `signed` carries what was drawn here; nothing about anybody else is ever shown.
    """

    signed = Signal(tuple, float)

    def __init__(self, station: str) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setWindowTitle(_("For the visitor"))
        self._name = label(station, name="citizen.station")
        self._name.setProperty("type", "citizen")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._heading = label("", name="citizen.heading")
        self._heading.setProperty("type", "citizen-head")
        self._text = label("", wrap=True, name="citizen.text")
        self._text.setProperty("type", "citizen")
        self._text.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self._dots = Dots()
        self._pad = Pad(PAD_HEIGHT)
        self._pad.signed.connect(self._drawn)
        self._pages = QStackedWidget()
        for page in (self._idle(), self._telling(), self._signing()):
            self._pages.addWidget(page)
        column(self._pages, parent=self)
        self._on: QScreen | None = None
        gone = QGuiApplication.instance()
        if isinstance(gone, QGuiApplication):
            gone.screenRemoved.connect(self._screen_gone)

    def _idle(self) -> QWidget:
        made = QWidget()
        column(None, self._name, None, margins=64, parent=made)
        return made

    def _telling(self) -> QWidget:
        made = QWidget()
        places = column(self._heading, self._text, self._dots, margins=64, spacing=24, parent=made)
        places.setStretch(1, 1)
        return made

    def _signing(self) -> QWidget:
        made = QWidget()
        sentence = label(SENTENCE, wrap=True)
        sentence.setProperty("type", "citizen")
        undo = button(_("Undo"), icon="undo-2", name="citizen.undo")
        clear = button(_("Clear"), icon="trash-2", name="citizen.clear")
        undo.clicked.connect(self._pad.undo)
        clear.clicked.connect(self._pad.clear)
        column(
            None, sentence, self._pad, row(None, undo, clear, spacing=16), None,
            margins=64, spacing=24, parent=made,
        )  # fmt: skip
        return made

    def show_told(self, told: Told, at: int, count: int) -> None:
        """Show one line."""
        self._heading.setText(told.heading)
        self._text.setText(told.text)
        self._dots.show_place(at, count)
        self._pages.setCurrentIndex(1)

    def show_pad(self, strokes: tuple[Stroke, ...]) -> None:
        """Let the visitor sign here; what was drawn already is shown."""
        self._pad.show_strokes(strokes, _("sign here"))
        self._pages.setCurrentIndex(2)

    def rest(self) -> None:
        """Show the station's name and forget the visitor."""
        self._heading.clear()
        self._text.clear()
        self._pad.show_strokes((), "")
        self._pages.setCurrentIndex(0)

    @property
    def signing(self) -> bool:
        """Whether somebody may be signing here now."""
        return self._pages.currentIndex() == 2

    def _drawn(self) -> None:
        self.signed.emit(self._pad.strokes, self._pad.aspect)

    def _screen_gone(self, screen: QScreen) -> None:
        """The screen was pulled out: what was drawn stands on the counter's own."""
        if screen is self._on or len(QGuiApplication.screens()) < 2:
            self._on = None
            self.hide()

    def open_as(self, settings: Settings, counter: QScreen) -> bool:
        """Show it as the settings want it; False where there is no screen for it."""
        match settings.second_screen:
            case "off":
                self.hide()
                return False
            case "simulated":
                return self._open_beside(counter)
            case _:
                return self.open_on_second(counter, settings.second_screen_name)

    def _open_beside(self, counter: QScreen) -> bool:
        """A window of its own on the counter's screen, at its lower right."""
        if self.isVisible():
            return True
        self._on = None
        self.setWindowTitle(_("For the visitor (simulated second screen)"))
        room = counter.availableGeometry()
        self.resize(min(900, room.width() * 2 // 3), min(600, room.height() * 2 // 3))
        self.move(room.right() - self.width() - 16, room.bottom() - self.height() - 48)
        self.show()
        return True

    def open_on_second(self, counter: QScreen, name: str = "") -> bool:
        """Fill a screen that is not the counter's own; False where there is none of that name."""
        others = [each for each in QGuiApplication.screens() if each is not counter]
        if name:
            others = [each for each in others if each.name() == name]
        if not others:
            self.hide()
            return False
        if self.isVisible() and self._on in others:
            return True
        self._on = others[0]
        self.hide()
        self.setWindowState(Qt.WindowState.WindowNoState)
        self.setGeometry(self._on.geometry())
        self.showFullScreen()
        return True


def touched() -> bool:
    """Whether this PC has something to sign with on a screen: a touch screen or a pen."""
    kinds = {QInputDevice.DeviceType.TouchScreen, QInputDevice.DeviceType.Stylus}
    return any(each.type() in kinds for each in QInputDevice.devices())
