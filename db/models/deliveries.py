"""How a result reaches the citizen: parcels, visits to the door, into whose hands."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base, Key, Line, OfficerKey, Short, only
from db.models.cases import Case
from db.models.papers import CasePaper
from db.models.station import Officer
from desktop.domain.deliveries import Attention, DeliveryState, Source, VisitState
from desktop.domain.items import Fulfilment


class Delivery(Base):
    """How the result of a case reaches the citizen, and where it is.

    `attention` says why somebody has to act; `alarm_at` when somebody will have to if nothing
    happens until then. `waybill` is that of the parcel on its way now.
    """

    __tablename__ = "delivery"

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    mode: Mapped[Fulfilment]
    state: Mapped[DeliveryState]
    attention: Mapped[Attention] = mapped_column(default=Attention.NONE)
    alarm_at: Mapped[datetime | None]
    recipient: Mapped[Short]
    phone: Mapped[Short]
    address: Mapped[Line]
    consent: Mapped[bool]
    waybill: Mapped[Short | None] = mapped_column(unique=True)
    shelf: Mapped[Short] = mapped_column(default="")
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(back_populates="delivery")
    events: Mapped[list["DeliveryEvent"]] = relationship(order_by="DeliveryEvent.id")
    parcels: Mapped[list["Parcel"]] = relationship(order_by="Parcel.id", back_populates="delivery")
    door_visits: Mapped[list["DoorVisit"]] = relationship(order_by="DoorVisit.id")
    handings: Mapped[list["HandedOut"]] = relationship(order_by="HandedOut.id")

    __table_args__ = (
        Index("ix_delivery_state_updated_at", "state", "updated_at"),
        Index("ix_delivery_mode_state", "mode", "state", "updated_at"),
        Index("ix_delivery_attention", "attention", **only("attention != ''")),
        Index("ix_delivery_alarm_at", "alarm_at", **only("alarm_at IS NOT NULL")),
    )
    __mapper_args__ = {"version_id_col": version}


class Posting(Base):
    """The parcels of a day that one courier took along and signed for."""

    __tablename__ = "posting"

    id: Mapped[Key]
    paper_id: Mapped[int] = mapped_column(ForeignKey("case_paper.id"))
    day: Mapped[date] = mapped_column(index=True)
    made_at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]
    courier: Mapped[Short]
    signed_at: Mapped[datetime | None]

    paper: Mapped[CasePaper] = relationship()


class Parcel(Base):
    """One posting of a result; a returned one is followed by another.

    `raw` is the carrier's last code or word, `asked_at` when the carrier was last asked.
    """

    __tablename__ = "parcel"

    id: Mapped[Key]
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    waybill: Mapped[Short] = mapped_column(unique=True)
    carrier: Mapped[Short]
    state: Mapped[DeliveryState]
    raw: Mapped[Short]
    posted_at: Mapped[datetime] = mapped_column(index=True)
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"), index=True)
    last_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    delivery: Mapped[Delivery] = relationship(back_populates="parcels")

    __table_args__ = (Index("ix_parcel_asked_at", "asked_at", **only("ended_at IS NULL")),)


class DeliveryEvent(Base):
    """One step of a delivery: `at` is when it was noted, `happened_at` when the carrier says.

    `raw` is the carrier's code or word, `mark` knows the same event again (domain/tracking.py).
    """

    __tablename__ = "delivery_event"

    id: Mapped[Key]
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.id"))
    at: Mapped[datetime]
    happened_at: Mapped[datetime | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    after: Mapped[DeliveryState]
    source: Mapped[Source] = mapped_column(default=Source.DESK)
    raw: Mapped[Short] = mapped_column(default="")
    because: Mapped[Short] = mapped_column(default="")
    handing: Mapped[Short] = mapped_column(default="")
    place: Mapped[Short] = mapped_column(default="")
    remark: Mapped[Line]
    mark: Mapped[int | None] = mapped_column(BigInteger)

    officer: Mapped[Officer | None] = relationship()

    __table_args__ = (
        Index("ix_delivery_event_same", "parcel_id", "happened_at", "mark", unique=True),
    )


class DoorVisit(Base):
    """One going to the door by two officers: planned, then done or in vain."""

    __tablename__ = "door_visit"

    id: Mapped[Key]
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    planned_for: Mapped[datetime] = mapped_column(index=True)
    officers: Mapped[list[str]]
    state: Mapped[VisitState]
    remark: Mapped[Line]
    noted_at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]

    __table_args__ = (Index("ix_door_visit_state", "state", "planned_for"),)


class HandedOut(Base):
    """Into whose hands a result was given, and how that was made sure of."""

    __tablename__ = "handed_out"

    id: Mapped[Key]
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    at: Mapped[datetime]
    mode: Mapped[Fulfilment]
    receiver: Mapped[Short]
    relation: Mapped[Short]
    document: Mapped[Short]
    id_tail: Mapped[Short]
    checked: Mapped[bool]
    reason: Mapped[Line]
    officers: Mapped[list[str]]
    signature: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("case_paper.id"))
    officer_id: Mapped[OfficerKey]

    paper: Mapped[CasePaper | None] = relationship()


class StatusFile(Base):
    """One file of statuses that was taken in; `columns` is how its headings were read."""

    __tablename__ = "status_file"

    id: Mapped[Key]
    at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]
    name: Mapped[Line]
    sha256: Mapped[Short] = mapped_column(index=True)
    headings: Mapped[Short] = mapped_column(index=True)
    columns: Mapped[dict[str, Any]]
    rows: Mapped[int]
    new: Mapped[int]
    unchanged: Mapped[int]
    refused: Mapped[int]
