"""A station's own versions of papers: approved by two, counted from a day, never changed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.own_papers import Standing
from desktop.domain.paper_samples import sample_facts
from desktop.domain.papers import PaperKind
from desktop.printing.papers import render_paper
from desktop.services import own_papers, papers, station
from desktop.services.officers import Second
from desktop.services.own_papers import Versions, as_file, read_file, sample
from desktop.services.paper_templates import shipped, shipped_law
from tests import builders
from tests.builders import CHIEF, NOW, PASSWORD, STATION
from tests.services.counter import CARD, acts, issued, press

KIND = PaperKind.ACCEPTANCE
TODAY = NOW.date()
SUPERVISOR = Second("001003", PASSWORD)


def words(**changes: Any) -> dict[str, Any]:
    return shipped(KIND).data | {"title": "受理决定书"} | changes


def kept(
    opened: Backend, since: date = TODAY, second: Second | None = SUPERVISOR, **changes: Any
) -> str:
    with writing(opened.engine) as session:
        return own_papers.keep(
            session, CHIEF, NOW, press(opened), KIND, words(**changes), since, second
        )


def listed(opened: Backend, day: date = TODAY, kind: PaperKind = KIND) -> Versions:
    with reading(opened.engine) as session:
        found = own_papers.versions(session, CHIEF, day)
    assert [each.kind for each in found] == list(PaperKind)
    return next(each for each in found if each.kind is kind)


def made(opened: Backend, days: int = 0) -> str:
    """The template that a paper issued some days from now names."""
    with writing(opened.engine) as session:
        now = NOW + timedelta(days=days)
        row = papers.issue(session, CHIEF, now, press(opened), sample_facts(KIND))
        return row.template


def test_a_station_begins_with_what_came_with_the_program(backend: Backend) -> None:
    found = listed(backend)
    assert (found.in_use.version, found.in_use.own, found.in_use.since) == (
        "acceptance-1", False, None,
    )  # fmt: skip
    assert len(found.rows) == 1


def test_papers_carry_the_version_of_their_day_and_old_ones_keep_theirs(backend: Backend) -> None:
    old = issued(backend, CARD).papers[0]
    assert kept(backend, TODAY + timedelta(days=2)) == "acceptance-2"
    assert [made(backend, days) for days in (0, 1, 2, 3)] == [
        "acceptance-1 words-2", "acceptance-1 words-2", "acceptance-2 words-2",
        "acceptance-2 words-2",
    ]  # fmt: skip
    with writing(backend.engine) as session:
        look = papers.look(session, CHIEF, NOW, old.id)
    assert look.genuine
    found = listed(backend)
    planned, first = found.rows
    assert (planned.standing, first.standing) == (Standing.PLANNED, Standing.IN_USE)
    assert (planned.own, planned.officer, planned.second) == (True, "王管理", "陈主管")
    assert found.content(planned)["title"] == "受理决定书"
    with reading(backend.engine) as session:
        assert "paper.own" in acts(session)


def test_other_kinds_stay_as_they_are(backend: Backend) -> None:
    kept(backend)
    assert listed(backend, kind=PaperKind.RECEIPT).in_use.version == "receipt-1"


def test_a_version_is_taken_back_by_a_newer_one(backend: Backend) -> None:
    kept(backend)
    kept(backend, copies=3)
    with writing(backend.engine) as session:
        version = own_papers.take_back(session, CHIEF, NOW, KIND, TODAY, SUPERVISOR)
    assert version == "acceptance-4"
    assert made(backend) == "acceptance-1 words-2"
    found = listed(backend)
    assert [row.version for row in found.rows] == [
        "acceptance-4", "acceptance-3", "acceptance-2", "acceptance-1",
    ]  # fmt: skip
    assert (found.in_use.version, found.in_use.own) == ("acceptance-4", False)
    assert found.content(found.in_use) == found.shipped.data
    with reading(backend.engine) as session:
        assert acts(session)[-2:] == ["paper.shipped", "paper.issue"]


def test_a_version_needs_two_persons(backend: Backend) -> None:
    for second, trouble in (
        (None, Trouble.SECOND_NEEDED),
        (Second("001001", PASSWORD), Trouble.SECOND_SAME),
        (Second("001002", PASSWORD), Trouble.SECOND_UNFIT),
    ):
        with pytest.raises(Refusal) as refused:
            kept(backend, second=second)
        assert refused.value.trouble is trouble
    assert len(listed(backend).rows) == 1


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        ({"title": ""}, Trouble.PAPER_UNFIT),
        ({"parts": ["band"]}, Trouble.PAPER_UNFIT),
        ({"title": "受理\U0010fffd"}, Trouble.GLYPH_MISSING),
    ],
)
def test_a_version_that_cannot_be_made_is_not_stored(
    backend: Backend, changes: dict[str, Any], trouble: Trouble
) -> None:
    drawing = replace(press(backend), render=render_paper)
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        own_papers.keep(session, CHIEF, NOW, drawing, KIND, words(**changes), TODAY, SUPERVISOR)
    assert refused.value.trouble is trouble
    assert len(listed(backend).rows) == 1


def test_no_version_counts_from_a_day_that_is_over(backend: Backend) -> None:
    with pytest.raises(Refusal) as refused:
        kept(backend, TODAY - timedelta(days=1))
    assert (refused.value.trouble, refused.value.field) == (Trouble.DATE_BEFORE_TODAY, "since")


@pytest.mark.file
@pytest.mark.parametrize(
    "change", ["UPDATE paper_words SET content = '{}'", "DELETE FROM paper_words"]
)
def test_a_version_is_never_changed(backend: Backend, change: str) -> None:
    kept(backend)
    with pytest.raises(DatabaseError, match="never"), writing(backend.engine) as session:
        session.execute(text(change))


def test_a_sample_shows_this_station(backend: Backend) -> None:
    known = replace(STATION, court="示例市示例区人民法院")
    template = shipped(PaperKind.REFUSAL).template
    paper = sample(press(backend).render, shipped_law(), template, known, NOW)
    said = paper.pdf.decode()
    assert STATION.name in said
    assert "示例市示例区人民法院" in said
    assert "〔本单位填写〕" in said  # nobody hears an appeal yet
    odd = replace(shipped(KIND).template, phrases={"to_fill": "x", "blank": "x"})
    with pytest.raises(Refusal) as refused:
        sample(press(backend).render, shipped_law(), odd, known, NOW)
    assert refused.value.trouble is Trouble.PAPER_UNFIT


def test_papers_name_who_hears_an_appeal(backend: Backend) -> None:
    facts = replace(STATION, government="示例市示例区人民政府")
    with writing(backend.engine) as session:
        station.change_station(session, CHIEF, NOW, facts)
    with writing(backend.engine) as session:
        made_ = papers.issue(session, CHIEF, NOW, press(backend), sample_facts(PaperKind.REFUSAL))
        assert "向示例市示例区人民政府申请行政复议" in made_.text
        assert "向〔本单位填写〕提起行政诉讼" in made_.text


def test_a_template_goes_out_as_a_file_and_comes_back(backend: Backend) -> None:
    file = as_file(words())
    assert "  text: |\n" in file.decode()
    found = read_file("own.yaml", file, PaperKind.RECEIPT)
    assert (found.kind, found.data, found.faults) == (KIND, words(), ())


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"title: [", ["own.yaml: line "]),
        (b"- 1\n", ["own.yaml: a mapping is wanted here"]),
        (b"version: receipt-7\ncopies: 9\n", ["own.yaml: title: is missing", "1 to 4 copies"]),
        (b"version: poem-1\n", ["own.yaml: version: acceptance- and a number is wanted"]),
    ],
)
def test_a_file_with_mistakes_gives_nothing_but_them(content: bytes, faults: list[str]) -> None:
    found = read_file("own.yaml", content, KIND)
    assert found.data == {}
    said = "\n".join(map(str, found.faults))
    assert all(fault in said for fault in faults)


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(Refusal) as refused:
        read_file("own.yaml", b" " * 100_001, KIND)
    assert refused.value.trouble is Trouble.FILE_UNREADABLE


def test_the_way_back_asks_for_the_same_rights(backend: Backend) -> None:
    officer = builders.clerk(backend)
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        own_papers.take_back(session, officer, NOW, KIND, TODAY, SUPERVISOR)
    assert refused.value.trouble is Trouble.NOT_ALLOWED
