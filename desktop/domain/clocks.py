"""The clock of a case: a limit that is stopped, goes on and is extended, day by day.

What hearings, tenders, auctions, inspections, tests, quarantine, appraisals and expert reviews take
does not count, and the applicant is told its length in writing (Administrative Licensing Law
art. 45). A limit may be extended with the head's approval and the reasons told (art. 42). Limits in
days leave out the first day, limits in hours begin at once (Civil Code art. 201).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from itertools import takewhile

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.workdays import (
    LONGEST_COUNT,
    Calendar,
    DayKind,
    State,
    Unit,
    day_kind,
    walk,
)

_ONE_DAY = timedelta(days=1)
_WORKING = (DayKind.WORKDAY, DayKind.MADE_UP)

Hours = tuple[tuple[time, time], ...]
"""The hours in which a station works on a working day, in order."""

OFFICE_HOURS: Hours = ((time(8, 30), time(12)), (time(13, 30), time(17)))
"""Until a station enters its own."""

_HOURS = re.compile(r"([0-2]?[0-9])[:：]([0-5][0-9])\s*[-–—~～至]\s*([0-2]?[0-9])[:：]([0-5][0-9])")


def read_hours(lines: Sequence[str]) -> Hours:
    """The hours from lines such as 08:30-12:00, in order and without overlap.

    Raises Refusal(HOURS_UNFIT) with the line at fault.
    """
    hours = tuple(_stretch(line) for line in lines)
    for line, (_, end), (begin, _) in zip(lines[1:], hours, hours[1:], strict=False):
        if begin < end:
            raise Refusal(Trouble.HOURS_UNFIT, field="office_hours", line=line)
    return hours


def _stretch(line: str) -> tuple[time, time]:
    found = _HOURS.fullmatch(line.strip())
    try:
        first, second, third, fourth = map(int, found.groups()) if found else (24, 0, 0, 0)
        begin, end = time(first, second), time(third, fourth)
    except ValueError as error:
        raise Refusal(Trouble.HOURS_UNFIT, field="office_hours", line=line) from error
    if begin >= end:
        raise Refusal(Trouble.HOURS_UNFIT, field="office_hours", line=line)
    return begin, end


def hours_line(stretch: tuple[time, time]) -> str:
    """A stretch of the hours as it is written down."""
    return "-".join(f"{each:%H:%M}" for each in stretch)


class PauseKind(StrEnum):
    """What a limit may be stopped for; the list of art. 45 is closed."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TEST = "test"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count; `end` is None while it lasts.

    In days, those after the one it began on count no more, the one it ends on included.
    """

    begin: datetime
    end: datetime | None
    kind: PauseKind
    reason: str = ""

    def covers(self, day: date) -> bool:
        """Whether a day is taken out of the limit."""
        return self.begin.date() < day and (self.end is None or day <= self.end.date())


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit under way: `count` units from `start`, `extended` by some more, less the pauses.

    All times carry the station's zone.
    """

    count: int
    unit: Unit
    start: datetime
    pauses: tuple[Pause, ...] = ()
    extended: int = 0

    @property
    def total(self) -> int:
        """Units in all."""
        return self.count + self.extended

    @property
    def stopped(self) -> Pause | None:
        """The pause that lasts."""
        return next((each for each in self.pauses if each.end is None), None)


@dataclass(frozen=True, slots=True)
class ClockDay:
    """One day of the strip: what it is, whether it counts and as which, what stopped it.

    `number` is the day's place in the limit; in hours, how many minutes are used at its end.
    """

    day: date
    kind: DayKind
    number: int | None
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a clock stands: the last day (and minute), from when it warns, what is used and left.

    `due` is None while the clock is stopped; `provisional` says that it rests on a year that is
    not announced yet. `used` and `total` are in the clock's unit.
    """

    due: date | None
    due_time: time | None
    provisional: bool
    warn_on: date | None
    state: State
    used: int
    total: int
    stopped: Pause | None


def strip(cal: Calendar, clock: Clock, until: date, hours: Hours = OFFICE_HOURS) -> list[ClockDay]:
    """Every day of the limit, counted or not, with the reason.

    It ends with the last day of the limit, or, while the clock is stopped, with `until`. Raises
    ValueError for a limit of less than 0 or more than 3660 units, OverflowError past year 9999.
    """
    in_hours = clock.unit is Unit.WORKING_HOUR
    days = _hour_days(cal, clock, hours) if in_hours else _whole_days(cal, clock)
    if (stopped := clock.stopped) is not None:  # nobody knows how it goes on
        last = max(until, stopped.begin.date())
        days = takewhile(lambda each: each.day <= last, days)
    return list(days)


def _whole_days(cal: Calendar, clock: Clock) -> Iterator[ClockDay]:
    stopped = partial(_pause_on, clock)
    for each in walk(cal, clock.start.date(), clock.total, clock.unit, stopped):
        yield ClockDay(each.day, each.kind, each.number, stopped(each.day))


def _pause_on(clock: Clock, day: date) -> Pause | None:
    return next((each for each in clock.pauses if each.covers(day)), None)


def _hour_days(cal: Calendar, clock: Clock, hours: Hours) -> Iterator[ClockDay]:
    if not 0 <= clock.total <= LONGEST_COUNT:
        raise ValueError(f"a limit has 0 to {LONGEST_COUNT} hours, not {clock.total}")
    used, day, wanted = 0, clock.start.date(), clock.total * 60
    while used < wanted:
        kind = day_kind(cal, day)
        ran = sum(_minutes(*each) for each in _open(kind, clock, day, hours))
        used = min(used + ran, wanted)
        pause = None if ran else next((p for p in clock.pauses if _touches(p, day)), None)
        yield ClockDay(day, kind, used if ran else None, pause)
        day += _ONE_DAY


def _touches(pause: Pause, day: date) -> bool:
    return pause.begin.date() <= day and (pause.end is None or day <= pause.end.date())


def _minutes(begin: datetime, end: datetime) -> int:
    return int((end - begin).total_seconds()) // 60


def _open(
    kind: DayKind, clock: Clock, day: date, hours: Hours
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of a day in which the limit runs."""
    if kind not in _WORKING:
        return
    zone = clock.start.tzinfo
    for begin, end in hours:
        first = max(datetime.combine(day, begin, zone), clock.start)
        yield from _without(first, datetime.combine(day, end, zone), clock.pauses)


def _without(
    begin: datetime, end: datetime, pauses: tuple[Pause, ...]
) -> Iterator[tuple[datetime, datetime]]:
    for pause in sorted(pauses, key=lambda each: each.begin):
        if pause.begin < end and (pause.end is None or pause.end > begin):
            if begin < pause.begin:
                yield begin, pause.begin
            if pause.end is None:
                return
            begin = max(begin, pause.end)
    if begin < end:
        yield begin, end


def read(cal: Calendar, clock: Clock, now: datetime, hours: Hours = OFFICE_HOURS) -> Reading:
    """How a clock stands at a moment; errors as in `strip`."""
    days = strip(cal, clock, now.date(), hours)
    stopped = clock.stopped
    due = None if stopped else days[-1].day if days else clock.start.date()
    in_hours = due is not None and clock.unit is Unit.WORKING_HOUR
    minute = _last_minute(cal, clock, hours) if in_hours else None
    warn_on = None if due is None else _warn_on(clock, days)
    return Reading(
        due=due,
        due_time=minute,
        provisional=due is not None and _provisional(cal, clock, days),
        warn_on=warn_on,
        state=State.NORMAL if due is None else standing(now, due, minute, warn_on),
        used=_used(clock, days, now.date()),
        total=clock.total,
        stopped=stopped,
    )


def _provisional(cal: Calendar, clock: Clock, days: list[ClockDay]) -> bool:
    """Whether a day of a year not announced decides; of natural days only those at the end do."""
    place = 0
    if clock.unit is Unit.NATURAL_DAY:
        place = next((n for n, day in enumerate(days) if day.number == clock.total), 0)
    return any(each.day.year not in cal.announced for each in days[place:])


def _last_minute(cal: Calendar, clock: Clock, hours: Hours) -> time:
    """The minute at which a limit in hours ends."""
    left, day = clock.total * 60, clock.start.date()
    while left:
        for begin, end in _open(day_kind(cal, day), clock, day, hours):
            if left <= (room := _minutes(begin, end)):
                return (begin + timedelta(minutes=left)).time()
            left -= room
        day += _ONE_DAY
    return clock.start.time()


def _warn_on(clock: Clock, days: list[ClockDay]) -> date:
    """The earlier of 2 units left and 80 % used."""
    used = max(0, min(clock.total - 2, -(-clock.total * 4 // 5)))
    unit = 60 if clock.unit is Unit.WORKING_HOUR else 1
    passed = (d.day for d in days if d.number is not None and d.number >= used * unit)
    return next(passed, clock.start.date()) if used else clock.start.date()


def _used(clock: Clock, days: list[ClockDay], today: date) -> int:
    """Units that are over; of the running hour nothing."""
    numbers = [d.number for d in days if d.day <= today and d.number is not None]
    last = max(numbers, default=0)
    return last // 60 if clock.unit is Unit.WORKING_HOUR else last


def standing(now: datetime, due: date, minute: time | None, warn_on: date | None) -> State:
    """How a limit stands; the due day, or in hours the due minute, is not overdue itself."""
    if now.date() > due or (minute is not None and now.date() == due and now.time() > minute):
        return State.OVERDUE
    return State.WARN if warn_on is not None and now.date() >= warn_on else State.NORMAL
