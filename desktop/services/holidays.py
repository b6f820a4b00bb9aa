"""The station's table of days off: years imported or edited, and the due days that follow anew.

The State Council announces each year's days off and made-up days; until then a year is computed
from weekends and is provisional (facts in `domain/workdays.py`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from db.models import CalendarYear, Case, Station, Track
from desktop.domain.cases import Stage
from desktop.domain.clocks import Hours, hours_line, read_hours
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.workdays import Calendar, CalendarError, year_from_json
from desktop.domain.workdays import CalendarYear as Year
from desktop.services.audit import note
from desktop.services.clocks import office_hours, settle
from desktop.services.editions import calendar

Tell = Callable[[int, int], None]
"""Hears how many of how many cases are done."""

STEP = 200
"""Cases that are fetched at a time."""

_CLOCKED = (
    selectinload(Case.tracks),
    selectinload(Case.pauses),
    selectinload(Case.extensions),
)
"""What a clock is made of, fetched for many cases at once."""


@dataclass(frozen=True, slots=True)
class DueChange:
    """A case whose last day is another one now."""

    case: int
    number: str
    name: str
    office: str
    before: date | None
    after: date | None
    provisional: bool
    time_before: str = ""
    time_after: str = ""


def years(session: Session) -> tuple[Year, ...]:
    """The announced years that are stored, the latest first."""
    rows = session.scalars(select(CalendarYear.content).order_by(CalendarYear.year.desc()))
    return tuple(year_from_json(row) for row in rows)


def change_year(
    session: Session,
    clerk: Clerk,
    now: datetime,
    data: Mapping[str, Any],
    tell: Tell | None = None,
) -> tuple[DueChange, ...]:
    """Store one year's announcement, imported or edited; gives the due days that changed.

    The form is that of `workdays.year_from_json`. Raises Refusal(CALENDAR_UNFIT) naming the field;
    nothing is changed then. `tell` hears how far the cases are.
    """
    need(clerk, Right.MANAGE)
    try:
        year = year_from_json(data)
    except CalendarError as error:
        raise Refusal(Trouble.CALENDAR_UNFIT, place=error.field, problem=error.reason) from error
    row = session.get(CalendarYear, year.year)
    if row is None:
        session.add(CalendarYear(year=year.year, content=dict(data)))
    else:
        row.content = dict(data)
    session.flush()
    changes = _recompute(session, now, tell)
    note(session, clerk, now, "calendar.change", str(year.year), changed=len(changes))
    return changes


def change_hours(
    session: Session,
    clerk: Clerk,
    now: datetime,
    lines: Sequence[str],
    tell: Tell | None = None,
) -> tuple[DueChange, ...]:
    """Store the hours in which limits in hours run; gives the due times that changed.

    Raises Refusal(HOURS_UNFIT) naming the line at fault. No lines at all are the usual hours.
    """
    need(clerk, Right.MANAGE)
    hours = read_hours(lines)
    row = session.get_one(Station, 1)
    row.office_hours = [hours_line(each) for each in hours]
    session.flush()
    changes = _recompute(session, now, tell)
    note(session, clerk, now, "hours.change", "", hours=row.office_hours, changed=len(changes))
    return changes


def _recompute(session: Session, now: datetime, tell: Tell | None) -> tuple[DueChange, ...]:
    """The clocks of all running cases and of the tracks in them, anew."""
    found: list[DueChange] = []
    running = Case.stage == Stage.RUNNING
    total = session.scalar(select(func.count(Case.id)).where(running)) or 0
    cal, hours = calendar(session), office_hours(session)
    rows = select(Case).where(running).order_by(Case.id).options(*_CLOCKED)
    cases = session.scalars(rows, execution_options={"yield_per": STEP})
    for done, case in enumerate(cases):
        if tell is not None and done % STEP == 0:
            tell(done, total)
        found.extend(_anew(session, now, cal, hours, case))
    return tuple(found)


def _anew(
    session: Session, now: datetime, cal: Calendar, hours: Hours, case: Case
) -> Iterator[DueChange]:
    clocks: tuple[Case | Track, ...] = (case, *case.tracks)
    for clock in clocks:
        before = _due(clock)
        settle(session, clock, now, cal, hours)
        if (after := _due(clock)) != before:
            office = clock.office if isinstance(clock, Track) else ""
            yield DueChange(
                case=case.id, number=case.number or "", name=case.name, office=office,
                before=before[0], after=after[0], provisional=after[2],
                time_before=before[1], time_after=after[1],
            )  # fmt: skip


def _due(clock: Case | Track) -> tuple[date | None, str, bool]:
    time = clock.due_time if isinstance(clock, Case) else ""
    return clock.due, time, clock.due_provisional
