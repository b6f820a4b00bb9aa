"""Kept as long as it must be, erased with two persons, and never the number."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Case, CaseEvent, CasePaper, Delivery, Draft, Enquiry, Slip
from desktop.backend import Backend
from desktop.domain.applicants import Organisation
from desktop.domain.cases import CaseMove, Outcome
from desktop.domain.deliveries import DeliveryState
from desktop.domain.enquiries import Channel, Ending
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.intake import Step
from desktop.domain.paper_samples import sample_facts
from desktop.domain.papers import PaperKind
from desktop.domain.tracks import TrackState
from desktop.services import (
    audit,
    deliveries,
    drafts,
    enquiries,
    handing,
    papers,
    parcels,
    retention,
    supplements,
    tracks,
)
from desktop.services.enquiries import NewEnquiry
from desktop.services.officers import Second
from desktop.services.retention import ERASED, Kind
from tests import builders
from tests.builders import CHIEF, NOW, OLD_WOMAN, PASSWORD
from tests.services.counter import (
    CARD,
    HOTEL,
    acts,
    delivery_of,
    draft,
    issued,
    made,
    moved,
    press,
)
from tests.services.on_the_way import ON_PAPER, OWNER

SECOND = Second("001003", PASSWORD)
LATER = NOW + timedelta(days=6 * 365)


def counts(backend: Backend, now: datetime = LATER) -> dict[Kind, int]:
    with reading(backend.engine) as session:
        return {due.kind: due.count for due in retention.report(session, CHIEF, now)}


def test_nothing_is_due_before_its_time(backend: Backend) -> None:
    issued(backend, CARD)
    assert counts(backend, NOW + timedelta(days=1)) == dict.fromkeys(Kind, 0)


def test_what_is_due_goes_and_number_state_and_hash_stay(backend: Backend) -> None:
    closed, running = issued(backend, CARD), issued(backend, CARD)
    moved(backend, closed.case, CaseMove.WITHDRAW, reason="赵桂英不办了")
    who = builders.clerk(backend)
    with writing(backend.engine) as session:
        drafts.save_draft(session, who, NOW, "k", Step.PERSON, "t", draft(backend, CARD))
        asked = NewEnquiry(Channel.PHONE, Ending.CALL_BACK, CARD, question="赵桂英的", phone="1")
        enquiries.log(session, who, NOW, asked)
    assert counts(backend) == {Kind.DRAFT: 1, Kind.ENQUIRY: 1, Kind.SLIP: 2, Kind.CASE: 1}
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        retention.purge(session, CHIEF, LATER)
    assert refused.value.trouble is Trouble.SECOND_NEEDED
    with writing(backend.engine) as session:
        retention.purge(session, CHIEF, LATER, SECOND)
    assert counts(backend) == dict.fromkeys(Kind, 0)
    with reading(backend.engine) as session:
        gone, kept = session.get_one(Case, closed.case), session.get_one(Case, running.case)
        assert (gone.name, gone.id_number, gone.answers, gone.number) == (
            ERASED, "", {}, closed.case_number,
        )  # fmt: skip
        assert kept.name == OLD_WOMAN.name  # still open
        assert session.scalars(select(Draft)).all() == []
        question = session.scalars(select(Enquiry)).one()
        assert (question.question, question.phone, question.item) == ("", "", CARD)
        slip = session.get_one(Slip, closed.slip)
        assert (slip.pdf, slip.text, slip.number) == (b"", "", closed.number)
        assert len(slip.sha256) == 64
        delivery = session.scalars(select(Delivery).where(Delivery.case_id == closed.case)).one()
        assert (delivery.recipient, delivery.phone, delivery.address) == ("", "", "")
        events = session.scalars(select(CaseEvent).where(CaseEvent.case_id == closed.case)).all()
        assert {event.reason for event in events} == {""}
        assert acts(session)[-1] == "retention.purge"
        assert audit.verify(session).good
    backend.engine.dispose()
    left = b"".join(file.read_bytes() for file in backend.store.path.parent.iterdir())
    assert OLD_WOMAN.name.encode() not in left


def test_a_case_that_was_never_accepted_has_no_delivery_to_erase(backend: Backend) -> None:
    refused: dict[str, Any] = {"outcome": Outcome.NOT_ACCEPT, "reason": "x", "right_body": "某局"}
    done = issued(backend, CARD, **refused)
    with writing(backend.engine) as session:
        retention.purge(session, CHIEF, LATER, SECOND)
    with reading(backend.engine) as session:
        assert session.get_one(Case, done.case).name == ERASED


def test_what_was_remarked_on_the_way_goes_too(backend: Backend) -> None:
    done = issued(backend, CARD)
    made(backend, done.case)
    for act, more in (
        (parcels.step, (DeliveryState.READY_FOR_PICKUP, "赵桂英的邻居")),
        (handing.collect, (OWNER, ON_PAPER)),
    ):
        with writing(backend.engine) as session:
            row = delivery_of(session, done.case)
            act(session, CHIEF, NOW, row.id, row.version, *more)
    moved(backend, done.case, CaseMove.CLOSE)
    with writing(backend.engine) as session:
        retention.purge(session, CHIEF, LATER, SECOND)
    with reading(backend.engine) as session:
        key = delivery_of(session, done.case).id
        assert {row.remark for row in deliveries.steps(session, CHIEF, key)} == {""}
        (handed,) = session.get_one(Delivery, key).handings
        assert handed.receiver + handed.id_tail + handed.document + handed.reason == ""
        assert handed.signature is None


def test_papers_rounds_and_opinions_go_with_their_case(backend: Backend) -> None:
    firm = Organisation("示例酒店管理有限公司", "91110000600037341L")
    done = issued(backend, HOTEL, organisation=firm, circumstances=("joint_application",))
    with writing(backend.engine) as session:
        case = session.get_one(Case, done.case)
        track = case.tracks[0]
        tracks.opine(session, CHIEF, NOW, track.id, TrackState.AGREED, "某科员", "赵桂英的店同意")
        tracks.plan_inspections(session, CHIEF, NOW, [case.tracks[1].id], NOW, ["甲", "乙"])
        session.flush()
        tracks.note_inspection(session, CHIEF, NOW, case.tracks[1].inspections[0].id, "赵桂英在场")
        wanted = (supplements.Wanted("x", "照片", "赵桂英的照片"),)
        supplements.add_round(case, CHIEF, NOW, wanted, None)
        papers.issue(session, CHIEF, NOW, press(backend), sample_facts(PaperKind.POSTING))
    moved(backend, done.case, CaseMove.WITHDRAW, reason="赵桂英撤回")
    with writing(backend.engine) as session:
        retention.purge(session, CHIEF, LATER, SECOND)
    with reading(backend.engine) as session:
        case = session.get_one(Case, done.case)
        found = session.query(CasePaper).all()
        assert len(found) == 3
        assert {(row.text, row.pdf, row.purged_at) for row in found} == {("", b"", LATER)}
        assert {row.opinion + row.opinion_by for row in case.tracks} == {""}
        assert case.tracks[1].inspections[0].result == ""
        assert case.supplements[0].lines[0].why == ""
        assert {event.reason for event in case.events} == {""}


def test_the_station_sets_its_own_times_but_never_below_the_law_s(backend: Backend) -> None:
    days = {Kind.DRAFT: 3, Kind.ENQUIRY: 40, Kind.SLIP: 400, Kind.CASE: 800}
    with writing(backend.engine) as session:
        retention.keep_for(session, CHIEF, NOW, days)
    with reading(backend.engine) as session:
        assert retention.days_kept(session) == days
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        retention.keep_for(session, CHIEF, NOW, days | {Kind.CASE: 179})
    assert (refused.value.trouble, refused.value.field) == (Trouble.RETENTION_TOO_SHORT, "case")


def test_before_the_set_up_the_usual_times_hold(tmp_path: Path) -> None:
    from db.schema import make_database

    engine = make_database(tmp_path / "onevisit.db")
    with reading(engine) as session:
        assert retention.days_kept(session) == {Kind(k): n for k, n in retention.DAYS.items()}
    engine.dispose()
