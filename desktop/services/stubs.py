"""The ledger of stubs: scans matched to slips by number, taken in, undone; what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from db.models import Case, Scan, Slip
from desktop.domain.attachments import OTHER, Checked, Media
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.slips import Stub
from desktop.domain.stubs import UNMARKED, How, Read
from desktop.domain.texts import plain
from desktop.services.attachments import Place, attach, keep
from desktop.services.audit import note
from desktop.services.looks import Look, looked
from desktop.services.slips import PAGE, Cursor


class Verdict(StrEnum):
    """What a number that was read means at this station."""

    MATCHED = "matched"
    THERE = "there"
    VOID = "void"
    REFUSED = "refused"
    HALF = "half"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """A number that was read, whose slip it is, and what follows."""

    number: str
    how: How
    verdict: Verdict
    slip: int | None
    name: str


def judge(session: Session, clerk: Clerk, reads: Sequence[Read]) -> tuple[Match, ...]:
    """What each stub that was read means; a number no slip bears is unknown, never guessed."""
    need(clerk, Right.SERVE)
    numbers = {read.number for read in reads}
    rows = select(Slip).where(Slip.number.in_(numbers)).options(joinedload(Slip.case))
    known = {row.number: row for row in session.scalars(rows)}
    return tuple(_match(read, known.get(read.number)) for read in reads)


def _match(read: Read, slip: Slip | None) -> Match:
    if slip is None:
        return Match(read.number, read.how, Verdict.UNKNOWN, None, "")
    return Match(read.number, read.how, _verdict(read, slip), slip.id, slip.case.name)


def _verdict(read: Read, slip: Slip) -> Verdict:
    if slip.voided_at is not None:
        return Verdict.VOID
    if slip.stub is Stub.SIGNED:
        return Verdict.THERE
    if slip.stub is Stub.REFUSED:
        return Verdict.REFUSED
    said_so = read.marked or slip.template in UNMARKED or read.how is How.HAND
    return Verdict.MATCHED if said_so else Verdict.HALF


@dataclass(frozen=True, slots=True)
class Taken:
    """One stub to be taken in: its slip, the page (from 1) of its file, how it was read."""

    slip: int
    page: int
    how: How
    file: Checked


def take(session: Session, clerk: Clerk, now: datetime, found: Iterable[Taken]) -> int:
    """Keep scans and write down that the signed stubs are here; gives how many are new.

    One that somebody else took in meanwhile, or made void, is passed over.
    """
    need(clerk, Right.SERVE)
    count = 0
    for each in found:
        slip = session.get_one(Slip, each.slip)
        if slip.voided_at is not None or slip.stub is not Stub.MISSING:
            continue
        keep(session, now, each.file)
        session.add(
            Scan(
                slip_id=slip.id, sha256=each.file.sha256, page=each.page, how=each.how, at=now,
                officer_id=clerk.id, undone_at=None, undone_by=None, undone_why="",
            )
        )  # fmt: skip
        slip.stub = Stub.SIGNED
        note(
            session, clerk, now, "slip.stub", slip.number,
            sha256=each.file.sha256, page=each.page, how=each.how,
        )  # fmt: skip
        count += 1
    return count


def sign_on_pad(session: Session, clerk: Clerk, now: datetime, slip: int, file: Checked) -> None:
    """Keep a signature drawn on a pad with the slip's case; the stub counts as signed from now on.

    It is evidence beside the slip, not a reliable electronic signature (Electronic Signature Law
    art. 13). Raises Refusal for a void slip, and where no stub is missing.
    """
    need(clerk, Right.SERVE)
    row = session.get_one(Slip, slip)
    if row.voided_at is not None:
        raise Refusal(Trouble.SLIP_VOID)
    if row.stub is not Stub.MISSING:
        raise Refusal(Trouble.ILLEGAL_MOVE)
    attach(session, clerk, now, Place(row.case_id), OTHER, file)
    row.stub = Stub.SIGNED
    note(session, clerk, now, "slip.stub", row.number, sha256=file.sha256, how="pad")


def undo(session: Session, clerk: Clerk, now: datetime, slip: int, why: str) -> None:
    """Take back that a signed stub was read from a scan; its paper is missing again."""
    need(clerk, Right.SERVE)
    row, scan = session.get_one(Slip, slip), _scan(session, slip)
    if scan is None or row.stub is not Stub.SIGNED:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    if not plain(why):
        raise Refusal(Trouble.REASON_MISSING, field="why")
    scan.undone_at, scan.undone_by, scan.undone_why = now, clerk.id, plain(why)
    row.stub = Stub.MISSING
    note(session, clerk, now, "slip.stub.undo", row.number, sha256=scan.sha256)


def _scan(session: Session, slip: int) -> Scan | None:
    rows = select(Scan).where(Scan.slip_id == slip, Scan.undone_at.is_(None))
    return session.scalar(rows.order_by(Scan.id.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class Kept:
    """The scan of a slip's stub: the whole file, and the page that shows it (from 1)."""

    slip: int
    number: str
    media: Media
    page: int
    how: How
    at: datetime
    officer: str
    data: bytes


def scan_of(session: Session, clerk: Clerk, now: datetime, slip: int) -> Kept | None:
    """The scan of a stub, None where it was signed on the pad or kept as paper alone.

    That somebody looked is written down.
    """
    need(clerk, Right.SERVE)
    scan, row = _scan(session, slip), session.get_one(Slip, slip)
    if scan is None or scan.blob.purged_at is not None:
        return None
    looked(session, clerk, now, Look.SLIP, row.case_id, slip=row.number)
    return Kept(
        slip, row.number, Media(scan.blob.media), scan.page, scan.how, scan.at,
        scan.officer.name, scan.blob.data,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """A slip whose signed stub is not here."""

    id: int
    number: str
    issued_at: datetime
    name: str
    items: tuple[str, ...]
    officer: str


def missing(session: Session, clerk: Clerk, after: Cursor | None = None) -> tuple[Missing, ...]:
    """A page of slips whose stub is missing, the oldest first; void ones want none."""
    need(clerk, Right.SERVE)
    rows = (
        select(Slip)
        .where(Slip.stub == Stub.MISSING, Slip.voided_at.is_(None))
        .options(joinedload(Slip.case).selectinload(Case.items), joinedload(Slip.officer))
        .order_by(Slip.issued_at, Slip.id)
        .limit(PAGE)
    )
    if not clerk.may(Right.SEE_ALL):
        rows = rows.where(Slip.officer_id == clerk.id)
    if after is not None:
        rows = rows.where(tuple_(Slip.issued_at, Slip.id) > (after.at, after.id))
    return tuple(
        Missing(
            row.id, row.number, row.issued_at, row.case.name,
            tuple(item.name for item in row.case.items), row.officer.name,
        )
        for row in session.scalars(rows)
    )  # fmt: skip


def every_missing(session: Session, clerk: Clerk) -> tuple[Missing, ...]:
    """All of them, to be printed as a list."""
    need(clerk, Right.SERVE)
    found: list[Missing] = []
    after: Cursor | None = None
    while True:
        page = missing(session, clerk, after)
        found += page
        if len(page) < PAGE:
            return tuple(found)
        after = Cursor(page[-1].issued_at, page[-1].id)
