"""States of a delivery (送达), the moves each mode allows, and what they mean for the case."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.cases import CaseMove
from desktop.domain.items import Fulfilment


class DeliveryState(StrEnum):
    """Where the result is on its way to the citizen."""

    PENDING = "pending"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"
    DELIVERED = "delivered"
    DELIVERY_FAILED = "delivery_failed"
    DELIVERY_DELAYED = "delivery_delayed"
    ON_HOLD = "on_hold"
    RETURN_TO_SENDER = "return_to_sender"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class Attention(StrEnum):
    """Why somebody has to act; the panel shows these on top."""

    NONE = ""
    NOT_COLLECTED = "not_collected"
    SILENT = "silent"
    FAILED = "failed"
    IN_LOCKER = "in_locker"
    IDENTITY_IN_LOCKER = "identity_in_locker"
    RETURNING = "returning"
    HELD = "held"
    LATE = "late"
    UNREAD = "unread"
    TO_ANOTHER = "to_another"


class Source(StrEnum):
    """Who told a step of a delivery."""

    DESK = "desk"
    FILE = "file"
    CARRIER = "carrier"


class Noted(StrEnum):
    """What is written into a timeline though the delivery stays where it is."""

    REDIRECTED = "redirected"
    LOOKED_INTO = "looked_into"


class VisitState(StrEnum):
    """How a going to the door stands."""

    PLANNED = "planned"
    DONE = "done"
    IN_VAIN = "in_vain"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """How the citizen wants the result: recipient and address count for courier and door."""

    mode: Fulfilment | None = None
    recipient: str = ""
    phone: str = ""
    address: str = ""
    consent: bool = False


_D = DeliveryState
_ON_THE_WAY = frozenset(
    {_D.IN_TRANSIT, _D.OUT_FOR_DELIVERY, _D.DELIVERED, _D.DELIVERY_FAILED, _D.DELIVERY_DELAYED,
     _D.ON_HOLD, _D.READY_FOR_PICKUP, _D.RETURN_TO_SENDER}
)  # fmt: skip

COURIER_MOVES: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    _D.PENDING: frozenset({_D.PICKED_UP, _D.READY_FOR_PICKUP}),
    _D.PICKED_UP: _ON_THE_WAY,
    _D.IN_TRANSIT: _ON_THE_WAY - {_D.IN_TRANSIT},
    _D.OUT_FOR_DELIVERY: _ON_THE_WAY - {_D.OUT_FOR_DELIVERY},
    _D.DELIVERY_FAILED: _ON_THE_WAY - {_D.DELIVERY_FAILED},
    _D.DELIVERY_DELAYED: _ON_THE_WAY - {_D.DELIVERY_DELAYED},
    _D.ON_HOLD: _ON_THE_WAY - {_D.ON_HOLD},
    _D.READY_FOR_PICKUP: frozenset({_D.PICKED_UP, _D.DELIVERED, _D.RETURN_TO_SENDER}),
    _D.RETURN_TO_SENDER: frozenset({_D.PICKED_UP, _D.READY_FOR_PICKUP}),
    _D.DELIVERED: frozenset(),
}

DOOR_MOVES: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    _D.PENDING: frozenset({_D.OUT_FOR_DELIVERY, _D.READY_FOR_PICKUP}),
    _D.OUT_FOR_DELIVERY: frozenset({_D.DELIVERED, _D.DELIVERY_FAILED}),
    _D.DELIVERY_FAILED: frozenset({_D.OUT_FOR_DELIVERY, _D.READY_FOR_PICKUP}),
    _D.READY_FOR_PICKUP: frozenset({_D.DELIVERED}),
    _D.DELIVERED: frozenset(),
}

PICKUP_MOVES: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    _D.PENDING: frozenset({_D.READY_FOR_PICKUP, _D.DELIVERED}),
    _D.READY_FOR_PICKUP: frozenset({_D.DELIVERED}),
    _D.DELIVERED: frozenset(),
}

MOVES: Mapping[Fulfilment, Mapping[DeliveryState, frozenset[DeliveryState]]] = {
    Fulfilment.COURIER: COURIER_MOVES,
    Fulfilment.DOOR: DOOR_MOVES,
    Fulfilment.PICKUP: PICKUP_MOVES,
    Fulfilment.ON_THE_SPOT: PICKUP_MOVES,
}

EXCEPTIONS = frozenset(
    {_D.DELIVERY_FAILED, _D.DELIVERY_DELAYED, _D.ON_HOLD, _D.RETURN_TO_SENDER, _D.UNKNOWN}
)
"""States that stand on top of the panel, because somebody has to act."""

UNDER_WAY = frozenset({_D.PICKED_UP, _D.IN_TRANSIT, _D.OUT_FOR_DELIVERY})
"""States in which the result is out of the house."""

FINISHED = frozenset({_D.DELIVERED, _D.CANCELLED})
"""States after which nobody has to do anything any more."""

NEEDS_REASON = frozenset({_D.DELIVERY_FAILED, _D.ON_HOLD, _D.RETURN_TO_SENDER})


def allowed(mode: Fulfilment, state: DeliveryState) -> tuple[DeliveryState, ...]:
    """The states a delivery may go to next, in the order of the enumeration."""
    targets = MOVES[mode].get(state, frozenset())
    return tuple(target for target in DeliveryState if target in targets)


def redirectable(mode: Fulfilment, state: DeliveryState) -> tuple[Fulfilment, ...]:
    """The ways a result may take that lies at the station: its own, and those that know its state.

    Empty where it is on its way, in somebody's hands, or was done on the spot.
    """
    if state in UNDER_WAY | FINISHED or mode is Fulfilment.ON_THE_SPOT:
        return ()
    other = (Fulfilment.COURIER, Fulfilment.PICKUP)
    return (mode, *(way for way in other if way is not mode and state in MOVES[way]))


def case_moves(
    mode: Fulfilment, before: DeliveryState, after: DeliveryState
) -> tuple[CaseMove, ...]:
    """What a step of the delivery does to its case, in order; empty where the case stays."""
    match after:
        case DeliveryState.PICKED_UP:
            return (CaseMove.POST,)
        case DeliveryState.READY_FOR_PICKUP if before is DeliveryState.RETURN_TO_SENDER or (
            before is DeliveryState.PENDING
        ):
            return (CaseMove.OFFER_PICKUP,)
        case DeliveryState.READY_FOR_PICKUP if mode is Fulfilment.DOOR:
            return (CaseMove.OFFER_PICKUP,)
        case DeliveryState.DELIVERED:
            return (CaseMove.HAND_OVER,)
        case DeliveryState.RETURN_TO_SENDER:
            return (CaseMove.RETURN,)
        case _:
            return ()
