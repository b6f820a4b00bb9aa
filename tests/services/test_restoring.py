"""A restore without a window: persons, what would be lost, the exchange, what is written down."""

from datetime import timedelta
from pathlib import Path

import pytest

from db import backup
from db.anchor import anchor_path
from db.backup import Backup
from db.engine import reading, writing
from db.keys import keys_path
from db.models import Case
from desktop.backend import Backend, open_backend
from desktop.domain.errors import Refusal, Trouble
from desktop.services import again, backup_shelf, backups, restoring, slips
from desktop.services.officers import Second
from desktop.services.restoring import Holding, Place
from desktop.settings import Settings
from tests import builders
from tests.builders import NOW, PASSWORD
from tests.services.counter import acts, issued
from tests.tamper import unfenced

pytestmark = pytest.mark.file

CHIEF, SECOND = Second("001003", PASSWORD), Second("001001", PASSWORD)


@pytest.fixture
def taken(backend: Backend, key: bytes, home: Path) -> Backup:
    """A backup that holds one slip."""
    issued(backend)
    return backup.make(backend.store.path, key, home / "backups", NOW)


@pytest.fixture
def place(backend: Backend, home: Path) -> Place:
    return Place(backend.store.path, home / "backups")


def test_the_stations_own_backups_are_offered_also_without_an_anchor(
    place: Place, taken: Backup
) -> None:
    assert restoring.offered(place) == (taken,)
    anchor_path(place.records).unlink()
    assert restoring.offered(place) == (taken,)
    keys_path(place.records).write_text("{}")
    assert restoring.offered(place) == (taken,)
    keys_path(place.records).unlink()
    assert restoring.offered(place) == (taken,)


def test_another_stations_backups_are_not(place: Place, taken: Backup) -> None:
    file = backup.manifest_path(taken.file)
    file.write_text(file.read_text().replace(taken.manifest.station, "another"))
    assert restoring.offered(place) == ()


def test_what_would_be_lost_is_counted(backend: Backend, place: Place, taken: Backup) -> None:
    issued(backend, person=builders.FROM_ANHUI)
    found = restoring.prepare(place, taken, CHIEF, SECOND, NOW)
    assert found.here is not None
    assert (found.here.slips, found.there.slips) == (2, 1)
    assert found.lost == found.here.acts - found.there.acts > 0
    restoring.drop(place)
    assert not found.file.exists()


def test_of_records_that_do_not_open_the_anchor_knows_the_acts(
    backend: Backend, place: Place, taken: Backup
) -> None:
    backend.engine.dispose()
    place.records.write_bytes(b"")
    found = restoring.prepare(place, taken, CHIEF, SECOND, NOW)
    assert found.here == Holding(found.there.acts)
    assert found.lost == 0
    anchor_path(place.records).unlink()
    found = restoring.prepare(place, taken, CHIEF, SECOND, NOW)
    assert (found.here, found.lost) == (None, None)


@pytest.mark.parametrize(
    ("first", "second", "trouble", "field"),
    [
        (Second("001003", "wrong"), SECOND, Trouble.WRONG_PASSWORD, "password"),
        (CHIEF, Second("001001", "wrong"), Trouble.WRONG_PASSWORD, "second"),
        (CHIEF, Second("nobody", PASSWORD), Trouble.WRONG_PASSWORD, "second"),
        (CHIEF, CHIEF, Trouble.SECOND_SAME, "second"),
        (CHIEF, Second("001002", PASSWORD), Trouble.SECOND_UNFIT, "second"),
        (Second("001002", PASSWORD), SECOND, Trouble.NOT_ALLOWED, ""),
    ],
)
def test_two_fit_persons_are_needed(
    place: Place, taken: Backup, first: Second, second: Second, trouble: Trouble, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        restoring.prepare(place, taken, first, second, NOW)
    assert (refused.value.trouble, refused.value.field) == (trouble, field)
    assert not (place.records.parent / restoring.REHEARSAL).exists()


def test_wrong_tries_count_and_a_right_one_forgives_them(place: Place, taken: Backup) -> None:
    wrong = Second("001001", "wrong")
    for _try in range(4):
        with pytest.raises(Refusal):
            restoring.prepare(place, taken, CHIEF, wrong, NOW)
    restoring.prepare(place, taken, CHIEF, SECOND, NOW)
    for _try in range(5):
        with pytest.raises(Refusal):
            restoring.prepare(place, taken, CHIEF, wrong, NOW)
    with pytest.raises(Refusal) as refused:
        restoring.prepare(place, taken, CHIEF, SECOND, NOW)
    assert refused.value.trouble is Trouble.TRIES_EXHAUSTED
    assert refused.value.field == "second"


def test_the_exchange_is_written_into_what_was_restored(
    backend: Backend, home: Path, key: bytes, taken: Backup
) -> None:
    place = Place(backend.store.path, home / "backups", backend.engine)
    issued(backend, person=builders.FROM_ANHUI)
    found = restoring.prepare(place, taken, CHIEF, SECOND, NOW)
    with pytest.raises(Refusal) as refused:
        restoring.carry_out(place, found, NOW, " ")
    assert refused.value.trouble is Trouble.REASON_MISSING
    done = restoring.carry_out(place, found, NOW + timedelta(hours=1), "磁盘损坏")
    assert done.noted
    assert done.aside is not None
    assert (done.aside / place.records.name).exists()
    opened = open_backend(home, builders.at(), key)
    with reading(opened.engine) as session:
        assert acts(session)[-1] == "backup.restored"
        assert len(slips.ledger(session, builders.CHIEF)) == 1
    opened.engine.dispose()


def test_a_line_that_cannot_be_written_is_told(
    backend: Backend, place: Place, taken: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = restoring.prepare(place, taken, CHIEF, SECOND, NOW)
    backend.engine.dispose()

    def full(*_values: object) -> None:
        raise Refusal(Trouble.DISK_FULL)

    monkeypatch.setattr(backups, "restored", full)
    assert not restoring.carry_out(place, found, NOW, "磁盘损坏").noted


def test_without_a_backup_nothing_is_rehearsed(backend: Backend) -> None:
    with pytest.raises(Refusal) as refused, reading(backend.engine) as session:
        backup_shelf.drill(session, builders.CHIEF, Settings())
    assert refused.value.trouble is Trouble.BACKUP_NONE


def test_a_matter_whose_answers_are_gone_is_not_taken_up(backend: Backend) -> None:
    slip = issued(backend)
    clerk = builders.clerk(backend)
    with writing(backend.engine) as session:
        slips.void(session, clerk, NOW, slip.slip, "写错", CHIEF)
        session.get_one(Case, slip.case).answers = {}
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        again.taken_up(session, clerk, NOW, slip.slip)
    assert refused.value.trouble is Trouble.NOT_FOUND


def test_an_empty_chain_holds_nothing(backend: Backend, place: Place, taken: Backup) -> None:
    with unfenced(backend) as raw:
        raw.execute("DELETE FROM audit")
    found = restoring.prepare(place, taken, CHIEF, SECOND, NOW)
    assert found.here == Holding(0, 1)
