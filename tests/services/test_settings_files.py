"""A station's settings for its other counters: nothing secret out, nothing half in."""

import json
from typing import Any

import pytest

from db.engine import reading, writing
from db.models import Officer, Station
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Catalogue
from desktop.domain.settings_file import Change
from desktop.services import carriers, deferred, editions, retention, settings_files
from desktop.services.carriers import CarrierSetting
from desktop.services.retention import Kind
from tests.builders import CHIEF, NOW, clerk
from tests.services.counter import CARD, acts, issued
from tests.services.test_holidays import announced

URL = "https://carrier.invalid/query"


@pytest.fixture
def catalogue(backend: Backend) -> Catalogue:
    with reading(backend.engine) as session:
        return editions.shelf(session, NOW.date()).catalogue


@pytest.fixture
def rules(catalogue: Catalogue) -> dict[str, Any]:
    """Everything a file may carry, and none of it as it is at a fresh station."""
    material = catalogue.items[CARD].materials[0].material
    return {
        "station": {
            "name": "示例派出所", "district": "示例区", "hours": "周一至周五", "enquiry_phone": "1",
            "complaint_phone": "2", "local_prefixes": ["3301", "3302"], "government": "区政府",
            "court": "区法院", "site": "https://guides.invalid/site",
        },
        "rules": {
            "office_hours": ["8:30-12:00", "14:00-17:30"],
            "deferrable": {CARD: [material]},
            "retention": {"draft": 3, "case": 4000},
            "carrier": {"url": URL},
        },
        "calendar": {"2031": announced(2031)},
    }  # fmt: skip


def taken(opened: Backend, data: dict[str, Any], catalogue: Catalogue) -> tuple[Change, ...]:
    with writing(opened.engine) as session:
        return settings_files.bring_in(session, CHIEF, NOW, data, catalogue, "ab" * 32)


def given_out(opened: Backend, catalogue: Catalogue) -> dict[str, Any]:
    with reading(opened.engine) as session:
        return settings_files.content(session, CHIEF, catalogue)


def wrong(opened: Backend, data: dict[str, Any], catalogue: Catalogue) -> dict[str, str]:
    with reading(opened.engine) as session:
        found = settings_files.mistakes(session, data, catalogue)
    return {each.key: each.problem for each in found}


def test_all_of_it_comes_in_once(
    backend: Backend, catalogue: Catalogue, rules: dict[str, Any]
) -> None:
    before = given_out(backend, catalogue)
    assert wrong(backend, rules, catalogue) == {}
    found = taken(backend, rules, catalogue)
    keys = [each.key for each in found]
    assert keys == [
        *(f"station.{name}" for name in rules["station"]),
        "calendar.2031", "rules.office_hours", f"rules.deferrable.{CARD}",
        "rules.retention.draft", "rules.retention.case", "rules.carrier.url",
    ]  # fmt: skip
    assert found[0] == Change("station.name", before["station"]["name"], "示例派出所")
    after = given_out(backend, catalogue)
    assert after["station"] == rules["station"]
    assert after["rules"]["office_hours"] == ["08:30-12:00", "14:00-17:30"]
    assert after["rules"]["deferrable"] == rules["rules"]["deferrable"]
    assert after["rules"]["retention"] == {**before["rules"]["retention"], "draft": 3, "case": 4000}
    assert after["rules"]["carrier"] == {"url": URL}
    assert after["calendar"] == {**before["calendar"], "2031": announced(2031)}
    with reading(backend.engine) as session:
        written = acts(session)
        assert written[-1] == "settings.import"
        assert {"station.change", "hours.change", "deferrable.set", "retention.set",
                "carrier.change", "calendar.change"} <= set(written)  # fmt: skip
        row = session.get_one(Station, 1)
        assert (row.code, row.window) == ("330105A1", "户籍1号窗口")
    assert taken(backend, rules, catalogue) == ()
    assert taken(backend, after, catalogue) == ()
    with reading(backend.engine) as session:
        assert acts(session) == written


def test_what_goes_out_can_be_brought_in(backend: Backend, catalogue: Catalogue) -> None:
    whole = json.loads(json.dumps(given_out(backend, catalogue)))
    assert wrong(backend, whole, catalogue) == {}
    assert taken(backend, whole, catalogue) == ()
    assert taken(backend, {}, catalogue) == ()


def test_what_may_follow_is_the_whole_list(
    backend: Backend, catalogue: Catalogue, rules: dict[str, Any]
) -> None:
    taken(backend, rules, catalogue)
    found = taken(backend, {"rules": {"deferrable": {}}}, catalogue)
    assert [(each.key, each.after) for each in found] == [(f"rules.deferrable.{CARD}", [])]


def test_an_item_that_is_gone_is_passed_over(backend: Backend, catalogue: Catalogue) -> None:
    with writing(backend.engine) as session:
        session.get_one(Station, 1).deferrable = {"no-such-item": ["paper"]}
    assert given_out(backend, catalogue)["rules"]["deferrable"] == {}
    assert taken(backend, {"rules": {"deferrable": {}}}, catalogue) == ()


def test_the_account_of_the_carrier_stays_at_each_counter(
    backend: Backend, catalogue: Catalogue
) -> None:
    account = CarrierSetting(URL, "customer-77", "a secret key", on=True)
    with writing(backend.engine) as session:
        carriers.change(session, CHIEF, NOW, account)
    told = json.dumps(given_out(backend, catalogue))
    assert URL in told
    assert "secret" not in told
    assert "customer-77" not in told
    taken(backend, {"rules": {"carrier": {"url": f"{URL}/2"}}}, catalogue)
    with reading(backend.engine) as session:
        kept = session.get_one(Station, 1).carrier
        assert kept == {"url": f"{URL}/2", "customer": "customer-77", "key": "a secret key",
                        "on": True}  # fmt: skip
    with writing(backend.engine) as session:
        carriers.change(session, CHIEF, NOW, CarrierSetting(f"{URL}?key=abc", on=False))
    assert given_out(backend, catalogue)["rules"]["carrier"] == {"url": ""}


def test_nobody_goes_out(backend: Backend, catalogue: Catalogue) -> None:
    issued(backend, CARD)
    told = json.dumps(given_out(backend, catalogue), ensure_ascii=False)
    with reading(backend.engine) as session:
        names = [row.name for row in session.query(Officer)]
    assert len(names) == 4
    for name in (*names, "赵桂英", "000103195006150024", "13800000000", "朝晖路"):
        assert name not in told


@pytest.mark.parametrize(
    ("data", "named", "problem"),
    [
        ({"station": {"colour": 1}}, "station.colour", "unknown"),
        ({"station": {"code": "A"}}, "station.code", "unknown"),
        ({"station": {"name": 3}}, "station.name", "must be a text"),
        ({"station": {"name": " "}}, "station.name", "field_empty"),
        ({"station": {"name": "x" * 81}}, "station.name", "has more than 80 characters"),
        ({"station": {"hours": "x" * 121}}, "station.hours", "has more than 120 characters"),
        ({"station": {"court": "a\u202eb"}}, "station.court",
         "holds a character that cannot be seen"),
        ({"station": {"local_prefixes": "33"}}, "station.local_prefixes",
         "must be a list of texts"),
        ({"station": {"local_prefixes": ["x"]}}, "station.local_prefixes", "prefix_invalid"),
        ({"station": {"site": "ftp://x"}}, "station.site", "address_invalid"),
        ({"rules": {"colour": 1}}, "rules.colour", "unknown"),
        ({"rules": {"office_hours": "8"}}, "rules.office_hours", "must be a list of texts"),
        ({"rules": {"office_hours": ["9"]}}, "rules.office_hours", "hours_unfit"),
        ({"rules": {"deferrable": []}}, "rules.deferrable", "must be an object"),
        ({"rules": {"deferrable": {"x": []}}}, "rules.deferrable.x", "unknown"),
        ({"rules": {"deferrable": {CARD: "x"}}}, f"rules.deferrable.{CARD}",
         "must be a list of texts"),
        ({"rules": {"deferrable": {CARD: ["x"]}}}, f"rules.deferrable.{CARD}.x", "unknown"),
        ({"rules": {"retention": {"x": 1}}}, "rules.retention.x", "unknown"),
        ({"rules": {"retention": {"case": "1"}}}, "rules.retention.case", "must be a number"),
        ({"rules": {"retention": {"case": 1}}}, "rules.retention.case", "must be 180 to 36500"),
        ({"rules": {"carrier": {"key": "x"}}}, "rules.carrier.key", "unknown"),
        ({"rules": {"carrier": {"url": 1}}}, "rules.carrier.url", "must be a text"),
        ({"rules": {"carrier": {"url": "http://x.invalid"}}}, "rules.carrier.url",
         "carrier_address"),
        ({"calendar": {"2031": 3}}, "calendar.2031.calendar", "must be an object"),
        ({"calendar": {"2032": announced(2031)}}, "calendar.2032.year", "must be 2032"),
        ({"calendar": {"2031": {**announced(2031), "x": 1}}}, "calendar.2031.x", "unknown"),
    ],
)  # fmt: skip
def test_every_mistake_is_named_by_its_key(
    backend: Backend, catalogue: Catalogue, data: dict[str, Any], named: str, problem: str
) -> None:
    assert wrong(backend, data, catalogue) == {named: problem}


def test_an_act_that_fails_half_way_leaves_nothing(
    backend: Backend, catalogue: Catalogue, rules: dict[str, Any]
) -> None:
    before = given_out(backend, catalogue)
    rules["rules"]["carrier"]["url"] = "http://x.invalid"  # nobody looked for mistakes
    with pytest.raises(Refusal):
        taken(backend, rules, catalogue)
    assert given_out(backend, catalogue) == before


def test_only_the_administrator_brings_in(backend: Backend, catalogue: Catalogue) -> None:
    supervisor = clerk(backend, "001003")
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        settings_files.bring_in(session, supervisor, NOW, {}, catalogue, "")
    assert refused.value.trouble is Trouble.NOT_ALLOWED
    with reading(backend.engine) as session:
        assert settings_files.content(session, supervisor, catalogue)
        assert retention.days_kept(session)[Kind.DRAFT] == 7
        assert deferred.follows(session, supervisor, catalogue)
