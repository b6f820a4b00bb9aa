"""A later slip asks for nothing new, unless two persons answer for it with a reason."""

from typing import Any

import pytest

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.slips import MaterialState
from desktop.services import audit, intake
from desktop.services.intake import Issued
from desktop.services.officers import Second
from desktop.services.told_once import Exempt
from tests import builders
from tests.builders import NOW, PASSWORD
from tests.services.counter import BOOK, CARD, acts, desk, draft, issued

MISSING: dict[str, Any] = {"state": MaterialState.MISSING}
LOST: dict[str, Any] = {"circumstances": ("lost_documents",)}
"""Asks for a statement of loss besides."""

SECOND = Second("001003", PASSWORD)


def again(backend: Backend, case: int, exempt: Exempt | None = None, **more: Any) -> Issued:
    who = builders.clerk(backend)
    wanted = draft(backend, *more.pop("items", (BOOK,)), continues=case, **more)
    with writing(backend.engine) as session:
        key = f"again-{len(acts(session))}"
        return intake.issue(session, who, NOW, desk(backend, who), key, wanted, exempt)


def test_what_was_told_may_be_told_again(backend: Backend) -> None:
    first = issued(backend, BOOK, **MISSING)
    assert again(backend, first.case, **MISSING).case == first.case


def test_what_could_have_been_asked_first_is_refused_by_name(backend: Backend) -> None:
    first = issued(backend, BOOK, **MISSING)
    with pytest.raises(Refusal) as refused:
        again(backend, first.case, **MISSING, **LOST)
    assert refused.value.trouble is Trouble.ASKED_ANEW
    assert "遗失" in str(refused.value.values["materials"])


def test_what_the_visitor_brings_of_their_own_accord_is_no_asking(backend: Backend) -> None:
    first = issued(backend, BOOK, **MISSING)
    assert again(backend, first.case, **LOST).case == first.case


def test_another_item_has_its_own_first_time(backend: Backend) -> None:
    first = issued(backend, CARD, **MISSING)
    assert again(backend, first.case, items=(CARD, BOOK), **MISSING).case == first.case
    other = issued(backend, CARD, **MISSING)
    assert again(backend, other.case, items=(BOOK,), **MISSING).case == other.case


@pytest.mark.parametrize(
    ("exempt", "trouble"),
    [
        (Exempt(SECOND, " "), Trouble.REASON_MISSING),
        (Exempt(Second("001003", "wrong"), "漏告"), Trouble.WRONG_PASSWORD),
        (Exempt(Second("001002", PASSWORD), "漏告"), Trouble.SECOND_SAME),
    ],
)
def test_one_person_or_no_reason_is_not_enough(
    backend: Backend, exempt: Exempt, trouble: Trouble
) -> None:
    first = issued(backend, BOOK, **MISSING)
    with pytest.raises(Refusal) as refused:
        again(backend, first.case, exempt, **MISSING, **LOST)
    assert refused.value.trouble is trouble


def test_two_persons_with_a_reason_are_written_down(backend: Backend) -> None:
    first = issued(backend, BOOK, **MISSING)
    again(backend, first.case, Exempt(SECOND, "首次漏告"), **MISSING, **LOST)
    with reading(backend.engine) as session:
        (row,) = (e for e in audit.entries(session) if e.act == "notice.asked_anew")
        assert "首次漏告" in row.detail
        assert '"second":"001003"' in row.detail
