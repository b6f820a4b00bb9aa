"""Asks the carrier in the background where parcels are; quiet, and harmless without a network."""

from functools import partial

from PySide6.QtCore import QObject, QTimer

from desktop.domain.errors import Refusal
from desktop.domain.officers import Right
from desktop.domain.tracking import TrackEvent
from desktop.domain.waybills import Carrier
from desktop.services import carriers
from desktop.services.carriers import Round
from desktop.services.kuaidi import ask
from desktop.services.statuses import Summary
from desktop.views import words
from desktop.views.desk import Desk, Tone

EVERY = 5 * 60_000
"""Milliseconds between two looks at what may be asked; each number rests half an hour."""


def answers(due: Round) -> tuple[tuple[TrackEvent, ...], Refusal | None]:
    """What the carrier says of the parcels; the first that cannot be asked ends the round."""
    events: list[TrackEvent] = []
    for parcel in due.parcels:
        try:
            events.extend(ask(due.account, Carrier(parcel.carrier), parcel.waybill, parcel.phone))
        except Refusal as error:
            return tuple(events), error
    return tuple(events), None


class CarrierWatch(QObject):
    """Looks every few minutes; asking waits on the second thread, storing is an act like others."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        if desk.clerk.may(Right.SERVE):
            self._timer.start()

    def look(self) -> None:
        """Ask for what is due, if asking is switched on."""
        self._desk.ask(carriers.due_parcels, self._desk.clerk, self._desk.now(), done=self._found)

    def _found(self, due: Round | None) -> None:
        if due is not None and due.parcels:
            self._desk.act(carriers.asking, done=self._ask, refused=self._quiet)

    def _ask(self, due: Round | None) -> None:
        if due is not None and due.parcels:
            self._desk.jobs.slow(partial(answers, due), self._answered, self._quiet)

    def _answered(self, found: tuple[tuple[TrackEvent, ...], Refusal | None]) -> None:
        events, error = found
        if events:
            self._desk.act(
                carriers.asked, events, done=self._stored, changes=("deliveries", "cases"),
                refused=self._quiet,
            )  # fmt: skip
        if error is not None:
            self._quiet(error)
        else:
            self._told = ""

    def _stored(self, _summary: Summary) -> None:
        """The panel loads itself again; there is nothing to say here."""

    def _quiet(self, error: Refusal) -> None:
        """One line in the bar, once until it works again; never a question."""
        text = words.refusal(error)
        if text != self._told:
            self._told = text
            self._desk.bar.tell(text, Tone.WARN)
