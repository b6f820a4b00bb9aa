"""The enquiry desk (咨询): questions noted in seconds, call backs, questions asked twice."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session, joinedload

from db.models import Enquiry, Slip
from desktop.domain.applicants import Applicant, Person
from desktop.domain.enquiries import QUESTION_LENGTH, Channel, Ending, Topic
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.identity import mask_phone
from desktop.domain.intake import Draft, Step
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.slips import Answer
from desktop.domain.texts import plain
from desktop.services.audit import note
from desktop.services.drafts import save_draft
from desktop.services.slips import PAGE, Cursor

MOST = 100
"""Rows of a ranking; further ones would not be read."""


@dataclass(frozen=True, slots=True)
class NewEnquiry:
    """What is noted of a question; `found` says that the guide had a good hit."""

    channel: Channel
    ending: Ending = Ending.ANSWERED
    item: str = ""
    topic: Topic = Topic.BRING
    question: str = ""
    found: bool = True
    answer: str = ""
    name: str = ""
    phone: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class EnquiryFilter:
    """Which questions are listed; None lets every one through; days are those of `zone`."""

    first: date
    last: date
    zone: tzinfo | None
    officer: int | None = None
    item: str | None = None
    channel: Channel | None = None
    ending: Ending | None = None
    window: str | None = None


@dataclass(frozen=True, slots=True)
class EnquiryRow:
    """One question as a list shows it; the phone is masked, `slip` is what came of it."""

    id: int
    at: datetime
    officer: str
    window: str
    channel: Channel
    item: str
    topic: Topic
    question: str
    found: bool
    ending: Ending
    answer: str
    name: str
    phone: str
    called_at: datetime | None
    called_said: str
    intake: str
    slip: int | None
    slip_number: str

    @property
    def open(self) -> bool:
        """Whether somebody still waits for a call."""
        return self.ending is Ending.CALL_BACK and self.called_at is None


@dataclass(frozen=True, slots=True)
class Before:
    """That the same person asked for the same item before: how often, and when last."""

    times: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """An item that the same phone asked for more than once; the phone is masked."""

    item: str
    phone: str
    times: int
    last: datetime
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unfound:
    """A question for which the guide had no good hit, and how often it was asked."""

    question: str
    item: str
    times: int
    last: datetime


def log(session: Session, clerk: Clerk, now: datetime, new: NewEnquiry) -> int:
    """Note one question; gives its record. A call back needs a phone, any other only its item
    or its words."""
    need(clerk, Right.ENQUIRE)
    question, phone = plain(new.question)[:QUESTION_LENGTH], plain(new.phone)
    if not question and not new.item:
        raise Refusal(Trouble.FIELD_EMPTY, field="question")
    if new.ending is Ending.CALL_BACK and not phone:
        raise Refusal(Trouble.FIELD_EMPTY, field="phone")
    if new.ending is Ending.PASSED_ON and not plain(new.answer):
        raise Refusal(Trouble.FIELD_EMPTY, field="answer")
    row = Enquiry(
        at=now,
        officer_id=clerk.id,
        window=plain(new.window),
        channel=new.channel,
        item=new.item,
        topic=new.topic,
        question=question,
        found=new.found,
        ending=new.ending,
        answer=plain(new.answer),
        name=plain(new.name),
        phone=phone,
        called_said="",
    )
    session.add(row)
    session.flush()
    note(
        session, clerk, now, "enquiry.log", str(row.id),
        channel=row.channel, item=row.item, ending=row.ending,
    )  # fmt: skip
    return row.id


def asked_before(session: Session, clerk: Clerk, phone: str, item: str) -> Before:
    """Whether this phone asked for this item before."""
    need(clerk, Right.ENQUIRE)
    number = plain(phone)
    if not number or not item:
        return Before(0, None)
    rows = select(func.count(), func.max(Enquiry.at))
    times, last = session.execute(
        rows.where(Enquiry.phone == number, Enquiry.phone != "", Enquiry.item == item)
    ).one()
    return Before(times, last)


def listed(
    session: Session, clerk: Clerk, shown: EnquiryFilter, after: Cursor | None = None,
    limit: int = PAGE,
) -> tuple[EnquiryRow, ...]:  # fmt: skip
    """A page of questions, the newest first; who may not see all sees their own."""
    need(clerk, Right.ENQUIRE)
    rows = _filtered(select(Enquiry), clerk, shown)
    if after is not None:
        rows = rows.where(tuple_(Enquiry.at, Enquiry.id) < (after.at, after.id))
    return _page(session, rows.order_by(Enquiry.at.desc(), Enquiry.id.desc()), limit)


def _filtered(rows: Select[Enquiry], clerk: Clerk, shown: EnquiryFilter) -> Select[Enquiry]:
    begin = datetime.combine(shown.first, time.min, shown.zone)
    end = datetime.combine(shown.last, time.max, shown.zone)
    rows = rows.where(Enquiry.at.between(begin, end))
    officer = shown.officer if clerk.may(Right.SEE_ALL) else clerk.id
    if officer is not None:
        rows = rows.where(Enquiry.officer_id == officer)
    for column, value in (
        (Enquiry.item, shown.item),
        (Enquiry.channel, shown.channel),
        (Enquiry.ending, shown.ending),
        (Enquiry.window, shown.window),
    ):
        if value is not None:
            rows = rows.where(column == value)
    return rows


def call_backs(
    session: Session, clerk: Clerk, after: Cursor | None = None
) -> tuple[EnquiryRow, ...]:
    """A page of people who wait for a call, whoever promised it, the longest waiting first."""
    need(clerk, Right.ENQUIRE)
    rows = select(Enquiry).where(Enquiry.ending == Ending.CALL_BACK, Enquiry.called_at.is_(None))
    if after is not None:
        rows = rows.where(tuple_(Enquiry.at, Enquiry.id) > (after.at, after.id))
    return _page(session, rows.order_by(Enquiry.at, Enquiry.id), PAGE)


def _page(session: Session, rows: Select[Enquiry], limit: int) -> tuple[EnquiryRow, ...]:
    found = session.scalars(rows.options(joinedload(Enquiry.officer)).limit(limit)).all()
    keys = {row.intake for row in found if row.intake}
    slips = select(Slip.intake, Slip.id, Slip.number).where(Slip.intake.in_(keys))
    known = {intake: (slip, number) for intake, slip, number in session.execute(slips)}
    return tuple(_row(row, *known.get(row.intake, (None, ""))) for row in found)


def _row(row: Enquiry, slip: int | None, slip_number: str) -> EnquiryRow:
    return EnquiryRow(
        id=row.id,
        at=row.at,
        officer=row.officer.name,
        window=row.window,
        channel=row.channel,
        item=row.item,
        topic=row.topic,
        question=row.question,
        found=row.found,
        ending=row.ending,
        answer=row.answer,
        name=row.name,
        phone=mask_phone(row.phone),
        called_at=row.called_at,
        called_said=row.called_said,
        intake=row.intake,
        slip=slip,
        slip_number=slip_number,
    )


def reveal(session: Session, clerk: Clerk, now: datetime, enquiry: int) -> str:
    """The phone in full, to be called; every single time is written down."""
    need(clerk, Right.ENQUIRE)
    row = session.get_one(Enquiry, enquiry)
    note(session, clerk, now, "enquiry.reveal", str(enquiry), item=row.item)
    return row.phone


def called(session: Session, clerk: Clerk, now: datetime, enquiry: int, said: str) -> None:
    """Write down that a person was called back, and what was said; once."""
    need(clerk, Right.ENQUIRE)
    row = session.get_one(Enquiry, enquiry)
    if row.ending is not Ending.CALL_BACK or row.called_at is not None:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    if not plain(said):
        raise Refusal(Trouble.FIELD_EMPTY, field="said")
    row.called_at, row.called_by, row.called_said = now, clerk.id, plain(said)
    note(session, clerk, now, "enquiry.called", str(enquiry), item=row.item)


def begin_visit(session: Session, clerk: Clerk, now: datetime, enquiry: int, key: str) -> Draft:
    """Make an intake of a question, with item, person, phone and question filled in.

    `key` is the new intake's; the draft is kept at once and bound to the question.
    """
    need(clerk, Right.SERVE)
    row = session.get_one(Enquiry, enquiry)
    asked = (Answer(row.question, row.answer),) if row.question else ()
    draft = Draft(
        items=(row.item,) if row.item else (),
        applicant=Applicant(person=Person(name=row.name, phone=row.phone)),
        questions=asked,
    )
    row.intake = key
    step = Step.PERSON if row.item else Step.ITEMS
    save_draft(session, clerk, now, key, step, row.name or row.question, draft)
    note(session, clerk, now, "enquiry.visit", str(enquiry), item=row.item)
    return draft


def asked_again(
    session: Session, clerk: Clerk, first: datetime, last: datetime
) -> tuple[AskedAgain, ...]:
    """Who asked for the same item more than once in a time: guides that do not tell enough."""
    need(clerk, Right.ENQUIRE)
    here = (Enquiry.at >= first, Enquiry.at < last, Enquiry.phone != "", Enquiry.item != "")
    rows = (
        select(Enquiry.item, Enquiry.phone, func.count(), func.max(Enquiry.at))
        .where(*here)
        .group_by(Enquiry.item, Enquiry.phone)
        .having(func.count() > 1)
        .order_by(func.count().desc(), func.max(Enquiry.at).desc())
        .limit(MOST)
    )
    found = session.execute(rows).all()
    asked = select(Enquiry.question).where(*here)
    return tuple(
        AskedAgain(
            item, mask_phone(phone), times, latest,
            tuple(filter(None, session.scalars(
                asked.where(Enquiry.item == item, Enquiry.phone == phone).order_by(Enquiry.at)
            ))),
        )
        for item, phone, times, latest in found
    )  # fmt: skip


def unfound(session: Session, clerk: Clerk, first: datetime, last: datetime) -> tuple[Unfound, ...]:
    """Questions of a time for which the guide had no good hit, the most frequent first."""
    need(clerk, Right.ENQUIRE)
    rows = select(Enquiry.question, Enquiry.item, Enquiry.at).where(
        Enquiry.found.is_(False), Enquiry.at >= first, Enquiry.at < last, Enquiry.question != ""
    )
    times, latest = Counter[tuple[str, str]](), dict[tuple[str, str], datetime]()
    for question, item, at in session.execute(rows.order_by(Enquiry.at)):
        key = (" ".join(question.split()).casefold(), item)
        times[key] += 1
        latest[key] = at
    ranked = sorted(times, key=lambda key: (-times[key], key))[:MOST]
    return tuple(Unfound(*key, times[key], latest[key]) for key in ranked)
