"""What may be attached to a matter: kinds told by their content, limits, names one can read."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.texts import plain

OTHER = "other"
"""The material under which stands what belongs to none."""


class Media(StrEnum):
    """What is taken: pictures of cameras and scanners, and what scanners make of many pages.

    Each further kind is one more reader that bytes from outside could break. WebP, TIFF and HEIC
    are named when they are refused, with what to do instead.
    """

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken: bytes and pixels of a file, pages of a PDF, files of a material, a case.

    A phone's picture has 12 to 50 million pixels and 3 to 12 MB, a page scanned in colour 1 MB.
    """

    size: int = 20_000_000
    pixels: int = 64_000_000
    pages: int = 200
    per_material: int = 20
    per_case: int = 100


LIMITS = Limits()

_SIGNS = {Media.JPEG: b"\xff\xd8\xff", Media.PNG: b"\x89PNG\r\n\x1a\n", Media.PDF: b"%PDF-"}

_FOREIGN = (
    (0, b"RIFF", "WebP"), (0, b"II*\0", "TIFF"), (0, b"MM\0*", "TIFF"), (4, b"ftyp", "HEIC"),
    (0, b"GIF8", "GIF"), (0, b"BM", "BMP"), (0, b"PK\3\4", "ZIP/DOCX/XLSX"),
    (0, b"\xd0\xcf\x11\xe0", "DOC/XLS"), (0, b"Rar!", "RAR"), (0, b"7z\xbc\xaf", "7Z"),
    (0, b"{\\rtf", "RTF"), (0, b"MZ", "EXE"), (0, b"\x7fELF", "ELF"),
)  # fmt: skip
"""What else is often handed in, to be called by its name: where it stands, the bytes, the name."""

_ENDINGS = {Media.JPEG: (".jpg", ".jpeg", ".jfif"), Media.PNG: (".png",), Media.PDF: (".pdf",)}

NAME, NAMELESS = 100, "附件"
"""The longest name in characters, and what a file is called of whose name nothing is left."""


def media_of(data: bytes) -> Media:
    """What a file is by its first bytes, whatever its name says; refuses what is not taken."""
    if not data:
        raise Refusal(Trouble.ATTACHMENT_EMPTY)
    for media, sign in _SIGNS.items():
        if data.startswith(sign):
            return media
    for place, sign, kind in _FOREIGN:
        if data.startswith(sign, place):
            raise Refusal(Trouble.ATTACHMENT_KIND, kind=kind)
    raise Refusal(Trouble.ATTACHMENT_UNKNOWN)


def file_name(name: str, media: Media) -> str:
    """A file's name as it is kept: no folders, nothing that draws nothing, the ending it deserves.

    A name that ends otherwise is no reason to refuse a scan; it only must not promise what the
    file is not.
    """
    last = plain(name.replace("\\", "/").rsplit("/", 1)[-1])
    known = (each for each in _ENDINGS[media] if last.lower().endswith(each))
    length = len(next(known, ""))
    stem, ending = (last[:-length], last[-length:]) if length else (last, _ENDINGS[media][0])
    return (stem.strip(". ")[: NAME - len(ending)].rstrip(". ") or NAMELESS) + ending


@dataclass(frozen=True, slots=True)
class Picture:
    """Bare pixels, three bytes each from the top left: what nothing has to be decoded for."""

    width: int
    height: int
    rgb: bytes

    def __post_init__(self) -> None:
        """Raises ValueError where the bytes are not that many pixels."""
        if min(self.width, self.height) < 1 or len(self.rgb) != 3 * self.width * self.height:
            raise ValueError("not as many pixels as were told")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader in a process of its own made of a file: its pages, and one as a picture."""

    pages: int
    picture: Picture


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was looked through and may be attached."""

    name: str
    media: Media
    sha256: str
    pages: int
    small: Picture
    data: bytes
