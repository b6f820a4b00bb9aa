"""The one search box: slips, cases, waybills, people; no question walks through the whole list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from db.engine import reading, writing
from db.models import CasePaper, Delivery, Parcel
from desktop.backend import Backend
from desktop.domain.applicants import Document, Person
from desktop.domain.cases import RUNNING
from desktop.domain.deliveries import DeliveryState
from desktop.domain.identity import normalise
from desktop.domain.papers import PaperKind
from desktop.domain.slips import Stub
from desktop.domain.texts import plain
from desktop.services import cases, daily, deliveries, intake, parcels, slips
from desktop.services.daily import DayFilter
from desktop.services.deliveries import DeliveryFilter
from desktop.services.find import FoundBy, find
from desktop.services.slips import Cursor
from tests import builders
from tests.services.counter import BOOK, CARD, delivery_of, issued, made

NOW = builders.NOW
OLD = Person("欧阳娜娜", Document.RESIDENT_ID, "000103500615003", hukou_address="杭州市")


@pytest.fixture
def known(backend: Backend) -> Backend:
    """Two people with three cases; the first one's card is on its way."""
    case = issued(backend, CARD).case
    made(backend, case)
    with writing(backend.engine) as session:
        row = delivery_of(session, case)
        parcels.post(
            session, builders.clerk(backend), NOW, row.id, row.version, "EE123456785CN", ()
        )
    issued(backend, BOOK, now=NOW + timedelta(minutes=1))
    issued(backend, CARD, person=builders.FROM_ANHUI, now=NOW + timedelta(minutes=2))
    return backend


@pytest.mark.parametrize(
    ("typed", "by", "names"),
    [
        ("330105A1202611230001", FoundBy.SLIP, ["赵桂英"]),
        ("330105a1202611230001", FoundBy.SLIP, ["赵桂英"]),
        (" 330105A1 20261123 0001\n", FoundBy.SLIP, ["赵桂英"]),
        ("330105A1办202600003", FoundBy.CASE, ["钱小梅"]),
        ("３３０１０５A1办202600003", FoundBy.CASE, ["钱小梅"]),
        ("EE123456785CN", FoundBy.WAYBILL, ["赵桂英"]),
        ("ee 123456785 cn", FoundBy.WAYBILL, ["赵桂英"]),
        ("000103195006150024", FoundBy.IDENTITY, ["赵桂英", "赵桂英"]),
        ("000103 19500615 0024", FoundBy.IDENTITY, ["赵桂英", "赵桂英"]),
        ("000103500615002", FoundBy.IDENTITY, ["赵桂英", "赵桂英"]),  # the 15-digit form
        ("赵桂英", FoundBy.NAME, ["赵桂英", "赵桂英"]),
        ("赵", FoundBy.NAME, ["赵桂英", "赵桂英"]),
        ("钱小", FoundBy.NAME, ["钱小梅"]),
        ("zgy", FoundBy.NAME, ["赵桂英", "赵桂英"]),
        ("QX", FoundBy.NAME, ["钱小梅"]),
    ],
)
def test_what_is_found_and_by_what(
    known: Backend, typed: str, by: FoundBy, names: list[str]
) -> None:
    with reading(known.engine) as session:
        found = find(session, builders.CHIEF, typed)
    assert [row.name for row in found] == names
    assert {row.by for row in found} == {by}
    assert all(row.slip and row.slip_number.startswith("330105A1") for row in found)


@pytest.mark.parametrize(
    "typed", ["", " ", "z", "1", "桂英", "gy", "330105A1", "%", "__", "赵%", "000103195006150025"]
)
def test_what_is_not_found(known: Backend, typed: str) -> None:
    with reading(known.engine) as session:
        assert find(session, builders.CHIEF, typed) == ()


def test_a_paper_leads_to_its_case(known: Backend) -> None:
    with writing(known.engine) as session:
        for number, case in (("330105A1受2026-3", 2), ("330105A1单2026-1", None)):
            session.add(
                CasePaper(
                    kind=PaperKind.ACCEPTANCE, number=number, case_id=case, issued_at=NOW,
                    officer_id=1, template="", pages=1, copies=2, sha256="", head_code="", text="",
                    pdf=b"",
                )
            )  # fmt: skip
    with reading(known.engine) as session:
        (row,) = find(session, builders.CHIEF, " 330105a1受2026-3 ".upper())
        assert (row.case, row.by) == (2, FoundBy.PAPER)
        assert find(session, builders.CHIEF, "330105A1单2026-1") == ()


def test_a_parcel_that_came_back_still_leads_to_its_case(known: Backend) -> None:
    with writing(known.engine) as session:
        session.add(
            Parcel(
                delivery_id=1, waybill="EE999999995CN", carrier="ems", raw="", posted_at=NOW,
                state=DeliveryState.RETURN_TO_SENDER, last_at=NOW,
            )
        )  # fmt: skip
    with reading(known.engine) as session:
        (row,) = find(session, builders.CHIEF, "EE999999995CN")
        assert (row.case, row.by) == (delivery_case(session), FoundBy.WAYBILL)


def delivery_case(session: Session) -> int:
    return session.get_one(Delivery, 1).case_id


@pytest.mark.parametrize(
    ("typed", "by", "count"),
    [
        ("0024", FoundBy.TAIL, 2),
        ("13800000000", FoundBy.PHONE, 2),
        ("138 0000 0000", FoundBy.PHONE, 2),
        ("13900", FoundBy.PHONE, 1),
    ],
)
def test_the_last_four_and_the_phone(known: Backend, typed: str, by: FoundBy, count: int) -> None:
    with reading(known.engine) as session:
        found = find(session, builders.CHIEF, typed)
    assert [row.by for row in found] == [by] * count
    assert [row.case for row in found] == sorted((row.case for row in found), reverse=True)


def test_signs_alone_do_not_find_those_without_a_number(known: Backend) -> None:
    nobody = replace(builders.OLD_WOMAN, name="无名氏", id_kind=Document.NONE, id_number="")
    nobody = replace(nobody, birth_date=date(1950, 6, 15))
    issued(known, CARD, person=nobody)
    with reading(known.engine) as session:
        assert [row.name for row in find(session, builders.CHIEF, "无名")] == ["无名氏"]
        for typed in ("--", "—— ——", "  - - "):
            assert find(session, builders.CHIEF, typed) == ()


WILD = st.text(st.sampled_from("%_*?\"'^[]()\\-;, \u200b\u202e\0") | st.characters(), max_size=20)
WILD |= st.sampled_from(
    [
        "NEAR(",
        "建国路 OR",
        "赵 OR 1=1",
        "' OR ''='",
        "*",
        "%%",
        "name:赵",
        "\ud800",
        "13800",
        "0024",
    ]
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None
)
@given(WILD)
def test_any_text_is_looked_for_as_it_stands(known: Backend, typed: str) -> None:
    with reading(known.engine) as session:
        found = find(session, builders.CHIEF, typed)
    text = plain(typed)
    for row in found:
        spoken = (row.case_number, row.slip_number, row.name)
        numbers = (FoundBy.WAYBILL, FoundBy.IDENTITY, FoundBy.TAIL, FoundBy.PHONE)
        exact = row.by in numbers and any(c.isdigit() for c in text)
        begins = row.by is FoundBy.NAME and (
            row.name.startswith(text) or "".join(text.split()).isalpha()
        )
        assert exact or begins or normalise(text) in spoken


def test_no_more_are_given_than_asked_the_latest_first(known: Backend) -> None:
    with reading(known.engine) as session:
        (row,) = find(session, builders.CHIEF, "赵", limit=1)
        assert row.items == ("居民户口簿换领补领",)
        assert row.case_number == "330105A1办202600002"


QUESTIONS: dict[str, Callable[[Session, Backend], object]] = {
    "ledger": lambda s, _: slips.ledger(s, builders.CHIEF),
    "ledger, next page": lambda s, _: slips.ledger(s, builders.CHIEF, after=Cursor(NOW, 5)),
    "ledger, stubs": lambda s, _: slips.ledger(s, builders.CHIEF, Stub.MISSING),
    "stubs missing": lambda s, _: slips.missing_stubs(s, builders.CHIEF),
    "visits": lambda s, b: daily.visits(s, builders.clerk(b, "001003"), _day()),
    "visits, next page": lambda s, b: daily.visits(
        s, builders.clerk(b, "001003"), _day(), Cursor(NOW, 5)
    ),
    "counts": lambda s, b: daily.counts(s, builders.clerk(b, "001003"), _day()),
    "slip by number": lambda s, _: find(s, builders.CHIEF, "330105A1202611230001"),
    "name": lambda s, _: find(s, builders.CHIEF, "赵"),
    "open cases": lambda s, _: intake.open_cases(s, builders.OLD_WOMAN.id_number, (CARD,)),
    "panel": lambda s, _: deliveries.panel(s, builders.CHIEF, NOW, DeliveryFilter()),
    "running": lambda s, _: cases.running(s, builders.CHIEF, tuple(RUNNING), 50),
}


def _day() -> DayFilter:
    return DayFilter(NOW.date(), NOW.date(), builders.ZONE)


@pytest.mark.file
@pytest.mark.parametrize("asked", sorted(QUESTIONS))
def test_no_question_walks_through_all_slips_or_cases(known: Backend, asked: str) -> None:
    statements: list[tuple[str, Any]] = []

    def _note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        statements.append((statement, parameters))

    with reading(known.engine) as session:
        event.listen(known.engine, "before_cursor_execute", _note)
        QUESTIONS[asked](session, known)
        event.remove(known.engine, "before_cursor_execute", _note)
        connection = session.connection()
        plans = [
            str(row[3])
            for statement, parameters in statements
            if statement.lstrip().startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    walked = [
        plan
        for plan in plans
        if plan.startswith(("SCAN slip", "SCAN case_file")) and "USING" not in plan
    ]
    assert plans
    assert walked == []
