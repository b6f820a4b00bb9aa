"""The station, its people, and what it works by: catalogue, calendar, numbers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Line, OfficerKey, Short, words
from desktop.domain.officers import Role


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
    office_hours: Mapped[list[str]] = mapped_column(default=list)
    deferrable: Mapped[dict[str, Any]] = mapped_column(default=dict)
    carrier: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    government: Mapped[Short] = mapped_column(default="")
    court: Mapped[Short] = mapped_column(default="")
    site: Mapped[Line] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Officer(Base):
    """Someone who signs in."""

    __tablename__ = "officer"

    id: Mapped[Key]
    number: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Short]
    role: Mapped[Role]
    section: Mapped[Short] = mapped_column(default="")
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


class OwnEdition(Base):
    """An edition that the station wrote: on which one, who, who else answers for it, and why."""

    __tablename__ = "own_edition"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    base_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    officer_id: Mapped[OfficerKey]
    second_id: Mapped[OfficerKey]
    note: Mapped[Line]


class CatalogueDraft(Base):
    """The edition that is being written; a station has one at a time, rewritten at every change."""

    __tablename__ = "catalogue_draft"

    id: Mapped[Key]
    base_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    officer_id: Mapped[OfficerKey]
    changed_at: Mapped[datetime]
    version: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)


class CalendarYear(Base):
    """The announced days off and made-up days of one year."""

    __tablename__ = "calendar_year"

    year: Mapped[Key]
    content: Mapped[dict[str, Any]]


class Counter(Base):
    """The last number taken of each series; it moves in the transaction that uses the number."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(words(80), primary_key=True)
    value: Mapped[int]


class Draft(Base):
    """An intake that is not finished; one row per intake, rewritten at every change."""

    __tablename__ = "draft"

    id: Mapped[Key]
    officer_id: Mapped[OfficerKey] = mapped_column(index=True)
    begun_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    key: Mapped[Short] = mapped_column(unique=True)
    step: Mapped[Short]
    title: Mapped[Line]
    content: Mapped[dict[str, Any]]
