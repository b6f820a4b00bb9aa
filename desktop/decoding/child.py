"""The other process: reads one file from standard input, gives pages and pixels to the output.

It may use little time and memory, write no file, and ends after one answer. A hostile file may
break it in any way; then there is no answer, and nothing else happens.
"""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QMessageLogContext,
    QSize,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImage, QImageReader, QPainter

from desktop.domain.attachments import LIMITS, Media
from desktop.domain.errors import Trouble

MEMORY, SECONDS = 1 << 30, 10
FORMATS = {Media.JPEG: b"jpeg", Media.PNG: b"png"}
SHARP = 2.5
"""Dots for each point of a PDF's page: 180 an inch, a page of A4 in 1488 by 2105."""

SEEN = 1000
"""Longer side in px of a page whose codes were read; enough to read a number by eye."""

SMOOTH = Qt.TransformationMode.SmoothTransformation

_MIB = 1 << 20
_heard: list[str] = []


class _UnfitError(Exception):
    """The file is refused for this reason."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def main(words: Sequence[str]) -> int:
    """Answer one question: kind, page, longest side in px, most pixels, most pages; the word
    `codes` behind them asks for the page's codes beside its pixels."""
    _bound()
    qInstallMessageHandler(_hear)
    media, (page, longest, pixels, most) = Media(words[0]), map(int, words[1:5])
    data = sys.stdin.buffer.read(LIMITS.size + 1)
    try:
        if media is Media.PDF:
            pages, image = _page(data, page, longest, most)
        else:
            pages, image = 1, _image(data, media, longest, pixels)
    except _UnfitError as error:
        sys.stdout.buffer.write(json.dumps({"trouble": error.trouble}).encode() + b"\n")
        return 0
    head: dict[str, object] = {"pages": pages}
    if words[5:] == ["codes"]:
        from desktop.decoding.codes import codes_in

        head["codes"] = codes_in(image)
        image = image.scaled(_fitted(image.size(), SEEN), mode=SMOOTH)
    head |= {"width": image.width(), "height": image.height()}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    for line in _lines(image):
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
    return 0


def _bound() -> None:
    """Where the system can, bound what this process may use; no file and no core is written."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        # Not RLIMIT_AS: the reader of PDFs reserves 32 GB of addresses that it never fills.
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _hear(_kind: QtMsgType, _where: QMessageLogContext, text: str | None) -> None:
    _heard.append((text or "").lower())


def _buffer(data: bytes) -> QBuffer:
    made = QBuffer()
    made.setData(QByteArray(data))
    made.open(QBuffer.OpenModeFlag.ReadOnly)
    return made


def _image(data: bytes, media: Media, longest: int, pixels: int) -> QImage:
    """A picture upright, as its camera meant it, no longer than asked for."""
    source = _buffer(data)
    reader = QImageReader(source, QByteArray(FORMATS[media]))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(4 * pixels // _MIB + 1)
    size = reader.size()
    if size.isEmpty():
        raise _UnfitError(Trouble.ATTACHMENT_DAMAGED)
    if size.width() * size.height() > pixels:
        raise _UnfitError(Trouble.ATTACHMENT_PIXELS)
    if max(size.width(), size.height()) > longest:
        reader.setScaledSize(_fitted(size, longest))
    image = reader.read()
    # A cut JPEG is filled up with grey and given out as whole; only a warning tells.
    if image.isNull() or any("premature end" in each for each in _heard):
        raise _UnfitError(Trouble.ATTACHMENT_DAMAGED)
    return image


def _page(data: bytes, page: int, longest: int, most: int) -> tuple[int, QImage]:
    """How many pages a PDF has, and one of them."""
    from PySide6.QtPdf import QPdfDocument

    source, document = _buffer(data), QPdfDocument()
    document.load(source)
    if document.error() is QPdfDocument.Error.IncorrectPassword:
        raise _UnfitError(Trouble.ATTACHMENT_LOCKED)
    pages = document.pageCount()
    if pages > most:
        raise _UnfitError(Trouble.ATTACHMENT_PAGES)
    points = document.pagePointSize(page)
    if document.error() is not QPdfDocument.Error.None_ or page >= pages or points.isEmpty():
        raise _UnfitError(Trouble.ATTACHMENT_DAMAGED)
    shape = QSize(round(points.width() * SHARP), round(points.height() * SHARP))
    sides = (1, shape.width(), shape.height())
    image = document.render(page, _fitted(shape, min(longest, max(sides))))
    if image.isNull():
        raise _UnfitError(Trouble.ATTACHMENT_DAMAGED)
    return pages, image


def _fitted(size: QSize, longest: int) -> QSize:
    made = size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio)
    return made.expandedTo(QSize(1, 1))


def _lines(image: QImage) -> list[bytes]:
    """The pixels line by line on white, without what Qt adds to a line's end."""
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    plain = flat.convertToFormat(QImage.Format.Format_RGB888)
    step, wide, bits = plain.bytesPerLine(), 3 * plain.width(), bytes(plain.constBits())
    return [bits[row * step : row * step + wide] for row in range(plain.height())]
