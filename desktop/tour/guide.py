"""Walks the window as a person would: finds by name, types, clicks, looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QWidget,
)

from desktop.domain.officers import Clerk
from desktop.window import Window

PATIENCE = 30.0
"""Seconds until a screen that does not come is given up."""


Found = TypeVar("Found", bound=QWidget)


@dataclass
class Guide:
    """Walks the window as a person would: finds by name, types, clicks, looks."""

    window: Window
    out: Path
    clock: Callable[[], datetime]
    steps: list[dict[str, Any]] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)
    visitor: str = ""

    def find(self, kind: type[Found], name: str) -> Found:
        """The visible widget of a name; waits until it is there."""
        found: list[Found] = []

        def there() -> bool:
            found[:] = [w for w in self.window.findChildren(kind, name) if w.isVisible()]
            return bool(found)

        self.until(there, f"{name} is not on the screen")
        return found[-1]

    def until(self, condition: Callable[[], bool], complaint: str) -> None:
        """Let the program work until something is so; gives up after a while."""
        end = perf_counter() + PATIENCE
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(loop.quit)
        timer.start(10)
        while not condition():
            if perf_counter() > end:
                raise TimeoutError(complaint)
            loop.exec()
        timer.stop()

    @property
    def clerk(self) -> Clerk:
        """Who is signed in."""
        frame = self.window.frame
        if frame is None:
            raise RuntimeError("nobody is signed in")
        return frame.clerk

    def rest(self) -> None:
        """Let the work under way come back to the window, and what it asks for in turn."""
        for _round in range(3):
            done: list[object] = []
            jobs = self.window.jobs
            if jobs is None or self.window.backend is None:
                return
            jobs.ask(lambda _session: True, done.append)
            self.until(lambda done=done: bool(done), "the database does not answer")  # type: ignore[misc]
            QApplication.processEvents()

    def click(self, name: str) -> None:
        """Press a button."""
        self.find(QAbstractButton, name).click()

    def type(self, name: str, text: str) -> None:
        """Type into a field, key by key."""
        line = self.find(QLineEdit, name)
        line.setFocus()
        line.selectAll()
        for char in text:
            press = QKeyEvent(
                QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, char
            )
            QApplication.sendEvent(line, press)

    def key(self, widget: QWidget, key: Qt.Key) -> None:
        """Press one key."""
        QTest.keyClick(widget, key)

    def look(self, name: str) -> None:
        """Take a picture of the window."""
        self.rest()
        file = f"{len(self.screens) + 1:02d}-{name}.png"
        self.window.grab().save(str(self.out / "screens" / file))
        self.screens.append(f"screens/{file}")

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Note the seconds a step takes."""
        begin = perf_counter()
        yield
        seconds = round(perf_counter() - begin, 3)
        self.steps.append({"visitor": self.visitor, "step": step, "seconds": seconds})
