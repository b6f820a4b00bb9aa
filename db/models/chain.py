"""The chain of acts."""

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, only


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
        Index("ix_audit_key", "key", unique=True, **only("key IS NOT NULL")),
        {"sqlite_strict": True},
    )
