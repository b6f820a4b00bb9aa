"""Where the devices of a counter and the screens meet; neither knows the other."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.domain.cards import Card, ReaderState

TakeCard = Callable[[Card], None]


class Ports(QObject):
    """How the card reader stands, who takes a card, and what is laid on a simulated device."""

    reader_changed = Signal()
    laid = Signal(str)
    scanned = Signal(str)
    settings_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.reader = ReaderState.OFF
        self.said = ""
        self._takers: list[TakeCard] = []

    def tell_reader(self, state: ReaderState, said: str = "") -> None:
        """The reader stands so now; `said` is a sentence about it."""
        self.reader, self.said = state, said
        self.reader_changed.emit()

    def taken_by(self, take: TakeCard) -> None:
        """From now on a card goes there."""
        self.no_more(take)
        self._takers.append(take)

    def no_more(self, take: TakeCard) -> None:
        """Nobody there takes a card any more."""
        if take in self._takers:
            self._takers.remove(take)

    def give(self, card: Card) -> bool:
        """Hand a card to whoever is there to take one; False where nobody is."""
        if not self._takers:
            return False
        self._takers[-1](card)
        return True
