"""What an applicant needs and a specimen slip, from files; a station's own database is used."""

import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from pypdf import PdfReader

from db.engine import writing
from db.models import CalendarYear
from desktop.backend import Backend
from desktop.services import station
from desktop.settings import database_file
from tests import builders
from tests.commands import WOMAN, Run, Told, at_home, written


@pytest.fixture
def onevisit(home: Path) -> Run:
    """The program, at home in an empty folder unless something is put there."""
    return at_home(home)


@pytest.fixture
def applicant(tmp_path: Path) -> Path:
    """An applicant's file."""
    return written(tmp_path / "applicant.json", WOMAN)


def test_what_an_applicant_needs(onevisit: Run, applicant: Path) -> None:
    told = onevisit(
        "assess", "--item", "household-book-replace", "--applicant", applicant,
        "--on", "2026-11-23", "--json",
    )  # fmt: skip
    assert told.code == 0
    assert [(row["flag"], row["source"]) for row in told.data["flags"]] == [
        ("elderly", "derived"), ("lost_documents", "asked"),
    ]  # fmt: skip
    assert "76周岁" in told.data["flags"][0]["reason"]
    rows = {row["id"]: row for row in told.data["materials"]}
    for row in rows.values():
        assert {
            "id", "name", "form", "copies", "required", "added_by", "waived_by",
        } <= set(row)  # fmt: skip
    assert rows["damaged-register"]["waived_by"] == "lost_documents"
    assert rows["loss-statement"]["added_by"] == "lost_documents"
    assert len(told.data["say"]) == 2
    assert all(isinstance(words, str) for words in told.data["say"])


def test_where_flags_imply_one_another_the_specific_one_speaks(
    onevisit: Run, tmp_path: Path
) -> None:
    old = WOMAN | {"id_number": "", "id_kind": "none", "birth_date": "1940-01-01"}
    told = onevisit(
        "assess", "--item", "household-book-replace", "--on", "2026-11-23", "--json",
        "--applicant", written(tmp_path / "old.json", old | {"circumstances": []}),
    )  # fmt: skip
    assert [row["flag"] for row in told.data["flags"]] == ["elderly", "very_elderly"]
    (words,) = told.data["say"]
    assert words.startswith("八十岁以上")


def _slip(onevisit: Run, applicant: Path, out: Path, *more: str | Path) -> Told:
    return onevisit(
        "slip", "--item", "household-book-replace", "--applicant", applicant,
        "--on", "2026-11-23", "--out", out, "--json", *more,
    )  # fmt: skip


def test_a_specimen_slip_has_equal_bytes_and_readable_text(
    onevisit: Run, applicant: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    told, again = (_slip(onevisit, applicant, file) for file in (first, second))
    assert told.code == again.code == 0
    assert set(told.data) == {"number", "sha256", "pages"}
    assert told.data["number"] == "SPECIMEN"
    assert told.data == again.data
    assert first.read_bytes() == second.read_bytes()
    assert sha256(first.read_bytes()).hexdigest() == told.data["sha256"]
    pages = PdfReader(first).pages
    assert len(pages) == told.data["pages"]
    text = "".join(page.extract_text() for page in pages)
    for words in ("一次性告知单", "样张", "赵桂英", "居民户口簿换领补领", "〔本单位填写〕"):
        assert words in text
    assert "000103195006150024" not in text
    assert sorted(each.name for each in tmp_path.iterdir()) == ["1.pdf", "2.pdf", "applicant.json"]


def test_large_print_is_another_paper(onevisit: Run, tmp_path: Path) -> None:
    young = written(
        tmp_path / "young.json", WOMAN | {"id_number": "000103199203040025", "circumstances": []}
    )
    usual = _slip(onevisit, young, tmp_path / "usual.pdf")
    large = _slip(onevisit, young, tmp_path / "large.pdf", "--large")
    assert usual.data["sha256"] != large.data["sha256"]


def test_a_name_no_font_has_is_answered_no_without_a_file(onevisit: Run, tmp_path: Path) -> None:
    odd = written(tmp_path / "odd.json", WOMAN | {"name": "赵\U0003fffd"})
    told = _slip(onevisit, odd, tmp_path / "odd.pdf")
    assert told.code == 1
    assert "glyph_missing" in told.err
    assert not (tmp_path / "odd.pdf").exists()


@pytest.fixture
def at_station(home: Path, set_up_home: Path) -> Path:
    """The station's own database, in the folder the program is at home in."""
    shutil.copytree(set_up_home, home)
    return database_file(home)


def test_the_station_s_name_prefixes_and_calendar_are_used(
    onevisit: Run, backend: Backend, applicant: Path, tmp_path: Path, code_file: Path
) -> None:
    opened = ("--recovery-code-file", code_file)
    with writing(backend.engine) as session:
        facts = replace(builders.STATION, local_prefixes=("1101",))
        station.change_station(session, builders.clerk(backend, "001001"), builders.NOW, facts)
        session.delete(session.get_one(CalendarYear, 2026))
    backend.engine.dispose()
    number = ("identity", "11010519491231002X", "--json")
    told = onevisit(*number)
    assert told.data["local_hint"] is True
    assert told.heavy == {""}
    due = onevisit("deadline", "--from", "2026-09-28", "--count", "5", "--json", *opened).data
    assert due == {"due": "2026-10-05", "provisional": True}
    locked = _slip(onevisit, applicant, tmp_path / "s.pdf")
    assert locked.code == 0
    slip = _slip(onevisit, applicant, tmp_path / "s.pdf", *opened)
    assert slip.data["number"] == "SPECIMEN"
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "s.pdf").pages)
    assert builders.STATION.name in text
    assert "样张" in text


def test_looking_leaves_the_station_s_database_as_it_is(onevisit: Run, at_station: Path) -> None:
    before = at_station.read_bytes()
    for words in (("items", "hkb"), ("identity", "1"), ("waybill", "1")):
        onevisit(*words)
    assert at_station.read_bytes() == before
