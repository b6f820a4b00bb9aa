"""Files as visitors and their enemies hand them in, made while the tests run."""

import hashlib
import struct
import zlib
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.attachments import Checked, Picture, file_name, media_of

SMALL = Picture(2, 1, bytes(6))


@cache
def picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), colour: int = 0, noise: bool = False
) -> bytes:
    """A picture of one colour, or one that no packing makes small."""
    image = Image.effect_noise(size, 90) if noise else Image.new("L", size, colour)
    out = BytesIO()
    image.convert("RGB").save(out, kind)
    return out.getvalue()


def upright(orientation: int) -> bytes:
    """A picture that a camera held otherwise, with its word on how to turn it."""
    image, out = Image.new("RGB", (60, 40), "red"), BytesIO()
    exif = image.getexif()
    exif[0x0112] = orientation
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


@cache
def pdf(pages: int = 1, password: str = "") -> bytes:
    """A PDF as a scanner makes it."""
    out = BytesIO()
    canvas = Canvas(out, encrypt=password or None, invariant=1)
    for page in range(pages):
        canvas.drawString(100, 700, f"{page + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def raw_pdf(content: bytes, filters: bytes, kids: int = 1) -> bytes:
    """A PDF put together by hand; every page is the same one."""
    pages = b"3 0 R " * kids
    return b"".join(
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
            b"2 0 obj<</Type/Pages/Kids[", pages, b"]/Count %d>>endobj\n" % kids,
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>endobj\n",
            b"4 0 obj<</Length %d/Filter[%b]>>stream\n" % (len(content), filters),
            content, b"\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF",
        )
    )  # fmt: skip


def pdf_bomb() -> bytes:
    """Under a thousand bytes that unpack, filter in filter, to eight million saved states."""
    packed = zlib.compress(zlib.compress(b"q " * 8_000_000, 9), 9)
    return raw_pdf(packed, b"/FlateDecode/FlateDecode")


def giant_png() -> bytes:
    """A small PNG that says it has 3,600 million dots."""
    data = bytearray(picture("PNG"))
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def checked(data: bytes = b"", name: str = "身份证.jpg", **more: Any) -> Checked:
    """A file as if it had been looked through."""
    data = data or picture()
    media = media_of(data)
    return Checked(
        file_name(name, media), media, hashlib.sha256(data).hexdigest(), more.get("pages", 1),
        more.get("small", SMALL), data,
    )  # fmt: skip
