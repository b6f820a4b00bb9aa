"""Doors that are gone to and results that were handed over, as lists; results sent elsewhere."""

from datetime import timedelta

import pytest

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.deliveries import DeliveryChoice, DeliveryState, VisitState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Fulfilment
from desktop.services import deliveries, hand_lists, handing, parcels
from desktop.services.slips import Cursor
from tests import builders
from tests.services.counter import acts
from tests.services.on_the_way import GOOD, NOW, OTHER, OWNER, advance, line, post, posted, ready

_D, _F = DeliveryState, Fulfilment
ELSEWHERE = DeliveryChoice(_F.COURIER, "李四", "13700000000", "杭州市西湖区示例路2号", consent=True)


def planned(opened: Backend, days: int) -> int:
    """A result that two officers bring to the door in so many days."""
    case = ready(opened, _F.DOOR)
    found = line(opened, case)
    with writing(opened.engine) as session:
        handing.plan_visit(
            session, builders.clerk(opened), NOW, found.id, found.version,
            NOW + timedelta(days=days), ("001002", "001003"),
        )  # fmt: skip
    return case


def test_doors_still_to_be_gone_to_stand_by_their_day(backend: Backend) -> None:
    later, sooner = planned(backend, 3), planned(backend, 1)
    done = planned(backend, 2)
    advance(backend, done, _D.DELIVERED)
    with reading(backend.engine) as session:
        first, second = hand_lists.door_visits(session, builders.CHIEF)
        assert [row.case_number for row in (first, second)] == [
            line(backend, sooner).case_number, line(backend, later).case_number,
        ]  # fmt: skip
        assert first.officers == ("李窗口 001002", "陈主管 001003")
        after = Cursor(first.planned_for, first.id)
        assert hand_lists.door_visits(session, builders.CHIEF, after=after) == (second,)
        states = [row.state for row in hand_lists.door_visits(session, builders.CHIEF, False)]
        assert states == [VisitState.PLANNED, VisitState.DONE, VisitState.PLANNED]
        edge = Cursor(second.planned_for, second.id)
        rest = hand_lists.door_visits(session, builders.CHIEF, False, edge)
        assert [row.state for row in rest] == [VisitState.DONE, VisitState.PLANNED]


def test_what_was_handed_over_stands_with_its_proof(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    for mode in (_F.PICKUP, _F.DOOR, _F.PICKUP):
        case = ready(backend, mode)
        if mode is _F.DOOR:
            advance(backend, case, _D.OUT_FOR_DELIVERY)
        advance(backend, case, _D.DELIVERED)
    monkeypatch.setattr(hand_lists, "PAGE", 2)
    with reading(backend.engine) as session:
        first = hand_lists.handed_over(session, builders.CHIEF)
        rest = hand_lists.handed_over(session, builders.CHIEF, first[-1].id)
        assert [row.mode for row in (*first, *rest)] == [_F.PICKUP, _F.DOOR, _F.PICKUP]
        assert {row.receiver for row in first} == {OWNER.name}
        assert rest[0].items == ("居民身份证申领、换领、补领",)
        assert (rest[0].paper, rest[0].paper_number) == (None, "")


def redirected(opened: Backend, case: int, choice: DeliveryChoice) -> None:
    found = line(opened, case)
    with writing(opened.engine) as session:
        parcels.redirect(session, builders.clerk(opened), NOW, found.id, found.version, choice)


def test_a_kept_result_is_posted_after_all(backend: Backend) -> None:
    case = ready(backend, _F.PICKUP)
    advance(backend, case, _D.READY_FOR_PICKUP)
    redirected(backend, case, ELSEWHERE)
    post(backend, case, GOOD)
    found = line(backend, case)
    assert (found.mode, found.recipient, found.address) == (
        _F.COURIER, "李四", "杭州市西湖区示例路2号",
    )  # fmt: skip
    assert (found.waybill, found.state) == (GOOD, _D.PICKED_UP)
    with reading(backend.engine) as session:
        told = deliveries.steps(session, builders.CHIEF, found.id)
        assert [(row.because, row.remark) for row in told][1] == ("redirected", found.address)
        assert "delivery.redirect" in acts(session)


def test_what_came_back_for_a_wrong_address_goes_to_the_right_one(backend: Backend) -> None:
    case = posted(backend)
    assert line(backend, case).ways == ()
    with pytest.raises(Refusal) as refused:
        redirected(backend, case, ELSEWHERE)
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE
    advance(backend, case, _D.RETURN_TO_SENDER)
    assert line(backend, case).ways == (_F.COURIER,)
    redirected(backend, case, ELSEWHERE)
    post(backend, case, OTHER)
    assert line(backend, case).state is _D.PICKED_UP


@pytest.mark.parametrize(
    ("mode", "way", "ways"),
    [
        (_F.COURIER, (), (_F.COURIER, _F.PICKUP)),
        (_F.PICKUP, (_D.READY_FOR_PICKUP,), (_F.PICKUP, _F.COURIER)),
        (_F.DOOR, (), (_F.DOOR, _F.COURIER, _F.PICKUP)),
        (_F.DOOR, (_D.OUT_FOR_DELIVERY,), ()),
        (_F.PICKUP, (_D.DELIVERED,), ()),
        (_F.ON_THE_SPOT, (), ()),
    ],
)
def test_which_ways_are_open(
    backend: Backend, mode: Fulfilment, way: tuple[DeliveryState, ...], ways: tuple[Fulfilment, ...]
) -> None:
    case = ready(backend, mode)
    advance(backend, case, *way)
    assert line(backend, case).ways == ways


@pytest.mark.parametrize(
    ("choice", "field", "trouble"),
    [
        (DeliveryChoice(_F.COURIER, " ", "1", "a", consent=True), "recipient", "field_empty"),
        (DeliveryChoice(_F.COURIER, "李", " ", "a", consent=True), "phone", "field_empty"),
        (DeliveryChoice(_F.COURIER, "李", "1", "", consent=True), "address", "field_empty"),
        (DeliveryChoice(_F.COURIER, "李", "1", "a"), "consent", "consent_missing"),
        (DeliveryChoice(_F.PICKUP, "", "", ""), "recipient", "field_empty"),
    ],
)
def test_what_another_way_wants(
    backend: Backend, choice: DeliveryChoice, field: str, trouble: str
) -> None:
    case = ready(backend)
    with pytest.raises(Refusal) as refused:
        redirected(backend, case, choice)
    assert (refused.value.field, refused.value.trouble) == (field, trouble)
    assert line(backend, case).recipient == "赵桂英"


def test_the_whole_address_is_shown_to_who_changes_it_and_that_is_written_down(
    backend: Backend,
) -> None:
    found = line(backend, ready(backend))
    with writing(backend.engine) as session:
        known = parcels.address(session, builders.clerk(backend), NOW, found.id)
        assert (known.phone, known.address) == ("13800000000", "杭州市拱墅区示例路1号1幢")
        assert acts(session)[-1] == "case.reveal"
