"""What wants somebody, what will, and what a carrier's word makes of a delivery."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.deliveries import Attention, DeliveryState
from desktop.domain.tracking import FINE, Handing
from desktop.domain.watch import (
    LOUDNESS,
    Told,
    Watch,
    carried_on,
    overdue,
    settled,
    watched,
)

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
_A, _D, _H = Attention, DeliveryState, Handing


def _told(code: str, *, identity: bool = False) -> Told:
    read = FINE[code]
    return Told(read.state, read.because, read.handing, heard=True, identity=identity)


@pytest.mark.parametrize(
    ("code", "identity", "attention"),
    [
        ("301", True, _A.NONE),
        ("302", True, _A.NONE),
        ("303", True, _A.TO_ANOTHER),
        ("304", True, _A.IDENTITY_IN_LOCKER),
        ("501", True, _A.IDENTITY_IN_LOCKER),
        ("501", False, _A.IN_LOCKER),
        ("205", False, _A.IN_LOCKER),
        ("203", False, _A.FAILED),
        ("201", False, _A.LATE),
        ("208", False, _A.HELD),
        ("1002", False, _A.NONE),
    ],
)
def test_some_words_want_somebody_at_once(code: str, identity: bool, attention: Attention) -> None:
    assert watched(_told(code, identity=identity), AT).attention is attention


@pytest.mark.parametrize(
    ("told", "hours", "says"),
    [
        (Told(_D.PICKED_UP), 24, _A.NOT_COLLECTED),
        (Told(_D.PICKED_UP, heard=True), 72, _A.SILENT),
        (Told(_D.IN_TRANSIT, heard=True), 72, _A.SILENT),
        (Told(_D.OUT_FOR_DELIVERY), 72, _A.SILENT),
    ],
)
def test_what_moves_is_waited_for(told: Told, hours: int, says: Attention) -> None:
    found = watched(told, AT)
    assert (found.attention, found.alarm_at) == (_A.NONE, AT + timedelta(hours=hours))
    assert overdue(told.state, told.heard) is says


@pytest.mark.parametrize("state", [_D.PENDING, _D.READY_FOR_PICKUP, _D.DELIVERED])
def test_what_lies_still_here_or_arrived_raises_nothing(state: DeliveryState) -> None:
    assert watched(Told(state), AT) == Watch(state)


@pytest.mark.parametrize(
    ("before", "told", "found"),
    [
        (_D.PICKED_UP, "101", None),
        (_D.PICKED_UP, "103", (_D.PICKED_UP, _A.NONE)),
        (_D.IN_TRANSIT, "103", (_D.IN_TRANSIT, _A.NONE)),
        (_D.IN_TRANSIT, "301", (_D.DELIVERED, _A.NONE)),
        (_D.IN_TRANSIT, "401", (_D.DELIVERY_FAILED, _A.FAILED)),
        (_D.READY_FOR_PICKUP, "1002", (_D.IN_TRANSIT, _A.NONE)),
        (_D.RETURN_TO_SENDER, "1002", (_D.RETURN_TO_SENDER, _A.RETURNING)),
        (_D.RETURN_TO_SENDER, "301", (_D.RETURN_TO_SENDER, _A.RETURNING)),
        (_D.DELIVERED, "1002", None),
        (_D.CANCELLED, "301", None),
    ],
)
def test_a_carriers_word(
    before: DeliveryState, told: str, found: tuple[DeliveryState, Attention] | None
) -> None:
    watch = carried_on(before, _told(told), AT)
    assert (None if watch is None else (watch.state, watch.attention)) == found


def test_a_word_nobody_can_read_moves_nothing_and_is_looked_at() -> None:
    assert carried_on(_D.IN_TRANSIT, Told(_D.UNKNOWN), AT) == Watch(_D.IN_TRANSIT, _A.UNREAD)


def test_what_was_delivered_and_comes_back_is_looked_at() -> None:
    back = carried_on(_D.DELIVERED, Told(_D.RETURN_TO_SENDER), AT)
    assert back == Watch(_D.DELIVERED, _A.RETURNING)


def test_looking_into_it_gives_quiet_for_a_while() -> None:
    assert settled(_D.DELIVERED, AT) == Watch(_D.DELIVERED)
    assert settled(_D.IN_TRANSIT, AT).alarm_at == AT + timedelta(hours=72)


def test_every_reason_has_its_loudness() -> None:
    assert set(LOUDNESS) == set(Attention) - {_A.NONE}
    assert LOUDNESS[0] is _A.IDENTITY_IN_LOCKER
