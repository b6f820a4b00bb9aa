"""Bare pixels become pictures on screen; the heavy part is done on another thread."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPixmap, QTransform

from desktop.domain.attachments import Picture
from desktop.views import theme


def image_of(picture: Picture) -> QImage:
    """The pixels as the screen takes them, in memory of their own."""
    wide = 3 * picture.width
    bare = QImage(picture.rgb, picture.width, picture.height, wide, QImage.Format.Format_RGB888)
    return bare.convertToFormat(QImage.Format.Format_RGB32)


def prepared(picture: Picture, turns: int, box: tuple[int, int] | None) -> QImage:
    """A picture turned by quarters to the right and, with a box, made small enough for it."""
    image = image_of(picture)
    if turns % 4:
        image = image.transformed(QTransform().rotate(90 * (turns % 4)))
    if box is not None and (image.width() > box[0] or image.height() > box[1]):
        image = image.scaled(
            QSize(*box),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return image


def stamp(picture: Picture, side: int, ratio: float, badge: str = "") -> QPixmap:
    """A small picture in the middle of a square of `side` px; a badge tells of more pages."""
    made = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    made.setDevicePixelRatio(ratio)
    image = prepared(picture, 0, (made.width(), made.height()))
    wide, tall = image.width() / ratio, image.height() / ratio
    painter = QPainter(made)
    painter.drawImage(QRectF((side - wide) / 2, (side - tall) / 2, wide, tall), image)
    if badge:
        _badge(painter, side, badge)
    painter.end()
    return made


def _badge(painter: QPainter, side: int, text: str) -> None:
    font = QFont(theme.FAMILY)
    font.setPixelSize(11)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 8
    place = QRectF(side - width, side - 16, width, 16)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current()["ink"]))
    painter.drawRoundedRect(place, 4, 4)
    painter.setPen(QColor(theme.current()["surface"]))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
