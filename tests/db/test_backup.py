"""Backups: whole or not at all, thinned by days, weeks and months, and restored without erasing."""

import os
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import backup, keys
from db.backup import Backup
from db.engine import reading
from db.schema import MAKING, making, put_in_place
from desktop.backend import Backend, open_backend
from desktop.domain.errors import Refusal, Trouble
from desktop.services import slips
from desktop.services.audit import head
from tests import builders
from tests.builders import CHIEF, NOW
from tests.services.counter import CARD, issued

pytestmark = pytest.mark.file


def taken(backend: Backend, folder: Path, now: datetime = NOW) -> Backup:
    return backup.make(backend.store.path, backend.store.key, folder, now)


def refusal(backend: Backend, folder: Path) -> Refusal:
    with pytest.raises(Refusal) as refused:
        taken(backend, folder)
    return refused.value


def test_a_backup_is_one_checked_file_with_its_slots_and_manifest(
    backend: Backend, tmp_path: Path
) -> None:
    issued(backend, CARD)
    made = taken(backend, tmp_path / "b")
    names = sorted(each.name for each in (tmp_path / "b").iterdir())
    stem = "onevisit-20261123-100000.backup"
    assert names == [f"{stem}.db", f"{stem}.json", f"{stem}.keys"]
    with reading(backend.engine) as session:
        assert (made.manifest.seq, made.manifest.head) == (head(session).seq, head(session).hash)
    assert made.manifest.slips == 1
    assert backup.listed(tmp_path / "b") == (made,)
    assert backup.file_hash(made.file) == made.manifest.sha256
    assert not made.file.read_bytes().startswith(b"SQLite format 3")


def test_hurt_records_make_no_backup_and_push_none_out(backend: Backend, tmp_path: Path) -> None:
    made = taken(backend, tmp_path / "b")
    backend.engine.dispose()
    whole = bytearray(backend.store.path.read_bytes())
    whole[len(whole) // 2 :] = bytes(len(whole) - len(whole) // 2)
    backend.store.path.write_bytes(whole)
    assert refusal(backend, tmp_path / "b").trouble is Trouble.BACKUP_FAILED
    assert backup.listed(tmp_path / "b") == (made,)
    assert len(list((tmp_path / "b").iterdir())) == 3


def test_a_target_that_is_no_folder_is_told(backend: Backend, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert refusal(backend, tmp_path / "file").trouble is Trouble.BACKUP_FAILED


def test_a_full_target_is_told(
    backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=1000))
    found = refusal(backend, tmp_path / "b")
    assert (found.trouble, found.values) == (Trouble.BACKUP_FAILED, {"problem": "disk_full"})


def test_seven_days_five_weeks_and_twelve_months_are_kept(backend: Backend, tmp_path: Path) -> None:
    first = taken(backend, tmp_path)
    text = backup.manifest_path(first.file).read_text()
    for day in range(1, 500):
        moment = NOW - timedelta(days=day)
        file = tmp_path / f"onevisit-{moment:%Y%m%d-%H%M%S}{backup.ENDING}"
        file.write_bytes(b"")
        stamp = first.manifest.taken_at
        backup.manifest_path(file).write_text(text.replace(stamp, moment.isoformat()))
    gone = backup.thin(tmp_path, first.manifest.station)
    left = [each.manifest.moment.date() for each in backup.listed(tmp_path)]
    assert left[0] == NOW.date()
    assert [(NOW.date() - day).days for day in left[:7]] == list(range(7))
    assert len({f"{day:%G-%V}" for day in left}) >= 5
    assert len({f"{day:%Y-%m}" for day in left}) == 12
    assert len(left) <= 7 + 5 + 12
    assert len(gone) + len(left) == 500


def test_after_a_restore_what_holds_more_acts_is_not_thinned_out(
    backend: Backend, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "b"
    older = taken(backend, folder, NOW - timedelta(days=1))
    issued(backend, CARD)
    taken(backend, folder, NOW - timedelta(minutes=2))
    issued(backend, CARD)
    full = taken(backend, folder, NOW - timedelta(minutes=1))
    backend.engine.dispose()
    restored = backup.rehearse(older, backend.store.key, home / "rehearsal")
    backup.exchange(restored.file, backend.store.path)
    now = taken(backend, folder)
    assert backup.listed(folder) == (now, full, older)


def test_another_station_s_backups_are_left_alone(backend: Backend, tmp_path: Path) -> None:
    made = taken(backend, tmp_path)
    assert backup.thin(tmp_path, "somebody else's") == ()
    assert backup.listed(tmp_path, "somebody else's") == ()
    assert backup.listed(tmp_path, made.manifest.station) == (made,)


def test_a_file_without_a_readable_manifest_does_not_count(
    backend: Backend, tmp_path: Path
) -> None:
    made = taken(backend, tmp_path)
    for text in ("", "{}", "[]", "nothing"):
        backup.manifest_path(made.file).write_text(text)
        assert backup.listed(tmp_path) == ()
        with pytest.raises(Refusal) as refused:
            backup.read(made.file)
        assert refused.value.trouble is Trouble.BACKUP_UNFIT


def test_a_restore_is_rehearsed_in_an_empty_folder(
    backend: Backend, key: bytes, tmp_path: Path
) -> None:
    issued(backend, CARD)
    made = taken(backend, tmp_path / "b")
    found = backup.rehearse(made, key, tmp_path / "r")
    assert (found.cases, found.slips, found.officers) == (1, 1, 4)
    assert found.head.hash == made.manifest.head
    with pytest.raises(Refusal) as refused:
        backup.rehearse(made, key, tmp_path / "r")
    assert refused.value.trouble is Trouble.FOLDER_NOT_EMPTY


@pytest.mark.parametrize("harm", ["bytes", "key", "head"])
def test_what_is_not_as_its_manifest_says_is_refused_and_leaves_nothing(
    backend: Backend, key: bytes, tmp_path: Path, harm: str
) -> None:
    made = taken(backend, tmp_path / "b")
    if harm == "bytes":
        data = bytearray(made.file.read_bytes())
        data[-1] ^= 1
        made.file.write_bytes(data)
    if harm == "head":
        made = replace(made, manifest=replace(made.manifest, seq=1))
    with pytest.raises(Refusal) as refused:
        backup.rehearse(made, bytes(32) if harm == "key" else key, tmp_path / "r")
    assert refused.value.trouble in (Trouble.BACKUP_UNFIT, Trouble.KEY_UNFIT)
    assert not list((tmp_path / "r").iterdir())


def test_the_former_records_are_set_aside_whole(
    backend: Backend, key: bytes, home: Path, tmp_path: Path
) -> None:
    first = issued(backend, CARD)
    made = taken(backend, tmp_path / "b")
    second = issued(backend, CARD)
    backend.engine.dispose()
    found = backup.rehearse(made, key, home / "rehearsal")
    aside = backup.exchange(found.file, backend.store.path)
    assert aside is not None
    for folder, numbers in ((home, {first.number}), (aside, {first.number, second.number})):
        opened = open_backend(folder, builders.at(), key)
        assert opened.store.hurt is None
        with reading(opened.engine) as session:
            assert {row.number for row in slips.ledger(session, CHIEF)} == numbers
        opened.engine.dispose()
    assert not (home / MAKING).exists()


@pytest.mark.parametrize("moved", [0, 1, 2, 3])
def test_an_exchange_cut_short_is_finished_at_the_next_start(
    backend: Backend, key: bytes, home: Path, tmp_path: Path, moved: int
) -> None:
    made = taken(backend, tmp_path / "b")
    backend.engine.dispose()
    found = backup.rehearse(made, key, home / "rehearsal")
    path = backend.store.path
    found.file.parent.rename(making(path).parent)
    if moved:
        from db.schema import _set_aside

        _set_aside(path, making(path).with_name("set-aside"))
        keys.keys_path(making(path)).replace(keys.keys_path(path))
    if moved > 1:
        making(path).replace(path)
    if moved > 2:
        making(path).with_suffix(".anchor").replace(path.with_suffix(".anchor"))
    put_in_place(path)
    opened = open_backend(home, builders.at(), key)
    assert opened.store.hurt is None
    opened.engine.dispose()
    assert not (home / MAKING).exists()
    assert (home / "set-aside-1" / path.name).exists()


def test_a_database_that_was_never_finished_is_thrown_away(home: Path) -> None:
    half = making(home / "onevisit.db")
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half of it")
    put_in_place(home / "onevisit.db")
    assert not list(home.iterdir())


def test_what_a_pulled_disk_left_is_taken_away_when_it_is_old(
    backend: Backend, tmp_path: Path
) -> None:
    left, under_way = tmp_path / ".20261001-100000.part", tmp_path / ".20261123-095900.part"
    for file, age in ((left, 7200), (under_way, 60)):
        file.touch()
        moment = NOW.timestamp() - age
        os.utime(file, (moment, moment))
    taken(backend, tmp_path)
    assert not left.exists()
    assert under_way.exists()
