"""Takes a picture of a paper: choose a camera, see live, take, take again, use."""

import logging
import sys
from collections.abc import Callable
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QBuffer, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.views import theme
from desktop.views.desk import Desk
from desktop.views.fields import Choice
from desktop.views.parts import button, column, label, row
from desktop.views.sheet import Sheet

log = logging.getLogger(__name__)

LINUX = sys.platform == "linux"

QUALITY = 90
"""Of the JPEG that is kept of a frame."""


class PictureSource(QObject):
    """Where live pictures come from; `failed` says that the camera that was chosen gives none."""

    frame = Signal(QImage)
    failed = Signal()

    def names(self) -> tuple[str, ...]:
        """The cameras there are now."""
        raise NotImplementedError

    def start(self, place: int) -> None:
        """Let pictures of one of them come."""
        raise NotImplementedError

    def stop(self) -> None:
        """Let none come any more, and the camera's light go out."""
        raise NotImplementedError


MakeSource = Callable[[QObject], PictureSource | None]
"""Gives the source of pictures; None where this system lacks what cameras need."""


def this_pc(parent: QObject) -> PictureSource | None:
    """The cameras of this PC; what drives them is imported when the first one is asked for."""
    if LINUX:
        from desktop.views.attachments.linux_camera import LinuxCamera

        return LinuxCamera(parent)
    try:
        from desktop.views.attachments.local_camera import LocalCamera
    except ImportError:
        log.warning("no cameras: a system library is missing", exc_info=True)
        return None
    return LocalCamera(parent)


def source_of(desk: Desk) -> MakeSource:
    """Where pictures come from at this counter, as its settings say."""
    if desk.settings.camera == "simulated":
        from desktop.views.ports.simulated_camera import SimulatedCamera

        return SimulatedCamera
    return this_pc


class Live(QWidget):
    """The picture that comes, as large as its room lets it be."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("camera.live")
        self.setAccessibleName(_("Camera picture"))
        self._image = QImage()
        self._said = label("", tone="second", wrap=True, name="camera.said")
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column(self._said, margins=24, parent=self)

    def show_image(self, image: QImage) -> None:
        """Show a frame."""
        self._image = image
        self._said.hide()
        self.update()

    def say(self, sentence: str) -> None:
        """Say something in the place of a picture."""
        self._image = QImage()
        self._said.setText(sentence)
        self._said.show()
        self.update()

    def sizeHint(self) -> QSize:
        """Take what is there."""
        return QSize(480, 300)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame in the middle of its ground."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("canvas"))
        if not self._image.isNull():
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
            painter.drawImage(self.rect().adjusted(left, top, -left, -top), self._image)
        painter.end()


class CameraSheet(Sheet):
    """One picture of one material; `taken` carries its JPEG. What is kept is the frame one saw."""

    taken = Signal(bytes)

    def __init__(self, over: QWidget, desk: Desk, material: str, make: MakeSource) -> None:
        self._desk = desk
        self._frame: QImage | None = None
        self._held = False
        self._live = Live()
        self._cameras = Choice((), name="camera.choice")
        self._cameras.setAccessibleName(_("Camera"))
        self._again = button(_("Look again"), icon="refresh-cw", name="camera.again")
        self._take = button(_("Take the picture"), kind="filled", icon="camera", name="camera.take")
        self._retake = button(_("Take it again"), icon="rotate-ccw", name="camera.retake")
        self._use = button(_("Use it"), kind="filled", icon="check", name="camera.use")
        self._close = button(_("Cancel"), kind="quiet", name="camera.close")
        wide = max(600, min(1000, over.width() - 64))
        title = _("Picture of: {name}").format(name=material)
        super().__init__(over, title, "", (), body=self._body(over.height()), width=wide)
        self._source = make(self)
        self._join()
        self._look_for_cameras()

    def _body(self, tall: int) -> QWidget:
        body = QWidget()
        head = row(self._cameras, self._again, None, spacing=8)
        foot = row(self._close, None, self._retake, self._take, self._use, spacing=8)
        places = column(head, self._live, foot, spacing=12, parent=body)
        places.setStretch(1, 1)
        body.setFixedHeight(max(260, min(900, tall - 170)))
        return body

    def _join(self) -> None:
        self._again.clicked.connect(self._look_for_cameras)
        self._take.clicked.connect(self._hold)
        self._retake.clicked.connect(self._let_go)
        self._use.clicked.connect(self._keep)
        self._close.clicked.connect(self._leave)
        self._cameras.activated.connect(self._begin)
        if self._source is not None:
            self._source.frame.connect(self._show_frame)
            self._source.failed.connect(self._no_picture)

    def _look_for_cameras(self) -> None:
        self._cameras.clear_all()
        names = () if self._source is None else self._source.names()
        for place, name in enumerate(names):
            self._cameras.offer(place, name)
        if (named := self._desk.settings.camera_name) in names:
            self._cameras.choose(names.index(named))
        self._cameras.setVisible(bool(names))
        self._again.setVisible(not names and self._source is not None)
        self._let_go()
        if names:
            self._begin()
        elif self._source is None:
            self._live.say(
                _("This PC lacks a system library that cameras need (libpulse). Have IT install "
                  "it; until then scan the paper and attach the file.")
            )  # fmt: skip
            self._close.setFocus()
        else:
            self._live.say(
                _("There is no camera. Plug one in and look again, or scan the paper and attach "
                  "the file.")
            )  # fmt: skip
            self._again.setFocus()

    def _begin(self) -> None:
        self._let_go()
        place = self._cameras.value
        if self._source is not None and isinstance(place, int):
            self._live.say(_("The camera starts …"))
            self._source.start(place)

    def _show_frame(self, image: QImage) -> None:
        if self._held:
            return
        first, self._frame = self._frame is None, image
        self._live.show_image(image)
        if first:
            self._show_buttons()
            self._take.setFocus()

    def _no_picture(self) -> None:
        self._frame, self._held = None, False
        self._live.say(
            _("This camera gives no picture. Another program may hold it: close that one, or "
              "choose another camera.")
        )  # fmt: skip
        self._again.setVisible(True)
        self._show_buttons()
        self._again.setFocus()

    def _hold(self) -> None:
        """Keep the frame that is seen now."""
        self._held = self._frame is not None
        self._show_buttons()
        self._use.setFocus()

    def _let_go(self) -> None:
        self._held, self._frame = False, None
        self._show_buttons()

    def _show_buttons(self) -> None:
        self._take.setVisible(not self._held)
        self._take.setEnabled(self._frame is not None)
        self._retake.setVisible(self._held)
        self._use.setVisible(self._held)

    def _keep(self) -> None:
        if self._frame is not None:
            self._use.setEnabled(False)
            self._desk.jobs.apart(partial(_jpeg, self._frame), self._give)

    def _give(self, data: bytes) -> None:
        self.taken.emit(data)
        self.answer("used")

    def _leave(self) -> None:
        self.answer("")

    def hideEvent(self, event: QHideEvent) -> None:
        """No camera runs where nobody sees its picture."""
        if self._source is not None:
            self._source.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """After a lock the picture comes back."""
        super().showEvent(event)
        if getattr(self, "_source", None) is not None:
            self._begin()


def _jpeg(frame: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    frame.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(buffer.data().data())
