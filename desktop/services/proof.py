"""Slips that prove themselves: the paper against the record, the record against the chain."""

import difflib
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Audit, Slip
from desktop.domain.audit import fits
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.proof import Difference, Proof, Reason, Verdict
from desktop.services.audit import row_head, verify
from desktop.services.intake import ISSUED

ReadPages = Callable[[bytes], Sequence[str]]
"""Gives the text of every page of a PDF from outside; raises ValueError for one it cannot read."""

SHOWN = 20
"""Differences that are named at most."""

_NUMBER = re.compile(r"[0-9A-Za-z]{1,12}\d{12,16}")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the chain says of a slip."""

    sha256: str
    told: str
    template: str
    head: str
    edition: str
    row: int


def prove_file(session: Session, pdf: bytes, read: ReadPages) -> Proof:
    """Whether a PDF is a slip as it was issued; else, where it departs from it.

    `read` is asked only for a file that is not one of ours to the byte.
    """
    slip = session.scalar(
        select(Slip).where(Slip.sha256 == hashlib.sha256(pdf).hexdigest()).limit(1)
    )
    if slip is not None:
        return _of_record(session, slip)
    pages = _pages(pdf, read)
    slip = _claimed(session, "\n".join(pages)) or _claimed(session, pdf.decode("latin-1"))
    if slip is None:
        reason = Reason.NO_SUCH_SLIP if pages else Reason.NOT_READABLE
        return Proof(Verdict.UNKNOWN, reason)
    known = replace(_facts(slip, _issued(session, slip)), verdict=Verdict.ALTERED)
    if not (slip.pdf and pages):
        return replace(known, reason=Reason.BYTES)
    found = differences(list(read(slip.pdf)), pages)
    return replace(known, reason=Reason.TEXT if found else Reason.BYTES, differences=found)


def _pages(pdf: bytes, read: ReadPages) -> list[str]:
    """The text of a file; nothing where it cannot be read, which is no proof of anything."""
    try:
        return list(read(pdf))
    except ValueError:
        return []


def prove_number(session: Session, clerk: Clerk, number: str) -> Proof:
    """Whether the stored slip of a number, typed or scanned from paper, is as it was issued."""
    need(clerk, Right.SERVE)
    slip = session.scalar(select(Slip).where(Slip.number == number.strip().upper()))
    if slip is None:
        return Proof(Verdict.UNKNOWN, Reason.NO_SUCH_SLIP)
    return _of_record(session, slip)


def _claimed(session: Session, text: str) -> Slip | None:
    """The slip whose number stands most often in a text (our files bear it as their title, too)."""
    found = _NUMBER.findall(text)
    for number in sorted(set(found), key=found.count, reverse=True)[:SHOWN]:
        slip = session.scalar(select(Slip).where(Slip.number == number))
        if slip is not None:
            return slip
    return None


def _of_record(session: Session, slip: Slip) -> Proof:
    """The stored slip against its own line in the chain, and the chain against the paper's code."""
    known = _issued(session, slip)
    proof = _facts(slip, known)
    if known is None or not _as_chained(slip, known):
        return replace(proof, verdict=Verdict.ALTERED, reason=Reason.RECORD)
    if not verify(session).good or not _head_fits(session, slip):
        return replace(proof, verdict=Verdict.ALTERED, reason=Reason.CHAIN)
    return proof


def _issued(session: Session, slip: Slip) -> _Known | None:
    row = session.scalar(
        select(Audit).where(Audit.act == ISSUED, Audit.subject == slip.number).limit(1)
    )
    if row is None:
        return None
    detail = json.loads(row.detail)
    names = ("sha256", "told", "template", "head", "edition")
    sha256, told, template, head, edition = (str(detail.get(name, "")) for name in names)
    return _Known(sha256, told, template, head, edition, row.seq)


def _as_chained(slip: Slip, known: _Known) -> bool:
    """Whether text, bytes and codes of a record are those that the chain remembers."""
    stored = (slip.sha256, slip.told_hash, slip.template, slip.head_code)
    if stored != (known.sha256, known.told, known.template, known.head):
        return False
    if slip.purged_at is not None:
        return True
    content = json.loads(slip.text)
    same = (content["number"], content["template"], content["head"]) == (
        slip.number, slip.template, slip.head_code,
    )  # fmt: skip
    return same and hashlib.sha256(slip.pdf).hexdigest() == slip.sha256


def _head_fits(session: Session, slip: Slip) -> bool:
    """Whether the chain still has the head that is printed on the slip."""
    found = row_head(session, int(slip.head_code.partition("-")[0]))
    return found is not None and fits(slip.head_code, found)


def _facts(slip: Slip, known: _Known | None) -> Proof:
    return Proof(
        verdict=Verdict.GENUINE,
        reason=Reason.AS_ISSUED,
        slip=slip.number,
        issued_at=slip.issued_at,
        template=slip.template,
        edition="" if known is None else known.edition,
        signed=slip.signed_by,
        stub=slip.stub,
        head_code=slip.head_code,
        voided=slip.voided_at is not None,
        purged=slip.purged_at is not None,
        row=None if known is None else known.row,
    )


def differences(issued: Sequence[str], shown: Sequence[str]) -> tuple[Difference, ...]:
    """The lines in which two papers differ, page by page."""
    found: list[Difference] = []
    for page in range(max(len(issued), len(shown))):
        ours, theirs = (
            pages[page].splitlines() if page < len(pages) else [] for pages in (issued, shown)
        )
        matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag != "equal":
                old, new = " ".join(ours[i1:i2]), " ".join(theirs[j1:j2])
                found.append(Difference(page + 1, old, new))
    return tuple(found[:SHOWN])
