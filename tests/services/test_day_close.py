"""The end of a day: every kind of gap, what is said of it, the snapshot, later changes."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from db.engine import reading, writing
from db.models import Case, CasePaper, DayClose, DayGap, Delivery, Enquiry, Owed, Slip
from desktop.backend import Backend
from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.day_close import Difference, GapKind
from desktop.domain.deliveries import Attention
from desktop.domain.enquiries import Channel, Ending
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.intake import Step
from desktop.domain.papers import PaperKind
from desktop.domain.printing import News
from desktop.domain.reviews import ReviewKind
from desktop.services import day_close, drafts, enquiries, gaps, reviews, slips
from desktop.services.enquiries import NewEnquiry
from desktop.services.officers import Second
from tests import builders
from tests.builders import CHIEF, NOW, PASSWORD
from tests.services.counter import CARD, acts, draft, issued, moved, press
from tests.tamper import unfenced

DAY = NOW.date()
SECOND = Second("001003", PASSWORD)


def printed(opened: Backend, slip: int, good: bool = True) -> None:
    with writing(opened.engine) as session:
        sheet = slips.ask_print(session, CHIEF, NOW, slip, "PDF", f"print-{slip}-{good}")
        slips.follow_print(session, CHIEF, NOW, sheet.id, News.GONE)
        slips.tell_print(session, CHIEF, NOW, sheet.id, good)


def found(opened: Backend, day: date = DAY) -> list[gaps.Gap]:
    with reading(opened.engine) as session:
        return list(gaps.gaps(session, CHIEF, NOW, day))


def kinds(opened: Backend, day: date = DAY) -> list[GapKind]:
    return [gap.kind for gap in found(opened, day)]


def explained(opened: Backend, said: str = "已核对", carried: bool = False) -> None:
    with writing(opened.engine) as session:
        left = [(gap.kind, gap.subject) for gap in gaps.gaps(session, CHIEF, NOW, DAY)]
        day_close.explain(session, CHIEF, NOW, DAY, left, said, carried)


def closed(opened: Backend) -> None:
    with writing(opened.engine) as session:
        day_close.close(session, CHIEF, NOW, press(opened), DAY)


def looked(opened: Backend) -> day_close.Day:
    with reading(opened.engine) as session:
        return day_close.look(session, CHIEF, NOW, DAY)


# Gaps


def test_a_quiet_day_has_no_gaps(backend: Backend) -> None:
    assert found(backend) == []


def test_a_slip_wants_its_stub_and_its_sheet(backend: Backend) -> None:
    done = issued(backend, CARD)
    assert kinds(backend) == [GapKind.STUB, GapKind.PRINT]
    assert kinds(backend, DAY + timedelta(days=1)) == [GapKind.STUB]  # a stub is wanted for good
    assert kinds(backend, DAY - timedelta(days=1)) == []
    (stub, _sheet) = found(backend)
    assert (stub.number, stub.case, stub.since, stub.open) == (done.number, done.case, DAY, True)
    printed(backend, done.slip, good=False)
    assert kinds(backend) == [GapKind.STUB, GapKind.PRINT]
    printed(backend, done.slip)
    with writing(backend.engine) as session:
        slips.confirm_stub(session, CHIEF, NOW, done.slip)
    assert found(backend) == []


def test_a_void_slip_wants_nothing(backend: Backend) -> None:
    done = issued(backend, CARD)
    with writing(backend.engine) as session:
        slips.void(session, CHIEF, NOW, done.slip, "错了", SECOND)
    assert found(backend) == []


@pytest.mark.file
def test_a_number_that_no_slip_bears_is_named(backend: Backend) -> None:
    first = issued(backend, CARD)
    issued(backend, CARD)
    with unfenced(backend) as raw:
        raw.execute("UPDATE slip SET number = 'x' WHERE id = ?", (first.slip,))
    (gap,) = [gap for gap in found(backend) if gap.kind is GapKind.NUMBER]
    assert (gap.number, gap.subject) == (first.number, f"number:{first.number}")


def unfinished(opened: Backend, _case: int) -> None:
    who = builders.clerk(opened)
    with writing(opened.engine) as session:
        drafts.save_draft(session, who, NOW, "k", Step.PERSON, "赵桂英", draft(opened, CARD))


def unguarded(opened: Backend, case: int) -> None:
    with writing(opened.engine) as session:
        session.get_one(Case, case).guard_on = DAY


def late(opened: Backend, case: int) -> None:
    moved(opened, case, CaseMove.EXAMINE)
    with writing(opened.engine) as session:
        session.get_one(Case, case).due = DAY - timedelta(days=1)


def owing(opened: Backend, case: int) -> None:
    with writing(opened.engine) as session:
        session.add(
            Owed(
                case_id=case, material="x", name="照片", until=DAY - timedelta(days=1),
                promise="", came_at=None, officer_id=1,
            )
        )  # fmt: skip


def stuck(opened: Backend, case: int) -> None:
    with writing(opened.engine) as session:
        row = session.scalars(select(Delivery).where(Delivery.case_id == case)).one()
        row.attention = Attention.SILENT


def promised(opened: Backend, _case: int) -> None:
    with writing(opened.engine) as session:
        asked = NewEnquiry(Channel.PHONE, Ending.CALL_BACK, CARD, question="问", phone="1")
        enquiries.log(session, CHIEF, NOW, asked)


def returned(opened: Backend, case: int) -> None:
    with writing(opened.engine) as session:
        reviews.mark(session, CHIEF, NOW, case, ReviewKind.RETURNED, "补照片")
        reviews.mark(session, CHIEF, NOW, case, ReviewKind.SAMPLE)


@pytest.mark.parametrize(
    ("make", "kind", "why"),
    [
        (unfinished, GapKind.DRAFT, ""),
        (unguarded, GapKind.GUARD, ""),
        (late, GapKind.OVERDUE, ""),
        (owing, GapKind.OWED, "照片"),
        (stuck, GapKind.PARCEL, "silent"),
        (promised, GapKind.CALL_BACK, "问"),
        (returned, GapKind.REVIEW, "补照片"),
    ],
)
def test_what_is_open_at_night_is_a_gap(
    backend: Backend, make: Callable[[Backend, int], None], kind: GapKind, why: str
) -> None:
    case = issued(backend, CARD).case
    before = set(kinds(backend))
    make(backend, case)
    assert set(kinds(backend)) - before == {kind}
    (gap,) = [gap for gap in found(backend) if gap.kind is kind]
    assert gap.why == why


# What is said of them


def test_a_gap_is_explained_or_carried_and_the_next_day_knows(backend: Backend) -> None:
    issued(backend, CARD)
    with pytest.raises(Refusal) as refused:
        explained(backend, " ")
    assert refused.value.trouble is Trouble.REASON_MISSING
    explained(backend, "老人明天来签", carried=True)
    assert [(gap.said, gap.carried, gap.open) for gap in found(backend)] == [
        ("老人明天来签", True, False)
    ] * 2
    explained(backend, "改说", carried=False)
    assert {(gap.said, gap.carried) for gap in found(backend)} == {("改说", False)}
    (tomorrow,) = found(backend, DAY + timedelta(days=1))
    assert (tomorrow.before, tomorrow.open) == ("改说", True)
    explained(backend, "", carried=True)
    assert not any(gap.open for gap in found(backend))


# Closing


def test_a_day_is_closed_when_every_gap_has_its_word(backend: Backend) -> None:
    done = issued(backend, CARD)
    with pytest.raises(Refusal) as refused:
        closed(backend)
    assert (refused.value.trouble, refused.value.values) == (Trouble.GAPS_OPEN, {"count": 2})
    explained(backend)
    before = looked(backend)
    assert before.closed is None
    assert (before.counts.notices, before.counts.accepted, before.counts.visits) == (1, 1, 1)
    closed(backend)
    day = looked(backend)
    assert day.closed is not None
    assert (day.gaps, day.counts) == ((), before.counts)
    assert (day.closed.officer, day.closed.whole, day.closed.changes) == (CHIEF.name, True, ())
    with reading(backend.engine) as session:
        row = session.get_one(DayClose, DAY)
        assert done.number in str(row.content)
        assert builders.OLD_WOMAN.name not in str(row.content)
        paper = session.get_one(CasePaper, day.closed.paper)
        assert paper.kind is PaperKind.DAY_CLOSE
        assert row.sha256 in paper.text
        assert "存根未收回" in paper.text
        assert acts(session)[-2:] == ["day.close", "paper.issue"]
        assert day_close.closed_days(session, CHIEF, DAY, DAY) == {DAY}


def test_a_day_is_closed_once_and_never_before_it_is_there(backend: Backend) -> None:
    closed(backend)
    with pytest.raises(Refusal) as refused:
        closed(backend)
    assert refused.value.trouble is Trouble.DAY_CLOSED
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        day_close.explain(session, CHIEF, NOW, DAY, [(GapKind.STUB, "slip:1")], "x")
    assert refused.value.trouble is Trouble.DAY_CLOSED
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        day_close.close(session, CHIEF, NOW, press(backend), DAY + timedelta(days=1))
    assert refused.value.trouble is Trouble.DAY_TO_COME


def test_later_changes_show_as_changes_after_closing(backend: Backend) -> None:
    done, other = issued(backend, CARD), issued(backend, CARD)
    explained(backend)
    closed(backend)
    with writing(backend.engine) as session:
        slips.confirm_stub(session, CHIEF, NOW, done.slip)
        enquiries.log(session, CHIEF, NOW, NewEnquiry(Channel.PHONE, item=CARD))
    moved(backend, other.case, CaseMove.EXAMINE)
    day = looked(backend)
    assert day.closed is not None
    told = {(change.kind, change.key): change for change in day.closed.changes}
    slip = told["slip", str(done.slip)]
    assert (slip.how, slip.fields) == (Difference.CHANGED, {"stub": ("missing", "signed")})
    assert told["enquiry", "1"].how is Difference.ADDED
    case = told["case", str(other.case)]
    assert case.fields == {"state": (CaseState.ACCEPTED, CaseState.IN_REVIEW)}
    assert ("case", str(done.case)) not in told
    assert day.closed.whole


@pytest.mark.file
def test_a_record_that_was_taken_out_is_missed(backend: Backend) -> None:
    with writing(backend.engine) as session:
        enquiries.log(session, CHIEF, NOW, NewEnquiry(Channel.PHONE, item=CARD))
    closed(backend)
    with unfenced(backend) as raw:
        raw.execute("DELETE FROM enquiry")
    day = looked(backend)
    assert day.closed is not None
    assert [(each.kind, each.how) for each in day.closed.changes] == [("enquiry", Difference.GONE)]


@pytest.mark.file
def test_a_snapshot_that_was_rewritten_is_told(backend: Backend) -> None:
    issued(backend, CARD)
    explained(backend)
    closed(backend)
    with unfenced(backend) as raw:
        raw.execute("UPDATE day_close SET content = replace(content, 'missing', 'signed')")
    day = looked(backend)
    assert day.closed is not None
    assert not day.closed.whole


def test_a_closed_day_is_never_changed(backend: Backend) -> None:
    issued(backend, CARD)
    explained(backend)
    closed(backend)
    with pytest.raises(DatabaseError), writing(backend.engine) as session:
        session.get_one(DayClose, DAY).sha256 = "0" * 64
    with pytest.raises(DatabaseError), writing(backend.engine) as session:
        session.scalars(select(DayGap)).first().said = "别的"  # type: ignore[union-attr]
    with pytest.raises(DatabaseError), writing(backend.engine) as session:
        session.add(
            DayGap(
                day=DAY, kind=GapKind.STUB, subject="slip:9", said="x", carried=False, at=NOW,
                officer_id=1,
            )
        )  # fmt: skip


def test_everything_of_a_day_stands_in_its_snapshot(backend: Backend) -> None:
    done = issued(backend, CARD)
    with writing(backend.engine) as session:
        enquiries.log(session, CHIEF, NOW, NewEnquiry(Channel.PHONE, item=CARD))
        content = day_close.snapshot(session, DAY, NOW.tzinfo)
        assert {kind: len(rows) for kind, rows in content.items()} == {
            "slip": 1, "case": 1, "move": 1, "visit": 1, "parcel": 0, "enquiry": 1,
        }  # fmt: skip
        assert content["slip"][str(done.slip)]["sha256"] == session.scalar(select(Slip.sha256))
        assert session.scalar(select(Enquiry.id)) == 1
        empty = day_close.snapshot(session, DAY - timedelta(days=1), NOW.tzinfo)
        assert not any(empty.values())
