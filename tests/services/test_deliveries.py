"""The delivery panel: waybills, steps that take the case along, what somebody must act on."""

from datetime import timedelta

import pytest

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.deliveries import DeliveryState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Fulfilment
from desktop.domain.waybills import Verdict
from desktop.services import cases, deliveries, parcels
from desktop.services.deliveries import DeliveryFilter
from desktop.services.slips import PAGE, Cursor
from tests import builders
from tests.services.counter import BOOK, CARD, acts, delivery_of, draft, issued, many, moved
from tests.services.on_the_way import (
    ALL,
    GOOD,
    NOW,
    OTHER,
    advance,
    line,
    post,
    ready,
)

_D, _F, _S = DeliveryState, Fulfilment, CaseState


@pytest.mark.parametrize(
    ("waybill", "stored", "verdict"),
    [
        (GOOD, GOOD, Verdict.VALID),
        (" ee 1234 56785 cn", GOOD, Verdict.VALID),
        ("9712345678901", "9712345678901", Verdict.PLAUSIBLE),
        ("5012345678901", "5012345678901", Verdict.DOUBTFUL),  # known elsewhere, not here
    ],
)
def test_a_waybill_posts_parcel_and_case(
    backend: Backend, waybill: str, stored: str, verdict: Verdict
) -> None:
    case = ready(backend)
    check = post(backend, case, waybill)
    assert (check.number, check.verdict) == (stored, verdict)
    row = line(backend, case)
    assert (row.waybill, row.state, row.case_state) == (stored, _D.PICKED_UP, _S.POSTED)
    with reading(backend.engine) as session:
        assert acts(session)[-1] == "delivery.picked_up"
        (step,) = deliveries.steps(session, builders.CHIEF, row.id)
        assert (step.after, step.remark, step.officer) == (_D.PICKED_UP, stored, "李窗口")


@pytest.mark.parametrize("waybill", ["", "EE123456784CN", "123", "EE123456785XX"])
def test_an_invalid_waybill_is_refused(backend: Backend, waybill: str) -> None:
    case = ready(backend)
    with pytest.raises(Refusal) as refused:
        post(backend, case, waybill)
    assert (refused.value.trouble, refused.value.field) == (Trouble.WAYBILL_INVALID, "waybill")
    assert line(backend, case).state is _D.PENDING


def test_a_waybill_belongs_to_one_parcel(backend: Backend) -> None:
    first, second = ready(backend), ready(backend)
    post(backend, first, GOOD)
    with pytest.raises(Refusal) as refused:
        post(backend, second, GOOD.lower())
    assert refused.value.trouble is Trouble.WAYBILL_TAKEN
    post(backend, second, OTHER)
    assert {line(backend, first).waybill, line(backend, second).waybill} == {GOOD, OTHER}


def test_nothing_is_posted_before_the_certificate_is_made(backend: Backend) -> None:
    case = issued(backend, CARD).case
    assert line(backend, case).choices == ()
    with pytest.raises(Refusal) as refused:
        post(backend, case, GOOD)
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


@pytest.mark.parametrize("mode", [_F.DOOR, _F.PICKUP])
def test_only_parcels_have_a_waybill(backend: Backend, mode: Fulfilment) -> None:
    with pytest.raises(Refusal) as refused:
        post(backend, ready(backend, mode), GOOD)
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


def test_a_parcel_is_not_collected_without_its_waybill(backend: Backend) -> None:
    case = ready(backend)
    with pytest.raises(Refusal) as refused:
        advance(backend, case, _D.PICKED_UP)
    assert refused.value.trouble is Trouble.WAYBILL_INVALID


@pytest.mark.parametrize(
    ("mode", "steps", "state"),
    [
        (_F.COURIER, ("w", _D.IN_TRANSIT, _D.OUT_FOR_DELIVERY, _D.DELIVERED), _S.DELIVERED),
        (_F.COURIER, ("w", _D.READY_FOR_PICKUP), _S.POSTED),
        (_F.COURIER, ("w", _D.READY_FOR_PICKUP, _D.DELIVERED), _S.DELIVERED),
        (_F.COURIER, ("w", _D.READY_FOR_PICKUP, _D.RETURN_TO_SENDER), _S.RETURNED),
        (_F.COURIER, ("w", _D.DELIVERY_FAILED, _D.RETURN_TO_SENDER), _S.RETURNED),
        (_F.COURIER, ("w", _D.RETURN_TO_SENDER, "w"), _S.POSTED),
        (_F.COURIER, ("w", _D.RETURN_TO_SENDER, _D.READY_FOR_PICKUP), _S.AWAITING_PICKUP),
        (_F.COURIER, (_D.READY_FOR_PICKUP, _D.DELIVERED), _S.DELIVERED),
        (_F.DOOR, (_D.OUT_FOR_DELIVERY,), _S.CERTIFICATE_MADE),
        (_F.DOOR, (_D.OUT_FOR_DELIVERY, _D.DELIVERED), _S.DELIVERED),
        (_F.DOOR, (_D.OUT_FOR_DELIVERY, _D.DELIVERY_FAILED, _D.READY_FOR_PICKUP),
         _S.AWAITING_PICKUP),
        (_F.PICKUP, (_D.READY_FOR_PICKUP,), _S.AWAITING_PICKUP),
        (_F.PICKUP, (_D.READY_FOR_PICKUP, _D.DELIVERED), _S.DELIVERED),
        (_F.PICKUP, (_D.DELIVERED,), _S.DELIVERED),
    ],
)  # fmt: skip
def test_the_case_follows_its_delivery(
    backend: Backend, mode: Fulfilment, steps: tuple[DeliveryState | str, ...], state: CaseState
) -> None:
    case = ready(backend, mode)
    numbers = iter((GOOD, OTHER))
    for step in steps:
        if isinstance(step, DeliveryState):
            advance(backend, case, step)
        else:
            post(backend, case, next(numbers))
    assert line(backend, case).case_state is state


@pytest.mark.parametrize("mode", [_F.COURIER, _F.DOOR, _F.PICKUP])
def test_whatever_is_offered_can_be_done(backend: Backend, mode: Fulfilment) -> None:
    seen: set[tuple[DeliveryState, CaseState]] = set()
    ways: list[tuple[DeliveryState, ...]] = [()]
    while ways:
        way = ways.pop()
        case = ready(backend, mode)
        for number, step in enumerate(way):
            if step is _D.PICKED_UP:
                post(backend, case, f"97{case:09d}{number:02d}")
            else:
                advance(backend, case, step)
        row = line(backend, case)
        if (row.state, row.case_state) not in seen:
            seen.add((row.state, row.case_state))
            ways += [(*way, step) for step in row.choices if len(way) < 4]
    assert (_D.DELIVERED, _S.DELIVERED) in seen
    assert all(case is _S.DELIVERED for state, case in seen if state is _D.DELIVERED)


def test_what_is_kept_at_the_window_is_not_sent_back(backend: Backend) -> None:
    case = ready(backend)
    advance(backend, case, _D.READY_FOR_PICKUP)
    assert line(backend, case).choices == (_D.PICKED_UP, _D.DELIVERED)
    with pytest.raises(Refusal) as refused:
        advance(backend, case, _D.RETURN_TO_SENDER)
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


@pytest.mark.parametrize("after", [_D.DELIVERY_FAILED, _D.ON_HOLD, _D.RETURN_TO_SENDER])
def test_a_failure_wants_its_reason(backend: Backend, after: DeliveryState) -> None:
    case = ready(backend)
    post(backend, case, GOOD)
    with pytest.raises(Refusal) as refused:
        advance(backend, case, after, remark="  ")
    assert (refused.value.trouble, refused.value.field) == (Trouble.REASON_MISSING, "reason")
    advance(backend, case, after, remark=" 家中无人 ")
    with reading(backend.engine) as session:
        assert (
            deliveries.steps(session, builders.CHIEF, line(backend, case).id)[0].remark
            == "家中无人"
        )


def test_a_stale_row_is_not_stepped_on(backend: Backend) -> None:
    case = ready(backend, _F.PICKUP)
    row = line(backend, case)
    advance(backend, case, _D.READY_FOR_PICKUP)
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        parcels.step(session, builders.clerk(backend), NOW, row.id, row.version, _D.DELIVERED)
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE


@pytest.mark.parametrize(
    ("steps", "hours", "act"),
    [
        ((), 500, False),  # nothing to post yet
        ((_D.PICKED_UP,), 24, False),
        ((_D.PICKED_UP,), 25, True),
        ((_D.PICKED_UP, _D.IN_TRANSIT), 72, False),
        ((_D.PICKED_UP, _D.IN_TRANSIT), 73, True),
        ((_D.PICKED_UP, _D.OUT_FOR_DELIVERY), 72, False),
        ((_D.PICKED_UP, _D.OUT_FOR_DELIVERY), 73, True),
        ((_D.PICKED_UP, _D.DELIVERY_FAILED), 0, True),
        ((_D.PICKED_UP, _D.DELIVERY_DELAYED), 0, True),
        ((_D.PICKED_UP, _D.ON_HOLD), 0, True),
        ((_D.PICKED_UP, _D.RETURN_TO_SENDER), 0, True),
        ((_D.PICKED_UP, _D.DELIVERED), 500, False),
        ((_D.READY_FOR_PICKUP,), 500, False),
    ],
)
def test_what_somebody_has_to_act_on(
    backend: Backend, steps: tuple[DeliveryState, ...], hours: int, act: bool
) -> None:
    case = ready(backend)
    for step in steps:
        if step is _D.PICKED_UP:
            post(backend, case, GOOD)
        else:
            advance(backend, case, step)
    later = NOW + timedelta(hours=hours)
    with reading(backend.engine) as session:
        found = deliveries.exceptions(session, builders.CHIEF, later)
        (row,) = deliveries.panel(session, builders.CHIEF, later, ALL)
    assert [each.case for each in found] == ([case] if act else [])
    assert row.exception is act


def test_the_panel_filters_and_hides_the_phone(backend: Backend) -> None:
    parcel, window = ready(backend), ready(backend, _F.PICKUP)
    spot = issued(backend, BOOK).case
    with reading(backend.engine) as session:
        for shown, cases_ in (
            (DeliveryFilter(), {parcel, window}),
            (ALL, {parcel, window, spot}),
            (DeliveryFilter(mode=_F.PICKUP), {window}),
            (DeliveryFilter(mode=_F.ON_THE_SPOT), set()),
            (DeliveryFilter(state=_D.DELIVERED), {spot}),
            (DeliveryFilter(state=_D.IN_TRANSIT), set()),
        ):
            assert {
                row.case for row in deliveries.panel(session, builders.CHIEF, NOW, shown)
            } == cases_
        row = deliveries.panel(session, builders.CHIEF, NOW, DeliveryFilter(mode=_F.COURIER))[0]
        assert (row.phone, row.recipient, row.items) == (
            "138****0000", "赵桂英", ("居民身份证申领、换领、补领",),
        )  # fmt: skip


def test_the_panel_comes_page_by_page(backend: Backend) -> None:
    done = draft(backend, CARD)
    many(backend, done, [NOW + timedelta(minutes=n // 3) for n in range(PAGE + 7)])
    with reading(backend.engine) as session:
        first = deliveries.panel(session, builders.CHIEF, NOW, DeliveryFilter())
        last = Cursor(first[-1].updated_at, first[-1].id)
        second = deliveries.panel(session, builders.CHIEF, NOW, DeliveryFilter(), last)
    assert (len(first), len(second)) == (PAGE, 7)
    assert len({row.id for row in (*first, *second)}) == PAGE + 7


def test_a_delivered_case_is_closed_by_its_button(backend: Backend) -> None:
    case = ready(backend, _F.PICKUP)
    advance(backend, case, _D.DELIVERED)
    moved(backend, case, CaseMove.CLOSE)
    with reading(backend.engine) as session:
        assert cases.case_view(session, builders.CHIEF, builders.NOW, case).state is _S.CLOSED
        assert delivery_of(session, case).state is _D.DELIVERED


def test_what_was_withdrawn_waits_for_nobody(backend: Backend) -> None:
    done = issued(backend, CARD)
    moved(backend, done.case, CaseMove.WITHDRAW, reason="申请人撤回")
    with reading(backend.engine) as session:
        assert deliveries.panel(session, builders.CHIEF, NOW, DeliveryFilter()) == ()
        (row,) = deliveries.panel(session, builders.CHIEF, NOW, DeliveryFilter(delivered=True))
    assert row.state is DeliveryState.CANCELLED
    assert row.choices == ()
