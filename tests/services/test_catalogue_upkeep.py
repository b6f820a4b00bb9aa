"""The station's own editions: drafted, answered for by two, in use from a day, tried on cases."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

import pytest

from db.engine import reading, writing
from db.models import Case, Edition, Slip
from desktop.backend import Backend
from desktop.domain.catalogue_changes import changes
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.progress import Progress
from desktop.domain.slips import MaterialState, told_hash
from desktop.domain.tables import LIMITS
from desktop.services import catalogue_books, catalogue_upkeep, editions, intake, station
from desktop.services.case_facts import matter_at
from desktop.services.catalogue_upkeep import Upkeep
from desktop.services.officers import Second
from desktop.services.rule_trials import Trial, trial
from tests import builders
from tests.builders import CHIEF, NOW, OLD_WOMAN, PASSWORD
from tests.services.counter import CARD, acts, desk, issued
from tests.services.counter import draft as draft_of

TODAY = NOW.date()
SECOND = Second("001003", PASSWORD)
FILE = "items/07-id-card.yaml"


def look(opened: Backend, day: date = TODAY) -> Upkeep:
    with reading(opened.engine) as session:
        return catalogue_upkeep.upkeep(session, CHIEF, day)


def begun(opened: Backend) -> dict[str, Any]:
    """A draft, and its files to be changed."""
    with writing(opened.engine) as session:
        catalogue_upkeep.begin(session, CHIEF, NOW)
    draft = look(opened).draft
    assert draft is not None
    return deepcopy(dict(draft.files))


def kept(opened: Backend, files: dict[str, Any], version: int = 1) -> int:
    with writing(opened.engine) as session:
        return catalogue_upkeep.keep(session, CHIEF, NOW, version, files)


def published(
    opened: Backend, version: int, since: date = TODAY, why: str = "按新规", second: Any = SECOND
) -> str:
    with writing(opened.engine) as session:
        return catalogue_upkeep.publish(session, CHIEF, NOW, version, since, why, second)


def refused(opened: Backend, *values: Any, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as found:
        published(opened, *values, **more)
    return found.value


def test_a_draft_becomes_an_edition_that_counts_from_its_day(backend: Backend) -> None:
    before = look(backend)
    assert (before.draft, before.in_use.own) == (None, False)
    slip = issued(backend)
    files = begun(backend)
    files[FILE]["result"] = "居民身份证（新）"
    version = kept(backend, files)
    draft = look(backend).draft
    assert draft is not None
    (change,) = draft.changes
    assert (change.row, change.path, change.after) == (CARD, ("result",), "居民身份证（新）")
    tomorrow = TODAY + timedelta(days=1)
    label = published(backend, version, tomorrow)
    assert label == f"{before.in_use.label}-1"
    assert look(backend).in_use == before.in_use
    later = look(backend, tomorrow)
    assert (later.in_use.label, later.in_use.note, later.draft) == (label, "按新规", None)
    assert later.in_use.second != later.in_use.officer
    with reading(backend.engine) as session:
        shelf = editions.shelf(session, tomorrow)
        assert shelf.catalogue.items[CARD].result == "居民身份证（新）"
        assert session.get_one(Case, slip.case).edition_id == before.in_use.id
        assert "catalogue.publish" in acts(session)


def test_an_open_case_keeps_the_edition_by_which_it_began(backend: Backend) -> None:
    done = issued(backend)
    files = begun(backend)
    files[FILE]["result"] = "我们的"
    published(backend, kept(backend, files))
    with reading(backend.engine) as session:
        case = session.get_one(Case, done.case)
        now_used = builders.press(builders.counter(backend, CHIEF))
        assert now_used.shelf.catalogue.items[CARD].result == "我们的"
        (item,) = matter_at(now_used, case, TODAY).items
        assert item.result != "我们的"


def test_a_second_visit_of_an_open_case_is_told_by_the_edition_of_the_first(
    backend: Backend,
) -> None:
    first = issued(backend, state=MaterialState.MISSING)
    files = begun(backend)
    files[FILE]["result"] = "我们的"
    published(backend, kept(backend, files))
    done = replace(draft_of(backend, state=MaterialState.MISSING), continues=first.case)
    with reading(backend.engine) as session:
        who = builders.clerk(backend)
        window = desk(backend, who)
        shelf = editions.shelf_of_case(session, window.shelf, first.case)
        assert window.shelf.catalogue.items[CARD].result == "我们的"
        facts = station.station(session)
        assert facts is not None
        _, content = intake.preview(shelf, window.template, facts, who, done, NOW)
    assert done.signature is not None
    done = replace(done, signature=replace(done.signature, text_hash=told_hash(content)))
    second = issued(backend, done=done)
    with reading(backend.engine) as session:
        assert second.case == first.case
        slip = session.get_one(Slip, second.slip)
        assert slip.edition_id == 1
        assert "我们的" not in slip.text


def test_nobody_publishes_alone_without_a_note_or_what_cannot_be_read(backend: Backend) -> None:
    files = begun(backend)
    assert refused(backend, 1).trouble is Trouble.NOTHING_CHANGED
    files[FILE]["special_cases"][0]["when"] = "nobody_knows"
    version = kept(backend, files)
    draft = look(backend).draft
    assert draft is not None
    assert [fault.field for fault in draft.faults] == ["special_cases[1].when"]
    assert refused(backend, version).trouble is Trouble.CATALOGUE_UNFIT
    files[FILE]["special_cases"][0]["when"] = "very_elderly or elderly"
    version = kept(backend, files, version)
    assert refused(backend, version, why=" ").field == "reason"
    yesterday = TODAY - timedelta(days=1)
    assert refused(backend, version, yesterday).trouble is Trouble.DATE_BEFORE_TODAY
    assert refused(backend, version, second=None).trouble is Trouble.SECOND_NEEDED
    alone = Second(CHIEF.number, PASSWORD)
    assert refused(backend, version, second=alone).trouble is Trouble.SECOND_SAME
    assert len(look(backend).rows) == 1
    assert published(backend, version)


def test_of_two_who_write_the_later_is_told(backend: Backend) -> None:
    files = begun(backend)
    kept(backend, files)
    with pytest.raises(Refusal) as late:
        kept(backend, files)
    assert late.value.trouble is Trouble.CHANGED_MEANWHILE
    with pytest.raises(Refusal) as twice:
        begun(backend)
    assert twice.value.trouble is Trouble.CHANGED_MEANWHILE
    with writing(backend.engine) as session:
        catalogue_upkeep.drop(session, CHIEF, NOW, 2)
    assert look(backend).draft is None


def test_a_shipped_edition_that_comes_later_takes_over_the_station_s_changes(
    backend: Backend,
) -> None:
    files = begun(backend)
    files[FILE]["result"] = "我们的"
    published(backend, kept(backend, files))
    with writing(backend.engine) as session:
        shipped = session.get_one(Edition, 1)
        newer = deepcopy(shipped.content)
        newer["items/08-temp-id-card.yaml"]["result"] = "新的"
        session.add(
            Edition(
                digest="n" * 64, label="2027-01", counter=shipped.counter, effective=TODAY,
                loaded_at=NOW, content=newer, readings={},
            )
        )  # fmt: skip
    state = look(backend)
    assert state.in_use.label == "2027-01"
    assert state.overtaken is not None
    files = begun(backend)
    assert files[FILE]["result"] == "我们的"
    assert files["items/08-temp-id-card.yaml"]["result"] == "新的"
    assert published(backend, 1) == "2027-01-1"
    assert look(backend).overtaken is None


def test_the_workbook_goes_out_and_comes_back(backend: Backend) -> None:
    with reading(backend.engine) as session:
        files = catalogue_upkeep.content(session, CHIEF, TODAY)
    data = catalogue_books.as_book(files)
    assert len(data) < LIMITS.size
    back, faults = catalogue_books.read_book(data, files)
    assert faults == ()
    assert changes(files, back) == ()


def replayed(opened: Backend, files: Any, progress: Progress | None = None) -> Trial:
    with reading(opened.engine) as session:
        return trial(session, CHIEF, files, TODAY, TODAY, UTC, progress)


def test_who_would_be_treated_differently_is_told_before_it_counts(backend: Backend) -> None:
    old, other = issued(backend), issued(backend, "household-book-replace")
    files = begun(backend)
    progress = Progress()
    same = replayed(backend, files, progress)
    assert (same.looked, same.untold, same.rows) == (2, 0, ())
    assert (progress.done, progress.total) == (2, 2)
    item = files[FILE]
    item["materials"].append({"material": "guardian-id", "required": True, "only_if": "elderly"})
    item["fee"]["options"].append({"when": "elderly", "amount": 0})
    case = next(row for row in item["special_cases"] if row["when"] == "elderly")
    case["say"] = "换一句。"
    (row,) = replayed(backend, files).rows
    assert (row.case, row.name) == (old.case, OLD_WOMAN.name)
    assert row.case != other.case
    assert row.difference.flags == ((), ())
    gone, come = row.difference.materials
    assert (gone, len(come)) == ((), 1)
    assert row.difference.fees == ((20,), (0,))
    assert row.difference.words == 2  # one sentence gone, one come


def test_a_changed_flag_is_followed_wherever_it_is_implied(backend: Backend) -> None:
    issued(backend)
    files = begun(backend)
    flag = next(row for row in files["flags.yaml"] if row["id"] == "elderly")
    flag["implies"] = [*flag["implies"], "low_income"]
    (row,) = replayed(backend, files).rows
    assert row.difference.flags[0] == ()
    assert len(row.difference.flags[1]) == 1


def test_erased_cases_are_counted_and_a_trial_can_be_stopped(backend: Backend) -> None:
    done = issued(backend)
    with writing(backend.engine) as session:
        session.get_one(Case, done.case).answers = {}
    files = begun(backend)
    found = replayed(backend, files)
    assert (found.looked, found.untold) == (1, 1)
    stopped = Progress()
    stopped.stop()
    with pytest.raises(Refusal) as refusal:
        replayed(backend, files, stopped)
    assert refusal.value.trouble is Trouble.STOPPED
