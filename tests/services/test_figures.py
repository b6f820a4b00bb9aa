"""Figures over real records: each count where it belongs, told apart by day, item and officer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.engine import reading, writing
from db.models import Case, DayClose, Edition, Parcel, Slip
from desktop.backend import Backend
from desktop.domain.cases import CaseMove, Outcome
from desktop.domain.deliveries import DeliveryState
from desktop.domain.enquiries import Channel, Topic
from desktop.domain.figures import By, Share, Tally, total
from desktop.domain.intake import Step
from desktop.domain.slips import MaterialState
from desktop.domain.visits import Purpose
from desktop.services import drafts, enquiries, figures, guide_debt, visits
from desktop.services.enquiries import NewEnquiry
from desktop.services.figures import Span
from desktop.services.guide_debt import Sign
from tests import builders
from tests.builders import CHIEF, NOW
from tests.services.counter import BOOK, CARD, delivery_of, draft, issued, made, moved
from tests.tamper import unfenced

SPAN = Span(NOW.date(), NOW.date() + timedelta(days=30), NOW.tzinfo)
NOTICE: dict[str, Any] = {"state": MaterialState.MISSING, "outcome": Outcome.NOTICE_ONLY}


def counted(opened: Backend, by: By = By.DAY, span: Span = SPAN) -> Tally:
    with reading(opened.engine) as session:
        return total(row.tally for row in figures.figures(session, CHIEF, span, by))


def keys(opened: Backend, by: By) -> dict[str, Tally]:
    with reading(opened.engine) as session:
        return {row.label: row.tally for row in figures.figures(session, CHIEF, SPAN, by)}


def test_nothing_happened(backend: Backend) -> None:
    assert counted(backend) == Tally()


def test_a_visit_counts_with_what_is_special_about_it(backend: Backend) -> None:
    issued(backend, CARD)
    issued(backend, CARD, person=builders.FROM_ANHUI)
    found = counted(backend)
    assert (found.visits, found.first, found.complete, found.received) == (2, 2, 2, 2)
    assert (found.elderly, found.non_local, found.stubs) == (1, 1, 0)
    assert found.share(Share.TOLD_ONCE) == 1.0


def test_what_was_missing_is_not_complete(backend: Backend) -> None:
    issued(backend, CARD, **NOTICE)
    found = counted(backend)
    assert (found.first, found.complete) == (1, 0)
    with reading(backend.engine) as session:
        rows = figures.missed(session, CHIEF, SPAN)
        assert {(row.item, row.count, row.of) for row in rows} == {(CARD, 1, 1)}
        assert "digital-photo" in {row.material for row in rows}
        assert figures.missed(session, CHIEF, Span(SPAN.last, SPAN.last, SPAN.zone)) == ()


def test_a_visit_is_timed_from_its_first_answer(backend: Backend) -> None:
    who = builders.clerk(backend)
    for key, minutes in (("timed", 6), ("left-over-night", 900)):
        with writing(backend.engine) as session:
            begun = NOW - timedelta(minutes=minutes)
            drafts.save_draft(session, who, begun, key, Step.PERSON, "t", draft(backend, CARD))
        issued(backend, CARD, key=key)
    issued(backend, CARD)
    found = counted(backend)
    assert found.timed == 1
    assert found.minutes_each is not None
    assert abs(found.minutes_each - 6) < 0.01


def test_one_coming_is_measured_on_what_is_finished(backend: Backend) -> None:
    issued(backend, BOOK)
    case = issued(backend, BOOK).case
    with writing(backend.engine) as session:
        visits.note_visit(session, CHIEF, NOW, case, Purpose.SUPPLEMENT)
    found = counted(backend)
    assert (found.finished, found.once, found.share(Share.ONCE)) == (2, 1, 0.5)


def test_decisions_are_in_time_or_late(backend: Backend) -> None:
    for late in (False, True):
        case = issued(backend, CARD).case
        moved(backend, case, CaseMove.EXAMINE, CaseMove.APPROVE)
        if late:
            with writing(backend.engine) as session:
                session.get_one(Case, case).due = NOW.date() - timedelta(days=1)
    found = counted(backend)
    assert (found.decided, found.on_time) == (2, 1)


def test_parcels_that_came_to_an_end(backend: Backend) -> None:
    for state, ended in (
        (DeliveryState.DELIVERED, NOW),
        (DeliveryState.RETURN_TO_SENDER, NOW),
        (DeliveryState.IN_TRANSIT, None),
    ):
        case = issued(backend, CARD).case
        made(backend, case)
        with writing(backend.engine) as session:
            session.add(
                Parcel(
                    delivery_id=delivery_of(session, case).id, waybill=f"W{case}", carrier="ems",
                    state=state, raw="", posted_at=NOW, last_at=NOW, ended_at=ended,
                )
            )  # fmt: skip
    found = counted(backend)
    assert (found.arrived, found.delivered) == (2, 1)


@pytest.mark.file
def test_asking_for_more_is_not_told_once(backend: Backend) -> None:
    case = issued(backend, CARD).case
    issued(backend, CARD)
    with writing(backend.engine) as session:
        from desktop.services.supplements import Wanted, add_round

        add_round(session.get_one(Case, case), CHIEF, NOW, (Wanted("x", "照片", "y"),), None)
    assert counted(backend).share(Share.TOLD_ONCE) == 1.0
    with unfenced(backend) as raw:
        raw.execute("UPDATE supplement SET anew = 1")
    assert counted(backend).share(Share.TOLD_ONCE) == 0.5


def test_void_slips_and_other_days_do_not_count(backend: Backend) -> None:
    void = issued(backend, CARD).slip
    issued(backend, CARD, now=NOW - timedelta(days=1))
    with writing(backend.engine) as session:
        session.get_one(Slip, void).voided_at = NOW
    found = counted(backend)
    assert (found.visits, found.received) == (0, 1)


def test_figures_are_told_apart(backend: Backend) -> None:
    issued(backend, CARD)
    issued(backend, BOOK, CARD, number="001003", now=NOW + timedelta(days=1))
    with reading(backend.engine) as session:
        days = figures.figures(session, CHIEF, SPAN, By.DAY)
        assert [(row.key, row.tally.visits) for row in days] == [
            (NOW.date().isoformat(), 1),
            ((NOW.date() + timedelta(days=1)).isoformat(), 1),
        ]
        (month,) = figures.figures(session, CHIEF, SPAN, By.MONTH)
        assert (month.key, month.tally.visits) == (f"{NOW:%Y-%m}", 2)
    items = keys(backend, By.ITEM)
    assert [row.visits for row in items.values()] == [2, 1]
    assert next(iter(items)).startswith("居民身份证")
    officers = keys(backend, By.OFFICER)
    assert {name: row.visits for name, row in officers.items()} == {"李窗口": 1, "陈主管": 1}


def test_a_day_is_the_station_s_own(backend: Backend) -> None:
    issued(backend, CARD, now=datetime(2026, 11, 23, 17, tzinfo=UTC))  # the 24th in China
    with reading(backend.engine) as session:
        (row,) = figures.figures(session, CHIEF, SPAN, By.DAY)
        assert row.key == "2026-11-24"
        assert session.get(DayClose, NOW.date()) is None


# Guide debt


def debts(opened: Backend) -> list[guide_debt.Debt]:
    shelf = builders.counter(opened, CHIEF).shelf
    with reading(opened.engine) as session:
        return list(guide_debt.debts(session, CHIEF, SPAN, shelf.catalogue))


def test_the_line_that_people_lack_comes_first(backend: Backend) -> None:
    for _ in range(3):
        issued(backend, CARD, **NOTICE)
    issued(backend, CARD)
    worst = debts(backend)[0]
    assert (worst.item, worst.sign, worst.whole.count, worst.whole.of) == (
        CARD, Sign.LACKED, 3, 4,
    )  # fmt: skip
    assert worst.whole.share == 0.75
    item = builders.counter(backend, CHIEF).shelf.catalogue.items[CARD]
    assert item.materials[worst.number - 1].material == worst.line
    assert worst.before.share is None
    assert worst.after.share == 0.75


@pytest.mark.file
def test_a_new_edition_is_told_from_the_former(backend: Backend) -> None:
    for _ in range(2):
        issued(backend, CARD, **NOTICE)
    with writing(backend.engine) as session:
        old = session.query(Edition).one()
        new = Edition(
            digest="new", label="2027", counter=old.counter + 1, effective=old.effective,
            loaded_at=NOW + timedelta(days=1), content=old.content, readings=old.readings,
        )  # fmt: skip
        session.add(new)
        session.flush()
        key = new.id
    later = [issued(backend, CARD).slip, issued(backend, CARD, **NOTICE).slip]
    with unfenced(backend) as raw:
        raw.execute(f"UPDATE slip SET edition_id = {key} WHERE id IN ({later[0]}, {later[1]})")
    worst = debts(backend)[0]
    assert (worst.before.share, worst.after.share) == (1.0, 0.5)


def test_questions_and_comings_count_too(backend: Backend) -> None:
    case = issued(backend, BOOK).case
    with writing(backend.engine) as session:
        visits.note_visit(session, CHIEF, NOW, case, Purpose.SUPPLEMENT)
        for topic in (Topic.COST, Topic.COST, Topic.BRING, Topic.OTHER):
            enquiries.log(session, CHIEF, NOW, NewEnquiry(Channel.PHONE, item=BOOK, topic=topic))
        enquiries.log(session, CHIEF, NOW, NewEnquiry(Channel.PHONE, question="x"))
    found = {(row.sign, row.line): (row.whole.count, row.whole.of) for row in debts(backend)}
    assert found == {
        (Sign.CAME_AGAIN, ""): (1, 1),
        (Sign.ASKED, "cost"): (2, 5),
        (Sign.ASKED, "bring"): (1, 5),
    }


def test_an_item_that_is_no_more_keeps_its_name(backend: Backend) -> None:
    with writing(backend.engine) as session:
        new = NewEnquiry(Channel.PHONE, item="gone", topic=Topic.COST)
        enquiries.log(session, CHIEF, NOW, new)
    assert [row.item_name for row in debts(backend)] == ["gone"]
