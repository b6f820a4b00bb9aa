"""The ledger of notice slips: pages of it, one slip's paper, its prints and its stub."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from db.models import Case, Print, Slip
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right
from desktop.domain.printing import PrintOutcome
from desktop.domain.slips import SignatureMode, Stub
from desktop.services.audit import note
from desktop.services.station import need

PAGE = 50
"""Rows a list fetches at a time."""


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One line of the ledger; `prints` counts sheets that came out or were asked."""

    id: int
    number: str
    name: str
    items: tuple[str, ...]
    officer: str
    issued_at: datetime
    notice: int
    stub: Stub
    signed_by: SignatureMode | None
    prints: int
    printed: PrintOutcome | None


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """A stored slip's number, bytes, fingerprint and text."""

    id: int
    number: str
    pdf: bytes
    sha256: str
    text: str
    template: str
    prints: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that was asked for; copies after the first are marked as reprints."""

    id: int
    copy: int


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page of a list begins: the last row of the one before."""

    at: datetime
    id: int


def ledger(
    session: Session, stub: Stub | None = None, after: Cursor | None = None
) -> tuple[SlipRow, ...]:
    """A page of slips, the newest first; fewer than PAGE rows means that no more follow."""
    rows = _latest(select(Slip), after).limit(PAGE)
    if stub is not None:
        rows = rows.where(Slip.stub == stub)
    return tuple(_row(slip) for slip in session.scalars(rows))


def _latest(rows: Select[Slip], after: Cursor | None) -> Select[Slip]:
    rows = rows.options(
        joinedload(Slip.case).selectinload(Case.items),
        joinedload(Slip.officer),
        selectinload(Slip.prints),
    ).order_by(Slip.issued_at.desc(), Slip.id.desc())
    if after is not None:
        rows = rows.where(tuple_(Slip.issued_at, Slip.id) < (after.at, after.id))
    return rows


def slip_row(session: Session, slip: int) -> SlipRow:
    """One slip as the ledger shows it."""
    return _row(session.get_one(Slip, slip))


def _row(slip: Slip) -> SlipRow:
    return SlipRow(
        id=slip.id,
        number=slip.number,
        name=slip.case.name,
        items=tuple(item.name for item in slip.case.items),
        officer=slip.officer.name,
        issued_at=slip.issued_at,
        notice=slip.notice,
        stub=slip.stub,
        signed_by=slip.signed_by,
        prints=_came_out(slip),
        printed=slip.prints[-1].outcome if slip.prints else None,
    )


def _came_out(slip: Slip) -> int:
    gone = (PrintOutcome.FAILED, PrintOutcome.SAVED)
    return sum(1 for row in slip.prints if row.outcome not in gone)


def paper(session: Session, slip: int) -> SlipPaper:
    """The stored paper of a slip."""
    row = session.get_one(Slip, slip)
    return SlipPaper(
        row.id, row.number, row.pdf, row.sha256, row.text, row.template, _came_out(row)
    )


def last_slip(session: Session, clerk: Clerk) -> int | None:
    """The slip the officer issued last, for printing it again."""
    return session.scalar(
        select(Slip.id).where(Slip.officer_id == clerk.id).order_by(Slip.id.desc()).limit(1)
    )


def ask_print(
    session: Session, clerk: Clerk, now: datetime, slip: int, printer: str, saved: bool = False
) -> Sheet:
    """Write down that a sheet is asked for; its copy number tells whether it is a reprint."""
    need(clerk, Right.SERVE)
    row = session.get_one(Slip, slip)
    outcome = PrintOutcome.SAVED if saved else PrintOutcome.ASKED
    copy = 0 if saved else _came_out(row) + 1
    made = Print(
        slip_id=slip, at=now, officer_id=clerk.id, printer=printer, copy=copy, outcome=outcome
    )
    session.add(made)
    session.flush()
    note(session, clerk, now, "slip.print", row.number, copy=copy, saved=saved)
    return Sheet(made.id, copy)


def tell_print(session: Session, clerk: Clerk, now: datetime, sheet: int, came_out: bool) -> None:
    """Write down whether the paper came out, as the officer says."""
    need(clerk, Right.SERVE)
    row = session.get_one(Print, sheet)
    row.outcome = PrintOutcome.CONFIRMED if came_out else PrintOutcome.FAILED
    note(session, clerk, now, f"slip.print.{row.outcome}", str(row.slip_id), copy=row.copy)


def confirm_stub(session: Session, clerk: Clerk, now: datetime, slip: int) -> None:
    """Write down that the stub was signed on paper and kept."""
    need(clerk, Right.SERVE)
    row = session.get_one(Slip, slip)
    if row.stub is not Stub.MISSING:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    row.stub = Stub.SIGNED
    note(session, clerk, now, "slip.stub", row.number)


def missing_stubs(session: Session) -> int:
    """How many slips still lack a signed stub."""
    return session.scalar(select(func.count()).where(Slip.stub == Stub.MISSING)) or 0


def genuine(paper: SlipPaper) -> bool:
    """Whether the stored bytes still have the fingerprint that was stored with them."""
    return hashlib.sha256(paper.pdf).hexdigest() == paper.sha256
