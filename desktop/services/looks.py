"""Who looked at whom: opening a record is an act, and the supervisor's report of such acts."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Audit, Case, Officer, Slip
from desktop.domain.identity import mask
from desktop.domain.officers import Clerk, Right, need
from desktop.services.audit import note

PAGE = 50
AGAIN = timedelta(minutes=10)
"""Within this time the same look of the same officer is one."""


class Look(StrEnum):
    """The ways in which a person's data is seen or leaves the program."""

    CASE = "case.look"
    SLIP = "slip.look"
    REVEAL = "case.reveal"
    PRINT = "slip.print"
    EXPORT = "daily.export"
    ATTACHMENT = "attachment.look"


@dataclass(frozen=True, slots=True)
class LookFilter:
    """What the report shows; empty shows everything."""

    officer: int | None = None
    case: int | None = None
    act: Look | None = None


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look: when, who, how, at whose case; `persons` counts those of an export."""

    seq: int
    at: datetime
    officer: str
    officer_number: str
    act: Look
    case: int | None
    case_number: str
    name: str
    id_number: str
    persons: int


def looked(
    session: Session, clerk: Clerk, now: datetime, act: Look, case: int, again: timedelta = AGAIN,
    **detail: object,
) -> None:  # fmt: skip
    """Write down a look at a case, once for a while."""
    subject = f"case:{case}"
    last = session.scalar(
        select(Audit.at)
        .where(Audit.subject == subject, Audit.act == act, Audit.officer == clerk.id)
        .order_by(Audit.seq.desc())
        .limit(1)
    )
    recent = (now - again).astimezone(UTC).isoformat(timespec="microseconds")
    if last is None or last <= recent:
        note(session, clerk, now, act, subject, case=case, **detail)


def case_of(session: Session, clerk: Clerk, number: str) -> int | None:
    """The case of a case number or a slip number, for the report."""
    need(clerk, Right.SEE_ALL)
    number = number.strip().upper()
    found = session.scalar(select(Case.id).where(Case.number == number))
    return found or session.scalar(select(Slip.case_id).where(Slip.number == number))


def who_looked(
    session: Session, clerk: Clerk, shown: LookFilter, before: int | None = None
) -> tuple[LookRow, ...]:
    """A page of looks, the latest first; `before` is the last row of the page above."""
    need(clerk, Right.SEE_ALL)
    rows = select(Audit, Officer.name, Officer.number).outerjoin(
        Officer, Officer.id == Audit.officer
    )
    rows = rows.where(Audit.act.in_([shown.act] if shown.act else list(Look)))
    if shown.officer is not None:
        rows = rows.where(Audit.officer == shown.officer)
    if shown.case is not None:
        numbers = session.scalars(select(Slip.number).where(Slip.case_id == shown.case))
        rows = rows.where(Audit.subject.in_([f"case:{shown.case}", *numbers]))
    if before is not None:
        rows = rows.where(Audit.seq < before)
    found = session.execute(rows.order_by(Audit.seq.desc()).limit(PAGE)).all()
    details = [json.loads(row.detail) for row, _, _ in found]
    keys = {detail["case"] for detail in details if "case" in detail}
    cases = {row.id: row for row in session.scalars(select(Case).where(Case.id.in_(keys)))}
    return tuple(
        _row(row, name or "", number or "", detail, cases.get(detail.get("case")))
        for (row, name, number), detail in zip(found, details, strict=True)
    )


def _row(
    row: Audit, name: str, number: str, detail: dict[str, object], case: Case | None
) -> LookRow:
    persons = detail.get("persons", 1)
    return LookRow(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        officer=name,
        officer_number=number,
        act=Look(row.act),
        case=None if case is None else case.id,
        case_number="" if case is None else case.number or "",
        name="" if case is None else case.name,
        id_number=mask(case.id_number) if case is not None and case.id_number else "",
        persons=persons if isinstance(persons, int) else 1,
    )
