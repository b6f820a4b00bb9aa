"""The supervisor's day on the command line: gaps, the close, figures."""

from pathlib import Path

import pytest

from db.engine import writing
from desktop.backend import Backend
from desktop.services import day_close, gaps, slips
from tests.builders import CHIEF, NOW, OLD_WOMAN
from tests.commands import Told, at_home
from tests.services.counter import CARD, issued, press

DAY = NOW.date().isoformat()


@pytest.fixture
def slip(backend: Backend) -> int:
    """A slip whose stub is missing."""
    return issued(backend, CARD).slip


def ask(home: Path, code: Path, *words: str) -> Told:
    return at_home(home)(*words, "--recovery-code-file", code, "--json")


def test_a_day_tells_its_gaps_and_nobody_s_name(
    slip: int, backend: Backend, home: Path, code_file: Path
) -> None:
    told = ask(home, code_file, "day", DAY)
    assert (told.code, told.data["open"]) == (1, 2)
    assert told.data["counts"]["notices"] == 1
    assert [gap["kind"] for gap in told.data["gaps"]] == ["stub", "print"]
    assert OLD_WOMAN.name not in str(told.data)
    assert told.data["closed"] is None
    assert ask(home, code_file, "day", "2026-11-01").code == 0


def test_a_closed_day_tells_what_changed(
    slip: int, backend: Backend, home: Path, code_file: Path
) -> None:
    with writing(backend.engine) as session:
        found = gaps.gaps(session, CHIEF, NOW, NOW.date())
        subjects = [(gap.kind, gap.subject) for gap in found]
        day_close.explain(session, CHIEF, NOW, NOW.date(), subjects, "明天来签")
        day_close.close(session, CHIEF, NOW, press(backend), NOW.date())
        slips.confirm_stub(session, CHIEF, NOW, slip)
    told = ask(home, code_file, "day", DAY)
    assert told.code == 0
    closed = told.data["closed"]
    assert (closed["whole"], len(closed["sha256"])) == (True, 64)
    assert closed["changes"] == [
        {
            "kind": "slip",
            "key": str(slip),
            "how": "changed",
            "fields": {"stub": ["missing", "signed"]},
        }
    ]


def test_figures_of_a_time(slip: int, backend: Backend, home: Path, code_file: Path) -> None:
    told = ask(home, code_file, "figures", "--from", DAY, "--to", DAY, "--by", "item")
    assert told.code == 0
    assert told.data["total"]["visits"] == 1
    assert told.data["total"]["complete_share"] == 1.0
    assert [row["key"] for row in told.data["rows"]] == [CARD]
    assert ask(home, code_file, "figures", "--from", "2025-01-01", "--to", "2025-01-02").code == 1
    wrong = ask(home, code_file, "figures", "--from", "2026-01-02", "--to", "2026-01-01")
    assert wrong.code == 2
    assert ask(home, code_file, "figures", "--by", "nonsense").code == 2
