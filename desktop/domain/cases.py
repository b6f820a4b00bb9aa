"""States of a case (办件) and the moves between them: one table drives buttons, papers, tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.errors import Trouble


class CaseState(StrEnum):
    """Where a case stands."""

    NOTICE_GIVEN = "notice_given"
    MATERIALS_RECEIVED = "materials_received"
    SUPPLEMENT_WAIT = "supplement_wait"
    NOT_ACCEPTED = "not_accepted"
    ACCEPTED = "accepted"
    ACCEPTED_DEFERRED = "accepted_deferred"
    IN_REVIEW = "in_review"
    SUSPENDED = "suspended"
    EXTENDED = "extended"
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

    RECEIVE = "receive"
    ASK_SUPPLEMENT = "ask_supplement"
    TAKE_SUPPLEMENT = "take_supplement"
    ACCEPT = "accept"
    ACCEPT_DEFERRED = "accept_deferred"
    DEEM_ACCEPTED = "deem_accepted"
    DECLINE = "decline"
    TAKE_OWED = "take_owed"
    EXAMINE = "examine"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
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
    RECEIVE = "receive"
    SUPPLEMENT = "supplement"
    ACCEPT = "accept"
    DEFERRED = "deferred"
    NOT_ACCEPT = "not_accept"


class Stage(StrEnum):
    """How far a case is, as a list is filtered by it; each state belongs to one."""

    NOTICE = "notice"
    RECEIVED = "received"
    RUNNING = "running"
    DECIDED = "decided"
    ON_THE_WAY = "on_the_way"
    ENDED = "ended"


_S, _M = CaseState, CaseMove

MOVES: Mapping[CaseState, Mapping[CaseMove, CaseState]] = {
    _S.NOTICE_GIVEN: {
        _M.RECEIVE: _S.MATERIALS_RECEIVED,
        _M.ACCEPT: _S.ACCEPTED,
        _M.ACCEPT_DEFERRED: _S.ACCEPTED_DEFERRED,
        _M.DECLINE: _S.NOT_ACCEPTED,
        _M.VOID: _S.VOID,
    },
    _S.MATERIALS_RECEIVED: {
        _M.ACCEPT: _S.ACCEPTED,
        _M.ASK_SUPPLEMENT: _S.SUPPLEMENT_WAIT,
        _M.ACCEPT_DEFERRED: _S.ACCEPTED_DEFERRED,
        _M.DEEM_ACCEPTED: _S.ACCEPTED,
        _M.DECLINE: _S.NOT_ACCEPTED,
        _M.WITHDRAW: _S.WITHDRAWN,
        _M.VOID: _S.VOID,
    },
    _S.SUPPLEMENT_WAIT: {
        _M.TAKE_SUPPLEMENT: _S.MATERIALS_RECEIVED,
        _M.DECLINE: _S.NOT_ACCEPTED,
        _M.WITHDRAW: _S.WITHDRAWN,
        _M.VOID: _S.VOID,
    },
    _S.ACCEPTED: {
        _M.EXAMINE: _S.IN_REVIEW,
        _M.FINISH_ON_THE_SPOT: _S.DELIVERED,
        _M.WITHDRAW: _S.WITHDRAWN,
        _M.VOID: _S.VOID,
    },
    _S.ACCEPTED_DEFERRED: {
        _M.TAKE_OWED: _S.ACCEPTED,
        _M.EXAMINE: _S.IN_REVIEW,
        _M.WITHDRAW: _S.WITHDRAWN,
        _M.VOID: _S.VOID,
    },
    _S.IN_REVIEW: {
        _M.APPROVE: _S.DECIDED_YES,
        _M.REFUSE: _S.DECIDED_NO,
        _M.SUSPEND: _S.SUSPENDED,
        _M.EXTEND: _S.EXTENDED,
        _M.WITHDRAW: _S.WITHDRAWN,
        _M.VOID: _S.VOID,
    },
    _S.SUSPENDED: {
        _M.RESUME: _S.IN_REVIEW,
        _M.WITHDRAW: _S.WITHDRAWN,
        _M.VOID: _S.VOID,
    },
    _S.EXTENDED: {
        _M.APPROVE: _S.DECIDED_YES,
        _M.REFUSE: _S.DECIDED_NO,
        _M.SUSPEND: _S.SUSPENDED,
        _M.WITHDRAW: _S.WITHDRAWN,
        _M.VOID: _S.VOID,
    },
    _S.DECIDED_YES: {_M.MAKE_CERTIFICATE: _S.CERTIFICATE_MADE, _M.VOID: _S.VOID},
    _S.DECIDED_NO: {_M.MAKE_CERTIFICATE: _S.CERTIFICATE_MADE, _M.VOID: _S.VOID},
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
    _S.NOT_ACCEPTED: {_M.VOID: _S.VOID},
    _S.CLOSED: {},
    _S.WITHDRAWN: {},
    _S.VOID: {},
}
"""The one table of states and moves: a case is never anywhere else and never moves otherwise."""

STAGES: Mapping[CaseState, Stage] = {
    _S.NOTICE_GIVEN: Stage.NOTICE,
    _S.MATERIALS_RECEIVED: Stage.RECEIVED,
    _S.SUPPLEMENT_WAIT: Stage.RECEIVED,
    _S.ACCEPTED: Stage.RUNNING,
    _S.ACCEPTED_DEFERRED: Stage.RUNNING,
    _S.IN_REVIEW: Stage.RUNNING,
    _S.SUSPENDED: Stage.RUNNING,
    _S.EXTENDED: Stage.RUNNING,
    _S.DECIDED_YES: Stage.DECIDED,
    _S.DECIDED_NO: Stage.DECIDED,
    _S.CERTIFICATE_MADE: Stage.DECIDED,
    _S.AWAITING_PICKUP: Stage.ON_THE_WAY,
    _S.POSTED: Stage.ON_THE_WAY,
    _S.RETURNED: Stage.ON_THE_WAY,
    _S.DELIVERED: Stage.ENDED,
    _S.CLOSED: Stage.ENDED,
    _S.NOT_ACCEPTED: Stage.ENDED,
    _S.WITHDRAWN: Stage.ENDED,
    _S.VOID: Stage.ENDED,
}

TWO_PERSONS = frozenset({_M.VOID, _M.EXTEND})
"""Moves for which somebody else answers, too (for an extension: art. 42, the head's approval)."""

NEEDS_REASON = frozenset(
    {_M.DECLINE, _M.REFUSE, _M.WITHDRAW, _M.RETURN, _M.VOID, _M.SUSPEND, _M.RESUME, _M.EXTEND}
)
"""Moves that cannot be made without a written reason (Administrative Licensing Law art. 38, 45)."""

BY_DELIVERY = frozenset({_M.POST, _M.OFFER_PICKUP, _M.RETURN, _M.HAND_OVER})
"""Moves that follow from what happens to the delivery; no button of the case makes them."""

BY_INTAKE = frozenset({_M.RECEIVE, _M.FINISH_ON_THE_SPOT})
"""Moves that end a visit in the wizard; no button of the case makes them."""

OWN_ACT = frozenset(
    {
        _M.ASK_SUPPLEMENT, _M.TAKE_SUPPLEMENT, _M.ACCEPT, _M.DEEM_ACCEPTED, _M.ACCEPT_DEFERRED,
        _M.TAKE_OWED, _M.SUSPEND, _M.RESUME, _M.EXTEND,
    }
)  # fmt: skip
"""Moves that say or do more than why: what is asked, what came, how long, from when."""

OPEN = frozenset(
    state for state in CaseState if state not in (_S.CLOSED, _S.NOT_ACCEPTED, _S.WITHDRAWN, _S.VOID)
)
"""States in which the same person and item must not silently get a second case."""

RUNNING = frozenset({_S.ACCEPTED, _S.ACCEPTED_DEFERRED, _S.IN_REVIEW, _S.EXTENDED})
"""States in which the limit runs."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What beside its state decides which moves a case offers now.

    `asked` and `owed` are materials that have not come, `tracks` offices that have not spoken;
    `guard_over` says that the five days for telling what is missing are past (art. 32 (4));
    `decides` names the section that decides where the window does not, `section` where the case
    lies (nothing: at the window), `own` the section of whoever asks.
    """

    asked: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    guard_over: bool = False
    extended: bool = False
    decides: str = ""
    section: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a move of the table is not open now, with the words to say it."""

    trouble: Trouble
    names: str = ""


_SECTIONS = frozenset({_M.APPROVE, _M.REFUSE, _M.SUSPEND, _M.RESUME, _M.EXTEND})
"""Moves of whoever decides."""

_AT_WINDOW = frozenset({_M.EXAMINE, _M.MAKE_CERTIFICATE, *BY_DELIVERY})


def hindrance(move: CaseMove, standing: Standing) -> Hindrance | None:
    """What stands in the way of a move that the table allows; None where nothing does."""
    names = "、".join
    if move in (_M.ACCEPT, _M.ACCEPT_DEFERRED) and standing.asked:
        return Hindrance(Trouble.SUPPLEMENT_OPEN, names(standing.asked))
    if move is _M.DEEM_ACCEPTED and not standing.guard_over:
        return Hindrance(Trouble.GUARD_RUNS)
    if move is _M.EXTEND and standing.extended:
        return Hindrance(Trouble.EXTENDED_ONCE)
    if move in (_M.APPROVE, _M.REFUSE) and standing.tracks:
        return Hindrance(Trouble.TRACKS_OPEN, names(standing.tracks))
    if move is _M.APPROVE and (standing.refused or standing.owed):
        wrong = Trouble.TRACK_REFUSED if standing.refused else Trouble.MATERIALS_OWED
        return Hindrance(wrong, names(standing.refused or standing.owed))
    return _misplaced(move, standing)


def _misplaced(move: CaseMove, standing: Standing) -> Hindrance | None:
    """The window examines and hands over, the section decides, each where the case lies."""
    if move in _SECTIONS and standing.decides and not standing.section:
        return Hindrance(Trouble.SECTION_DECIDES, standing.decides)
    if move in _SECTIONS and standing.section and standing.section != standing.own:
        return Hindrance(Trouble.OTHER_SECTION, standing.section)
    if move in _AT_WINDOW and standing.section:
        return Hindrance(Trouble.AT_SECTION, standing.section)
    return None


class IllegalMove(ValueError):
    """A move that the table does not allow from this state."""


def moved(state: CaseState, move: CaseMove) -> CaseState:
    """The state after a move; raises IllegalMove where the table has none."""
    try:
        return MOVES[state][move]
    except KeyError:
        raise IllegalMove(f"{move} is not allowed from {state}") from None


def choices(state: CaseState, standing: Standing | None = None) -> tuple[CaseMove, ...]:
    """The moves a case offers as buttons; where it stands is looked at if it is told.

    While only a notice was given, the visit ends in the wizard, and nowhere else.
    """
    wizard = BY_DELIVERY | BY_INTAKE
    if state is _S.NOTICE_GIVEN:
        wizard |= frozenset(MOVES[state]) - {_M.VOID}
    found = (move for move in MOVES[state] if move not in wizard)
    return tuple(m for m in found if standing is None or hindrance(m, standing) is None)


def case_number(station: str, year: int, count: int) -> str:
    """The number of the `count`-th accepted case of a year: station code, 办, year, five digits."""
    return f"{station}办{year}{count:05d}"
