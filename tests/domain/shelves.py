"""The shipped catalogue for the rules' tests, read once, and small ways to ask it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from desktop.domain.applicants import Applicant, Person
from desktop.domain.assessment import Assessment, assess
from desktop.domain.intake import Draft, Matter
from desktop.domain.items import Catalogue
from desktop.services.catalogue import shipped_shelf

ON = date(2026, 11, 23)


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return shipped_shelf().catalogue


def assessed(
    *items: str,
    person: Person | None = None,
    told: Iterable[str] = (),
    declined: Iterable[str] = (),
    on: date = ON,
    **more: Any,
) -> Assessment:
    """What items want of a person with circumstances that were ticked."""
    applicant = Applicant(person or Person(), circumstances=frozenset(told), **more)
    known = catalogue()
    return assess(known, [known.items[key] for key in items], applicant, on, declined)


def matter(draft: Draft, on: date = ON, told: str = "") -> Matter:
    """A draft with what the shipped catalogue makes of it."""
    known = catalogue()
    items = tuple(known.items[key] for key in draft.items)
    found = assess(known, items, draft.applicant, on, draft.declined)
    return Matter(draft, known, items, found, on, told)


def drafted(*items: str, person: Person | None = None, told: Iterable[str] = ()) -> Draft:
    """A draft with items and a person and nothing else."""
    applicant = Applicant(person or Person(), circumstances=frozenset(told))
    return replace(Draft(), items=items, applicant=applicant)
