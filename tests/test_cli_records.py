"""The records on the command line: doctor, chain, backup, restore, verify; keys by file only."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from db.engine import writing
from desktop.backend import Backend
from desktop.printing.pdf import render_slip
from desktop.services import intake
from desktop.settings import database_file
from tests import builders
from tests.commands import Run, Told, at_home
from tests.services.counter import CARD, draft
from tests.tamper import unfenced

Ask = Callable[..., Told]


@pytest.fixture
def onevisit(home: Path) -> Run:
    return at_home(home)


@pytest.fixture
def slip(backend: Backend, tmp_path: Path) -> Path:
    """A real slip of the station, as the citizen kept it."""
    who = builders.clerk(backend)
    counter = builders.counter(backend, who)
    render = partial(render_slip, template=counter.template)
    window = intake.Desk(counter.shelf, counter.template, render, builders.press(counter))
    with writing(backend.engine) as session:
        done = intake.issue(session, who, builders.NOW, window, "k", draft(backend, CARD))
    file = tmp_path / "kept.pdf"
    file.write_bytes(done.paper.pdf)
    return file


@pytest.fixture
def ask(onevisit: Run, code_file: Path, slip: Path, backend: Backend) -> Ask:
    """A command with the recovery code, on records that nobody has open."""
    backend.engine.dispose()

    def asked(*words: str | Path) -> Told:
        return onevisit(*words, "--recovery-code-file", code_file, "--json")

    return asked


def checks(told: Told) -> dict[str, bool | None]:
    return {row["check"]: row["ok"] for row in told.data["checks"]}


def test_the_chain_is_computed_again(ask: Ask) -> None:
    told = ask("audit", "verify")
    assert told.code == 0
    assert set(told.data) >= {"ok", "rows", "head", "first_bad"}
    assert (told.data["ok"], told.data["first_bad"]) == (True, None)
    assert told.data["rows"] > 0
    code = told.data["head_code"]
    assert ask("audit", "verify", "--witness", code).code == 0
    wrong = ask("audit", "verify", "--witness", "2-0000-0000-0000")
    assert (wrong.code, wrong.data["first_bad"], wrong.data["why"]) == (1, 2, "paper")
    assert ask("audit", "verify", "--witness", "nonsense").code == 2


def test_a_touched_chain_names_its_row(ask: Ask, backend: Backend) -> None:
    with unfenced(backend) as raw:
        raw.execute("UPDATE audit SET act = 'nothing' WHERE seq = 3")
    told = ask("audit", "verify")
    assert (told.code, told.data["ok"], told.data["first_bad"]) == (1, False, 3)
    sick = ask("doctor")
    assert (sick.code, sick.data["severity"]) == (3, "act_now")
    assert checks(sick)["audit"] is False
    assert "3" in next(row["say"] for row in sick.data["checks"] if row["check"] == "audit")


def test_a_kept_slip_is_genuine_and_a_changed_one_is_not(
    ask: Ask, slip: Path, tmp_path: Path
) -> None:
    told = ask("verify", slip)
    assert told.code == 0
    assert (told.data["verdict"], told.data["reason"]) == ("genuine", "as_issued")
    assert told.data["slip"].startswith("330105A1")
    other = tmp_path / "other.pdf"
    other.write_bytes(slip.read_bytes() + b" ")
    changed = ask("verify", other)
    assert (changed.code, changed.data["verdict"]) == (1, "altered")
    assert changed.data["slip"] == told.data["slip"]
    other.write_bytes(b"a letter")
    assert ask("verify", other).data["verdict"] == "unknown"
    assert ask("verify", tmp_path / "none.pdf").code == 2


def test_a_backup_comes_back_in_an_empty_folder(ask: Ask, tmp_path: Path, home: Path) -> None:
    made = ask("backup", "--to", tmp_path / "b")
    assert made.code == 0
    before = database_file(home).read_bytes()
    again = ask("restore", made.data["file"], "--into", tmp_path / "r")
    assert again.code == 0
    assert (again.data["slips"], again.data["head"]) == (1, made.data["head"])
    assert database_file(home).read_bytes() == before
    full = ask("restore", made.data["file"], "--into", tmp_path / "r")
    assert full.code == 1
    assert "folder_not_empty" in full.err
    assert json.loads(at_home(tmp_path / "r")("items", "--json").out)
    assert ask("restore", tmp_path / "none.backup.db", "--into", tmp_path / "x").code == 1


def test_the_doctor_finds_all_well_after_a_backup(ask: Ask, home: Path) -> None:
    first = ask("doctor")
    assert (first.code, checks(first)["backup"]) == (1, False)
    ask("backup", "--to", home / "backups")
    told = ask("doctor")
    found = checks(told)
    assert told.code == (0 if found["spool"] else 1)
    found.pop("spool")  # depends on the print service of this PC
    assert set(found.values()) == {True}
    assert {"library", "place", "file", "quick_check", "anchor", "audit", "slip_numbers"} <= set(
        found
    )


def test_without_the_key_the_doctor_says_what_it_did_not_check(
    onevisit: Run, ask: Ask, home: Path
) -> None:
    told = onevisit("doctor", "--json")
    row = next(each for each in told.data["checks"] if each["check"] == "key")
    assert (row["ok"], row["code"], row["severity"]) == (None, "unchecked", "unchecked")
    assert "--recovery-code-file" in row["do"]
    assert onevisit("audit", "verify", "--json").code == 2
    assert "recovery-code-file" in onevisit("audit", "verify").err
    spoken = onevisit("doctor")
    assert "○" in spoken.out


@pytest.mark.parametrize(
    ("harm", "check", "code", "exits"),
    [
        ("gone", "file", "database_missing", 3),
        ("empty", "file", "database_empty", 3),
        ("text", "file", "key_unfit", 3),
        ("keys", "key", "keys_missing", 3),
        ("settings", "settings", "setting_invalid", 1),
    ],
)
def test_the_doctor_names_what_is_wrong_and_what_to_do(
    ask: Ask, home: Path, harm: str, check: str, code: str, exits: int
) -> None:
    file = database_file(home)
    match harm:
        case "gone":
            file.unlink()
        case "empty":
            file.write_bytes(b"")
        case "text":
            file.write_bytes(b"a letter, not records\n" * 500)
        case "keys":
            file.with_suffix(".keys").unlink()
        case _:
            (home / "settings.toml").write_text("colour = 1\n")
    told = ask("doctor")
    row = next(each for each in told.data["checks"] if each["code"] == code)
    assert (told.code, row["check"], row["ok"]) == (exits, check, False)
    assert told.data["exit"] == exits
    assert row["severity"] == ("act_now" if exits == 3 else "attention")
    assert row["say"]
    assert row["do"]
    assert set(row) == {"check", "ok", "code", "severity", "say", "do", "told"}


def test_the_doctor_can_be_put_wrongly(onevisit: Run, ask: Ask, tmp_path: Path) -> None:
    assert onevisit("doctor", "--recovery-code-file", tmp_path / "none.txt").code == 2
    assert onevisit("doctor", "--nonsense").code == 2


def test_a_wrong_code_opens_nothing(ask: Ask, onevisit: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("0000-0000\n")
    told = onevisit("audit", "verify", "--recovery-code-file", wrong)
    assert told.code == 1
    assert "recovery_unfit" in told.err
    none = onevisit("audit", "verify", "--recovery-code-file", tmp_path / "none.txt")
    assert none.code == 2


def test_an_empty_home_has_no_records(tmp_path: Path) -> None:
    empty = at_home(tmp_path / "nothing")
    assert empty("audit", "verify").code == 2
    told = empty("doctor", "--json")
    assert {row["check"]: row["ok"] for row in told.data["checks"]}["file"] is True


def test_no_password_is_ever_an_argument(onevisit: Run) -> None:
    for words in (("backup", "--help"), ("audit", "verify", "--help"), ("restore", "--help")):
        assert "--password" not in onevisit(*words).out
        assert "--key" not in onevisit(*words).out


def test_a_copy_of_the_home_is_enough(
    ask: Ask, home: Path, tmp_path: Path, code_file: Path
) -> None:
    shutil.copytree(home, tmp_path / "copy")
    told = at_home(tmp_path / "copy")(
        "audit", "verify", "--json", "--recovery-code-file", code_file
    )
    assert told.data["ok"] is True
