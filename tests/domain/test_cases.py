"""Cases and deliveries: every legal move, every other one refused, and what follows."""

from dataclasses import replace
from itertools import product

import pytest

from desktop.domain import cases, deliveries
from desktop.domain.cases import (
    CaseMove,
    CaseState,
    IllegalMove,
    Standing,
    case_number,
    choices,
    moved,
)
from desktop.domain.deliveries import DeliveryState, allowed, case_moves
from desktop.domain.errors import Trouble
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Right, Role

_S, _M, _D, _F = CaseState, CaseMove, DeliveryState, Fulfilment

LEGAL = {
    (_S.NOTICE_GIVEN, _M.RECEIVE): _S.MATERIALS_RECEIVED,
    (_S.MATERIALS_RECEIVED, _M.ASK_SUPPLEMENT): _S.SUPPLEMENT_WAIT,
    (_S.MATERIALS_RECEIVED, _M.DEEM_ACCEPTED): _S.ACCEPTED,
    (_S.SUPPLEMENT_WAIT, _M.TAKE_SUPPLEMENT): _S.MATERIALS_RECEIVED,
    (_S.SUPPLEMENT_WAIT, _M.DECLINE): _S.NOT_ACCEPTED,
    **{
        (state, move): after
        for state in (_S.NOTICE_GIVEN, _S.MATERIALS_RECEIVED)
        for move, after in (
            (_M.ACCEPT, _S.ACCEPTED),
            (_M.ACCEPT_DEFERRED, _S.ACCEPTED_DEFERRED),
            (_M.DECLINE, _S.NOT_ACCEPTED),
        )
    },
    (_S.ACCEPTED_DEFERRED, _M.TAKE_OWED): _S.ACCEPTED,
    (_S.ACCEPTED_DEFERRED, _M.EXAMINE): _S.IN_REVIEW,
    (_S.IN_REVIEW, _M.SUSPEND): _S.SUSPENDED,
    (_S.IN_REVIEW, _M.EXTEND): _S.EXTENDED,
    (_S.SUSPENDED, _M.RESUME): _S.IN_REVIEW,
    (_S.EXTENDED, _M.APPROVE): _S.DECIDED_YES,
    (_S.EXTENDED, _M.REFUSE): _S.DECIDED_NO,
    (_S.EXTENDED, _M.SUSPEND): _S.SUSPENDED,
    (_S.ACCEPTED, _M.EXAMINE): _S.IN_REVIEW,
    (_S.ACCEPTED, _M.FINISH_ON_THE_SPOT): _S.DELIVERED,
    (_S.IN_REVIEW, _M.APPROVE): _S.DECIDED_YES,
    (_S.IN_REVIEW, _M.REFUSE): _S.DECIDED_NO,
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
    (_S.DECIDED_NO, _M.MAKE_CERTIFICATE): _S.CERTIFICATE_MADE,
    **{
        (state, _M.WITHDRAW): _S.WITHDRAWN
        for state in (
            _S.MATERIALS_RECEIVED, _S.SUPPLEMENT_WAIT, _S.ACCEPTED, _S.ACCEPTED_DEFERRED,
            _S.IN_REVIEW, _S.SUSPENDED, _S.EXTENDED,
        )
    },
    **{
        (state, _M.VOID): _S.VOID
        for state in (
            _S.NOTICE_GIVEN, _S.ACCEPTED, _S.IN_REVIEW, _S.DECIDED_YES, _S.DECIDED_NO,
            _S.CERTIFICATE_MADE, _S.NOT_ACCEPTED, _S.MATERIALS_RECEIVED, _S.SUPPLEMENT_WAIT,
            _S.ACCEPTED_DEFERRED, _S.SUSPENDED, _S.EXTENDED,
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
        (
            _S.MATERIALS_RECEIVED,
            (
                _M.ACCEPT,
                _M.ASK_SUPPLEMENT,
                _M.ACCEPT_DEFERRED,
                _M.DEEM_ACCEPTED,
                _M.DECLINE,
                _M.WITHDRAW,
                _M.VOID,
            ),
        ),
        (_S.SUPPLEMENT_WAIT, (_M.TAKE_SUPPLEMENT, _M.DECLINE, _M.WITHDRAW, _M.VOID)),
        (_S.ACCEPTED_DEFERRED, (_M.TAKE_OWED, _M.EXAMINE, _M.WITHDRAW, _M.VOID)),
        (
            _S.IN_REVIEW,
            (_M.APPROVE, _M.REFUSE, _M.SUSPEND, _M.EXTEND, _M.WITHDRAW, _M.VOID),
        ),
        (_S.SUSPENDED, (_M.RESUME, _M.WITHDRAW, _M.VOID)),
        (_S.EXTENDED, (_M.APPROVE, _M.REFUSE, _M.SUSPEND, _M.WITHDRAW, _M.VOID)),
        (_S.DECIDED_YES, (_M.MAKE_CERTIFICATE, _M.VOID)),
        (_S.DECIDED_NO, (_M.MAKE_CERTIFICATE, _M.VOID)),
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
    assert {
        _M.DECLINE, _M.REFUSE, _M.WITHDRAW, _M.RETURN, _M.VOID, _M.SUSPEND, _M.RESUME, _M.EXTEND,
    } == cases.NEEDS_REASON  # fmt: skip
    running = {_S.ACCEPTED, _S.ACCEPTED_DEFERRED, _S.IN_REVIEW, _S.EXTENDED}
    assert running == cases.RUNNING
    assert set(cases.STAGES) == set(CaseState)


DECIDING = (_M.APPROVE, _M.REFUSE, _M.SUSPEND, _M.RESUME, _M.EXTEND)


@pytest.mark.parametrize(
    ("standing", "hindered", "trouble", "names"),
    [
        (Standing(), {_M.DEEM_ACCEPTED}, Trouble.GUARD_RUNS, ""),
        (Standing(guard_over=True), set(), None, ""),
        (
            Standing(asked=("表", "照片"), guard_over=True), {_M.ACCEPT, _M.ACCEPT_DEFERRED},
            Trouble.SUPPLEMENT_OPEN, "表、照片",
        ),
        (Standing(owed=("证明",), guard_over=True), {_M.APPROVE}, Trouble.MATERIALS_OWED, "证明"),
        (Standing(extended=True, guard_over=True), {_M.EXTEND}, Trouble.EXTENDED_ONCE, ""),
        (
            Standing(tracks=("消防",), guard_over=True), {_M.APPROVE, _M.REFUSE},
            Trouble.TRACKS_OPEN, "消防",
        ),
        (Standing(refused=("城管",), guard_over=True), {_M.APPROVE}, Trouble.TRACK_REFUSED, "城管"),
        (Standing(decides="治安", guard_over=True), set(DECIDING), Trouble.SECTION_DECIDES, "治安"),
        (
            Standing(decides="治安", section="治安", own="治安", guard_over=True),
            {_M.EXAMINE, _M.MAKE_CERTIFICATE, *cases.BY_DELIVERY}, Trouble.AT_SECTION, "治安",
        ),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_of_a_move(
    standing: Standing, hindered: set[CaseMove], trouble: Trouble | None, names: str
) -> None:
    found = {move: cases.hindrance(move, standing) for move in CaseMove}
    assert {move for move, what in found.items() if what is not None} == hindered
    assert {what for what in found.values() if what} == (
        {cases.Hindrance(trouble, names)} if trouble else set()
    )


def test_only_the_section_where_a_case_lies_decides() -> None:
    away = Standing(decides="治安", section="治安", own="出入境")
    for move in DECIDING:
        assert cases.hindrance(move, away) == cases.Hindrance(Trouble.OTHER_SECTION, "治安")
    assert choices(_S.IN_REVIEW, away) == (_M.WITHDRAW, _M.VOID)
    assert _M.APPROVE in choices(_S.IN_REVIEW, replace(away, own="治安"))


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
    _D.READY_FOR_PICKUP: {_D.PICKED_UP, _D.DELIVERED, _D.RETURN_TO_SENDER},
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
        (Role.DUTY, {Right.READ_GUIDE, Right.ENQUIRE}),
        (Role.OFFICER, {Right.READ_GUIDE, Right.ENQUIRE, Right.SERVE}),
        (Role.SUPERVISOR, set(Right) - {Right.MANAGE}),
        (Role.ADMINISTRATOR, set(Right)),
    ],
)
def test_what_each_role_may(role: Role, rights: set[Right]) -> None:
    clerk = Clerk(1, "001", "王", role)
    assert {right for right in Right if clerk.may(right)} == rights
