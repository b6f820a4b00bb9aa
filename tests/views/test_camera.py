"""A camera's frame is what one saw; where there is no camera, what to do is said."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.backend import Backend
from desktop.domain.attachments import OTHER
from desktop.services.attachments import Place
from desktop.views.attachments.camera import CameraSheet, PictureSource, this_pc
from desktop.views.attachments.part import AttachmentsPart
from desktop.views.desk import Desk
from tests.robots import AttachmentsRobot
from tests.views.records import Visits


class Cameras(PictureSource):
    """Cameras that give a frame when they are told to."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.there = names
        self._running: int | None = None

    def names(self) -> tuple[str, ...]:
        return self.there

    def start(self, place: int) -> None:
        self._running = place

    def stop(self) -> None:
        self._running = None

    def running(self) -> int | None:
        return self._running

    def gives(self, colour: str) -> None:
        image = QImage(640, 480, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        self.frame.emit(image)


Make = Callable[[PictureSource | None], AttachmentsRobot]


@pytest.fixture
def over(qtbot: QtBot, desk: Desk, backend: Backend) -> Make:
    case = Visits(backend).serve("id-card").case

    def made(source: PictureSource | None) -> AttachmentsRobot:
        def make(_parent: QObject) -> PictureSource | None:
            return source

        part = AttachmentsPart(desk, make)
        part.show_place(Place(case), (OTHER,))
        robot = AttachmentsRobot(qtbot, part, (900, 640))
        robot.press(f"files.{OTHER}.camera")
        return robot

    return made


def test_take_take_again_and_use(over: Make) -> None:
    cameras = Cameras("高拍仪")
    robot = over(cameras)
    assert cameras.running() == 0
    assert not robot.find("camera.take", QWidget).isEnabled()
    cameras.gives("red")
    assert robot.keyboard.objectName() == "camera.take"
    robot.press("camera.take")
    cameras.gives("green")
    robot.press("camera.retake")
    assert not robot.has("camera.use")
    cameras.gives("blue")
    robot.press("camera.take")
    cameras.gives("green")
    robot.press("camera.use")
    assert cameras.running() is None
    (name,) = robot.files(OTHER)
    assert name.endswith("20261123-100000.jpg")
    dot = robot.thumb(name).icon().pixmap(56, 56).toImage().pixelColor(28, 28)
    assert (dot.blue() > 200, dot.red() < 60, dot.green() < 60) == (True, True, True)


def test_another_camera_is_chosen_and_esc_takes_nothing(over: Make) -> None:
    cameras = Cameras("一号", "二号")
    robot = over(cameras)
    cameras.gives("red")
    robot.chooses("camera.choice", "二号")
    box = robot.find("camera.choice", QComboBox)
    box.activated.emit(1)
    assert cameras.running() == 1
    assert not robot.find("camera.take", QWidget).isEnabled()
    robot.press("camera.close")
    assert cameras.running() is None
    assert robot.files(OTHER) == []


def test_without_a_camera_it_is_said_and_looked_for_again(over: Make) -> None:
    cameras = Cameras()
    robot = over(cameras)
    assert robot.has("camera.said")
    assert not robot.has("camera.choice")
    assert robot.keyboard.objectName() == "camera.again"
    cameras.there = ("高拍仪",)
    robot.press("camera.again")
    assert cameras.running() == 0
    cameras.failed.emit()
    assert robot.keyboard.objectName() == "camera.again"
    assert not robot.find("camera.take", QWidget).isEnabled()
    robot.press("camera.again")
    cameras.gives("red")
    assert robot.find("camera.take", QWidget).isEnabled()


def test_without_what_cameras_need_it_is_said(over: Make) -> None:
    robot = over(None)
    assert "libpulse" in robot.text("camera.said")
    assert not robot.has("camera.again")


def test_no_camera_runs_behind_a_lock(over: Make) -> None:
    cameras = Cameras("高拍仪")
    robot = over(cameras)
    cameras.gives("red")
    sheet = robot.screen.findChildren(CameraSheet)[0]
    sheet.hide()
    assert cameras.running() is None
    sheet.show()
    assert cameras.running() == 0


@pytest.mark.qt_log_level_fail("CRITICAL")  # what this PC's drivers warn of is not ours
def test_this_pc_has_cameras_or_lacks_what_they_need(qapp: QApplication) -> None:
    parent = QObject(qapp)
    found = this_pc(parent)
    assert found is None or isinstance(found.names(), tuple)


def test_a_simulated_camera_gives_a_page(qtbot: QtBot, desk: Desk, backend: Backend) -> None:
    desk.pc.settings = replace(desk.settings, camera="simulated")
    case = Visits(backend).serve("id-card").case
    part = AttachmentsPart(desk)
    part.show_place(Place(case), (OTHER,))
    robot = AttachmentsRobot(qtbot, part, (900, 640))
    robot.press(f"files.{OTHER}.camera")
    assert (
        robot.says("模拟") or robot.find("camera.choice", QComboBox).currentText() == "模拟高拍仪"
    )
    qtbot.waitUntil(lambda: robot.find("camera.take", QWidget).isEnabled())
    robot.press("camera.take")
    robot.press("camera.use")
    assert len(robot.files(OTHER)) == 1


def test_the_camera_that_is_set_comes_first(over: Make, desk: Desk) -> None:
    desk.pc.settings = replace(desk.settings, camera_name="二号")
    cameras = Cameras("一号", "二号")
    over(cameras)
    assert cameras.running() == 1
    desk.pc.settings = replace(desk.settings, camera_name="三号")
    gone = Cameras("一号", "二号")
    over(gone)
    assert gone.running() == 0


def test_switched_off_no_picture_is_offered(qtbot: QtBot, desk: Desk, backend: Backend) -> None:
    desk.pc.settings = replace(desk.settings, camera="off")
    part = AttachmentsPart(desk)
    part.show_place(Place(Visits(backend).serve("id-card").case), (OTHER,))
    robot = AttachmentsRobot(qtbot, part, (900, 640))
    assert robot.has(f"files.{OTHER}.add")
    assert not robot.has(f"files.{OTHER}.camera")
