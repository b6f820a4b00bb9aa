"""A slip is verified from its record and from a file; the sheet says what it is."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.backend import Backend
from desktop.domain.proof import Reason, Verdict
from desktop.printing import reading
from desktop.services.intake import Issued
from desktop.views.desk import Desk
from desktop.views.proof import Prover
from desktop.views.safety_words import PROVEN, proof_reasons, proven
from desktop.views.slips import SlipsScreen
from tests.robots import SlipsRobot
from tests.tamper import unfenced
from tests.views.records import Visits


@pytest.fixture
def slip(backend: Backend) -> Issued:
    return Visits(backend).serve(whole=True)


@pytest.fixture
def robot(qtbot: QtBot, desk: Desk, slip: Issued) -> SlipsRobot:
    return SlipsRobot(qtbot, SlipsScreen(desk))


def judged(robot: SlipsRobot, verdict: Verdict, reason: Reason) -> bool:
    return (robot.text("proof.verdict"), robot.text("proof.reason")) == (
        f"{PROVEN[verdict][0]} {proven()[verdict]}",
        proof_reasons()[reason],
    )


def test_a_genuine_record_is_told_with_what_is_known(robot: SlipsRobot, slip: Issued) -> None:
    robot.press("slips.verify")
    assert judged(robot, Verdict.GENUINE, Reason.AS_ISSUED)
    assert robot.says(slip.number)
    assert robot.says("notice-4")
    robot.press("sheet.close")
    assert not robot.has("sheet")


def test_an_altered_record_is_told(robot: SlipsRobot, slip: Issued, backend: Backend) -> None:
    with unfenced(backend) as raw:
        raw.execute("UPDATE slip SET pdf = ? WHERE id = ?", (b"%PDF-1.4 another", slip.slip))
    robot.press("slips.verify")
    assert judged(robot, Verdict.ALTERED, Reason.RECORD)


def brought(robot: SlipsRobot, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr(Prover, "choose_file", lambda _self: str(file))
    robot.press("slips.verify-file")


def test_the_very_file_is_genuine(
    robot: SlipsRobot, slip: Issued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "brought.pdf"
    file.write_bytes(slip.paper.pdf)
    brought(robot, monkeypatch, file)
    assert judged(robot, Verdict.GENUINE, Reason.AS_ISSUED)


def test_a_file_that_says_something_else_is_shown_side_by_side(
    robot: SlipsRobot, slip: Issued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {slip.paper.pdf: ["一次性告知单", f"编号 {slip.number}", "收费 不收费"]}
    other = ["一次性告知单", f"编号 {slip.number}", "收费 500 元"]
    monkeypatch.setattr(reading, "read_pages", lambda pdf: ["\n".join(pages.get(pdf, other))])
    file = tmp_path / "brought.pdf"
    file.write_bytes(b"%PDF-1.4 mended by somebody")
    brought(robot, monkeypatch, file)
    assert judged(robot, Verdict.ALTERED, Reason.TEXT)
    assert robot.text("proof.issued") == "收费 不收费"
    assert robot.text("proof.shown") == "收费 500 元"


def test_a_file_that_is_no_slip_of_ours(
    robot: SlipsRobot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"a letter")
    brought(robot, monkeypatch, file)
    assert judged(robot, Verdict.UNKNOWN, Reason.NOT_READABLE)
    robot.press("sheet.close")
    monkeypatch.setattr(reading, "read_pages", lambda _pdf: ["a letter"])
    brought(robot, monkeypatch, file)
    assert judged(robot, Verdict.UNKNOWN, Reason.NO_SUCH_SLIP)


def test_a_file_that_is_gone_is_told_in_the_sheet(
    robot: SlipsRobot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(robot, monkeypatch, tmp_path / "gone.pdf")
    assert "重新选择" in robot.text("proof.said") or robot.has("proof.said")
