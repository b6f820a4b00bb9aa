"""The file for IT: there in every trouble, and nobody in it, in whatever form."""

import io
import json
import logging
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from db.engine import writing
from db.peek import unlock
from db.schema import HEAD
from desktop import diagnostics, logs
from desktop.backend import Backend
from desktop.checkup import NoKey
from desktop.domain.applicants import Organisation, Person
from desktop.domain.enquiries import Channel, Ending
from desktop.printing import cups
from desktop.services import enquiries
from desktop.services.enquiries import NewEnquiry
from desktop.settings import Settings, database_file, save
from tests.builders import CHIEF, NOW
from tests.commands import at_home
from tests.drill.search import Search
from tests.services.counter import HOTEL, issued
from tests.services.on_the_way import GOOD, posted

NAME, PLACE, FIRM = "欧阳翠花", "示例市滨江区植物园路77号", "翠花示例酒店管理有限公司"
NUMBER, PHONE, ASKS = "000103195006150024", "13812345678", "10000004321"
WHO = Person(name=NAME, id_number=NUMBER, hukou_address=PLACE, phone=PHONE)
PLANTED = (
    NAME, PLACE, FIRM, NUMBER, PHONE, ASKS, GOOD, "91110000600037341L", "诸葛铁柱",
    "前世今生的问题", "赵桂英", "13800000000", "杭州市拱墅区", "王管理", "李窗口", "陈主管",
    "示例派出所", "ouyangcuihua",
)  # fmt: skip


def parts(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        members = {name: file.read(name).decode() for name in file.namelist()}
    return {k: json.loads(v) if k.endswith(".json") else v for k, v in members.items()}


def collected(backend: Backend) -> bytes:
    home, key_of = diagnostics.at(backend.engine)
    return diagnostics.collected(home, key_of, NOW, [{"size": [1366, 768]}])


@pytest.fixture
def lived_in(backend: Backend, home: Path, tmp_path: Path) -> Backend:
    """Records, log, settings and folders in which somebody's data was planted everywhere."""
    firm = Organisation(FIRM, "91110000600037341L")
    issued(backend, HOTEL, person=WHO, organisation=firm, circumstances=("joint_application",))
    posted(backend)
    asked = NewEnquiry(
        channel=Channel.PHONE, item=HOTEL, question="前世今生的问题", name="诸葛铁柱", phone=ASKS,
        ending=Ending.CALL_BACK,
    )  # fmt: skip
    with writing(backend.engine) as session:
        enquiries.log(session, CHIEF, NOW, asked)
    told = Settings(
        window=NAME, backup_folder=f"/mnt/{NAME}/ouyangcuihua", camera_name=NAME,
        card_reader_program=f"/home/{NAME}/reader", second_screen_name=NAME,
    )  # fmt: skip
    save(home, told)
    handler = logs.handler(home)
    ours, other = logging.getLogger("desktop.test"), logging.getLogger("pypdf.test")
    for log in (ours, other):
        log.addHandler(handler)
        log.error("a job failed for %s in /home/ouyangcuihua", PHONE, exc_info=ValueError(NAME))
        log.removeHandler(handler)
    handler.close()
    with (home / "logs" / logs.FILE).open("a", encoding="utf-8") as file:
        file.write(f"{NAME} {PLACE}\nValueError: {GOOD} {NUMBER}\n  /home/ouyangcuihua/{NAME}.py\n")
    shutil.copy(home / "logs" / logs.FILE, home / "logs" / f"{logs.FILE}.1")
    (home / f"{NAME}.pdf").write_text(NAME)
    (home / "ouyangcuihua").mkdir()
    (home / "ouyangcuihua" / f"{GOOD}.txt").write_text(PHONE)
    return backend


def test_nobody_is_in_it(lived_in: Backend, tmp_path: Path) -> None:
    data = collected(lived_in)
    told = parts(data)
    assert told["tables.json"]["rows"]["slip"] == 2
    assert told["tables.json"]["rows"]["enquiry"] == 1
    assert "a job failed" in told[f"logs/{logs.FILE}"]
    assert f"[{logs.code(ValueError())}]" in told[f"logs/{logs.FILE}"]
    assert f"logs/{logs.FILE}.1" in told
    assert {"file": "…/….txt", "bytes": 11}.items() <= told["files.json"][-1].items()
    out = tmp_path / "out"
    out.mkdir()
    (out / "it.zip").write_bytes(data)
    with zipfile.ZipFile(out / "it.zip") as file:
        file.extractall(out / "members")
    assert Search(PLANTED).below(out) == []
    where = str(tmp_path).encode()
    assert not [each for each in out.rglob("*.*") if each.is_file() and where in each.read_bytes()]


def test_the_search_would_find_them(lived_in: Backend, home: Path) -> None:
    found = {hit.word for hit in Search(PLANTED).below(home / "logs")}
    assert {NAME, PLACE, GOOD, NUMBER, PHONE} <= found


def test_every_part_is_there(backend: Backend, home: Path) -> None:
    save(home, Settings(theme="dark", printers={"slip": "前台"}))
    told = parts(collected(backend))
    assert set(told["about.json"]["sha256"]) == set(told) - {"about.json"}
    versions = told["versions.json"]
    assert all(versions[name] for name in ("python", "qt", "sqlite", "system", "libc"))
    rows = {row["setting"]: row for row in told["settings.json"]}
    assert rows["theme"] == {"setting": "theme", "value": "dark", "from": "user"}
    assert rows["window"] == {"setting": "window", "value": False, "from": "default"}
    assert {row["code"] for row in told["doctor.json"]["checks"]} >= {"good", "backup_none"}
    assert told["tables.json"]["rows"]["officer"] == 4
    assert told["tables.json"]["missing"] == []
    assert told["tables.json"]["shape"] == HEAD
    assert "onevisit.db" in {row["file"] for row in told["files.json"]}
    assert told["screens.json"] == [{"size": [1366, 768]}]


def held_alone(file: Path, key: bytes | None) -> Any:
    """A file that somebody else keeps to themselves."""
    connection = sqlite.connect(str(file), isolation_level=None)
    unlock(connection, key)
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    return connection


@pytest.mark.parametrize("harm", ["gone", "empty", "text", "torn", "locked", "keys", "settings"])
def test_it_is_made_in_every_trouble(
    backend: Backend, home: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.census.SECONDS", 0.1)
    file, held = database_file(home), None
    _, key_of = diagnostics.at(backend.engine)
    backend.engine.dispose()
    match harm:
        case "gone":
            file.unlink()
        case "empty":
            file.write_bytes(b"")
        case "text":
            file.write_bytes(b"a letter, not records\n" * 500)
        case "torn":
            file.write_bytes(file.read_bytes()[:20_000])
        case "keys":
            file.with_suffix(".keys").write_bytes(b"{")
        case "settings":
            (home / "settings.toml").write_text(f'window = 3\n{"colour"} = "{NAME}"\n')
        case _:
            held = held_alone(file, key_of(file))
    told = parts(diagnostics.collected(home, key_of, NOW, []))
    if held is not None:
        held.close()
        assert told["tables.json"] == {"refused": "locked"}
        assert "locked" in {row["code"] for row in told["doctor.json"]["checks"]}
    assert len(told) == 8
    assert told["doctor.json"]["exit"] == (1 if harm in ("keys", "settings", "locked") else 3)
    assert bool(told["tables.json"].get("rows")) is (harm in ("keys", "settings"))
    if harm == "settings":
        assert told["settings.json"] == [{"refused": "setting_invalid", "setting": "window"}]


def test_a_part_that_fails_tells_its_place_and_no_words(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError(NAME)

    monkeypatch.setattr(diagnostics, "_files", broken)
    monkeypatch.setattr(cups, "_answer", lambda *_: None)
    told = parts(collected(backend))
    assert told["files.json"]["failed"][-1] == "builtins.KeyError"
    assert told["printers.json"] == []


def test_queues_are_named_with_their_state(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = (
        "scheduler is running\n"
        "desk accepting requests since Mon\nback not accepting requests since Mon -\n\treason\n"
        "printer back disabled since Mon -\n\tPaused\nprinter desk is idle.  enabled since Mon\n"
        f"printer list now printing list-7.  enabled since Mon\n\t{NAME}\n"
    )
    monkeypatch.setattr(cups, "_answer", lambda *_: answer)
    monkeypatch.setattr(cups, "there", lambda: True)
    told = parts(collected(backend))
    assert told["printers.json"] == [
        {"name": "back", "state": "paused", "takes": "not accepting"},
        {"name": "desk", "state": "idle", "takes": "accepting"},
        {"name": "list", "state": "printing", "takes": "unknown"},
    ]


def test_without_cups_the_window_names_the_printers(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cups, "there", lambda: False)

    def no_key(_file: Path) -> bytes | None:
        raise NoKey

    told = parts(diagnostics.collected(home, no_key, NOW, None, lambda: ("desk",)))
    assert told["printers.json"] == [{"name": "desk", "state": "unknown"}]
    assert told["tables.json"] == {"not_opened": "missing"}


def test_it_is_saved_on_the_command_line(
    backend: Backend, home: Path, code_file: Path, tmp_path: Path
) -> None:
    backend.engine.dispose()
    onevisit, out = at_home(home), tmp_path / "it.zip"
    told = onevisit("diagnostics", "--out", out, "--json", "--recovery-code-file", code_file)
    assert (told.code, told.data["bytes"]) == (0, out.stat().st_size)
    assert parts(out.read_bytes())["tables.json"]["rows"]["officer"] == 4
    assert onevisit("diagnostics", "--out", out).code == 0
    shut = parts(out.read_bytes())
    assert shut["tables.json"] == {"not_opened": "no_key"}
    assert "unchecked" in {row["code"] for row in shut["doctor.json"]["checks"]}
    code_file.write_text("0000-0000\n")
    assert onevisit("diagnostics", "--out", out, "--recovery-code-file", code_file).code == 0
    wrong = parts(out.read_bytes())
    assert wrong["tables.json"] == {"refused": "recovery_unfit"}
    assert "recovery_unfit" in {row["code"] for row in wrong["doctor.json"]["checks"]}
    none = tmp_path / "none.txt"
    assert onevisit("diagnostics", "--out", out, "--recovery-code-file", none).code == 2
    assert at_home(tmp_path / "empty")("diagnostics", "--out", out).code == 0
