"""One case with all that belongs to it, and the trace that somebody asked."""

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.cases import Stage
from desktop.domain.slips import MaterialState
from desktop.domain.workdays import State
from desktop.services.case_story import Story, story
from tests import builders
from tests.services.counter import CARD, acts, issued


def told(backend: Backend, number: str) -> Story | None:
    with writing(backend.engine) as session:
        return story(session, builders.CHIEF, builders.NOW, number)


def test_an_accepted_case_by_its_number(backend: Backend) -> None:
    done = issued(backend, CARD)
    found = told(backend, done.case_number)
    assert found is not None
    assert (found.case.number, found.stage) == (done.case_number, Stage.RUNNING)
    assert found.clock.state is State.NORMAL
    assert found.clock.due == found.case.due
    assert len(found.deliveries) == 1
    with reading(backend.engine) as session:
        assert acts(session)[-1] == "case.look"


def test_a_notice_by_the_number_of_its_slip(backend: Backend) -> None:
    done = issued(backend, CARD, state=MaterialState.MISSING)
    found = told(backend, done.number)
    assert found is not None
    assert (found.stage, found.clock.state, found.case.number) == (Stage.NOTICE, None, "")
    assert told(backend, "no such") is None
