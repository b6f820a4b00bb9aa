"""The line that finds words on the page: Ctrl+F opens it, Enter goes on, Esc closes it."""

from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.views.manual.browser import ManualBrowser
from desktop.views.parts import button, label, restyle, row


class Finder(QWidget):
    """Finds in a browser while somebody types; `left` when it is closed."""

    left = Signal()

    def __init__(self, browser: ManualBrowser, parent: QWidget) -> None:
        super().__init__(parent)
        self._browser = browser
        self._found: list[QTextCursor] = []
        self._here = 0
        self._line = QLineEdit()
        self._line.setObjectName("manual.find")
        self._line.setProperty("dense", True)
        self._line.setPlaceholderText(_("Find on this page"))
        self._line.setAccessibleName(_("Find on this page"))
        self._line.setMinimumWidth(160)
        self._line.textChanged.connect(self.look)
        browser.remade.connect(self.look)
        self._told = label("", size="hint", name="manual.found")
        before = button("", kind="icon", icon="chevron-up", name="manual.before",
                        tip=_("Place before  Shift+Enter"))  # fmt: skip
        after = button("", kind="icon", icon="chevron-down", name="manual.after",
                       tip=_("Next place  Enter"))  # fmt: skip
        before.clicked.connect(lambda: self._go(-1))
        after.clicked.connect(lambda: self._go(1))
        row(self._line, self._told, before, after, None, spacing=8, parent=self)
        self.hide()

    def open(self) -> None:
        """Show the line with its words marked, ready to type over."""
        self.show()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()
        self.look()

    def close_line(self) -> None:
        """Hide the line and the marks."""
        self.hide()
        self._browser.mark([], 0)
        self.left.emit()

    def look(self) -> None:
        """Find what stands in the line, from the page's beginning."""
        if self.isHidden():
            return
        words = self._line.text().strip()
        self._found, self._here = self._browser.matches(words), 0
        self._browser.mark(self._found, self._here)
        self._tell(words)

    def _go(self, step: int) -> None:
        if self._found:
            self._here = (self._here + step) % len(self._found)
            self._browser.mark(self._found, self._here)
            self._tell(self._line.text().strip())

    def _tell(self, words: str) -> None:
        said = _("{here} of {count}").format(here=self._here + 1, count=len(self._found))
        nothing = _("Not on this page") if words else ""
        self._told.setText(said if self._found else nothing)
        restyle(self._told, tone="" if self._found or not words else "warn")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next place, with Shift to the one before; Esc closes the line."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self._go(-1 if back else 1)
            case Qt.Key.Key_Escape:
                self.close_line()
            case _:
                super().keyPressEvent(event)
