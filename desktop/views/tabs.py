"""A room with several lists: its title, a tab for each, and the page that is turned to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from desktop.views.parts import column, label, row


@dataclass(frozen=True, slots=True)
class Tab:
    """One page, made when it is first turned to."""

    key: str
    title: str
    make: Callable[[], QWidget]


class Tabs(QWidget):
    """Pages of one room; Ctrl+Page Up and Ctrl+Page Down turn them, too.

    `turned` carries the key of the page that somebody turned to.
    """

    turned = Signal(str)

    def __init__(self, name: str, title: str, tabs: Sequence[Tab]) -> None:
        super().__init__()
        self._tabs = tuple(tabs)
        self._made: dict[str, QWidget] = {}
        self._bar = QTabBar()
        self._bar.setObjectName(f"{name}.tabs")
        self._bar.setAccessibleName(title)
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._bar.setUsesScrollButtons(False)
        for tab in tabs:
            self._bar.setTabData(self._bar.addTab(tab.title), tab.key)
        self._pages = QStackedWidget()
        self._bar.currentChanged.connect(self._turned)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._turn, step))
        head = row(label(title, size="title"), self._bar, spacing=16)
        head.setStretch(1, 1)
        places = column(head, self._pages, spacing=12, margins=(24, 16, 12, 16), parent=self)
        places.setStretch(1, 1)

    def arrive(self) -> None:
        """Load the page that is shown."""
        arrive = getattr(self.page, "arrive", None)
        if arrive is not None:
            arrive()

    @property
    def place(self) -> str:
        """The key of the page that is turned to."""
        return self._tabs[self._bar.currentIndex()].key

    @property
    def page(self) -> QWidget:
        """The page that is turned to; made now if it was not."""
        tab = self._tabs[self._bar.currentIndex()]
        if tab.key not in self._made:
            self._made[tab.key] = tab.make()
            self._pages.addWidget(self._made[tab.key])
        self._pages.setCurrentWidget(self._made[tab.key])
        return self._made[tab.key]

    def show_page(self, key: str) -> QWidget:
        """Turn to a page by its key; what it shows is the caller's to say."""
        self._bar.blockSignals(True)
        self._bar.setCurrentIndex(next(at for at, tab in enumerate(self._tabs) if tab.key == key))
        self._bar.blockSignals(False)
        return self.page

    def _turned(self, place: int) -> None:
        self.arrive()
        self.turned.emit(self._tabs[place].key)

    def _turn(self, step: int) -> None:
        self._bar.setCurrentIndex((self._bar.currentIndex() + step) % len(self._tabs))
