"""Sampling: marked, returned, urged, answered, given to somebody else, drawn at random."""

from datetime import timedelta
from random import Random

import pytest

from db.engine import reading, writing
from db.models import Case, Officer
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk
from desktop.domain.reviews import ReviewKind
from desktop.services import reviews
from desktop.services.slips import PAGE
from tests import builders
from tests.builders import CHIEF, NOW
from tests.services.counter import CARD, acts, draft, issued, many

SAMPLE, RETURNED, URGED = ReviewKind.SAMPLE, ReviewKind.RETURNED, ReviewKind.URGED


@pytest.fixture
def case(backend: Backend) -> int:
    """A case of the window officer."""
    return issued(backend, CARD).case


def marked(opened: Backend, case: int, kind: ReviewKind, said: str = "") -> int:
    with writing(opened.engine) as session:
        return reviews.mark(session, CHIEF, NOW, case, kind, said)


def answered(opened: Backend, clerk: Clerk, review: int, said: str = "已改") -> None:
    with writing(opened.engine) as session:
        reviews.answer(session, clerk, NOW, review, said)


def open_for(opened: Backend, clerk: Clerk) -> list[tuple[ReviewKind, str]]:
    with reading(opened.engine) as session:
        return [(row.kind, row.said) for row in reviews.listed(session, clerk)]


def test_what_is_returned_waits_for_the_officer_s_answer(backend: Backend, case: int) -> None:
    officer = builders.clerk(backend)
    marked(backend, case, SAMPLE)
    review = marked(backend, case, RETURNED, "照片不清楚")
    assert open_for(backend, CHIEF) == [(RETURNED, "照片不清楚"), (SAMPLE, "")]
    assert open_for(backend, officer) == [(RETURNED, "照片不清楚")]
    with reading(backend.engine) as session:
        assert reviews.waiting(session, officer) == 1
        assert reviews.waiting(session, CHIEF) == 0
    with pytest.raises(Refusal) as refused:
        answered(backend, officer, review, " ")
    assert refused.value.trouble is Trouble.FIELD_EMPTY
    answered(backend, officer, review, "已重拍")
    with pytest.raises(Refusal) as refused:
        answered(backend, officer, review)
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE
    with reading(backend.engine) as session:
        (row,) = reviews.listed(session, officer, ended=True)
        assert (row.answer, row.to, row.by) == ("已重拍", officer.name, CHIEF.name)
        assert reviews.waiting(session, officer) == 0
        assert acts(session)[-1] == "review.answer"


def test_a_sample_is_the_supervisor_s_matter(backend: Backend, case: int) -> None:
    review = marked(backend, case, SAMPLE)
    with pytest.raises(Refusal) as refused:
        answered(backend, builders.clerk(backend), review)
    assert refused.value.trouble is Trouble.NOT_ALLOWED
    answered(backend, CHIEF, review, "合格")


def test_the_same_is_asked_once_and_with_words(backend: Backend, case: int) -> None:
    for kind in (RETURNED, URGED):
        with pytest.raises(Refusal) as refused:
            marked(backend, case, kind, " ")
        assert refused.value.trouble is Trouble.REASON_MISSING
    marked(backend, case, URGED, "快到期了")
    with pytest.raises(Refusal) as refused:
        marked(backend, case, URGED, "再催")
    assert refused.value.trouble is Trouble.REVIEW_OPEN
    with pytest.raises(Refusal) as refused:
        marked(backend, case, ReviewKind.REASSIGNED, "x")
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


def given(opened: Backend, case: int, to: str, said: str = "休假", stale: int = 0) -> None:
    other = builders.clerk(opened, to)
    with writing(opened.engine) as session:
        version = session.get_one(Case, case).version - stale
        reviews.reassign(session, CHIEF, NOW, case, version, other.id, said)


def test_a_case_is_given_away_with_what_is_open(backend: Backend, case: int) -> None:
    marked(backend, case, URGED, "快到期了")
    given(backend, case, "001003")
    other = builders.clerk(backend, "001003")
    with reading(backend.engine) as session:
        assert session.get_one(Case, case).officer_id == other.id
        assert reviews.waiting(session, other) == 1
        (row,) = reviews.listed(session, CHIEF, ended=True)
        assert (row.kind, row.to_id, row.said) == (ReviewKind.REASSIGNED, other.id, "休假")


@pytest.mark.parametrize(
    ("to", "said", "stale", "trouble"),
    [
        ("001003", " ", 0, Trouble.REASON_MISSING),
        ("001003", "休假", 1, Trouble.CHANGED_MEANWHILE),
        ("001004", "休假", 0, Trouble.OFFICER_UNFIT),
        ("001002", "休假", 0, Trouble.OFFICER_SAME),
    ],
)
def test_who_cannot_take_a_case(
    backend: Backend, case: int, to: str, said: str, stale: int, trouble: Trouble
) -> None:
    with pytest.raises(Refusal) as refused:
        given(backend, case, to, said, stale)
    assert refused.value.trouble is trouble


def test_who_has_left_takes_no_case(backend: Backend, case: int) -> None:
    with writing(backend.engine) as session:
        session.get_one(Officer, builders.clerk(backend, "001003").id).active = False
    with pytest.raises(Refusal) as refused:
        given(backend, case, "001003")
    assert refused.value.trouble is Trouble.OFFICER_UNFIT


def test_a_sample_is_drawn_from_the_day_s_cases_and_never_twice(backend: Backend) -> None:
    drawn_from = [each.case for each in many(backend, draft(backend, CARD), [NOW] * 6)]
    issued(backend, CARD, now=NOW - timedelta(days=1))
    day = NOW.date()
    with writing(backend.engine) as session:
        assert len(reviews.draw(session, CHIEF, NOW, day, 2, Random(1))) == 2
        assert len(reviews.draw(session, CHIEF, NOW, day, 20, Random(1))) == 4
        assert reviews.draw(session, CHIEF, NOW, day, 5, Random(1)) == ()
    with reading(backend.engine) as session:
        assert sorted(row.case for row in reviews.listed(session, CHIEF)) == drawn_from
    for count in (0, 21):
        with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
            reviews.draw(session, CHIEF, NOW, day, count, Random(1))
        assert refused.value.trouble is Trouble.COUNT_WRONG


def test_pages_of_reviews_follow_each_other(backend: Backend) -> None:
    cases = [each.case for each in many(backend, draft(backend, CARD), [NOW] * (PAGE + 2))]
    with writing(backend.engine) as session:
        for case in cases:
            reviews.mark(session, CHIEF, NOW, case, SAMPLE)
    with reading(backend.engine) as session:
        first = reviews.listed(session, CHIEF)
        assert len(first) == PAGE
        assert len(reviews.listed(session, CHIEF, before=first[-1].id)) == 2
