"""Acceptance (受理): number, clock, who decides, the offices of a joint case, the delivery."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Case, Delivery, Officer, Track
from desktop.domain.cases import CaseMove, case_number
from desktop.domain.deliveries import DeliveryState
from desktop.domain.intake import Matter
from desktop.domain.items import Fulfilment, Item, Limit, Office
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.tracks import JOINT_DAYS, TrackState
from desktop.domain.workdays import Unit
from desktop.services.case_facts import matter_at
from desktop.services.clocks import begin, longest, office_hours, settle
from desktop.services.editions import calendar
from desktop.services.moves import concluded, opened
from desktop.services.numbers import take
from desktop.services.papers import PaperRow, Press
from desktop.services.station import StationFacts, station


def accept(
    session: Session, clerk: Clerk, now: datetime, press: Press, case: int, version: int
) -> PaperRow | None:
    """Accept a case whose materials are here; raises as `moves.opened` does."""
    need(clerk, Right.SERVE)
    moving = opened(session, clerk, now, case, version, CaseMove.ACCEPT)
    accepted(session, now, moving.case, matter_at(press, moving.case, now.date()), now)
    return concluded(session, clerk, now, moving, press)


def deem_accepted(
    session: Session, clerk: Clerk, now: datetime, press: Press, case: int, version: int
) -> PaperRow | None:
    """Write down that a case counts as accepted from the day its materials were received.

    Nobody told within five days what is missing (art. 32 (4)); the limit runs from then.
    """
    need(clerk, Right.SERVE)
    moving = opened(session, clerk, now, case, version, CaseMove.DEEM_ACCEPTED)
    row = moving.case
    since = (row.materials_at or now).astimezone(now.tzinfo)
    accepted(session, now, row, matter_at(press, row, now.date()), since)
    return concluded(session, clerk, now, moving, press)


def accepted(session: Session, now: datetime, case: Case, matter: Matter, since: datetime) -> None:
    """Give a case its number and let its limit run; a step of the acts that accept."""
    facts = station(session) or StationFacts()
    count = take(session, f"case:{facts.code}:{now.year}")
    case.number = case_number(facts.code, now.year, count)
    case.accepted_at, case.guard_on = since, None
    case.decides = _section(session, matter)
    limit = _limit(session, matter, since)
    if limit is not None:
        begin(case, limit, since)
        settle(session, case, now)
    if matter.joint:
        _tracks(session, case, matter, since, now)
    if case.delivery is None:
        _deliver(session, now, case, matter)


def _section(session: Session, matter: Matter) -> str:
    """The section that decides, where its people sign in here; else the window writes it down."""
    named = [item.section for item in matter.items if item.section]
    there = select(Officer.section).where(Officer.section.in_(named), Officer.active)
    return session.scalars(there.limit(1)).first() or ""


def _limit(session: Session, matter: Matter, since: datetime) -> Limit | None:
    found = longest(calendar(session, since.year), office_hours(session), matter.items, since)
    if matter.joint:
        return Limit(JOINT_DAYS, Unit.WORKING_DAY, None)
    return None if found is None else found[0]


def _tracks(session: Session, case: Case, matter: Matter, since: datetime, now: datetime) -> None:
    """A track for each office that works side by side; each gets the materials it uses."""
    rows = [(item, office) for item in matter.items for office in item.offices if office.parallel]
    for place, (item, office) in enumerate(rows):
        track = Track(
            case_id=case.id,
            position=place,
            department=office.department,
            office=office.office,
            task=office.task,
            materials=_used_by(item, office, matter),
            state=TrackState.OPEN,
            limit_count=office.days or JOINT_DAYS,
            limit_unit=Unit.WORKING_DAY,
            started_at=since,
            due=None,
            due_provisional=False,
            warn_on=None,
            opinion="",
            opinion_by="",
            reference="",
            decided_at=None,
            officer_id=None,
        )
        case.tracks.append(track)
    session.flush()
    for track in case.tracks:
        settle(session, track, now)


def _used_by(item: Item, office: Office, matter: Matter) -> list[str]:
    """Ids of the materials an office uses: those that name it, and those that name nobody."""
    asked = {row.material: row.used_by for row in item.materials}
    return [
        need.material
        for need in matter.assessment.needs
        if not asked.get(need.material) or office.department in asked[need.material]
    ]


def _deliver(session: Session, now: datetime, case: Case, matter: Matter) -> None:
    choice = matter.draft.delivery
    mode = Fulfilment.ON_THE_SPOT if matter.on_the_spot else choice.mode
    spot = mode is Fulfilment.ON_THE_SPOT
    session.add(
        Delivery(
            case_id=case.id,
            mode=mode or Fulfilment.PICKUP,
            state=DeliveryState.DELIVERED if spot else DeliveryState.PENDING,
            recipient=choice.recipient or matter.draft.applicant.person.name,
            phone=choice.phone or matter.draft.applicant.person.phone,
            address=choice.address,
            consent=choice.consent,
            waybill=None,
            updated_at=now,
        )
    )
