"""States of a case (办件) and the moves between them: one table drives buttons, papers, tests."""

from collections.abc import Mapping
from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands."""

    NOTICE_GIVEN = "notice_given"
    NOT_ACCEPTED = "not_accepted"
    ACCEPTED = "accepted"
    IN_REVIEW = "in_review"
    DECIDED_YES = "decided_yes"
    DECIDED_NO = "decided_no"
    CERTIFICATE_MADE = "certificate_made"
    AWAITING_PICKUP = "awaiting_pickup"
    POSTED = "posted"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    VOID = "void"


class CaseMove(StrEnum):
    """What somebody does to a case."""

    ACCEPT = "accept"
    DECLINE = "decline"
    EXAMINE = "examine"
    APPROVE = "approve"
    REFUSE = "refuse"
    MAKE_CERTIFICATE = "make_certificate"
    OFFER_PICKUP = "offer_pickup"
    POST = "post"
    HAND_OVER = "hand_over"
    RETURN = "return"
    FINISH_ON_THE_SPOT = "finish_on_the_spot"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    VOID = "void"


class Outcome(StrEnum):
    """How an intake ends at the window."""

    NOTICE_ONLY = "notice_only"
    ACCEPT = "accept"
    NOT_ACCEPT = "not_accept"


_S, _M = CaseState, CaseMove

MOVES: Mapping[CaseState, Mapping[CaseMove, CaseState]] = {
    _S.NOTICE_GIVEN: {
        _M.ACCEPT: _S.ACCEPTED,
        _M.DECLINE: _S.NOT_ACCEPTED,
        _M.VOID: _S.VOID,
    },
    _S.ACCEPTED: {
        _M.EXAMINE: _S.IN_REVIEW,
        _M.FINISH_ON_THE_SPOT: _S.DELIVERED,
        _M.WITHDRAW: _S.WITHDRAWN,
        _M.VOID: _S.VOID,
    },
    _S.IN_REVIEW: {
        _M.APPROVE: _S.DECIDED_YES,
        _M.REFUSE: _S.DECIDED_NO,
        _M.WITHDRAW: _S.WITHDRAWN,
        _M.VOID: _S.VOID,
    },
    _S.DECIDED_YES: {_M.MAKE_CERTIFICATE: _S.CERTIFICATE_MADE, _M.VOID: _S.VOID},
    _S.CERTIFICATE_MADE: {
        _M.POST: _S.POSTED,
        _M.OFFER_PICKUP: _S.AWAITING_PICKUP,
        _M.HAND_OVER: _S.DELIVERED,
        _M.VOID: _S.VOID,
    },
    _S.POSTED: {_M.HAND_OVER: _S.DELIVERED, _M.RETURN: _S.RETURNED},
    _S.RETURNED: {_M.POST: _S.POSTED, _M.OFFER_PICKUP: _S.AWAITING_PICKUP},
    _S.AWAITING_PICKUP: {_M.HAND_OVER: _S.DELIVERED, _M.POST: _S.POSTED},
    _S.DELIVERED: {_M.CLOSE: _S.CLOSED},
    _S.DECIDED_NO: {_M.CLOSE: _S.CLOSED, _M.VOID: _S.VOID},
    _S.NOT_ACCEPTED: {_M.VOID: _S.VOID},
    _S.CLOSED: {},
    _S.WITHDRAWN: {},
    _S.VOID: {},
}

TWO_PERSONS = frozenset({_M.VOID})
"""Moves for which somebody else answers, too."""

NEEDS_REASON = frozenset({_M.DECLINE, _M.REFUSE, _M.WITHDRAW, _M.RETURN, _M.VOID})
"""Moves that cannot be made without a written reason (Administrative Licensing Law art. 38)."""

BY_DELIVERY = frozenset({_M.POST, _M.OFFER_PICKUP, _M.RETURN, _M.HAND_OVER})
"""Moves that follow from what happens to the delivery; no button of the case makes them."""

BY_INTAKE = frozenset({_M.ACCEPT, _M.DECLINE, _M.FINISH_ON_THE_SPOT})
"""Moves that end a visit in the wizard; no button of the case makes them."""

OPEN = frozenset(
    state for state in CaseState if state not in (_S.CLOSED, _S.NOT_ACCEPTED, _S.WITHDRAWN, _S.VOID)
)
"""States in which the same person and item must not silently get a second case."""

RUNNING = frozenset({_S.ACCEPTED, _S.IN_REVIEW})
"""States in which the limit runs."""


class IllegalMove(ValueError):
    """A move that the table does not allow from this state."""


def moved(state: CaseState, move: CaseMove) -> CaseState:
    """The state after a move; raises IllegalMove where the table has none."""
    try:
        return MOVES[state][move]
    except KeyError:
        raise IllegalMove(f"{move} is not allowed from {state}") from None


def choices(state: CaseState) -> tuple[CaseMove, ...]:
    """The moves a case offers as buttons."""
    return tuple(move for move in MOVES[state] if move not in BY_DELIVERY | BY_INTAKE)


def case_number(station: str, year: int, count: int) -> str:
    """The number of the `count`-th accepted case of a year: station code, 办, year, five digits."""
    return f"{station}办{year}{count:05d}"
