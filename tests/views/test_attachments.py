"""Files are attached by choice, by drop and by camera, looked at inside the window, removed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.attachments import OTHER, Media, Picture
from desktop.domain.errors import Refusal
from desktop.jobs import Job
from desktop.services import attachments, cases
from desktop.services.attachments import Place
from desktop.views.attachments import wording
from desktop.views.attachments.adding import PATIENCE
from desktop.views.attachments.part import AttachmentsPart, with_other
from desktop.views.cases import CasesScreen
from desktop.views.desk import Desk, Message, Tone
from desktop.views.rooms import Rooms
from tests import builders, files
from tests.inline import InlineJobs
from tests.robots import AttachmentsRobot, FrameRobot
from tests.services.counter import acts
from tests.views.records import Visits

BOOK = "household-book-replace"


@pytest.fixture
def case(backend: Backend) -> int:
    return Visits(backend).serve(BOOK).case


@pytest.fixture
def materials(backend: Backend, case: int) -> tuple[str, ...]:
    with reading(backend.engine) as session:
        return cases.case_view(session, builders.clerk(backend), builders.NOW, case).materials


class AnsweredPart(AttachmentsPart):
    """A part whose question for files is answered by the test."""

    answers: tuple[Path, ...] = ()

    def choose_files(self) -> list[str]:
        return [str(each) for each in self.answers]


@pytest.fixture
def part(desk: Desk, case: int, materials: tuple[str, ...]) -> AnsweredPart:
    made = AnsweredPart(desk)
    made.show_place(Place(case), with_other(materials))
    return made


@pytest.fixture
def robot(qtbot: QtBot, part: AnsweredPart) -> AttachmentsRobot:
    return AttachmentsRobot(qtbot, part, (900, 640))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "身份证.jpg"
    file.write_bytes(files.picture(size=(300, 200)))
    return file


def attached(backend: Backend, case: int, data: bytes, name: str, **more: Any) -> int:
    clerk = builders.clerk(backend)
    found = files.checked(data, name, **more)
    with writing(backend.engine) as session:
        row = attachments.attach(session, clerk, builders.NOW, Place(case), OTHER, found)
    return row.id


def test_files_are_chosen_and_shown_with_their_small_pictures(
    robot: AttachmentsRobot, part: AnsweredPart, photo: Path, materials: tuple[str, ...],
    said: list[Message],
) -> None:  # fmt: skip
    robot.press(f"files.{materials[0]}.add")
    assert said == []
    part.answers = (photo,)
    robot.press(f"files.{materials[0]}.add")
    assert robot.files(materials[0]) == ["身份证.jpg"]
    assert robot.text(f"files.{materials[0]}.count") == "1"
    assert robot.text("attachments.count") == "1"
    assert robot.thumb("身份证.jpg").iconSize().width() > 40
    assert [message.tone for message in said] == [Tone.GOOD]


def test_what_is_not_taken_is_told_beside_and_the_rest_comes_in(
    robot: AttachmentsRobot, photo: Path, tmp_path: Path, said: list[Message]
) -> None:
    word, missing = tmp_path / "合同.pdf", tmp_path / "gone.jpg"
    word.write_bytes(b"PK\3\4")
    assert robot.drops(OTHER, [word, photo, photo, missing])
    assert robot.files(OTHER) == ["身份证.jpg"]
    lines = robot.said.splitlines()
    assert [line.partition("：")[0] for line in lines] == [
        "■ 合同.pdf",
        "■ 身份证.jpg",
        "■ gone.jpg",
    ]
    assert "ZIP" in lines[0]
    assert said[-1].tone is Tone.WARN
    other = tmp_path / "b.jpg"
    other.write_bytes(files.picture(colour=3))
    robot.drops(OTHER, [other])
    assert robot.said == ""


def test_only_files_of_this_pc_are_taken_and_only_where_they_are_dropped(
    robot: AttachmentsRobot, photo: Path
) -> None:
    assert not robot.drops(OTHER, [])
    assert robot.drops(OTHER, [photo], away=True)
    assert robot.files(OTHER) == []


class HeldJobs(InlineJobs):
    """Lets work on files from outside wait until it is let go."""

    def __init__(self, *values: Any) -> None:
        super().__init__(*values)
        self.held: list[Callable[[], Job]] = []

    def apart(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
    ) -> Job:
        start = super().apart
        self.held.append(lambda: start(work, done, refused))
        return Job(self, frozenset())

    def let_go(self) -> None:
        self.held.pop(0)()


def test_a_long_way_is_shown_with_figures_and_can_be_ended(
    qtbot: QtBot, backend: Backend, case: int, tmp_path: Path
) -> None:
    jobs = HeldJobs(backend.engine)
    desk = builders.desk(backend, None, "001002", jobs)
    messages: list[Message] = []
    desk.bar.told.connect(messages.append)
    part = AttachmentsPart(desk)
    part.show_place(Place(case), (OTHER,))
    robot = AttachmentsRobot(qtbot, part)
    photos = [tmp_path / f"{number}.jpg" for number in range(3)]
    for number, each in enumerate(photos):
        each.write_bytes(files.picture(colour=number))
    robot.drops(OTHER, photos)
    assert not robot.has("attachments.cancel")
    timers = [each for each in part.findChildren(QTimer) if each.isActive()]
    assert [each.interval() for each in timers] == [PATIENCE]
    timers[0].timeout.emit()
    assert "1" in robot.text("attachments.figures")
    assert "3" in robot.text("attachments.figures")
    robot.press("attachments.cancel")
    jobs.let_go()
    assert jobs.held == []
    assert robot.files(OTHER) == ["0.jpg"]
    assert not robot.has("attachments.cancel")
    assert messages[-1].tone is Tone.WARN
    assert "2" in messages[-1].text
    jobs.close()


def test_a_mistake_of_ours_ends_one_file_not_all(
    robot: AttachmentsRobot, part: AnsweredPart, photo: Path
) -> None:
    adding = part._adding
    adding._now = None
    adding._broken(None)
    robot.drops(OTHER, [photo])
    assert robot.files(OTHER) == ["身份证.jpg"]


def test_a_pdf_is_looked_at_page_by_page_with_the_keyboard(
    robot: AttachmentsRobot, backend: Backend, case: int, part: AnsweredPart
) -> None:
    attached(backend, case, files.pdf(3), "户口簿.pdf", pages=3)
    part.show_place(Place(case), (OTHER,))
    robot.opens("户口簿.pdf")
    assert robot.has("look.canvas")
    first = robot.page
    whole = robot.shown
    for key, differs in ((Qt.Key.Key_Right, True), (Qt.Key.Key_Left, False)):
        robot.key(key)
        assert (robot.page != first) is differs
    robot.key(Qt.Key.Key_Left)
    assert robot.page == first
    robot.key(Qt.Key.Key_1)
    assert robot.shown == QSize(1488, 2105)
    robot.key(Qt.Key.Key_R)
    assert robot.shown == QSize(2105, 1488)
    robot.key(Qt.Key.Key_L)
    robot.key(Qt.Key.Key_F)
    assert robot.shown == whole
    robot.key(Qt.Key.Key_Escape)
    assert not robot.has("look.canvas")
    assert robot.keyboard is robot.thumb("户口簿.pdf")
    with reading(backend.engine) as session:
        assert acts(session).count("attachment.look") == 1


def test_a_page_that_cannot_be_read_says_so_in_its_place(
    robot: AttachmentsRobot, backend: Backend, case: int, part: AnsweredPart
) -> None:
    attached(backend, case, b"\xff\xd8\xff no picture", "坏.jpg")
    part.show_place(Place(case), (OTHER,))
    robot.opens("坏.jpg")
    assert robot.canvas.said
    assert not robot.has("look.place")
    robot.press("look.close")
    assert not robot.has("look.canvas")


def test_a_file_is_removed_with_a_reason_from_its_look_and_from_the_list(
    robot: AttachmentsRobot, backend: Backend, case: int, part: AnsweredPart
) -> None:
    for number in range(2):
        attached(backend, case, files.picture(colour=number), f"{number}.jpg")
    part.show_place(Place(case), (OTHER,))
    robot.opens("0.jpg")
    robot.press("look.remove")
    robot.press("sheet.go")
    assert robot.complaint("attachment.reason")
    robot.because("拍糊了")
    assert not robot.has("look.canvas")
    robot.asks_to_remove("1.jpg")
    robot.because("不是本人")
    assert robot.files(OTHER) == []
    robot.press("attachments.removed")
    assert robot.says("拍糊了")
    assert robot.says("不是本人")


def test_another_place_starts_anew_and_a_late_answer_is_dropped(
    robot: AttachmentsRobot, backend: Backend, case: int, part: AnsweredPart
) -> None:
    key = attached(backend, case, files.picture(), "a.jpg")
    part.show_place(Place(case), (OTHER,))
    visits = Visits(backend)
    visits.serve(BOOK)  # the one that is there
    other = visits.serve("id-card").case
    part.show_place(Place(other), (OTHER,))
    assert robot.files(OTHER) == []
    with reading(backend.engine) as session:
        rows = attachments.listed(session, builders.clerk(backend), Place(case))
    part._show(Place(case), rows)
    assert robot.files(OTHER) == []
    part._ask_removal(key)
    assert not robot.has("sheet")


def test_the_case_panel_shows_them_and_a_lock_hides_the_sheet(
    qtbot: QtBot, backend: Backend, case: int, desk: Desk
) -> None:
    attached(backend, case, files.picture(), "a.jpg")
    rooms = Rooms(desk, lambda _settings: None)
    frame = FrameRobot(qtbot, rooms.frame, (1366, 768))
    rooms.show_case(case)
    screen = rooms.frame.findChildren(CasesScreen)[0]
    robot = AttachmentsRobot(qtbot, rooms.frame, (1366, 768))
    assert robot.files(OTHER) == ["a.jpg"]
    robot.opens("a.jpg")
    sheet = robot.find("sheet", QWidget)
    assert rooms.frame.isAncestorOf(sheet)
    rooms.frame.hide()
    assert not sheet.isVisible()
    rooms.frame.show()
    assert screen.isVisible()
    assert frame.has("look.canvas")


def test_what_is_said_of_a_file() -> None:
    assert wording.size(1) == "1 KB"
    assert wording.size(2_345_678) == "2.3 MB"
    assert set(wording.KINDS) == set(Media)


def test_the_picture_is_upright_and_fits() -> None:
    from desktop.views.attachments.pictures import prepared, stamp

    picture = Picture(40, 20, bytes(40 * 20 * 3))
    assert prepared(picture, 1, None).size() == QSize(20, 40)
    assert prepared(picture, 0, (10, 10)).size() == QSize(10, 5)
    assert prepared(picture, -4, (100, 100)).size() == QSize(40, 20)
    assert stamp(picture, 56, 2.0, "PDF 3").size() == QSize(112, 112)
