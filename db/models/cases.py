"""Cases: who, what, how far, and every move."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from db.models.base import Base, CaseKey, Key, Line, OfficerKey, Short, only, words
from db.models.station import Officer
from desktop.domain.cases import STAGES, CaseMove, CaseState, Stage
from desktop.domain.clocks import PauseKind
from desktop.domain.visits import Purpose
from desktop.domain.workdays import Unit

if TYPE_CHECKING:
    from db.models.deliveries import Delivery
    from db.models.joint import Track
    from db.models.papers import CasePaper, Slip


class Case(Base):
    """One applicant in one matter of one or more items (办件)."""

    __tablename__ = "case_file"

    id: Mapped[Key]
    number: Mapped[Short | None] = mapped_column(unique=True)
    state: Mapped[CaseState] = mapped_column(index=True)
    stage: Mapped[Stage] = mapped_column(index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    officer_id: Mapped[OfficerKey] = mapped_column(index=True)
    section: Mapped[Short] = mapped_column(index=True, default="")
    decides: Mapped[Short] = mapped_column(default="")
    received_at: Mapped[datetime] = mapped_column(index=True)
    accepted_at: Mapped[datetime | None]
    due: Mapped[date | None]
    due_time: Mapped[Short] = mapped_column(default="")
    due_provisional: Mapped[bool]
    warn_on: Mapped[date | None]
    limit_count: Mapped[int | None]
    limit_unit: Mapped[Unit | None]
    started_at: Mapped[datetime | None]
    materials_at: Mapped[datetime | None]
    guard_on: Mapped[date | None] = mapped_column(index=True)
    name: Mapped[Short] = mapped_column(index=True)
    initials: Mapped[Short] = mapped_column(index=True)
    id_number: Mapped[Short] = mapped_column(index=True)
    id_tail: Mapped[Short] = mapped_column(index=True)
    phone: Mapped[Short] = mapped_column(index=True)
    organisation: Mapped[Line]
    reason: Mapped[Line]
    answers: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    purged_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    items: Mapped[list["CaseItem"]] = relationship(order_by="CaseItem.position")
    flags: Mapped[list["CaseFlag"]] = relationship(order_by="CaseFlag.position")
    events: Mapped[list["CaseEvent"]] = relationship(order_by="CaseEvent.id")
    slips: Mapped[list["Slip"]] = relationship(order_by="Slip.notice", back_populates="case")
    papers: Mapped[list["CasePaper"]] = relationship(order_by="CasePaper.id")
    tracks: Mapped[list["Track"]] = relationship(order_by="Track.position", back_populates="case")
    pauses: Mapped[list["CasePause"]] = relationship(order_by="CasePause.id")
    extensions: Mapped[list["CaseExtension"]] = relationship(order_by="CaseExtension.id")
    supplements: Mapped[list["Supplement"]] = relationship(order_by="Supplement.id")
    owed: Mapped[list["Owed"]] = relationship(order_by="Owed.id")
    visits: Mapped[list["Visit"]] = relationship(order_by="Visit.id")
    delivery: Mapped["Delivery | None"] = relationship(back_populates="case")
    officer: Mapped[Officer] = relationship()

    __table_args__ = (
        Index("ix_case_file_state_due", "state", "due"),
        Index("ix_case_file_stage_due", "stage", "due"),
        Index("ix_case_file_decides", "decides", "section", **only("decides != ''")),
    )
    __mapper_args__ = {"version_id_col": version}

    @validates("state")
    def _staged(self, _name: str, state: CaseState) -> CaseState:
        """The stage always follows the state."""
        self.stage = STAGES[state]
        return state

    @validates("id_number")
    def _tailed(self, _name: str, number: str) -> str:
        """The last four signs are looked for by themselves."""
        self.id_tail = number[-4:]
        return number


class CaseItem(Base):
    """One item of a case, with the name it had then."""

    __tablename__ = "case_item"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    item: Mapped[str] = mapped_column(words(80), primary_key=True)
    name: Mapped[Short]
    position: Mapped[int]

    __table_args__ = (Index("ix_case_item_item", "item", "case_id"),)


class CaseFlag(Base):
    """One flag of a case with its reason."""

    __tablename__ = "case_flag"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    flag: Mapped[str] = mapped_column(words(80), primary_key=True)
    label: Mapped[Short]
    reason: Mapped[Line]
    position: Mapped[int]

    __table_args__ = (Index("ix_case_flag_flag", "flag", "case_id"),)


class CaseEvent(Base):
    """One move of a case: who, when, why."""

    __tablename__ = "case_event"

    id: Mapped[Key]
    case_id: Mapped[CaseKey]
    at: Mapped[datetime] = mapped_column(index=True)
    officer_id: Mapped[OfficerKey]
    move: Mapped[CaseMove]
    after: Mapped[CaseState]
    reason: Mapped[Line]
    second_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))

    officer: Mapped[Officer] = relationship(foreign_keys="CaseEvent.officer_id")


class CasePause(Base):
    """A time in which a limit did not run (art. 45): of the case, or of one office's track."""

    __tablename__ = "case_pause"

    id: Mapped[Key]
    case_id: Mapped[CaseKey]
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"))
    kind: Mapped[PauseKind]
    reason: Mapped[Line]
    expected: Mapped[date | None]
    begin: Mapped[datetime]
    begun_by: Mapped[OfficerKey]
    end: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class CaseExtension(Base):
    """A limit made longer once, with who approved it (art. 42)."""

    __tablename__ = "case_extension"

    id: Mapped[Key]
    case_id: Mapped[CaseKey]
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"))
    at: Mapped[datetime]
    count: Mapped[int]
    reason: Mapped[Line]
    officer_id: Mapped[OfficerKey]
    second_id: Mapped[OfficerKey]


class Supplement(Base):
    """One round of asking for what is missing (art. 32 (4)): all of it at once."""

    __tablename__ = "supplement"

    id: Mapped[Key]
    case_id: Mapped[CaseKey]
    round: Mapped[int]
    asked_at: Mapped[datetime]
    due: Mapped[date | None]
    officer_id: Mapped[OfficerKey]
    anew: Mapped[bool]
    reason: Mapped[Line]
    second_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    closed_at: Mapped[datetime | None]

    lines: Mapped[list["SupplementLine"]] = relationship(order_by="SupplementLine.id")


class SupplementLine(Base):
    """One thing asked for in a round, and when it came; `anew` could have been asked before."""

    __tablename__ = "supplement_line"

    id: Mapped[Key]
    supplement_id: Mapped[int] = mapped_column(ForeignKey("supplement.id"), index=True)
    material: Mapped[Short]
    name: Mapped[Line]
    why: Mapped[Line]
    anew: Mapped[bool]
    came_at: Mapped[datetime | None]


class Owed(Base):
    """A material promised for later (容缺): what, until when, whether it came."""

    __tablename__ = "owed"

    id: Mapped[Key]
    case_id: Mapped[CaseKey]
    material: Mapped[Short]
    name: Mapped[Line]
    until: Mapped[date]
    promise: Mapped[Line]
    came_at: Mapped[datetime | None]
    officer_id: Mapped[OfficerKey]

    case: Mapped[Case] = relationship(back_populates="owed")

    __table_args__ = (Index("ix_owed_until", "until", **only("came_at IS NULL")),)


class Visit(Base):
    """One coming of the citizen in this matter."""

    __tablename__ = "visit"

    id: Mapped[Key]
    case_id: Mapped[CaseKey]
    at: Mapped[datetime] = mapped_column(index=True)
    purpose: Mapped[Purpose]
    remark: Mapped[Line]
    officer_id: Mapped[OfficerKey]
