"""The main window's frame: rail, search box, screens, message bar, keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from desktop import logs
from desktop.domain.errors import Refusal
from desktop.domain.officers import Clerk, Right, Role
from desktop.views import theme, words
from desktop.views.carrier_watch import CarrierWatch
from desktop.views.desk import Desk, Message, Tone
from desktop.views.parts import button, card, chip, column, hint, label, picture, restyle, row
from desktop.views.search_box import SearchBox
from desktop.views.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the rail: its screen is made when it is first entered."""

    key: str
    title: str
    icon: str
    shortcut: str
    make: Callable[[], QWidget]
    right: Right = Right.READ_GUIDE


FOOT = ("safety", "settings")
"""Rooms that stand at the rail's foot, away from the day's work."""

LOW = 640
"""A window lower than this in px has no room for the words of the rail."""

WORDED = Qt.ToolButtonStyle.ToolButtonTextUnderIcon

SMALLEST = (1100, 540)
"""Room a screen needs in px; a smaller window (200 % on a small monitor) scrolls."""

SHAPES: Mapping[Tone, tuple[str, str]] = {
    Tone.PLAIN: ("info", "ink-2"),
    Tone.GOOD: ("circle-check", "good"),
    Tone.WARN: ("triangle-alert", "warn"),
    Tone.BAD: ("circle-x", "bad"),
}


class MessageBar(QWidget):
    """The last result, with what to do next; it stays until the next act."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("messages")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(36)
        self._shape = label()
        self._shape.setFixedSize(16, 16)
        self._text = label(name="message")
        self._act = button("", kind="quiet", name="message.act")
        self._act.hide()
        self._act.clicked.connect(self._pressed)
        self._message = Message("")
        self._right = row(spacing=12)
        row(
            self._shape, self._text, self._act, None, self._right,
            margins=(16, 0, 16, 0), spacing=8, parent=self,
        )  # fmt: skip

    def show_message(self, message: object) -> None:
        """Show one line; its button appears if it has an act."""
        if not isinstance(message, Message):
            return
        self._message = message
        icon, token = SHAPES[message.tone]
        self._shape.setPixmap(
            theme.pixmap(icon, token, 16) if message.text else theme.pixmap("info", "surface", 16)
        )
        self._text.setText(message.text)
        restyle(self._text, tone="" if message.tone is Tone.PLAIN else message.tone)
        self._act.setText(message.action)
        self._act.setVisible(bool(message.action))

    def _pressed(self) -> None:
        if self._message.act is not None:
            self._message.act()

    def add_right(self, widget: QWidget) -> None:
        """A standing notice at the right end, such as the printer."""
        self._right.addWidget(widget)


class Frame(QWidget):
    """Everything an officer sees after signing in."""

    locked = Signal()
    restore_asked = Signal()
    help_asked = Signal()

    def __init__(self, desk: Desk, rooms: tuple[Room, ...]) -> None:
        super().__init__()
        self.setObjectName("frame")
        self._desk = desk
        self._rooms = {room.key: room for room in rooms if desk.clerk.may(room.right)}
        self._foot = next((key for key in FOOT if key in self._rooms), "")
        self._screens: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self._strip = label("", tone="bad", strong=True, wrap=True, name="frame.away")
        self.bar = MessageBar()
        self.search = SearchBox(desk)
        self._buttons = QButtonGroup(self)
        self._lay_out()
        self._keys()
        desk.bar.told.connect(self.bar.show_message)
        desk.jobs.refused.connect(self._refused)
        desk.jobs.broken.connect(self._broken)
        desk.jobs.away.connect(self._away)
        desk.jobs.back.connect(self._back)
        CarrierWatch(desk, self)

    def _lay_out(self) -> None:
        self._side = self._rail()
        side = column(self._side, spacing=0)
        self._stack.setMinimumSize(*SMALLEST)
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setWidget(self._stack)
        self._strip.setText(
            _("■ The server is away: what is shown may be old, and not all of it is there.")
        )
        self._strip.setContentsMargins(24, 8, 24, 8)
        if not self._desk.jobs.lost:
            self._strip.hide()
        work = column(self._top(), self._strip, room, self.bar, spacing=0)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(side)
        outer.addLayout(work, 1)

    def _rail(self) -> QWidget:
        rail = QWidget()
        rail.setObjectName("rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rail.setFixedWidth(80)
        places = column(12, margins=(8, 0, 8, 12), spacing=4, parent=rail)
        places.insertWidget(0, row_mark())
        for room in self._rooms.values():
            if room.key == self._foot:
                places.addStretch(1)
            places.addWidget(self._rail_button(room))
        if self._foot not in self._rooms:
            places.addStretch(1)
        return rail

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the rail shows its icons alone; their words are in the tooltips."""
        super().resizeEvent(event)
        low = self.height() < LOW
        if low is not bool(self._side.property("low")):
            style = Qt.ToolButtonStyle.ToolButtonIconOnly if low else WORDED
            for each in self._buttons.buttons():
                if isinstance(each, QToolButton):
                    each.setToolButtonStyle(style)
            restyle(self._side, low=low)
            for each in self._buttons.buttons():
                restyle(each)

    def _rail_button(self, room: Room) -> QToolButton:
        made = QToolButton()
        made.setText(room.title)
        made.setIcon(theme.icon(room.icon))
        made.setIconSize(QSize(22, 22))
        made.setToolButtonStyle(WORDED)
        made.setAccessibleName(room.title)
        made.setCheckable(True)
        made.setObjectName(f"rail.{room.key}")
        hint(made, f"{room.title}  {room.shortcut}")
        made.setProperty("room", room.key)
        made.clicked.connect(lambda _=False, key=room.key: self.enter(key))
        self._buttons.addButton(made)
        return made

    def _top(self) -> QWidget:
        top = QWidget()
        top.setObjectName("topbar")
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        top.setFixedHeight(60)
        clerk, station = self._desk.clerk, self._desk.station.name
        duty = clerk.role is Role.DUTY  # a duty room answers in the station's name
        who = column(
            None,
            label(station if duty else clerk.name, strong=True, name="clerk"),
            label(f"{clerk.number} · {words.roles()[clerk.role]}", size="hint"),
            None,
            spacing=0,
        )
        lock = button("", kind="quiet", icon="lock", key="Ctrl+L", tip=_("Lock"), name="lock")
        lock.clicked.connect(self.locked)
        manual = button(
            "", kind="quiet", icon="circle-question-mark", tip=f"{_('Manual')}  F1", name="help"
        )
        manual.setAccessibleName(_("Manual"))
        manual.clicked.connect(self.help_asked)
        self.search.setMinimumWidth(200)
        unit = label("" if duty else station, tone="second")
        unit.setMinimumWidth(0)
        unit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        unit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        places = row(
            self.search, unit, 12,
            picture("circle-user", "ink-3", 28), who, manual, lock,
            margins=(24, 0, 16, 0), spacing=8, parent=top,
        )  # fmt: skip
        places.setStretch(0, 3)
        places.setStretch(1, 2)
        return top

    def _keys(self) -> None:
        for room in self._rooms.values():
            shortcut = QShortcut(QKeySequence(room.shortcut), self)
            shortcut.activated.connect(lambda key=room.key: self.enter(key))
        for keys, act in (
            ("Ctrl+K", self.search.enter),
            ("Ctrl+/", self.show_keys),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    @property
    def clerk(self) -> Clerk:
        """Who is signed in here."""
        return self._desk.clerk

    @property
    def rooms(self) -> tuple[str, ...]:
        """The keys of the rooms that whoever is signed in may enter."""
        return tuple(self._rooms)

    @property
    def place(self) -> tuple[str, str]:
        """The room that is shown and the tab in it, as the manual names them."""
        screen = self._stack.currentWidget()
        room = next((key for key, made in self._screens.items() if made is screen), "")
        return room, str(getattr(screen, "place", ""))

    def enter(self, key: str) -> QWidget:
        """Go to a screen; it is made on the first visit."""
        room = self._rooms[key]
        if key not in self._screens:
            self._screens[key] = room.make()
            self._stack.addWidget(self._screens[key])
        screen = self._screens[key]
        self._stack.setCurrentWidget(screen)
        for each in self._buttons.buttons():
            here = each.property("room") == key
            each.setChecked(here)
            icon = self._rooms[str(each.property("room"))].icon
            each.setIcon(theme.icon(icon, "accent" if here else "ink-2"))
        arrive = getattr(screen, "arrive", None)
        if arrive is not None:
            arrive()
        return screen

    def show_keys(self) -> None:
        """The sheet of all keys."""
        lines = QWidget()
        rows = [
            row(chip(keys, "accent"), label(text), None, spacing=12)
            for keys, text in self._key_list()
        ]
        column(*rows, spacing=6, parent=lines)
        Sheet(self, _("Keys"), "", [("close", _("Close"), "filled")], body=lines)

    def _key_list(self) -> list[tuple[str, str]]:
        rooms = [(room.shortcut, room.title) for room in self._rooms.values()]
        return [
            ("Ctrl+K", _("Search: item, person, number, waybill, or scan")),
            ("F1", _("Manual")),
            *rooms,
            ("Ctrl+P", _("Print")),
            ("Ctrl+R", _("Print the last slip again")),
            ("Alt+← / Alt+→", _("Step back / on")),
            ("Ctrl+Enter", _("The main action of the screen")),
            ("Esc", _("Back")),
            ("Ctrl+L", _("Lock")),
            ("Ctrl+/", _("Keys")),
        ]

    def _refused(self, error: object) -> None:
        if isinstance(error, Refusal):
            self._desk.bar.tell(words.refusal(error), Tone.BAD)

    def _away(self, error: Refusal) -> None:
        self._strip.show()
        self._refused(error)

    def _back(self) -> None:
        self._strip.hide()
        self._desk.bar.tell(_("The server is back; you can go on."), Tone.GOOD)

    def _broken(self, error: object) -> None:
        if not isinstance(error, BaseException):
            return
        text = _("Something went wrong inside the program; this step saved nothing. Code {code}.")
        at, said = self._desk.now(), text.format(code=logs.code(error))
        self._desk.bar.tell(said, Tone.BAD, _("Details"), lambda: self._report(error, at))

    def _report(self, error: BaseException, at: datetime) -> None:
        from desktop.views.crash import CrashSheet

        CrashSheet(self, error, at)

    def leave(self) -> None:
        """Let every screen keep what it still holds."""
        for screen in self._screens.values():
            leave = getattr(screen, "leave", None)
            if leave is not None:
                leave()

    def later(self, act: Callable[[], None]) -> None:
        """Do something as soon as the window has painted."""
        QTimer.singleShot(0, self, act)


def row_mark() -> QWidget:
    """The program's mark at the top of the rail."""
    made = card("plain")
    made.setFixedHeight(56)
    row(None, picture("landmark", "accent", 28), None, parent=made)
    return made
