"""The list of all cases: a page at any place, and the running ones by the day they are due.

No case is ever deleted and a later one has the higher id, so the id is the place in the list. A
page is a range of an index, wherever it begins; nothing is counted, skipped or sorted as a whole.
With two filters or more a page looks through a bounded stretch and says how far it came.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.functions import Unindexed
from db.models import Case, CaseFlag, CaseItem, Officer
from desktop.domain.cases import RUNNING, CaseState, Stage
from desktop.domain.clocks import standing
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.workdays import State

PAGE = 50
"""Cases a page shows."""

STRETCH = 1000
"""Cases looked through at a time where filters meet."""

STRETCHES = 4
"""Stretches a page goes through before it is given as it is."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are listed; None lets every case through, a section of "" is the window.

    `due_before` is a day that the limit ends before; only the list by due days heeds it.
    """

    state: CaseState | None = None
    stage: Stage | None = None
    item: str | None = None
    flag: str | None = None
    officer: int | None = None
    section: str | None = None
    due_before: date | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of the list; `items` are their names, `due_time` is given for limits in hours."""

    id: int
    number: str
    name: str
    items: tuple[str, ...]
    state: CaseState
    due: date | None
    due_time: time | None
    provisional: bool
    warn_on: date | None
    section: str
    officer: str
    received_at: datetime

    def standing(self, now: datetime) -> State | None:
        """How its limit stands; None where none runs."""
        if self.due is None or self.state not in RUNNING:
            return None
        return standing(now, self.due, self.due_time, self.warn_on)


@dataclass(frozen=True, slots=True)
class CasePage:
    """Cases in order, and the id up to which all were looked at; None at the list's end."""

    lines: tuple[CaseLine, ...]
    reached: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list by due days."""

    due: date
    id: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Cases in the order they are due, and the place up to which all were looked at."""

    lines: tuple[CaseLine, ...]
    reached: Place | None


@dataclass(frozen=True, slots=True)
class _Way:
    """An index that gives the ids of one filter's cases in order."""

    id: InstrumentedAttribute[int]
    column: InstrumentedAttribute[Any]
    value: object

    def condition(self) -> ColumnElement[bool]:
        return self.column == self.value

    def met(self) -> ColumnElement[bool]:
        """The same asked of one case that another way has led to; its index is not offered."""
        if self.id is Case.id:
            return Unindexed(self.column, type_=self.column.type) == self.value
        own = select(self.id).where(self.id == Case.id, self.condition())
        return own.correlate(Case).exists()


_WAYS: dict[str, tuple[InstrumentedAttribute[int], InstrumentedAttribute[Any]]] = {
    "state": (Case.id, Case.state),
    "stage": (Case.id, Case.stage),
    "officer": (Case.id, Case.officer_id),
    "section": (Case.id, Case.section),
    "item": (CaseItem.case_id, CaseItem.item),
    "flag": (CaseFlag.case_id, CaseFlag.flag),
}

_OFFICER = select(Officer.name).where(Officer.id == Case.officer_id).scalar_subquery()

_LINE = (
    Case.id, Case.number, Case.name, Case.state, Case.due, Case.due_time, Case.due_provisional,
    Case.warn_on, Case.section, _OFFICER, Case.received_at,
)  # fmt: skip


def page(
    session: Session,
    clerk: Clerk,
    shown: CaseFilter,
    before: int | None = None,
    after: int | None = None,
    limit: int = PAGE,
    stretch: int = STRETCH,
) -> CasePage:
    """A page of cases, the newest first: those below `before`, or the nearest above `after`.

    Fewer lines than `limit` with a place reached mean that more has to be looked through.
    """
    need(clerk, Right.SERVE)
    down = after is None
    edge = before if down else after
    ways, lines = list(_ways(shown)), list[CaseLine]()
    for _ in range(STRETCHES):
        way, end = _nearest(session, ways, edge, down, stretch)
        rows = _between(ways, way, edge, end, down).limit(limit - len(lines))
        lines += _lines(session, session.execute(rows).all())
        edge = lines[-1].id if len(lines) == limit else end
        if edge is None or len(lines) == limit:
            break
    return CasePage(tuple(lines if down else reversed(lines)), edge)


def _ways(shown: CaseFilter) -> Iterator[_Way]:
    for name, (key, column) in _WAYS.items():
        value = getattr(shown, name)
        if value is not None:
            yield _Way(key, column, value)


def _nearest(
    session: Session, ways: list[_Way], edge: int | None, down: bool, stretch: int
) -> tuple[_Way | None, int | None]:
    """The filter whose cases lie farthest apart here, and the end of its next stretch."""
    if len(ways) < 2:
        return next(iter(ways), None), None
    ends = [(session.scalar(_stretch(way, edge, down, stretch)), way) for way in ways]
    for end, way in ends:
        if end is None:
            return way, None
    end, way = (min if down else max)(ends, key=lambda each: each[0] or 0)
    return way, end


def _stretch(way: _Way, edge: int | None, down: bool, stretch: int) -> Select[int]:
    rows = select(way.id).where(way.condition(), *_range(way.id, edge, None, down))
    order = way.id.desc() if down else way.id
    return rows.order_by(order).offset(stretch - 1).limit(1)


def _place() -> ColumnElement[int]:
    """The place of a case that another table has led to; a server would look it up from the end."""
    return Unindexed(Case.id, type_=Case.id.type)


def _range(
    key: ColumnElement[int] | InstrumentedAttribute[int],
    edge: int | None,
    end: int | None,
    down: bool,
) -> Iterator[ColumnElement[bool]]:
    if edge is not None:
        yield key < edge if down else key > edge
    if end is not None:
        yield key >= end if down else key <= end


def _between(
    ways: list[_Way], way: _Way | None, edge: int | None, end: int | None, down: bool
) -> Select[*tuple[Any, ...]]:
    """The lines of a stretch, led by one way's index."""
    key = Case.id if way is None else way.id
    rows = select(*_LINE).where(*_range(key, edge, end, down))
    if way is not None:
        rows = rows.where(way.condition(), *(each.met() for each in ways if each is not way))
        if way.id is not Case.id:
            rows = rows.where(way.id == Case.id, *_range(_place(), edge, end, down))
    return rows.order_by(key.desc() if down else key)


def _lines(session: Session, rows: Iterable[Row[*tuple[Any, ...]]]) -> list[CaseLine]:
    found = list(rows)
    items = items_of(session, [row[0] for row in found])
    return [
        CaseLine(
            key, number or "", name, items.get(key, ()), state, due,
            minute(until), provisional, warn_on, section,
            officer, received,
        )
        for (
            key, number, name, state, due, until, provisional, warn_on, section, officer,
            received,
        ) in found
    ]  # fmt: skip


def minute(text: str) -> time | None:
    """The minute at which a limit in hours ends, as it is stored; None for limits in days."""
    return time.fromisoformat(text) if text else None


def items_of(session: Session, keys: list[int]) -> dict[int, tuple[str, ...]]:
    """The names of some cases' items, in their order."""
    if not keys:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    rows = select(CaseItem.case_id, CaseItem.name).where(CaseItem.case_id.in_(keys))
    for key, name in session.execute(rows.order_by(CaseItem.case_id, CaseItem.position)):
        found[key] = (*found.get(key, ()), name)
    return found


def latest(session: Session, clerk: Clerk) -> int:
    """The place of the newest case, 0 where there is none."""
    need(clerk, Right.SERVE)
    return session.scalar(select(func.max(Case.id))) or 0


def day_at(session: Session, clerk: Clerk, place: int) -> datetime | None:
    """When the case at a place came in, or the one before it."""
    need(clerk, Right.SERVE)
    rows = select(Case.received_at).where(Case.id <= place).order_by(Case.id.desc())
    return session.scalar(rows.limit(1))


def place_before(session: Session, clerk: Clerk, moment: datetime) -> int:
    """The place of the last case that came in before a moment, 0 where none did."""
    need(clerk, Right.SERVE)
    rows = select(Case.id).where(Case.received_at < moment).order_by(Case.received_at.desc())
    return session.scalar(rows.limit(1)) or 0


def sections(session: Session, clerk: Clerk) -> tuple[str, ...]:
    """The sections where cases lie or lay, one step along the index for each."""
    need(clerk, Right.SERVE)
    found, name = list[str](), ""
    while True:
        rows = select(Case.section).where(Case.section > name).order_by(Case.section).limit(1)
        after = session.scalar(rows)
        if after is None:
            return tuple(found)
        found.append(name := after)


def queue(
    session: Session,
    clerk: Clerk,
    shown: CaseFilter,
    after: Place | None = None,
    limit: int = PAGE,
    stretch: int = STRETCH,
) -> QueuePage:
    """A page of cases by the day they are due, the earliest first, and only those with one.

    Without a state or stage these are the cases whose limit runs.
    """
    need(clerk, Right.SERVE)
    more = list(_ways(replace(shown, state=None, stage=None)))
    lines = list[CaseLine]()
    for _ in range(STRETCHES):
        end = session.execute(_queued(shown, after).offset(stretch - 1)).first() if more else None
        rows = _queued(shown, after, *_LINE).where(*(way.met() for way in more))
        if end is not None:
            rows = rows.where(tuple_(*end) >= _DUE)
        lines += _lines(session, session.execute(rows.limit(limit - len(lines))).all())
        after = None if end is None else Place(*end)
        if len(lines) == limit:
            after = Place(lines[-1].due or date.min, lines[-1].id)
        if after is None or len(lines) == limit:
            break
    return QueuePage(tuple(lines), after)


_DUE = tuple_(Case.due, Case.id)


def _queued(shown: CaseFilter, after: Place | None, *columns: Any) -> Select[*tuple[Any, ...]]:
    stage = Case.stage == (shown.stage or Stage.RUNNING)
    rows = select(*(columns or (Case.due, Case.id)))
    rows = rows.where(stage if shown.state is None else Case.state == shown.state)
    rows = rows.where(Case.due.is_not(None)).order_by(Case.due, Case.id)
    if shown.due_before is not None:
        rows = rows.where(Case.due < shown.due_before)
    if after is not None:
        rows = rows.where(tuple_(after.due, after.id) < _DUE)
    return rows
