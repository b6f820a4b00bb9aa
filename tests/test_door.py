"""The way in: set-up, passwords that fail, the delay, the recovery code, records that are hurt."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db import keys
from db.anchor import anchor_path
from db.engine import reading, writing
from db.keys import Cost
from db.outside import outside_path
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Role
from desktop.door import Door, Entered, knock
from desktop.services import audit, backups, cases, officers
from desktop.services.officers import NewOfficer, Second
from desktop.settings import database_file
from tests import builders
from tests.builders import CHIEF, NOW, PASSWORD, STATION
from tests.conftest import Made
from tests.services.counter import CARD, acts, issued

ADMIN = NewOfficer("1", "王管理", Role.ADMINISTRATOR, PASSWORD)


@pytest.fixture
def door(home: Path, set_up_home: Path) -> Door:
    shutil.copytree(set_up_home, home)
    return knock(home, builders.at())


def left(entered: Entered) -> Entered:
    """The records closed again, as by the end of the program."""
    entered.backend.engine.dispose()
    return entered


def refused(door: Door, number: str = "001002", password: str = "wrong") -> Refusal:
    with pytest.raises(Refusal) as found:
        door.unlock(number, password)
    return found.value


def done(entered: Entered) -> list[str]:
    with reading(entered.backend.engine) as session:
        found = acts(session)
    left(entered)
    return found


def test_who_may_sign_in_is_shown_before_anything_is_open(door: Door) -> None:
    people = door.people()
    assert people is not None
    assert people.unit == STATION.name
    assert "·" in people.foot
    assert [row.number for row in people.officers] == ["001001", "001002", "001003", "001004"]


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_first_start_makes_everything_at_once(home: Path, encrypted: bool) -> None:
    fresh = knock(home, builders.at(), encrypted=encrypted)
    assert fresh.people() is None
    entered = left(fresh.set_up(STATION, ADMIN, encrypted=encrypted))
    assert bool(entered.code) is encrypted
    assert keys.keys_path(database_file(home)).exists() is encrypted
    again = knock(home, builders.at(), encrypted=encrypted)
    people = again.people()
    assert people is not None
    assert [row.name for row in people.officers] == ["王管理"]
    assert left(again.unlock("1", PASSWORD)).clerk.role is Role.ADMINISTRATOR
    with pytest.raises(Refusal) as found:
        again.set_up(STATION, ADMIN, encrypted=encrypted)
    assert found.value.trouble is Trouble.ALREADY_SET_UP


def test_a_set_up_that_is_refused_leaves_nothing(home: Path) -> None:
    fresh = knock(home, builders.at())
    with pytest.raises(Refusal):
        fresh.set_up(replace(STATION, code="3 3"), ADMIN, encrypted=True)
    assert knock(home, builders.at()).people() is None
    left(fresh.set_up(STATION, ADMIN, encrypted=True))


def test_wrong_tries_join_the_chain_at_the_next_unlock(door: Door) -> None:
    for number in ("001002", "nobody", keys.RECOVERY):
        assert refused(door, number).trouble is Trouble.WRONG_PASSWORD
    entered = left(door.unlock("001002", PASSWORD))
    assert done(entered)[-4:] == ["sign_in.failed"] * 3 + ["officer.sign_in"]
    later = left(knock(door.home, builders.at()).unlock("001002", PASSWORD))
    assert done(later).count("sign_in.failed") == 3
    assert done(later)[-2:] == ["sign_in.passed", "officer.sign_in"]


def test_the_delay_survives_a_restart_and_holds_for_the_right_password(door: Door) -> None:
    for _ in range(5):
        refused(knock(door.home, builders.at()))
    again = knock(door.home, builders.at())
    told = refused(again, password=PASSWORD)
    assert (told.trouble, told.values) == (Trouble.TRIES_EXHAUSTED, {"minutes": 1})
    left(again.unlock("001003", PASSWORD))  # the others go on working
    later = knock(door.home, builders.at(NOW + timedelta(minutes=1)))
    left(later.unlock("001002", PASSWORD))


def test_an_outside_journal_that_was_taken_away_is_noted(door: Door) -> None:
    refused(door)
    left(door.unlock("001002", PASSWORD))
    outside_path(door.file).unlink()
    entered = left(knock(door.home, builders.at()).unlock("001002", PASSWORD))
    assert "outside.cut" in done(entered)


def test_a_leaver_s_slot_opens_nothing_more_even_as_an_old_copy(door: Door, tmp_path: Path) -> None:
    path = keys.keys_path(door.file)
    shutil.copyfile(path, tmp_path / "old.keys")
    entered = door.unlock("001001", PASSWORD)
    with writing(entered.backend.engine) as session:
        officers.set_active(session, CHIEF, NOW, 2, active=False)
    left(entered)
    assert refused(knock(door.home, builders.at()), password=PASSWORD).trouble is (
        Trouble.WRONG_PASSWORD
    )
    shutil.copyfile(tmp_path / "old.keys", path)
    assert refused(knock(door.home, builders.at()), password=PASSWORD).trouble is (
        Trouble.WRONG_PASSWORD
    )


def test_a_changed_password_makes_the_old_slot_worthless(door: Door, tmp_path: Path) -> None:
    path = keys.keys_path(door.file)
    shutil.copyfile(path, tmp_path / "old.keys")
    entered = door.unlock("001002", PASSWORD)
    entered.backend.change_password(entered.clerk, PASSWORD, "another long one")
    left(entered)
    left(knock(door.home, builders.at()).unlock("001002", "another long one"))
    shutil.copyfile(tmp_path / "old.keys", path)
    assert refused(knock(door.home, builders.at()), password=PASSWORD).trouble is (
        Trouble.WRONG_PASSWORD
    )


def test_the_recovery_code_gives_an_administrator_a_new_password(door: Door, made: Made) -> None:
    for code, number, trouble in (
        (keys.new_recovery_code(), "001001", Trouble.RECOVERY_UNFIT),
        (made.code, "001002", Trouble.SECOND_UNFIT),
        (made.code, "nobody", Trouble.SECOND_UNFIT),
    ):
        with pytest.raises(Refusal) as found:
            door.recover(code, number, "another long one")
        assert found.value.trouble is trouble
    entered = left(door.recover(made.code.lower(), "001001", "another long one"))
    assert done(entered)[-1] == "officer.recover"
    left(knock(door.home, builders.at()).unlock("001001", "another long one"))


def test_a_new_recovery_code_replaces_the_old(door: Door, made: Made) -> None:
    entered = door.unlock("001001", PASSWORD)
    with writing(entered.backend.engine) as session:
        code = officers.new_recovery(session, CHIEF, NOW)
    left(entered)
    again = knock(door.home, builders.at())
    with pytest.raises(Refusal):
        again.recover(made.code, "001001", "another long one")
    left(again.recover(code, "001001", "another long one"))


def test_a_plain_file_is_opened_only_where_that_is_set(home: Path) -> None:
    left(knock(home, builders.at(), encrypted=False).set_up(STATION, ADMIN, encrypted=False))
    with pytest.raises(Refusal) as found:
        knock(home, builders.at())
    assert found.value.trouble is Trouble.DATABASE_PLAIN


def test_yesterday_s_copy_is_read_but_not_written(door: Door, tmp_path: Path) -> None:
    shutil.copyfile(door.file, tmp_path / "yesterday.db")
    entered = door.unlock("001002", PASSWORD)
    case = issued(entered.backend, CARD).case
    left(entered)
    for ending in ("-wal", "-shm"):
        door.file.with_name(door.file.name + ending).unlink(missing_ok=True)
    shutil.copyfile(tmp_path / "yesterday.db", door.file)
    again = knock(door.home, builders.at()).unlock("001002", PASSWORD)
    hurt = again.backend.store.hurt
    assert hurt is not None
    assert hurt.trouble is Trouble.ROLLED_BACK
    assert hurt.values["lost"] == 3
    with pytest.raises(Refusal), writing(again.backend.engine):
        pass
    assert again.backend.sign_in("001003", PASSWORD).name == "陈主管"
    with pytest.raises(Refusal):
        again.backend.sign_in("001003", "wrong")
    with reading(again.backend.engine) as session:
        audit.note(session, again.clerk, NOW, "case.look", f"case:{case}")
    left(again)
    lines = [line.act for line in again.backend.store.outside.lines()]
    assert lines == ["sign_in.read_only", "sign_in.failed", "case.look"]


def test_older_records_are_gone_on_with_by_two_persons(door: Door, tmp_path: Path) -> None:
    shutil.copyfile(door.file, tmp_path / "yesterday.db")
    entered = door.unlock("001003", PASSWORD)
    issued(entered.backend, CARD)
    left(entered)
    shutil.copyfile(tmp_path / "yesterday.db", door.file)
    again = knock(door.home, builders.at()).unlock("001003", PASSWORD)
    backend = again.backend
    for who, reason, second in (
        (again.clerk, "", Second("001001", PASSWORD)),
        (again.clerk, "x", Second("001003", PASSWORD)),
        (builders.clerk(backend), "x", Second("001001", PASSWORD)),
    ):
        with pytest.raises(Refusal):
            backups.go_on_older(backend.engine, who, NOW, reason, second)
        assert backend.store.hurt is not None
    chief = Second("001001", PASSWORD)
    backups.go_on_older(backend.engine, again.clerk, NOW, "换了硬盘", chief)
    assert backend.store.hurt is None
    issued(backend, CARD)
    with pytest.raises(Refusal):
        backups.go_on_older(backend.engine, again.clerk, NOW, "again", chief)
    left(again)
    fine = left(knock(door.home, builders.at()).unlock("001002", PASSWORD))
    assert fine.backend.store.hurt is None
    assert "anchor.accepted" in done(fine)


def test_records_of_another_station_are_named(door: Door, home: Path, made: Made) -> None:
    other = home.with_name("other")
    shutil.copytree(made.folder, other)
    anchor = anchor_path(door.file)
    anchor.write_text(anchor.read_text().replace('"station": "', '"station": "x'))
    entered = left(door.unlock("001002", PASSWORD))
    hurt = entered.backend.store.hurt
    assert hurt is not None
    assert hurt.trouble is Trouble.DATABASE_SWAPPED


@pytest.mark.parametrize("text", ["", "{", '{"seq": "x"}'])
def test_a_torn_anchor_locks_nobody_out(door: Door, text: str) -> None:
    anchor_path(door.file).write_text(text)
    entered = door.unlock("001002", PASSWORD)
    assert entered.backend.store.hurt is None
    left(entered)


def test_a_look_is_possible_only_at_what_may_be_seen(door: Door) -> None:
    entered = door.unlock("001002", PASSWORD)
    done_ = issued(entered.backend, CARD)
    with writing(entered.backend.engine) as session:
        assert cases.look(session, entered.clerk, NOW, done_.case).id == done_.case
    left(entered)


def test_a_dearer_slot_costs_more_than_a_cheap_one() -> None:
    assert Cost().memory > Cost(1, 64, 1).memory
