"""What the journeys begin with: the real window on a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from desktop.settings import Settings
from desktop.window import Window
from tests import builders

Open = Callable[[Path], Window]


@pytest.fixture
def open_window(qtbot: QtBot, records: str) -> Iterator[Open]:
    """Opens windows on a folder and lets their threads end afterwards."""
    windows: list[Window] = []

    def opened(home: Path) -> Window:
        home.mkdir(exist_ok=True)
        window = Window(home, Settings(database=records), builders.at())
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        with qtbot.waitSignal(window.ready, timeout=20_000):
            window.show()
        return window

    yield opened
    for window in windows:
        window.finish()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
