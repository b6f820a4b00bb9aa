"""The offices of a joint case: own clocks, own words, and a decision when all have spoken."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Case, CasePaper, Inspection, Officer, Track
from desktop.backend import Backend
from desktop.domain.applicants import Organisation
from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tracks import TrackState
from desktop.services import cases, tracks
from tests.builders import CHIEF, NOW
from tests.services.counter import HOTEL, issued, moved

FIRM = Organisation("示例酒店管理有限公司", "91110000600037341L")
LATER = NOW + timedelta(days=2)


@pytest.fixture
def hotel(backend: Backend) -> int:
    """A joint case in review."""
    done = issued(backend, HOTEL, organisation=FIRM, circumstances=("joint_application",))
    moved(backend, done.case, CaseMove.EXAMINE)
    return done.case


def ids(backend: Backend) -> list[int]:
    with reading(backend.engine) as session:
        return list(session.scalars(select(Track.id).order_by(Track.position)))


def spoken(
    backend: Backend, track: int, state: TrackState, opinion: str = "", by: str = "甲"
) -> None:
    with writing(backend.engine) as session:
        tracks.opine(session, CHIEF, NOW, track, state, by, opinion, "文1号")


def test_one_acceptance_makes_a_track_for_each_office(backend: Backend, hotel: int) -> None:
    with reading(backend.engine) as session:
        case = session.get_one(Case, hotel)
        assert (case.limit_count, len(case.tracks)) == (45, 5)
        assert {track.department for track in case.tracks} == {
            "公安", "卫生和计划生育", "市场监督管理", "消防", "城市管理",
        }  # fmt: skip
        assert all(track.due is not None for track in case.tracks)
        shared = [set(track.materials) for track in case.tracks]
        assert set.intersection(*shared)  # handed in once, used by all
        assert "special-trade-form" in shared[0]
        assert "special-trade-form" not in shared[1]
        text = session.scalars(select(CasePaper.text)).one()
        assert "区消防大队" in text
        view = cases.case_view(session, CHIEF, NOW, hotel)
        assert [row.state for row in view.tracks] == [TrackState.OPEN] * 5


def test_the_decision_waits_for_all(backend: Backend, hotel: int) -> None:
    every = ids(backend)
    for track in every[:-1]:
        spoken(backend, track, TrackState.AGREED)
    with pytest.raises(Refusal) as refused:
        moved(backend, hotel, CaseMove.APPROVE)
    assert (refused.value.trouble, refused.value.values["names"]) == (
        Trouble.TRACKS_OPEN, "区城管局",
    )  # fmt: skip
    spoken(backend, every[-1], TrackState.AGREED)
    moved(backend, hotel, CaseMove.APPROVE)
    with reading(backend.engine) as session:
        assert session.get_one(Case, hotel).state is CaseState.DECIDED_YES
    with pytest.raises(Refusal) as refused:
        spoken(backend, every[0], TrackState.REFUSED, "x")
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE


def test_who_does_not_agree_says_why_and_the_case_is_refused(backend: Backend, hotel: int) -> None:
    first, *rest = ids(backend)
    with pytest.raises(Refusal) as refused:
        spoken(backend, first, TrackState.REFUSED)
    assert refused.value.trouble is Trouble.REASON_MISSING
    spoken(backend, first, TrackState.REFUSED, "监控设施不足")
    for track in rest:
        spoken(backend, track, TrackState.AGREED)
    with pytest.raises(Refusal) as refused:
        moved(backend, hotel, CaseMove.APPROVE)
    assert refused.value.trouble is Trouble.TRACK_REFUSED
    moved(backend, hotel, CaseMove.REFUSE, reason="治安条件不符合要求")
    with writing(backend.engine) as session:
        session.get_one(Track, first).state = TrackState.OPEN
    with pytest.raises(Refusal) as refused:
        spoken(backend, first, TrackState.AGREED)
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


@pytest.mark.parametrize(("state", "by"), [(TrackState.OPEN, "甲"), (TrackState.AGREED, " ")])
def test_an_opinion_says_what_and_who(
    backend: Backend, hotel: int, state: TrackState, by: str
) -> None:
    with pytest.raises(Refusal) as refused:
        spoken(backend, ids(backend)[0], state, by=by)
    assert refused.value.trouble is Trouble.FIELD_EMPTY


def test_two_officers_go_to_the_site(backend: Backend, hotel: int) -> None:
    track = ids(backend)[0]
    for officers in (["甲"], ["甲", "甲", " "]):
        with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
            tracks.plan_inspection(session, CHIEF, NOW, track, LATER, officers)
        assert refused.value.trouble is Trouble.TWO_OFFICERS
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        tracks.plan_inspection(session, CHIEF, LATER, track, NOW, ["甲", "乙"])
    assert refused.value.trouble is Trouble.DATE_PAST
    with writing(backend.engine) as session:
        tracks.plan_inspection(session, CHIEF, NOW, track, LATER, ["甲", "乙"])
    with reading(backend.engine) as session:
        planned = session.scalars(select(Inspection)).one()
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        tracks.note_inspection(session, CHIEF, LATER, planned.id, " ")
    assert refused.value.trouble is Trouble.FIELD_EMPTY
    with writing(backend.engine) as session:
        tracks.note_inspection(session, CHIEF, LATER, planned.id, "符合要求")
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        tracks.note_inspection(session, CHIEF, LATER, planned.id, "又去了")
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE


def test_a_section_with_people_of_its_own_decides(backend: Backend) -> None:
    with writing(backend.engine) as session:
        officer = session.scalars(select(Officer).where(Officer.number == "001002")).one()
        officer.section = "分局治安大队（特行管理）"
    done = issued(backend, HOTEL, organisation=FIRM, number="001003")
    with reading(backend.engine) as session:
        assert session.get_one(Case, done.case).decides == "分局治安大队（特行管理）"
        view = cases.case_view(session, CHIEF, NOW, done.case)
        assert CaseMove.APPROVE not in view.choices
