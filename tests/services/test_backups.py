"""When a backup is due, two persons for a restore, and what the chain says of both."""

from datetime import timedelta
from pathlib import Path

import pytest

from db import backup, keys
from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.services import backups
from desktop.services.backups import Standing
from desktop.services.officers import Second
from tests import builders
from tests.builders import CHIEF, NOW, PASSWORD
from tests.services.counter import CARD, acts, draft, many

pytestmark = pytest.mark.file

ADMIN, SUPERVISOR = Second("001001", PASSWORD), Second("001003", PASSWORD)


def standing(backend: Backend) -> Standing:
    with reading(backend.engine) as session:
        return backups.standing(session)


def taken(backend: Backend, folder: Path) -> backup.Backup:
    made = backup.make(backend.store.path, backend.store.key, folder, NOW)
    with writing(backend.engine) as session:
        backups.made(session, None, NOW, made)
    return made


@pytest.mark.parametrize(
    ("hours", "slips", "acts_since", "due"),
    [
        (None, 0, 1, True), (None, 0, 0, False), (1, 49, 90, False), (1, 50, 90, True),
        (19, 0, 1, False), (20, 0, 1, True), (500, 0, 0, False),
    ],
)  # fmt: skip
def test_when_a_backup_is_due(hours: int | None, slips: int, acts_since: int, due: bool) -> None:
    last = None if hours is None else NOW - timedelta(hours=hours)
    assert Standing(last, slips, acts_since, None).due(NOW) is due


@pytest.mark.parametrize(("days", "due"), [(None, True), (29, False), (30, True)])
def test_when_a_rehearsal_is_due(days: int | None, due: bool) -> None:
    drill = None if days is None else NOW - timedelta(days=days)
    assert Standing(NOW, 0, 0, drill).drill_due(NOW) is due
    assert not Standing(None, 0, 0, drill).drill_due(NOW)


def test_the_standing_comes_from_the_chain(backend: Backend, tmp_path: Path) -> None:
    assert standing(backend).last is None
    taken(backend, tmp_path)
    assert standing(backend) == Standing(NOW, 0, 0, None)
    many(backend, draft(backend, CARD), [NOW] * 3)
    found = standing(backend)
    assert (found.slips_since, found.acts_since) == (3, 6)


def test_a_rehearsal_by_two_persons_is_written_down(backend: Backend, tmp_path: Path) -> None:
    made = taken(backend, tmp_path / "b")
    found, clerk, other = backups.rehearse_as(made, ADMIN, SUPERVISOR, tmp_path / "r")
    assert (clerk.number, other.number, found.officers) == ("001001", "001003", 4)
    with writing(backend.engine) as session:
        backups.drilled(session, clerk, NOW, found)
        backups.restored(session, clerk, NOW, made, other, "硬盘坏了")
    assert standing(backend).last_drill == NOW
    with reading(backend.engine) as session:
        assert acts(session)[-2:] == ["backup.drill", "backup.restored"]


@pytest.mark.parametrize(
    ("first", "second", "trouble"),
    [
        (Second("001001", "wrong"), SUPERVISOR, Trouble.WRONG_PASSWORD),
        (Second("009", PASSWORD), SUPERVISOR, Trouble.WRONG_PASSWORD),
        (Second(keys.RECOVERY, PASSWORD), SUPERVISOR, Trouble.WRONG_PASSWORD),
        (ADMIN, ADMIN, Trouble.SECOND_SAME),
        (ADMIN, Second("001002", PASSWORD), Trouble.SECOND_UNFIT),
        (ADMIN, Second("001003", "wrong"), Trouble.WRONG_PASSWORD),
        (Second("001002", PASSWORD), SUPERVISOR, Trouble.NOT_ALLOWED),
    ],
)
def test_who_may_not_restore(
    backend: Backend, tmp_path: Path, first: Second, second: Second, trouble: Trouble
) -> None:
    made = taken(backend, tmp_path / "b")
    with pytest.raises(Refusal) as refused:
        backups.rehearse_as(made, first, second, tmp_path / "r")
    assert refused.value.trouble is trouble


def test_older_records_are_accepted_with_a_reason_and_two_persons(backend: Backend) -> None:
    who = builders.clerk(backend, "001003")
    for reason, second, trouble in (
        ("", ADMIN, Trouble.REASON_MISSING), ("x", None, Trouble.SECOND_NEEDED),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
            backups.accept_older(session, who, NOW, reason, second, 3)
        assert refused.value.trouble is trouble
    with writing(backend.engine) as session:
        backups.accept_older(session, who, NOW, "换了硬盘", ADMIN, 3)
    with reading(backend.engine) as session:
        assert acts(session)[-1] == "anchor.accepted"


def test_a_backup_of_plain_records_needs_no_password(tmp_path: Path) -> None:
    made = backup.Backup(tmp_path / "x.backup.db", None)  # type: ignore[arg-type]
    assert backups.open_by(made, CHIEF) is None  # type: ignore[arg-type]
