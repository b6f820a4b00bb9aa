"""Asking the carrier: off by default, at most every half hour a number, the key never told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Audit
from desktop.backend import Backend
from desktop.domain.deliveries import DeliveryState
from desktop.domain.errors import Refusal, Trouble
from desktop.services import carriers
from desktop.services.carriers import CarrierSetting, Round
from tests import builders
from tests.services.counter import acts
from tests.services.on_the_way import GOOD, NOW, OTHER, line, posted
from tests.services.test_statuses import event

SETTING = CarrierSetting("https://carrier.invalid/query", "customer", "a secret", on=True)


def change(opened: Backend, setting: CarrierSetting) -> None:
    with writing(opened.engine) as session:
        carriers.change(session, builders.clerk(opened, "001001"), NOW, setting)


def asking(opened: Backend, minutes: int = 0, limit: int = 20) -> Round | None:
    with writing(opened.engine) as session:
        now = NOW + timedelta(minutes=minutes)
        return carriers.asking(session, builders.clerk(opened), now, limit)


def test_nobody_is_asked_until_it_is_switched_on(backend: Backend) -> None:
    posted(backend)
    assert asking(backend) is None
    change(backend, SETTING)
    found = asking(backend)
    assert found is not None
    assert found.account.key == "a secret"
    assert [(p.waybill, p.carrier, p.phone) for p in found.parcels] == [(GOOD, "ems", "0000")]


def test_a_number_rests_for_half_an_hour(backend: Backend) -> None:
    change(backend, SETTING)
    posted(backend)
    counts = []
    for minutes in (0, 1, 29, 30, 31, -60):  # the last: the clock was put right
        found = asking(backend, minutes)
        assert found is not None
        counts.append(len(found.parcels))
    assert counts == [1, 0, 0, 1, 0, 1]


def test_those_never_asked_come_first(backend: Backend) -> None:
    change(backend, SETTING)
    posted(backend, GOOD)
    asking(backend)
    posted(backend, OTHER)
    found = asking(backend, 40, 1)
    assert found is not None
    assert [parcel.waybill for parcel in found.parcels] == [OTHER]


def test_what_has_arrived_is_not_asked_for(backend: Backend) -> None:
    change(backend, SETTING)
    case = posted(backend)
    with writing(backend.engine) as session:
        found = carriers.asked(session, builders.clerk(backend), NOW, [event("103"), event("301")])
        assert (found.new, found.moved) == (2, 1)
    assert line(backend, case).state is DeliveryState.DELIVERED
    assert asking(backend) == Round(SETTING.account, ())


def test_the_key_is_kept_and_never_told(backend: Backend) -> None:
    change(backend, SETTING)
    change(backend, replace(SETTING, key="", on=False))
    with reading(backend.engine) as session:
        shown = carriers.shown(session, builders.CHIEF)
        details = session.scalars(select(Audit.detail).where(Audit.act == "carrier.change")).all()
        assert acts(session)[-1] == "carrier.change"
    assert (shown.has_key, shown.on, shown.url) == (True, False, SETTING.url)
    assert not any("secret" in detail for detail in details)
    assert "secret" not in repr(SETTING)


@pytest.mark.parametrize(
    ("setting", "trouble", "field"),
    [
        (replace(SETTING, url=""), Trouble.FIELD_EMPTY, "url"),
        (replace(SETTING, customer=" "), Trouble.FIELD_EMPTY, "customer"),
        (replace(SETTING, key=""), Trouble.FIELD_EMPTY, "key"),
        (replace(SETTING, url="http://carrier.invalid"), Trouble.CARRIER_ADDRESS, "url"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(
    backend: Backend, setting: CarrierSetting, trouble: Trouble, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        change(backend, setting)
    assert (refused.value.trouble, refused.value.field) == (trouble, field)
    with reading(backend.engine) as session:
        assert not carriers.shown(session, builders.CHIEF).on
