"""Cases that more than one office works at: tracks of joint ones, lists between places."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base, CaseKey, Key, Line, OfficerKey, Short, only
from db.models.cases import Case
from db.models.papers import CasePaper
from db.models.station import Officer
from desktop.domain.tracks import TrackState
from desktop.domain.workdays import Unit


class Track(Base):
    """One office's part of a joint case: its own clock, its own opinion."""

    __tablename__ = "track"

    id: Mapped[Key]
    case_id: Mapped[CaseKey]
    position: Mapped[int]
    department: Mapped[Short]
    office: Mapped[Short]
    task: Mapped[Line]
    materials: Mapped[list[str]]
    state: Mapped[TrackState]
    limit_count: Mapped[int | None]
    limit_unit: Mapped[Unit | None]
    started_at: Mapped[datetime]
    due: Mapped[date | None]
    due_provisional: Mapped[bool]
    warn_on: Mapped[date | None]
    opinion: Mapped[Line]
    opinion_by: Mapped[Short]
    reference: Mapped[Short]
    decided_at: Mapped[datetime | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(back_populates="tracks")
    inspections: Mapped[list["Inspection"]] = relationship(
        order_by="Inspection.id", back_populates="track"
    )

    __table_args__ = (Index("ix_track_office_state", "office", "state"),)
    __mapper_args__ = {"version_id_col": version}


class Inspection(Base):
    """One visit to a site by two officers or more (art. 34), planned and then noted."""

    __tablename__ = "inspection"

    id: Mapped[Key]
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    planned_for: Mapped[datetime]
    officers: Mapped[list[str]]
    result: Mapped[Line]
    done_at: Mapped[datetime | None]
    noted_by: Mapped[OfficerKey]

    track: Mapped[Track] = relationship(back_populates="inspections")

    __table_args__ = (Index("ix_inspection_planned_for", "planned_for", **only("done_at IS NULL")),)


class HandOver(Base):
    """A list by which cases go from one place of the house to another, signed both ways."""

    __tablename__ = "handover"

    id: Mapped[Key]
    paper_id: Mapped[int] = mapped_column(ForeignKey("case_paper.id"))
    giver: Mapped[Short] = mapped_column(index=True)
    taker: Mapped[Short] = mapped_column(index=True)
    made_at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    remark: Mapped[Line]

    lines: Mapped[list["HandOverLine"]] = relationship(order_by="HandOverLine.position")
    paper: Mapped[CasePaper] = relationship()
    officer: Mapped[Officer] = relationship(foreign_keys="HandOver.officer_id")
    taker_officer: Mapped[Officer | None] = relationship(foreign_keys="HandOver.taken_by")


class HandOverLine(Base):
    """One case on such a list; `refused` says why the other side did not take it."""

    __tablename__ = "handover_line"

    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True, index=True)
    position: Mapped[int]
    refused: Mapped[Line]

    case: Mapped[Case] = relationship()
