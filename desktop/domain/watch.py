"""What on its way wants somebody: why now, and when it will if nothing happens until then.

State, attention and alarm always change together: `watched` gives the three of them, and every
step of a delivery, at the desk or by a carrier's word, goes through it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.domain.deliveries import FINISHED, Attention, DeliveryState
from desktop.domain.tracking import Because, Handing

COLLECT_WITHIN = timedelta(hours=24)
"""How long a courier has to collect what was made ready for them."""

SILENT_AFTER = timedelta(hours=72)
"""How long a carrier may say nothing of a parcel that is moving."""

IDENTITY_THEMES = frozenset({"identity", "residence", "exit_entry"})
"""Themes of the catalogue whose results are documents by which their holder is identified."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a step: `heard` says that the carrier itself has spoken of the parcel.

    `identity` says that an identity document is inside.
    """

    state: DeliveryState
    because: Because | None = None
    handing: Handing | None = None
    heard: bool = False
    identity: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """How a delivery stands: its state, why somebody has to act, when somebody will have to."""

    state: DeliveryState
    attention: Attention = Attention.NONE
    alarm_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to act; what a rule does not name may be anything."""

    attention: Attention
    state: DeliveryState
    handing: Handing | None = None
    identity: bool | None = None

    def fits(self, told: Told) -> bool:
        """Whether the rule speaks of this step."""
        return (
            self.state is told.state
            and self.handing in (None, told.handing)
            and self.identity in (None, told.identity)
        )


_A, _D, _H = Attention, DeliveryState, Handing

RULES: tuple[Rule, ...] = (
    Rule(_A.IDENTITY_IN_LOCKER, _D.READY_FOR_PICKUP, _H.AT_LOCKER, identity=True),
    Rule(_A.IN_LOCKER, _D.READY_FOR_PICKUP, _H.AT_LOCKER),
    Rule(_A.TO_ANOTHER, _D.DELIVERED, _H.BY_ANOTHER),
    Rule(_A.FAILED, _D.DELIVERY_FAILED),
    Rule(_A.RETURNING, _D.RETURN_TO_SENDER),
    Rule(_A.HELD, _D.ON_HOLD),
    Rule(_A.LATE, _D.DELIVERY_DELAYED),
    Rule(_A.UNREAD, _D.UNKNOWN),
)
"""Why somebody has to act; the first rule that fits counts."""

LOUDNESS = (
    _A.IDENTITY_IN_LOCKER, _A.RETURNING, _A.FAILED, _A.TO_ANOTHER, _A.IN_LOCKER, _A.NOT_COLLECTED,
    _A.SILENT, _A.HELD, _A.LATE, _A.UNREAD,
)  # fmt: skip
"""The order in which the panel shows exceptions, the most pressing first."""

LOOKED_INTO = frozenset({_A.TO_ANOTHER, _A.UNREAD, _A.LATE, _A.HELD, _A.SILENT, _A.NOT_COLLECTED})
"""What somebody may settle for now by asking; the others want more than a question."""

_PATIENCE: Mapping[DeliveryState, timedelta] = {
    _D.PICKED_UP: SILENT_AFTER,
    _D.IN_TRANSIT: SILENT_AFTER,
    _D.OUT_FOR_DELIVERY: SILENT_AFTER,
}


def watched(told: Told, since: datetime) -> Watch:
    """How a delivery stands after a step that was true at `since`."""
    found = next((rule.attention for rule in RULES if rule.fits(told)), Attention.NONE)
    if found is not Attention.NONE:
        return Watch(told.state, found)
    waiting = told.state is DeliveryState.PICKED_UP and not told.heard
    patience = COLLECT_WITHIN if waiting else _PATIENCE.get(told.state)
    return Watch(told.state, alarm_at=None if patience is None else since + patience)


def overdue(state: DeliveryState, heard: bool) -> Attention:
    """What an alarm whose time has come says."""
    waiting = state is DeliveryState.PICKED_UP and not heard
    return Attention.NOT_COLLECTED if waiting else Attention.SILENT


def settled(state: DeliveryState, now: datetime) -> Watch:
    """How a delivery stands after somebody looked into it: quiet, until the carrier is silent."""
    return Watch(state, alarm_at=None if state in FINISHED else now + SILENT_AFTER)


_NO_NEWS = frozenset({_D.PENDING})
"""Announced, but not collected: that is what was known before."""

_TAKEN_AS: Mapping[DeliveryState, DeliveryState] = {
    _D.CANCELLED: _D.DELIVERY_FAILED,  # the carrier gave up; the result is still to be delivered
}


def carried_on(before: DeliveryState, told: Told, since: datetime) -> Watch | None:
    """What a carrier's latest word makes of a delivery; None where nothing changes.

    A parcel on its way back stays that until it is posted again: a signature is the sender's
    then. What was delivered stays delivered, but that it comes back is looked into.
    """
    if told.state in _NO_NEWS:
        return None
    if before in FINISHED:
        back = told.state is DeliveryState.RETURN_TO_SENDER
        return Watch(before, Attention.RETURNING) if back else None
    if told.state is DeliveryState.UNKNOWN:
        return Watch(before, Attention.UNREAD)
    return watched(replace(told, state=_after(before, told.state)), since)


def _after(before: DeliveryState, told: DeliveryState) -> DeliveryState:
    if before is DeliveryState.RETURN_TO_SENDER:
        return before
    if told is DeliveryState.PICKED_UP and before is not told:
        return DeliveryState.IN_TRANSIT  # taken up once more on the way
    return _TAKEN_AS.get(told, told)
