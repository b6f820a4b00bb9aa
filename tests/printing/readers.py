"""Reads printed papers back: their text, their codes, their pictures."""

import io

import pypdf
import zxingcpp
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument


def pages(pdf: bytes) -> list[str]:
    """Each page's text without any white space."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def text(pdf: bytes) -> str:
    """The whole text without any white space."""
    return "".join(pages(pdf))


def squeezed(words: str) -> str:
    """Words without any white space, as they are looked for in a text."""
    return "".join(words.split())


def picture(pdf: bytes, page: int, dpi: int, size: tuple[float, float] = (210, 297)) -> Image.Image:
    """A page as it would be printed at a resolution; needs a QGuiApplication."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    drawn = document.render(page, QSize(*(round(side / 25.4 * dpi) for side in size)))
    document.close()
    colour = drawn.convertToFormat(QImage.Format.Format_RGBA8888)
    size = (colour.width(), colour.height())
    image = Image.frombytes("RGBA", size, bytes(colour.constBits()))
    white = Image.new("RGBA", size, "white")
    return Image.alpha_composite(white, image).convert("L")


def codes(image: Image.Image) -> dict[str, list[str]]:
    """What a scanner reads, by kind of code."""
    found: dict[str, list[str]] = {}
    for code in zxingcpp.read_barcodes(image):
        found.setdefault(str(code.format).replace(" ", "").upper(), []).append(code.text)
    return found


def halves(image: Image.Image, tear: float) -> tuple[Image.Image, Image.Image]:
    """The page cut at a height given in millimetres from the top."""
    cut = round(tear / 297 * image.height)
    return image.crop((0, 0, image.width, cut)), image.crop((0, cut, image.width, image.height))
