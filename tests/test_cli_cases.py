"""Cases on the command line: the list with its filters, one case with everything of it."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import reading, writing
from db.models import Audit, Case, Officer
from desktop.backend import Backend
from desktop.domain.attachments import OTHER
from desktop.services import attachments
from desktop.services.attachments import Place
from tests import builders, files
from tests.builders import FROM_ANHUI, NOW
from tests.commands import Told, at_home
from tests.services.counter import CARD, acts, issued


@pytest.fixture
def numbers(backend: Backend, home: Path) -> tuple[str, str]:
    """Two cases, the first of them due earlier."""
    done = [issued(backend, CARD), issued(backend, CARD, person=FROM_ANHUI)]
    with writing(backend.engine) as session:
        for place, each in enumerate(done):
            session.get_one(Case, each.case).due = NOW.date().replace(day=25 + place)
    return done[0].case_number, done[1].case_number


def last_officer(session: Session) -> str:
    """The number of who answers for the last act."""
    found = session.scalars(select(Audit).order_by(Audit.seq.desc())).first()
    assert found is not None
    return session.get_one(Officer, found.officer).number


def ask(home: Path, code: Path, *words: str) -> Told:
    return at_home(home)(*words, "--recovery-code-file", code, "--json")


def test_the_list_and_its_filters(
    numbers: tuple[str, str], backend: Backend, home: Path, code_file: Path
) -> None:
    def listed(*words: str) -> list[str]:
        return [row["number"] for row in ask(home, code_file, "cases", *words).data]

    assert listed() == [numbers[1], numbers[0]]
    assert listed("--state", "accepted") == [numbers[1], numbers[0]]
    assert listed("--state", "closed") == []
    assert listed("--due-before", "2026-11-26") == [numbers[0]]
    assert listed("--due-before", "2026-12-26") == list(numbers)
    assert ask(home, code_file, "cases", "--state", "nonsense").code == 2


def test_one_case_with_everything_and_the_look_is_written_down(
    numbers: tuple[str, str], backend: Backend, home: Path, code_file: Path
) -> None:
    told = ask(home, code_file, "case", numbers[0])
    assert told.code == 0
    assert set(told.data) >= {
        "number", "state", "stage", "items", "clock", "timeline", "tracks", "papers",
        "supplements", "owed", "visits", "deliveries",
    }  # fmt: skip
    assert (told.data["number"], told.data["stage"]) == (numbers[0], "running")
    assert set(told.data["clock"]) == {
        "count", "unit", "started", "due", "due_time", "provisional", "warn_on", "state",
        "pauses", "extensions",
    }  # fmt: skip
    assert "19500615" not in told.out
    assert told.data["deliveries"][0]["mode"] == "ems"
    with reading(backend.engine) as session:
        assert acts(session)[-2:] == ["case.look", "cli.case"]
        assert last_officer(session) == "001001"
    assert ask(home, code_file, "case", numbers[0], "--officer", "001003").code == 0
    with reading(backend.engine) as session:
        assert last_officer(session) == "001003"
    assert ask(home, code_file, "case", numbers[0], "--officer", "999999").code == 2
    assert ask(home, code_file, "case", "no such").code == 1


def test_a_case_tells_its_attachments(
    numbers: tuple[str, str], backend: Backend, home: Path, code_file: Path
) -> None:
    who, found = builders.clerk(backend), files.checked()
    with writing(backend.engine) as session:
        case = session.scalars(select(Case.id).where(Case.number == numbers[0])).one()
        row = attachments.attach(session, who, NOW, Place(case), OTHER, found)
        attachments.remove(session, who, NOW, row.id, "拍糊了")
    (told,) = ask(home, code_file, "case", numbers[0]).data["attachments"]
    assert (told["material"], told["name"], told["media"]) == (OTHER, found.name, "image/jpeg")
    assert (told["size"], told["pages"], told["sha256"]) == (len(found.data), 1, found.sha256)
    assert (told["by"], told["removed"]["reason"]) == ("李窗口", "拍糊了")
