"""F1 in any window of the program: the manual, at what is on the screen now."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.views.manual import Manual


class Help(QObject):
    """Imports, makes and opens the manual when it is first asked for; `shown` is what is seen."""

    def __init__(
        self, window: QWidget, shown: Callable[[], QWidget], lock: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._window, self._shown, self._lock = window, shown, lock
        self.manual: Manual | None = None
        QShortcut(QKeySequence("F1"), window).activated.connect(self.open)

    def open(self) -> None:
        """Open the manual beside the window; before somebody signs in, at how that is done."""
        from desktop.views.frame import Frame
        from desktop.views.manual import PAGE_OF, PAGES, Manual

        if self.manual is None:
            self.manual = Manual(self._window)
            self.manual.lock_asked.connect(self._lock)
        shown = self._shown()
        if isinstance(shown, Frame):
            self.manual.open_at(PAGE_OF[shown.clerk.role], *shown.place)
        else:
            self.manual.open_at(PAGES[0], shown.objectName(), "")
