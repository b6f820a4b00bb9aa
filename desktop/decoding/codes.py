"""The codes of one page: looked for in the picture as it is, then evened, larger, turned."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QTransform

MOST = 40
"""Codes that one page may hold."""

LONGEST_TEXT = 200
ENOUGH = 1400
"""Longer side in px below which bars are too fine; such a picture is also tried larger."""

TURNS = (8.0, -8.0)
"""Degrees a page is turned by where nothing else helped: bars want to lie nearly straight."""


def codes_in(image: QImage) -> list[dict[str, object]]:
    """Kind, text and corners of every QR code and Code 128, each once."""
    found: dict[tuple[bool, str], dict[str, object]] = {}
    for each, back in _ways(image):
        for code in _read(each, back):
            found.setdefault((bool(code["qr"]), str(code["text"])), code)
        if _whole(found):
            break
    return list(found.values())[:MOST]


def _whole(found: dict[tuple[bool, str], dict[str, object]]) -> bool:
    """Whether every number was read from both of its codes, as a stub wants it."""
    texts = {
        qr: {text.split("/")[0] for is_qr, text in found if is_qr is qr} for qr in (True, False)
    }
    return bool(texts[True]) and texts[True] == texts[False]


def _ways(image: QImage) -> Iterator[tuple[QImage, QTransform]]:
    """The picture as it is, evened, larger, turned; each with the way back to its own points."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    yield grey, QTransform()
    even = evened(grey)
    yield even, QTransform()
    if max(image.width(), image.height()) < ENOUGH * 2:
        scale = 2.0
        large = grey.scaled(grey.size() * scale, mode=Qt.TransformationMode.SmoothTransformation)
        yield large, QTransform.fromScale(1 / scale, 1 / scale)
    for degrees in TURNS:
        turn = QTransform().rotate(degrees)
        real = QImage.trueMatrix(turn, even.width(), even.height())
        turned = even.transformed(turn, Qt.TransformationMode.SmoothTransformation)
        yield turned, real.inverted()[0]


def evened(grey: QImage) -> QImage:
    """The picture without its shadows: how far each point lies below the light around it."""
    small = grey.scaled(24, 24, mode=Qt.TransformationMode.SmoothTransformation)
    light = small.scaled(grey.size(), mode=Qt.TransformationMode.SmoothTransformation)
    made = light.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, grey)
    painter.end()
    made.invertPixels()
    return made.convertToFormat(QImage.Format.Format_Grayscale8)


def _read(image: QImage, back: QTransform) -> Iterator[dict[str, object]]:
    import zxingcpp

    kinds = zxingcpp.BarcodeFormat
    wanted: Any = (kinds.QRCode, kinds.Code128)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    even = grey.copy(0, 0, grey.width() // 4 * 4, grey.height())  # lines without what Qt adds
    points_of = memoryview(bytes(even.constBits())).cast("B", (even.height(), even.width()))
    for code in zxingcpp.read_barcodes(points_of, formats=wanted):
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        points: list[Any] = [back.map(float(c.x), float(c.y)) for c in corners]
        yield {
            "qr": code.format == kinds.QRCode,
            "text": code.text[:LONGEST_TEXT],
            "corners": [[round(x, 1), round(y, 1)] for x, y in points],
        }
