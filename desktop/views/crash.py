"""A mistake of ours: its code, what to do next, a report to copy; what was typed stays."""

import logging
import sys
from collections.abc import Callable
from datetime import datetime
from gettext import gettext as _
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QPushButton, QStackedWidget, QWidget
from shiboken6 import isValid

from desktop import logs
from desktop.views.parts import Fold, column, label
from desktop.views.sheet import Sheet

log = logging.getLogger(__name__)


class CrashSheet(Sheet):
    """Tells of an error by its code; the report behind it names kinds and places only."""

    def __init__(self, over: QWidget, error: BaseException, at: datetime) -> None:
        self._report = f"{at:%Y-%m-%d %H:%M}\n{logs.report(error)}"
        code = label(logs.code(error), size="figure", name="crash.code")
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        code.setAccessibleName(_("Code"))
        steps = (
            _("1. What you typed is still on the screen; close this and do the step once more."),
            _("2. If it happens again, tell IT this code and the time {time}.").format(
                time=f"{at:%H:%M}"
            ),
            _("3. IT finds the code in this PC's log; Settings → About saves a file for IT."),
        )
        body = QWidget()
        column(
            code, *(label(step, wrap=True) for step in steps),
            Fold(_("Report for IT (no personal data)"), self._lines, name="crash.report"),
            spacing=8, parent=body,
        )  # fmt: skip
        title = _("Something went wrong inside the program")
        buttons = [("copy", _("Copy the report"), ""), ("close", _("Close"), "filled")]
        super().__init__(over, title, "", buttons, body=body, width=560)
        self.answered.connect(self._answered)
        for close in self.findChildren(QPushButton, "sheet.close"):
            close.setFocus()

    def _lines(self) -> QWidget:
        return label(self._report, size="small", wrap=True)

    def _answered(self, key: str) -> None:
        if key == "copy":
            QGuiApplication.clipboard().setText(self._report)


class Crashes(QObject):
    """Takes every error that nobody caught: into the log, and onto the window once at a time."""

    _happened = Signal(object)

    def __init__(self, window: QMainWindow, now: Callable[[], datetime]) -> None:
        super().__init__(window)
        self._window, self._now = window, now
        self._sheet: QWidget | None = None
        self._busy = False
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """What `sys.excepthook` is; may be called on any thread."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("unexpected", exc_info=(kind, error, trace))
        self._happened.emit(error)

    def _show(self, error: BaseException) -> None:
        shown = self._sheet is not None and isValid(self._sheet) and self._sheet.isVisible()
        if shown or self._busy:
            return
        self._busy = True  # and it stays so if this fails, too: no end of errors about errors
        over = self._window.centralWidget()
        if isinstance(over, QStackedWidget):
            over = over.currentWidget()
        self._sheet = CrashSheet(over, error, self._now())
        self._busy = False
