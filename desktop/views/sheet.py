"""Questions inside the window, over everything else."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLayout, QWidget
from shiboken6 import isValid

from desktop.views.parts import button, card, centred, column, label, row

ROOM = 40
"""What stays in sight above and below the part that has the keyboard, in px."""


def ground(widget: QWidget) -> QWidget:
    """What a sheet lies over: the frame, so that locking hides both; outside one, the window."""
    found = widget
    while found.objectName() != "frame" and (above := found.parentWidget()) is not None:
        found = above
    return found


INNER = "qt_spinbox_lineedit"
"""Qt's own name for the line inside a field for a day or a number."""


class Sheet(QWidget):
    """A question that must be answered, inside the window, over everything else.

    `answered` carries the key of the button; Esc answers with an empty key. No key but those
    that lock and open the manual reaches what lies below.
    """

    answered = Signal(str)

    def __init__(
        self,
        over: QWidget,
        title: str,
        text: str,
        buttons: Iterable[tuple[str, str, str]],
        body: QWidget | None = None,
        width: int = 480,
    ) -> None:
        super().__init__(over)
        self.setObjectName("scrim")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._before: QWidget | None = over.window().focusWidget()
        box = card("sheet")
        box.setObjectName("sheet")
        box.setFixedWidth(width)
        words = label(text, tone="second", wrap=True)
        if not text:
            words.hide()
        foot = row(None, spacing=8)
        for key, say, kind in buttons:
            made = button(say, kind=kind, name=f"sheet.{key}")
            made.clicked.connect(lambda _=False, key=key: self.answer(key))
            foot.addWidget(made)
        parts: list[QWidget | QLayout | int] = [label(title, size="title", wrap=True), words]
        if body is not None:
            parts.append(body)
        column(*parts, 4, foot, margins=24, spacing=12, parent=box)
        self._area = centred(box)
        column(self._area, parent=self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._bring_into_sight)
        self.setGeometry(over.rect())
        over.installEventFilter(self)
        self.show()
        self.raise_()
        first = body or foot.itemAt(foot.count() - 1).widget()
        first.setFocus()

    def _bring_into_sight(self, _before: object, now: object) -> None:
        """Scroll to what has the keyboard, where the window is lower than the question."""
        if isinstance(now, QWidget) and self.isAncestorOf(now):
            self._area.ensureWidgetVisible(now, 0, ROOM)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window when its size changes, too."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts out of the way of the question."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(not _passes(event))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc answers with nothing; other keys stay here."""
        if event.key() == Qt.Key.Key_Escape:
            self.answer("")
        event.accept()

    def focusNextPrevChild(self, on: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab goes round inside; what lies below cannot be reached."""
        stops = self._stops()
        if not stops:
            return False
        now = self.window().focusWidget()
        here = stops.index(now) if now in stops else -1 if on else 0
        reason = Qt.FocusReason.TabFocusReason if on else Qt.FocusReason.BacktabFocusReason
        stops[(here + (1 if on else -1)) % len(stops)].setFocus(reason)
        return True

    def _stops(self) -> list[QWidget]:
        found: list[QWidget] = []
        each = self.nextInFocusChain()
        while each is not None and each is not self:
            # The line inside a field for a day would hand the keyboard back to that field. It is
            # known by its name: PySide's focusProxy() takes widgets into its care and frees them.
            own = each.objectName() != INNER
            tab = own and each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
            if self.isAncestorOf(each) and tab and each.isVisibleTo(self) and each.isEnabled():
                found.append(each)
            each = each.nextInFocusChain()
        return found

    def answer(self, key: str) -> None:
        """Close with an answer and give the focus back to where it was."""
        self.hide()
        self.deleteLater()
        if self._before is not None and isValid(self._before):
            self._before.setFocus()
        self.answered.emit(key)


def _passes(event: QKeyEvent) -> bool:
    if event.key() == Qt.Key.Key_F1:
        return True
    control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return control and event.key() == Qt.Key.Key_L
