"""The ledger of notice slips: pages of it, one slip's paper, its prints and its stub."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from db.models import Case, CasePaper, Counter, Officer, Print, Slip
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.printing import FOLLOWS, NO_SHEET, UNTOLD, News, PrintOutcome, allowed
from desktop.domain.slips import SignatureMode, Stub
from desktop.services.audit import note
from desktop.services.looks import Look, looked
from desktop.services.officers import Second, second_person

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
    voided: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that was asked for; copies after the first are marked as reprints."""

    id: int
    copy: int
    printer: str
    at: datetime
    outcome: PrintOutcome


@dataclass(frozen=True, slots=True)
class Void:
    """When and why a slip was taken out of use, and who answers for it.

    `again` tells that no later slip of the case stands in for it yet.
    """

    at: datetime
    officer: str
    second: str
    reason: str
    again: bool


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """A stored slip's number, bytes, fingerprint and text.

    `untold` is its last sheet where nobody has said whether it came out.
    """

    id: int
    number: str
    pdf: bytes
    sha256: str
    text: str
    template: str
    prints: int
    untold: Sheet | None = None
    void: Void | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page of a list begins: the last row of the one before."""

    at: datetime
    id: int


def ledger(
    session: Session,
    clerk: Clerk,
    stub: Stub | None = None,
    after: Cursor | None = None,
    void: bool = False,
) -> tuple[SlipRow, ...]:
    """A page of slips, the newest first; fewer than PAGE rows means that no more follow.

    A slip that is void needs no stub: it is found under `void` and under no state of a stub.
    """
    need(clerk, Right.SERVE)
    rows = _latest(select(Slip), after).limit(PAGE)
    if stub is not None:
        rows = rows.where(Slip.stub == stub, Slip.voided_at.is_(None))
    if void:
        rows = rows.where(Slip.voided_at.is_not(None))
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


def slip_row(session: Session, clerk: Clerk, slip: int) -> SlipRow:
    """One slip as the ledger shows it."""
    need(clerk, Right.SERVE)
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
        prints=came_out(slip),
        printed=slip.prints[-1].outcome if slip.prints else None,
        voided=slip.voided_at is not None,
    )


def came_out(paper: Slip | CasePaper) -> int:
    """How many sheets of a slip or paper came out or were asked."""
    return sum(1 for row in paper.prints if row.outcome not in NO_SHEET)


def paper(session: Session, clerk: Clerk, slip: int) -> SlipPaper:
    """The stored paper of a slip."""
    need(clerk, Right.SERVE)
    row = session.get_one(Slip, slip)
    last = row.prints[-1] if row.prints else None
    return SlipPaper(
        row.id,
        row.number,
        row.pdf,
        row.sha256,
        row.text,
        row.template,
        came_out(row),
        _sheet(last) if last is not None and last.outcome in UNTOLD else None,
        _void(session, row),
    )


def _void(session: Session, row: Slip) -> Void | None:
    if row.voided_at is None:
        return None
    who = select(Officer.id, Officer.name).where(Officer.id.in_((row.voided_by, row.void_second)))
    names = {key: name for key, name in session.execute(who)}  # noqa: C416 - a Row is no pair
    later = select(func.count()).where(Slip.case_id == row.case_id, Slip.id > row.id)
    return Void(
        row.voided_at,
        names.get(row.voided_by or 0, ""),
        names.get(row.void_second or 0, ""),
        row.void_reason,
        again=not session.scalar(later),
    )


def _sheet(row: Print) -> Sheet:
    return Sheet(row.id, row.copy, row.printer, row.at, row.outcome)


def look(session: Session, clerk: Clerk, now: datetime, slip: int) -> SlipPaper:
    """Open the stored paper of a slip; that somebody looked is written down."""
    found = paper(session, clerk, slip)
    case = session.get_one(Slip, slip).case_id
    looked(session, clerk, now, Look.SLIP, case, slip=found.number)
    return found


def last_slip(session: Session, clerk: Clerk) -> int | None:
    """The slip the officer issued last, for printing it again."""
    need(clerk, Right.SERVE)
    return session.scalar(
        select(Slip.id).where(Slip.officer_id == clerk.id).order_by(Slip.id.desc()).limit(1)
    )


def ask_print(
    session: Session,
    clerk: Clerk,
    now: datetime,
    slip: int,
    printer: str,
    key: str,
    saved: bool = False,
) -> Sheet:
    """Write down that a sheet is asked for, before anything is sent to a printer.

    `key` is made once for a push of the button: asked again, it gives the same sheet. The copy
    number tells whether it is a reprint.
    """
    need(clerk, Right.SERVE)
    if (known := asked_before(session, key)) is not None:
        return known
    row = session.get_one(Slip, slip)
    if row.voided_at is not None:
        raise Refusal(Trouble.SLIP_VOID)
    return new_sheet(session, clerk, now, row, printer, key, saved)


def asked_before(session: Session, key: str) -> Sheet | None:
    """The sheet that a push of the button asked for already."""
    known = session.scalar(select(Print).where(Print.key == key))
    return None if known is None else _sheet(known)


def new_sheet(
    session: Session,
    clerk: Clerk,
    now: datetime,
    row: Slip | CasePaper,
    printer: str,
    key: str,
    saved: bool,
) -> Sheet:
    """Write down one more sheet of a slip or an official paper; a step of the acts that ask."""
    made = Print(
        at=now,
        officer_id=clerk.id,
        printer=printer,
        copy=0 if saved else came_out(row) + 1,
        outcome=PrintOutcome.SAVED if saved else PrintOutcome.ASKED,
        key=key,
    )
    row.prints.append(made)
    session.flush()
    what = "slip" if isinstance(row, Slip) else "paper"
    note(session, clerk, now, f"{what}.print", row.number, copy=made.copy, saved=saved)
    return _sheet(made)


def follow_print(
    session: Session, clerk: Clerk, now: datetime, sheet: int, news: News
) -> PrintOutcome:
    """Write down what the queue said of a sheet; nothing once the officer has spoken.

    Gives the state in which the sheet is then.
    """
    need(clerk, Right.SERVE)
    row = session.get_one(Print, sheet)
    after = FOLLOWS[news]
    if after is not None and allowed(row.outcome, after):
        _move(session, clerk, now, row, after, queue=news)
    return row.outcome


def tell_print(session: Session, clerk: Clerk, now: datetime, sheet: int, came_out: bool) -> None:
    """Write down whether the paper came out, as the officer says; said twice it is said once.

    Raises Refusal(ILLEGAL_MOVE) for the contrary of what was said before.
    """
    need(clerk, Right.SERVE)
    row = session.get_one(Print, sheet)
    after = PrintOutcome.CONFIRMED if came_out else PrintOutcome.FAILED
    if row.outcome is after:
        return
    if not allowed(row.outcome, after):
        raise Refusal(Trouble.ILLEGAL_MOVE)
    _move(session, clerk, now, row, after)


def _move(
    session: Session,
    clerk: Clerk,
    now: datetime,
    row: Print,
    after: PrintOutcome,
    **detail: object,
) -> None:
    row.outcome = after
    if row.slip_id is not None:
        what, number = "slip", session.get_one(Slip, row.slip_id).number
    else:
        what, number = "paper", session.get_one(CasePaper, row.paper_id).number
    note(session, clerk, now, f"{what}.print.{after}", number, copy=row.copy, **detail)


def confirm_stub(session: Session, clerk: Clerk, now: datetime, slip: int) -> None:
    """Write down that the stub was signed on paper and kept."""
    need(clerk, Right.SERVE)
    row = session.get_one(Slip, slip)
    if row.voided_at is not None:
        raise Refusal(Trouble.SLIP_VOID)
    if row.stub is not Stub.MISSING:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    row.stub = Stub.SIGNED
    note(session, clerk, now, "slip.stub", row.number)


def void(
    session: Session, clerk: Clerk, now: datetime, slip: int, reason: str, second: Second | None
) -> None:
    """Take a slip out of use, with a reason and a second person; its number stays taken."""
    need(clerk, Right.SERVE)
    row = session.get_one(Slip, slip)
    if row.voided_at is not None:
        raise Refusal(Trouble.SLIP_VOID)
    if not reason.strip():
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    other = second_person(session, clerk, now, second)
    row.voided_at, row.voided_by, row.void_second = now, clerk.id, other.id
    row.void_reason = reason.strip()
    note(session, clerk, now, "slip.void", row.number, case=row.case_id, second=other.number)


def gaps(session: Session, clerk: Clerk) -> tuple[str, ...]:
    """Numbers of the series that no slip bears: none, unless rows were taken out."""
    need(clerk, Right.SERVE)
    return missing_numbers(session)


def missing_numbers(session: Session) -> tuple[str, ...]:
    """Numbers that were taken of a slip series and that no slip bears."""
    series = session.execute(
        select(Counter.series, Counter.value).where(Counter.series.startswith("slip:"))
    )
    borne = set(session.scalars(select(Slip.number)))
    numbers = (
        f"{name.removeprefix('slip:').replace(':', '')}{count:04d}"
        for name, value in series
        for count in range(1, value + 1)
    )
    return tuple(number for number in numbers if number not in borne)


def missing_stubs(session: Session, clerk: Clerk) -> int:
    """How many slips still lack a signed stub."""
    need(clerk, Right.SERVE)
    rows = select(func.count()).where(Slip.stub == Stub.MISSING, Slip.voided_at.is_(None))
    return session.scalar(rows) or 0


def genuine(paper: SlipPaper) -> bool:
    """Whether the stored bytes still have the fingerprint that was stored with them."""
    return hashlib.sha256(paper.pdf).hexdigest() == paper.sha256
