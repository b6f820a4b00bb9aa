"""Rounds of supplement on the page of a case: asked at once, again only with a reason."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Case, CasePaper, SupplementLine
from desktop.backend import Backend
from desktop.domain.cases import CaseMove, CaseState, Outcome
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.papers import PaperKind
from desktop.services import acceptance, cases, moves, supplements
from desktop.services.officers import Second
from desktop.services.supplements import Wanted
from desktop.services.told_once import Exempt
from tests import builders
from tests.builders import CHIEF, NOW, PASSWORD
from tests.services.counter import CARD, draft, issued, press
from tests.services.endings import ended

PHOTO = Wanted("photo", "照片", "底色不符")
FORM = Wanted("", "补充说明", "没有提交")
DUE = date(2026, 12, 1)
EXEMPT = Exempt(Second("001003", PASSWORD), "新发现材料不实")


@pytest.fixture
def case(backend: Backend) -> int:
    """A case whose materials are here."""
    return ended(backend, draft(backend, CARD), Outcome.RECEIVE).case


def version(opened: Backend, case: int) -> int:
    with reading(opened.engine) as session:
        return session.get_one(Case, case).version


def asked(
    opened: Backend,
    case: int,
    *wanted: Wanted,
    due: date | None = DUE,
    exempt: Exempt | None = None,
) -> None:
    with writing(opened.engine) as session:
        supplements.ask(
            session, builders.clerk(opened), NOW, press(opened), case, version(opened, case),
            wanted, due, exempt,
        )  # fmt: skip


def taken(opened: Backend, case: int, *names: str, in_person: bool = True) -> None:
    with writing(opened.engine) as session:
        lines = session.scalars(
            select(SupplementLine.id).where(
                SupplementLine.name.in_(names), SupplementLine.came_at.is_(None)
            )
        ).all()
        supplements.take(
            session, builders.clerk(opened), NOW, press(opened), case, version(opened, case),
            lines, in_person,
        )  # fmt: skip


def test_a_round_is_asked_and_taken_in_parts(backend: Backend, case: int) -> None:
    asked(backend, case, PHOTO, FORM)
    taken(backend, case, "照片")
    with reading(backend.engine) as session:
        row = session.get_one(Case, case)
        assert (row.state, row.guard_on) == (CaseState.MATERIALS_RECEIVED, date(2026, 11, 30))
        assert moves.standing(session, CHIEF, row, NOW.date()).asked == ("补充说明",)
        view = cases.case_view(session, CHIEF, NOW, case)
        assert CaseMove.ACCEPT not in view.choices
        kinds = [paper.kind for paper in row.papers]
        assert kinds == [PaperKind.RECEIPT, PaperKind.SUPPLEMENT, PaperKind.RECEIPT]
        assert len(row.visits) == 2
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        acceptance.accept(session, CHIEF, NOW, press(backend), case, version(backend, case))
    assert (refused.value.trouble, refused.value.values) == (
        Trouble.SUPPLEMENT_OPEN, {"names": "补充说明"},
    )  # fmt: skip
    asked(backend, case, FORM)  # what was asked before may be asked again
    taken(backend, case, "补充说明", in_person=False)
    with writing(backend.engine) as session:
        acceptance.accept(session, CHIEF, NOW, press(backend), case, version(backend, case))
    with reading(backend.engine) as session:
        row = session.get_one(Case, case)
        assert (row.state, row.number) == (CaseState.ACCEPTED, "330105A1办202600001")
        assert [each.round for each in row.supplements] == [1, 2]
        assert len(row.visits) == 2  # the second came by post


def test_what_could_have_been_asked_before_needs_a_supervisor(backend: Backend, case: int) -> None:
    asked(backend, case, PHOTO)
    taken(backend, case, "照片")
    with pytest.raises(Refusal) as refused:
        asked(backend, case, FORM)
    assert refused.value.trouble is Trouble.ASKED_ANEW
    with pytest.raises(Refusal) as refused:
        asked(backend, case, FORM, exempt=Exempt(EXEMPT.second, "  "))
    assert refused.value.trouble is Trouble.REASON_MISSING
    asked(backend, case, FORM, exempt=EXEMPT)
    with reading(backend.engine) as session:
        row = session.get_one(Case, case)
        assert [each.anew for each in row.supplements] == [False, True]
        assert row.supplements[1].reason == EXEMPT.reason
        assert row.supplements[1].second_id is not None
        found = supplements.figures(session, CHIEF, NOW, NOW)
        assert found == supplements.OnceFigures(1, 2, 1)


@pytest.mark.parametrize(
    ("wanted", "due", "trouble"),
    [
        ((), DUE, Trouble.FIELD_EMPTY),
        ((Wanted("", " ", "x"),), DUE, Trouble.FIELD_EMPTY),
        ((PHOTO,), NOW.date(), Trouble.DATE_PAST),
    ],
)
def test_a_round_that_says_nothing_is_refused(
    backend: Backend, case: int, wanted: tuple[Wanted, ...], due: date, trouble: Trouble
) -> None:
    with pytest.raises(Refusal) as refused:
        asked(backend, case, *wanted, due=due)
    assert refused.value.trouble is trouble


def test_nothing_that_was_not_asked_is_taken(backend: Backend, case: int) -> None:
    asked(backend, case, PHOTO, due=None)
    with pytest.raises(Refusal) as refused:
        taken(backend, case, "户口簿")
    assert refused.value.trouble is Trouble.FIELD_EMPTY


def test_after_five_days_of_silence_it_counts_as_accepted(backend: Backend, case: int) -> None:
    for days, allowed in ((7, False), (8, True)):
        now = NOW + timedelta(days=days)
        with reading(backend.engine) as session:
            choices = cases.case_view(session, CHIEF, now, case).choices
        assert (CaseMove.DEEM_ACCEPTED in choices) is allowed
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        acceptance.deem_accepted(session, CHIEF, NOW, press(backend), case, version(backend, case))
    assert refused.value.trouble is Trouble.GUARD_RUNS
    now = NOW + timedelta(days=8)
    with writing(backend.engine) as session:
        acceptance.deem_accepted(session, CHIEF, now, press(backend), case, version(backend, case))
    with reading(backend.engine) as session:
        row = session.get_one(Case, case)
        assert (row.state, row.accepted_at, row.started_at) == (CaseState.ACCEPTED, NOW, NOW)
        kinds = list(session.scalars(select(CasePaper.kind).order_by(CasePaper.id)))
        assert kinds[-1] is PaperKind.ACCEPTANCE


def test_who_has_to_be_told_is_listed_by_the_day(backend: Backend, case: int) -> None:
    later = issued(backend, done=draft(backend, CARD, outcome=Outcome.RECEIVE),
                   now=NOW + timedelta(days=1)).case  # fmt: skip
    with reading(backend.engine) as session:
        first, second = supplements.guards(session, CHIEF)
        assert [first.case, second.case] == [case, later]
        assert (first.until, first.phone) == (date(2026, 11, 30), "138****0000")
        assert supplements.guards(session, CHIEF, (first.until, first.case)) == (second,)
        days = [(date(2026, 11, 28), 0), (date(2026, 11, 29), 1), (date(2026, 12, 9), 2)]
        for day, count in days:
            now = datetime.combine(day, NOW.timetz())
            assert supplements.pressing(session, CHIEF, now) == count
    asked(backend, case, PHOTO)
    with reading(backend.engine) as session:
        assert supplements.guards(session, CHIEF) == (second,)
