"""Reads cards at one counter: the reader's program runs while somebody is signed in here."""

from gettext import gettext as _

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.devices import reader_command
from desktop.domain.cards import CardRefused, ReaderError, ReaderState, read_card
from desktop.views.desk import Desk, Tone
from desktop.views.ports.card_reader import CardReader
from desktop.views.ports.wording import card_fault, reader_error


class CardReading(QObject):
    """Keeps the reader as the settings want it; a card goes to the step that takes one."""

    def __init__(self, desk: Desk, frame: QWidget) -> None:
        super().__init__(frame)
        self._desk, self._frame = desk, frame
        self._reader: CardReader | None = None
        self._command: tuple[str, ...] = ()
        frame.destroyed.connect(self._end)
        desk.pc.ports.laid.connect(self._lay)
        desk.pc.ports.settings_changed.connect(self._set)
        self._set()

    def _set(self) -> None:
        wanted = reader_command(self._desk.settings)
        if wanted == self._command:
            return
        self._end()
        self._command = wanted
        if not wanted:
            self._desk.pc.ports.tell_reader(ReaderState.OFF)
        else:
            self._reader = CardReader(wanted, self)
            self._reader.stands.connect(self._stands)
            self._reader.card.connect(self._read)
            self._reader.refused.connect(self._refused)
            self._reader.start()

    def _end(self) -> None:
        if self._reader is not None:
            self._reader.stop()
            self._reader.deleteLater()
            self._reader = None

    def _lay(self, key: str) -> None:
        if self._reader is not None:
            self._reader.lay(key)

    def _stands(self, state: ReaderState, error: ReaderError | None) -> None:
        told = state in (ReaderState.ABSENT, ReaderState.UNREAD)
        self._desk.pc.ports.tell_reader(state, reader_error(error) if told else "")

    def _read(self, data: bytes) -> None:
        """A card behind a lock is nobody's; it is forgotten."""
        if not self._frame.isVisible():
            return
        try:
            card = read_card(data, self._desk.now().date())
        except CardRefused as error:
            self._refused(error)
            return
        self._desk.pc.ports.tell_reader(ReaderState.READ)
        if not self._desk.pc.ports.give(card):
            told = _("A card was laid on the reader. It fills the step “Person” of an intake (F2).")
            self._desk.bar.tell(told)

    def _refused(self, error: CardRefused) -> None:
        self._desk.pc.ports.tell_reader(ReaderState.UNREAD, card_fault(error))
        self._desk.bar.tell(card_fault(error), Tone.WARN)
