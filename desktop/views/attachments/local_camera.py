"""The cameras of this PC, by Qt's multimedia part; imported only where one is asked for."""

from time import monotonic

from PySide6.QtCore import QObject
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QMediaDevices,
    QVideoFrame,
    QVideoSink,
)

from desktop.views.attachments.camera import PictureSource

APART = 0.08
"""Seconds between two frames that are shown; a paper lies still."""

LARGEST = 12_000_000
"""Dots of a frame at most."""


class LocalCamera(PictureSource):
    """Frames of a camera at the finest setting that is not beyond measure."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._camera: QCamera | None = None
        self._session = QMediaCaptureSession(self)
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._came)
        self._session.setVideoSink(self._sink)
        self._last = 0.0

    def names(self) -> tuple[str, ...]:
        """The cameras there are now."""
        return tuple(each.description() for each in QMediaDevices.videoInputs())

    def start(self, place: int) -> None:
        """Let pictures of one of them come."""
        self.stop()
        devices = QMediaDevices.videoInputs()
        if place >= len(devices):
            self.failed.emit()
            return
        self._camera = QCamera(devices[place], self)
        best = _finest(devices[place])
        if best is not None:
            self._camera.setCameraFormat(best)
        self._camera.errorOccurred.connect(self._trouble)
        self._session.setCamera(self._camera)
        self._camera.start()

    def stop(self) -> None:
        """Let none come any more."""
        if self._camera is not None:
            self._camera.stop()
            self._camera.deleteLater()
            self._camera = None

    def _came(self, frame: QVideoFrame) -> None:
        now = monotonic()
        if self._camera is not None and frame.isValid() and now - self._last >= APART:
            self._last = now
            self.frame.emit(frame.toImage())

    def _trouble(self, _error: object, _text: str) -> None:
        self.failed.emit()


def _finest(device: QCameraDevice) -> QCameraFormat | None:
    """The setting with the most dots, among those the one with the most frames."""
    known = [each for each in device.videoFormats() if _dots(each) <= LARGEST]
    return max(known, key=lambda each: (_dots(each), each.maxFrameRate()), default=None)


def _dots(setting: QCameraFormat) -> int:
    size = setting.resolution()
    return size.width() * size.height()
