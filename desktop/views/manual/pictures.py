"""The manual's pictures: their room is known at once, each is read when it comes into sight."""

import struct
from functools import cache, lru_cache

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap, QPyTextObject, QTextDocument, QTextFormat

import resources
from desktop.views.manual.markup import Sized

KEPT = 12
"""Pictures that are kept after they were seen."""


@cache
def size_of(language: str, name: str) -> tuple[int, int]:
    """Width and height of a picture in px, from its first bytes."""
    with resources.path("manual", "pictures", language, f"{name}.png").open("rb") as file:
        width, height = struct.unpack(">II", file.read(24)[16:24])
    return width, height


class Pictures(QPyTextObject):
    """Draws the pictures of a page; Qt's own way would read them all before the first line."""

    def __init__(self, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._language = language

    def fit(self, room: int, zoom: int) -> Sized:
        """How large pictures are shown in so much room, and never larger than they are sharp."""

        def sized(name: str) -> tuple[int, int]:
            width, height = size_of(self._language, name)
            shown = min(width * zoom // 100, room)
            return shown, height * shown // width

        return sized

    def intrinsicSize(  # noqa: N802 - Qt's name
        self, _document: QTextDocument, _position: int, form: QTextFormat
    ) -> QSizeF:
        """The room of a picture, as the page says it."""
        picture = form.toImageFormat()
        return QSizeF(picture.width(), picture.height())

    def drawObject(  # noqa: N802 - Qt's name
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        _document: QTextDocument,
        _position: int,
        form: QTextFormat,
    ) -> None:
        """Draw a picture that is in sight."""
        ratio, room = painter.device().devicePixelRatio(), QRectF(rect)
        size = (round(room.width() * ratio), round(room.height() * ratio))
        shown = _scaled(self._language, form.toImageFormat().name(), *size)
        painter.drawPixmap(room, shown, QRectF(shown.rect()))


@lru_cache(maxsize=KEPT)
def _scaled(language: str, name: str, width: int, height: int) -> QPixmap:
    file = resources.path("manual", "pictures", language, f"{name}.png")
    return QPixmap(str(file)).scaled(
        width,
        height,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
