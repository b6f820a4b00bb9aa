"""How a visit ends: the five branches of art. 32, each with its papers and what follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Case, CasePaper, Owed, Supplement, Visit
from desktop.backend import Backend
from desktop.domain.applicants import Organisation
from desktop.domain.cases import CaseMove, CaseState, Outcome
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.intake import Branch, Draft, Finding, Matter, branch, lacks, proposed
from desktop.domain.papers import PaperKind
from desktop.domain.slips import MaterialState
from desktop.domain.visits import Purpose, counted
from desktop.services import deferred, intake, supplements
from desktop.services.case_facts import matter_at
from tests import builders
from tests.builders import CHIEF, NOW
from tests.services.counter import BOOK, CARD, draft, issued, press
from tests.services.endings import allow, ended, part

FIRM = Organisation("示例刻章店", "91110000600037341L")
SEALS = "seal-engraving-licence"


def kinds(opened: Backend, case: int) -> list[PaperKind]:
    """The papers of a case in the order they were made."""
    with reading(opened.engine) as session:
        rows = select(CasePaper.kind).where(CasePaper.case_id == case).order_by(CasePaper.id)
        return list(session.scalars(rows))


def test_materials_that_stay_here_start_the_five_days(backend: Backend) -> None:
    done = ended(backend, draft(backend, CARD), Outcome.RECEIVE)
    assert (done.state, done.case_number) == (CaseState.MATERIALS_RECEIVED, "")
    assert [row.kind for row in done.papers] == [PaperKind.RECEIPT]
    with reading(backend.engine) as session:
        case = session.get_one(Case, done.case)
        assert (case.materials_at, case.guard_on) == (NOW, date(2026, 11, 30))
        text = session.scalars(select(CasePaper.text)).one()
        assert "不代表申请已经受理" in text


def test_what_is_missing_is_asked_for_at_once(backend: Backend) -> None:
    done = part(backend)
    missing = len(done.materials)
    asked = ended(backend, done, Outcome.SUPPLEMENT, until=date(2026, 12, 1))
    assert asked.state is CaseState.SUPPLEMENT_WAIT
    assert kinds(backend, asked.case) == [PaperKind.RECEIPT, PaperKind.SUPPLEMENT]
    with reading(backend.engine) as session:
        (round_,) = session.scalars(select(Supplement))
        assert 0 < len(round_.lines) <= missing
        assert (round_.round, round_.anew, round_.due) == (1, False, date(2026, 12, 1))
        assert session.get_one(Case, asked.case).guard_on is None


def test_who_comes_back_with_everything_is_accepted_in_one_visit(backend: Backend) -> None:
    asked = ended(backend, part(backend), Outcome.SUPPLEMENT)
    again = replace(draft(backend, CARD), continues=asked.case)
    done = ended(backend, again, Outcome.ACCEPT)
    assert (done.case, done.state) == (asked.case, CaseState.ACCEPTED)
    assert kinds(backend, done.case)[2:] == [PaperKind.RECEIPT, PaperKind.ACCEPTANCE]
    with reading(backend.engine) as session:
        (round_,) = session.scalars(select(Supplement))
        assert all(line.came_at for line in round_.lines)
        purposes = session.scalars(select(Visit.purpose).where(Visit.case_id == done.case))
        assert counted(purposes) == 2


def test_a_refusal_to_accept_has_its_paper_with_reason_and_body(backend: Backend) -> None:
    done = ended(
        backend, draft(backend, CARD), Outcome.NOT_ACCEPT,
        reason="不属于本单位职权", right_body="市公安局出入境管理局", ground=Branch.NOT_OURS,
    )  # fmt: skip
    assert done.state is CaseState.NOT_ACCEPTED
    with reading(backend.engine) as session:
        paper = session.scalars(select(CasePaper)).one()
        assert paper.kind is PaperKind.NOT_ACCEPTED
        assert "不属于本单位职权" in paper.text
        assert "市公安局出入境管理局" in paper.text


def test_on_the_spot_needs_no_paper_but_the_slip(backend: Backend) -> None:
    done = issued(backend, BOOK)
    assert (done.state, done.papers) == (CaseState.DELIVERED, ())


def test_asked_twice_the_papers_come_back_too(backend: Backend) -> None:
    ready = draft(backend, CARD)
    first = issued(backend, done=ready, key="same")
    again = issued(backend, done=ready, key="same")
    assert again.papers == first.papers
    assert len(again.papers) == 1


@pytest.mark.parametrize("outcome", [Outcome.SUPPLEMENT, Outcome.DEFERRED])
def test_nothing_is_asked_for_where_nothing_lacks(backend: Backend, outcome: Outcome) -> None:
    with pytest.raises(Refusal) as refused:
        ended(backend, draft(backend, CARD), outcome, until=date(2026, 12, 1))
    assert refused.value.trouble is Trouble.NOTHING_LACKS


def test_what_follows_later_needs_a_day_that_may_be_promised(backend: Backend) -> None:
    done = part(backend)
    with pytest.raises(Refusal) as refused:
        ended(backend, done, Outcome.DEFERRED)
    assert (refused.value.trouble, refused.value.field) == (Trouble.FIELD_EMPTY, "until")
    with pytest.raises(Refusal) as refused:
        ended(backend, done, Outcome.DEFERRED, until=date(2026, 12, 1))
    assert refused.value.trouble is Trouble.NOT_DEFERRABLE


def test_promised_papers_are_owed_and_chased(backend: Backend) -> None:
    allow(backend)
    done = ended(
        backend, part(backend), Outcome.DEFERRED, until=date(2026, 12, 1), reason="照片明天送来"
    )
    assert (done.state, kinds(backend, done.case)) == (
        CaseState.ACCEPTED_DEFERRED, [PaperKind.DEFERRED],
    )  # fmt: skip
    assert done.case_number
    with reading(backend.engine) as session:
        rows = deferred.chase(session, CHIEF, NOW + timedelta(days=30))
        assert {row.until for row in rows} == {date(2026, 12, 1)}
        assert all(row.overdue and row.case_number == done.case_number for row in rows)
        last = rows[-1]
        assert deferred.chase(session, CHIEF, NOW, (last.until, last.id)) == ()
        assert not any(row.overdue for row in deferred.chase(session, CHIEF, NOW))


def test_a_station_defers_only_what_the_item_asks(backend: Backend) -> None:
    catalogue = builders.counter(backend, CHIEF).shelf.catalogue
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        deferred.allow(session, CHIEF, NOW, catalogue, CARD, ["no-such-paper"])
    assert refused.value.trouble is Trouble.NOT_DEFERRABLE


def test_the_last_promised_paper_ends_the_promise(backend: Backend) -> None:
    allow(backend)
    done = ended(backend, part(backend), Outcome.DEFERRED, until=date(2026, 12, 1))
    who, on = builders.clerk(backend), press(backend)
    with reading(backend.engine) as session:
        owed = list(session.scalars(select(Owed.id)))
    for place, one in enumerate(owed):
        with writing(backend.engine) as session:
            version = session.get_one(Case, done.case).version
            deferred.take(session, who, NOW, on, done.case, version, [one], in_person=place > 0)
    with reading(backend.engine) as session:
        case = session.get_one(Case, done.case)
        assert case.state is CaseState.ACCEPTED
        assert deferred.chase(session, CHIEF, NOW) == ()
        visits = [row.purpose for row in case.visits]
        assert visits == [Purpose.APPLY, *[Purpose.OWED] * (len(owed) - 1)]
        version = case.version
    assert kinds(backend, done.case) == [PaperKind.DEFERRED, *[PaperKind.RECEIPT] * len(owed)]
    for wrong in ([owed[0]], []):  # it came already; nothing named
        with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
            deferred.take(session, who, NOW, on, done.case, version, wrong)
        assert refused.value.trouble is Trouble.FIELD_EMPTY
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        deferred.take(session, who, NOW, on, done.case, version + 1, owed)
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE


def test_a_case_received_may_be_accepted_with_papers_to_follow(backend: Backend) -> None:
    allow(backend)
    done = ended(backend, part(backend), Outcome.RECEIVE)
    who, on = builders.clerk(backend), press(backend)
    with reading(backend.engine) as session:
        case = session.get_one(Case, done.case)
        matter = matter_at(on, case, NOW.date())
        owed = deferred.owed_of(matter).materials
        version = case.version
    for given, wrong in (
        (deferred.Promise((), date(2026, 12, 1)), Trouble.FIELD_EMPTY),
        (deferred.Promise(owed, NOW.date()), Trouble.DATE_PAST),
    ):
        with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
            deferred.accept_deferred(session, who, NOW, on, done.case, version, given)
        assert refused.value.trouble is wrong
    given = deferred.Promise(owed, date(2026, 12, 1), "十天内补齐")
    with writing(backend.engine) as session:
        paper = deferred.accept_deferred(session, who, NOW, on, done.case, version, given)
    assert paper is not None
    assert paper.kind is PaperKind.DEFERRED
    with reading(backend.engine) as session:
        assert session.get_one(Case, done.case).state is CaseState.ACCEPTED_DEFERRED


def matter_of(backend: Backend, done: Draft) -> Matter:
    return intake.matter_of(builders.counter(backend, CHIEF).shelf, done, NOW.date())


def test_the_branch_follows_from_the_ticks(backend: Backend) -> None:
    whole = matter_of(backend, draft(backend, CARD))
    assert (branch(whole), proposed(whole), lacks(whole)) == (
        Branch.COMPLETE, Outcome.ACCEPT, (),
    )  # fmt: skip
    lacking = matter_of(backend, part(backend))
    assert (branch(lacking), proposed(lacking)) == (Branch.INCOMPLETE, Outcome.NOTICE_ONLY)
    for ground in (Branch.NO_LICENCE, Branch.NOT_OURS):
        other = matter_of(backend, replace(draft(backend, CARD), ground=ground))
        assert (branch(other), proposed(other)) == (ground, Outcome.NOT_ACCEPT)


def test_a_form_filled_in_wrongly_is_put_right_here(backend: Backend) -> None:
    done = draft(backend, SEALS, organisation=FIRM)
    matter = matter_of(backend, done)
    form = next(need for need in matter.assessment.needs if need.form == "form")
    wrong = {**done.materials, form.material: Finding(MaterialState.DEFECTIVE, "日期没填")}
    mended = matter_of(backend, replace(done, materials=wrong))
    assert (branch(mended), proposed(mended)) == (Branch.MEND_HERE, Outcome.NOTICE_ONLY)
    other = next(n for n in matter.assessment.needs if n.required and n.form != "form")
    lost = {**done.materials, other.material: Finding(MaterialState.MISSING)}
    formal = matter_of(backend, replace(done, materials=lost))
    assert (branch(formal), proposed(formal)) == (Branch.INCOMPLETE, Outcome.SUPPLEMENT)


def test_a_visit_that_only_brings_a_notice_again_leaves_the_round_open(backend: Backend) -> None:
    asked = ended(backend, part(backend), Outcome.SUPPLEMENT)
    again = replace(part(backend), continues=asked.case)
    done = ended(backend, again, Outcome.NOTICE_ONLY)
    assert done.state is CaseState.SUPPLEMENT_WAIT
    with reading(backend.engine) as session:
        assert session.scalars(select(Supplement)).one().closed_at is None
        moves = [row.move for row in session.get_one(Case, done.case).events]
        assert moves == [CaseMove.RECEIVE, CaseMove.ASK_SUPPLEMENT]


def test_the_guarantee_is_counted(backend: Backend) -> None:
    ended(backend, part(backend), Outcome.SUPPLEMENT)
    with reading(backend.engine) as session:
        found = supplements.figures(session, CHIEF, NOW - timedelta(1), NOW + timedelta(1))
        assert found == supplements.OnceFigures(1, 1, 0)
        none = supplements.figures(session, CHIEF, NOW + timedelta(1), NOW + timedelta(2))
        assert none == supplements.OnceFigures(0, 0, 0)
