"""Deferred acceptance (容缺): accepted now, some papers promised for a day, and chased.

Only materials may follow that the guide names as deferrable (Zhejiang rules of 2018 on service
guides, art. 4): those of the catalogue, and those the station added to it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from db.models import Case, Owed, Station
from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.identity import mask_phone
from desktop.domain.intake import Matter, lacks
from desktop.domain.items import Catalogue
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.papers import PaperAsked, PaperFacts, PaperKind, PaperMaterial, day_words
from desktop.domain.texts import plain
from desktop.domain.visits import Purpose
from desktop.services.acceptance import accepted
from desktop.services.audit import note
from desktop.services.case_facts import (
    materials_here,
    matter_at,
    paper_case,
    receipt,
    values_of,
)
from desktop.services.meanwhile import changed
from desktop.services.moves import concluded, opened
from desktop.services.papers import PaperRow, Press, issue, row_of
from desktop.services.slips import PAGE
from desktop.services.visits import came


@dataclass(frozen=True, slots=True)
class Promise:
    """What is brought later, and until when."""

    materials: tuple[str, ...]
    until: date
    words: str = ""


def deferrable(session: Session, catalogue: Catalogue) -> Mapping[str, frozenset[str]]:
    """By item the materials that may follow later: the catalogue's and the station's own."""
    row = session.get(Station, 1)
    own = {} if row is None else row.deferrable
    return {
        item.id: frozenset(
            {asked.material for asked in item.materials if asked.deferrable}
            | set(own.get(item.id, ()))
        )
        for item in catalogue.items.values()
    }


@dataclass(frozen=True, slots=True)
class Follow:
    """A material of an item: whether it may follow by the catalogue, and by this station."""

    material: str
    name: str
    shipped: bool
    own: bool


@dataclass(frozen=True, slots=True)
class ItemFollows:
    """An item with its materials, as far as they may follow later."""

    item: str
    name: str
    rows: tuple[Follow, ...]

    @property
    def own(self) -> tuple[str, ...]:
        """The materials that this station lets follow beyond the catalogue's."""
        return tuple(row.material for row in self.rows if row.own)

    @property
    def count(self) -> int:
        """How many materials may follow."""
        return sum(row.shipped or row.own for row in self.rows)


def follows(session: Session, clerk: Clerk, catalogue: Catalogue) -> tuple[ItemFollows, ...]:
    """Every item with the materials that may follow, the catalogue's and the station's own."""
    need(clerk, Right.APPROVE)
    row = session.get(Station, 1)
    own = {} if row is None else row.deferrable
    return tuple(
        ItemFollows(
            item.id,
            item.name,
            tuple(
                Follow(
                    asked.material,
                    catalogue.materials[asked.material].name,
                    asked.deferrable,
                    not asked.deferrable and asked.material in own.get(item.id, ()),
                )
                for asked in item.materials
            ),
        )
        for item in catalogue.items.values()
    )


def allow(
    session: Session,
    clerk: Clerk,
    now: datetime,
    catalogue: Catalogue,
    item: str,
    materials: Collection[str],
) -> None:
    """Set which materials of an item may follow later at this station; the supervisor's right."""
    need(clerk, Right.APPROVE)
    known = {row.material for row in catalogue.items[item].materials}
    if odd := sorted(set(materials) - known):
        raise Refusal(Trouble.NOT_DEFERRABLE, names="、".join(odd))
    row = session.get_one(Station, 1)
    row.deferrable = {**row.deferrable, item: sorted(materials)}
    note(session, clerk, now, "deferrable.set", item, materials=sorted(materials))


def not_deferrable(
    allowed: Mapping[str, frozenset[str]], matter: Matter, materials: Collection[str]
) -> tuple[str, ...]:
    """Names of materials that cannot follow: one of the items that ask them does not allow it."""
    return tuple(
        each.name
        for each in matter.assessment.needs
        if each.material in materials
        and not all(each.material in allowed.get(item, ()) for item in each.items)
    )


def promise(
    session: Session, clerk: Clerk, now: datetime, case: Case, matter: Matter, given: Promise
) -> None:
    """Write down what is owed; a step of the acts that accept. Raises Refusal for what may not."""
    allowed = deferrable(session, matter.catalogue)
    if not given.materials:
        raise Refusal(Trouble.FIELD_EMPTY, field="owed")
    if wrong := not_deferrable(allowed, matter, given.materials):
        raise Refusal(Trouble.NOT_DEFERRABLE, field="owed", names="、".join(wrong))
    if given.until <= now.date():
        raise Refusal(Trouble.DATE_PAST, field="until")
    for each in matter.assessment.needs:
        if each.material in given.materials:
            case.owed.append(
                Owed(
                    material=each.material, name=each.name, until=given.until,
                    promise=plain(given.words), came_at=None, officer_id=clerk.id,
                )
            )  # fmt: skip


def owed_of(matter: Matter) -> Promise:
    """What a visit leaves to be brought later, until the day that was promised."""
    owed = tuple(name for each in lacks(matter) for name in each.materials)
    return Promise(owed, matter.draft.until or matter.on, matter.draft.reason)


def accept_deferred(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    case: int,
    version: int,
    given: Promise,
) -> PaperRow | None:
    """Accept a case although something that may follow is missing; gives the notice."""
    need(clerk, Right.SERVE)
    moving = opened(session, clerk, now, case, version, CaseMove.ACCEPT_DEFERRED)
    row = moving.case
    matter = matter_at(press, row, now.date())
    promise(session, clerk, now, row, matter, given)
    accepted(session, now, row, matter, now)
    return concluded(
        session, clerk, now, moving, press, lambda: notice(press, row, matter, now),
        owed=list(given.materials),
    )  # fmt: skip


def notice(press: Press, case: Case, matter: Matter, now: datetime) -> PaperFacts:
    """What the notice of a deferred acceptance says."""
    open_ = [each for each in case.owed if each.came_at is None]
    return PaperFacts(
        kind=PaperKind.DEFERRED,
        case=paper_case(case, matter, now),
        materials=materials_here(matter),
        asked=tuple(PaperAsked(each.name, each.promise) for each in open_),
        values=values_of(press, matter, PaperKind.DEFERRED)
        | {"promised_until": day_words(max(each.until for each in open_))},
    )


def take(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    case: int,
    version: int,
    owed: Collection[int],
    in_person: bool = True,
) -> PaperRow | None:
    """Write down which promised papers came; gives the receipt. All there, the case is accepted."""
    need(clerk, Right.SERVE)
    row = session.get_one(Case, case)
    if row.version != version:
        raise changed(session, row)
    taken = [each for each in row.owed if each.id in owed and each.came_at is None]
    if not taken:
        raise Refusal(Trouble.FIELD_EMPTY, field="owed")
    for each in taken:
        each.came_at = now
    if in_person:
        came(session, clerk, now, row.id, Purpose.OWED)
    materials = tuple(PaperMaterial(each.material, each.name, "") for each in taken)
    done = all(each.came_at for each in row.owed)
    session.flush()
    facts = partial(receipt, press, row, materials, now)
    if done and row.state is CaseState.ACCEPTED_DEFERRED:
        moving = opened(session, clerk, now, case, row.version, CaseMove.TAKE_OWED)
        return concluded(session, clerk, now, moving, press, facts, came=len(taken))
    paper = issue(session, clerk, now, press, facts(), row)
    note(session, clerk, now, "case.owed_came", row.number or "", case=row.id, came=len(taken))
    return row_of(paper)


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One promised paper on the chase list."""

    id: int
    case: int
    case_number: str
    state: CaseState
    name: str
    phone: str
    items: tuple[str, ...]
    material: str
    until: date
    overdue: bool


def chase(
    session: Session, clerk: Clerk, now: datetime, after: tuple[date, int] | None = None
) -> tuple[OwedRow, ...]:
    """A page of promised papers that have not come, the earliest promised first."""
    need(clerk, Right.SERVE)
    rows = (
        select(Owed)
        .where(Owed.came_at.is_(None))
        .options(joinedload(Owed.case).selectinload(Case.items))
        .order_by(Owed.until, Owed.id)
        .limit(PAGE)
    )
    if after is not None:
        rows = rows.where(tuple_(Owed.until, Owed.id) > after)
    return tuple(_row(row, now) for row in session.scalars(rows))


def _row(row: Owed, now: datetime) -> OwedRow:
    return OwedRow(
        id=row.id,
        case=row.case_id,
        case_number=row.case.number or "",
        state=row.case.state,
        name=row.case.name,
        phone=mask_phone(row.case.phone),
        items=tuple(item.name for item in row.case.items),
        material=row.name,
        until=row.until,
        overdue=row.until < now.date(),
    )
