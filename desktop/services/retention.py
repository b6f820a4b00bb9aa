"""How long records are kept: what is due for erasure, a report of it, and the erasure itself.

A record is never taken out: number, state, times and hashes stay, what tells of a person goes
(Personal Information Protection Law art. 19: no longer than needed). The audit is never purged;
the Cybersecurity Law (art. 21 of the 2016 text) asks for six months of it at least.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import Session

from db.models import (
    Case,
    CaseEvent,
    CaseExtension,
    CasePaper,
    CasePause,
    Delivery,
    DeliveryEvent,
    Draft,
    Enquiry,
    Owed,
    Review,
    Slip,
    Station,
    Supplement,
    Track,
    Visit,
)
from desktop.domain.cases import OPEN
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.services import attachments
from desktop.services.audit import note
from desktop.services.officers import Second, second_person

DAYS = {"draft": 7, "enquiry": 365, "slip": 3 * 365, "case": 5 * 365}
"""Days after which each kind is due, until the station sets its own (to be confirmed by it)."""

LEAST = {"draft": 1, "enquiry": 30, "slip": 180, "case": 180}
ERASED = "〔已清除〕"


class Kind(StrEnum):
    """Kinds of record with a time of their own."""

    DRAFT = "draft"
    ENQUIRY = "enquiry"
    SLIP = "slip"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Due:
    """How many records of a kind are past their time, and the oldest of them."""

    kind: Kind
    days: int
    count: int
    oldest: datetime | None


def days_kept(session: Session) -> dict[Kind, int]:
    """How long each kind is kept at this station."""
    station = session.get(Station, 1)
    own = {} if station is None else station.retention
    return {kind: int(own.get(kind, DAYS[kind])) for kind in Kind}


def keep_for(session: Session, clerk: Clerk, now: datetime, days: dict[Kind, int]) -> None:
    """Set how long each kind is kept; never shorter than the law lets it be."""
    need(clerk, Right.MANAGE)
    for kind, count in days.items():
        if count < LEAST[kind]:
            raise Refusal(Trouble.RETENTION_TOO_SHORT, field=kind, least=LEAST[kind])
    session.get_one(Station, 1).retention = {kind.value: count for kind, count in days.items()}
    note(session, clerk, now, "retention.set", "", **{kind.value: n for kind, n in days.items()})


def report(session: Session, clerk: Clerk, now: datetime) -> tuple[Due, ...]:
    """What a purge would erase now; nothing is changed."""
    need(clerk, Right.MANAGE)
    kept = days_kept(session)
    found = []
    for kind in Kind:
        count, oldest = session.execute(_due(kind, now - timedelta(days=kept[kind]))).one()
        found.append(Due(kind, kept[kind], count, oldest))
    return tuple(found)


def _due(kind: Kind, before: datetime) -> Select[int, datetime | None]:
    """How many of a kind lie before a time, and the oldest."""
    if kind is Kind.DRAFT:
        return select(func.count(), func.min(Draft.updated_at)).where(Draft.updated_at < before)
    if kind is Kind.ENQUIRY:
        return select(func.count(), func.min(Enquiry.at)).where(
            Enquiry.at < before, Enquiry.purged_at.is_(None)
        )
    if kind is Kind.SLIP:
        return select(func.count(), func.min(Slip.issued_at)).where(
            Slip.issued_at < before, Slip.purged_at.is_(None)
        )
    return select(func.count(), func.min(Case.received_at)).where(*_ended(before))


def _ended(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Cases that came before a time and are not open any more."""
    return Case.received_at < before, Case.purged_at.is_(None), Case.state.not_in(OPEN)


def purge(
    session: Session, clerk: Clerk, now: datetime, second: Second | None = None
) -> tuple[Due, ...]:
    """Erase what is due, with a second person; gives the report of what was erased."""
    need(clerk, Right.MANAGE)
    found = report(session, clerk, now)
    other = second_person(session, clerk, now, second)
    before = {due.kind: now - timedelta(days=due.days) for due in found}
    session.execute(delete(Draft).where(Draft.updated_at < before[Kind.DRAFT]))
    _erase_questions(session, before[Kind.ENQUIRY], now)
    slips = select(Slip).where(Slip.issued_at < before[Kind.SLIP], Slip.purged_at.is_(None))
    for slip in session.scalars(slips):
        slip.purged_at, slip.text, slip.pdf = now, "", b""
    for case in session.scalars(select(Case).where(*_ended(before[Kind.CASE]))):
        _erase(session, case, now)
    _erase_lists(session, before[Kind.CASE], now)
    attachments.erase(session, before[Kind.DRAFT], now)
    counts = {due.kind.value: due.count for due in found}
    note(session, clerk, now, "retention.purge", "", second=other.number, **counts)
    return found


REMARKS: dict[Any, tuple[str, ...]] = {
    CaseEvent: ("reason",),
    CasePause: ("reason",),
    CaseExtension: ("reason",),
    Supplement: ("reason",),
    Owed: ("promise",),
    Track: ("opinion", "opinion_by"),
    Visit: ("remark",),
    Review: ("said", "answer"),
}
"""Words that somebody wrote about a case, by where they stand."""


def _erase_questions(session: Session, before: datetime, now: datetime) -> None:
    """Of a question its item, channel and time stay, for the figures of the guides."""
    gone = dict.fromkeys(("question", "answer", "name", "phone", "called_said"), "")
    old = update(Enquiry).where(Enquiry.at < before, Enquiry.purged_at.is_(None))
    session.execute(old.values(purged_at=now, **gone))


def _erase_lists(session: Session, before: datetime, now: datetime) -> None:
    """Lists of many cases (hand-over, posting) go by their own age."""
    old = update(CasePaper).where(
        CasePaper.case_id.is_(None), CasePaper.issued_at < before, CasePaper.purged_at.is_(None)
    )
    session.execute(old.values(purged_at=now, text="", pdf=b""))


def _erase(session: Session, case: Case, now: datetime) -> None:
    """Take everything that tells of a person out of a case, its delivery and its remarks."""
    case.purged_at, case.name, case.initials, case.answers = now, ERASED, "", {}
    case.id_number = case.phone = case.organisation = case.reason = ""
    for table, words in REMARKS.items():
        gone = dict.fromkeys(words, "")
        session.execute(update(table).where(table.case_id == case.id).values(gone))
    for asked in case.supplements:
        for line in asked.lines:
            line.why = ""
    for track in case.tracks:
        for visit in track.inspections:
            visit.result = ""
    papers = update(CasePaper).where(CasePaper.case_id == case.id)
    session.execute(papers.values(purged_at=now, text="", pdf=b""))
    delivery = session.scalar(select(Delivery).where(Delivery.case_id == case.id))
    if delivery is None:
        return
    delivery.recipient = delivery.phone = delivery.address = ""
    steps = select(DeliveryEvent).where(DeliveryEvent.delivery_id == delivery.id)
    for step in session.scalars(steps):
        step.remark = ""
    for handed in delivery.handings:
        handed.receiver = handed.relation = handed.document = handed.id_tail = handed.reason = ""
        handed.signature = None
