"""Cases and deliveries: every legal move, every other one refused, and what follows."""

from itertools import product

import pytest

from desktop.domain import cases, deliveries
from desktop.domain.cases import CaseMove, CaseState, IllegalMove, case_number, choices, moved
from desktop.domain.deliveries import DeliveryState, allowed, case_moves
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Right, Role

_S, _M, _D, _F = CaseState, CaseMove, DeliveryState, Fulfilment

LEGAL = {
    (_S.NOTICE_GIVEN, _M.ACCEPT): _S.ACCEPTED,
    (_S.NOTICE_GIVEN, _M.DECLINE): _S.NOT_ACCEPTED,
    (_S.ACCEPTED, _M.EXAMINE): _S.IN_REVIEW,
    (_S.ACCEPTED, _M.FINISH_ON_THE_SPOT): _S.DELIVERED,
    (_S.ACCEPTED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.IN_REVIEW, _M.APPROVE): _S.DECIDED_YES,
    (_S.IN_REVIEW, _M.REFUSE): _S.DECIDED_NO,
    (_S.IN_REVIEW, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.DECIDED_YES, _M.MAKE_CERTIFICATE): _S.CERTIFICATE_MADE,
    (_S.CERTIFICATE_MADE, _M.POST): _S.POSTED,
    (_S.CERTIFICATE_MADE, _M.OFFER_PICKUP): _S.AWAITING_PICKUP,
    (_S.CERTIFICATE_MADE, _M.HAND_OVER): _S.DELIVERED,
    (_S.POSTED, _M.HAND_OVER): _S.DELIVERED,
    (_S.POSTED, _M.RETURN): _S.RETURNED,
    (_S.RETURNED, _M.POST): _S.POSTED,
    (_S.RETURNED, _M.OFFER_PICKUP): _S.AWAITING_PICKUP,
    (_S.AWAITING_PICKUP, _M.HAND_OVER): _S.DELIVERED,
    (_S.AWAITING_PICKUP, _M.POST): _S.POSTED,
    (_S.DELIVERED, _M.CLOSE): _S.CLOSED,
    (_S.DECIDED_NO, _M.CLOSE): _S.CLOSED,
    **{
        (state, _M.VOID): _S.VOID
        for state in (
            _S.NOTICE_GIVEN, _S.ACCEPTED, _S.IN_REVIEW, _S.DECIDED_YES, _S.DECIDED_NO,
            _S.CERTIFICATE_MADE, _S.NOT_ACCEPTED,
        )
    },
}  # fmt: skip


@pytest.mark.parametrize(("state", "move"), list(product(CaseState, CaseMove)))
def test_every_pair_of_state_and_move(state: CaseState, move: CaseMove) -> None:
    if (state, move) in LEGAL:
        assert moved(state, move) is LEGAL[state, move]
    else:
        with pytest.raises(IllegalMove, match=f"{move} is not allowed from {state}"):
            moved(state, move)


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (_S.NOTICE_GIVEN, (_M.VOID,)),
        (_S.ACCEPTED, (_M.EXAMINE, _M.WITHDRAW, _M.VOID)),
        (_S.IN_REVIEW, (_M.APPROVE, _M.REFUSE, _M.WITHDRAW, _M.VOID)),
        (_S.DECIDED_YES, (_M.MAKE_CERTIFICATE, _M.VOID)),
        (_S.DECIDED_NO, (_M.CLOSE, _M.VOID)),
        (_S.CERTIFICATE_MADE, (_M.VOID,)),
        (_S.AWAITING_PICKUP, ()),
        (_S.POSTED, ()),
        (_S.RETURNED, ()),
        (_S.DELIVERED, (_M.CLOSE,)),
        (_S.NOT_ACCEPTED, (_M.VOID,)),
        (_S.CLOSED, ()),
        (_S.WITHDRAWN, ()),
        (_S.VOID, ()),
    ],
)
def test_the_buttons_of_a_state(state: CaseState, buttons: tuple[CaseMove, ...]) -> None:
    assert choices(state) == buttons


def test_ended_cases_are_not_open_and_refusals_need_a_reason() -> None:
    assert set(CaseState) - cases.OPEN == {_S.CLOSED, _S.NOT_ACCEPTED, _S.WITHDRAWN, _S.VOID}
    assert {_M.DECLINE, _M.REFUSE, _M.WITHDRAW, _M.RETURN, _M.VOID} == cases.NEEDS_REASON
    assert {_S.ACCEPTED, _S.IN_REVIEW} == cases.RUNNING


@pytest.mark.parametrize(
    ("count", "number"), [(1, "330105A1办202600001"), (123456, "330105A1办2026123456")]
)
def test_case_numbers(count: int, number: str) -> None:
    assert case_number("330105A1", 2026, count) == number


_WAY = {
    _D.IN_TRANSIT, _D.OUT_FOR_DELIVERY, _D.DELIVERED, _D.DELIVERY_FAILED, _D.DELIVERY_DELAYED,
    _D.ON_HOLD, _D.READY_FOR_PICKUP, _D.RETURN_TO_SENDER,
}  # fmt: skip
COURIER = {
    _D.PENDING: {_D.PICKED_UP, _D.READY_FOR_PICKUP},
    _D.PICKED_UP: _WAY,
    **{
        state: _WAY - {state}
        for state in (
            _D.IN_TRANSIT, _D.OUT_FOR_DELIVERY, _D.DELIVERY_FAILED, _D.DELIVERY_DELAYED, _D.ON_HOLD,
        )
    },
    _D.READY_FOR_PICKUP: {_D.DELIVERED, _D.RETURN_TO_SENDER},
    _D.RETURN_TO_SENDER: {_D.PICKED_UP, _D.READY_FOR_PICKUP},
}  # fmt: skip
DOOR = {
    _D.PENDING: {_D.OUT_FOR_DELIVERY, _D.READY_FOR_PICKUP},
    _D.OUT_FOR_DELIVERY: {_D.DELIVERED, _D.DELIVERY_FAILED},
    _D.DELIVERY_FAILED: {_D.OUT_FOR_DELIVERY, _D.READY_FOR_PICKUP},
    _D.READY_FOR_PICKUP: {_D.DELIVERED},
}
PICKUP = {
    _D.PENDING: {_D.READY_FOR_PICKUP, _D.DELIVERED},
    _D.READY_FOR_PICKUP: {_D.DELIVERED},
}
STEPS = {_F.COURIER: COURIER, _F.DOOR: DOOR, _F.PICKUP: PICKUP, _F.ON_THE_SPOT: PICKUP}


@pytest.mark.parametrize(("mode", "state"), list(product(Fulfilment, DeliveryState)))
def test_the_steps_of_every_mode_and_state(mode: Fulfilment, state: DeliveryState) -> None:
    found = allowed(mode, state)
    assert set(found) == STEPS[mode].get(state, set())
    assert list(found) == [each for each in DeliveryState if each in found]


@pytest.mark.parametrize(
    ("mode", "before", "after", "moves"),
    [
        (_F.COURIER, _D.PENDING, _D.PICKED_UP, (_M.POST,)),
        (_F.COURIER, _D.RETURN_TO_SENDER, _D.PICKED_UP, (_M.POST,)),
        (_F.COURIER, _D.PENDING, _D.READY_FOR_PICKUP, (_M.OFFER_PICKUP,)),
        (_F.COURIER, _D.RETURN_TO_SENDER, _D.READY_FOR_PICKUP, (_M.OFFER_PICKUP,)),
        (_F.COURIER, _D.PICKED_UP, _D.READY_FOR_PICKUP, ()),  # in a locker: still with the courier
        (_F.COURIER, _D.PICKED_UP, _D.IN_TRANSIT, ()),
        (_F.COURIER, _D.IN_TRANSIT, _D.DELIVERED, (_M.HAND_OVER,)),
        (_F.COURIER, _D.IN_TRANSIT, _D.RETURN_TO_SENDER, (_M.RETURN,)),
        (_F.DOOR, _D.PENDING, _D.OUT_FOR_DELIVERY, ()),
        (_F.DOOR, _D.DELIVERY_FAILED, _D.READY_FOR_PICKUP, (_M.OFFER_PICKUP,)),
        (_F.DOOR, _D.OUT_FOR_DELIVERY, _D.DELIVERED, (_M.HAND_OVER,)),
        (_F.PICKUP, _D.PENDING, _D.READY_FOR_PICKUP, (_M.OFFER_PICKUP,)),
        (_F.PICKUP, _D.PENDING, _D.DELIVERED, (_M.HAND_OVER,)),
    ],
)
def test_what_a_step_does_to_the_case(
    mode: Fulfilment, before: DeliveryState, after: DeliveryState, moves: tuple[CaseMove, ...]
) -> None:
    assert case_moves(mode, before, after) == moves


def test_states_that_stand_on_top_and_those_that_need_a_reason() -> None:
    assert {
        _D.DELIVERY_FAILED, _D.DELIVERY_DELAYED, _D.ON_HOLD, _D.RETURN_TO_SENDER, _D.UNKNOWN,
    } == deliveries.EXCEPTIONS  # fmt: skip
    assert {_D.DELIVERY_FAILED, _D.ON_HOLD, _D.RETURN_TO_SENDER} == deliveries.NEEDS_REASON


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Role.DUTY, {Right.READ_GUIDE}),
        (Role.OFFICER, {Right.READ_GUIDE, Right.SERVE}),
        (Role.SUPERVISOR, {Right.READ_GUIDE, Right.SERVE, Right.SEE_ALL, Right.APPROVE}),
        (Role.ADMINISTRATOR, set(Right)),
    ],
)
def test_what_each_role_may(role: Role, rights: set[Right]) -> None:
    clerk = Clerk(1, "001", "王", role)
    assert {right for right in Right if clerk.may(right)} == rights
