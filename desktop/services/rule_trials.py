"""Past cases by changed rules: who would have been treated differently, before it counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload, undefer

from db.models import Case
from desktop.domain.applicants import Applicant
from desktop.domain.assessment import Assessment, assess, charge
from desktop.domain.catalogue import CatalogueError, read_catalogue
from desktop.domain.catalogue_changes import Files
from desktop.domain.drafts import DraftError, from_plain
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Catalogue
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.progress import Progress
from desktop.services.catalogue import with_prefixes
from desktop.services.days import within
from desktop.services.editions import shelf
from desktop.services.station import station

AT_ONCE = 200
"""Cases that are fetched at a time."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a person would get by one edition and not by the other, as labels and names.

    `words` counts what would be told differently; fees are in yuan, None where not confirmed.
    """

    flags: tuple[tuple[str, ...], tuple[str, ...]]
    materials: tuple[tuple[str, ...], tuple[str, ...]]
    fees: tuple[tuple[int | None, ...], tuple[int | None, ...]]
    words: int


@dataclass(frozen=True, slots=True)
class Treated:
    """A case that would be treated differently."""

    case: int
    number: str
    at: datetime
    name: str
    items: tuple[str, ...]
    difference: Difference


@dataclass(frozen=True, slots=True)
class Trial:
    """All of them; `untold` counts cases whose answers were erased."""

    looked: int
    untold: int
    rows: tuple[Treated, ...]


def trial(
    session: Session,
    clerk: Clerk,
    files: Files,
    first: date,
    last: date,
    zone: tzinfo,
    progress: Progress | None = None,
) -> Trial:
    """Assess the cases received in these days by the edition in use on the last, and by `files`.

    Both sides are computed anew from the answers that were given, as on the day of the visit, so
    that nothing but the rules differs.

    Raises Refusal(CATALOGUE_UNFIT) where the files cannot be used, STOPPED by `progress`.
    """
    need(clerk, Right.APPROVE)
    try:
        new = read_catalogue(files)
    except CatalogueError as error:
        raise Refusal(Trouble.CATALOGUE_UNFIT, problem=str(error.faults[0])) from error
    facts = station(session)
    if facts is not None:
        new = with_prefixes(new, facts.local_prefixes)
    old = shelf(session, last).catalogue
    here = within(Case.received_at, first, last, zone)
    if progress is not None:
        progress.total = session.scalar(select(func.count(Case.id)).where(here)) or 0
    looked, untold, rows = 0, 0, list[Treated]()
    for case in _cases(session, here):
        looked += 1
        if progress is not None:
            progress.step(1)
        try:
            draft = from_plain(case.answers)
        except DraftError:
            untold += 1
            continue
        items = tuple(row.item for row in case.items)
        on = case.received_at.astimezone(zone).date()
        found = _difference(old, new, items, draft.applicant, on, draft.declined)
        if found is not None:
            names = tuple(row.name for row in case.items)
            number = case.number or ""
            rows.append(Treated(case.id, number, case.received_at, case.name, names, found))
    return Trial(looked, untold, tuple(rows))


def _cases(session: Session, here: object) -> Iterator[Case]:
    """Page after page by number, so that no page is asked twice."""
    last = 0
    while True:
        page = session.scalars(
            select(Case)
            .where(here, Case.id > last)  # type: ignore[arg-type]
            .options(undefer(Case.answers), selectinload(Case.items))
            .order_by(Case.id)
            .limit(AT_ONCE)
        ).all()
        yield from page
        if len(page) < AT_ONCE:
            return
        last = page[-1].id
        session.expire_all()


def _difference(
    old: Catalogue,
    new: Catalogue,
    keys: tuple[str, ...],
    applicant: Applicant,
    on: date,
    declined: Iterable[str],
) -> Difference | None:
    """What differs for one person, or None."""
    before = _told(old, keys, applicant, on, declined)
    after = _told(new, keys, applicant, on, declined)
    if before == after:
        return None
    return Difference(
        flags=_only(before.flags, after.flags),
        materials=_only(before.materials, after.materials),
        fees=(before.fees, after.fees) if before.fees != after.fees else ((), ()),
        words=len(set(before.words) ^ set(after.words)),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What counts for a person: special cases, materials with their state, fees, words."""

    flags: tuple[str, ...]
    materials: tuple[str, ...]
    fees: tuple[int | None, ...]
    words: tuple[tuple[str, ...], ...]


def _told(
    catalogue: Catalogue,
    keys: tuple[str, ...],
    applicant: Applicant,
    on: date,
    declined: Iterable[str],
) -> _Told:
    items = tuple(catalogue.items[key] for key in keys if key in catalogue.items)
    found = assess(catalogue, items, applicant, on, declined)
    return _Told(
        flags=tuple(catalogue.flags[row.flag].label for row in found.findings),
        materials=tuple(_material(found)),
        fees=tuple(charge(item, found.flags).amount for item in items),
        words=tuple((row.flag, row.say, *row.instead) for row in found.speeches),
    )


def _material(found: Assessment) -> Iterator[str]:
    """Each material's name, with what is special about it."""
    for row in found.needs:
        marks = [
            "免交" if row.waived_by else "" if row.required else "非必需",
            "任选" if row.one_of else "",
        ]
        said = "、".join(mark for mark in marks if mark)
        yield f"{row.name}（{said}）" if said else row.name


def _only(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What only the first and only the second has."""
    return (
        tuple(each for each in one if each not in other),
        tuple(each for each in other if each not in one),
    )
