"""A case's story, its moves by the table, and the list of running ones."""

from datetime import datetime

import pytest

from db.engine import reading, writing
from db.models import Case
from desktop.backend import Backend
from desktop.domain.applicants import Organisation
from desktop.domain.cases import NEEDS_REASON, RUNNING, CaseMove, CaseState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.slips import MaterialState
from desktop.services import cases, moves
from tests import builders
from tests.services.counter import BOOK, CARD, HOTEL, acts, issued, moved, press

NOW = builders.NOW


def test_one_case_with_its_whole_story(backend: Backend) -> None:
    done = issued(backend, CARD)
    moved(backend, done.case, CaseMove.EXAMINE)
    with reading(backend.engine) as session:
        view = cases.case_view(session, builders.CHIEF, builders.NOW, done.case)
    assert (view.number, view.state, view.name) == (
        done.case_number, CaseState.IN_REVIEW, "赵桂英",
    )  # fmt: skip
    assert "19500615" not in view.id_number
    assert "*" in view.phone
    assert [row[1] for row in view.slips] == [done.number]
    assert [(row.move, row.after) for row in view.events] == [
        (CaseMove.ACCEPT, CaseState.ACCEPTED), (CaseMove.EXAMINE, CaseState.IN_REVIEW),
    ]  # fmt: skip
    assert view.events[0].officer == "李窗口"
    assert view.choices == (
        CaseMove.APPROVE, CaseMove.REFUSE, CaseMove.SUSPEND, CaseMove.EXTEND, CaseMove.WITHDRAW,
        CaseMove.VOID,
    )  # fmt: skip
    assert view.flags[0][0].startswith("老年人")


def test_a_notice_has_no_number_and_no_buttons(backend: Backend) -> None:
    done = issued(backend, CARD, state=MaterialState.MISSING)
    with reading(backend.engine) as session:
        view = cases.case_view(session, builders.CHIEF, builders.NOW, done.case)
    assert (view.number, view.choices, view.due) == ("", (CaseMove.VOID,), None)


def test_a_stale_view_moves_nothing(backend: Backend) -> None:
    done, who = issued(backend, CARD), builders.clerk(backend)
    with reading(backend.engine) as session:
        version = cases.case_view(session, builders.CHIEF, builders.NOW, done.case).version
    moved(backend, done.case, CaseMove.EXAMINE)
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        moves.move_case(
            session, who, NOW, press(backend), done.case, version, CaseMove.WITHDRAW, "x"
        )
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE
    with reading(backend.engine) as session:
        assert (
            cases.case_view(session, builders.CHIEF, builders.NOW, done.case).state
            is CaseState.IN_REVIEW
        )


@pytest.mark.parametrize("move", [m for m in CaseMove if m not in ("examine", "withdraw", "void")])
def test_a_move_that_is_not_offered_is_refused(backend: Backend, move: CaseMove) -> None:
    done = issued(backend, CARD)
    with pytest.raises(Refusal) as refused:
        moved(backend, done.case, move, reason="x")
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


def test_a_move_the_table_lacks_is_refused_below_the_buttons_too(backend: Backend) -> None:
    done, who = issued(backend, CARD), builders.clerk(backend)
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        moves.apply_move(session, who, NOW, session.get_one(Case, done.case), CaseMove.CLOSE, "")
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


@pytest.mark.parametrize("reason", ["", "   "])
@pytest.mark.parametrize("move", [CaseMove.REFUSE, CaseMove.WITHDRAW])
def test_a_move_that_needs_a_reason_wants_one(
    backend: Backend, move: CaseMove, reason: str
) -> None:
    assert move in NEEDS_REASON
    done = issued(backend, CARD)
    moved(backend, done.case, CaseMove.EXAMINE)
    with pytest.raises(Refusal) as refused:
        moved(backend, done.case, move, reason=reason)
    assert (refused.value.trouble, refused.value.field) == (Trouble.REASON_MISSING, "reason")
    moved(backend, done.case, move, reason=" 材料不实 ")
    with reading(backend.engine) as session:
        view = cases.case_view(session, builders.CHIEF, builders.NOW, done.case)
        assert (view.reason, view.events[-1].reason) == ("材料不实", "材料不实")
        assert acts(session)[-1] == f"case.{move}"


def test_running_cases_come_by_their_limit(backend: Backend) -> None:
    hotel = issued(backend, HOTEL, organisation=Organisation("某某宾馆"))
    card = issued(backend, CARD)
    issued(backend, CARD, state=MaterialState.MISSING)
    issued(backend, BOOK)
    with reading(backend.engine) as session:
        silent = next(
            item.id
            for item in backend.counter(builders.clerk(backend))(
                session
            ).shelf.catalogue.items.values()
            if item.promised.count is None and item.statutory.count is None
        )
    open_end = issued(backend, silent, organisation=Organisation("某某公司"))
    with reading(backend.engine) as session:
        rows = cases.running(session, builders.CHIEF, tuple(RUNNING), 50)
        assert [row.id for row in rows] == [hotel.case, card.case, open_end.case]
        assert [row.due_provisional for row in rows] == [False, True, False]
        assert rows[0].items == ("旅馆业特种行业许可证核发",)
        assert [row.id for row in cases.running(session, builders.CHIEF, tuple(RUNNING), 1)] == [
            hotel.case
        ]
        assert isinstance(
            cases.case_view(session, builders.CHIEF, builders.NOW, card.case).received_at, datetime
        )
