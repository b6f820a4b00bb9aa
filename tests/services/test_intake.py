"""An intake ends in one act: one slip, one number, a case, a delivery; or in nothing at all."""

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.engine import reading, writing
from db.models import Audit, Base, Case, CasePaper, Counter, Delivery, Slip
from desktop.backend import Backend
from desktop.domain.applicants import Document, Organisation, Person, Relation
from desktop.domain.cases import CaseMove, CaseState, Outcome
from desktop.domain.deliveries import DeliveryState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.intake import Draft
from desktop.domain.items import Fulfilment
from desktop.domain.papers import PaperKind
from desktop.domain.printing import Paper
from desktop.domain.slips import MaterialState, SignatureMode, SlipContent, Stub
from desktop.services import intake
from tests import builders
from tests.services.counter import (
    BOOK,
    CARD,
    HOTEL,
    acts,
    delivery_of,
    desk,
    draft,
    issued,
    moved,
)

NOW = builders.NOW
MISSING: dict[str, Any] = {"state": MaterialState.MISSING}


def _rows(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_an_accepted_visit_makes_case_slip_and_delivery(backend: Backend) -> None:
    done = issued(backend, CARD)
    assert done.number == "330105A1202611230001"
    assert done.case_number == "330105A1办202600001"
    assert done.state is CaseState.ACCEPTED
    with reading(backend.engine) as session:
        slip = session.get_one(Slip, done.slip)
        assert (slip.pdf, slip.sha256, slip.pages) == (done.paper.pdf, done.paper.sha256, 1)
        assert (slip.template, slip.notice, slip.stub) == ("notice-4", 1, Stub.MISSING)
        assert json.loads(slip.text)["number"] == done.number
        case = session.get_one(Case, done.case)
        assert (case.name, case.initials) == ("赵桂英", "zgy")
        assert case.id_number == "000103195006150024"
        assert [row.flag for row in case.flags] == ["elderly"]
        assert "76周岁" in case.flags[0].reason
        assert case.answers["items"] == [CARD]
        row = delivery_of(session, done.case)
        assert (row.mode, row.state) == (Fulfilment.COURIER, DeliveryState.PENDING)
        assert acts(session)[-2:] == ["slip.issue", "paper.issue"]
        paper = session.scalars(select(CasePaper)).one()
        assert (paper.kind, paper.number) == (PaperKind.ACCEPTANCE, "330105A1SL202600001")
        assert done.papers[0].number == paper.number
        assert done.number in paper.text  # the acceptance names the slip


def test_a_visit_with_something_lacking_ends_in_a_notice(backend: Backend) -> None:
    done = issued(backend, CARD, **MISSING)
    assert (done.state, done.case_number, done.due) == (CaseState.NOTICE_GIVEN, "", None)
    with reading(backend.engine) as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 0


@pytest.mark.parametrize(("body", "reason"), [("", "不归本所管"), ("市监局", "不归本所管；市监局")])
def test_a_visit_that_is_not_accepted_keeps_the_reason(
    backend: Backend, body: str, reason: str
) -> None:
    done = draft(
        backend, CARD, outcome=Outcome.NOT_ACCEPT, reason="不归本所管", right_body=body, **MISSING
    )
    ended = issued(backend, done=done)
    assert ended.state is CaseState.NOT_ACCEPTED
    with reading(backend.engine) as session:
        assert session.get_one(Case, ended.case).reason == reason


def test_what_is_done_on_the_spot_is_finished_at_once(backend: Backend) -> None:
    done = issued(backend, BOOK)
    assert (done.state, done.due) == (CaseState.DELIVERED, date(2026, 11, 23))
    with reading(backend.engine) as session:
        row = delivery_of(session, done.case)
        assert (row.mode, row.state) == (Fulfilment.ON_THE_SPOT, DeliveryState.DELIVERED)
        moves = [event.move for event in session.get_one(Case, done.case).events]
        assert moves == [CaseMove.ACCEPT, CaseMove.FINISH_ON_THE_SPOT]


@pytest.mark.parametrize(
    ("items", "start", "due", "provisional"),
    [
        ((CARD,), NOW, date(2027, 1, 22), True),  # 60 natural days, 2027 not announced
        ((HOTEL,), NOW, date(2026, 12, 21), False),  # 20 working days
        ((BOOK, HOTEL), NOW, date(2026, 12, 21), False),  # the latest of both
        ((HOTEL,), datetime(2026, 12, 14, 9, tzinfo=builders.ZONE), date(2027, 1, 11), True),
    ],
)
def test_when_a_case_is_due(
    backend: Backend, items: tuple[str, ...], start: datetime, due: date, provisional: bool
) -> None:
    more: dict[str, Any] = {"organisation": Organisation("某某宾馆")} if HOTEL in items else {}
    done = issued(backend, now=start, done=draft(backend, *items, **more))
    assert (done.due, done.due_provisional) == (due, provisional)


def test_a_case_without_a_known_limit_has_no_due_date(backend: Backend) -> None:
    shelf = builders.counter(backend, builders.clerk(backend)).shelf
    silent = next(
        item.id
        for item in shelf.catalogue.items.values()
        if item.promised.count is None and item.statutory.count is None
    )
    assert issued(backend, silent, organisation=Organisation("某某公司")).due is None


def test_asked_twice_there_is_one_slip(backend: Backend) -> None:
    first = issued(backend, CARD, key="same")
    with reading(backend.engine) as session:
        rows = _rows(session)
    again = issued(backend, CARD, key="same", now=NOW + timedelta(hours=1))
    assert again == first
    with reading(backend.engine) as session:
        assert _rows(session) == rows


class _PaperJam(Exception):
    pass


def _jam(_content: SlipContent) -> Paper:
    raise _PaperJam


def test_a_paper_that_cannot_be_made_leaves_nothing_and_no_gap(backend: Backend) -> None:
    who, done = builders.clerk(backend), draft(backend, CARD)
    assert issued(backend, CARD).number.endswith("0001")
    with reading(backend.engine) as session:
        before = _rows(session)
        counters = session.execute(select(Counter.series, Counter.value)).all()
    window = desk(backend, who, _jam)
    with pytest.raises(_PaperJam), writing(backend.engine) as session:
        intake.issue(session, who, NOW, window, "jam", done)
    with reading(backend.engine) as session:
        assert _rows(session) == before
        assert session.execute(select(Counter.series, Counter.value)).all() == counters
    second = issued(backend, done=done, key="jam")
    assert second.number.endswith("0002")
    assert second.case_number.endswith("00002")


def test_numbers_begin_anew_with_the_day_and_the_year(backend: Backend) -> None:
    numbers = [
        (done.number[8:], done.case_number[8:])
        for done in (
            issued(backend, HOTEL, now=moment, organisation=Organisation("某某宾馆"))
            for moment in (NOW, NOW, NOW + timedelta(days=1), NOW + timedelta(days=50))
        )
    ]
    assert numbers == [
        ("202611230001", "办202600001"),
        ("202611230002", "办202600002"),
        ("202611240001", "办202600003"),
        ("202701120001", "办202700001"),
    ]


@pytest.mark.parametrize(
    ("changes", "trouble", "field"),
    [
        ({"items": ()}, Trouble.ITEM_MISSING, "items"),
        ({"asked": False}, Trouble.FLAG_OPEN, "asked"),
        ({"acknowledged": frozenset()}, Trouble.FLAG_OPEN, "flag.elderly"),
        ({"explained": frozenset({"limit"})}, Trouble.LINES_OPEN, "lines"),
        ({"signature": None}, Trouble.SIGNATURE_MISSING, "signature"),
        ({"declined": {"disabled": ""}}, Trouble.REASON_MISSING, "declined.disabled"),
        ({"outcome": Outcome.NOT_ACCEPT}, Trouble.TEXT_CHANGED, "signature"),
    ],
)
def test_what_is_still_open_is_refused_and_nothing_is_stored(
    backend: Backend, changes: dict[str, Any], trouble: Trouble, field: str
) -> None:
    done = replace(draft(backend, CARD), **changes)
    with reading(backend.engine) as session:
        before = _rows(session)
    with pytest.raises(Refusal) as refused:
        issued(backend, done=done)
    assert (refused.value.trouble, refused.value.field) == (trouble, field)
    with reading(backend.engine) as session:
        assert _rows(session) == before


def test_a_signature_stands_for_the_text_that_was_on_screen(backend: Backend) -> None:
    done = draft(backend, CARD)
    with pytest.raises(Refusal) as refused:
        issued(backend, done=replace(done, large=False))
    assert (refused.value.trouble, refused.value.field) == (Trouble.TEXT_CHANGED, "signature")
    assert issued(backend, done=replace(done, note="only for the officer")).number


def test_a_window_s_own_name_stands_on_the_slip_that_was_signed(backend: Backend) -> None:
    who = builders.clerk(backend)
    done = draft(backend, CARD)
    counter = builders.counter(backend, who)
    facts = replace(counter.station, window="3号窗口")
    matter, _ = intake.preview(counter.shelf, counter.template, facts, who, done, NOW)
    assert done.signature is not None
    done = replace(done, signature=replace(done.signature, text_hash=matter.told))
    window = replace(desk(backend, who), window="3号窗口")
    with writing(backend.engine) as session:
        ended = intake.issue(session, who, NOW, window, "w", done)
    assert json.loads(ended.paper.pdf[5:])["window"] == "3号窗口"


def test_a_second_visit_continues_the_open_case(backend: Backend) -> None:
    first = issued(backend, CARD, **MISSING)
    with reading(backend.engine) as session:
        (found,) = intake.open_cases(session, builders.OLD_WOMAN.id_number, (CARD,))
    assert (found.id, found.slips, found.state) == (first.case, 1, CaseState.NOTICE_GIVEN)
    second = issued(backend, CARD, continues=first.case, **MISSING)
    third = issued(backend, CARD, continues=first.case)
    assert {first.case, second.case, third.case} == {first.case}
    assert third.state is CaseState.ACCEPTED
    with reading(backend.engine) as session:
        case = session.get_one(Case, first.case)
        assert [slip.notice for slip in case.slips] == [1, 2, 3]
        assert [json.loads(slip.text)["notice"] for slip in case.slips] == [1, 2, 3]


def test_what_a_second_visit_adds_is_written_down(backend: Backend) -> None:
    first = issued(backend, CARD, **MISSING)
    issued(
        backend, CARD, "temp-id-card", continues=first.case, circumstances=("damaged_documents",),
        **MISSING,
    )  # fmt: skip
    with reading(backend.engine) as session:
        case = session.get_one(Case, first.case)
        assert [row.item for row in case.items] == [CARD, "temp-id-card"]
        assert [row.flag for row in case.flags] == ["elderly", "damaged_documents"]
        assert intake.open_cases(session, builders.OLD_WOMAN.id_number, ("temp-id-card",))


@pytest.mark.parametrize("ended", [False, True])
def test_a_case_that_is_not_open_is_not_continued(backend: Backend, ended: bool) -> None:
    case = 999
    if ended:
        case = issued(backend, CARD).case
        moved(backend, case, CaseMove.WITHDRAW, reason="不办了")
    with pytest.raises(Refusal) as refused:
        issued(backend, CARD, continues=case)
    assert refused.value.trouble is Trouble.NOT_FOUND


def test_a_running_case_is_not_accepted_twice(backend: Backend) -> None:
    first = issued(backend, CARD)
    with pytest.raises(Refusal) as refused:
        issued(backend, CARD, continues=first.case)
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


def test_open_cases_are_those_of_the_person_and_the_item(backend: Backend) -> None:
    issued(backend, CARD)
    number = builders.OLD_WOMAN.id_number
    with reading(backend.engine) as session:
        assert intake.open_cases(session, f" {number} ", (CARD, BOOK))
        assert not intake.open_cases(session, number, (BOOK,))
        assert not intake.open_cases(session, builders.FROM_ANHUI.id_number, (CARD,))
        assert not intake.open_cases(session, "", (CARD,))
        assert not intake.open_cases(session, number, ())


def test_somebody_without_a_document_has_no_number_on_record(backend: Backend) -> None:
    person = Person("无名氏", Document.NONE, "000103195006150024", date(1950, 6, 15), "杭州市")
    done = issued(backend, BOOK, person=person)
    with reading(backend.engine) as session:
        assert session.get_one(Case, done.case).id_number == ""


def test_an_agent_and_an_organisation_stand_on_the_slip(backend: Backend) -> None:
    done = issued(
        backend, HOTEL, relation=Relation.AGENT, other=builders.FROM_ANHUI,
        organisation=Organisation("某某宾馆", "91110000600037341L"), mode=SignatureMode.AGENT,
    )  # fmt: skip
    told = json.loads(done.paper.pdf[5:])
    assert told["agent"]["name"] == "钱小梅"
    assert told["organisation"]["name"] == "某某宾馆"
    with reading(backend.engine) as session:
        assert session.get_one(Case, done.case).organisation == "某某宾馆"


def test_the_journal_holds_no_personal_data(backend: Backend) -> None:
    issued(backend, CARD)
    with reading(backend.engine) as session:
        lines = [f"{row.subject}{row.detail}" for row in session.scalars(select(Audit))]
    lines = [
        re.sub(r"[0-9a-f]{64}", "", line) for line in lines
    ]  # any three digits occur in a digest
    for secret in (builders.OLD_WOMAN.name, builders.OLD_WOMAN.id_number, "138"):
        assert not [line for line in lines if secret in line]


def test_an_unknown_item_of_an_old_draft_is_left_out(backend: Backend) -> None:
    shelf = builders.counter(backend, builders.clerk(backend)).shelf
    matter = intake.matter_of(shelf, Draft(items=("no-such-item", CARD)), NOW.date())
    assert [item.id for item in matter.items] == [CARD]
