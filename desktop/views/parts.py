"""Small widgets that two or more screens share."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.views import theme

ICON, GAP = 18, 4
"""An icon on a button in px, and the room it has at its right beyond what Qt leaves."""


def label(
    text: str = "",
    *,
    size: str = "",
    tone: str = "",
    strong: bool = False,
    wrap: bool = False,
    name: str = "",
) -> QLabel:
    """A piece of plain text; `size` and `tone` are those of the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("type", size)
    made.setProperty("tone", tone)
    made.setProperty("strong", strong)
    made.setWordWrap(wrap)
    made.setObjectName(name)
    return made


def chip(text: str, kind: str = "plain", tip: str = "") -> QLabel:
    """A short word on a coloured ground: plain, accent, good, warn or bad."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("chip", kind)
    made.setToolTip(tip)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def picture(icon: str, token: str = "ink-2", size: int = 20) -> QLabel:
    """An icon that is only looked at."""
    made = QLabel()
    made.setPixmap(theme.pixmap(icon, token, size))
    made.setFixedSize(size, size)
    return made


def button(
    text: str, *, kind: str = "", icon: str = "", key: str = "", name: str = "", tip: str = ""
) -> QPushButton:
    """A push button: filled, quiet, danger, small or plain; its key is shown in the tooltip."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setObjectName(name)
    made.setAutoDefault(True)  # Enter presses the button that has the keyboard
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        gap = GAP if text else 0
        ink = {"filled": "on-accent", "quiet": "accent"}.get(kind, "ink-2")
        made.setIcon(theme.icon(icon, ink, ICON, gap))
        made.setIconSize(QSize(ICON + gap, ICON))
    if key:
        shortcut = QShortcut(QKeySequence(key), made)
        shortcut.activated.connect(made.click)
    made.setToolTip(f"{tip or text}  {key}" if key else tip)
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Change properties the style sheet looks at, and let it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def card(surface: str = "card") -> QFrame:
    """A surface of its own: card, plain, soft, warn, bad or sheet."""
    made = QFrame()
    made.setProperty("surface", surface)
    return made


def rule() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("rule", True)
    return made


def column(
    *parts: QWidget | QLayout | int | None,
    margins: int | tuple[int, int, int, int] = 0,
    spacing: int = 8,
    parent: QWidget | None = None,
) -> QVBoxLayout:
    """Parts one under the other; a number is a gap, None takes the rest of the height."""
    made = QVBoxLayout(parent) if parent else QVBoxLayout()
    _fill(made, parts, margins, spacing)
    return made


def row(
    *parts: QWidget | QLayout | int | None,
    margins: int | tuple[int, int, int, int] = 0,
    spacing: int = 8,
    parent: QWidget | None = None,
) -> QHBoxLayout:
    """Parts beside each other; a number is a gap, None takes the rest of the width."""
    made = QHBoxLayout(parent) if parent else QHBoxLayout()
    _fill(made, parts, margins, spacing)
    return made


def _fill(
    box: QVBoxLayout | QHBoxLayout,
    parts: Iterable[QWidget | QLayout | int | None],
    margins: int | tuple[int, int, int, int],
    spacing: int,
) -> None:
    sides = (margins,) * 4 if isinstance(margins, int) else margins
    box.setContentsMargins(*sides)
    box.setSpacing(spacing)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)


def scrolled(inner: QWidget, name: str = "") -> QScrollArea:
    """A part that scrolls up and down when it is taller than its room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    area.setObjectName(name)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


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


LINE = 24
"""Parts whose tops differ by less than this many px stand on one line, as far as Tab goes."""


def by_eye(inside: QWidget) -> list[QWidget]:
    """What Tab reaches inside a part, line by line from the top, each line from the left."""
    tab = Qt.FocusPolicy.TabFocus.value
    stops = [
        each
        for each in inside.findChildren(QWidget)
        if each.isVisibleTo(inside) and each.isEnabled() and each.focusPolicy().value & tab
    ]
    places = {each: each.mapTo(inside, QPoint(0, each.height() // 2)) for each in stops}
    return sorted(stops, key=lambda each: (places[each].y() // LINE, places[each].x()))


def _retired(widget: QWidget) -> None:
    """Let a widget go; until it has gone nobody finds it, or a part of it, by its name."""
    for each in (widget, *widget.findChildren(QWidget)):
        each.setObjectName("")
    widget.hide()
    widget.deleteLater()


class Field(QWidget):
    """A field with its label above and one line below for a hint or what is wrong with it.

    The line below keeps its room, so that nothing jumps when a sentence comes or goes.
    """

    left = Signal()

    def __init__(self, title: str, editor: QWidget, *, hint: str = "", name: str = "") -> None:
        super().__init__()
        self._hint = hint
        self.editor = editor
        editor.setObjectName(name)
        self._title = label(title, size="small", strong=True)
        self._title.setBuddy(editor)
        self._below = label(hint, size="hint", wrap=True, name=f"{name}.below")
        self._below.setMinimumHeight(18)
        self._below.setAlignment(Qt.AlignmentFlag.AlignTop)
        column(self._title, editor, self._below, spacing=4, parent=self)
        editor.setAccessibleName(title)

    def complain(self, sentence: str) -> None:
        """Say what is wrong beside the field; an empty sentence takes it back."""
        self._say(sentence or self._hint, "bad" if sentence else "", bool(sentence))

    def note(self, sentence: str, tone: str = "") -> None:
        """Say something about the value that is no mistake."""
        self._say(sentence or self._hint, tone, False)

    def _say(self, text: str, tone: str, wrong: bool) -> None:
        self._below.setText(text)
        restyle(self._below, tone=tone)
        restyle(self.editor, wrong=wrong)

    @property
    def said(self) -> str:
        """What stands below the field now."""
        return self._below.text()


class Line(QLineEdit):
    """A line of text that selects itself when it is entered by keyboard."""

    def __init__(self, text: str = "", *, example: str = "", limit: int = 200) -> None:
        super().__init__(text)
        self.setPlaceholderText(example)
        self.setMaxLength(limit)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all on Tab, so that typing replaces."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()


class Note(QPlainTextEdit):
    """A few lines of plain text; Tab goes on to the next field."""

    def __init__(self, text: str = "", *, example: str = "", height: int = 80) -> None:
        super().__init__(text)
        self.setPlaceholderText(example)
        self.setTabChangesFocus(True)
        self.setFixedHeight(height)


class Choice(QComboBox):
    """A drop-down of (value, words) pairs.

    It keeps the values itself: Qt would give an enum's member back as a bare text.
    """

    def __init__(self, options: Iterable[tuple[object, str]], name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._values: list[object] = []
        for value, words in options:
            self.offer(value, words)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def offer(self, value: object, words: str) -> None:
        """Add one more at the end."""
        self._values.append(value)
        self.addItem(words)

    @property
    def value(self) -> object:
        """The chosen value; None where nothing is offered."""
        return self._values[self.currentIndex()] if self._values else None

    def choose(self, value: object) -> None:
        """Show a value; one that is not offered leaves the choice as it is."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))


class Empty(QWidget):
    """What stands where nothing is yet: what would be here and how to make it so."""

    def __init__(
        self,
        icon: str,
        title: str,
        advice: str,
        action: QPushButton | None = None,
        width: int = 360,
    ) -> None:
        super().__init__()
        mark = picture(icon, "line-strong", 48)
        head, text = label(title, size="emphasis"), label(advice, tone="second", wrap=True)
        parts: list[QWidget | QLayout | int | None] = [None]
        for part in (mark, head, text, action):
            if part is None:
                continue
            if isinstance(part, QLabel) and part is text:
                part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                part.setFixedWidth(width)
            parts.append(row(None, part, None))
        column(*parts, None, spacing=12, margins=24, parent=self)


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


def ground(widget: QWidget) -> QWidget:
    """What a sheet lies over: the frame, so that locking hides both; outside one, the window."""
    found = widget
    while found.objectName() != "frame" and (above := found.parentWidget()) is not None:
        found = above
    return found


class Sheet(QWidget):
    """A question that must be answered, inside the window, over everything else.

    `answered` carries the key of the button; Esc answers with an empty key. No key but the one
    that locks reaches what lies below.
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
        column(None, row(None, box, None), None, parent=self)
        self.setGeometry(over.rect())
        over.installEventFilter(self)
        self.show()
        self.raise_()
        first = body or foot.itemAt(foot.count() - 1).widget()
        first.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window when its size changes, too."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts out of the way of the question."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(not _locks(event))
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
            tab = each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
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


def _locks(event: QKeyEvent) -> bool:
    control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return control and event.key() == Qt.Key.Key_L


class Fold(QWidget):
    """A line that opens what stands below it; the body is made when it is first opened."""

    def __init__(
        self, title: str, make: Callable[[], QWidget], *, name: str = "", quiet: bool = False
    ) -> None:
        super().__init__()
        self._make = make
        self._body: QWidget | None = None
        self._head = QPushButton(title)
        self._head.setObjectName(name)
        self._head.setProperty("fold", "quiet" if quiet else "plain")
        self._head.setCheckable(True)
        self._head.setIconSize(QSize(16, 16))
        self._head.setIcon(theme.icon("chevron-right"))
        self._head.toggled.connect(self.open)
        self._place = column(self._head, spacing=6, parent=self)

    def open(self, wanted: bool = True) -> None:
        """Open or close."""
        if self._body is None and wanted:
            self._body = self._make()
            self._place.addWidget(self._body)
        if self._body is not None:
            self._body.setVisible(wanted)
        self._head.setChecked(wanted)
        self._head.setIcon(theme.icon("chevron-down" if wanted else "chevron-right"))
