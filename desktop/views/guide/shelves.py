"""Ways of ordering the items: by category, theme, window or who applies."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.items import ApplicantKind, Item
from desktop.views.guide.terms import Terms


class Order(StrEnum):
    """What the tree is ordered by."""

    CATEGORY = "category"
    THEME = "theme"
    WINDOW = "window"
    APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A node of the tree: its words, its items and the finer shelves in it."""

    label: str
    items: tuple[str, ...]
    inner: tuple["Shelf", ...] = ()


def shelves(terms: Terms, order: Order) -> tuple[Shelf, ...]:
    """The nodes of the tree in one order; under each, its themes."""
    items = tuple(terms.catalogue.items.values())
    match order:
        case Order.CATEGORY:
            return _by(terms, items, "categories", _category)
        case Order.THEME:
            return _themes(terms, items)
        case Order.WINDOW:
            return _by(terms, items, "windows", _windows)
        case Order.APPLICANT:
            return tuple(s for s in _by(terms, items, "applicants", _applicants) if s.items)


Keys = Callable[[Item], tuple[str, ...]]


def _category(item: Item) -> tuple[str, ...]:
    return (item.category,)


def _theme(item: Item) -> tuple[str, ...]:
    return (item.theme,)


def _windows(item: Item) -> tuple[str, ...]:
    return item.windows


def _applicants(item: Item) -> tuple[str, ...]:
    if item.applicant is ApplicantKind.BOTH:
        return (ApplicantKind.PERSON, ApplicantKind.ORGANISATION)
    return (item.applicant,)


def _themes(terms: Terms, items: tuple[Item, ...]) -> tuple[Shelf, ...]:
    return _split(terms, items, "themes", _theme)


def _by(terms: Terms, items: tuple[Item, ...], vocabulary: str, keys: Keys) -> tuple[Shelf, ...]:
    known = terms.catalogue.items
    outer = _split(terms, items, vocabulary, keys)
    inner = (_themes(terms, tuple(known[key] for key in shelf.items)) for shelf in outer)
    return tuple(
        Shelf(shelf.label, shelf.items, finer if len(finer) > 1 else ())
        for shelf, finer in zip(outer, inner, strict=True)
    )


def _split(terms: Terms, items: tuple[Item, ...], vocabulary: str, keys: Keys) -> tuple[Shelf, ...]:
    made = (
        Shelf(terms.term(vocabulary, key), tuple(item.id for item in items if key in keys(item)))
        for key in terms.catalogue.words[vocabulary]
    )
    return tuple(shelf for shelf in made if shelf.items)
