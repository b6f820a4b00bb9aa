"""Second postings, places on the shelf, lockers, what was looked into, and finding it all."""

from datetime import datetime, timedelta

import pytest

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.cases import CaseState
from desktop.domain.deliveries import Attention, DeliveryState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Fulfilment
from desktop.services import deliveries, parcels
from desktop.services.deliveries import DeliveryFilter
from tests import builders
from tests.services.counter import acts, delivery_of
from tests.services.on_the_way import (
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
    ("mode", "way", "after"),
    [
        (_F.PICKUP, (), _D.DELIVERED),
        (_F.PICKUP, (_D.READY_FOR_PICKUP,), _D.DELIVERED),
        (_F.DOOR, (), _D.OUT_FOR_DELIVERY),
        (_F.DOOR, (_D.OUT_FOR_DELIVERY,), _D.DELIVERED),
    ],
)
def test_nothing_is_handed_over_without_saying_to_whom(
    backend: Backend, mode: Fulfilment, way: tuple[DeliveryState, ...], after: DeliveryState
) -> None:
    case = ready(backend, mode)
    advance(backend, case, *way)
    row = line(backend, case)
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        parcels.step(session, builders.clerk(backend), NOW, row.id, row.version, after)
    assert refused.value.trouble is Trouble.HANDS_UNKNOWN


def test_what_came_back_goes_out_under_another_number(backend: Backend) -> None:
    case = ready(backend)
    post(backend, case, GOOD)
    advance(backend, case, _D.DELIVERY_FAILED, _D.RETURN_TO_SENDER)
    with pytest.raises(Refusal) as refused:
        post(backend, case, GOOD)
    assert refused.value.trouble is Trouble.WAYBILL_TAKEN
    post(backend, case, OTHER)
    row = line(backend, case)
    assert (row.waybill, row.state, row.parcels) == (OTHER, _D.PICKED_UP, 2)
    with reading(backend.engine) as session:
        first, second = delivery_of(session, case).parcels
        assert (first.ended_at, second.ended_at) == (NOW, None)
        told = deliveries.steps(session, builders.CHIEF, row.id)
        assert {step.waybill for step in told} == {GOOD, OTHER}
    with pytest.raises(Refusal) as refused:
        post(backend, ready(backend), GOOD)
    assert refused.value.trouble is Trouble.WAYBILL_TAKEN


def test_what_is_kept_has_its_place(backend: Backend) -> None:
    case = ready(backend)
    post(backend, case, GOOD)
    row = line(backend, case)

    def offer(shelf: str) -> None:
        now = line(backend, case)
        with writing(backend.engine) as session:
            parcels.offer(session, builders.clerk(backend), NOW, now.id, now.version, shelf)

    with pytest.raises(Refusal) as refused:
        offer("A-1")
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE
    advance(backend, case, _D.RETURN_TO_SENDER)
    with pytest.raises(Refusal) as refused:
        offer("  ")
    assert (refused.value.trouble, refused.value.field) == (Trouble.FIELD_EMPTY, "shelf")
    offer("A-1")
    offer(" B-2 ")
    row = line(backend, case)
    assert (row.shelf, row.state, row.case_state) == (
        "B-2",
        _D.READY_FOR_PICKUP,
        _S.AWAITING_PICKUP,
    )
    with reading(backend.engine) as session:
        assert acts(session)[-2:] == ["delivery.ready_for_pickup", "delivery.shelf"]
        (parcel,) = delivery_of(session, case).parcels
        assert parcel.ended_at == NOW


def test_a_parcel_in_a_locker_is_the_loudest(backend: Backend) -> None:
    case, other = ready(backend), ready(backend)
    post(backend, other, OTHER)
    advance(backend, other, _D.DELIVERY_FAILED)
    post(backend, case, GOOD)
    advance(backend, case, _D.READY_FOR_PICKUP)
    with reading(backend.engine) as session:
        found = deliveries.exceptions(session, builders.CHIEF, NOW)
        counted = deliveries.counts(session, builders.CHIEF, NOW)
        only = DeliveryFilter(attention=Attention.IDENTITY_IN_LOCKER)
        shown = deliveries.panel(session, builders.CHIEF, NOW, only)
    assert [row.attention for row in found] == [Attention.IDENTITY_IN_LOCKER, Attention.FAILED]
    assert counted == {Attention.IDENTITY_IN_LOCKER: 1, Attention.FAILED: 1}
    assert [row.case for row in shown] == [case]


def _look_into(opened: Backend, case: int, remark: str, now: datetime = NOW) -> None:
    row = line(opened, case)
    with writing(opened.engine) as session:
        parcels.look_into(session, builders.clerk(opened), now, row.id, row.version, remark)


def test_looking_into_an_exception_gives_quiet_until_the_carrier_is_silent(
    backend: Backend,
) -> None:
    case = ready(backend)
    post(backend, case, GOOD)
    with pytest.raises(Refusal) as refused:
        _look_into(backend, case, "没有什么")
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE
    later = NOW + timedelta(hours=25)
    with pytest.raises(Refusal) as refused:
        _look_into(backend, case, " ", later)
    assert refused.value.trouble is Trouble.REASON_MISSING
    _look_into(backend, case, "揽收员明天来", later)
    with reading(backend.engine) as session:
        assert deliveries.exceptions(session, builders.CHIEF, later) == ()
        much_later = later + timedelta(hours=73)
        (row,) = deliveries.exceptions(session, builders.CHIEF, much_later)
        assert row.attention is Attention.NOT_COLLECTED
        for attention, count in ((Attention.NOT_COLLECTED, 1), (Attention.SILENT, 0)):
            only = DeliveryFilter(attention=attention)
            found = deliveries.panel(session, builders.CHIEF, much_later, only)
            assert len(found) == count
        assert deliveries.one(session, builders.CHIEF, later, row.id).attention is Attention.NONE


@pytest.mark.parametrize(
    ("text", "found"), [("赵桂", 1), (" ee1234 ", 1), ("EE99", 0), ("李", 0), ("、", 0)]
)
def test_the_panel_is_searched_by_name_and_number(backend: Backend, text: str, found: int) -> None:
    post(backend, ready(backend), GOOD)
    with reading(backend.engine) as session:
        shown = DeliveryFilter(text=text)
        assert len(deliveries.panel(session, builders.CHIEF, NOW, shown)) == found


def test_the_panel_shows_a_day(backend: Backend) -> None:
    ready(backend)
    with reading(backend.engine) as session:
        for days, count in ((0, 1), (1, 0), (-1, 0)):
            shown = DeliveryFilter(day=NOW.date() + timedelta(days=days))
            assert len(deliveries.panel(session, builders.CHIEF, NOW, shown)) == count
