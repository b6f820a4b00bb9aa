"""Guide debt: which sentences of the guides fail, by what people lacked, asked, came again for."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Case, CaseItem, Edition, Enquiry, Lack, Slip, Visit
from desktop.domain.enquiries import Topic
from desktop.domain.figures import certain
from desktop.domain.items import Catalogue
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.visits import Purpose
from desktop.services.days import within
from desktop.services.figures import Span

MOST = 100
AGAIN = (Purpose.SUPPLEMENT, Purpose.OWED)
"""Comings that a guide that tells everything would have spared."""


class Sign(StrEnum):
    """By what a sentence of a guide is seen to fail."""

    LACKED = "lacked"
    ASKED = "asked"
    CAME_AGAIN = "came_again"


@dataclass(frozen=True, slots=True)
class Part:
    """How often something happened, out of how many."""

    count: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing was there to count."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Debt:
    """One sentence of a guide: the item, what of it, how often it failed.

    `line` is a material with its `number` in the guide, or a topic; `before` and `after` tell the
    visits under former editions of the catalogue from those under the newest of the time.
    """

    item: str
    item_name: str
    sign: Sign
    line: str
    number: int
    whole: Part
    before: Part
    after: Part


Counts = dict[tuple[str, str], dict[int, int]]
"""How often, by item and line, and of it by edition."""


def debts(session: Session, clerk: Clerk, span: Span, catalogue: Catalogue) -> tuple[Debt, ...]:
    """The sentences that fail for the most people, surely (95 %), worst first."""
    need(clerk, Right.SEE_ALL)
    visits, newest = _visits(session, span), _newest(session, span)
    found = [
        *_rows(Sign.LACKED, _lacks(session, span), visits, newest, catalogue),
        *_rows(Sign.ASKED, _asked(session, span), _questions(session, span), newest, catalogue),
        *_rows(Sign.CAME_AGAIN, _again(session, span), visits, newest, catalogue),
    ]
    found.sort(key=lambda row: (-certain(row.whole.count, row.whole.of), row.item, row.line))
    return tuple(found[:MOST])


def _rows(
    sign: Sign, counts: Counts, of: dict[str, dict[int, int]], newest: int, catalogue: Catalogue
) -> list[Debt]:
    made = []
    for (item, line), editions in counts.items():
        known = catalogue.items.get(item)
        wholes = of.get(item, {})
        numbers = {} if known is None else {a.material: n for n, a in enumerate(known.materials, 1)}
        made.append(
            Debt(
                item, item if known is None else known.name, sign, line, numbers.get(line, 0),
                Part(sum(editions.values()), sum(wholes.values())),
                *(_by_edition(editions, wholes, newest) if sign is not Sign.ASKED else NO_EDITION),
            )
        )  # fmt: skip
    return made


NO_EDITION = (Part(), Part())
"""Nobody knows which guide somebody at the telephone has read."""


def _by_edition(editions: dict[int, int], wholes: dict[int, int], newest: int) -> tuple[Part, Part]:
    """The part under former editions, and under the newest."""
    before = Part(_but(editions, newest), _but(wholes, newest))
    return before, Part(editions.get(newest, 0), wholes.get(newest, 0))


def _but(editions: dict[int, int], newest: int) -> int:
    return sum(count for edition, count in editions.items() if edition != newest)


def _newest(session: Session, span: Span) -> int:
    """The newest edition that slips of the time were told by."""
    here = select(Slip.edition_id).where(within(Slip.issued_at, span.first, span.last, span.zone))
    rows = select(Edition.id).where(Edition.id.in_(here))
    return session.scalar(rows.order_by(Edition.loaded_at.desc(), Edition.id.desc())) or 0


def _firsts(span: Span) -> tuple[Any, ...]:
    return (
        within(Slip.issued_at, span.first, span.last, span.zone),
        Slip.voided_at.is_(None),
        Slip.notice == 1,
    )


def _visits(session: Session, span: Span) -> dict[str, dict[int, int]]:
    """First visits for each item, by edition."""
    rows = (
        select(CaseItem.item, Slip.edition_id, func.count())
        .join(CaseItem, CaseItem.case_id == Slip.case_id)
        .where(*_firsts(span))
        .group_by(CaseItem.item, Slip.edition_id)
    )
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for item, edition, count in session.execute(rows):
        found[item][edition] = count
    return found


def _lacks(session: Session, span: Span) -> Counts:
    rows = (
        select(Lack.item, Lack.material, Slip.edition_id, func.count(func.distinct(Slip.id)))
        .join(Slip, Slip.id == Lack.slip_id)
        .where(*_firsts(span))
        .group_by(Lack.item, Lack.material, Slip.edition_id)
    )
    return _counted(session.execute(rows))


def _again(session: Session, span: Span) -> Counts:
    """Cases whose citizen had to come once more with papers."""
    rows = (
        select(CaseItem.item, Case.edition_id, func.count(func.distinct(Case.id)))
        .join(Visit, Visit.case_id == CaseItem.case_id)
        .join(Case, Case.id == CaseItem.case_id)
        .where(within(Case.received_at, span.first, span.last, span.zone))
        .where(Visit.purpose.in_(AGAIN))
        .group_by(CaseItem.item, Case.edition_id)
    )
    return _counted((item, "", edition, count) for item, edition, count in session.execute(rows))


def _asked(session: Session, span: Span) -> Counts:
    """Questions about an item, by what was asked; they know no edition."""
    rows = (
        select(Enquiry.item, Enquiry.topic, func.count())
        .where(within(Enquiry.at, span.first, span.last, span.zone), Enquiry.item != "")
        .where(Enquiry.topic != Topic.OTHER)
        .group_by(Enquiry.item, Enquiry.topic)
    )
    return _counted((item, topic.value, 0, count) for item, topic, count in session.execute(rows))


def _questions(session: Session, span: Span) -> dict[str, dict[int, int]]:
    """All questions of the time, as the whole of which each item's are a part."""
    here = within(Enquiry.at, span.first, span.last, span.zone)
    every = session.scalar(select(func.count()).select_from(Enquiry).where(here)) or 0
    items = session.scalars(select(Enquiry.item).where(here).distinct())
    return {item: {0: every} for item in items}


def _counted(rows: Any) -> Counts:
    found: Counts = defaultdict(dict)
    for item, line, edition, count in rows:
        found[item, line][edition] = count
    return found
