"""Closing a day (日结): gaps explained or carried over, a snapshot by hash, what changed since."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from db.models import Case, CaseEvent, DayClose, DayGap, Enquiry, Parcel, Slip, Visit
from desktop.domain.audit import head_code
from desktop.domain.cases import CaseState
from desktop.domain.day_close import Change, GapKind, Record, Snapshot, changes, fingerprint
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.papers import PaperFacts, PaperKind, day_words
from desktop.domain.texts import plain
from desktop.services.audit import head, note
from desktop.services.days import within
from desktop.services.gaps import Gap, gaps
from desktop.services.papers import PaperRow, Press, issue, row_of


@dataclass(frozen=True, slots=True)
class DayCounts:
    """The figures of one day."""

    visits: int
    notices: int
    accepted: int
    stubs_missing: int
    voided: int
    moves: int
    parcels: int
    enquiries: int


@dataclass(frozen=True, slots=True)
class Closed:
    """How a day was closed: by whom, when, its hash, its sheet, and what changed since.

    `whole` tells that the stored snapshot still has the hash that was stored with it.
    """

    at: datetime
    officer: str
    sha256: str
    head_code: str
    paper: int
    paper_number: str
    whole: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day as the supervisor sees it before or after closing it."""

    day: date
    counts: DayCounts
    gaps: tuple[Gap, ...]
    closed: Closed | None


def look(session: Session, clerk: Clerk, now: datetime, day: date) -> Day:
    """A day with its figures and gaps; a closed one with what changed since instead of gaps."""
    need(clerk, Right.SEE_ALL)
    now_ = snapshot(session, day, now.tzinfo)
    row = session.get(DayClose, day)
    if row is None:
        return Day(day, _counts(now_), gaps(session, clerk, now, day), None)
    return Day(day, DayCounts(**row.counts), (), _closed(row, now_))


def _closed(row: DayClose, now_: Snapshot) -> Closed:
    known = {kind: rows for kind, rows in row.content.items() if kind != "gap"}
    return Closed(
        at=row.closed_at,
        officer=row.officer.name,
        sha256=row.sha256,
        head_code=row.head_code,
        paper=row.paper_id,
        paper_number=row.paper.number,
        whole=fingerprint(row.content) == row.sha256,
        changes=tuple(changes(known, now_)),
    )


def explain(
    session: Session,
    clerk: Clerk,
    now: datetime,
    day: date,
    subjects: Iterable[tuple[GapKind, str]],
    said: str,
    carried: bool = False,
) -> None:
    """Say why some gaps of a day are there, or carry them over to the next; said anew, it counts
    anew until the day is closed."""
    need(clerk, Right.APPROVE)
    if session.get(DayClose, day) is not None:
        raise Refusal(Trouble.DAY_CLOSED)
    if not carried and not plain(said):
        raise Refusal(Trouble.REASON_MISSING, field="said")
    known = {
        (row.kind, row.subject): row
        for row in session.scalars(select(DayGap).where(DayGap.day == day).order_by(DayGap.id))
    }
    for kind, subject in subjects:
        row = known.get((kind, subject))
        if row is None:
            row = DayGap(day=day, kind=kind, subject=subject)
            session.add(row)
        row.said, row.carried, row.at, row.officer_id = plain(said), carried, now, clerk.id
        note(session, clerk, now, "day.explain", subject, day=day.isoformat(), carried=carried)


def close(session: Session, clerk: Clerk, now: datetime, press: Press, day: date) -> PaperRow:
    """Close a day: its records by hash into the chain, a numbered sheet for the signature.

    Raises Refusal while a gap is neither explained nor carried over, and for a day to come.
    """
    need(clerk, Right.APPROVE)
    if session.get(DayClose, day) is not None:
        raise Refusal(Trouble.DAY_CLOSED)
    if day > now.date():
        raise Refusal(Trouble.DAY_TO_COME)
    found = gaps(session, clerk, now, day)
    if left := sum(1 for gap in found if gap.open):
        raise Refusal(Trouble.GAPS_OPEN, count=left)
    content = {**snapshot(session, day, now.tzinfo), "gap": _gap_records(found)}
    sha256, counts = fingerprint(content), _counts(content)
    note(session, clerk, now, "day.close", day.isoformat(), sha256=sha256, gaps=len(found))
    code = head_code(head(session))
    paper = issue(session, clerk, now, press, _facts(day, counts, found, sha256))
    session.add(
        DayClose(
            day=day, closed_at=now, officer_id=clerk.id, paper_id=paper.id, sha256=sha256,
            head_code=code, counts=_plain(counts), content=content,
        )
    )  # fmt: skip
    return row_of(paper)


def closed_days(session: Session, clerk: Clerk, first: date, last: date) -> frozenset[date]:
    """Which days of a time are closed."""
    need(clerk, Right.SEE_ALL)
    rows = select(DayClose.day).where(DayClose.day.between(first, last))
    return frozenset(session.scalars(rows))


def _gap_records(found: Iterable[Gap]) -> dict[str, Record]:
    return {
        f"{gap.kind}:{gap.subject}": {
            "number": gap.number,
            "said": gap.said,
            "carried": gap.carried,
        }
        for gap in found
    }


def snapshot(session: Session, day: date, zone: tzinfo | None) -> dict[str, dict[str, Record]]:
    """The records of a day as plain values; no names, numbers of papers and cases only."""
    return {
        "slip": dict(_slips(session, day, zone)),
        "case": dict(_cases(session, day, zone)),
        "move": dict(_moves(session, day, zone)),
        "visit": dict(_visits(session, day, zone)),
        "parcel": dict(_parcels(session, day, zone)),
        "enquiry": dict(_enquiries(session, day, zone)),
    }


Rows = Iterator[tuple[str, dict[str, Any]]]


def _slips(session: Session, day: date, zone: tzinfo | None) -> Rows:
    rows = select(
        Slip.id, Slip.number, Slip.case_id, Slip.notice, Slip.officer_id, Slip.window, Slip.sha256,
        Slip.stub, Slip.signed_by, Slip.voided_at,
    ).where(within(Slip.issued_at, day, day, zone))  # fmt: skip
    for key, number, case, notice, officer, window, sha256, stub, signed, void in session.execute(
        rows
    ):
        yield str(key), {
            "number": number, "case": case, "notice": notice, "officer": officer,
            "window": window, "sha256": sha256, "stub": stub.value,
            "signed_by": None if signed is None else signed.value, "void": void is not None,
        }  # fmt: skip


def _cases(session: Session, day: date, zone: tzinfo | None) -> Rows:
    rows = (
        select(Case)
        .where(within(Case.received_at, day, day, zone))
        .options(selectinload(Case.items), selectinload(Case.flags))
    )
    for row in session.scalars(rows):
        yield str(row.id), {
            "number": row.number, "state": row.state.value, "officer": row.officer_id,
            "due": None if row.due is None else row.due.isoformat(),
            "items": [item.item for item in row.items],
            "flags": [flag.flag for flag in row.flags],
        }  # fmt: skip


def _moves(session: Session, day: date, zone: tzinfo | None) -> Rows:
    rows = select(
        CaseEvent.id, CaseEvent.case_id, CaseEvent.move, CaseEvent.after, CaseEvent.officer_id
    ).where(within(CaseEvent.at, day, day, zone))
    for key, case, move, after, officer in session.execute(rows):
        yield str(key), {
            "case": case, "move": move.value, "after": after.value, "officer": officer,
        }  # fmt: skip


def _visits(session: Session, day: date, zone: tzinfo | None) -> Rows:
    rows = select(Visit.id, Visit.case_id, Visit.purpose).where(within(Visit.at, day, day, zone))
    for key, case, purpose in session.execute(rows):
        yield str(key), {"case": case, "purpose": purpose.value}


def _parcels(session: Session, day: date, zone: tzinfo | None) -> Rows:
    rows = select(Parcel.id, Parcel.delivery_id, Parcel.waybill, Parcel.carrier).where(
        within(Parcel.posted_at, day, day, zone)
    )
    for key, delivery, waybill, carrier in session.execute(rows):
        yield str(key), {"delivery": delivery, "waybill": waybill, "carrier": carrier}


def _enquiries(session: Session, day: date, zone: tzinfo | None) -> Rows:
    rows = select(Enquiry).where(within(Enquiry.at, day, day, zone))
    for row in session.scalars(rows.options(joinedload(Enquiry.officer))):
        yield str(row.id), {
            "channel": row.channel.value, "item": row.item, "ending": row.ending.value,
            "officer": row.officer_id, "called": row.called_at is not None,
        }  # fmt: skip


def _counts(found: Snapshot) -> DayCounts:
    slips, states = found["slip"].values(), Counter(r["state"] for r in found["case"].values())
    notices, declined = states[CaseState.NOTICE_GIVEN], states[CaseState.NOT_ACCEPTED]
    return DayCounts(
        visits=len(found["visit"]),
        notices=len(found["slip"]),
        accepted=len(found["case"]) - notices - declined,
        stubs_missing=sum(1 for r in slips if r["stub"] == "missing" and not r["void"]),
        voided=sum(1 for r in slips if r["void"]),
        moves=len(found["move"]),
        parcels=len(found["parcel"]),
        enquiries=len(found["enquiry"]),
    )


def _plain(counts: DayCounts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in DayCounts.__dataclass_fields__}


def _facts(day: date, counts: DayCounts, found: Iterable[Gap], sha256: str) -> PaperFacts:
    """What the sheet of a closed day says; the supervisor signs it by hand."""
    rows = tuple(
        {
            "kind": gap.kind.value,
            "number": gap.number,
            "since": day_words(gap.since),
            "officer": gap.officer,
            "said": gap.said,
            "carried": "carried" if gap.carried else "explained",
        }
        for gap in found
    )
    values = {name: str(value) for name, value in _plain(counts).items()}
    facts = {"day": day_words(day), "gaps": str(len(rows)), "sha256": sha256, **values}
    return PaperFacts(kind=PaperKind.DAY_CLOSE, values=facts, rows=rows)
