"""The manual's own window: whose page, its contents, the page, and a line to find words."""

from gettext import gettext as _

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QTabBar, QWidget

from desktop.language import spoken
from desktop.views.manual.browser import ManualBrowser
from desktop.views.manual.finder import Finder
from desktop.views.manual.pages import PAGES, locate, page
from desktop.views.parts import button, card, column, row

SIZE = QSize(1080, 720)
SMALLEST = QSize(560, 320)
WIDTH = 220
ANCHOR = Qt.ItemDataRole.UserRole


class Manual(QWidget):
    """Stands beside the main window; what is done there goes on. It remembers nothing."""

    lock_asked = Signal()

    def __init__(self, beside: QWidget) -> None:
        super().__init__(beside, Qt.WindowType.Window)
        self.setObjectName("manual")
        self.setWindowTitle(_("Manual"))
        self.setMinimumSize(SMALLEST)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._beside, self._language, self._key = beside, spoken(), PAGES[0]
        self._pages = QTabBar()
        self._pages.setObjectName("manual.pages")
        self._pages.setAccessibleName(_("Whose page"))
        self._pages.setDrawBase(False)
        self._pages.setExpanding(False)
        for key in PAGES:
            self._pages.addTab(page(self._language, key).title)
        self._pages.currentChanged.connect(self._turned)
        self._contents = QListWidget()
        self._contents.setObjectName("manual.contents")
        self._contents.setAccessibleName(_("Contents"))
        self._contents.setFixedWidth(WIDTH)
        self._contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._contents.currentItemChanged.connect(self._chosen)
        self._browser = ManualBrowser(self._language)
        self._browser.setAccessibleName(_("Manual"))
        self._browser.moved.connect(self._mark)
        self._browser.led.connect(self._lead)
        self._finder = Finder(self._browser, self)
        self._finder.left.connect(self._browser.setFocus)
        self._lay_out()
        self._keys()

    def _lay_out(self) -> None:
        tools = [
            self._tool("search", "manual.search", f"{_('Find on this page')}  Ctrl+F"),
            self._tool("zoom-out", "manual.smaller", f"{_('Smaller')}  Ctrl+-"),
            self._tool("zoom-in", "manual.larger", f"{_('Larger')}  Ctrl++"),
        ]
        acts = (self._finder.open, lambda: self._zoom(-1), lambda: self._zoom(1))
        for made, act in zip(tools, acts, strict=True):
            made.clicked.connect(act)
        head = row(self._pages, None, *tools, spacing=4, margins=(12, 4, 12, 4))
        find = row(self._finder, margins=(16, 0, 16, 0))
        side = card("plain")
        column(self._contents, margins=(8, 8, 8, 8), parent=side)
        body = row(side, self._browser, spacing=0)
        body.setStretch(1, 1)
        places = column(head, find, body, spacing=0, parent=self)
        places.setStretch(2, 1)

    def _tool(self, icon: str, name: str, tip: str) -> QPushButton:
        made = button("", kind="icon", icon=icon, name=name, tip=tip)
        made.setAccessibleName(tip)
        return made

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+F", self._finder.open),
            ("Ctrl++", lambda: self._zoom(1)),
            ("Ctrl+=", lambda: self._zoom(1)),
            ("Ctrl+-", lambda: self._zoom(-1)),
            ("Ctrl+0", lambda: self._zoom(0)),
            ("Ctrl+PgDown", lambda: self._turn(1)),
            ("Ctrl+PgUp", lambda: self._turn(-1)),
            ("Ctrl+L", self.lock_asked.emit),
            ("F1", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    @property
    def place(self) -> tuple[str, str]:
        """The page that is shown and the section at its top."""
        return self._key, self._browser.section

    def open_at(self, own: str, room: str, tab: str) -> None:
        """Come to the front at what is told of a room's tab, on the reader's own page if there."""
        key, anchor = locate(self._language, own, room, tab)
        if not self.isVisible():
            over = self._beside.screen().availableSize()
            self.resize(SIZE.boundedTo(over * 0.9))
        self._finder.hide()
        self.show()
        self.raise_()
        self.activateWindow()
        self._show(key, anchor)
        self._browser.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def _show(self, key: str, anchor: str) -> None:
        self._key = key
        self._pages.blockSignals(True)
        self._pages.setCurrentIndex(PAGES.index(key))
        self._pages.blockSignals(False)
        self._contents.blockSignals(True)
        self._contents.clear()
        for each in page(self._language, key).sections:
            entry = QListWidgetItem(("　" if each.deep else "") + each.title, self._contents)
            entry.setData(ANCHOR, each.anchor)
        self._contents.blockSignals(False)
        self._browser.show_page(key, anchor)

    def _turned(self, place: int) -> None:
        self._show(PAGES[place], "")

    def _turn(self, step: int) -> None:
        self._pages.setCurrentIndex((self._pages.currentIndex() + step) % len(PAGES))

    def _chosen(self, entry: QListWidgetItem | None, _before: object) -> None:
        if entry is not None:
            self._browser.go_to(str(entry.data(ANCHOR)))

    def _mark(self, anchor: str) -> None:
        """Mark in the contents what stands at the top."""
        self._contents.blockSignals(True)
        for at in range(self._contents.count()):
            if self._contents.item(at).data(ANCHOR) == anchor:
                self._contents.setCurrentRow(at)
        self._contents.blockSignals(False)

    def _lead(self, key: str, anchor: str) -> None:
        if key in ("", self._key):
            self._browser.go_to(anchor)
        elif key in PAGES:
            self._show(key, anchor)

    def _zoom(self, step: int) -> None:
        self._browser.resize_by(step)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keyboard back to the window it stands beside."""
        super().closeEvent(event)
        self._beside.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the line that finds, then the manual."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._finder.isVisible():
            self._finder.close_line()
        else:
            self.close()
