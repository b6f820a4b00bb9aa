"""The station's table of days off: years imported or edited, and the due days that follow anew.

The State Council announces each year's days off and made-up days; until then a year is computed
from weekends and is provisional (facts in `domain/workdays.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import CalendarYear, Case, Track
from desktop.domain.cases import Stage
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.workdays import CalendarError, year_from_json
from desktop.domain.workdays import CalendarYear as Year
from desktop.services.audit import note
from desktop.services.clocks import settle


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


def years(session: Session) -> tuple[Year, ...]:
    """The announced years that are stored, the latest first."""
    rows = session.scalars(select(CalendarYear.content).order_by(CalendarYear.year.desc()))
    return tuple(year_from_json(row) for row in rows)


def change_year(
    session: Session, clerk: Clerk, now: datetime, data: Mapping[str, Any]
) -> tuple[DueChange, ...]:
    """Store one year's announcement, imported or edited; gives the due days that changed.

    The form is that of `workdays.year_from_json`. Raises Refusal(CALENDAR_UNFIT) naming the field;
    nothing is changed then.
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
    changes = _recompute(session, now)
    note(session, clerk, now, "calendar.change", str(year.year), changed=len(changes))
    return changes


def _recompute(session: Session, now: datetime) -> tuple[DueChange, ...]:
    """The clocks of all running cases and of the tracks in them, anew."""
    found: list[DueChange] = []
    rows = select(Case).where(Case.stage == Stage.RUNNING).order_by(Case.id)
    for case in session.scalars(rows, execution_options={"yield_per": 500}):
        clocks: tuple[Case | Track, ...] = (case, *case.tracks)
        for clock in clocks:
            before = clock.due, clock.due_provisional
            settle(session, clock, now)
            if (clock.due, clock.due_provisional) != before:
                found.append(_change(case, clock, before[0]))
    return tuple(found)


def _change(case: Case, clock: Case | Track, before: date | None) -> DueChange:
    return DueChange(
        case=case.id,
        number=case.number or "",
        name=case.name,
        office=clock.office if isinstance(clock, Track) else "",
        before=before,
        after=clock.due,
        provisional=clock.due_provisional,
    )
