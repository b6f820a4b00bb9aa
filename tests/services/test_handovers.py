"""The window examines, the section decides, the window hands over; lists signed both ways."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Case, CasePaper, Officer
from desktop.backend import Backend
from desktop.domain.applicants import Organisation
from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk
from desktop.domain.papers import PaperKind
from desktop.services import handovers, moves
from desktop.services.handovers import HandOverRow
from tests import builders
from tests.builders import NOW
from tests.services.counter import BOOK, acts, issued, moved, press

SECTION = "分局治安大队（特行管理）"
SEALS = "seal-engraving-licence"
FIRM = Organisation("示例刻章店", "91110000600037341L")


@pytest.fixture
def section(backend: Backend) -> Clerk:
    """Somebody of the section."""
    with writing(backend.engine) as session:
        row = session.scalars(select(Officer).where(Officer.number == "001003")).one()
        row.section = SECTION
    return replace(builders.clerk(backend, "001003"), section=SECTION)


@pytest.fixture
def window(backend: Backend) -> Clerk:
    return builders.clerk(backend)


@pytest.fixture
def case(backend: Backend, section: Clerk) -> int:
    """A special trade's case that the window has examined."""
    done = issued(backend, SEALS, organisation=FIRM)
    moved(backend, done.case, CaseMove.EXAMINE)
    return done.case


def given(opened: Backend, who: Clerk, taker: str, *cases: int) -> None:
    with writing(opened.engine) as session:
        handovers.hand_over(session, who, NOW, press(opened), cases, taker, "受理后移交审查")


def lists(opened: Backend, who: Clerk) -> tuple[HandOverRow, ...]:
    with reading(opened.engine) as session:
        return handovers.waiting(session, who)


def taken(opened: Backend, who: Clerk, handover: int, **refused: str) -> None:
    with writing(opened.engine) as session:
        no = {int(name[1:]): why for name, why in refused.items()}
        handovers.take(session, who, NOW, handover, no)


def decided(opened: Backend, who: Clerk, case: int, move: CaseMove) -> None:
    with writing(opened.engine) as session:
        version = session.get_one(Case, case).version
        moves.move_case(session, who, NOW, press(opened), case, version, move)


def test_there_and_back_again(backend: Backend, window: Clerk, section: Clerk, case: int) -> None:
    with pytest.raises(Refusal) as refused:
        decided(backend, window, case, CaseMove.APPROVE)
    assert refused.value.trouble is Trouble.SECTION_DECIDES
    given(backend, window, SECTION, case)
    assert lists(backend, window) == ()
    (there,) = lists(backend, section)
    assert (there.giver, there.taker, there.lines[0].case) == ("", SECTION, case)
    taken(backend, section, there.id)
    with pytest.raises(Refusal) as refused:
        decided(backend, window, case, CaseMove.APPROVE)
    assert refused.value.trouble is Trouble.OTHER_SECTION
    decided(backend, section, case, CaseMove.APPROVE)
    with pytest.raises(Refusal) as refused:
        decided(backend, window, case, CaseMove.MAKE_CERTIFICATE)
    assert refused.value.trouble is Trouble.AT_SECTION
    given(backend, section, handovers.WINDOW, case)
    (back,) = lists(backend, window)
    taken(backend, window, back.id)
    decided(backend, window, case, CaseMove.MAKE_CERTIFICATE)
    with reading(backend.engine) as session:
        assert session.get_one(Case, case).state is CaseState.CERTIFICATE_MADE
        papers = session.scalars(select(CasePaper).where(CasePaper.kind == PaperKind.HANDOVER))
        assert [SECTION in paper.text for paper in papers] == [True, True]
        assert [act for act in acts(session) if act.startswith("handover")] == [
            "handover.give", "handover.take", "handover.give", "handover.take",
        ]  # fmt: skip


def test_what_is_not_taken_stays(
    backend: Backend, window: Clerk, section: Clerk, case: int
) -> None:
    given(backend, window, SECTION, case)
    (there,) = lists(backend, section)
    taken(backend, section, there.id, **{f"c{case}": "缺营业执照复印件"})
    with reading(backend.engine) as session:
        assert session.get_one(Case, case).section == handovers.WINDOW
    given(backend, window, SECTION, case)  # and may go again


def test_who_may_take_a_list(backend: Backend, window: Clerk, section: Clerk, case: int) -> None:
    given(backend, window, SECTION, case)
    (there,) = lists(backend, section)
    for who, wrong in (
        (window, Trouble.OTHER_SECTION),
        (replace(section, id=window.id), Trouble.SECOND_SAME),
    ):
        with pytest.raises(Refusal) as refused:
            taken(backend, who, there.id)
        assert refused.value.trouble is wrong
    taken(backend, section, there.id)
    with pytest.raises(Refusal) as refused:
        taken(backend, section, there.id)
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE


def test_what_may_be_put_on_a_list(
    backend: Backend, window: Clerk, section: Clerk, case: int
) -> None:
    over = issued(backend, BOOK)
    moved(backend, over.case, CaseMove.CLOSE)
    for who, taker, cases, wrong in (
        (window, SECTION, (), Trouble.FIELD_EMPTY),
        (window, handovers.WINDOW, (case,), Trouble.FIELD_EMPTY),
        (window, "没有的科室", (case,), Trouble.NOT_FOUND),
        (section, handovers.WINDOW, (case,), Trouble.AT_SECTION),
        (window, SECTION, (over.case,), Trouble.ILLEGAL_MOVE),
    ):
        with pytest.raises(Refusal) as refused:
            given(backend, who, taker, *cases)
        assert refused.value.trouble is wrong
    given(backend, window, SECTION, case)
    with pytest.raises(Refusal) as refused:
        given(backend, window, SECTION, case)
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


def test_what_belongs_elsewhere_is_proposed(
    backend: Backend, window: Clerk, section: Clerk, case: int
) -> None:
    issued(backend, BOOK)  # the window's own matter
    with reading(backend.engine) as session:
        (there,) = handovers.candidates(session, window)
        assert (there.case, there.taker, there.name) == (case, SECTION, FIRM.name)
        assert handovers.candidates(session, section) == ()
    given(backend, window, SECTION, case)
    with reading(backend.engine) as session:
        assert handovers.candidates(session, window) == ()
    (list_,) = lists(backend, section)
    taken(backend, section, list_.id)
    with reading(backend.engine) as session:
        assert handovers.candidates(session, section) == ()  # not decided yet
    decided(backend, section, case, CaseMove.APPROVE)
    with reading(backend.engine) as session:
        (back,) = handovers.candidates(session, section)
        assert (back.case, back.taker) == (case, handovers.WINDOW)


def test_a_list_is_taken_back_while_nobody_took_it(
    backend: Backend, window: Clerk, section: Clerk, case: int
) -> None:
    given(backend, window, SECTION, case)
    (there,) = lists(backend, section)

    def recalled(who: Clerk, reason: str) -> None:
        with writing(backend.engine) as session:
            handovers.recall(session, who, NOW, there.id, reason)

    for who, reason, wrong in (
        (section, "拿错了", Trouble.OTHER_SECTION),
        (window, " ", Trouble.REASON_MISSING),
    ):
        with pytest.raises(Refusal) as refused:
            recalled(who, reason)
        assert refused.value.trouble is wrong
    recalled(window, "拿错了")
    with pytest.raises(Refusal) as refused:
        recalled(window, "又一次")
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE
    assert lists(backend, section) == ()
    with reading(backend.engine) as session:
        (past,) = handovers.lists(session, window)
        assert [line.refused for line in past.lines] == ["拿错了"]
        assert session.get_one(Case, case).section == handovers.WINDOW
        assert handovers.lists(session, window, past.id) == ()
    given(backend, window, SECTION, case)
    with reading(backend.engine) as session:
        assert len(handovers.lists(session, section)) == 2


def test_who_does_not_take_a_case_says_why(
    backend: Backend, window: Clerk, section: Clerk, case: int
) -> None:
    given(backend, window, SECTION, case)
    (there,) = lists(backend, section)
    with pytest.raises(Refusal) as refused:
        taken(backend, section, there.id, **{f"c{case}": " "})
    assert refused.value.trouble is Trouble.REASON_MISSING


def test_a_list_has_its_measure(
    backend: Backend, window: Clerk, section: Clerk, monkeypatch: pytest.MonkeyPatch, case: int
) -> None:
    monkeypatch.setattr(handovers, "MOST", 0)
    with pytest.raises(Refusal) as refused:
        given(backend, window, SECTION, case)
    assert refused.value.trouble is Trouble.COUNT_WRONG
