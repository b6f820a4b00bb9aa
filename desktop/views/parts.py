"""Small widgets that two or more screens share."""

from collections.abc import Callable, Iterable
from html import escape

from PySide6 import QtGui
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.views import theme

ICON, GAP = 18, 4
"""An icon on a button in px, and the room it has at its right beyond what Qt leaves."""


def plain_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that takes no text for markup; the only place where one is made."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    return made


def plain_hint(text: str) -> str:
    """A tooltip's text; what Qt would take for markup is written so that it shows as it stands."""
    return f"<span>{escape(text)}</span>" if QtGui.Qt.mightBeRichText(text) else text


def hint(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip; the only place where one is given."""
    widget.setToolTip(plain_hint(text))


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
    made = plain_label(text)
    made.setProperty("type", size)
    made.setProperty("tone", tone)
    made.setProperty("strong", strong)
    made.setWordWrap(wrap)
    made.setObjectName(name)
    return made


def chip(text: str, kind: str = "plain", tip: str = "") -> QLabel:
    """A short word on a coloured ground: plain, accent, good, warn or bad."""
    made = plain_label(text)
    made.setProperty("chip", kind)
    hint(made, tip)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def picture(icon: str, token: str = "ink-2", size: int = 20) -> QLabel:
    """An icon that is only looked at."""
    made = plain_label()
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
    hint(made, f"{tip or text}  {key}" if key else tip)
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


def fact(title: str, value: QLabel, width: int = 72) -> QHBoxLayout:
    """What is known of something: its name small at the left, the value beside it."""
    head = label(title, size="hint")
    head.setFixedWidth(width)
    made = row(head, value, spacing=8)
    made.setStretch(1, 1)
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


def centred(box: QWidget) -> QScrollArea:
    """A card in the middle of its room; it scrolls where the room is smaller."""
    inner = QWidget()
    column(None, row(None, box, None), None, parent=inner)
    return scrolled(inner)


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
