"""The supervisor's day and the enquiry desk: questions, what was missing, reviews, closed days."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base, CaseKey, Key, Line, OfficerKey, Short, only
from db.models.cases import Case
from db.models.papers import Blob, CasePaper
from db.models.station import Officer
from desktop.domain.day_close import GapKind
from desktop.domain.enquiries import Channel, Ending, Topic
from desktop.domain.reviews import ReviewKind
from desktop.domain.slips import MaterialState
from desktop.domain.stubs import How


class Enquiry(Base):
    """One question somebody asked (咨询), and how it ended.

    `found` tells that the guide had a good hit for what was typed; `intake` is the key of the
    intake that was begun from it.
    """

    __tablename__ = "enquiry"

    id: Mapped[Key]
    at: Mapped[datetime] = mapped_column(index=True)
    officer_id: Mapped[OfficerKey]
    window: Mapped[Short]
    channel: Mapped[Channel]
    item: Mapped[Short]
    topic: Mapped[Topic]
    question: Mapped[Line]
    found: Mapped[bool]
    ending: Mapped[Ending]
    answer: Mapped[Line]
    name: Mapped[Short]
    phone: Mapped[Short]
    called_at: Mapped[datetime | None]
    called_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    called_said: Mapped[Line] = mapped_column(default="")
    intake: Mapped[Short] = mapped_column(default="")
    purged_at: Mapped[datetime | None]

    officer: Mapped[Officer] = relationship(foreign_keys="Enquiry.officer_id")

    __table_args__ = (
        Index("ix_enquiry_item_at", "item", "at"),
        Index("ix_enquiry_phone_item", "phone", "item", **only("phone != ''")),
        Index(
            "ix_enquiry_call", "at",
            **only("ending = 'call_back' AND called_at IS NULL"),
        ),
        Index("ix_enquiry_unfound", "at", **only("found = 0", "NOT found")),
    )  # fmt: skip


class Lack(Base):
    """A material of an item that was missing or defective when a slip was handed out."""

    __tablename__ = "lack"

    id: Mapped[Key]
    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"), index=True)
    item: Mapped[Short]
    material: Mapped[Short]
    state: Mapped[MaterialState]


class Scan(Base):
    """A page with a signed stub, kept by the hash of its file; undone where it was a mistake."""

    __tablename__ = "scan"

    id: Mapped[Key]
    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    page: Mapped[int]
    how: Mapped[How]
    at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    undone_why: Mapped[Line]

    blob: Mapped[Blob] = relationship()
    officer: Mapped[Officer] = relationship(foreign_keys="Scan.officer_id")


class Review(Base):
    """A case that a supervisor picked out: why, for whom, what was said, what was answered."""

    __tablename__ = "review"

    id: Mapped[Key]
    case_id: Mapped[CaseKey]
    kind: Mapped[ReviewKind]
    at: Mapped[datetime]
    by_id: Mapped[OfficerKey]
    to_id: Mapped[OfficerKey]
    said: Mapped[Line]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    answer: Mapped[Line]
    purged_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    by: Mapped[Officer] = relationship(foreign_keys="Review.by_id")
    to: Mapped[Officer] = relationship(foreign_keys="Review.to_id")

    __table_args__ = (Index("ix_review_open", "to_id", "id", **only("ended_at IS NULL")),)


class DayGap(Base):
    """What a supervisor says about a gap of a day: explained, or carried over to the next."""

    __tablename__ = "day_gap"

    id: Mapped[Key]
    day: Mapped[date]
    kind: Mapped[GapKind]
    subject: Mapped[Short]
    said: Mapped[Line]
    carried: Mapped[bool]
    at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]

    __table_args__ = (
        UniqueConstraint("day", "kind", "subject", name="uq_day_gap_day"),
        Index("ix_day_gap_subject", "kind", "subject", "day"),
    )


class DayClose(Base):
    """A closed day (日结): its records as they stood, by hash, and the sheet that is signed."""

    __tablename__ = "day_close"

    day: Mapped[date] = mapped_column(primary_key=True)
    closed_at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]
    paper_id: Mapped[int] = mapped_column(ForeignKey("case_paper.id"))
    sha256: Mapped[Short]
    head_code: Mapped[Short]
    counts: Mapped[dict[str, Any]]
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)

    officer: Mapped[Officer] = relationship()
    paper: Mapped[CasePaper] = relationship()


class SavedFilter(Base):
    """Filters of the daily list that somebody keeps under a name."""

    __tablename__ = "saved_filter"

    id: Mapped[Key]
    officer_id: Mapped[OfficerKey]
    name: Mapped[Short]
    content: Mapped[dict[str, Any]]

    __table_args__ = (UniqueConstraint("officer_id", "name", name="uq_saved_filter_officer_id"),)
