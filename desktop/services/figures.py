"""Figures of a time (统计): by day, week, month, item or officer, each read in one walk."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, select
from sqlalchemy.orm import Session

from db.functions import MinutesBetween
from db.models import (
    Audit,
    Case,
    CaseEvent,
    CaseFlag,
    CaseItem,
    Delivery,
    Lack,
    Officer,
    Parcel,
    Slip,
    Supplement,
    Visit,
)
from desktop.domain.cases import CaseMove
from desktop.domain.deliveries import DeliveryState
from desktop.domain.figures import LONGEST_VISIT, By, Tally, bundle
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.slips import Stub
from desktop.domain.visits import COUNTED
from desktop.services.days import local_day, within
from desktop.services.visits import FINISHED


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are counted, from first to last; `zone` is the station's."""

    first: date
    last: date
    zone: tzinfo | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """The figures of one day, item or officer; `label` is its name."""

    key: str
    label: str
    tally: Tally


DECIDED = (CaseMove.APPROVE, CaseMove.REFUSE, CaseMove.FINISH_ON_THE_SPOT)


def figures(session: Session, clerk: Clerk, span: Span, by: By) -> tuple[FigureRow, ...]:
    """The figures of a time: days in order, items and officers by how much there was."""
    need(clerk, Right.SEE_ALL)
    found: dict[str, Tally] = {}
    for part in _PARTS:
        for key, tally in part(session, span, by):
            found[key] = found.get(key, Tally()) + tally
    if by in (By.DAY, By.WEEK, By.MONTH):
        return tuple(FigureRow(key, key, row) for key, row in bundle(found, by).items())
    names = _names(session, by)
    rows = [FigureRow(key, names.get(key, key), tally) for key, tally in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.tally.visits, -row.tally.received, row.label)))


def _names(session: Session, by: By) -> Mapping[str, str]:
    if by is By.OFFICER:
        rows = select(cast(Officer.id, String), Officer.name)
    else:
        rows = select(CaseItem.item, func.max(CaseItem.name)).group_by(CaseItem.item)
    return {key: name for key, name in session.execute(rows)}  # noqa: C416 - a Row is no pair


def _keyed(rows: Any, span: Span, by: By, moment: Any, officer: Any, case_id: Any) -> Any:
    """The same rows told apart by a key, which becomes their first column."""
    if by is By.OFFICER:
        key: Any = cast(officer, String)
    elif by is By.ITEM:
        rows = rows.join(CaseItem, CaseItem.case_id == case_id)
        key = CaseItem.item
    else:
        key = local_day(moment, span.zone, span.first)
    return rows.add_columns(key).group_by(key)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _flagged(flag: str | None = None) -> ColumnElement[bool]:
    rows = exists().where(CaseFlag.case_id == Slip.case_id)
    return rows if flag is None else rows.where(CaseFlag.flag == flag)


def _slips(session: Session, span: Span, by: By) -> Iterator[tuple[str, Tally]]:
    """Visits that ended with a slip."""
    minutes = MinutesBetween(Slip.begun_at, Slip.issued_at)
    timed = and_(Slip.begun_at.is_not(None), minutes >= 0, minutes <= LONGEST_VISIT)
    first = Slip.notice == 1
    lacks = exists().where(Lack.slip_id == Slip.id)
    rows = (
        select(
            func.count(),
            _sum(first),
            _sum(and_(first, ~lacks)),
            _sum(_flagged()),
            _sum(_flagged("elderly")),
            _sum(_flagged("non_local")),
            _sum(Slip.stub == Stub.SIGNED),
            func.coalesce(func.sum(case((timed, minutes), else_=0.0)), 0.0),
            _sum(timed),
        )
        .select_from(Slip)
        .where(within(Slip.issued_at, span.first, span.last, span.zone), Slip.voided_at.is_(None))
    )
    rows = _keyed(rows, span, by, Slip.issued_at, Slip.officer_id, Slip.case_id)
    for *counts, key in session.execute(rows):
        yield key, Tally(*counts)


def _cases(session: Session, span: Span, by: By) -> Iterator[tuple[str, Tally]]:
    """Cases that came in: how often their citizens had to come, what was asked for once more."""
    came = (
        select(func.count())
        .where(Visit.case_id == Case.id, Visit.purpose.in_(COUNTED))
        .correlate(Case)
        .scalar_subquery()
    )
    anew = exists().where(Supplement.case_id == Case.id, Supplement.anew)
    subject = "case:" + cast(Case.id, String)
    noted = exists().where(Audit.subject == subject, Audit.act == "notice.asked_anew")
    finished = Case.state.in_(FINISHED)
    rows = (
        select(
            func.count(),
            _sum(and_(~anew, ~noted)),
            _sum(finished),
            _sum(and_(finished, came == 1)),
        )
        .select_from(Case)
        .where(within(Case.received_at, span.first, span.last, span.zone))
    )
    rows = _keyed(rows, span, by, Case.received_at, Case.officer_id, Case.id)
    for received, told, done, once, key in session.execute(rows):
        yield key, Tally(received=received, told_once=told, finished=done, once=once)


def _decisions(session: Session, span: Span, by: By) -> Iterator[tuple[str, Tally]]:
    """Decisions of cases with a limit: whether they came within it."""
    day = local_day(CaseEvent.at, span.zone, span.first)
    in_time = cast(Case.due, String) >= day
    rows = (
        select(func.count(), _sum(in_time))
        .select_from(CaseEvent)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(within(CaseEvent.at, span.first, span.last, span.zone))
        .where(CaseEvent.move.in_(DECIDED), Case.due.is_not(None))
    )
    rows = _keyed(rows, span, by, CaseEvent.at, Case.officer_id, Case.id)
    for decided, on_time, key in session.execute(rows):
        yield key, Tally(decided=decided, on_time=on_time)


def _parcels(session: Session, span: Span, by: By) -> Iterator[tuple[str, Tally]]:
    """Parcels posted in the time that came to an end: in the right hands, or not."""
    rows = (
        select(func.count(), _sum(Parcel.state == DeliveryState.DELIVERED))
        .select_from(Parcel)
        .join(Delivery, Delivery.id == Parcel.delivery_id)
        .join(Case, Case.id == Delivery.case_id)
        .where(within(Parcel.posted_at, span.first, span.last, span.zone))
        .where(Parcel.ended_at.is_not(None))
    )
    rows = _keyed(rows, span, by, Parcel.posted_at, Case.officer_id, Case.id)
    for arrived, delivered, key in session.execute(rows):
        yield key, Tally(arrived=arrived, delivered=delivered)


Part = Callable[[Session, Span, By], Iterator[tuple[str, Tally]]]
_PARTS: tuple[Part, ...] = (_slips, _cases, _decisions, _parcels)


@dataclass(frozen=True, slots=True)
class Missed:
    """A material that people did not have with them: how often, of how many visits for its item."""

    item: str
    item_name: str
    material: str
    count: int
    of: int


def missed(session: Session, clerk: Clerk, span: Span, limit: int = 20) -> tuple[Missed, ...]:
    """The materials that were most often missing or defective at a first visit."""
    need(clerk, Right.SEE_ALL)
    here = (
        within(Slip.issued_at, span.first, span.last, span.zone),
        Slip.voided_at.is_(None),
        Slip.notice == 1,
    )
    lacks = (
        select(Lack.item, Lack.material, func.count(func.distinct(Slip.id)))
        .join(Slip, Slip.id == Lack.slip_id)
        .where(*here)
        .group_by(Lack.item, Lack.material)
        .order_by(func.count(func.distinct(Slip.id)).desc(), Lack.item, Lack.material)
        .limit(limit)
    )
    visits = (
        select(CaseItem.item, func.max(CaseItem.name), func.count())
        .join(Slip, Slip.case_id == CaseItem.case_id)
        .where(*here)
        .group_by(CaseItem.item)
    )
    known = {item: (name, count) for item, name, count in session.execute(visits)}
    found = []
    for item, material, count in session.execute(lacks):
        name, of = known.get(item, (item, 0))
        found.append(Missed(item, name, material, count, of))
    return tuple(found)
