"""What all tables share: names of constraints, types, instants in UTC that come back aware."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, ForeignKey, MetaData, String, Text, text
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from desktop.domain.cases import CaseMove, CaseState, Stage
from desktop.domain.clocks import PauseKind
from desktop.domain.day_close import GapKind
from desktop.domain.deliveries import Attention, DeliveryState, Source, VisitState
from desktop.domain.enquiries import Channel, Ending, Topic
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Role
from desktop.domain.papers import PaperKind
from desktop.domain.printing import PrintOutcome
from desktop.domain.reviews import ReviewKind
from desktop.domain.slips import MaterialState, SignatureMode, Stub
from desktop.domain.stubs import How
from desktop.domain.tracks import TrackState
from desktop.domain.visits import Purpose
from desktop.domain.workdays import Unit

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


def only(condition: str, server: str = "") -> dict[str, Any]:
    """What makes an index hold some rows only; `server` where PostgreSQL says it otherwise."""
    return {"sqlite_where": text(condition), "postgresql_where": text(server or condition)}


def words(length: int) -> TypeEngine[str]:
    """A text. A server compares it sign by sign, as the local file does, in no language's order."""
    return String(length).with_variant(Text(collation="C"), "postgresql")


class Base(DeclarativeBase):
    """All tables of one database."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: Instant,
        str: String().with_variant(Text(collation="C"), "postgresql"),
        dict[str, Any]: JSON,
        list[str]: JSON,
        CaseState: _stored(CaseState),
        CaseMove: _stored(CaseMove),
        Stage: _stored(Stage),
        Unit: _stored(Unit),
        PauseKind: _stored(PauseKind),
        TrackState: _stored(TrackState),
        Purpose: _stored(Purpose),
        PaperKind: _stored(PaperKind),
        Attention: _stored(Attention),
        VisitState: _stored(VisitState),
        Source: _stored(Source),
        DeliveryState: _stored(DeliveryState),
        Fulfilment: _stored(Fulfilment),
        Role: _stored(Role),
        SignatureMode: _stored(SignatureMode),
        Stub: _stored(Stub),
        PrintOutcome: _stored(PrintOutcome),
        MaterialState: _stored(MaterialState),
        How: _stored(How),
        Channel: _stored(Channel),
        Topic: _stored(Topic),
        Ending: _stored(Ending),
        ReviewKind: _stored(ReviewKind),
        GapKind: _stored(GapKind),
    }


Key = Annotated[int, mapped_column(primary_key=True)]
Short = Annotated[str, mapped_column(words(80))]
Line = Annotated[str, mapped_column(words(400))]
OfficerKey = Annotated[int, mapped_column(ForeignKey("officer.id"))]
CaseKey = Annotated[int, mapped_column(ForeignKey("case_file.id"), index=True)]
