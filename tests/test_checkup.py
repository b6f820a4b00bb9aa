"""What a checkup says of a finding: how bad it is, its code, and what IT does."""

from pathlib import Path

import pytest

from desktop.checkup import EXIT, MAY_WAIT, Found, Severity, examine, step, worst
from desktop.domain.errors import MENDED_BY_RESTORE, Trouble
from desktop.troubles import troubles
from tests.builders import NOW
from tests.db.releases import SHAPES, unpacked


def test_the_worst_finding_decides() -> None:
    good, not_looked = Found("a"), Found("b", looked=False)
    waits, now = Found("c", Trouble.BACKUP_OLD), Found("d", Trouble.DATABASE_DAMAGED)
    assert worst([]) is Severity.GOOD
    assert EXIT[worst([good, not_looked])] == 0
    assert EXIT[worst([waits, good])] == 1
    assert EXIT[worst([now, waits, good])] == 3


@pytest.mark.parametrize("trouble", sorted(MENDED_BY_RESTORE))
def test_what_a_restore_mends_cannot_wait(trouble: Trouble) -> None:
    assert trouble not in MAY_WAIT
    assert Found("file", trouble).severity is Severity.ACT_NOW


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_finding_says_what_it_is_and_what_to_do(trouble: Trouble) -> None:
    assert trouble in troubles()
    found = Found("file", trouble)
    assert found.code == trouble.value
    assert found.say()
    assert found.do()


def test_a_restore_is_advised_only_where_it_mends() -> None:
    restore = step(Trouble.DATABASE_DAMAGED)
    assert "restore" in restore
    assert step(Trouble.NUMBERS_MISSING) == restore
    for trouble in (Trouble.PRINTER_GONE, Trouble.BACKUP_FAILED, Trouble.KEYS_DAMAGED):
        assert step(trouble) != restore


def test_where_all_is_well_nothing_is_said() -> None:
    assert (Found("a").say(), Found("a").do(), Found("a").code) == ("", "", "good")
    assert Found("a", looked=False).say()


@pytest.mark.parametrize("shape", SHAPES)
def test_records_of_an_earlier_program_are_not_called_damaged(shape: str, home: Path) -> None:
    there = unpacked(shape, home)
    found = {each.check: each for each in examine(home, lambda _: there.key, NOW)}
    assert found["schema"].trouble is Trouble.DATABASE_OLDER
    assert found["schema"].severity is Severity.ATTENTION
    assert {"audit", "fences", "slip_numbers"}.isdisjoint(found)
