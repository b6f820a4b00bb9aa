"""What becomes of a sheet: every legal move, every other one refused, and what news means."""

from itertools import product

import pytest

from desktop.domain.printing import (
    FOLLOWS,
    LAST,
    NO_SHEET,
    STUCK,
    UNTOLD,
    News,
    PrintOutcome,
    allowed,
)

_O = PrintOutcome
LEGAL = {
    (_O.ASKED, _O.QUEUED), (_O.ASKED, _O.GONE), (_O.ASKED, _O.CONFIRMED), (_O.ASKED, _O.FAILED),
    (_O.QUEUED, _O.GONE), (_O.QUEUED, _O.CONFIRMED), (_O.QUEUED, _O.FAILED),
    (_O.GONE, _O.CONFIRMED), (_O.GONE, _O.FAILED),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), list(product(_O, _O)))
def test_every_pair_of_states(before: PrintOutcome, after: PrintOutcome) -> None:
    assert allowed(before, after) is ((before, after) in LEGAL)


def test_only_the_officer_ends_what_was_sent() -> None:
    assert {_O.ASKED, _O.QUEUED, _O.GONE} == UNTOLD
    assert _O.CONFIRMED not in FOLLOWS.values()
    assert not NO_SHEET & UNTOLD


def test_every_news_has_its_meaning() -> None:
    assert set(FOLLOWS) == set(News)
    assert News.WAITING not in STUCK | LAST
    assert FOLLOWS[News.PAUSED] is _O.QUEUED
    assert FOLLOWS[News.UNKNOWN] is None
