"""The command line: JSON, exit codes, sentences for wrong use, nothing heavy loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.identity import check_character
from desktop.settings import database_file
from tests.commands import WOMAN, Run, at_home, written


@pytest.fixture
def onevisit(home: Path) -> Run:
    """The program, at home in an empty folder unless something is put there."""
    return at_home(home)


@pytest.fixture
def applicant(tmp_path: Path) -> Path:
    """An applicant's file."""
    return written(tmp_path / "applicant.json", WOMAN)


def test_the_program_itself_is_the_same_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--json", "waybill", "EE123456785CN"],
        env=os.environ | {"ONEVISIT_HOME": str(tmp_path)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["verdict"] == "valid"
    assert not list(tmp_path.iterdir())  # looking changes nothing


def test_all_items_and_the_best_hit_first(onevisit: Run) -> None:
    everything = onevisit("items", "--json")
    assert everything.code == 0
    assert len(everything.data) == 38
    assert set(everything.data[0]) == {
        "id", "name", "category", "fulfilment", "one_visit", "score",
    }  # fmt: skip
    assert sum(row["one_visit"] for row in everything.data) == 36


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("hkb", "household-book-replace"),
        ("户口本丢了", "household-book-replace"),
        ("良民证", "no-crime-certificate"),
        ("开宾馆", "hotel-licence"),
    ],
)
def test_a_query_in_the_counter_s_words(onevisit: Run, query: str, best: str) -> None:
    told = onevisit("--json", "items", query)
    assert (told.code, told.data[0]["id"]) == (0, best)
    scores = [row["score"] for row in told.data]
    assert scores == sorted(scores, reverse=True)


def test_a_query_without_a_hit_is_answered_no(onevisit: Run) -> None:
    told = onevisit("items", "qqqqqqqqqqqq", "--json")
    assert (told.code, told.data) == (1, [])


def test_items_for_a_person_to_read(onevisit: Run) -> None:
    lines = onevisit("items").out.splitlines()
    assert len(lines) == 38
    assert len([line for line in lines if line.startswith("hotel-licence  旅馆业")]) == 1
    assert "kind: —" in onevisit("identity", "1").out


KEYS = {"valid", "kind", "birth_date", "sex", "age", "area", "local_hint", "problem"}


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("11010519491231002X", {
            "valid": True, "kind": "resident", "birth_date": "1949-12-31", "sex": "female",
            "age": 76, "local_hint": False, "problem": None,
        }),
        ("440524188001010014", {"valid": False, "problem": "age"}),
        ("360426199101010071", {"valid": True, "sex": "male", "age": 35}),
        ("36042619910101007１", {"valid": True}),
        ("360426 19910101 0071", {"valid": True}),
        ("11010519491231002x", {"valid": True}),
        ("110105194912310021", {"valid": False, "problem": "checksum", "age": None}),
        ("330106194813010029", {"valid": False, "problem": "date", "birth_date": None}),
        ("33010619480101", {"valid": False, "problem": "length", "kind": None,
                                "area": {"code": None, "name": None}}),
        ("33010A194801010029", {"valid": False, "problem": "characters"}),
        ("810000199408230021", {"valid": True, "kind": "hmt_permit", "local_hint": None}),
        ("830000199201300022", {"valid": True, "kind": "hmt_permit"}),
        ("911124198108030024", {"valid": True, "kind": "foreign_pr"}),
        ("000103196611230027", {"valid": True, "age": 60}),
        ("000103196611240030", {"valid": True, "age": 59}),
    ],
)  # fmt: skip
def test_identity_numbers(onevisit: Run, number: str, expected: dict[str, Any]) -> None:
    told = onevisit("identity", number, "--on", "2026-11-23", "--json")
    assert set(told.data) == KEYS
    assert {name: told.data[name] for name in expected} == expected
    assert told.code == (0 if expected["valid"] else 1)
    assert told.heavy == {""}


def test_an_area_is_named_and_gone_ones_keep_their_name(onevisit: Run) -> None:
    first17 = "33010319661123001"
    number = first17 + check_character(first17)
    told = onevisit("identity", number, "--on", "2026-11-23", "--json")
    assert told.data["area"] == {"code": "330103", "name": "浙江省杭州市下城区"}
    assert told.data["local_hint"] is True
    unknown = onevisit("identity", "000103196611230027", "--on", "2026-11-23", "--json")
    assert unknown.data["area"] == {"code": "000103", "name": None}


@pytest.mark.parametrize(
    ("number", "verdict", "kind", "code"),
    [
        ("RB123456785GB", "valid", "s10", 0),
        ("RB123456785US", "valid", "s10", 0),
        ("EE123456785CN", "valid", "s10", 0),
        ("EE100000025CN", "valid", "s10", 0),
        ("EE100000140CN", "valid", "s10", 0),
        ("EE123456785CS", "doubtful", "s10", 0),
        ("EE123456785GD", "doubtful", "s10", 0),
        ("RB123456786US", "invalid", "s10", 1),
        ("RB123456785XX", "invalid", "s10", 1),
        ("9712345678901", "plausible", "domestic", 0),
        ("2312345678901", "doubtful", "domestic", 0),
        ("97123456789", "invalid", None, 1),
    ],
)
def test_waybills(onevisit: Run, number: str, verdict: str, kind: str | None, code: int) -> None:
    told = onevisit("waybill", number, "--json")
    assert set(told.data) == {"verdict", "kind", "reason"}
    assert (told.data["verdict"], told.data["kind"], told.code) == (verdict, kind, code)
    assert told.data["reason"]
    assert told.heavy == {""}


@pytest.mark.parametrize(
    ("words", "due", "provisional"),
    [
        (("2026-09-18", "5"), "2026-09-24", False),
        (("2026-09-28", "5"), "2026-10-10", False),
        (("2026-02-12", "5"), "2026-02-26", False),
        (("2026-04-30", "5"), "2026-05-11", False),
        (("2025-09-26", "10"), "2025-10-16", False),
        (("2026-11-23", "20"), "2026-12-21", False),
        (("2026-12-20", "20"), "2027-01-15", True),
        (("2026-11-23", "60", "--unit", "natural_day"), "2027-01-22", True),
    ],
)
def test_deadlines(onevisit: Run, words: tuple[str, ...], due: str, provisional: bool) -> None:
    start, count, *unit = words
    told = onevisit("deadline", "--from", start, "--count", count, *unit, "--json")
    assert (told.code, told.data) == (0, {"due": due, "provisional": provisional})


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("assess", "--item", "nothing", "--applicant", "{file}"), "there is no item 'nothing'"),
        (("assess", "--item", "id-card", "--applicant", "{gone}"), "No such file"),
        (("assess", "--item", "id-card", "--applicant", "{folder}"), "Is a directory"),
        (("assess", "--item", "id-card"), "--applicant"),
        (("assess", "--applicant", "{file}"), "--item"),
        (
            ("slip", "--item", "id-card", "--applicant", "{file}", "--out", "{gone}/x.pdf"),
            "No such file",
        ),
        (("slip", "--item", "id-card", "--applicant", "{file}"), "--out"),
        (("identity",), "NUMBER"),
        (("identity", "1", "--on", "today"), "'today' is no date"),
        (("deadline", "--from", "2026-02-30", "--count", "1"), "'2026-02-30' is no date"),
        (("deadline", "--from", "2026-02-03", "--count", "x"), "invalid int value"),
        (("deadline", "--from", "2026-02-03", "--count", "-1"), "--count"),
        (("deadline", "--from", "2026-02-03", "--count", "99999999999"), "--count"),
        (("deadline", "--from", "2026-02-03", "--count", "1", "--unit", "week"), "invalid choice"),
        (("deadline", "--count", "1"), "--from"),
        (("fly",), "invalid choice: 'fly'"),
        (("waybill", "1", "2"), "unrecognized arguments: 2"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(
    onevisit: Run, applicant: Path, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    places = {"file": applicant, "gone": tmp_path / "gone", "folder": tmp_path}
    told = onevisit(*(word.format(**places) for word in words), "--json")
    assert (told.code, told.out) == (2, "")
    assert sentence in told.err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (WOMAN | {"circumstances": ["rich"]}, "circumstances: there is no flag 'rich'"),
        (WOMAN | {"nmae": "x"}, "nmae: is not a field known here"),
        (WOMAN | {"id_kind": ["x"]}, "id_kind: ['x'] is none of"),
        (WOMAN | {"birth_date": "soon"}, "birth_date: 'soon' is no date"),
        ("{", "Expecting property name"),
        ("", "Expecting value"),
        ("[" * 100_000, "recursion"),
        ("[]", "the file must hold one object"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_the_field(
    onevisit: Run, tmp_path: Path, content: Any, sentence: str
) -> None:
    file = written(tmp_path / "bad.json", content)
    told = onevisit("assess", "--item", "id-card", "--applicant", file)
    assert (told.code, told.out) == (2, "")
    assert sentence in told.err
    assert str(file) in told.err


def test_bytes_that_are_no_text_are_told(onevisit: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(b"\xff\xfe{")
    assert onevisit("assess", "--item", "id-card", "--applicant", file).code == 2


def test_help_is_no_mistake_and_names_every_command(onevisit: Run) -> None:
    told = onevisit("--help")
    assert told.code == 0
    for name in ("items", "identity", "assess", "slip", "waybill", "deadline", "tour", "self-test"):
        assert name in told.out


@pytest.mark.parametrize(
    "words",
    [
        ("items",),
        ("identity", "11010519491231002X"),
        ("deadline", "--from", "2026-09-28", "--count", "5"),
    ],
)
def test_a_database_that_is_not_ours_does_not_stand_in_the_way(
    onevisit: Run, home: Path, words: tuple[str, ...]
) -> None:
    home.mkdir()
    database_file(home).write_bytes(b"no database " * 100)
    told = onevisit(*words, "--json")
    assert told.code == 0
    assert told.data
    assert database_file(home).read_bytes() == b"no database " * 100


def test_settings_of_this_pc_tell_the_known_prefixes(onevisit: Run, home: Path) -> None:
    home.mkdir()
    file = home / "settings.toml"
    file.write_text('waybill_prefixes = ["23"]\n')
    assert onevisit("waybill", "2312345678901", "--json").data["verdict"] == "plausible"
    file.write_text("waybill_prefixes = 7\n")
    assert onevisit("waybill", "9712345678901", "--json").data["verdict"] == "plausible"
