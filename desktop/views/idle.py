"""Notices that nobody is at the desk: no key, mouse or pen for a while, or the PC was asleep."""

from collections.abc import Callable
from time import monotonic, time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

INPUTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.TouchBegin,
    }
)

TICK_MS = 15_000
ASLEEP = 60.0
"""Seconds that the clock on the wall may run ahead of the PC's own before it has slept."""


class Idle(QObject):
    """Tells when the desk was left; it watches windows, not widgets, and so costs little."""

    left = Signal()

    def __init__(self, seconds: float, parent: QObject, wall: Callable[[], float] = time) -> None:
        super().__init__(parent)
        self._wall = wall
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(int(seconds * 1000))
        self._timer.timeout.connect(self.left)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._look)
        self._shift = self._wall() - monotonic()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            for window in app.allWindows():
                self._watch(window)

    def begin(self) -> None:
        """Somebody signed in: count from now."""
        self._shift = self._wall() - monotonic()
        self._timer.start()
        self._tick.start()

    def end(self) -> None:
        """Nobody is signed in: there is nothing to lock."""
        self._timer.stop()
        self._tick.stop()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin to count anew with every input; nothing is taken away."""
        if event.type() in INPUTS and self._timer.isActive():
            self._timer.start()
        return False

    def _look(self) -> None:
        """While a PC sleeps the clock on the wall goes on alone."""
        shift = self._wall() - monotonic()
        slept, self._shift = shift - self._shift > ASLEEP, shift
        if slept:
            self.left.emit()
