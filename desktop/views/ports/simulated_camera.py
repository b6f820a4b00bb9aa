"""A document camera that is none: it shows a drawn page, so that taking a picture can be tried."""

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from desktop.views.attachments.camera import PictureSource

NAME = "模拟高拍仪"
PAGE = (1240, 1754)
"""A4 at 150 dots per inch."""

APART_MS = 200


class SimulatedCamera(PictureSource):
    """Gives one page, again and again; it says on its face that it is none."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page()
        self._timer = QTimer(self)
        self._timer.setInterval(APART_MS)
        self._timer.timeout.connect(self._give)

    def names(self) -> tuple[str, ...]:
        """The one there is."""
        return (NAME,)

    def start(self, place: int) -> None:
        """Let pictures come."""
        if place:
            self.failed.emit()
        else:
            self._timer.start()

    def stop(self) -> None:
        """Let none come any more."""
        self._timer.stop()

    def _give(self) -> None:
        self.frame.emit(self._page)


def page() -> QImage:
    """A page with lines that stand for text; nobody's."""
    wide, high = PAGE
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor("#F7F5EF"))
    painter = QPainter(image)
    font = QFont("Noto Sans SC")
    font.setPixelSize(64)
    painter.setFont(font)
    painter.setPen(QColor("#202020"))
    painter.drawText(QRectF(0, 120, wide, 120), Qt.AlignmentFlag.AlignCenter, "模拟材料 · 培训用")
    for line in range(22):
        length = wide - 240 - (line * 173 % 260)
        painter.fillRect(QRectF(120, 320 + line * 56, length, 14), QColor("#9A9A9A"))
    painter.setPen(QColor("#B3261E"))
    painter.drawEllipse(QRectF(820, 1400, 260, 260))
    painter.drawText(QRectF(820, 1400, 260, 260), Qt.AlignmentFlag.AlignCenter, "样张")
    painter.end()
    return image
