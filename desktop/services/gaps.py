"""What is still open at the end of a day: stubs without a signature, late cases, calls due."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload

from db.models import (
    Case,
    Counter,
    DayGap,
    Delivery,
    Draft,
    Enquiry,
    Officer,
    Owed,
    Print,
    Review,
    Slip,
)
from desktop.domain.cases import RUNNING
from desktop.domain.day_close import GapKind
from desktop.domain.deliveries import Attention
from desktop.domain.enquiries import Ending
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.printing import NO_SHEET, UNTOLD
from desktop.domain.reviews import FOR_OFFICER
from desktop.domain.slips import Stub
from desktop.services.days import begin, within

MOST = 200
"""Gaps of one kind that are shown; so many want another remedy than words."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is open: of what kind, which record, whose, since when.

    `subject` names the record for good (`slip:12`); `why` is the carrier's or a table's own word.
    `said` and `carried` are what was said of it for this day; `before` is what was said on the
    last day it was carried over from.
    """

    kind: GapKind
    subject: str
    number: str
    name: str
    officer: str
    since: date | None
    case: int | None = None
    why: str = ""
    said: str = ""
    carried: bool = False
    before: str = ""

    @property
    def open(self) -> bool:
        """Whether nothing was said of it yet."""
        return not self.said and not self.carried


@dataclass(frozen=True, slots=True)
class _Day:
    """The day that is asked about, as the station's clock has it."""

    day: date
    now: datetime

    def of(self, moment: datetime) -> date:
        return moment.astimezone(self.now.tzinfo).date()

    @property
    def end(self) -> datetime:
        return begin(date.fromordinal(self.day.toordinal() + 1), self.now.tzinfo)


def gaps(session: Session, clerk: Clerk, now: datetime, day: date) -> tuple[Gap, ...]:
    """Everything open at the end of a day, kind by kind, with what was said of it."""
    need(clerk, Right.SEE_ALL)
    asked = _Day(day, now)
    found = [gap for find in _FINDERS.values() for gap in find(session, asked)]
    return tuple(_told(session, day, found))


def _told(session: Session, day: date, found: list[Gap]) -> Iterator[Gap]:
    """The gaps with what was said of them, for this day and on the last one before."""
    today = {
        (row.kind, row.subject): row
        for row in session.scalars(select(DayGap).where(DayGap.day == day).order_by(DayGap.id))
    }
    keys = {gap.subject for gap in found}
    earlier = select(DayGap).where(DayGap.subject.in_(keys), DayGap.day < day)
    before = {(row.kind, row.subject): row for row in session.scalars(earlier.order_by(DayGap.day))}
    for gap in found:
        key = (gap.kind, gap.subject)
        if (row := today.get(key)) is not None:
            gap = replace(gap, said=row.said, carried=row.carried)  # noqa: PLW2901 - the same gap
        if (row := before.get(key)) is not None:
            gap = replace(gap, before=row.said)  # noqa: PLW2901 - the same gap
        yield gap


def _stubs(session: Session, asked: _Day) -> Iterator[Gap]:
    rows = select(Slip).where(
        Slip.stub == Stub.MISSING, Slip.voided_at.is_(None), Slip.issued_at < asked.end
    )
    yield from _slips(session, asked, GapKind.STUB, rows.order_by(Slip.issued_at))


def _prints(session: Session, asked: _Day) -> Iterator[Gap]:
    """Slips of the day of which no sheet is known to have come out."""
    good = exists().where(Print.slip_id == Slip.id, Print.outcome.not_in([*UNTOLD, *NO_SHEET]))
    rows = select(Slip).where(
        within(Slip.issued_at, asked.day, asked.day, asked.now.tzinfo),
        Slip.voided_at.is_(None),
        ~good,
    )
    yield from _slips(session, asked, GapKind.PRINT, rows.order_by(Slip.issued_at))


def _slips(session: Session, asked: _Day, kind: GapKind, rows: Select[Slip]) -> Iterator[Gap]:
    wanted = rows.options(joinedload(Slip.case), joinedload(Slip.officer)).limit(MOST)
    for row in session.scalars(wanted):
        yield Gap(
            kind, f"slip:{row.id}", row.number, row.case.name, row.officer.name,
            asked.of(row.issued_at), row.case_id,
        )  # fmt: skip


def _numbers(session: Session, asked: _Day) -> Iterator[Gap]:
    """Numbers of the day's series that no slip bears: none, unless rows were taken out."""
    series = select(Counter.series, Counter.value).where(
        Counter.series.startswith("slip:"), Counter.series.endswith(f":{asked.day:%Y%m%d}")
    )
    for name, value in session.execute(series):
        start = name.removeprefix("slip:").replace(":", "")
        borne = set(
            session.scalars(
                select(Slip.number).where(Slip.number >= start, Slip.number < f"{start}:")
            )
        )
        for count in range(1, value + 1):
            if (number := f"{start}{count:04d}") not in borne:
                yield Gap(GapKind.NUMBER, f"number:{number}", number, "", "", asked.day)


def _drafts(session: Session, asked: _Day) -> Iterator[Gap]:
    rows = (
        select(Draft, Officer.name)
        .join(Officer, Officer.id == Draft.officer_id)
        .where(Draft.updated_at < asked.end)
        .order_by(Draft.updated_at)
        .limit(MOST)
    )
    for row, officer in session.execute(rows):
        since = asked.of(row.updated_at)
        yield Gap(GapKind.DRAFT, f"draft:{row.key}", "", row.title, officer, since)


def _guards(session: Session, asked: _Day) -> Iterator[Gap]:
    rows = select(Case).where(Case.guard_on <= asked.day).order_by(Case.guard_on)
    yield from _cases(session, GapKind.GUARD, rows, "guard_on")


def _overdue(session: Session, asked: _Day) -> Iterator[Gap]:
    rows = select(Case).where(Case.state.in_(RUNNING), Case.due < asked.day).order_by(Case.due)
    yield from _cases(session, GapKind.OVERDUE, rows, "due")


def _cases(session: Session, kind: GapKind, rows: Select[Case], day: str) -> Iterator[Gap]:
    wanted = rows.options(joinedload(Case.officer)).limit(MOST)
    for row in session.scalars(wanted):
        yield Gap(
            kind, f"case:{row.id}", row.number or "", row.organisation or row.name,
            row.officer.name, getattr(row, day), row.id,
        )  # fmt: skip


def _owed(session: Session, asked: _Day) -> Iterator[Gap]:
    rows = (
        select(Owed)
        .where(Owed.came_at.is_(None), Owed.until < asked.day)
        .options(joinedload(Owed.case).joinedload(Case.officer))
        .order_by(Owed.until)
        .limit(MOST)
    )
    for row in session.scalars(rows):
        case = row.case
        yield Gap(
            GapKind.OWED, f"owed:{row.id}", case.number or "", case.organisation or case.name,
            case.officer.name, row.until, case.id, row.name,
        )  # fmt: skip


def _parcels(session: Session, asked: _Day) -> Iterator[Gap]:
    rows = (
        select(Delivery)
        .where(Delivery.attention != Attention.NONE)
        .options(joinedload(Delivery.case).joinedload(Case.officer))
        .order_by(Delivery.updated_at)
        .limit(MOST)
    )
    for row in session.scalars(rows):
        yield Gap(
            GapKind.PARCEL, f"delivery:{row.id}", row.waybill or row.case.number or "",
            row.recipient, row.case.officer.name, asked.of(row.updated_at), row.case_id,
            row.attention.value,
        )  # fmt: skip


def _calls(session: Session, asked: _Day) -> Iterator[Gap]:
    rows = (
        select(Enquiry)
        .where(Enquiry.ending == Ending.CALL_BACK, Enquiry.called_at.is_(None))
        .where(Enquiry.at < asked.end)
        .options(joinedload(Enquiry.officer))
        .order_by(Enquiry.at)
        .limit(MOST)
    )
    for row in session.scalars(rows):
        yield Gap(
            GapKind.CALL_BACK, f"enquiry:{row.id}", "", row.name, row.officer.name,
            asked.of(row.at), None, row.question,
        )  # fmt: skip


def _reviews(session: Session, asked: _Day) -> Iterator[Gap]:
    rows = (
        select(Review)
        .where(Review.ended_at.is_(None), Review.kind.in_(FOR_OFFICER), Review.at < asked.end)
        .options(joinedload(Review.case), joinedload(Review.to))
        .order_by(Review.id)
        .limit(MOST)
    )
    for row in session.scalars(rows):
        yield Gap(
            GapKind.REVIEW, f"review:{row.id}", row.case.number or "", row.case.name,
            row.to.name, asked.of(row.at), row.case_id, row.said,
        )  # fmt: skip


_FINDERS: dict[GapKind, Callable[[Session, _Day], Iterator[Gap]]] = {
    GapKind.STUB: _stubs,
    GapKind.PRINT: _prints,
    GapKind.NUMBER: _numbers,
    GapKind.DRAFT: _drafts,
    GapKind.GUARD: _guards,
    GapKind.OVERDUE: _overdue,
    GapKind.OWED: _owed,
    GapKind.PARCEL: _parcels,
    GapKind.CALL_BACK: _calls,
    GapKind.REVIEW: _reviews,
}
"""How the gaps of each kind are found; a kind without a way would never be told."""
