"""The journal outside: tries, delays that survive a restart, lines torn by a power cut."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import outside
from db.outside import FAILED, PASSED, Outside
from tests.builders import NOW


@pytest.fixture
def journal(tmp_path: Path) -> Outside:
    return Outside(tmp_path / "deep" / "onevisit.outside")


def again(journal: Outside) -> Outside:
    """As the next start of the program finds it."""
    return Outside(journal._file)


def fail(journal: Outside, times: int, now: datetime = NOW, number: str = "1") -> None:
    for _ in range(times):
        journal.add(now, FAILED, number)


@pytest.mark.parametrize(
    ("tries", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 5), (7, 15), (8, 30), (9, 60), (30, 60)]
)
def test_after_five_wrong_tries_the_delay_grows(journal: Outside, tries: int, minutes: int) -> None:
    fail(journal, tries)
    assert again(journal).wait("1", NOW) == timedelta(minutes=minutes)
    assert again(journal).wait("2", NOW) == timedelta()


def test_the_delay_runs_off_and_a_right_password_ends_it(journal: Outside) -> None:
    fail(journal, 5)
    assert journal.wait("1", NOW + timedelta(seconds=20)) == timedelta(seconds=40)
    assert journal.wait("1", NOW + timedelta(minutes=1)) == timedelta()
    journal.add(NOW, PASSED, "1")
    fail(journal, 1)
    assert len(journal.tries("1")) == 1
    assert journal.wait("1", NOW) == timedelta()


def test_a_clock_that_was_set_back_shortens_nothing(journal: Outside) -> None:
    fail(journal, 5)
    assert journal.wait("1", NOW - timedelta(days=1)) == timedelta(minutes=1)


def test_lines_are_numbered_and_a_torn_one_is_left_out(journal: Outside) -> None:
    fail(journal, 2)
    with journal._file.open("a") as file:
        file.write('{"n": 3, "at": "2026')
    fail(again(journal), 1)
    assert [line.n for line in journal.lines()] == [1, 2, 3]
    assert [line.n for line in journal.since(1)] == [2, 3]


@pytest.mark.parametrize("text", ["x", "[]", '{"n": "a"}', "\x00", '{"n":1,"at":"never"}'])
def test_strange_lines_do_no_harm(journal: Outside, text: str) -> None:
    fail(journal, 1)
    with journal._file.open("a") as file:
        file.write(f"{text}\n")
    assert len(journal.lines()) == 1


def test_a_long_journal_is_shortened_and_goes_on_counting(
    journal: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "_MUCH", 2000)
    monkeypatch.setattr(outside, "_KEPT", 10)
    fail(journal, 60)
    numbers = [line.n for line in journal.lines()]
    assert numbers[-1] == 60
    assert len(numbers) < 40
    assert journal.wait("1", NOW) == timedelta(hours=1)
