"""Intake: the matter that a draft makes, and the slip that ends it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from db.models import Case, CaseFlag, CaseItem, Lack, Slip
from db.models import Draft as DraftRow
from desktop.domain.applicants import Document
from desktop.domain.assessment import assess
from desktop.domain.audit import head_code
from desktop.domain.cases import OPEN, CaseState
from desktop.domain.drafts import to_plain
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.flags import most_specific
from desktop.domain.identity import normalise
from desktop.domain.intake import Draft, Finding, Matter, Step, needed, open_points
from desktop.domain.notice import Issuer, Occasion, Template, compose
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.printing import Paper
from desktop.domain.slips import Signature, SlipContent, slip_number, to_text, told_hash
from desktop.domain.texts import tidied
from desktop.domain.visits import Purpose
from desktop.services import attachments
from desktop.services.audit import head, note
from desktop.services.catalogue import Shelf
from desktop.services.editions import shelf_of_case
from desktop.services.numbers import take
from desktop.services.outcomes import conclude, paper, replaced
from desktop.services.papers import PaperRow, Press, row_of
from desktop.services.readings import initials
from desktop.services.station import StationFacts, station
from desktop.services.told_once import WANTED, Exempt, need_told_once
from desktop.services.visits import came


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case of the same person and item that is not closed yet."""

    id: int
    number: str
    state: CaseState
    items: tuple[str, ...]
    received_at: datetime
    slips: int


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of an intake: the slip's record and number, its PDF, the case."""

    slip: int
    number: str
    paper: Paper
    case: int
    case_number: str
    state: CaseState
    due: date | None
    due_provisional: bool
    papers: tuple[PaperRow, ...] = ()


def matter_of(shelf: Shelf, draft: Draft, on: date) -> Matter:
    """The draft, without what draws nothing, and what the catalogue makes of it on the day."""
    draft = tidied(draft)
    catalogue = shelf.catalogue
    items = tuple(catalogue.items[key] for key in draft.items if key in catalogue.items)
    found = assess(catalogue, items, draft.applicant, on, draft.declined)
    return Matter(draft, catalogue, items, found, on)


def preview(
    shelf: Shelf, template: Template, facts: StationFacts, clerk: Clerk, draft: Draft, now: datetime
) -> tuple[Matter, SlipContent]:
    """The matter bound to the text that is on screen now, and that text."""
    matter = matter_of(shelf, draft, now.date())
    content = compose(matter, template, issuer(facts, clerk), Occasion("", now, 1))
    return replace(matter, told=told_hash(content)), content


def issuer(facts: StationFacts, clerk: Clerk) -> Issuer:
    """The station and the officer as the slip names them."""
    return tidied(_issuer(facts, clerk))


def _issuer(facts: StationFacts, clerk: Clerk) -> Issuer:
    return Issuer(
        unit=facts.name,
        window=facts.window,
        hours=facts.hours,
        enquiry_phone=facts.enquiry_phone,
        complaint_phone=facts.complaint_phone,
        site=facts.site,
        officer=clerk.name,
        officer_number=clerk.number,
    )


def open_cases(session: Session, id_number: str, items: tuple[str, ...]) -> tuple[OpenCase, ...]:
    """Cases of the same person and one of the items that are still open."""
    number = normalise(id_number)
    if not number or not items:
        return ()
    rows = session.scalars(
        select(Case)
        .where(Case.id_number == number, Case.state.in_(OPEN))
        .where(Case.items.any(CaseItem.item.in_(items)))
        .options(selectinload(Case.items), selectinload(Case.slips))
        .order_by(Case.received_at.desc())
    )
    return tuple(_open_case(row) for row in rows)


def _open_case(row: Case) -> OpenCase:
    names = tuple(item.name for item in row.items)
    return OpenCase(row.id, row.number or "", row.state, names, row.received_at, len(row.slips))


Render = Callable[[SlipContent], Paper]

ISSUED = "slip.issue"
"""The act whose line in the chain holds what a slip was when it was issued."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What an issuing window brings along: edition, template, renderer, press of papers, its name.

    The name goes before the station's, as it did on the screen that the visitor saw.
    """

    shelf: Shelf
    template: Template
    render: Render
    press: Press
    window: str = ""


def issue(
    session: Session,
    clerk: Clerk,
    now: datetime,
    desk: Desk,
    key: str,
    draft: Draft,
    exempt: Exempt | None = None,
) -> Issued:
    """End an intake in one act: case, slip with number and PDF, delivery; the draft goes.

    `now` is local time with its zone. Asked twice with the same key, the first result comes
    back. Raises Refusal for anything still open, and stores nothing then; a second slip in the
    same matter asks for nothing new unless `exempt` says who answers for it. An open case goes on
    by the edition by which it began.
    """
    need(clerk, Right.SERVE)
    if (known := _issued(session, key)) is not None:
        return known
    facts = station(session) or StationFacts()
    facts = replace(facts, window=desk.window or facts.window)
    desk = replace(desk, shelf=shelf_of_case(session, desk.shelf, draft.continues))
    matter, _ = preview(desk.shelf, desk.template, facts, clerk, draft, now)
    _complete(matter)
    case = _case(session, clerk, now, desk.shelf, matter)
    need_told_once(session, clerk, now, case, matter, exempt)
    told = tuple(conclude(session, clerk, now, case, matter))
    slip = _slip(session, clerk, now, desk, facts, case, matter, key)
    session.add_all(_lacks(matter, slip))
    came(session, clerk, now, case.id, Purpose.APPLY)
    session.execute(delete(DraftRow).where(DraftRow.key == key))
    note(
        session, clerk, now, ISSUED, slip.number,
        case=case.id, sha256=slip.sha256, told=slip.told_hash, template=slip.template,
        edition=desk.shelf.catalogue.digest, head=slip.head_code, signed=slip.signed_by,
    )  # fmt: skip
    attachments.bind(session, clerk, now, key, case.id)
    papers = tuple(paper(session, clerk, now, desk.press, case, each) for each in told)
    return _result(slip, case, papers)


def _issued(session: Session, key: str) -> Issued | None:
    slip = session.scalar(select(Slip).where(Slip.intake == key))
    if slip is None:
        return None
    made = (row_of(each) for each in slip.case.papers if each.issued_at == slip.issued_at)
    return _result(slip, slip.case, tuple(made))


def _result(slip: Slip, case: Case, papers: tuple[PaperRow, ...]) -> Issued:
    return Issued(
        slip=slip.id,
        number=slip.number,
        paper=Paper(slip.pdf, slip.sha256, slip.pages),
        case=case.id,
        case_number=case.number or "",
        state=case.state,
        due=case.due,
        due_provisional=case.due_provisional,
        papers=papers,
    )


def _complete(matter: Matter) -> None:
    """Refuse while any step still wants something; the first such thing is named."""
    for step in Step:
        for point in open_points(matter, step) if needed(matter, step) else ():
            raise Refusal(point.trouble, field=point.where, **point.values)


def _case(session: Session, clerk: Clerk, now: datetime, shelf: Shelf, matter: Matter) -> Case:
    draft = matter.draft
    if draft.continues is not None:
        return _continued(session, draft.continues, matter)
    person, organisation = draft.applicant.person, draft.applicant.organisation
    case = Case(
        number=None,
        state=CaseState.NOTICE_GIVEN,
        edition_id=shelf.edition,
        officer_id=clerk.id,
        received_at=now,
        accepted_at=None,
        due=None,
        due_provisional=False,
        name=person.name,
        initials=initials(person.name),
        id_number=_number(matter),
        phone=person.phone,
        organisation=organisation.name if organisation else "",
        reason="",
        answers=to_plain(draft),
        items=_case_items(matter),
        flags=_case_flags(matter),
    )
    session.add(case)
    session.flush()
    return case


def _number(matter: Matter) -> str:
    """The applicant's number as cases keep it; empty where there is no document."""
    person = matter.draft.applicant.person
    return "" if person.id_kind is Document.NONE else normalise(person.id_number)


def _continued(session: Session, key: int, matter: Matter) -> Case:
    """An open case taken up again: what this visit adds to it is written down as well."""
    case = session.get(Case, key)
    if case is None or case.state not in OPEN or case.id_number != _number(matter):
        raise Refusal(Trouble.NOT_FOUND)
    case.answers = to_plain(matter.draft)
    items, flags = {row.item for row in case.items}, {row.flag for row in case.flags}
    case.items += [row for row in _case_items(matter, len(items)) if row.item not in items]
    case.flags += [row for row in _case_flags(matter, len(flags)) if row.flag not in flags]
    return case


def _case_items(matter: Matter, first: int = 0) -> list[CaseItem]:
    return [
        CaseItem(item=item.id, name=item.name, position=place)
        for place, item in enumerate(matter.items, first)
    ]


def _case_flags(matter: Matter, first: int = 0) -> list[CaseFlag]:
    rows = most_specific(matter.assessment.findings, matter.catalogue)
    shown = {row.flag for row in rows}
    ordered = (*rows, *(row for row in matter.assessment.findings if row.flag not in shown))
    flags = matter.catalogue.flags
    return [
        CaseFlag(flag=row.flag, label=flags[row.flag].label, reason=row.reason, position=place)
        for place, row in enumerate(ordered, first)
    ]


def _lacks(matter: Matter, slip: Slip) -> Iterator[Lack]:
    """What was missing or defective, for each item that asks it: what the guides are judged by."""
    asked = {item.id for item in matter.items}
    for wanted in matter.assessment.needs:
        state = matter.draft.materials.get(wanted.material, Finding()).state
        for item in wanted.items if state in WANTED else ():
            if item in asked:
                yield Lack(slip_id=slip.id, item=item, material=wanted.material, state=state)


def _slip(
    session: Session,
    clerk: Clerk,
    now: datetime,
    desk: Desk,
    facts: StationFacts,
    case: Case,
    matter: Matter,
    key: str,
) -> Slip:
    count = take(session, f"slip:{facts.code}:{now:%Y%m%d}")
    notice = 1 + len(session.scalars(select(Slip.id).where(Slip.case_id == case.id)).all())
    code = head_code(head(session))
    occasion = Occasion(slip_number(facts.code, now.date(), count), now, notice, code)
    content = compose(matter, desk.template, issuer(facts, clerk), occasion)
    paper = desk.render(content)
    signature = cast("Signature", matter.draft.signature)  # _complete saw to it
    slip = Slip(
        number=occasion.number,
        case_id=case.id,
        notice=notice,
        edition_id=desk.shelf.edition,
        officer_id=clerk.id,
        issued_at=now,
        begun_at=session.scalar(select(DraftRow.begun_at).where(DraftRow.key == key)),
        window=facts.window,
        template=desk.template.version,
        pages=paper.pages,
        large=content.large,
        sha256=paper.sha256,
        told_hash=told_hash(content),
        signed_by=signature.mode,
        stub=signature.stub,
        intake=key,
        head_code=code,
        replaces_id=replaced(session, case),
        void_reason="",
        text=to_text(content),
        pdf=paper.pdf,
    )
    session.add(slip)
    session.flush()
    return slip
