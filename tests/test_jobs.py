"""Work away from the window's thread: results, refusals and what changed come as signals."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.engine import reading
from db.models import Counter, Station
from db.store import store_of
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.jobs import Job, Jobs
from desktop.services.audit import note
from desktop.services.numbers import take
from tests import builders


@pytest.fixture
def jobs(backend: Backend, qtbot: QtBot) -> Iterator[Jobs]:
    """The real runner with its threads."""
    runner = Jobs(backend.engine)
    yield runner
    runner.close()


def _answer(qtbot: QtBot, start: Callable[[Callable[[Any], None]], Job]) -> Any:
    """What a piece of work gives to the function that waits for it."""
    answers: list[Any] = []
    start(answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def test_a_question_is_answered_from_another_thread(jobs: Jobs, qtbot: QtBot) -> None:
    def ask(session: Session) -> tuple[str, str]:
        return session.get_one(Station, 1).name, threading.current_thread().name

    name, thread = _answer(qtbot, lambda done: jobs.ask(ask, done))
    assert name == "杭州市公安局拱墅区分局示例派出所"
    assert thread.startswith("database")


def test_an_act_is_stored_and_then_announced(jobs: Jobs, backend: Backend, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.changed) as changed:
        value = _answer(
            qtbot, lambda done: jobs.act(lambda s: take(s, "x"), done, "slips", "cases")
        )
    assert value == 1
    assert changed.args == [frozenset({"slips", "cases"})]
    with reading(backend.engine) as session:
        assert session.get_one(Counter, "x").value == 1


def test_acts_come_one_after_the_other(jobs: Jobs, qtbot: QtBot) -> None:
    values: list[int] = []
    for _ in range(20):
        jobs.act(lambda session: take(session, "x"), values.append)
    qtbot.waitUntil(lambda: len(values) == 20)
    assert values == list(range(1, 21))


def _refuse(session: Session) -> None:
    take(session, "x")
    raise Refusal(Trouble.NOT_FOUND)


def test_a_refusal_goes_to_who_asked_and_nothing_is_stored(
    jobs: Jobs, backend: Backend, qtbot: QtBot
) -> None:
    refused: list[Refusal] = []
    with qtbot.assertNotEmitted(jobs.refused), qtbot.assertNotEmitted(jobs.changed):
        jobs.act(_refuse, lambda _: None, "slips", refused=refused.append)
        qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].trouble is Trouble.NOT_FOUND
    with reading(backend.engine) as session:
        assert session.get(Counter, "x") is None


def test_a_refusal_nobody_took_goes_to_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.refused) as refused:
        jobs.act(_refuse, lambda _: None)
    assert refused.args[0].trouble is Trouble.NOT_FOUND


def test_a_mistake_of_ours_is_told_and_the_next_work_goes_on(
    jobs: Jobs, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(_session: Session) -> None:
        raise ZeroDivisionError("ours")

    with qtbot.waitSignal(jobs.broken) as broken:
        jobs.ask(stumble, lambda _: None)
    assert isinstance(broken.args[0], ZeroDivisionError)
    assert "a job failed" in caplog.text
    assert _answer(qtbot, lambda done: jobs.ask(lambda _: 7, done)) == 7


def test_two_who_change_the_same_row_are_told(jobs: Jobs, backend: Backend, qtbot: QtBot) -> None:
    def stale(session: Session) -> None:
        row = session.get_one(Station, 1)
        session.connection().exec_driver_sql("UPDATE station SET version = version + 1")
        row.window = "2号窗口"

    with qtbot.waitSignal(jobs.refused) as refused:
        jobs.act(stale, lambda _: None)
    assert refused.args[0].trouble is Trouble.CHANGED_MEANWHILE
    with reading(backend.engine) as session:
        assert session.get_one(Station, 1).window == "户籍1号窗口"


def test_slow_work_has_a_thread_of_its_own(jobs: Jobs, qtbot: QtBot) -> None:
    go = threading.Event()
    slow: list[str] = []

    def wait() -> str:
        go.wait(30)
        return threading.current_thread().name

    jobs.slow(wait, slow.append)
    # The database answers although the slow work has not ended.
    assert _answer(qtbot, lambda done: jobs.ask(lambda _: "quick", done)) == "quick"
    assert slow == []
    go.set()
    qtbot.waitUntil(lambda: bool(slow))
    assert slow[0].startswith("slow")


def test_slow_work_may_be_refused(jobs: Jobs, qtbot: QtBot) -> None:
    def refuse() -> None:
        raise Refusal(Trouble.GLYPH_MISSING)

    refused: list[Refusal] = []
    jobs.slow(refuse, lambda _: None, refused=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].trouble is Trouble.GLYPH_MISSING


def _faulty(session: Session, *, stored: bool) -> None:
    """An act after whose commit the disk reports an error."""
    note(session, None, builders.NOW, "test", "")
    if stored:
        session.commit()
    raise Refusal(Trouble.DISK_FAULT)


@pytest.mark.parametrize(
    ("stored", "sure", "told"),
    [
        (True, True, Trouble.SAVED_AFTER_ALL),
        (True, False, Trouble.OUTCOME_UNKNOWN),
        (False, True, Trouble.NOT_SAVED),
    ],
)
def test_after_an_error_of_the_disk_the_records_tell_whether_it_was_stored(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
    stored: bool, sure: bool, told: Trouble,
) -> None:  # fmt: skip
    def unsure(engine: Engine) -> None:
        raise Refusal(Trouble.DISK_FAULT)

    if not sure:
        monkeypatch.setattr("desktop.jobs.make_sure", unsure)
    with qtbot.waitSignal(jobs.refused) as refused:
        jobs.act(partial(_faulty, stored=stored), lambda _: None)
    assert refused.args[0].trouble is told
    hurt = store_of(jobs.engine).hurt
    assert (hurt is None) == (told is not Trouble.OUTCOME_UNKNOWN)
