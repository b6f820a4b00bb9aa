"""A stub signed on the pad after printing: kept with the case, refused where nothing is drawn."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.decoding import ask
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.slips import Stroke, Stub
from desktop.services import attachments, slips, stubs
from desktop.services.intake import Issued
from desktop.services.officers import Second
from desktop.views.desk import Desk
from desktop.views.intake.pad import MOST, Pad
from desktop.views.signing import picture_of
from desktop.views.slips import SlipsScreen
from tests import builders
from tests.builders import NOW
from tests.robots import Robot
from tests.views.records import Visits

LINE = Stroke(tuple((0.1 + n / 40, 0.1, n, 0.2 + n / 60) for n in range(30)))


@pytest.fixture
def issued(backend: Backend) -> Issued:
    return Visits(backend).serve("id-card")


@pytest.fixture
def screen(qtbot: QtBot, desk: Desk, issued: Issued) -> Robot:
    desk.pc.settings = replace(desk.settings, signature_pad="on")
    return Robot(qtbot, SlipsScreen(desk))


def draws(robot: Robot, *, dot: bool = False) -> None:
    pad, button = robot.find("pad", QWidget), Qt.MouseButton.LeftButton
    QTest.mousePress(pad, button, pos=QPoint(60, 60))
    for step in range(0 if dot else 12):
        QTest.mouseMove(pad, QPoint(60 + 20 * step, 60 + step % 3 * 30))
    QTest.mouseRelease(pad, button, pos=QPoint(60 if dot else 300, 60))


def state(backend: Backend, slip: int) -> Stub:
    with reading(backend.engine) as session:
        return next(r for r in slips.ledger(session, builders.CHIEF) if r.id == slip).stub


def test_a_signature_is_kept_with_the_case_and_the_stub_is_here(
    screen: Robot, backend: Backend, issued: Issued
) -> None:
    screen.press("slips.pad")
    screen.press("signing.go")
    assert screen.text("signing.said")  # nothing is drawn yet
    draws(screen, dot=True)
    screen.press("signing.go")
    assert state(backend, issued.slip) is Stub.MISSING
    screen.press("signing.clear")
    draws(screen)
    assert screen.text("signing.said") == ""
    screen.press("signing.go")
    assert not screen.has("pad")
    assert state(backend, issued.slip) is Stub.SIGNED
    with reading(backend.engine) as session:
        (row,) = attachments.attached(session, issued.case)
    assert row.name == f"签名-{issued.number}.png"
    assert len(row.sha256) == 64
    assert not screen.has("slips.pad")


def test_it_says_what_it_is_not_and_leaving_keeps_nothing(
    screen: Robot, backend: Backend, issued: Issued
) -> None:
    screen.press("slips.pad")
    assert screen.says("《电子签名法》第十三条")
    draws(screen)
    screen.press("signing.close")
    assert state(backend, issued.slip) is Stub.MISSING


def test_without_the_setting_it_is_not_offered(qtbot: QtBot, desk: Desk, issued: Issued) -> None:
    robot = Robot(qtbot, SlipsScreen(desk))
    assert robot.has("slips.signed")
    assert not robot.has("slips.pad")


def test_a_stub_that_is_here_or_void_takes_none(backend: Backend, issued: Issued) -> None:
    file = ask.check("x.png", picture_of((LINE,), 3.0))
    clerk = builders.clerk(backend)
    with writing(backend.engine) as session:
        stubs.sign_on_pad(session, clerk, NOW, issued.slip, file)
    with writing(backend.engine) as session, pytest.raises(Refusal) as refused:
        stubs.sign_on_pad(session, clerk, NOW, issued.slip, file)
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE
    other = Visits(backend).serve("id-card", builders.FROM_ANHUI)
    with writing(backend.engine) as session:
        slips.void(
            session, builders.CHIEF, NOW, other.slip, "写错了", Second("001003", builders.PASSWORD)
        )
    with writing(backend.engine) as session, pytest.raises(Refusal) as refused:
        stubs.sign_on_pad(session, clerk, NOW, other.slip, file)
    assert refused.value.trouble is Trouble.SLIP_VOID


def test_force_makes_the_line_wider() -> None:
    image = QImage.fromData(picture_of((LINE,), 3.0))
    assert (image.width(), image.height()) == (1320, 440)

    def black(x: int) -> int:
        return sum(image.pixelColor(x, y).black() > 128 for y in range(image.height()))

    assert black(1000) > black(200) > 0


def test_a_pen_draws_with_its_force_and_a_pad_takes_only_so_much(qtbot: QtBot) -> None:
    pad = Pad()
    qtbot.addWidget(pad)
    device = QPointingDevice.primaryPointingDevice()

    def pen(kind: QEvent.Type, x: float, force: float) -> None:
        at = QPointF(x, 50)
        event = QTabletEvent(
            kind, device, at, at, force, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier,
            Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton,
        )  # fmt: skip
        QApplication.sendEvent(pad, event)

    pen(QEvent.Type.TabletPress, 10, 0.2)
    pen(QEvent.Type.TabletMove, 60, 0.9)
    pen(QEvent.Type.TabletRelease, 60, 0.0)
    ((first, second),) = (stroke.points for stroke in pad.strokes)
    assert (first[3], second[3]) == (0.2, 0.9)
    pad.show_strokes((Stroke(((0.0, 0.0, 0, 0.5),) * MOST),), "")
    pen(QEvent.Type.TabletPress, 10, 0.2)
    pen(QEvent.Type.TabletRelease, 10, 0.0)
    assert sum(len(stroke.points) for stroke in pad.strokes) == MOST
