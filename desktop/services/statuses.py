"""What carriers say of many parcels at once: looked through first, then taken in, in bulk.

No table object is made of a row: a year's file is stored nearly as fast as the database writes.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from db.functions import add_new
from db.models import Case, CaseEvent, Delivery, DeliveryEvent, Parcel, StatusFile
from desktop.domain.cases import MOVES, STAGES, CaseMove, CaseState
from desktop.domain.deliveries import Attention, DeliveryState, Source, case_moves
from desktop.domain.errors import Trouble
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.tables import RowFault, Table
from desktop.domain.tracking import Handing, TrackEvent
from desktop.domain.watch import Told, Watch, carried_on
from desktop.services.audit import note
from desktop.services.parcels import with_identity
from desktop.services.status_files import Part, StatusRow, guess_columns, headings_key

CHUNK = 5_000
"""Numbers that are looked up in one question; SQLite takes 32,766."""

_PARCEL = cast("SqlTable", Parcel.__table__)
_DELIVERY = cast("SqlTable", Delivery.__table__)
_EVENT = cast("SqlTable", DeliveryEvent.__table__)
_CASE = cast("SqlTable", Case.__table__)
_MOVE = cast("SqlTable", CaseEvent.__table__)


@dataclass(frozen=True, slots=True)
class Came:
    """Where statuses came from; a file has a name, a fingerprint and how its columns were read."""

    source: Source
    name: str = ""
    sha256: str = ""
    headings: str = ""
    columns: Mapping[Part, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """What taking statuses in did, or would do; `refused` are rows at fault, with why."""

    rows: int
    new: int
    unchanged: int
    refused: tuple[RowFault, ...]
    moved: int = 0


class _Known(NamedTuple):
    """A parcel with the delivery and the case it belongs to, as far as they matter here."""

    parcel: int
    waybill: str
    at: DeliveryState
    raw: str
    last_at: datetime
    ended_at: datetime | None
    delivery: int
    mode: Fulfilment
    state: DeliveryState
    present: str | None
    case: int
    case_state: CaseState


_KNOWN = (
    select(
        Parcel.id, Parcel.waybill, Parcel.state, Parcel.raw, Parcel.last_at, Parcel.ended_at,
        Delivery.id, Delivery.mode, Delivery.state, Delivery.waybill, Case.id, Case.state,
    )
    .join(Delivery, Delivery.id == Parcel.delivery_id)
    .join(Case, Case.id == Delivery.case_id)
    .where(Parcel.waybill.in_(bindparam("numbers", expanding=True)))
)  # fmt: skip

_STORED = (
    select(DeliveryEvent.parcel_id, DeliveryEvent.happened_at, DeliveryEvent.mark)
    .where(DeliveryEvent.parcel_id.in_(bindparam("parcels", expanding=True)))
    .where(DeliveryEvent.mark.is_not(None))
)

_Same = tuple[int | None, datetime | None, int | None]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Rows of our own parcels in the order of the file, and those at fault."""

    told: tuple[tuple[TrackEvent, _Known], ...]
    refused: tuple[RowFault, ...]
    rows: int


def of_events(events: Sequence[TrackEvent]) -> tuple[StatusRow, ...]:
    """A carrier's answers as rows, numbered in their order."""
    return tuple(StatusRow(number, event, ()) for number, event in enumerate(events, 1))


def remembered(session: Session, clerk: Clerk, table: Table) -> Mapping[Part, str]:
    """Which column says what: as it was the last time for such a table, else by their names."""
    need(clerk, Right.SERVE)
    rows = select(StatusFile.columns).where(StatusFile.headings == headings_key(table))
    known = session.scalar(rows.order_by(StatusFile.id.desc()).limit(1))
    if known is None or not set(known.values()) <= set(table.columns):
        return guess_columns(table)
    return {Part(part): name for part, name in known.items()}


def preview(session: Session, clerk: Clerk, rows: Sequence[StatusRow]) -> Summary:
    """What taking the rows in would do; nothing is stored."""
    need(clerk, Right.SERVE)
    found = _sorted_out(session, rows)
    stored = _stored(session, {known.parcel for _, known in found.told})
    fresh = {_same(event, known) for event, known in found.told} - stored
    moved = sum(1 for event, known in _latest(found.told) if _is_news(event, known, stored))
    new = len(fresh)
    return Summary(found.rows, new, len(found.told) - new, found.refused, moved)


def apply(
    session: Session, clerk: Clerk, now: datetime, rows: Sequence[StatusRow], came: Came
) -> Summary:
    """Take statuses in: every event once, each parcel to where its latest puts it.

    The same again changes nothing. An event that comes late stands in the timeline and moves
    nothing. Deliveries and cases follow by their tables.
    """
    need(clerk, Right.SERVE)
    found = _sorted_out(session, rows)
    latest = list(_latest(found.told))
    ties = {known.parcel for event, known in latest if event.happened_at == known.last_at}
    stored = _stored(session, ties)
    news = [(event, known) for event, known in latest if _is_news(event, known, stored)]
    new = _store(session, clerk, now, found.told, came.source)
    _move_on(session, clerk, now, news)
    summary = Summary(found.rows, new, len(found.told) - new, found.refused, len(news))
    _keep(session, clerk, now, came, summary)
    session.expire_all()
    return summary


def _sorted_out(session: Session, rows: Sequence[StatusRow]) -> _Sorted:
    numbers = {row.event.waybill for row in rows if row.event is not None}
    ours = _parcels(session, numbers)
    told: list[tuple[TrackEvent, _Known]] = []
    refused: list[RowFault] = []
    for row in rows:
        if row.event is None:
            refused.extend(row.faults)
        elif (known := ours.get(row.event.waybill)) is not None:
            told.append((row.event, known))
        else:
            values = {"number": row.event.waybill}
            refused.append(RowFault(row.row, Part.WAYBILL, Trouble.PARCEL_UNKNOWN, values))
    return _Sorted(tuple(told), tuple(refused), len(rows))


def _parcels(session: Session, numbers: Collection[str]) -> dict[str, _Known]:
    return {
        row[1]: _Known._make(row)
        for part in _chunks(sorted(numbers))
        for row in session.connection().execute(_KNOWN, {"numbers": part})
    }


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def _stored(session: Session, parcels: Collection[int]) -> set[_Same]:
    """The events of some parcels that are stored already."""
    return {
        (row[0], row[1], row[2])
        for part in _chunks(sorted(parcels))
        for row in session.connection().execute(_STORED, {"parcels": part})
    }


def _same(event: TrackEvent, known: _Known) -> _Same:
    return known.parcel, event.happened_at, event.mark


def _latest(told: Sequence[tuple[TrackEvent, _Known]]) -> Iterator[tuple[TrackEvent, _Known]]:
    """The latest event of each parcel, of equal times the last given."""
    found: dict[int, tuple[TrackEvent, _Known]] = {}
    for event, known in told:
        before = found.get(known.parcel)
        if before is None or event.happened_at >= before[0].happened_at:
            found[known.parcel] = event, known
    return iter(found.values())


def _is_news(event: TrackEvent, known: _Known, stored: Collection[_Same]) -> bool:
    """Whether an event tells more than what is known of its parcel already."""
    if not known.raw and known.at is DeliveryState.PICKED_UP:
        return True  # the carrier speaks for the first time, even of an hour before we did
    if event.happened_at == known.last_at:
        return _same(event, known) not in stored
    return event.happened_at > known.last_at


def _store(
    session: Session,
    clerk: Clerk,
    now: datetime,
    told: Sequence[tuple[TrackEvent, _Known]],
    source: Source,
) -> int:
    """Store the events that are not there yet; how many these were."""
    if not told:
        return 0
    connection = session.connection()
    last = connection.scalar(select(func.max(_EVENT.c.id))) or 0
    connection.execute(
        add_new(session, _EVENT),
        [
            {
                "delivery_id": known.delivery,
                "parcel_id": known.parcel,
                "at": now,
                "happened_at": event.happened_at,
                "officer_id": clerk.id,
                "after": event.state,
                "source": source,
                "raw": event.raw,
                "because": event.because or "",
                "handing": event.handing or "",
                "place": event.place,
                "remark": event.words,
                "mark": event.mark,
            }
            for event, known in told
        ],
    )
    rows = select(func.count()).select_from(_EVENT).where(_EVENT.c.id > last)
    return connection.scalar(rows) or 0


def _move_on(
    session: Session, clerk: Clerk, now: datetime, news: Sequence[tuple[TrackEvent, _Known]]
) -> None:
    """Put parcels, deliveries and cases where their latest events say they are."""
    locked = {k.case for event, k in news if event.handing is Handing.AT_LOCKER}
    secret = frozenset[int]().union(*(with_identity(session, part) for part in _chunks([*locked])))
    parcels: list[dict[str, Any]] = []
    deliveries: list[dict[str, Any]] = []
    cases: list[dict[str, Any]] = []
    moves: list[dict[str, Any]] = []
    for event, known in news:
        watch, move = _led(event, known, known.case in secret)
        parcels.append(_parcel(event, known, watch))
        if watch is None:
            continue
        deliveries.append(
            {
                "key": known.delivery,
                "state_": watch.state,
                "attention_": watch.attention,
                "alarm_": watch.alarm_at,
                "now_": now,
            }
        )
        if move is not None:
            after = MOVES[known.case_state][move]
            reason = (event.words or event.raw) if move is CaseMove.RETURN else ""
            cases.append(
                {"key": known.case, "state_": after, "stage_": STAGES[after], "reason_": reason}
            )
            moves.append(
                {
                    "case_id": known.case,
                    "at": now,
                    "officer_id": clerk.id,
                    "move": move,
                    "after": after,
                    "reason": reason,
                }
            )
    for statement, values in (
        (_PUT_PARCEL, parcels),
        (_PUT_DELIVERY, deliveries),
        (_PUT_CASE, cases),
        (insert(_MOVE), moves),
    ):
        if values:
            session.connection().execute(statement, values)


def _led(event: TrackEvent, known: _Known, identity: bool) -> tuple[Watch | None, CaseMove | None]:
    """What an event makes of delivery and case; a parcel that ended moves them no more."""
    back = event.state is DeliveryState.RETURN_TO_SENDER and known.state is DeliveryState.DELIVERED
    if known.present != known.waybill or (known.ended_at is not None and not back):
        return None, None
    told = Told(event.state, event.because, event.handing, heard=True, identity=identity)
    watch = carried_on(known.state, told, event.happened_at)
    if watch is None or watch.state is known.state:
        return watch, None
    wanted = case_moves(known.mode, known.state, watch.state)
    if any(move not in MOVES[known.case_state] for move in wanted):
        return Watch(known.state, Attention.UNREAD), None
    return watch, wanted[0] if wanted else None


def _parcel(event: TrackEvent, known: _Known, watch: Watch | None) -> dict[str, Any]:
    over = watch is not None and watch.state is DeliveryState.DELIVERED
    return {
        "key": known.parcel,
        "state_": known.at if watch is None else watch.state,
        "raw_": event.raw,
        "last_": event.happened_at,
        "ended_": known.ended_at or (event.happened_at if over else None),
    }


_PUT_PARCEL = (
    update(_PARCEL)
    .where(_PARCEL.c.id == bindparam("key"))
    .values(
        state=bindparam("state_"),
        raw=bindparam("raw_"),
        last_at=bindparam("last_"),
        ended_at=bindparam("ended_"),
    )
)
_PUT_DELIVERY = (
    update(_DELIVERY)
    .where(_DELIVERY.c.id == bindparam("key"))
    .values(
        state=bindparam("state_"),
        attention=bindparam("attention_"),
        alarm_at=bindparam("alarm_"),
        updated_at=bindparam("now_"),
        version=_DELIVERY.c.version + 1,
    )
)
_PUT_CASE = (
    update(_CASE)
    .where(_CASE.c.id == bindparam("key"))
    .values(
        state=bindparam("state_"),
        stage=bindparam("stage_"),
        reason=bindparam("reason_"),
        version=_CASE.c.version + 1,
    )
)


def _keep(session: Session, clerk: Clerk, now: datetime, came: Came, summary: Summary) -> None:
    """Write down that a file was taken in; the same one again leaves no trace."""
    known = came.sha256 and session.scalar(
        select(StatusFile.id).where(StatusFile.sha256 == came.sha256).limit(1)
    )
    if not summary.new and (known or not came.sha256):
        return
    if came.sha256:
        session.add(
            StatusFile(
                at=now,
                officer_id=clerk.id,
                name=came.name,
                sha256=came.sha256,
                headings=came.headings,
                columns={part.value: name for part, name in came.columns.items()},
                rows=summary.rows,
                new=summary.new,
                unchanged=summary.unchanged,
                refused=len(summary.refused),
            )
        )
        session.flush()
    note(
        session, clerk, now, "delivery.statuses", came.sha256[:16],
        source=came.source, rows=summary.rows, new=summary.new, moved=summary.moved,
        refused=len(summary.refused),
    )  # fmt: skip
