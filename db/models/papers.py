"""What is handed out and handed in: slips, papers, their prints, attachments."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base, CaseKey, Key, Line, OfficerKey, Short, only, words
from db.models.cases import Case
from db.models.station import Officer
from desktop.domain.papers import PaperKind
from desktop.domain.printing import PrintOutcome
from desktop.domain.slips import SignatureMode, Stub


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
    begun_at: Mapped[datetime | None]
    window: Mapped[Short] = mapped_column(default="", index=True)
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

    __table_args__ = (
        Index("ix_slip_void", "issued_at", "id", **only("voided_at IS NOT NULL")),
        Index("ix_slip_officer_id", "officer_id", "id"),
    )


class CasePaper(Base):
    """An official paper as it was issued: number, text, bytes, fingerprint; never changed."""

    __tablename__ = "case_paper"

    id: Mapped[Key]
    kind: Mapped[PaperKind]
    number: Mapped[Short] = mapped_column(unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"))
    issued_at: Mapped[datetime] = mapped_column(index=True)
    officer_id: Mapped[OfficerKey]
    template: Mapped[Short]
    pages: Mapped[int]
    copies: Mapped[int]
    sha256: Mapped[Short] = mapped_column(index=True)
    head_code: Mapped[Short]
    signed_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(deferred=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    prints: Mapped[list["Print"]] = relationship(order_by="Print.id")
    officer: Mapped[Officer] = relationship()


class PaperWords(Base):
    """A station's own version of a paper's template; a version is never changed."""

    __tablename__ = "paper_words"

    id: Mapped[Key]
    kind: Mapped[PaperKind] = mapped_column(index=True)
    version: Mapped[Short] = mapped_column(unique=True)
    since: Mapped[date]
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]
    second_id: Mapped[OfficerKey]


class Print(Base):
    """One sheet asked of a printer, and whether it came out."""

    __tablename__ = "print"

    id: Mapped[Key]
    slip_id: Mapped[int | None] = mapped_column(ForeignKey("slip.id"), index=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("case_paper.id"), index=True)
    at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]
    printer: Mapped[Line]
    copy: Mapped[int]
    outcome: Mapped[PrintOutcome]
    key: Mapped[Short | None]

    __table_args__ = (Index("ix_print_key", "key", unique=True),)


class Blob(Base):
    """Bytes that somebody handed in, once each, by their hash."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(words(64), primary_key=True)
    media: Mapped[Short]
    size: Mapped[int]
    pages: Mapped[int]
    stored_at: Mapped[datetime]
    purged_at: Mapped[datetime | None]
    thumbnail: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Attachment(Base):
    """A scan or photograph of one material of a case, or of an intake that is no case yet."""

    __tablename__ = "attachment"

    id: Mapped[Key]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    intake: Mapped[Short] = mapped_column(index=True)
    material: Mapped[Short]
    name: Mapped[Line]
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    at: Mapped[datetime]
    officer_id: Mapped[OfficerKey]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    removed_why: Mapped[Line]
    purged_at: Mapped[datetime | None]

    blob: Mapped[Blob] = relationship()
    officer: Mapped[Officer] = relationship(foreign_keys="Attachment.officer_id")
    remover: Mapped[Officer | None] = relationship(foreign_keys="Attachment.removed_by")
