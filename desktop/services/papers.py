"""Official papers: made in the transaction of the act they tell of, kept as they were issued."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Case, CaseEvent, CasePaper
from desktop.domain.audit import head_code
from desktop.domain.cases import CaseMove
from desktop.domain.composing import compose_paper
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.law import BODIES, Law
from desktop.domain.notice import Issuer, Occasion, Template
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.paper_templates import PaperTemplate, PaperTemplateError
from desktop.domain.papers import PaperContent, PaperFacts, PaperKind, paper_number, series
from desktop.domain.printing import Paper, PrintOutcome
from desktop.domain.slips import to_text
from desktop.domain.texts import tidied
from desktop.services.audit import head, note
from desktop.services.catalogue import Shelf
from desktop.services.looks import Look, looked
from desktop.services.numbers import take
from desktop.services.paper_templates import template_on
from desktop.services.slips import Sheet, asked_before, came_out, new_sheet
from desktop.services.station import StationFacts, station

MAKES = {
    CaseMove.RECEIVE: PaperKind.RECEIPT,
    CaseMove.ASK_SUPPLEMENT: PaperKind.SUPPLEMENT,
    CaseMove.TAKE_SUPPLEMENT: PaperKind.RECEIPT,
    CaseMove.ACCEPT: PaperKind.ACCEPTANCE,
    CaseMove.DEEM_ACCEPTED: PaperKind.ACCEPTANCE,
    CaseMove.ACCEPT_DEFERRED: PaperKind.DEFERRED,
    CaseMove.DECLINE: PaperKind.NOT_ACCEPTED,
    CaseMove.TAKE_OWED: PaperKind.RECEIPT,
    CaseMove.SUSPEND: PaperKind.SUSPENSION,
    CaseMove.EXTEND: PaperKind.EXTENSION,
    CaseMove.REFUSE: PaperKind.REFUSAL,
    CaseMove.OFFER_PICKUP: PaperKind.COLLECTION,
    CaseMove.WITHDRAW: PaperKind.RETURNED,
}
"""The paper that goes with a move; the others need none."""


@dataclass(frozen=True, slots=True)
class Press:
    """What papers are made with: catalogue, words of slips and papers, law, renderer, window.

    `template` gives a kind's shipped template; a station's own version takes its place.
    """

    shelf: Shelf
    notice: Template
    template: Callable[[PaperKind], PaperTemplate]
    law: Law
    render: Callable[[PaperContent, PaperTemplate], Paper]
    window: str = ""


def issue(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    facts: PaperFacts,
    case: Case | None = None,
    event: CaseEvent | None = None,
) -> CasePaper:
    """Take a number, make the paper and keep it; a step of the act it tells of.

    Raises Refusal(PAPER_UNFIT) for a template that cannot be used, GLYPH_MISSING for a character
    no font has; then nothing of the act is stored.
    """
    known = station(session) or StationFacts()
    count = take(session, series(facts.kind, known.code, now.year))
    number = paper_number(facts.kind, known.code, now.year, count)
    code = head_code(head(session))
    occasion = Occasion(number, now, 1, code)
    content, paper = _made(session, clerk, press, known, facts, occasion)
    row = CasePaper(
        kind=facts.kind,
        number=number,
        case_id=None if case is None else case.id,
        event_id=None if event is None else event.id,
        issued_at=now,
        officer_id=clerk.id,
        template=content.template,
        pages=paper.pages,
        copies=content.copies,
        sha256=paper.sha256,
        head_code=code,
        signed_at=None,
        purged_at=None,
        text=to_text(content),
        pdf=paper.pdf,
    )
    session.add(row)
    session.flush()
    note(
        session, clerk, now, "paper.issue", number,
        kind=facts.kind, case=row.case_id, sha256=row.sha256, template=row.template, head=code,
    )  # fmt: skip
    return row


def sheet(session: Session, clerk: Clerk, now: datetime, press: Press, facts: PaperFacts) -> Paper:
    """A sheet without a number (label, envelope), made and not kept."""
    need(clerk, Right.SERVE)
    known = station(session) or StationFacts()
    return _made(session, clerk, press, known, facts, Occasion("", now, 1))[1]


def _made(
    session: Session,
    clerk: Clerk,
    press: Press,
    known: StationFacts,
    facts: PaperFacts,
    occasion: Occasion,
) -> tuple[PaperContent, Paper]:
    """The paper in the words that are in force on its day, the station's own or the shipped."""
    day = occasion.issued_at.date()
    try:
        template = template_on(session, press.template, facts.kind, day)
    except PaperTemplateError as error:
        raise Refusal(Trouble.PAPER_UNFIT, problem=str(error)) from error
    issuer = Issuer(
        unit=known.name,
        window=press.window or known.window,
        hours=known.hours,
        enquiry_phone=known.enquiry_phone,
        complaint_phone=known.complaint_phone,
        officer=clerk.name,
        officer_number=clerk.number,
    )
    facts = replace(facts, values={**bodies(known), **facts.values})
    content = compose_paper(tidied(facts), template, tidied(issuer), occasion, press.law)
    return content, press.render(content, template)


def bodies(known: StationFacts) -> dict[str, str]:
    """Who hears an appeal against this station's decisions; empty prints the marked blank."""
    return {name: getattr(known, name) for name in BODIES}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper as a list shows it; `printed` is what became of its last sheet."""

    id: int
    kind: PaperKind
    number: str
    issued_at: datetime
    officer: str
    pages: int
    copies: int
    printed: PrintOutcome | None
    prints: int


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A stored paper with its bytes; `genuine` tells that they still have their fingerprint."""

    row: PaperRow
    pdf: bytes
    sha256: str
    genuine: bool


def row_of(row: CasePaper) -> PaperRow:
    """A stored paper as lists show it."""
    return PaperRow(
        id=row.id,
        kind=row.kind,
        number=row.number,
        issued_at=row.issued_at,
        officer=row.officer.name,
        pages=row.pages,
        copies=row.copies,
        printed=row.prints[-1].outcome if row.prints else None,
        prints=came_out(row),
    )


def look(session: Session, clerk: Clerk, now: datetime, paper: int) -> IssuedPaper:
    """Open a stored paper; that somebody looked is written down."""
    need(clerk, Right.SERVE)
    row = session.get_one(CasePaper, paper)
    if row.case_id is not None:
        looked(session, clerk, now, Look.SLIP, row.case_id, slip=row.number)
    whole = hashlib.sha256(row.pdf).hexdigest() == row.sha256
    return IssuedPaper(row_of(row), row.pdf, row.sha256, whole)


def ask_print(
    session: Session,
    clerk: Clerk,
    now: datetime,
    paper: int,
    printer: str,
    key: str,
    saved: bool = False,
) -> Sheet:
    """Write down that a sheet of a paper is asked for; as `slips.ask_print` does for a slip."""
    need(clerk, Right.SERVE)
    if (known := asked_before(session, key)) is not None:
        return known
    return new_sheet(session, clerk, now, session.get_one(CasePaper, paper), printer, key, saved)


def signed(session: Session, clerk: Clerk, now: datetime, paper: int) -> None:
    """Write down that the station's copy of a paper came back signed; said twice, said once."""
    need(clerk, Right.SERVE)
    row = session.get_one(CasePaper, paper)
    if row.signed_at is None:
        row.signed_at = now
        note(session, clerk, now, "paper.signed", row.number)
