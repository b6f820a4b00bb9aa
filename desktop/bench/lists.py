"""Questions to a million cases: ours against the very same SQL in bare sqlite3, and a frame's time.

The bare file holds the same rows without encryption. Each question is put at places drawn by a
seed; what our services send is written down and sent to the bare library, in turns. Growth is the
median against that of a hundredth of the cases.
"""

import shutil
import sqlite3
import statistics
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlite

from db import keys
from db.engine import open_engine, reading, settle
from db.schema import HEAD
from db.store import store_of
from desktop.bench.cases import recorded
from desktop.bench.imports import EACH, imported
from desktop.bench.many import DAYS, SECTIONS, fill
from desktop.domain.cases import CaseState, Stage
from desktop.domain.officers import Clerk, Role
from desktop.door import knock
from desktop.services.case_lists import CaseFilter, latest, page, queue
from desktop.services.catalogue import shipped_shelf
from desktop.services.find import find
from desktop.services.officers import NewOfficer
from desktop.services.station import StationFacts

UNTIL = datetime(2026, 11, 23, 2, tzinfo=UTC)
PASSWORD = "bench password"
CLERK = Clerk(1, "1", "测量", Role.ADMINISTRATOR)
ROUNDS = 100
FRAME = 16.0

Question = Callable[[Session, Random, int], object]


def _seek(**shown: Any) -> Question:
    made = CaseFilter(**shown)
    return lambda session, random, count: page(
        session, CLERK, made, before=random.randint(1, count)
    )


def _found(text: Callable[[Random, int], str]) -> Question:
    return lambda session, random, count: find(session, CLERK, text(random, count))


QUESTIONS: dict[str, Question] = {
    "first page": lambda session, _random, _count: page(session, CLERK, CaseFilter()),
    "any page": _seek(),
    "filter: state": _seek(state=CaseState.WITHDRAWN),
    "filter: stage": _seek(stage=Stage.ENDED),
    "filter: item": _seek(item="id-card"),
    "filter: flag": _seek(flag="elderly"),
    "filter: officer": _seek(officer=5),
    "filter: section": _seek(section=SECTIONS[0]),
    "filters: item, stage": _seek(item="id-card", stage=Stage.NOTICE),
    "filters: officer, flag": _seek(officer=5, flag="elderly"),
    "soonest due": lambda session, _random, _count: queue(session, CLERK, CaseFilter()),
    "search: name": _found(lambda random, _count: random.choice(("王伟", "李", "张丽", "陈静"))),
    "search: initials": _found(lambda random, _count: random.choice(("ww", "lj", "zxy", "cm"))),
    "search: last four": _found(lambda random, _count: f"{random.randrange(10_000):04d}"),
    "search: phone": _found(lambda r, n: f"100{r.randint(1, n) * 7919 % 100_000_000:08d}"),
    "search: waybill": _found(lambda r, n: f"MADE{r.randint(1, n * 4 // 5):09d}"),
}


@dataclass(frozen=True, slots=True)
class Made:
    """Records of many cases, open, and the same rows in a bare file."""

    engine: Engine
    bare: Path
    cases: int


def made(folder: Path, cases: int, days: int = DAYS) -> Made:
    """The records of a former run, or new ones; the cases spread over so many days."""
    home = folder / f"many-{HEAD}-{cases}-{days}"
    done = home / "done"
    if not done.exists():
        shutil.rmtree(home, ignore_errors=True)
        _make(home, cases, days)
        done.touch()
    file = home / "onevisit.db"
    slots = keys.load(keys.keys_path(file))
    key = None if slots is None else keys.open_officer(slots, CLERK.number, PASSWORD)[1][0]
    return Made(open_engine(file, key), home / "bare.db", cases)


def _make(home: Path, cases: int, days: int) -> None:
    admin = NewOfficer(CLERK.number, CLERK.name, CLERK.role, PASSWORD)
    entered = knock(home, lambda: UNTIL).set_up(
        StationFacts(name="测量", code="TEST"), admin, encrypted=True
    )
    engine = entered.backend.engine
    raw = engine.raw_connection()
    catalogue = shipped_shelf().catalogue
    fill(raw.driver_connection, cases, UNTIL.replace(tzinfo=None), catalogue, days)
    raw.close()
    key = store_of(engine).key
    engine.dispose()
    with closing(sqlite.connect(str(home / "onevisit.db"))) as connection:
        connection.isolation_level = None
        settle(connection, key)
        connection.execute("ATTACH ? AS bare KEY ''", (str(home / "bare.db"),))
        connection.execute("SELECT sqlcipher_export('bare')")
        connection.execute("DETACH bare")


def measured(folder: Path, cases: int, rounds: int = ROUNDS) -> Iterator[dict[str, Any]]:
    """A row for each question."""
    many, few = made(folder, cases), made(folder, max(100, cases // 100))
    for what, question in QUESTIONS.items():
        ours, bare = compared(many, question, rounds)
        less, _bare = compared(few, question, rounds)
        yield row(f"{what}, {cases:,} cases", ours, bare) | {
            "p99_ms": p99(ours),
            "growth": round(statistics.median(ours) / statistics.median(less), 2),
        }
    yield from _frames(many, rounds)
    statuses = max(EACH, cases // 10)
    for what, took, bare_took in imported(many.engine, many.bare, CLERK, UNTIL, statuses, 3):
        yield row(what, [took], [bare_took], "bare executemany of the events")
    for each in (many, few):
        each.engine.dispose()


def compared(records: Made, question: Question, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of a question in our services and of its statements in the bare library."""
    random, ours, base = Random(7), list[float](), list[float]()
    with (
        reading(records.engine) as session,
        closing(sqlite3.connect(records.bare)) as bare,
    ):
        count = latest(session, CLERK)
        for _ in range(rounds):
            state = random.getstate()
            begin = perf_counter()
            question(session, random, count)
            ours.append(perf_counter() - begin)
            random.setstate(state)
            words = recorded(records.engine, lambda: question(session, random, count))
            begin = perf_counter()
            for statement, values in words:
                bare.execute(statement, values).fetchall()
            base.append(perf_counter() - begin)
    return ours, base


def _frames(records: Made, rounds: int) -> Iterator[dict[str, Any]]:
    """What a page costs the window's thread: into the model, laid out, its rows painted."""
    from PySide6.QtWidgets import QTableView

    from desktop.app import application
    from desktop.settings import Settings
    from desktop.views.cases.all import case_columns
    from desktop.views.cases.rows import CaseRows
    from desktop.views.tables import table

    app = application(Settings())
    columns = case_columns(lambda: UNTIL)
    rows = CaseRows(columns)
    view: QTableView = table(rows, columns, "bench")
    view.resize(910, 490)
    view.show()
    app.processEvents()
    random, ours = Random(7), list[float]()
    with reading(records.engine) as session:
        for _ in range(rounds):
            place = random.randint(1, records.cases)
            lines = page(session, CLERK, CaseFilter(), before=place).lines
            begin = perf_counter()
            rows.show_rows(lines)
            view.doItemsLayout()
            view.viewport().repaint()
            ours.append(perf_counter() - begin)
    yield row("a page on the screen", ours, [FRAME / 1000], "one frame, 16 ms") | {
        "p99_ms": p99(ours)
    }


def p99(seconds: list[float]) -> float:
    return round(sorted(seconds)[len(seconds) * 99 // 100 - 1] * 1000, 3)


def row(
    what: str, ours: list[float], base: list[float], against: str = "same SQL, bare sqlite3"
) -> dict[str, Any]:
    mine, other = statistics.median(ours), statistics.median(base)
    return {
        "what": what,
        "ours_ms": round(mine * 1000, 3),
        "against": against,
        "base_ms": round(other * 1000, 3),
        "ratio": round(mine / other, 3),
    }
