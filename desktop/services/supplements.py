"""Rounds of supplement (补正): everything is asked at once, and what came is written down.

Administrative Licensing Law art. 32 (4): what is missing is told on the spot or within five days,
once and completely. A later round that asks for something the first could have asked needs a
supervisor's reason, and is counted.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Integer, cast, func, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from db.models import Case, Supplement, SupplementLine
from desktop.domain.cases import CaseMove
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.identity import mask_phone
from desktop.domain.intake import Matter, lacks
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.papers import PaperAsked, PaperFacts, PaperKind, PaperMaterial, day_words
from desktop.domain.slips import MaterialState
from desktop.domain.texts import plain
from desktop.domain.visits import Purpose
from desktop.domain.workdays import Unit, due_date
from desktop.services.case_facts import matter_at, paper_case, receipt
from desktop.services.editions import calendar
from desktop.services.moves import concluded, opened
from desktop.services.officers import second_person
from desktop.services.papers import PaperRow, Press
from desktop.services.slips import PAGE
from desktop.services.told_once import Exempt
from desktop.services.visits import came

GUARD = 5
"""Working days in which what is missing has to be told (art. 32 (4))."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that is asked for: a material, or nothing where it is none of the catalogue's."""

    material: str
    name: str
    why: str


def guard(session: Session, case: Case, now: datetime) -> None:
    """Let the five days run from a receipt; a step of the acts that receive materials."""
    case.materials_at = now
    cal = calendar(session, now.year)
    case.guard_on = due_date(cal, now.date(), GUARD, Unit.WORKING_DAY).due


def ask(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    case: int,
    version: int,
    wanted: tuple[Wanted, ...],
    due: date | None,
    exempt: Exempt | None = None,
) -> PaperRow | None:
    """Ask for everything that is missing, in one notice; gives that notice.

    Raises Refusal(ASKED_ANEW) for what an earlier round could have asked, unless `exempt` says
    who answers for it.
    """
    need(clerk, Right.SERVE)
    moving = opened(session, clerk, now, case, version, CaseMove.ASK_SUPPLEMENT)
    if not wanted or not all(plain(each.name) for each in wanted):
        raise Refusal(Trouble.FIELD_EMPTY, field="wanted")
    if due is not None and due <= now.date():
        raise Refusal(Trouble.DATE_PAST, field="due")
    row = moving.case
    anew = _anew(row, wanted)
    second = _answered(session, clerk, now, anew, exempt)
    add_round(row, clerk, now, wanted, due, anew, exempt, second)
    row.guard_on = None
    session.flush()
    detail = {"second": second.number} if second else {}
    return concluded(
        session, clerk, now, moving, press, lambda: notice(press, row, now),
        round=len(row.supplements), anew=len(anew), **detail,
    )  # fmt: skip


def notice(press: Press, case: Case, now: datetime) -> PaperFacts:
    """What the notice of the latest round says."""
    last = case.supplements[-1]
    return PaperFacts(
        kind=PaperKind.SUPPLEMENT,
        case=paper_case(case, matter_at(press, case, now.date()), now),
        asked=tuple(PaperAsked(line.name, line.why) for line in last.lines),
        values={"until": day_words(last.due)},
    )


WHY = {MaterialState.MISSING: "没有提交", MaterialState.DEFECTIVE: "不符合法定形式，需要更正"}
"""What a notice says where the officer wrote nothing."""


def wanted_of(matter: Matter) -> tuple[Wanted, ...]:
    """What a visit leaves to be asked for: all that is missing or wrong, with why."""
    return tuple(
        Wanted("/".join(each.materials), each.name, each.remark or WHY[each.state])
        for each in lacks(matter)
    )


def brought(case: Case, now: datetime, matter: Matter) -> None:
    """Write down which lines asked for are here by what the officer found at another visit."""
    left = {name for each in lacks(matter) for name in each.materials}
    for each in case.supplements:
        for line in each.lines:
            if line.came_at is None and not left & set(line.material.split("/")):
                line.came_at = now


def _anew(case: Case, wanted: Collection[Wanted]) -> tuple[str, ...]:
    """Names of what no earlier round asked for though it could have; the first asks anything."""
    if not case.supplements:
        return ()
    known = {(line.material or line.name) for each in case.supplements for line in each.lines}
    return tuple(each.name for each in wanted if (each.material or each.name) not in known)


def _answered(
    session: Session, clerk: Clerk, now: datetime, anew: tuple[str, ...], exempt: Exempt | None
) -> Clerk | None:
    if not anew:
        return None
    if exempt is None:
        raise Refusal(Trouble.ASKED_ANEW, materials="、".join(anew))
    if not plain(exempt.reason):
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    return second_person(session, clerk, now, exempt.second)


def add_round(
    case: Case,
    clerk: Clerk,
    now: datetime,
    wanted: tuple[Wanted, ...],
    due: date | None,
    anew: Collection[str] = (),
    exempt: Exempt | None = None,
    second: Clerk | None = None,
) -> None:
    """Write down a round; a step of the acts that ask."""
    for earlier in case.supplements:
        earlier.closed_at = earlier.closed_at or now
    lines = [
        SupplementLine(
            material=each.material, name=plain(each.name), why=plain(each.why),
            anew=each.name in anew, came_at=None,
        )
        for each in wanted
    ]  # fmt: skip
    case.supplements.append(
        Supplement(
            case_id=case.id,
            round=len(case.supplements) + 1,
            asked_at=now,
            due=due,
            officer_id=clerk.id,
            anew=bool(anew),
            reason=plain(exempt.reason) if exempt and anew else "",
            second_id=None if second is None else second.id,
            closed_at=None,
            lines=lines,
        )
    )


def take(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    case: int,
    version: int,
    lines: Collection[int],
    in_person: bool = True,
) -> PaperRow | None:
    """Write down which of the lines asked for came; gives the receipt. The five days run anew."""
    need(clerk, Right.SERVE)
    moving = opened(session, clerk, now, case, version, CaseMove.TAKE_SUPPLEMENT)
    row = moving.case
    asked = [line for each in row.supplements for line in each.lines]
    taken = [line for line in asked if line.id in lines and line.came_at is None]
    if not taken:
        raise Refusal(Trouble.FIELD_EMPTY, field="lines")
    for line in taken:
        line.came_at = now
    guard(session, row, now)
    if in_person:
        came(session, clerk, now, row.id, Purpose.SUPPLEMENT)
    materials = tuple(PaperMaterial(each.material, each.name, "") for each in taken)
    facts = partial(receipt, press, row, materials, now)
    return concluded(session, clerk, now, moving, press, facts, came=len(taken))


@dataclass(frozen=True, slots=True)
class OnceFigures:
    """How often people were asked once, and how often again for what could have been asked."""

    cases: int
    rounds: int
    anew: int


def figures(session: Session, clerk: Clerk, first: datetime, last: datetime) -> OnceFigures:
    """The one-time-notice guarantee as figures, over rounds that were asked in a time."""
    need(clerk, Right.SEE_ALL)
    asked = Supplement.asked_at.between(first, last)
    cases, rounds, anew = session.execute(
        select(
            func.count(func.distinct(Supplement.case_id)),
            func.count(),
            func.coalesce(func.sum(cast(Supplement.anew, Integer)), 0),
        ).where(asked)
    ).one()
    return OnceFigures(cases, rounds, int(anew))


@dataclass(frozen=True, slots=True)
class GuardRow:
    """A case whose five days run: until when what is missing has to be told."""

    case: int
    name: str
    phone: str
    items: tuple[str, ...]
    received_at: datetime
    until: date
    officer: str


def guards(
    session: Session, clerk: Clerk, after: tuple[date, int] | None = None
) -> tuple[GuardRow, ...]:
    """A page of cases whose materials were received and about which nobody told yet.

    The earliest comes first; one whose day is past counts as accepted (art. 32 (4)).
    """
    need(clerk, Right.SERVE)
    rows = (
        select(Case)
        .where(Case.guard_on.is_not(None))
        .options(selectinload(Case.items), joinedload(Case.officer))
        .order_by(Case.guard_on, Case.id)
        .limit(PAGE)
    )
    if after is not None:
        rows = rows.where(tuple_(Case.guard_on, Case.id) > after)
    return tuple(_guard(row) for row in session.scalars(rows))


def _guard(row: Case) -> GuardRow:
    return GuardRow(
        case=row.id,
        name=row.organisation or row.name,
        phone=mask_phone(row.phone),
        items=tuple(item.name for item in row.items),
        received_at=row.materials_at or row.received_at,
        until=row.guard_on or date.max,
        officer=row.officer.name,
    )


def pressing(session: Session, clerk: Clerk, now: datetime) -> int:
    """How many cases have to be told about today or tomorrow, or should have been."""
    need(clerk, Right.SERVE)
    edge = now.date() + timedelta(days=1)
    rows = select(func.count()).select_from(Case).where(Case.guard_on <= edge)
    return session.scalar(rows) or 0
