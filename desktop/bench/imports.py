"""A carrier's file of many statuses taken in, against a bare executemany of the same events.

Every parcel in the file is on its way before and delivered after, so that its delivery and its case
move on, too. Nothing stays: both are taken back, and the records are as they were.
"""

import sqlite3
import statistics
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from db.engine import writing
from desktop.domain.cases import CaseState, Stage
from desktop.domain.deliveries import DeliveryState, Source
from desktop.domain.officers import Clerk
from desktop.domain.tracking import Handing, TrackEvent
from desktop.services import statuses
from desktop.services.statuses import Came

EACH = 5
"""Statuses of one parcel in the file."""

_D = DeliveryState
WAY = (
    ("103", _D.PICKED_UP), ("1002", _D.IN_TRANSIT), ("1001", _D.IN_TRANSIT),
    ("5", _D.OUT_FOR_DELIVERY), ("301", _D.DELIVERED),
)  # fmt: skip

BEFORE = (
    "UPDATE delivery SET state = :state WHERE id = :delivery",
    "UPDATE parcel SET state = :state, ended_at = NULL WHERE id = :parcel",
    """UPDATE case_file SET state = :posted, stage = :stage
       WHERE id = (SELECT case_id FROM delivery WHERE id = :delivery)""",
)

INSERT = (
    "INSERT INTO delivery_event (delivery_id, parcel_id, at, happened_at, after, source, raw, "
    "because, handing, place, remark, mark) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

Parcels = Sequence[tuple[int, int, str]]
"""Of each its key, that of its delivery, and its waybill."""


class _TakenBack(Exception):
    """Ends a transaction without keeping it."""


def imported(
    engine: Engine, bare: Path, clerk: Clerk, now: datetime, count: int, rounds: int
) -> Iterator[tuple[str, float, float]]:
    """What was done, our seconds and those of the bare library: a new file, and the same again."""
    ours, again, base = list[float](), list[float](), list[float]()
    for turn in range(rounds):
        parcels = _parcels(bare, count // EACH, turn)
        events = tuple(_events(parcels, now))
        first, second = _ours(engine, clerk, now, parcels, events)
        ours.append(first)
        again.append(second)
        base.append(_bare(bare, now, parcels, events))
    middle = statistics.median
    yield f"{count:,} statuses taken in", middle(ours), middle(base)
    yield "the same file again", middle(again), middle(base)


def _parcels(bare: Path, count: int, turn: int) -> Parcels:
    """Parcels drawn from all years, each the only one of its delivery."""
    with closing(sqlite3.connect(bare)) as connection:
        last = connection.execute("SELECT max(id) FROM parcel").fetchone()[0]
        drawn = sorted(Random(turn).sample(range(1, last + 1), min(last, count * 2)))
        marks = ",".join("?" * len(drawn))
        question = f"SELECT id, delivery_id, waybill FROM parcel WHERE id IN ({marks})"
        found = connection.execute(f"{question} AND waybill LIKE 'MADE%'", drawn).fetchall()
    return [*{row[1]: row for row in found}.values()][:count]


def _events(parcels: Parcels, now: datetime) -> Iterator[TrackEvent]:
    for place, (raw, state) in enumerate(WAY):
        moment = now - timedelta(hours=6 * (len(WAY) - place))
        handing = Handing.IN_PERSON if state is _D.DELIVERED else None
        for _parcel, _delivery, waybill in parcels:
            yield TrackEvent(waybill, moment, raw, state, None, handing, "快件状态", "杭州")


def _ours(
    engine: Engine, clerk: Clerk, now: datetime, parcels: Parcels, events: Sequence[TrackEvent]
) -> tuple[float, float]:
    rows, came = statuses.of_events(events), Came(Source.FILE, "测量.csv", "0" * 64)
    seconds = list[float]()
    with suppress(_TakenBack), writing(engine) as session:
        _on_their_way(session, parcels)
        for _ in range(2):
            begin = perf_counter()
            statuses.apply(session, clerk, now, rows, came)
            seconds.append(perf_counter() - begin)
        raise _TakenBack
    return seconds[0], seconds[1]


def _on_their_way(session: Session, parcels: Parcels) -> None:
    values: list[dict[str, Any]] = [
        {
            "parcel": parcel, "delivery": delivery, "state": _D.IN_TRANSIT.value,
            "posted": CaseState.POSTED.value, "stage": Stage.ON_THE_WAY.value,
        }
        for parcel, delivery, _waybill in parcels
    ]  # fmt: skip
    for statement in BEFORE:
        session.execute(text(statement), values)


def _bare(bare: Path, now: datetime, parcels: Parcels, events: Sequence[TrackEvent]) -> float:
    known = {waybill: (delivery, parcel) for parcel, delivery, waybill in parcels}
    then = f"{now.replace(tzinfo=None)}"
    rows = [
        (
            *known[each.waybill], then, f"{each.happened_at.replace(tzinfo=None)}", each.state,
            "file", each.raw, "", "", each.place, each.words, each.mark,
        )
        for each in events
    ]  # fmt: skip
    with closing(sqlite3.connect(bare, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        begin = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, rows)
        seconds = perf_counter() - begin
        connection.execute("ROLLBACK")
    return seconds
