"""Doors that two officers go to with a result: those to come, and all that were gone to."""

from datetime import date, timedelta
from gettext import gettext as _
from operator import attrgetter

from desktop.domain.deliveries import VisitState
from desktop.services import hand_lists
from desktop.services.hand_lists import DoorLine
from desktop.services.slips import Cursor
from desktop.views import words
from desktop.views.deliveries import said
from desktop.views.desk import Desk
from desktop.views.fields import Choice
from desktop.views.listing import Listing, Question
from desktop.views.parts import Empty, label, row
from desktop.views.tables import Column


class Doors(Listing):
    """The list of visits; what came of one is noted at the delivery that is marked."""

    def __init__(self, desk: Desk) -> None:
        columns = (
            Column(_("Day"), self._day, 150, self._tone),
            Column(_("Recipient"), lambda r: r.recipient, 90, strong=True),
            Column(_("Address"), lambda r: r.address),
            Column(_("Officers"), lambda r: "、".join(r.officers), 244),
            Column(_("State"), lambda r: said.visit_states()[r.state], 96, _state_tone),
        )
        self._which = Choice(
            [(True, _("Still to be made")), (False, _("All visits"))], name="doors.which"
        )
        text = _("Two officers go; the result, or why it was in vain, is noted at the right.")
        advice = _("Results that are brought to the door stand here once the visit is planned.")
        super().__init__(
            desk, "doors", columns,
            row(self._which, label(text, tone="second"), None, spacing=12),
            Empty("door-open", _("No visit is planned"), advice), attrgetter("delivery"),
            frozenset({"deliveries"}),
        )  # fmt: skip
        self._which.activated.connect(self._ask_first)

    def _on(self, line: DoorLine) -> date:
        return line.planned_for.astimezone(self._desk.now().tzinfo).date()

    def _late(self, line: DoorLine) -> bool:
        return line.state is VisitState.PLANNED and self._on(line) < self._desk.now().date()

    def _day(self, line: DoorLine) -> str:
        today, day = self._desk.now().date(), self._on(line)
        near = {today: _("today"), today + timedelta(days=1): _("tomorrow")}
        shape = "■ " if self._late(line) else ""
        return f"{shape}{words.day(day)} {near.get(day, '')}".rstrip()

    def _tone(self, line: DoorLine) -> str:
        return "bad" if self._late(line) else ""

    def _ask_first(self, _index: int) -> None:
        self.arrive()

    def question(self, last: DoorLine | None) -> Question:
        """Visits after a row, those still to be made or all."""
        after = None if last is None else Cursor(last.planned_for, last.id)
        return hand_lists.door_visits, bool(self._which.value), after


def _state_tone(line: DoorLine) -> str:
    tones = {VisitState.DONE: "good", VisitState.IN_VAIN: "bad"}
    return tones.get(line.state, "ink-2")
