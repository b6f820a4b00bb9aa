"""Drafts are kept at every change, offered again to their officer, and gone with the slip."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from db.engine import reading, writing
from db.models import Draft as DraftRow
from desktop.backend import Backend
from desktop.domain.intake import Draft, Step
from desktop.services import drafts
from tests import builders
from tests.services.counter import CARD, acts, draft, issued

NOW = builders.NOW


def _save(opened: Backend, key: str, done: Draft, minutes: int = 0, number: str = "001002") -> None:
    with writing(opened.engine) as session:
        drafts.save_draft(
            session, builders.clerk(opened, number), NOW + timedelta(minutes=minutes), key,
            Step.PERSON, "赵桂英 身份证", done,
        )  # fmt: skip


def _keys(opened: Backend, number: str = "001002") -> list[str]:
    with reading(opened.engine) as session:
        return [row.key for row in drafts.unfinished(session, builders.clerk(opened, number))]


def test_a_draft_is_offered_again_as_it_was(backend: Backend) -> None:
    done = draft(backend, CARD)
    _save(backend, "a", done)
    with reading(backend.engine) as session:
        (saved,) = drafts.unfinished(session, builders.clerk(backend))
    assert (saved.key, saved.title, saved.step) == ("a", "赵桂英 身份证", "person")
    assert saved.updated_at == NOW
    assert saved.draft == done


def test_a_change_rewrites_the_same_row(backend: Backend) -> None:
    _save(backend, "a", Draft())
    _save(backend, "a", replace(Draft(), note="later"), minutes=1)
    with reading(backend.engine) as session:
        assert session.scalar(select(func.count()).select_from(DraftRow)) == 1
        (saved,) = drafts.unfinished(session, builders.clerk(backend))
    assert saved.draft.note == "later"


def test_officers_see_their_own_drafts_the_latest_first(backend: Backend) -> None:
    _save(backend, "old", Draft())
    _save(backend, "new", Draft(), minutes=5)
    _save(backend, "other", Draft(), number="001003")
    assert _keys(backend) == ["new", "old"]
    assert _keys(backend, "001003") == ["other"]


def test_a_draft_is_dropped_by_its_officer_only(backend: Backend) -> None:
    _save(backend, "a", Draft())
    for number, left in (("001003", ["a"]), ("001002", [])):
        with writing(backend.engine) as session:
            drafts.drop_draft(session, builders.clerk(backend, number), NOW, "a")
        assert _keys(backend) == left
    with reading(backend.engine) as session:
        assert acts(session)[-1] == "draft.drop"


def test_the_slip_ends_its_draft_and_a_late_save_does_not_bring_it_back(backend: Backend) -> None:
    _save(backend, "a", Draft())
    _save(backend, "b", Draft())
    issued(backend, CARD, key="a")
    assert _keys(backend) == ["b"]
    _save(backend, "a", Draft())
    assert _keys(backend) == ["b"]


def test_a_draft_that_another_version_wrote_hides_none_of_the_others(
    backend: Backend, caplog: pytest.LogCaptureFixture
) -> None:
    _save(backend, "good", draft(backend, CARD))
    _save(backend, "strange", draft(backend, CARD), 1)
    with writing(backend.engine) as session:
        row = session.scalars(select(DraftRow).where(DraftRow.key == "strange")).one()
        row.content = {"items": "all of them"}
    assert _keys(backend) == ["good"]
    (said,) = caplog.records
    assert "cannot be read" in said.message
