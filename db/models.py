"""The tables, typed; every instant is stored in UTC and comes back aware."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    text,
)
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.deliveries import DeliveryState
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Role
from desktop.domain.printing import PrintOutcome
from desktop.domain.slips import SignatureMode, Stub

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A point in time: aware values in, UTC in the file, aware values out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a naive time, turn the rest into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give back UTC with its zone."""
        return None if value is None else value.replace(tzinfo=UTC)


def _stored(kind: type[StrEnum]) -> SqlEnum:
    """An enumeration kept by value in plain text, so that a new member needs no new column."""
    return SqlEnum(
        kind, native_enum=False, length=40, values_callable=lambda e: [member.value for member in e]
    )


class Base(DeclarativeBase):
    """All tables of one database."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: Instant,
        dict[str, Any]: JSON,
        list[str]: JSON,
        CaseState: _stored(CaseState),
        CaseMove: _stored(CaseMove),
        DeliveryState: _stored(DeliveryState),
        Fulfilment: _stored(Fulfilment),
        Role: _stored(Role),
        SignatureMode: _stored(SignatureMode),
        Stub: _stored(Stub),
        PrintOutcome: _stored(PrintOutcome),
    }


Key = Annotated[int, mapped_column(primary_key=True)]
Short = Annotated[str, mapped_column(String(80))]
Line = Annotated[str, mapped_column(String(400))]
OfficerKey = Annotated[int, mapped_column(ForeignKey("officer.id"))]
CaseKey = Annotated[int, mapped_column(ForeignKey("case_file.id"), index=True)]


class Station(Base):
    """The one station this database belongs to; what it must fill in itself starts empty."""

    __tablename__ = "station"

    id: Mapped[Key]
    name: Mapped[Short]
    district: Mapped[Short]
    code: Mapped[Short]
    window: Mapped[Short]
    hours: Mapped[Line]
    enquiry_phone: Mapped[Short]
    complaint_phone: Mapped[Short]
    local_prefixes: Mapped[list[str]]
    uid: Mapped[Short]
    recovery: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    retention: Mapped[dict[str, Any]]
    seal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Officer(Base):
    """Someone who signs in."""

    __tablename__ = "officer"

    id: Mapped[Key]
    number: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Short]
    role: Mapped[Role]
    password_hash: Mapped[Line]
    slot: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    must_change: Mapped[bool]
    active: Mapped[bool]
    created_at: Mapped[datetime]


class Edition(Base):
    """One edition of the catalogue, whole and never changed, so that old slips stay readable."""

    __tablename__ = "edition"

    id: Mapped[Key]
    digest: Mapped[Short] = mapped_column(unique=True)
    label: Mapped[Short]
    counter: Mapped[int]
    effective: Mapped[date]
    loaded_at: Mapped[datetime]
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    readings: Mapped[dict[str, Any]] = mapped_column(deferred=True)


class CalendarYear(Base):
    """The announced days off and made-up days of one year."""

    __tablename__ = "calendar_year"

    year: Mapped[Key]
    content: Mapped[dict[str, Any]]


class Counter(Base):
    """The last number taken of each series; it moves in the transaction that uses the number."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int]


class Draft(Base):
    """An intake that is not finished; one row per intake, rewritten at every change."""

    __tablename__ = "draft"

    id: Mapped[Key]
    officer_id: Mapped[OfficerKey] = mapped_column(index=True)
    updated_at: Mapped[datetime]
    key: Mapped[Short] = mapped_column(unique=True)
    step: Mapped[Short]
    title: Mapped[Line]
    content: Mapped[dict[str, Any]]


class Case(Base):
    """One applicant in one matter of one or more items (办件)."""

    __tablename__ = "case_file"

    id: Mapped[Key]
    number: Mapped[Short | None] = mapped_column(unique=True)
    state: Mapped[CaseState]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    officer_id: Mapped[OfficerKey]
    received_at: Mapped[datetime] = mapped_column(index=True)
    accepted_at: Mapped[datetime | None]
    due: Mapped[date | None]
    due_provisional: Mapped[bool]
    name: Mapped[Short] = mapped_column(index=True)
    initials: Mapped[Short] = mapped_column(index=True)
    id_number: Mapped[Short] = mapped_column(index=True)
    phone: Mapped[Short]
    organisation: Mapped[Line]
    reason: Mapped[Line]
    answers: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    purged_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    items: Mapped[list["CaseItem"]] = relationship(order_by="CaseItem.position")
    flags: Mapped[list["CaseFlag"]] = relationship(order_by="CaseFlag.position")
    events: Mapped[list["CaseEvent"]] = relationship(order_by="CaseEvent.id")
    slips: Mapped[list["Slip"]] = relationship(order_by="Slip.notice", back_populates="case")
    delivery: Mapped["Delivery | None"] = relationship(back_populates="case")
    officer: Mapped[Officer] = relationship()

    __table_args__ = (Index("ix_case_file_state_due", "state", "due"),)
    __mapper_args__ = {"version_id_col": version}


class CaseItem(Base):
    """One item of a case, with the name it had then."""

    __tablename__ = "case_item"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)
    name: Mapped[Short]
    position: Mapped[int]


class CaseFlag(Base):
    """One flag of a case with its reason."""

    __tablename__ = "case_flag"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    flag: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)
    label: Mapped[Short]
    reason: Mapped[Line]
    position: Mapped[int]


class CaseEvent(Base):
    """One move of a case: who, when, why."""

    __tablename__ = "case_event"

    id: Mapped[Key]
    case_id: Mapped[CaseKey]
    at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]
    move: Mapped[CaseMove]
    after: Mapped[CaseState]
    reason: Mapped[Line]
    second_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))

    officer: Mapped[Officer] = relationship(foreign_keys="CaseEvent.officer_id")


class Slip(Base):
    """A notice slip as it was told and printed: text, bytes, fingerprint, template, signature."""

    __tablename__ = "slip"

    id: Mapped[Key]
    number: Mapped[Short] = mapped_column(unique=True)
    case_id: Mapped[CaseKey]
    notice: Mapped[int]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    officer_id: Mapped[OfficerKey]
    issued_at: Mapped[datetime] = mapped_column(index=True)
    template: Mapped[Short]
    pages: Mapped[int]
    large: Mapped[bool]
    sha256: Mapped[Short] = mapped_column(index=True)
    told_hash: Mapped[Short]
    signed_by: Mapped[SignatureMode | None]
    stub: Mapped[Stub] = mapped_column(index=True)
    intake: Mapped[Short] = mapped_column(unique=True)
    head_code: Mapped[Short]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("slip.id"))
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    void_second: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    void_reason: Mapped[Line]
    purged_at: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(deferred=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    case: Mapped[Case] = relationship(back_populates="slips")
    officer: Mapped[Officer] = relationship(foreign_keys="Slip.officer_id")
    prints: Mapped[list["Print"]] = relationship(order_by="Print.id")


class Print(Base):
    """One sheet asked of a printer, and whether it came out."""

    __tablename__ = "print"

    id: Mapped[Key]
    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"), index=True)
    at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]
    printer: Mapped[Line]
    copy: Mapped[int]
    outcome: Mapped[PrintOutcome]
    key: Mapped[Short | None]

    __table_args__ = (Index("ix_print_key", "key", unique=True),)


class Delivery(Base):
    """How the result of a case reaches the citizen, and where it is."""

    __tablename__ = "delivery"

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    mode: Mapped[Fulfilment]
    state: Mapped[DeliveryState]
    recipient: Mapped[Short]
    phone: Mapped[Short]
    address: Mapped[Line]
    consent: Mapped[bool]
    waybill: Mapped[Short | None] = mapped_column(unique=True)
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(back_populates="delivery")
    events: Mapped[list["DeliveryEvent"]] = relationship(order_by="DeliveryEvent.id")

    __table_args__ = (Index("ix_delivery_state_updated_at", "state", "updated_at"),)
    __mapper_args__ = {"version_id_col": version}


class DeliveryEvent(Base):
    """One step of a delivery."""

    __tablename__ = "delivery_event"

    id: Mapped[Key]
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]
    after: Mapped[DeliveryState]
    remark: Mapped[Line]

    officer: Mapped[Officer] = relationship()


class Audit(Base):
    """The chain of acts: who did what and when; rows are only ever added (see `db/fences.py`)."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(Text)
    officer: Mapped[int | None]
    act: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text, index=True)
    detail: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(Text)
    prev: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index("ix_audit_act_seq", "act", "seq"),
        Index("ix_audit_key", "key", unique=True, sqlite_where=text("key IS NOT NULL")),
        {"sqlite_strict": True},
    )
