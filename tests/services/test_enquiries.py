"""The enquiry desk: noted, called back, turned into a visit, asked twice."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from db.engine import reading, writing
from db.models import Enquiry
from desktop.backend import Backend
from desktop.domain.enquiries import Channel, Ending, Topic
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Role
from desktop.services import drafts, enquiries
from desktop.services.enquiries import EnquiryFilter, NewEnquiry
from desktop.services.slips import PAGE, Cursor
from tests import builders
from tests.builders import CHIEF, NOW
from tests.services.counter import BOOK, CARD, acts, draft, issued

PHONE = "10000001234"
DUTY = Clerk(2, "001002", "值班室", Role.DUTY)


def asked(opened: Backend, *, now: datetime = NOW, clerk: Clerk = CHIEF, **more: Any) -> int:
    """A question at the phone that was answered, unless told otherwise."""
    values: dict[str, Any] = {"channel": Channel.PHONE, "item": BOOK, "question": "户口本丢了"}
    with writing(opened.engine) as session:
        return enquiries.log(session, clerk, now, NewEnquiry(**(values | more)))


def today(**more: Any) -> EnquiryFilter:
    return EnquiryFilter(NOW.date(), NOW.date(), NOW.tzinfo, **more)


def rows(opened: Backend, clerk: Clerk = CHIEF, **more: Any) -> list[int]:
    with reading(opened.engine) as session:
        return [row.id for row in enquiries.listed(session, clerk, today(**more))]


def test_a_question_is_noted_with_what_was_asked(backend: Backend) -> None:
    asked(backend, name=" 王小明 ", phone=PHONE, topic=Topic.COST, window="3号窗口")
    with reading(backend.engine) as session:
        (row,) = enquiries.listed(session, CHIEF, today())
        assert (row.item, row.topic, row.question) == (BOOK, Topic.COST, "户口本丢了")
        assert (row.name, row.phone, row.window) == ("王小明", "100****1234", "3号窗口")
        assert (row.ending, row.open, row.slip) == (Ending.ANSWERED, False, None)
        assert acts(session)[-1] == "enquiry.log"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"question": " ", "item": ""}, "question"),
        ({"ending": Ending.CALL_BACK}, "phone"),
        ({"ending": Ending.PASSED_ON}, "answer"),
    ],
)
def test_what_a_note_cannot_be_without(backend: Backend, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        asked(backend, **more)
    assert (refused.value.trouble, refused.value.field) == (Trouble.FIELD_EMPTY, field)


def test_a_story_is_cut_to_a_question(backend: Backend) -> None:
    asked(backend, question="问" * 500)
    with reading(backend.engine) as session:
        (row,) = enquiries.listed(session, CHIEF, today())
        assert len(row.question) == 200


def test_the_list_is_filtered_and_a_duty_room_sees_its_own(backend: Backend) -> None:
    phone = asked(backend)
    window = asked(backend, channel=Channel.WINDOW, item=CARD, window="2号")
    passed = asked(backend, ending=Ending.PASSED_ON, answer="转户政科", clerk=DUTY)
    asked(backend, now=NOW - timedelta(days=1))
    assert rows(backend) == [passed, window, phone]
    assert rows(backend, channel=Channel.WINDOW) == [window]
    assert rows(backend, item=CARD) == [window]
    assert rows(backend, window="2号") == [window]
    assert rows(backend, ending=Ending.PASSED_ON) == [passed]
    assert rows(backend, officer=DUTY.id) == [passed]
    assert rows(backend, DUTY) == [passed]


def test_pages_follow_each_other(backend: Backend) -> None:
    with writing(backend.engine) as session:
        new = NewEnquiry(Channel.PHONE, item=BOOK)
        for _ in range(PAGE + 3):
            enquiries.log(session, CHIEF, NOW, new)
    with reading(backend.engine) as session:
        first = enquiries.listed(session, CHIEF, today())
        after = Cursor(first[-1].at, first[-1].id)
        second = enquiries.listed(session, CHIEF, today(), after)
        assert (len(first), len(second)) == (PAGE, 3)
        assert not {row.id for row in first} & {row.id for row in second}


def test_who_waits_for_a_call_is_called_once(backend: Backend) -> None:
    later = asked(backend, ending=Ending.CALL_BACK, phone=PHONE)
    first = asked(backend, ending=Ending.CALL_BACK, phone="10000009876", now=NOW - timedelta(1))
    with reading(backend.engine) as session:
        waiting = enquiries.call_backs(session, DUTY)
        assert [row.id for row in waiting] == [first, later]
        assert all(row.open for row in waiting)
        after = Cursor(waiting[0].at, waiting[0].id)
        assert [row.id for row in enquiries.call_backs(session, DUTY, after)] == [later]
    with writing(backend.engine) as session:
        assert enquiries.reveal(session, DUTY, NOW, later) == PHONE
        with pytest.raises(Refusal) as refused:
            enquiries.called(session, DUTY, NOW, later, " ")
        assert refused.value.trouble is Trouble.FIELD_EMPTY
        enquiries.called(session, DUTY, NOW, later, "已告知材料")
    with reading(backend.engine) as session:
        assert [row.id for row in enquiries.call_backs(session, DUTY)] == [first]
        assert acts(session)[-2:] == ["enquiry.reveal", "enquiry.called"]
    for enquiry in (later, asked(backend)):
        with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
            enquiries.called(session, DUTY, NOW, enquiry, "又打了")
        assert refused.value.trouble is Trouble.CHANGED_MEANWHILE


def test_a_question_becomes_a_visit_with_everything_filled_in(backend: Backend) -> None:
    enquiry = asked(backend, name="王小明", phone=PHONE, answer="带身份证")
    bare = asked(backend, item="", question="开酒店")
    clerk = builders.clerk(backend)
    with writing(backend.engine) as session:
        made = enquiries.begin_visit(session, clerk, NOW, enquiry, "key-of-visit")
        assert made.items == (BOOK,)
        assert (made.applicant.person.name, made.applicant.person.phone) == ("王小明", PHONE)
        assert [(each.ask, each.answer) for each in made.questions] == [("户口本丢了", "带身份证")]
        assert enquiries.begin_visit(session, clerk, NOW, bare, "other").items == ()
    with reading(backend.engine) as session:
        kept = {each.key: each for each in drafts.unfinished(session, clerk)}
        assert kept["key-of-visit"].draft == made
        assert (kept["key-of-visit"].step, kept["other"].step) == ("person", "items")
    done = issued(backend, key="key-of-visit", done=draft(backend, BOOK))
    with reading(backend.engine) as session:
        slips = {row.id: row.slip_number for row in enquiries.listed(session, CHIEF, today())}
        assert slips == {enquiry: done.number, bare: ""}


def test_who_asks_again_is_noticed(backend: Backend) -> None:
    asked(backend, phone=PHONE)
    asked(backend, phone=PHONE, question="补办要多少钱", now=NOW + timedelta(hours=1))
    asked(backend, phone=PHONE, item=CARD)
    asked(backend, phone="")
    begin, end = NOW - timedelta(days=1), NOW + timedelta(days=1)
    with reading(backend.engine) as session:
        before = enquiries.asked_before(session, CHIEF, PHONE, BOOK)
        assert (before.times, before.last) == (2, NOW + timedelta(hours=1))
        assert enquiries.asked_before(session, CHIEF, PHONE, "").times == 0
        assert enquiries.asked_before(session, CHIEF, "", BOOK).times == 0
        (again,) = enquiries.asked_again(session, CHIEF, begin, end)
        assert (again.item, again.phone, again.times) == (BOOK, "100****1234", 2)
        assert again.questions == ("户口本丢了", "补办要多少钱")
        assert enquiries.asked_again(session, CHIEF, end, end) == ()


def test_questions_without_a_good_hit_are_ranked(backend: Backend) -> None:
    for question in ("落户 积分", "落户 积分", "遛狗要办证吗"):
        asked(backend, item="", question=question, found=False)
    asked(backend)
    begin, end = NOW - timedelta(days=1), NOW + timedelta(days=1)
    with reading(backend.engine) as session:
        found = enquiries.unfound(session, CHIEF, begin, end)
        assert [(row.question, row.times) for row in found] == [
            ("落户 积分", 2),
            ("遛狗要办证吗", 1),
        ]


def test_what_was_noted_is_never_changed(backend: Backend) -> None:
    enquiry = asked(backend)
    with pytest.raises(DatabaseError), writing(backend.engine) as session:
        session.get_one(Enquiry, enquiry).question = "别的"
    with pytest.raises(DatabaseError), writing(backend.engine) as session:
        session.delete(session.get_one(Enquiry, enquiry))


def test_days_are_those_of_the_station(backend: Backend) -> None:
    asked(backend, now=datetime(2026, 11, 23, 17, tzinfo=UTC))  # the 24th in China
    day = date(2026, 11, 24)
    with reading(backend.engine) as session:
        shown = EnquiryFilter(day, day, NOW.tzinfo)
        assert len(enquiries.listed(session, CHIEF, shown)) == 1
