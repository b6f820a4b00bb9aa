"""Looks at the records on a thread of its own, while the first window is already there."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from desktop.domain.errors import Refusal
from desktop.settings import Settings, in_training

if TYPE_CHECKING:
    from desktop.backend import People
    from desktop.door import Door

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Opened:
    """What looking at the records brought: the way in, and what the sign-in shows."""

    door: "Door"
    people: "People | None"


class Opener(QThread):
    """Imports what is heavy and looks at the records while the first window is already there."""

    opened = Signal(object)
    refused = Signal(object)

    def __init__(self, home: Path, clock: Clock, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._home, self._clock, self._settings = home, clock, settings

    def run(self) -> None:
        """Look at the records and tell what they say."""
        from desktop.door import knock

        try:
            encrypted, server = self._settings.encryption, self._settings.database
            if in_training(self._home):
                from desktop.training import prepare

                prepare(self._home, self._clock, encrypted=encrypted)
            door = knock(self._home, self._clock, encrypted=encrypted, server=server)
            opened = Opened(door, door.people())
        except Refusal as error:
            self.refused.emit(error)
        except Exception as error:
            log.exception("opening failed")
            self.refused.emit(error)
        else:
            self.opened.emit(opened)
