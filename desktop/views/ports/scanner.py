"""Takes scans wherever the keyboard is; what was typed by hand arrives, in order, key by key.

It watches windows, not widgets, and so sees a key once, before the field that has the focus.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop.domain.wedge import Burst

OWN = "scans"
"""A widget with this property takes scans itself, as it takes typing."""

_ENDS = {
    "enter": (Qt.Key.Key_Return, Qt.Key.Key_Enter),
    "tab": (Qt.Key.Key_Tab,),
}
_SILENT = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock)
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Scanner(QObject):
    """Holds quick keys back until it is clear what they are; `scanned` carries one of our codes.

    `ours` says whether a text is one of our codes. Any other goes where it was typed; where
    nothing is typed into, its keys would press buttons, so `foreign` carries it instead.
    """

    scanned = Signal(str)
    foreign = Signal(str)

    def __init__(
        self, gap: int, shortest: int, end: str, ours: Callable[[str], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._burst = Burst(gap, shortest)
        self._ends, self._ours = _ENDS[end], ours
        self._held: list[QKeyEvent] = []
        self._into: QWindow | None = None
        self._swallow: set[int] = set()
        self._replaying = self._off = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(gap)
        self._wait.timeout.connect(self.let_go)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            for window in app.allWindows():
                self._watch(window)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            self.let_go()
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold, let through, or take away one key."""
        if self._replaying or self._off or not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.KeyRelease:
            return self._released(event)
        if event.type() is not QEvent.Type.KeyPress:
            return False
        return isinstance(watched, QWindow) and self._pressed(watched, event)

    def _pressed(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.key() in _SILENT:
            return False
        at = int(event.timestamp())
        if event.key() in self._ends and self._held and not event.modifiers() & ~_PLAIN:
            return self._ended(window, event, at)
        typed = event.text()
        quiet = (
            event.isAutoRepeat()
            or not typed.isprintable()
            or not typed
            or _takes_it_itself(_receiver(window))
        )
        if quiet or event.modifiers() & ~_PLAIN:
            self.let_go()
            return False
        if self._burst.late(at):
            self.let_go()
        self._burst.add(at, typed)
        self._held.append(event.clone())
        self._into = window
        self._wait.start()
        return True

    def _released(self, event: QKeyEvent) -> bool:
        """A release follows its press: held with it, gone with it."""
        if self._held and any(each.key() == event.key() for each in self._held):
            self._held.append(event.clone())
            return True
        if event.key() in self._swallow:
            self._swallow.discard(event.key())
            return True
        return False

    def _ended(self, window: QWindow, event: QKeyEvent, at: int) -> bool:
        text = self._burst.ended(at)
        ours = bool(text) and self._ours(text)
        if not text or (not ours and _typed_into(_receiver(window))):
            self.let_go()
            return False
        self._wait.stop()
        self._burst.clear()
        down = {each.key() for each in self._held if each.type() is QEvent.Type.KeyPress}
        up = {each.key() for each in self._held if each.type() is QEvent.Type.KeyRelease}
        self._swallow = (down - up) | {event.key()}
        self._held.clear()
        (self.scanned if ours else self.foreign).emit(text)
        return True

    def stop(self) -> None:
        """Hold nothing back any more."""
        self.let_go()
        self._off = True

    def let_go(self) -> None:
        """It was typing after all: every key goes where it was meant to go, in order."""
        self._wait.stop()
        self._burst.clear()
        held, self._held = self._held, []
        self._replaying = True
        try:
            for each in held:
                if self._into is not None:
                    QCoreApplication.sendEvent(self._into, each)
        finally:
            self._replaying = False


def _receiver(window: QWindow) -> QWidget | None:
    """The widget to which a key of this window goes, as Qt finds it."""
    top: QWidget | None = QWidget.find(window.winId())
    if top is None:
        return None
    inner: QWidget | None = top.focusWidget()
    return top if inner is None else inner


def _typed_into(now: QWidget | None) -> bool:
    """Whether a text has a place where the keyboard is."""
    writes = isinstance(now, QLineEdit | QAbstractSpinBox | QPlainTextEdit | QTextEdit)
    return writes or (isinstance(now, QComboBox) and now.isEditable())


def _takes_it_itself(now: QWidget | None) -> bool:
    """Whether the field in use wants scans as they are typed, or holds a secret."""
    if now is None:
        return False
    secret = isinstance(now, QLineEdit) and now.echoMode() is not QLineEdit.EchoMode.Normal
    return secret or bool(now.property(OWN))
