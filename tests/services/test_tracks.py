"""The offices of a joint case: own clocks, own words, and a decision when all have spoken."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Case, CasePaper, Inspection, Officer, Track
from desktop.backend import Backend
from desktop.domain.applicants import Organisation
from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.clocks import PauseKind
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.papers import PaperKind
from desktop.domain.tracks import TrackState
from desktop.services import cases, clocks, tracks
from desktop.services.officers import Second
from desktop.services.slips import Cursor
from tests.builders import CHIEF, NOW, PASSWORD
from tests.services.counter import HOTEL, issued, moved, press

FIRM = Organisation("示例酒店管理有限公司", "91110000600037341L")
LATER = NOW + timedelta(days=2)
WHO = Second("001003", PASSWORD)


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
            tracks.plan_inspections(session, CHIEF, NOW, [track], LATER, officers)
        assert refused.value.trouble is Trouble.TWO_AT_SITE
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        tracks.plan_inspections(session, CHIEF, LATER, [track], NOW, ["甲", "乙"])
    assert refused.value.trouble is Trouble.DATE_PAST
    with writing(backend.engine) as session:
        tracks.plan_inspections(session, CHIEF, NOW, [track], LATER, ["甲", "乙"])
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


def test_a_site_is_looked_at_for_several_offices_of_one_case(backend: Backend, hotel: int) -> None:
    first, second, *_ = ids(backend)
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        tracks.plan_inspections(session, CHIEF, NOW, [], LATER, ["甲", "乙"])
    assert (refused.value.trouble, refused.value.field) == (Trouble.FIELD_EMPTY, "tracks")
    with writing(backend.engine) as session:
        tracks.plan_inspections(session, CHIEF, NOW, [first, second], LATER, ["甲", "乙"])
        tracks.plan_inspections(session, CHIEF, NOW, [second], NOW, ["丙", "丁"])
    with reading(backend.engine) as session:
        listed = tracks.site_visits(session, CHIEF)
        assert [row.planned_for for row in listed] == [NOW, LATER, LATER]
        assert {row.name for row in listed} == {FIRM.name}
        after = Cursor(listed[0].planned_for, listed[0].id)
        assert tracks.site_visits(session, CHIEF, after) == listed[1:]
    with writing(backend.engine) as session:
        tracks.note_inspection(session, CHIEF, NOW, listed[0].id, "符合要求")
    with reading(backend.engine) as session:
        assert tracks.site_visits(session, CHIEF) == listed[1:]
        view = cases.case_view(session, CHIEF, NOW, hotel)
        assert [len(row.inspections) for row in view.tracks] == [1, 2, 0, 0, 0]


def stopped(backend: Backend, track: int, reason: str = "空气检测", expected: int = 3) -> None:
    with writing(backend.engine) as session:
        day = (NOW + timedelta(days=expected)).date()
        tracks.stop(session, CHIEF, NOW, press(backend), track, PauseKind.TEST, reason, day)


def test_one_office_stops_while_the_others_go_on(backend: Backend, hotel: int) -> None:
    first, second, *_ = ids(backend)
    with reading(backend.engine) as session:
        before = {row.id: row.due for row in session.get_one(Case, hotel).tracks}
        due = session.get_one(Case, hotel).due
    for reason, expected, wrong in (
        (" ", 3, Trouble.REASON_MISSING),
        ("检测", -1, Trouble.DATE_PAST),
    ):
        with pytest.raises(Refusal) as refused:
            stopped(backend, second, reason, expected)
        assert refused.value.trouble is wrong
    stopped(backend, second)
    with pytest.raises(Refusal) as refused:
        stopped(backend, second)
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE
    with reading(backend.engine) as session:
        view = cases.case_view(session, CHIEF, NOW, hotel)
        assert [row.stopped for row in view.tracks][:2] == [None, PauseKind.TEST]
        assert view.state is CaseState.IN_REVIEW
        strip = clocks.track_strip(session, CHIEF, LATER, second)
        assert strip is not None
        assert strip.reading.stopped is not None
        other = clocks.track_strip(session, CHIEF, LATER, first)
        assert other is not None
        assert other.reading.stopped is None
        papers = session.scalars(select(CasePaper).order_by(CasePaper.id)).all()
        assert papers[-1].kind is PaperKind.SUSPENSION
        assert "空气检测" in papers[-1].text
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        tracks.go_on(session, CHIEF, LATER, first)
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE
    with writing(backend.engine) as session:
        tracks.go_on(session, CHIEF, LATER, second)
    with reading(backend.engine) as session:
        case = session.get_one(Case, hotel)
        after = {row.id: row.due for row in case.tracks}
        assert [key for key, day in after.items() if day != before[key]] == [second]
        assert case.due == due


def longer(
    backend: Backend,
    track: int,
    count: int = 3,
    reason: str = "需复核",
    second: Second | None = WHO,
) -> None:
    with writing(backend.engine) as session:
        tracks.extend(session, CHIEF, NOW, press(backend), track, count, reason, second)


def test_one_office_gets_more_days_within_the_day_of_the_whole(
    backend: Backend, hotel: int
) -> None:
    fire = ids(backend)[3]
    with reading(backend.engine) as session:
        before = {row.id: row.due for row in session.get_one(Case, hotel).tracks}
        due = session.get_one(Case, hotel).due
    longer(backend, fire)
    with reading(backend.engine) as session:
        case = session.get_one(Case, hotel)
        later = {row.id: row.due for row in case.tracks if row.due != before[row.id]}
        assert list(later) == [fire]
        assert case.due == due
        view = cases.case_view(session, CHIEF, NOW, hotel)
        assert [row.extended for row in view.tracks] == [False, False, False, True, False]
        assert CaseMove.EXTEND in view.choices
        paper = session.scalars(select(CasePaper).order_by(CasePaper.id.desc())).first()
        assert paper is not None
        assert paper.kind is PaperKind.EXTENSION
        assert f"{case.tracks[3].office}：需复核" in paper.text
    with pytest.raises(Refusal) as refused:
        longer(backend, fire)
    assert refused.value.trouble is Trouble.EXTENDED_ONCE


@pytest.mark.parametrize(
    ("count", "reason", "who", "trouble"),
    [
        (0, "需复核", WHO, Trouble.COUNT_WRONG),
        (11, "需复核", WHO, Trouble.COUNT_WRONG),
        (3, " ", WHO, Trouble.REASON_MISSING),
        (3, "需复核", None, Trouble.SECOND_NEEDED),
    ],
)
def test_more_days_for_an_office_take_a_reason_and_an_approver(
    backend: Backend, hotel: int, count: int, reason: str, who: Second | None, trouble: Trouble
) -> None:
    with pytest.raises(Refusal) as refused:
        longer(backend, ids(backend)[0], count, reason, who)
    assert refused.value.trouble is trouble


def test_no_office_outlasts_the_whole_case(backend: Backend, hotel: int) -> None:
    first = ids(backend)[0]
    with writing(backend.engine) as session:
        session.get_one(Track, first).limit_count = 40
    with pytest.raises(Refusal) as refused:
        longer(backend, first, 10)
    assert refused.value.trouble is Trouble.PAST_TOTAL
    with reading(backend.engine) as session:
        assert not session.get_one(Case, hotel).extensions


def test_who_has_spoken_waits_for_nothing(backend: Backend, hotel: int) -> None:
    first = ids(backend)[0]
    stopped(backend, first)
    spoken(backend, first, TrackState.AGREED)
    with reading(backend.engine) as session:
        (pause,) = session.get_one(Case, hotel).pauses
        assert pause.end is not None


def test_a_section_with_people_of_its_own_decides(backend: Backend) -> None:
    with writing(backend.engine) as session:
        officer = session.scalars(select(Officer).where(Officer.number == "001002")).one()
        officer.section = "分局治安大队（特行管理）"
    done = issued(backend, HOTEL, organisation=FIRM, number="001003")
    with reading(backend.engine) as session:
        assert session.get_one(Case, done.case).decides == "分局治安大队（特行管理）"
        view = cases.case_view(session, CHIEF, NOW, done.case)
        assert CaseMove.APPROVE not in view.choices
