"""What a server does for every list over many cases: its plan and its time, as a table.

    python -m desktop.bench.server --url SUPERUSER_URL --cases 10000000

Fills an empty, scratch database with the same made cases as the bench of the file. The command
fails where a plan reads all of a large table or sorts more than a page and its neighbours.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from db.catalogue_files import catalogue_folder
from db.engine import reading, writing
from db.server import connect
from db.server_schema import prepare
from desktop.bench.cases import recorded
from desktop.bench.lists import CLERK, QUESTIONS, Question
from desktop.bench.many import CHUNK, COLUMNS, DAYS, OFFICERS, chunk
from desktop.domain.cases import RUNNING
from desktop.domain.deliveries import Attention, DeliveryState
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Role
from desktop.domain.slips import Stub
from desktop.services import (
    case_lists,
    cases,
    daily,
    deliveries,
    delivery_papers,
    drafts,
    editions,
    enquiries,
    hand_lists,
    handovers,
    intake,
    looks,
    reviews,
    slips,
    station,
    stubs,
    supplements,
    tracks,
)
from desktop.services.catalogue import shipped_shelf
from desktop.services.daily import DayFilter, Listed
from desktop.services.deliveries import DeliveryFilter
from desktop.services.enquiries import EnquiryFilter
from desktop.services.looks import LookFilter
from desktop.services.officers import NewOfficer
from desktop.services.slips import Cursor
from desktop.services.station import StationFacts

ZONE = timezone(timedelta(hours=8))
UNTIL = datetime(2026, 11, 23, 2, tzinfo=UTC)
DAY = DayFilter(date(2026, 11, 20), date(2026, 11, 20), ZONE)
OLD = Cursor(datetime(2022, 3, 1, tzinfo=UTC), 1)
ASKED = EnquiryFilter(date(2026, 11, 1), date(2026, 11, 23), ZONE)
ROLE = "bench_counter"

SEED = 500_000
"""Cases that are made one by one; more of them are these, over and over."""

_PLACE = "({name} - 1) * {{m}} + k + 1"
GROWN = {
    **{
        name: _PLACE.format(name=name)
        for name in ("id", "case_id", "delivery_id", "parcel_id", "slip_id")
    },
    **{name: f"{name} || '/' || k" for name in ("number", "intake", "waybill")},
    "phone": "CASE WHEN phone = '' THEN '' ELSE (phone::bigint + k * 104729)::text END",
    "mark": "mark * {m} + k",
}
"""How a column of a row that is made again differs from the first."""

_SPREAD = "timestamp '2016-11-25' + interval '10 years' * (k::float8 / {n})"
BESIDE = (
    (
        5,
        (
            'INSERT INTO enquiry (at, officer_id, "window", channel, item, topic, question, found, '
            "ending, answer, name, phone, called_said, intake, called_at) "
            f"SELECT {_SPREAD}, k % 24 + 2, k % 6 || ' 号窗口', 'phone', 'id-card', 'bring', "
            "'要带什么', k % 50 > 0, "
            "CASE WHEN k % 20 = 0 THEN 'call_back' ELSE 'answered' END, '', '', "
            "'10' || k, '', '', CASE WHEN k > {n} - 400 THEN NULL ELSE now() END"
        ),
    ),
    (
        20,
        (
            "INSERT INTO review (case_id, kind, at, by_id, to_id, said, answer, ended_at) "
            f"SELECT k * 20, 'sample', {_SPREAD}, 1, k % 24 + 2, '', '', "
            "CASE WHEN k > {n} - 400 THEN NULL ELSE now() END"
        ),
    ),
    (
        20,
        (
            "INSERT INTO door_visit (delivery_id, planned_for, officers, state, remark, noted_at, "
            f"officer_id) SELECT k, {_SPREAD}, '[]', "
            "CASE WHEN k > {n} - 400 THEN 'planned' ELSE 'done' END, '', now(), k % 24 + 2"
        ),
    ),
    (
        2,
        (
            "INSERT INTO handed_out (delivery_id, at, mode, receiver, relation, document, id_tail, "
            f"checked, reason, officers, officer_id) SELECT k, {_SPREAD}, 'pickup', '', 'self', "
            "'', '', true, '', '[]', k % 24 + 2"
        ),
    ),
    (
        20,
        (
            "INSERT INTO track (id, case_id, position, department, office, task, materials, state, "
            "started_at, due_provisional, opinion, opinion_by, reference, version) "
            f"SELECT k, k * 20, 0, '', '消防', '', '[]', 'agreed', {_SPREAD}, false, '', '', '', 1"
        ),
    ),
    (
        20,
        (
            "INSERT INTO inspection (track_id, planned_for, officers, result, noted_by, done_at) "
            f"SELECT k, {_SPREAD}, '[]', '', 2, CASE WHEN k > {{n}} - 400 THEN NULL ELSE now() END"
        ),
    ),
    (
        1,
        (
            "INSERT INTO audit (seq, at, officer, act, subject, detail, prev, hash) "
            f"SELECT k + 100, {_SPREAD}, k % 24 + 2, "
            "CASE WHEN k % 3 = 0 THEN 'case.look' ELSE 'case.examine' END, 'case:' || k, "
            "'{{\"case\": ' || k || '}}', '', md5(k::text)"
        ),
    ),
)
"""What else a station notes: a row for so many cases, and what makes the row of number k."""

LARGE, SORTED = 50_000, 10_000
"""Rows above which reading a whole table, or sorting at once, is not a page's work any more."""


def _ask(question: Callable[..., object], *values: object, **named: Any) -> Question:
    return lambda session, _random, _count: question(session, CLERK, *values, **named)


LISTS: dict[str, Question] = {
    **QUESTIONS,
    "slips": _ask(slips.ledger),
    "slips, years back": _ask(slips.ledger, after=OLD),
    "slips, stub missing": _ask(slips.ledger, Stub.MISSING),
    "slips made void": _ask(slips.ledger, void=True),
    "stubs that miss": _ask(stubs.missing),
    "last slip of an officer": _ask(slips.last_slip),
    "day: visits": _ask(daily.page, Listed.VISITS, DAY),
    "day: cases": _ask(daily.page, Listed.CASES, DAY),
    "day: parcels": _ask(daily.page, Listed.PARCELS, DAY),
    "day: questions": _ask(daily.page, Listed.ENQUIRIES, DAY),
    "day: counts": _ask(daily.counts, DAY),
    "day: windows": _ask(daily.windows),
    "sections": _ask(case_lists.sections),
    "running cases": _ask(cases.running, tuple(RUNNING), 50),
    "to be told what is missing": _ask(supplements.pressing, UNTIL),
    "deliveries": _ask(deliveries.panel, UNTIL, DeliveryFilter()),
    "deliveries, years back": _ask(deliveries.panel, UNTIL, DeliveryFilter(delivered=True), OLD),
    "deliveries: state": _ask(
        deliveries.panel, UNTIL, DeliveryFilter(state=DeliveryState.IN_TRANSIT)
    ),
    "deliveries: mode": _ask(deliveries.panel, UNTIL, DeliveryFilter(mode=Fulfilment.COURIER)),
    "deliveries: attention": _ask(
        deliveries.panel, UNTIL, DeliveryFilter(attention=Attention.SILENT)
    ),
    "deliveries: name": _ask(deliveries.panel, UNTIL, DeliveryFilter(text="王伟")),
    "deliveries: exceptions": _ask(deliveries.exceptions, UNTIL),
    "door visits planned": _ask(hand_lists.door_visits),
    "door visits done": _ask(hand_lists.door_visits, planned=False),
    "handed over": _ask(hand_lists.handed_over),
    "posted on a day": _ask(delivery_papers.posted_on, UNTIL, DAY.first),
    "posting lists of a day": _ask(delivery_papers.postings, DAY.first),
    "questions": _ask(enquiries.listed, ASKED),
    "reviews": _ask(reviews.listed),
    "reviews that wait": _ask(reviews.waiting),
    "hand-over: to be taken": _ask(handovers.waiting),
    "hand-over: lists": _ask(handovers.lists),
    "visits to sites": _ask(tracks.site_visits),
    "who looked at whom": _ask(looks.who_looked, LookFilter()),
    "unfinished intakes": _ask(drafts.unfinished),
    "open cases of a person": lambda session, _random, _count: intake.open_cases(
        session, "000103195006150024", ("id-card",)
    ),
}


def main() -> int:
    """Fill the scratch database where it is empty, put every question; 1 where a plan is bad."""
    parser = argparse.ArgumentParser(prog="python -m desktop.bench.server")
    parser.add_argument("--url", required=True, help="an empty scratch database, as superuser")
    parser.add_argument("--cases", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    engine = connect(options.url)
    if not _filled(engine):
        _set_up(engine, options.url)
        _fill(engine, options.cases)
    print("| List | Plan | Median | Verdict |\n| --- | --- | ---: | --- |")
    bad = 0
    for what, question in LISTS.items():
        plan, verdict, seconds = _looked(engine, question, options.cases, options.rounds)
        bad += verdict != "good"
        print(f"| {what} | {plan} | {seconds * 1000:.1f} ms | {verdict} |", flush=True)
    engine.dispose()
    return 1 if bad else 0


def _filled(engine: Engine) -> bool:
    with engine.connect().execution_options(reading=True) as connection:
        return connection.scalar(text("SELECT to_regclass('case_file')")) is not None


def _set_up(engine: Engine, url: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"DO $$ BEGIN CREATE ROLE {ROLE} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; "
            "END $$"
        )
    prepare(url, ROLE)
    admin = NewOfficer("1", "测量", Role.ADMINISTRATOR, "bench password")
    with writing(engine) as session:
        station.set_up(session, UNTIL, StationFacts(name="测量", code="TEST"), admin)
        editions.take_in(session, UNTIL, catalogue_folder())


def _fill(engine: Engine, count: int) -> None:
    """Rows by COPY without looking at references, the indexes laid on afterwards."""
    raw: Any = engine.raw_connection()
    line: Any = raw.driver_connection
    line.execute("SET session_replication_role = replica")
    laid = line.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "AND indexdef NOT LIKE 'CREATE UNIQUE%'"
    ).fetchall()
    for name, _made in laid:
        line.execute(f"DROP INDEX {name}")
    officers = list(range(2, OFFICERS + 2))
    for number in officers:
        line.execute(
            "INSERT INTO officer (id, number, name, role, section, password_hash, must_change, "
            "active, created_at) VALUES (%s, %s, %s, 'officer', '', '', false, false, now())",
            [number, f"B{number:05d}", f"经办{number:02d}"],
        )
    seed = min(count, SEED)
    for table in COLUMNS:
        line.execute(
            f"CREATE UNLOGGED TABLE seed_{table} AS "
            f"SELECT {_names(table)} FROM {table} WITH NO DATA"
        )
    for rows in _rows(seed, officers):
        for table, values in rows.items():
            with line.cursor().copy(f"COPY seed_{table} ({_names(table)}) FROM STDIN") as into:
                for each in values:
                    into.write_row(each)
    for table in COLUMNS:
        line.execute(_grown(table, count // seed))
        line.execute(f"DROP TABLE seed_{table}")
    for share, words in BESIDE:
        size = max(1, count // share)
        line.execute(f"{words.format(n=size)} FROM generate_series(1, {size}) AS k")
    for _name, made in laid:
        line.execute(made)
    line.commit()
    line.autocommit = True
    line.execute("VACUUM ANALYZE")
    raw.close()


def _names(table: str) -> str:
    return ", ".join(f'"{name}"' for name in COLUMNS[table].split())


def _grown(table: str, times: int) -> str:
    """Every made row so many times, in the order of time, with numbers and phones of its own."""
    values = (GROWN.get(name, f'"{name}"') for name in COLUMNS[table].split())
    words = ", ".join(each.format(m=times) for each in values)
    return (
        f"INSERT INTO {table} ({_names(table)}) SELECT {words} "
        f"FROM seed_{table}, generate_series(0, {times - 1}) AS k"
    )


def _rows(count: int, officers: list[int]) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    until, catalogue = UNTIL.replace(tzinfo=None), shipped_shelf().catalogue
    make = chunk(Random(1), officers, 1, catalogue, until)
    for place in range(0, count, CHUNK):
        size = min(CHUNK, count - place)
        back = (DAYS * (count - place - each) / count for each in range(size))
        yield make([until - timedelta(days=days) for days in back])


def _looked(engine: Engine, question: Question, count: int, rounds: int) -> tuple[str, str, float]:
    """How the server goes about a question: the indexes it walks, what is bad, and the median."""
    random, took = Random(7), []
    with reading(engine) as session:
        for _ in range(rounds):
            begin = perf_counter()
            question(session, random, count)
            took.append(perf_counter() - begin)
        asked = recorded(engine, partial(_once, question, session, random, count))
        nodes = [node for each in asked for node in _nodes(session.connection(), *each)]
    walked = sorted({str(node["Index Name"]) for node in nodes if "Index Name" in node})
    wrong = sorted({_wrong(node) for node in nodes} - {""})
    return ", ".join(walked) or "—", "; ".join(wrong) or "good", statistics.median(took)


def _once(question: Question, session: Session, random: Random, count: int) -> None:
    question(session, random, count)


def _nodes(connection: Connection, statement: str, values: Any) -> Iterator[dict[str, Any]]:
    if not statement.lstrip().startswith(("SELECT", "WITH")):
        return
    found = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values)
    plan: Any = found.scalar()
    made = json.loads(plan) if isinstance(plan, str) else plan
    waiting = [made[0]["Plan"]]
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", [])
        yield node


def _wrong(node: dict[str, Any]) -> str:
    """What a step of a plan does that grows with all cases; empty where it does not."""
    kind, rows = node["Node Type"], node["Actual Rows"] * node["Actual Loops"]
    read = rows + node.get("Rows Removed by Filter", 0) * node["Actual Loops"]
    if kind == "Seq Scan" and read > LARGE:
        return f"reads all of {node['Relation Name']}"
    if kind in ("Sort", "Incremental Sort") and rows > SORTED:
        return f"sorts {rows:.0f} rows"
    if "Index" in kind and node.get("Rows Removed by Filter", 0) > LARGE:
        return f"looks through {read:.0f} rows of {node.get('Relation Name', node['Index Name'])}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
