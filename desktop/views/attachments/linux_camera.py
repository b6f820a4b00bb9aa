"""The cameras of a PC with Linux, as a source of pictures."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtGui import QImage

from desktop.views.attachments.camera import PictureSource
from desktop.views.attachments.video4linux import Camera, Format, Stream, cameras

APART = 0.08
"""Seconds between two frames that are shown; a paper lies still."""


class LinuxCamera(PictureSource):
    """Frames of a camera at the finest setting that is not beyond measure."""

    def __init__(
        self,
        parent: QObject,
        find: Callable[[], tuple[Camera, ...]] = cameras,
        begin: Callable[[Camera], Stream] = Stream,
    ) -> None:
        super().__init__(parent)
        self._find, self._begin = find, begin
        self._known: tuple[Camera, ...] = ()
        self._stream: Stream | None = None
        self._came: QSocketNotifier | None = None
        self._next = 0.0

    def names(self) -> tuple[str, ...]:
        """The cameras there are now."""
        self._known = self._find()
        return tuple(each.name for each in self._known)

    def start(self, place: int) -> None:
        """Let pictures of one of them come."""
        self.stop()
        try:
            self._stream = self._begin(self._known[place])
        except (OSError, IndexError):
            self.failed.emit()
            return
        self._came = QSocketNotifier(self._stream.fileno(), QSocketNotifier.Type.Read, self)
        self._came.activated.connect(self._take)

    def stop(self) -> None:
        """Let none come any more."""
        if self._came is not None:
            self._came.setEnabled(False)
            self._came.deleteLater()
            self._came = None
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _take(self) -> None:
        """Show a frame, and leave as much time to everything else as it took."""
        if self._stream is None:
            return
        try:
            data = self._stream.frame()
        except OSError:  # pulled out
            self.stop()
            self.failed.emit()
            return
        begin = monotonic()
        if data and begin >= self._next:
            image = picture(data, self._stream.format)
            if not image.isNull():
                self.frame.emit(image)
            end = monotonic()
            self._next = end + max(APART, end - begin)


def picture(data: bytes, sent: Format) -> QImage:
    """A frame as a picture; an empty one where it came in torn."""
    if sent.code != "YUYV":
        return QImage.fromData(data, "JPEG")  # type: ignore[arg-type]  # the stubs want bytes
    if len(data) < 2 * sent.dots:
        return QImage()
    from PIL import Image

    full, half = (sent.width, sent.height), (sent.width // 2, sent.height)
    whole = data[: 2 * sent.dots]
    light = Image.frombytes("L", full, whole[0::2])
    blue, red = (Image.frombytes("L", half, whole[at::4]).resize(full) for at in (1, 3))
    colours = Image.merge("YCbCr", (light, blue, red)).convert("RGB").tobytes()
    kind = QImage.Format.Format_RGB888
    return QImage(colours, *full, 3 * sent.width, kind).copy()
