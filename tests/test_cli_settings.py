"""Settings from one counter to another on the command line: one file, whole or not at all."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.engine import reading
from desktop.backend import Backend
from desktop.domain.settings_file import digest
from desktop.settings import FILE, Settings, load, save
from tests.commands import Told, at_home
from tests.services.counter import acts

Ask = Callable[..., Told]

OURS = Settings(
    theme="dark", scale=150, window="3 号", backup_folder="/mnt/second",
    printers={"slip": "前台打印机"}, margins={"slip": [1.5, -2.0]},
)  # fmt: skip


@pytest.fixture
def ask(backend: Backend, home: Path, code_file: Path) -> Ask:
    backend.engine.dispose()

    def asked(*words: str | Path, code: bool = True, at: Path = home) -> Told:
        last = ("--recovery-code-file", code_file) if code else ()
        return at_home(at)("settings", *words, *last, "--json")

    return asked


@pytest.fixture
def file(ask: Ask, home: Path, tmp_path: Path) -> Path:
    """What this counter gives out."""
    save(home, OURS)
    out = tmp_path / "settings.json"
    told = ask("export", "--out", out)
    assert told.code == 0, told.err
    assert told.data["sections"] == ["pc", "station", "rules", "calendar"]
    return out


def edited(file: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """A file whose content was changed by somebody who knows how to sum it up."""
    whole = json.loads(file.read_text("utf-8"))
    change(whole["content"])
    whole["sha256"] = digest(whole["content"])
    file.write_text(json.dumps(whole), "utf-8")
    return file


def test_a_file_says_what_it_is_and_nothing_of_one_counter_alone(file: Path) -> None:
    whole = json.loads(file.read_text("utf-8"))
    assert (whole["kind"], whole["format"]) == ("onevisit-settings", 1)
    assert whole["sha256"] == digest(whole["content"])
    assert whole["program"]
    assert whole["content"]["pc"]["printers"] == {"slip": "前台打印机"}
    assert not {"window", "scale", "backup_folder", "encryption"} & set(whole["content"]["pc"])
    assert not {"window", "code"} & set(whole["content"]["station"])


def test_it_comes_into_another_counter_once(
    ask: Ask, file: Path, home: Path, tmp_path: Path, backend: Backend
) -> None:
    edited(file, lambda content: content["station"].update(hours="周一至周六"))
    other = tmp_path / "other"
    shutil.copytree(home, other)
    theirs = Settings(window="4 号", printers={"slip": "x", "list": "y"})
    save(other, theirs)
    shown = ask("import", file, "--dry-run", at=other)
    assert shown.code == 0, shown.err
    assert shown.data["stored"] is False
    assert load(other) == theirs
    done = ask("import", file, at=other)
    assert done.code == 0, done.err
    assert done.data == shown.data | {"stored": True}
    rows = {row["key"]: (row["before"], row["after"]) for row in done.data["changes"]}
    assert rows == {
        "pc.theme": ("light", "dark"),
        "pc.printers.slip": ("x", "前台打印机"),
        "pc.margins.slip": (None, [1.5, -2.0]),
        "station.hours": ("工作日 8:30–17:00", "周一至周六"),
    }
    printers = {"slip": "前台打印机", "list": "y"}
    assert load(other) == replace(OURS, window="4 号", scale=100, backup_folder="",
                                  printers=printers)  # fmt: skip
    written = (other / FILE).read_bytes()
    again = ask("import", file, at=other)
    assert (again.code, again.data) == (0, {"stored": False, "changes": []})
    assert (other / FILE).read_bytes() == written
    here = ask("import", file).data["changes"]
    assert here == done.data["changes"][-1:]
    with reading(backend.engine) as session:
        assert acts(session)[-3:] == ["station.change", "settings.import", "cli.settings"]


def test_a_mistake_is_named_and_nothing_is_stored(ask: Ask, file: Path, home: Path) -> None:
    before = (home / FILE).read_bytes()

    def spoil(content: dict[str, Any]) -> None:
        content["pc"] |= {"theme": "pink", "window": "9", "language": "en"}
        content["station"] |= {"local_prefixes": ["x"], "name": "别的派出所"}

    told = ask("import", edited(file, spoil))
    assert told.code == 1
    assert told.data["stored"] is False
    keys = [row["key"] for row in told.data["mistakes"]]
    assert keys == ["pc.theme", "pc.window", "station.local_prefixes"]
    assert all(row["say"] for row in told.data["mistakes"])
    assert (home / FILE).read_bytes() == before
    assert ask("import", file, "--dry-run").data == told.data


def test_a_file_that_changed_on_its_way_is_refused(ask: Ask, file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("dark", "system"), "utf-8")
    told = ask("import", file)
    assert (told.code, [row["key"] for row in told.data["mistakes"]]) == (1, ["sha256"])


def test_a_window_officer_or_nobody_brings_nothing_in(ask: Ask, file: Path, home: Path) -> None:
    edited(file, lambda content: content["pc"].update(theme="system"))
    refused = ask("import", file, "--officer", "001002")
    assert refused.code == 1
    assert "not_allowed" in refused.err
    assert load(home).theme == "dark"
    assert ask("import", file, code=False).code == 2
    assert ask("export", "--out", file, code=False).code == 2
    assert ask("export", "--out", file, "--officer", "001002").code == 1
    assert ask("import", file.with_name("none.json")).code == 2


def test_without_records_the_pc_alone_is_carried(ask: Ask, tmp_path: Path) -> None:
    bare, out = tmp_path / "bare", tmp_path / "pc.json"
    save(bare, OURS)
    assert ask("export", "--out", out, code=False, at=bare).data["sections"] == ["pc"]
    new = tmp_path / "new"
    assert len(ask("import", out, "--dry-run", code=False, at=new).data["changes"]) == 3
    assert not new.exists()
    assert ask("import", out, code=False, at=new).data["stored"] is True
    assert load(new).theme == "dark"
    edited(out, lambda content: content["pc"].update(theme="pink"))
    assert ask("import", out, code=False, at=new).code == 1
    edited(out, lambda content: content.update(pc={}, station={}))
    assert ask("import", out, code=False, at=new).code == 2


def test_the_environment_hides_nothing_and_is_not_carried(
    ask: Ask, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEVISIT_THEME", "system")
    out = tmp_path / "again.json"
    ask("export", "--out", out)
    assert json.loads(out.read_text("utf-8"))["content"]["pc"]["theme"] == "dark"
    assert ask("import", file).data["changes"] == []


def test_a_server_s_password_is_never_printed(tmp_path: Path) -> None:
    address = "postgresql+psycopg://counter:secret@records/station"
    (tmp_path / "settings.toml").write_text(f'database = "{address}"\n', "utf-8")
    told = at_home(tmp_path)("settings", "list", "--json")
    assert told.code == 0
    assert "secret" not in told.out + told.err
    row = next(each for each in told.data if each["setting"] == "database")
    assert row["value"] == "postgresql+psycopg://counter:***@records/station"
