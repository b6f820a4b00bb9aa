"""First set-up, accounts, rights and signing in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import reading, writing
from db.models import Audit, Officer
from db.schema import make_database
from desktop.backend import Backend
from desktop.domain.cases import CaseMove
from desktop.domain.deliveries import DeliveryState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.intake import Draft, Step
from desktop.domain.officers import Clerk, Role
from desktop.domain.printing import News
from desktop.services import drafts, intake, moves, officers, parcels, slips, station
from desktop.services.officers import NewOfficer
from desktop.services.station import StationFacts
from tests import builders
from tests.services.counter import CARD, acts, desk, draft, issued, press

NOW, PASSWORD, STATION = builders.NOW, builders.PASSWORD, builders.STATION
ADMIN = NewOfficer("1", "王管理", Role.ADMINISTRATOR, PASSWORD)


def _refused(opened: Backend, act: Callable[[Session], Any]) -> Refusal:
    with pytest.raises(Refusal) as refused, writing(opened.engine) as session:
        act(session)
    return refused.value


def test_the_first_start_makes_station_and_administrator(tmp_path: Any) -> None:
    engine = make_database(tmp_path / "onevisit.db")
    with reading(engine) as session:
        assert station.station(session) is None
        assert officers.officers(session) == ()
    with writing(engine) as session:
        clerk = station.set_up(session, NOW, STATION, ADMIN)
    assert (clerk.number, clerk.role) == ("1", Role.ADMINISTRATOR)
    with reading(engine) as session:
        assert station.station(session) == STATION
        assert acts(session) == ["station.set_up"]
    engine.dispose()


def test_a_station_is_set_up_once(backend: Backend) -> None:
    refusal = _refused(backend, lambda s: station.set_up(s, NOW, STATION, ADMIN))
    assert refusal.trouble is Trouble.ALREADY_SET_UP


@pytest.mark.parametrize(
    ("changes", "trouble", "field"),
    [
        ({"name": " "}, Trouble.FIELD_EMPTY, "name"),
        ({"code": ""}, Trouble.FIELD_EMPTY, "code"),
        ({"code": "拱墅"}, Trouble.CODE_INVALID, "code"),
        ({"code": "A 1"}, Trouble.CODE_INVALID, "code"),
        ({"code": "A-1"}, Trouble.CODE_INVALID, "code"),
        ({"local_prefixes": ("3301", "杭州")}, Trouble.PREFIX_INVALID, "local_prefixes"),
        ({"local_prefixes": ("",)}, Trouble.PREFIX_INVALID, "local_prefixes"),
        ({"local_prefixes": ("３３",)}, Trouble.PREFIX_INVALID, "local_prefixes"),
        ({"site": "javascript:alert(1)"}, Trouble.ADDRESS_INVALID, "site"),
        ({"site": "https://guides.example/?a=1"}, Trouble.ADDRESS_INVALID, "site"),
    ],
)
def test_what_a_station_must_tell(
    backend: Backend, changes: dict[str, Any], trouble: Trouble, field: str
) -> None:
    admin = builders.clerk(backend, "001001")
    facts = replace(STATION, **changes)
    refusal = _refused(backend, lambda s: station.change_station(s, admin, NOW, facts))
    assert (refusal.trouble, refusal.field) == (trouble, field)
    with reading(backend.engine) as session:
        assert station.station(session) == STATION


def test_the_administrator_changes_the_station(backend: Backend) -> None:
    admin = builders.clerk(backend, "001001")
    facts = replace(
        STATION, enquiry_phone="0571-1", local_prefixes=("3301", "3302"),
        site="https://guides.example/station",
    )  # fmt: skip
    with writing(backend.engine) as session:
        station.change_station(session, admin, NOW, facts)
    with reading(backend.engine) as session:
        assert station.station(session) == facts
        assert acts(session)[-1] == "station.change"


@pytest.mark.parametrize(
    ("new", "trouble", "field"),
    [
        (NewOfficer(" ", "孙", Role.OFFICER, PASSWORD), Trouble.FIELD_EMPTY, "number"),
        (NewOfficer("9", "", Role.OFFICER, PASSWORD), Trouble.NAME_INVALID, "name"),
        (NewOfficer("9", "孙3", Role.OFFICER, PASSWORD), Trouble.NAME_INVALID, "name"),
        (NewOfficer("9", "孙", Role.OFFICER, "123456789"), Trouble.PASSWORD_TOO_SHORT, "password"),
        (NewOfficer(" 001002 ", "孙", Role.OFFICER, PASSWORD), Trouble.NUMBER_TAKEN, "number"),
    ],
)
def test_what_a_new_account_needs(
    backend: Backend, new: NewOfficer, trouble: Trouble, field: str
) -> None:
    admin = builders.clerk(backend, "001001")
    refusal = _refused(backend, lambda s: officers.add_officer(s, admin, NOW, new))
    assert (refusal.trouble, refusal.field) == (trouble, field)


def test_ten_characters_are_a_password_and_it_is_not_stored(backend: Backend) -> None:
    admin = builders.clerk(backend, "001001")
    with writing(backend.engine) as session:
        officers.add_officer(
            session, admin, NOW, NewOfficer("9", " 孙 ", Role.DUTY, "十个字的密码十个字的")
        )
    with writing(backend.engine) as session:
        clerk = officers.sign_in(session, NOW, " 9 ", "十个字的密码十个字的")
        assert (clerk.name, clerk.role) == ("孙", Role.DUTY)
        stored = session.scalars(select(Officer.password_hash).where(Officer.number == "9")).one()
        assert stored.startswith("$argon2id$")
        assert "密码" not in stored
        for row in session.scalars(select(Audit)):
            assert "密码" not in f"{row.subject}{row.detail}"


@pytest.mark.parametrize(
    ("number", "password"),
    [("001002", "a wrong password"), ("999999", PASSWORD), ("", ""), ("001002", PASSWORD + " ")],
)
def test_a_wrong_number_and_a_wrong_password_are_told_alike(
    backend: Backend, number: str, password: str
) -> None:
    refusal = _refused(backend, lambda s: officers.sign_in(s, NOW, number, password))
    assert (refusal.trouble, refusal.field, refusal.values) == (
        Trouble.WRONG_PASSWORD, "password", {},
    )  # fmt: skip


def test_an_officer_who_left_cannot_sign_in_until_let_in_again(backend: Backend) -> None:
    admin, officer = builders.clerk(backend, "001001"), builders.clerk(backend)
    with writing(backend.engine) as session:
        officers.set_active(session, admin, NOW, officer.id, active=False)
    refusal = _refused(backend, lambda s: officers.sign_in(s, NOW, "001002", PASSWORD))
    assert refusal.trouble is Trouble.WRONG_PASSWORD
    with writing(backend.engine) as session:
        officers.let_in(session, admin, NOW, officer.id, PASSWORD + "!")
    with writing(backend.engine) as session:
        back = officers.sign_in(session, NOW, "001002", PASSWORD + "!")
        assert back == replace(officer, must_change=True)
        assert acts(session)[-3:] == ["officer.inactive", "officer.let_in", "officer.sign_in"]


def test_nobody_shuts_themselves_out(backend: Backend) -> None:
    admin = builders.clerk(backend, "001001")
    refusal = _refused(backend, lambda s: officers.set_active(s, admin, NOW, admin.id, False))
    assert refusal.trouble is Trouble.NOT_ALLOWED


def test_one_s_own_password_is_changed_with_the_old_one(backend: Backend) -> None:
    officer = builders.clerk(backend)
    wrong = _refused(
        backend, lambda s: officers.change_password(s, officer, NOW, "wrong", "another long one")
    )
    assert (wrong.trouble, wrong.field) == (Trouble.WRONG_PASSWORD, "old")
    same = _refused(
        backend, lambda s: officers.change_password(s, officer, NOW, PASSWORD, PASSWORD)
    )
    assert (same.trouble, same.field) == (Trouble.PASSWORD_SAME, "new")
    short = _refused(
        backend, lambda s: officers.change_password(s, officer, NOW, PASSWORD, "short")
    )
    assert (short.trouble, short.field) == (Trouble.PASSWORD_TOO_SHORT, "new")
    with writing(backend.engine) as session:
        officers.change_password(session, officer, NOW, PASSWORD, "another long one")
    refusal = _refused(backend, lambda s: officers.sign_in(s, NOW, "001002", PASSWORD))
    assert refusal.trouble is Trouble.WRONG_PASSWORD
    with writing(backend.engine) as session:
        officers.sign_in(session, NOW, "001002", "another long one")


def test_an_old_hash_is_made_anew_at_the_next_sign_in(backend: Backend) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    with writing(backend.engine) as session:
        row = session.scalars(select(Officer).where(Officer.number == "001002")).one()
        row.password_hash = weak
    with writing(backend.engine) as session:
        officers.sign_in(session, NOW, "001002", PASSWORD)
    with reading(backend.engine) as session:
        row = session.scalars(select(Officer).where(Officer.number == "001002")).one()
        assert row.password_hash != weak


def _manage(opened: Backend) -> dict[str, Callable[[Session, Clerk], object]]:
    return {
        "change_station": lambda s, c: station.change_station(s, c, NOW, STATION),
        "add_officer": lambda s, c: officers.add_officer(
            s, c, NOW, NewOfficer("9", "孙", Role.DUTY, PASSWORD)
        ),
        "set_active": lambda s, c: officers.set_active(s, c, NOW, 2, active=False),
    }


def _serve(opened: Backend) -> dict[str, Callable[[Session, Clerk], object]]:
    done = issued(opened, CARD)
    window, ready = desk(opened, builders.clerk(opened)), draft(opened, CARD)
    later = NOW + timedelta(minutes=1)
    with writing(opened.engine) as session:
        sheet = slips.ask_print(session, builders.clerk(opened), NOW, done.slip, "p", "push").id
    return {
        "issue": lambda s, c: intake.issue(s, c, NOW, window, "k", _signed(opened, ready, c)),
        "save_draft": lambda s, c: drafts.save_draft(s, c, NOW, "k", Step.ITEMS, "", ready),
        "ask_print": lambda s, c: slips.ask_print(s, c, later, done.slip, "p", "again"),
        "follow_print": lambda s, c: slips.follow_print(s, c, later, sheet, News.WAITING),
        "tell_print": lambda s, c: slips.tell_print(s, c, later, sheet, came_out=True),
        "confirm_stub": lambda s, c: slips.confirm_stub(s, c, later, done.slip),
        "move_case": lambda s, c: moves.move_case(
            s, c, later, press(opened), done.case, 1, CaseMove.EXAMINE
        ),
        "step": lambda s, c: parcels.step(s, c, later, 1, 1, DeliveryState.READY_FOR_PICKUP),
        "post": lambda s, c: parcels.post(s, c, later, 1, 1, "EE123456785CN", ()),
    }


def _signed(opened: Backend, ready: Draft, who: Clerk) -> Draft:
    return draft(opened, CARD, number=who.number)


@pytest.mark.parametrize("acts_of", [_manage, _serve])
@pytest.mark.parametrize(
    ("number", "serves", "manages"),
    [
        ("001001", True, True),
        ("001002", True, False),
        ("001003", True, False),
        ("001004", False, False),
    ],
)
def test_every_act_asks_for_its_right(
    backend: Backend,
    acts_of: Callable[[Backend], dict[str, Callable[[Session, Clerk], object]]],
    number: str,
    serves: bool,
    manages: bool,
) -> None:
    found = acts_of(backend)
    clerk = builders.clerk(backend, number)
    allowed = manages if acts_of is _manage else serves
    refused = set()
    for name, act in found.items():
        try:
            with writing(backend.engine) as session:
                act(session, clerk)
        except Refusal as refusal:
            if refusal.trouble is Trouble.NOT_ALLOWED:
                refused.add(name)
    assert refused == (set() if allowed else set(found))


def test_facts_have_defaults_for_what_may_come_later() -> None:
    assert StationFacts().local_prefixes == ("3301",)
