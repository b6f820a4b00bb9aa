"""One page as a picture: wholly seen or dot for dot, turned by quarters."""

from gettext import gettext as _

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea

from desktop.views.parts import plain_label

TURNING = {
    Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Home: -10_000, Qt.Key.Key_End: 10_000,
}  # fmt: skip
SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Canvas(QScrollArea):
    """Shows an image that was made for its room; asks for another when the room changes.

    Page keys turn pages; the arrows do, too, where there is nothing to scroll to.
    """

    resized = Signal()
    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._picture = plain_label()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setWordWrap(True)
        self.setObjectName("look.canvas")
        self.setProperty("canvas", True)
        self.setAccessibleName(_("Attachment"))
        self.setWidgetResizable(True)
        self.setWidget(self._picture)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def room(self) -> tuple[int, int]:
        """The room for a picture that is wholly seen, in dots of this screen."""
        size, ratio = self.maximumViewportSize(), self.devicePixelRatioF()
        return max(1, round((size.width() - 4) * ratio)), max(1, round((size.height() - 4) * ratio))

    @property
    def shown(self) -> QSize:
        """The size of the picture in dots; nothing while a sentence stands in its place."""
        return self._picture.pixmap().size()

    def show_image(self, image: QImage) -> None:
        """Show a picture, dot for dot."""
        made = QPixmap.fromImage(image)
        made.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setPixmap(made)

    def say(self, sentence: str) -> None:
        """Say something in the place of the picture."""
        self._picture.setText(sentence)

    @property
    def said(self) -> str:
        """The sentence in the place of the picture."""
        return self._picture.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room changed."""
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages, or scroll."""
        key = Qt.Key(event.key())
        if key in TURNING:
            self.turned.emit(TURNING[key])
        elif key in SIDEWAYS and not self.horizontalScrollBar().maximum():
            self.turned.emit(SIDEWAYS[key])
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
