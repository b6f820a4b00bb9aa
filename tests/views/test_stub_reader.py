"""A batch of scans read in the window: matched, set by hand, taken in; the gap list printed."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from db.engine import reading
from db.models import Slip
from desktop.backend import Backend
from desktop.decoding.stubs import ScanPage
from desktop.domain.slips import Stub
from desktop.domain.stubs import How, Page, Read
from desktop.services.intake import Issued
from desktop.services.stubs import judge
from desktop.views.desk import Desk, Message
from desktop.views.slips import SlipsScreen
from desktop.views.stubs import StubReader
from desktop.views.stubs.sheet import StubSheet
from tests.builders import CHIEF
from tests.printing import readers
from tests.robots import PrintRobot, SlipsRobot
from tests.views.records import Visits


@pytest.fixture
def served(visits: Visits) -> list[Issued]:
    """Two slips whose stubs are missing."""
    return [visits.serve("id-card", whole=True), visits.serve("id-card", whole=True)]


@pytest.fixture
def scans(served: list[Issued], tmp_path: Path, qapp: QApplication) -> list[str]:
    """The first stub, a white page, the citizen's half, and no picture at all."""
    pdf = served[0].paper.pdf
    page = readers.picture(pdf, served[0].paper.pages - 1, 150)
    cut = round(page.height * 0.7)
    page.crop((0, cut, page.width, page.height)).save(tmp_path / "stub.png")
    Image.new("L", (300, 300), 255).save(tmp_path / "white.png")
    first = readers.picture(served[1].paper.pdf, 0, 150)
    first.crop((0, 0, first.width, round(first.height * 0.3))).save(tmp_path / "half.png")
    (tmp_path / "x.png").write_bytes(b"no picture")
    return [str(tmp_path / name) for name in ("stub.png", "white.png", "half.png", "x.png")]


def opened(qtbot: QtBot, desk: Desk) -> SlipsRobot:
    return SlipsRobot(qtbot, SlipsScreen(desk))


def stubs(backend: Backend) -> list[Stub]:
    with reading(backend.engine) as session:
        return [row.stub for row in session.query(Slip).order_by(Slip.id)]


def test_a_batch_is_read_set_by_hand_and_taken_in(
    backend: Backend, qtbot: QtBot, desk: Desk, served: list[Issued], scans: list[str],
    said: list[Message], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(StubReader, "choose_files", lambda _self: scans)
    robot = opened(qtbot, desk)
    robot.press("slips.scans")
    rows = robot.rows("stubs.table")
    assert [row[0] for row in rows] == [
        "stub.png · 1",
        "white.png · 1",
        "half.png · 1",
        "x.png · 1",
    ]
    assert [row[4].split(" ")[0] for row in rows] == ["●", "■", "▲", "■"]
    assert rows[0][1:4] == [served[0].number, "赵桂英", "双码"]
    assert "匹配 1 份" in robot.text("stubs.count")
    view = robot.find("stubs.table", QTableView)
    view.selectRow(3)
    assert not robot.find("stubs.set", QPushButton).isEnabled()  # nothing can be seen
    view.selectRow(1)
    robot.writes("stubs.number", "330105A1209901010001")
    robot.press("stubs.set")
    assert "查无此号" in robot.complaint("stubs.number")
    robot.writes("stubs.number", served[1].number.lower())
    robot.press("stubs.set")
    assert robot.rows("stubs.table")[1][3] == "人工"
    robot.press("sheet.take")
    assert stubs(backend) == [Stub.SIGNED, Stub.SIGNED]
    assert "2" in said[-1].text
    robot.press("slips.missing")
    assert "都收回" in said[-1].text


def test_a_scan_is_looked_at_and_a_mistake_undone(
    backend: Backend, qtbot: QtBot, desk: Desk, served: list[Issued], scans: list[str],
    said: list[Message], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(StubReader, "choose_files", lambda _self: scans[:1])
    robot = opened(qtbot, desk)
    robot.press("slips.scans")
    robot.press("sheet.take")
    robot.marks(1)
    robot.press("slips.scan")
    assert robot.has("stub.scan")
    robot.press("sheet.undo")
    robot.press("sheet.go")
    assert robot.complaint("form.why")
    robot.writes("form.why", "没有签名")
    robot.press("sheet.go")
    assert stubs(backend) == [Stub.MISSING, Stub.MISSING]
    assert "未收回" in said[-1].text
    robot.marks(0)
    robot.press("slips.signed")
    robot.press("slips.scan")
    assert "纸质" in said[-1].text


def test_nothing_is_taken_in_without_a_push(
    backend: Backend, qtbot: QtBot, desk: Desk, scans: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StubReader, "choose_files", lambda _self: scans[1:2])
    robot = opened(qtbot, desk)
    robot.press("slips.scans")
    assert not robot.find("sheet.take", QPushButton).isEnabled()
    robot.press("sheet.")
    assert stubs(backend) == [Stub.MISSING, Stub.MISSING]
    monkeypatch.setattr(StubReader, "choose_files", lambda _self: [])
    robot.press("slips.scans")
    assert not robot.has("stubs.table")


def test_the_gap_list_names_the_papers(qtbot: QtBot, desk: Desk, served: list[Issued]) -> None:
    robot = opened(qtbot, desk)
    robot.press("slips.missing")
    assert PrintRobot(qtbot, robot.screen).has("print.print")


def test_a_folder_is_read_whole(
    backend: Backend, qtbot: QtBot, desk: Desk, served: list[Issued], scans: list[str],
    said: list[Message], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    folder = str(Path(scans[0]).parent)
    (tmp_path / "none").mkdir()
    monkeypatch.setattr(StubReader, "choose_folder", lambda _self: str(tmp_path / "none"))
    robot = opened(qtbot, desk)
    robot.press("slips.scan-folder")
    assert "没有" in said[-1].text
    monkeypatch.setattr(StubReader, "choose_folder", lambda _self: folder)
    robot.press("slips.scan-folder")
    assert len(robot.rows("stubs.table")) == len(scans)


def test_a_second_stub_on_a_page_is_set_by_hand_beside_the_first(
    backend: Backend, qtbot: QtBot, desk: Desk, served: list[Issued], scans: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(StubReader, "choose_files", lambda _self: scans[:1])
    robot = opened(qtbot, desk)
    robot.press("slips.scans")
    robot.writes("stubs.number", served[1].number)
    robot.press("stubs.set")
    assert [row[1] for row in robot.rows("stubs.table")] == [each.number for each in served]
    robot.press("sheet.take")
    assert stubs(backend) == [Stub.SIGNED, Stub.SIGNED]


def test_codes_that_contradict_have_a_line_beside_what_was_matched(
    qtbot: QtBot, desk: Desk, served: list[Issued], backend: Backend
) -> None:
    found = Page((Read(served[0].number, How.BOTH, marked=True),), (), ("A" * 20, "B" * 20))
    with reading(backend.engine) as session:
        matches = judge(session, CHIEF, found.stubs)
    over = QWidget()
    over.resize(1200, 700)
    robot = PrintRobot(qtbot, over)
    StubSheet(over, desk, ((ScanPage("two.png", 1, None, None, found), matches),))
    results = [row[4] for row in robot.rows("stubs.table")]
    assert [each[0] for each in results] == ["■", "●"]
    assert "不一致" in results[0]
