"""The reader's program as a process of its own: it is heard, started anew, and ended with us."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.devices import reader_command
from desktop.domain.cards import CardFault, CardRefused, ReaderError, ReaderState, read_card
from desktop.settings import Settings
from desktop.simulated.cards import TORN, cards
from desktop.views.desk import Desk
from desktop.views.ports.card_reader import CardReader
from desktop.views.ports.reading import CardReading
from tests import builders

LATE = 10_000


class Heard(QObject):
    """What a reader said, in order."""

    def __init__(self, reader: CardReader) -> None:
        super().__init__()
        self.reader = reader
        self.stands: list[tuple[ReaderState, ReaderError | None]] = []
        self.cards: list[bytes] = []
        self.refused: list[CardFault] = []
        reader.stands.connect(self._stand)
        reader.card.connect(self.cards.append)
        reader.refused.connect(self._refuse)

    def _stand(self, state: ReaderState, error: ReaderError | None) -> None:
        self.stands.append((state, error))

    def _refuse(self, error: CardRefused) -> None:
        self.refused.append(error.fault)

    def count(self, state: ReaderState) -> int:
        return [each for each, _ in self.stands].count(state)


Start = Callable[..., Heard]


@pytest.fixture
def start(qapp: QApplication) -> Iterator[Start]:
    made: list[CardReader] = []
    parent = QObject()

    def begin(*command: str, seconds: float = LATE) -> Heard:
        reader = CardReader(command, parent, seconds, unit=1)
        made.append(reader)
        heard = Heard(reader)
        reader.start()
        return heard

    yield begin
    for reader in made:
        reader.stop()
    parent.deleteLater()


def script(folder: Path, text: str) -> tuple[str, str]:
    file = folder / "helper.py"
    file.write_text("import sys\n" + text)
    return sys.executable, str(file)


def test_the_simulated_reader_reads_a_card(qtbot: QtBot, start: Start) -> None:
    heard = start(*reader_command(Settings(card_reader="simulated")))
    qtbot.waitUntil(lambda: heard.count(ReaderState.READY) == 1, timeout=LATE)
    today = builders.NOW.date()
    heard.reader.lay("elderly")
    qtbot.waitUntil(lambda: bool(heard.cards), timeout=LATE)
    assert read_card(heard.cards[0], today).name == cards(today)[0].someone.name
    heard.reader.lay("nobody's key")
    qtbot.waitUntil(lambda: heard.count(ReaderState.UNREAD) == 1, timeout=LATE)
    process = heard.reader.running
    heard.reader.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_what_it_says_wrongly_is_refused_and_it_is_heard_further(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    helper = script(
        tmp_path,
        'print("hello")\nprint()\nprint(\'{"error": "no_device"}\')\n'
        'print(\'{"state": "ready"}\', flush=True)\nsys.stdin.read()\n',
    )
    heard = start(*helper)
    qtbot.waitUntil(lambda: heard.count(ReaderState.READY) == 1, timeout=LATE)
    assert heard.refused == [CardFault.LINE]
    assert (ReaderState.ABSENT, ReaderError.NO_DEVICE) in heard.stands


def test_one_that_dies_is_started_again(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    heard = start(*script(tmp_path, "sys.exit(3)\n"))
    qtbot.waitUntil(lambda: heard.count(ReaderState.STARTING) >= 3, timeout=LATE)
    assert heard.count(ReaderState.ABSENT) >= 2


def test_one_that_is_not_there_is_said(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    heard = start(str(tmp_path / "no-such-program"))
    qtbot.waitUntil(lambda: heard.count(ReaderState.STARTING) >= 2, timeout=LATE)
    assert (ReaderState.ABSENT, None) in heard.stands


def test_one_that_says_nothing_in_time_is_ended(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    heard = start(*script(tmp_path, "sys.stdin.read()\n"), seconds=0.1)
    qtbot.waitUntil(lambda: heard.count(ReaderState.ABSENT) >= 1, timeout=LATE)


def test_one_that_never_ends_a_line_is_ended(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    heard = start(*script(tmp_path, 'sys.stdout.write("x" * 500_000)\nsys.stdin.read()\n'))
    qtbot.waitUntil(lambda: heard.count(ReaderState.ABSENT) >= 1, timeout=LATE)
    assert heard.cards == []


def test_one_that_does_not_end_by_itself_is_ended(
    qtbot: QtBot, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.views.ports.card_reader.CALM", 50)
    endless = 'print(\'{"state": "ready"}\', flush=True)\nwhile True: sys.stdin.read()\n'
    heard = start(*script(tmp_path, endless))
    qtbot.waitUntil(lambda: heard.count(ReaderState.READY) == 1, timeout=LATE)
    process = heard.reader.running
    heard.reader.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_the_counter_s_reader_follows_the_settings(qtbot: QtBot, desk: Desk) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    ports = desk.pc.ports
    CardReading(desk, frame)
    assert ports.reader is ReaderState.OFF
    desk.pc.change(replace(desk.settings, card_reader="simulated"))
    qtbot.waitUntil(lambda: ports.reader is ReaderState.READY, timeout=LATE)
    taken: list[object] = []
    said: list[str] = []
    ports.taken_by(taken.append)
    desk.bar.told.connect(lambda message: said.append(message.text))
    ports.laid.emit("elderly")
    ports.laid.emit(TORN)
    with qtbot.waitExposed(frame):
        frame.show()
    qtbot.waitUntil(lambda: ports.reader is ReaderState.UNREAD, timeout=LATE)
    ports.laid.emit("hotel")
    qtbot.waitUntil(lambda: ports.reader is ReaderState.READ, timeout=LATE)
    assert len(taken) in (1, 2)
    ports.no_more(taken.append)
    ports.laid.emit("hotel")
    qtbot.waitUntil(lambda: any("F2" in each for each in said), timeout=LATE)
    desk.pc.change(replace(desk.settings, card_reader="off"))
    assert ports.reader is ReaderState.OFF
