"""Figures: counts that add up, shares, bundles, and what is sure of a share."""

import pytest

from desktop.domain.figures import WHOLES, By, Share, Tally, bundle, certain, total

FULL = Tally(
    visits=10, first=8, complete=6, special=5, elderly=2, non_local=1, stubs=9, minutes=60.0,
    timed=10, received=8, told_once=8, finished=4, once=3, decided=5, on_time=4, arrived=2,
    delivered=1,
)  # fmt: skip


def test_counts_add_up() -> None:
    both = total((FULL, FULL))
    assert (both.visits, both.minutes, both.delivered) == (20, 120.0, 2)
    assert total(()) == Tally()


@pytest.mark.parametrize(
    ("share", "part"),
    [
        (Share.ONCE, 0.75),
        (Share.TOLD_ONCE, 1.0),
        (Share.COMPLETE, 0.75),
        (Share.SPECIAL, 0.5),
        (Share.ELDERLY, 0.2),
        (Share.NON_LOCAL, 0.1),
        (Share.STUBS, 0.9),
        (Share.ON_TIME, 0.8),
        (Share.DELIVERED, 0.5),
    ],
)
def test_a_share_is_a_part_of_its_whole(share: Share, part: float) -> None:
    assert FULL.share(share) == part
    assert Tally().share(share) is None


def test_every_share_has_its_whole() -> None:
    assert set(WHOLES) == set(Share)


def test_minutes_are_those_of_timed_visits() -> None:
    assert FULL.minutes_each == 6.0
    assert Tally().minutes_each is None


def test_days_become_weeks_and_months() -> None:
    one = Tally(visits=1)
    days = {"2026-11-29": one, "2026-11-30": one, "2026-12-01": one, "2026-11-23": one}
    assert list(bundle(days, By.DAY)) == sorted(days)
    weeks = {key: row.visits for key, row in bundle(days, By.WEEK).items()}
    assert weeks == {"2026-11-23": 2, "2026-11-30": 2}
    months = {key: row.visits for key, row in bundle(days, By.MONTH).items()}
    assert months == {"2026-11": 3, "2026-12": 1}


def test_many_rank_before_one_of_one() -> None:
    assert certain(41, 100) > certain(1, 1) > certain(0, 5)
    assert certain(0, 5) == pytest.approx(0.0)
    assert certain(0, 0) == 0.0
    assert certain(41, 100) == pytest.approx(0.319, abs=0.001)
