"""Everything the records tell of one case, for a script: clock, rounds, parcels, every step."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Case, Delivery, Slip
from desktop.domain.cases import RUNNING, STAGES, Stage
from desktop.domain.clocks import PauseKind, standing
from desktop.domain.deliveries import DeliveryState, Source
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.visits import Purpose
from desktop.domain.workdays import State, Unit
from desktop.services.attachments import AttachmentRow, attached
from desktop.services.case_lists import minute
from desktop.services.cases import CaseView, case_view
from desktop.services.looks import Look, looked


@dataclass(frozen=True, slots=True)
class PauseRow:
    """A time in which the limit did not run."""

    kind: PauseKind
    reason: str
    begin: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """What the limit was lengthened by."""

    at: datetime
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """The limit of a case; `state` is how it stands while it runs."""

    count: int | None
    unit: Unit | None
    started: datetime | None
    due: date | None
    due_time: str
    provisional: bool
    warn_on: date | None
    state: State | None
    pauses: tuple[PauseRow, ...]
    extensions: tuple[ExtensionRow, ...]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round of asking for what is missing; `lines` are material and when it came."""

    round: int
    asked_at: datetime
    due: date | None
    closed_at: datetime | None
    lines: tuple[tuple[str, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One coming of the citizen."""

    at: datetime
    purpose: Purpose
    remark: str


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """One posting."""

    waybill: str
    carrier: str
    state: DeliveryState
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the delivery."""

    at: datetime
    happened_at: datetime | None
    after: DeliveryState
    source: Source
    raw: str
    place: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """How the result reaches the citizen."""

    mode: Fulfilment
    state: DeliveryState
    shelf: str
    parcels: tuple[ParcelRow, ...]
    events: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One case with all that belongs to it."""

    case: CaseView
    stage: Stage
    clock: ClockRow
    supplements: tuple[RoundRow, ...]
    visits: tuple[VisitRow, ...]
    deliveries: tuple[DeliveryRow, ...]
    attachments: tuple[AttachmentRow, ...]


def story(session: Session, clerk: Clerk, now: datetime, number: str) -> Story | None:
    """The case of a case or slip number, None where there is none; the look is written down."""
    need(clerk, Right.SERVE)
    key = session.scalar(select(Case.id).where(Case.number == number))
    key = key or session.scalar(select(Slip.case_id).where(Slip.number == number))
    if key is None:
        return None
    looked(session, clerk, now, Look.CASE, key)
    row = session.get_one(Case, key)
    return Story(
        case_view(session, clerk, now, key),
        STAGES[row.state],
        _clock(row, now),
        tuple(
            RoundRow(
                each.round, each.asked_at, each.due, each.closed_at,
                tuple((line.name, line.came_at) for line in each.lines),
            )
            for each in row.supplements
        ),
        tuple(VisitRow(each.at, each.purpose, each.remark) for each in row.visits),
        () if row.delivery is None else (_delivery(row.delivery),),
        attached(session, key),
    )  # fmt: skip


def _clock(row: Case, now: datetime) -> ClockRow:
    state = None
    if row.due is not None and row.state in RUNNING:
        state = standing(now, row.due, minute(row.due_time), row.warn_on)
    return ClockRow(
        row.limit_count, row.limit_unit, row.started_at, row.due, row.due_time,
        row.due_provisional, row.warn_on, state,
        tuple(PauseRow(p.kind, p.reason, p.begin, p.end) for p in row.pauses),
        tuple(ExtensionRow(e.at, e.count, e.reason) for e in row.extensions),
    )  # fmt: skip


def _delivery(row: Delivery) -> DeliveryRow:
    return DeliveryRow(
        row.mode, row.state, row.shelf,
        tuple(ParcelRow(p.waybill, p.carrier, p.state, p.posted_at) for p in row.parcels),
        tuple(
            StepRow(e.at, e.happened_at, e.after, e.source, e.raw, e.place) for e in row.events
        ),
    )  # fmt: skip
