"""Carriers' files on the command line: looked at, taken in once, told row by row."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.engine import reading
from desktop.backend import Backend
from desktop.domain.cases import CaseState
from tests.commands import Run, at_home
from tests.services.counter import acts
from tests.services.on_the_way import GOOD, OTHER, line, posted

HEAD = "运单号,操作时间,物流状态,轨迹\n"


@pytest.fixture
def case(backend: Backend) -> int:
    return posted(backend)


@pytest.fixture
def onevisit(home: Path, code_file: Path, case: int, backend: Backend) -> Run:
    backend.engine.dispose()
    run = at_home(home)

    def asked(*words: str | Path):  # type: ignore[no-untyped-def]
        return run("waybills", "import", *words, "--recovery-code-file", code_file, "--json")

    return asked


def csv(folder: Path, *rows: str) -> Path:
    file = folder / "状态.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    return file


def test_a_table_is_looked_at_then_taken_in_once(
    onevisit: Run, tmp_path: Path, backend: Backend, case: int
) -> None:
    file = csv(
        tmp_path,
        f"{GOOD},2026-11-23 12:00,103,已揽收",
        f"{GOOD},2026-11-23 18:00,301,本人签收",
        f"{OTHER},2026-11-23 18:00,301,别人的",
        f"{GOOD},昨天,301,",
    )
    looked = onevisit(file, "--dry-run")
    assert looked.code == 0, looked.err
    told = looked.data
    assert (told["rows"], told["new"], told["unchanged"]) == (4, 2, 0)
    assert [(each["row"], each["reason"]) for each in told["refused"]] == [
        (4, "parcel_unknown"), (5, "time_unreadable"),
    ]  # fmt: skip
    assert line(backend, case).case_state is CaseState.POSTED
    assert onevisit(file).data["new"] == 2
    assert line(backend, case).case_state is CaseState.DELIVERED
    with reading(backend.engine) as session:
        before = acts(session)
    again = onevisit(file).data
    assert (again["new"], again["unchanged"]) == (0, 2)
    with reading(backend.engine) as session:
        assert acts(session) == before
        assert before[-2:] == ["delivery.statuses", "cli.waybills"]


def test_an_answer_of_the_carrier_is_taken_in_by_an_officer(
    onevisit: Run, tmp_path: Path, backend: Backend, case: int
) -> None:
    at = (datetime(2026, 11, 23, 12) + timedelta(hours=1)).isoformat(" ")  # noqa: DTZ001
    answer = {
        "message": "ok", "nu": GOOD, "com": "ems", "status": "200", "state": "3",
        "data": [{"time": at, "context": "已签收", "statusCode": "303"}],
    }  # fmt: skip
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answer), "utf-8")
    assert onevisit(file, "--officer", "9").code == 2
    assert onevisit(file, "--officer", "001002").data == {
        "rows": 1, "new": 1, "unchanged": 0, "refused": [],
    }  # fmt: skip
    assert line(backend, case).attention == "to_another"


def test_what_is_no_such_file_is_refused(onevisit: Run, tmp_path: Path) -> None:
    assert onevisit(tmp_path / "none.csv").code == 2
    other = tmp_path / "letter.txt"
    other.write_text("a letter", "utf-8")
    assert onevisit(other).code == 1


def test_nobody_acts_without_the_code(case: int, home: Path, backend: Backend) -> None:
    backend.engine.dispose()
    told = at_home(home)("waybills", "import", home / "none.csv")
    assert told.code == 2
    assert "--recovery-code-file" in told.err
