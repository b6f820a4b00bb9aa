"""The chain of acts: what its hash covers, the code on paper, and every way to break it."""

from dataclasses import replace
from typing import Any

import pytest

from desktop.domain.audit import (
    EMPTY,
    GENESIS,
    Entry,
    Head,
    canonical,
    check,
    fits,
    head_code,
    read_code,
    sealed,
)


def chained(count: int) -> list[Entry]:
    """A whole chain of some rows."""
    rows: list[Entry] = []
    before = GENESIS
    for seq in range(1, count + 1):
        at = f"2026-11-23T02:00:{seq:02d}.000000+00:00"
        detail = canonical({"n": seq, "字": "汉"})
        entry = Entry(seq, at, 1, "act", f"s{seq}", detail, None, before)
        rows.append(replace(entry, hash=sealed(entry)))
        before = rows[-1].hash
    return rows


def test_a_whole_chain_is_good_and_ends_at_its_head() -> None:
    rows = chained(5)
    found = check(rows)
    assert (found.good, found.rows, found.head) == (True, 5, Head(5, rows[-1].hash))
    assert check([]).head == EMPTY


@pytest.mark.parametrize("field", ["at", "officer", "act", "subject", "detail", "key"])
def test_every_value_of_a_row_is_covered(field: str) -> None:
    rows = chained(3)
    other: Any = 7 if field == "officer" else "another"
    rows[1] = replace(rows[1], **{field: other})
    found = check(rows)
    assert (found.first_bad, found.why) == (2, "changed")


def test_a_row_taken_out_put_in_or_moved_is_named() -> None:
    rows = chained(4)
    assert (check(rows[:1] + rows[2:]).first_bad, check(rows[:1] + rows[2:]).why) == (2, "missing")
    assert check([rows[0], rows[2], rows[1], rows[3]]).first_bad == 2
    forged = replace(rows[1], act="forged")
    forged = replace(forged, hash=sealed(forged))
    assert (check([rows[0], forged, *rows[2:]]).first_bad) == 3  # the next row tells
    assert check([rows[0], forged, *rows[2:]]).why == "order"
    assert check(rows[1:]).first_bad == 1


def test_a_clock_that_ran_back_is_a_remark() -> None:
    rows = chained(1)
    late = Entry(2, "2026-11-22T00:00:00", None, "a", "", "{}", "k", rows[0].hash)
    found = check([*rows, replace(late, hash=sealed(late))])
    assert found.good
    assert found.backwards == (2,)


def test_the_code_on_paper_fits_its_own_row_only() -> None:
    rows = chained(3)
    heads = [Head(row.seq, row.hash) for row in rows]
    code = head_code(heads[1])
    assert fits(code, heads[1])
    assert fits(code.lower().replace("0", "o").replace("1", "l"), heads[1])
    assert not fits(code, heads[0])
    assert not fits(code, replace(heads[1], hash=rows[2].hash))
    assert read_code("0-0000-0000-0000") == (0, "0" * 12)


@pytest.mark.parametrize("code", ["", "7", "x-0000-0000-0000", "7-0000", "7-0000-0000-00U0", "-"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a head code"):
        read_code(code)
