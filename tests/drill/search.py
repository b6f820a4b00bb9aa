"""Looks for words in the bytes of every file, in whatever form a program may leave them."""

import base64
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
LARGEST = 32 << 20
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_GZIP = re.compile(rb"\x1f\x8b\x08")
_ZIP = re.compile(rb"PK\x03\x04")
_A85 = re.compile(rb"stream\r?\n(.{1,2000000}?~>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that was found: which, where, in which form."""

    file: Path
    word: str
    form: str


def forms(word: str) -> Iterator[tuple[str, bytes]]:
    """Every form a word may have in plain bytes."""
    for encoding in ENCODINGS:
        raw = word.encode(encoding)
        yield encoding, raw
        for shift in range(3):
            # What stands before moves the signs; those that depend on neighbours are left out.
            coded = base64.b64encode(bytes(shift) + raw)
            inner = coded[-(-shift * 4 // 3) : len(coded) - 4 if (shift + len(raw)) % 3 else None]
            yield f"base64 of {encoding}", inner
    yield "JSON", json.dumps(word)[1:-1].encode()


class Search:
    """The words that must not be found."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._known = {raw: (word, form) for word in words for form, raw in forms(word)}
        ordered = sorted(self._known, key=len, reverse=True)
        self._pattern = re.compile(b"|".join(map(re.escape, ordered)))

    def below(self, folder: Path) -> list[Hit]:
        """Every hit in every file of a folder."""
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        return [hit for file in files for hit in self.inside(file)]

    def inside(self, file: Path) -> Iterator[Hit]:
        """The hits in one file, also in what is compressed in it, and in its name."""
        content = file.read_bytes()
        found = {("", *each) for each in self._plain(content)}
        found |= {("name, ", *each) for each in self._plain(str(file).encode())}
        for kind, inner in _unpacked(content):
            found |= {(f"{kind}, ", *each) for each in self._plain(inner)}
        for how, word, form in sorted(found):
            yield Hit(file, word, f"{how}{form}")

    def _plain(self, content: bytes) -> Iterator[tuple[str, str]]:
        for raw in set(self._pattern.findall(content)):
            yield self._known[raw]


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """What a file holds in compressed form, wherever it begins."""
    for match in _ZLIB.finditer(content):
        yield "zlib", _inflated(content[match.start() :], 15)
    for match in _GZIP.finditer(content):
        yield "gzip", _inflated(content[match.start() :], 31)
    for match in _ZIP.finditer(content):
        head = content[match.start() : match.start() + 30]
        skip = 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        yield "zip", _inflated(content[match.start() + skip :], -15)
    for match in _A85.finditer(content):
        try:
            raw = base64.a85decode(b"<~" + match[1].strip(), adobe=True)
        except ValueError:
            continue
        yield "ASCII85", raw
        yield "ASCII85 and zlib", _inflated(raw, 15)


def _inflated(content: bytes, bits: int) -> bytes:
    """As much as can be unpacked; nothing where no stream begins."""
    try:
        return zlib.decompressobj(bits).decompress(content, LARGEST)
    except zlib.error:
        return b""
