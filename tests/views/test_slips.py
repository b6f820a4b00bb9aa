"""The ledger of slips as an officer works with it."""

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.printing import News, PrintOutcome, Seen
from desktop.domain.slips import Stub
from desktop.printing.queue import Sent
from desktop.services import slips
from desktop.views import print_watch, printing, slip_prints, words
from desktop.views.desk import Desk, Message
from desktop.views.slips import SlipsScreen
from tests import builders
from tests.robots import PrintRobot, SlipsRobot
from tests.views.records import Visits

CONTROL = Qt.KeyboardModifier.ControlModifier


class Queue:
    """A printer that is there, and what its queue says."""

    def __init__(self) -> None:
        self.papers: list[tuple[object, ...]] = []
        self.news = Seen(News.GONE)
        self.error: Refusal | None = None
        self.taken_back: list[Sent] = []

    @property
    def marks(self) -> list[object]:
        """What was stamped on each sheet."""
        return [values[3] for values in self.papers]

    def take(self, *values: object) -> Sent:
        if self.error is not None:
            raise self.error
        self.papers.append(values)
        return Sent("前台", frozenset({len(self.papers)}))

    def look(self, _job: Sent) -> Seen:
        return self.news


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    made = Queue()
    monkeypatch.setattr(printing, "_printers", lambda: ("前台",))
    monkeypatch.setattr(printing, "_to_printer", made.take)
    monkeypatch.setattr(print_watch, "_look", made.look)
    monkeypatch.setattr(slip_prints, "_take_back", made.taken_back.append)
    monkeypatch.setattr(print_watch, "EVERY", 1)
    return made


def opened(qtbot: QtBot, desk: Desk) -> SlipsRobot:
    return SlipsRobot(qtbot, SlipsScreen(desk))


def filters(robot: SlipsRobot, words: str) -> None:
    robot.chooses("slips.stub", words)
    robot.find("slips.stub", QComboBox).activated.emit(0)


def test_an_empty_ledger_says_how_a_slip_comes_here(qtbot: QtBot, desk: Desk) -> None:
    robot = opened(qtbot, desk)
    assert robot.says("F2")
    assert not robot.find("slips.print", QWidget).isEnabled()


def test_the_newest_stands_first_and_is_shown(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    numbers = [visits.serve().number for _ in range(3)]
    robot = opened(qtbot, desk)
    assert robot.numbers == numbers[::-1]
    assert robot.marked == 0
    assert robot.shown == numbers[-1]
    robot.marks(2)
    assert robot.shown == numbers[0]


def test_more_than_a_page_comes_when_scrolled(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    numbers = [visits.serve().number for _ in range(slips.PAGE + 7)]
    robot = opened(qtbot, desk)
    assert robot.numbers == numbers[::-1][: slips.PAGE]
    robot.scrolls_down()
    qtbot.waitUntil(lambda: len(robot.numbers) == len(numbers))
    assert robot.numbers == numbers[::-1]


def test_a_slip_beyond_the_first_page_is_shown_and_stays(
    qtbot: QtBot, desk: Desk, visits: Visits
) -> None:
    first = visits.serve()
    for _ in range(slips.PAGE):
        visits.serve()
    screen = SlipsScreen(desk)
    robot = SlipsRobot(qtbot, screen)
    screen.show_slip(first.slip)
    assert robot.shown == first.number
    desk.jobs.changed.emit(frozenset({"slips"}))
    assert robot.shown == first.number


def test_the_stubs_are_filtered(qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend) -> None:
    signed, missing = visits.serve(), visits.serve()
    with writing(backend.engine) as session:
        slips.confirm_stub(session, desk.clerk, desk.now(), signed.slip)
    robot = opened(qtbot, desk)
    filters(robot, words.stubs()[Stub.SIGNED])
    assert robot.numbers == [signed.number]
    filters(robot, words.stubs()[Stub.MISSING])
    assert robot.numbers == [missing.number]
    filters(robot, "全部存根")
    assert len(robot.numbers) == 2


def prints(backend: Backend, slip: int) -> list[tuple[PrintOutcome, int]]:
    with reading(backend.engine) as session:
        row = slips.slip_row(session, builders.CHIEF, slip)
        return [(row.printed, row.prints)] if row.printed else []


def test_it_came_out_and_the_next_sheet_is_a_reprint(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, queue: Queue
) -> None:
    slip = visits.serve()
    robot = opened(qtbot, desk)
    sheet = PrintRobot(qtbot, robot.screen)
    assert robot.lines[0][4] == "○ 未打印"
    for expected in ("", "补打 1", "补打 2"):
        robot.key(Qt.Key.Key_P, CONTROL)
        sheet.press("print.print")
        assert queue.papers[-1][:4] == (b"%PDF-1.4 a small one", "前台", slip.number, expected)
        sheet.answers("yes")
    assert prints(backend, slip.slip) == [(PrintOutcome.CONFIRMED, 3)]
    assert robot.lines[0][4] == "● 已打印 ×3"


def test_it_did_not_come_out_and_the_sheet_is_offered_again_unmarked(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, queue: Queue
) -> None:
    slip = visits.serve()
    robot = opened(qtbot, desk)
    sheet = PrintRobot(qtbot, robot.screen)
    robot.press("slips.print")
    sheet.press("print.print")
    sheet.answers("no")
    assert prints(backend, slip.slip) == [(PrintOutcome.FAILED, 0)]
    assert queue.taken_back == [Sent("前台", frozenset({1}))]
    sheet.press("print.print")
    assert queue.marks == ["", ""]
    sheet.answers("yes")
    assert not sheet.has("sheet")


def test_the_question_shows_where_the_sheet_is(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, queue: Queue
) -> None:
    slip = visits.serve()
    queue.news = Seen(News.PAUSED, "out of paper")
    robot = opened(qtbot, desk)
    sheet = PrintRobot(qtbot, robot.screen)
    robot.press("slips.print")
    sheet.press("print.print")
    assert sheet.text("print.state").startswith("△ 已请求打印")
    qtbot.waitUntil(lambda: "▲" in sheet.text("print.state"))
    assert "out of paper" in sheet.text("print.state")
    assert prints(backend, slip.slip) == [(PrintOutcome.QUEUED, 1)]
    queue.news = Seen(News.GONE)
    qtbot.waitUntil(lambda: sheet.text("print.state").startswith("◎"))
    assert prints(backend, slip.slip) == [(PrintOutcome.GONE, 1)]
    assert sheet.keyboard.objectName() == "sheet.yes"
    sheet.answers("yes")
    assert prints(backend, slip.slip) == [(PrintOutcome.CONFIRMED, 1)]


def test_a_sheet_that_stays_in_the_queue_is_told(
    qtbot: QtBot, desk: Desk, visits: Visits, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_watch, "PATIENCE", 5)
    monkeypatch.setattr(print_watch, "LATER", 1)
    visits.serve()
    queue.news = Seen(News.WAITING)
    robot = opened(qtbot, desk)
    sheet = PrintRobot(qtbot, robot.screen)
    robot.press("slips.print")
    sheet.press("print.print")
    qtbot.waitUntil(lambda: "仍在" in sheet.text("print.state"))
    queue.news = Seen(News.GONE)  # it is still looked after
    qtbot.waitUntil(lambda: sheet.text("print.state").startswith("◎"))


def test_what_the_printer_does_not_take_has_failed(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, queue: Queue
) -> None:
    slip = visits.serve()
    queue.error = Refusal(Trouble.PRINTER_REFUSED, printer="前台")
    robot = opened(qtbot, desk)
    sheet = PrintRobot(qtbot, robot.screen)
    robot.press("slips.print")
    sheet.press("print.print")
    assert "前台" in sheet.said
    assert prints(backend, slip.slip) == [(PrintOutcome.FAILED, 0)]
    queue.error = None
    sheet.press("print.print")
    sheet.answers("yes")
    assert queue.marks == [""]
    assert prints(backend, slip.slip) == [(PrintOutcome.CONFIRMED, 1)]


def test_two_pushes_make_one_sheet(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, queue: Queue
) -> None:
    slip = visits.serve()
    robot = opened(qtbot, desk)
    sheet = PrintRobot(qtbot, robot.screen)
    robot.press("slips.print")
    push = sheet.find("print.print", QAbstractButton)
    push.click()
    push.click()
    assert len(queue.papers) == 1
    assert prints(backend, slip.slip) == [(PrintOutcome.ASKED, 1)]


def left_open(qtbot: QtBot, desk: Desk, backend: Backend, visits: Visits) -> SlipsRobot:
    """Two slips; the program was gone before anybody spoke of a sheet of the older one."""
    older = visits.serve()
    visits.serve()
    with writing(backend.engine) as session:
        slips.ask_print(session, desk.clerk, desk.now(), older.slip, "前台", "a push")
    robot = opened(qtbot, desk)
    assert not robot.has("slips.untold.yes")
    robot.marks(1)
    return robot


def test_a_sheet_nobody_spoke_of_is_asked_for_again(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, queue: Queue
) -> None:
    robot = left_open(qtbot, desk, backend, visits)
    assert robot.lines[1][4] == "△ 已请求打印"
    assert "前台" in robot.text("slips.untold")
    robot.press("slips.untold.yes")
    assert robot.lines[1][4] == "● 已打印"
    assert not robot.has("slips.untold.yes")
    assert robot.marked == 1


def test_it_had_not_come_out_and_is_offered_unmarked(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, queue: Queue
) -> None:
    robot = left_open(qtbot, desk, backend, visits)
    robot.press("slips.untold.no")
    assert robot.lines[1][4] == "■ 没有出纸"
    PrintRobot(qtbot, robot.screen).press("print.print")
    assert queue.marks == [""]


@pytest.mark.parametrize(("answer", "mark"), [("yes", "补打 1"), ("no", "")])
def test_before_another_print_the_open_one_is_asked_about(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, queue: Queue, answer: str, mark: str
) -> None:
    robot = left_open(qtbot, desk, backend, visits)
    robot.press("slips.print")
    sheet = PrintRobot(qtbot, robot.screen)
    sheet.answers(answer)
    sheet.press("print.print")
    assert queue.marks == [mark]


def test_a_question_that_is_left_stays_open_beside_the_slip(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, queue: Queue
) -> None:
    slip = visits.serve()
    robot = opened(qtbot, desk)
    robot.press("slips.print")
    PrintRobot(qtbot, robot.screen).press("print.print")
    assert not robot.has("slips.untold.yes")  # it stands in the middle of the window
    robot.key(Qt.Key.Key_Escape)
    robot.press("slips.untold.yes")
    assert prints(backend, slip.slip) == [(PrintOutcome.CONFIRMED, 1)]


def test_without_a_printer_the_slip_is_kept_and_saved(
    qtbot: QtBot,
    desk: Desk,
    visits: Visits,
    said: list[Message],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slip = visits.serve(whole=True)
    monkeypatch.setattr(printing, "_printers", tuple)
    monkeypatch.setattr(printing.PrintSheet, "choose_file", lambda _self: str(tmp_path / "slip"))
    robot = opened(qtbot, desk)
    robot.press("slips.print")
    sheet = PrintRobot(qtbot, robot.screen)
    assert "没有打印机" in sheet.said
    sheet.press("print.save")
    assert hashlib.sha256((tmp_path / "slip.pdf").read_bytes()).hexdigest() == slip.paper.sha256
    assert str(tmp_path) in said[-1].text
    assert robot.lines[0][4] == "□ 存为 PDF"


def test_a_signed_stub_is_marked_once(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, said: list[Message]
) -> None:
    slip = visits.serve()
    robot = opened(qtbot, desk)
    assert "■" in robot.lines[0][5]
    robot.press("slips.signed")
    with reading(backend.engine) as session:
        assert slips.slip_row(session, builders.CHIEF, slip.slip).stub is Stub.SIGNED
    assert "●" in robot.lines[0][5]
    assert not robot.has("slips.signed")


def test_the_last_one_is_what_this_officer_issued_last(
    qtbot: QtBot, desk: Desk, visits: Visits, said: list[Message]
) -> None:
    robot = opened(qtbot, desk)
    robot.press("slips.last")
    assert said
    mine = visits.serve()
    visits.serve(officer="001003")
    robot.press("slips.last")
    assert PrintRobot(qtbot, robot.screen).has("sheet")
    assert robot.shown == mine.number


def test_no_key_reaches_below_a_sheet(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    visits.serve()
    robot = opened(qtbot, desk)
    robot.key(Qt.Key.Key_P, CONTROL)
    robot.key(Qt.Key.Key_P, CONTROL)
    assert len([name for name in robot.names("sheet") if name == "sheet"]) == 1
    robot.key(Qt.Key.Key_Escape)
    assert not robot.has("sheet")


def test_enter_on_a_line_prints_it(qtbot: QtBot, desk: Desk, visits: Visits) -> None:
    visits.serve()
    robot = opened(qtbot, desk)
    robot.find("slips.table", QWidget).setFocus()
    robot.key(Qt.Key.Key_Return)
    assert robot.has("sheet")
