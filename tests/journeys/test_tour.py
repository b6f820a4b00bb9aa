"""The tour: three visitors through the real window, and what it leaves behind."""

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from db.engine import reading
from db.peek import is_plain
from desktop.app import local_now
from desktop.door import knock
from desktop.services import slips
from desktop.services.audit import verify
from desktop.settings import database_file
from desktop.tour import play as tour
from desktop.tour.play import PASSWORD
from tests import builders
from tests.drill import sockets
from tests.printing import readers

COLOURS = 12
"""An empty window has fewer colours than this."""


@pytest.fixture(scope="module")
def played(
    tmp_path_factory: pytest.TempPathFactory, qapp: QApplication, empty_records: str
) -> Path:
    """The folder of one tour."""
    folder = tmp_path_factory.mktemp("tour")
    watch = tmp_path_factory.mktemp("watch")
    words = ("tour", "--out", str(folder), "--database", empty_records)
    command = sockets.program(words, watch, trace=not sockets.no_strace())
    ended = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 0, ended.stderr
    assert sockets.found(watch) == (), "the program opened a network socket"
    return folder


@pytest.fixture(scope="module")
def report(played: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((played / "report.json").read_text(encoding="utf-8"))
    return read


def test_three_visitors_are_served(
    played: Path,
    report: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    empty_records: str,
) -> None:
    """One test, so that parallel workers play the tour once."""
    the_report_names_every_step_with_its_seconds(report)
    every_picture_is_there_and_shows_something(played, report)
    the_slips_name_their_visitors_and_can_be_scanned(played, report)
    the_joint_case_is_handed_over_with_its_papers(played, report)
    the_database_holds_the_three(played, report, empty_records)
    if not empty_records:
        a_second_tour_does_not_touch_the_first(played, capsys)


def the_report_names_every_step_with_its_seconds(report: dict[str, Any]) -> None:
    visitors = {row["visitor"] for row in report["steps"]}
    assert {"station", "elderly", "anhui", "hotel", "supervisor"} <= visitors
    for visitor in ("elderly", "anhui", "hotel"):
        steps = [row["step"] for row in report["steps"] if row["visitor"] == visitor]
        assert steps[:2] == ["items", "person"]
        assert "issue" in steps
    assert all(row["seconds"] >= 0 for row in report["steps"])
    assert report["seconds"] > 0


def every_picture_is_there_and_shows_something(played: Path, report: dict[str, Any]) -> None:
    assert len(report["screens"]) > 30
    assert {f"screens/{file.name}" for file in (played / "screens").iterdir()} == set(
        report["screens"]
    )
    for name in report["screens"]:
        with Image.open(played / name) as picture:
            assert picture.width >= 1366
            colours = picture.convert("RGB").getcolors(1 << 24)
        assert colours is not None
        assert len(colours) > COLOURS, name


def the_slips_name_their_visitors_and_can_be_scanned(played: Path, report: dict[str, Any]) -> None:
    names = ("赵桂英", "钱小梅", "孙建国")
    assert len(report["slips"]) == 3
    for name, row in zip(names, report["slips"], strict=True):
        pdf = (played / row["file"]).read_bytes()
        assert hashlib.sha256(pdf).hexdigest() == row["sha256"]
        pages = readers.pages(pdf)
        assert name in "".join(pages)
        assert all(row["number"] in page for page in pages)
        found: dict[str, list[str]] = {}
        for page in {0, len(pages) - 1}:
            for kind, texts in readers.codes(readers.picture(pdf, page, 300)).items():
                found.setdefault(kind, []).extend(texts)
        assert found["CODE128"].count(row["number"]) >= 2
        assert sum(row["number"] in text for text in found["QRCODE"]) >= 2


JOINT = ["acceptance", "suspension", "clock", "collection", "delivery_proof"]
"""The papers of the hotel's licence, in the order they are made."""


def the_joint_case_is_handed_over_with_its_papers(played: Path, report: dict[str, Any]) -> None:
    papers = report["papers"]
    assert [row["kind"] for row in papers] == JOINT
    for row in papers:
        pdf = (played / row["file"]).read_bytes()
        assert hashlib.sha256(pdf).hexdigest() == row["sha256"]
        assert "杭州示例旅馆有限公司" in readers.text(pdf)
        assert readers.codes(readers.picture(pdf, 0, 150))["CODE128"] == [row["number"]]
    acceptance = readers.text((played / papers[0]["file"]).read_bytes())
    assert all(office in acceptance for office in ("区消防大队", "区卫计局", "45个工作日内"))


def the_database_holds_the_three(played: Path, report: dict[str, Any], server: str) -> None:
    assert bool(server) != database_file(played).exists()
    assert server or not is_plain(database_file(played))
    entered = knock(played, local_now, server=server).unlock("001001", PASSWORD)
    try:
        with reading(entered.backend.engine) as session:
            rows = slips.ledger(session, builders.CHIEF)
            papers = [slips.paper(session, builders.CHIEF, row.id) for row in rows]
            assert verify(session).good
    finally:
        entered.backend.engine.dispose()
    assert [row.number for row in rows] == [row["number"] for row in report["slips"]][::-1]
    assert all(slips.genuine(paper) for paper in papers)


def a_second_tour_does_not_touch_the_first(
    played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tour.main(["--out", str(played)]) == 2
    assert "database" in capsys.readouterr().err
    assert tour.main([]) == 2
