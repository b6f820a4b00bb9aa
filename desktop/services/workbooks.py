"""Reads the sheets of an XLSX workbook as text, taking nothing in it on trust.

A workbook is a zip of XML files. Declared sizes are not believed, names are held against a list,
nothing is written to disk, no document type or entity is accepted, no formula is computed.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tables import Limits, Line, put

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ROOMS = frozenset(
    {"[Content_Types].xml", "_rels", "docProps", "xl", "customXml", "docMetadata", "_xmlsignatures"}
)
_NAME = re.compile(r"[A-Za-z0-9_\-.\[\]/ ()]{1,200}")
_DEEPEST = 64
_ENCRYPTED = 1
_PIECE = 65_536
_FREE = 1_000_000
"""What any workbook may unpack to, however well it is packed."""


def workbook_lines(data: bytes, limits: Limits) -> Iterator[Line]:
    """The rows of the first sheet; raises Refusal whatever the bytes are."""
    return iter(next(iter(workbook_sheets(data, limits, most=1).values())))


def workbook_sheets(data: bytes, limits: Limits, most: int = 40) -> dict[str, list[Line]]:
    """The rows of each sheet by its name, of so many; raises Refusal whatever the bytes are."""
    if data.startswith(_OLE):
        raise Refusal(Trouble.TABLE_ENCRYPTED)
    try:
        with ZipFile(BytesIO(data)) as packed:
            return _read(_Parts(packed, len(data), limits), limits, most)
    except _UNREADABLE as error:
        raise Refusal(Trouble.TABLE_NO_WORKBOOK) from error


_UNREADABLE = (
    BadZipFile, LargeZipFile, zlib.error, SAXException, EOFError, NotImplementedError, LookupError,
    ValueError, OSError, RuntimeError, struct.error,
)  # fmt: skip


class _Parts:
    """The parts of one workbook, unpacked one at a time and counted while they are."""

    def __init__(self, packed: ZipFile, size: int, limits: Limits) -> None:
        self._packed = packed
        self._room = min(limits.unpacked, max(limits.ratio * size, _FREE))
        members = packed.infolist()
        if len(members) > limits.members:
            raise Refusal(Trouble.TABLE_BOMB)
        for member in members:
            _check_member(member)
        self._members = {member.filename: member for member in members}
        if len(self._members) < len(members):
            raise Refusal(Trouble.TABLE_FOREIGN_PART, name="")

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def __getitem__(self, name: str) -> bytes:
        if name not in self._members:
            raise Refusal(Trouble.TABLE_NO_WORKBOOK)
        found: list[bytes] = []
        with self._packed.open(self._members[name]) as source:
            while piece := source.read(_PIECE):
                self._room -= len(piece)
                if self._room < 0:
                    raise Refusal(Trouble.TABLE_BOMB)
                found.append(piece)
        return b"".join(found)


def _check_member(member: ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise Refusal(Trouble.TABLE_ENCRYPTED)
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refusal(Trouble.TABLE_NO_WORKBOOK)
    steps = member.orig_filename.split("/")
    odd = not _NAME.fullmatch(member.orig_filename) or ".." in steps or "" in steps[:-1]
    if odd or steps[0] not in _ROOMS:
        shown = "".join(c for c in member.orig_filename[:60] if c.isprintable())
        raise Refusal(Trouble.TABLE_FOREIGN_PART, name=shown)


def _read(parts: _Parts, limits: Limits, most: int) -> dict[str, list[Line]]:
    book = _marks(parts["xl/workbook.xml"], "sheets/sheet", "workbook/workbookPr")
    links = _marks(parts["xl/_rels/workbook.xml.rels"], "Relationships/Relationship")
    targets = {each.get("Id", ""): _target(each) for _, each in links}
    shown = [each for place, each in book if place == "sheets/sheet"][:most]
    if not shown:
        raise Refusal(Trouble.TABLE_EMPTY)
    dated = any(each.get("date1904") in ("1", "true") for _, each in book)
    strings = _Strings(limits)
    if "xl/sharedStrings.xml" in parts:
        _walk(parts["xl/sharedStrings.xml"], strings)
    days = _day_styles(parts)
    found: dict[str, list[Line]] = {}
    for each in shown:
        sheet = _Sheet(limits, strings.texts, days, _epoch(dated))
        _walk(parts[targets.get(each.get("id", ""), "")], sheet)
        found[each.get("name", "")] = sheet.lines
    return found


def _target(link: Mapping[str, str]) -> str:
    target = link.get("Target", "")
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _epoch(from_1904: bool) -> datetime:
    return datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zone


def _walk(data: bytes, handler: ContentHandler) -> None:
    """Let defusedxml read a part in one piece; document types and entities are refused."""
    import defusedxml.sax
    from defusedxml import DefusedXmlException

    parser: Any = defusedxml.sax.make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException as error:
        raise Refusal(Trouble.TABLE_ENTITY) from error


class _Walker(ContentHandler):
    """Follows a part from element to element; knows where it is and how deep."""

    def __init__(self) -> None:
        super().__init__()
        self._path: list[str] = []

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - SAX's name
        if len(self._path) == _DEEPEST:
            raise Refusal(Trouble.TABLE_BOMB)
        self._path.append(_bare(name))
        self._enter(self._path[-1], {_bare(key): value for key, value in attrs.items()})

    def endElement(self, _name: str) -> None:  # noqa: N802 - SAX's name
        self._leave(self._path[-1])
        self._path.pop()

    def _enter(self, _name: str, _values: dict[str, str], /) -> None: ...

    def _leave(self, _name: str, /) -> None: ...


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


class _Marks(_Walker):
    """Gathers the attributes of elements that stand at given places (parent/element)."""

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__()
        self._places = places
        self.found: list[tuple[str, dict[str, str]]] = []

    def _enter(self, _name: str, values: dict[str, str], /) -> None:
        place = "/".join(self._path[-2:])
        if place in self._places:
            self.found.append((place, values))


def _marks(data: bytes, *places: str) -> list[tuple[str, dict[str, str]]]:
    walker = _Marks(places)
    _walk(data, walker)
    return walker.found


class _Strings(_Walker):
    """The texts that cells name by number; how they are spoken (rPh) is left out."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits
        self._text: list[str] = []
        self._size = 0
        self.texts: list[str] = []

    def _enter(self, name: str, _values: dict[str, str], /) -> None:
        if name == "si":
            self._text, self._size = [], 0

    def characters(self, content: str) -> None:
        if self._path[-1] == "t" and "rPh" not in self._path and self._size <= self._limits.cell:
            self._text.append(content)
            self._size += len(content)

    def _leave(self, name: str, /) -> None:
        if name == "si":
            self.texts.append("".join(self._text))
            if len(self.texts) > self._limits.rows * self._limits.columns:
                raise Refusal(Trouble.TABLE_TOO_MANY_ROWS, most=self._limits.rows)


class _Sheet(_Walker):
    """The cells of one sheet, row by row."""

    def __init__(
        self, limits: Limits, strings: list[str], days: frozenset[int], epoch: datetime
    ) -> None:
        super().__init__()
        self._limits, self._strings, self._days, self._epoch = limits, strings, days, epoch
        self._number = self._column = 0
        self._kind, self._style = "n", 0
        self._text: list[str] = []
        self._size = 0
        self._cells: dict[int, str] = {}
        self._flaws: dict[int, Trouble] = {}
        self.lines: list[Line] = []

    def _enter(self, name: str, values: dict[str, str], /) -> None:
        if name == "row":
            number = _count(values.get("r"), self._number + 1)
            if number <= self._number:
                raise Refusal(Trouble.TABLE_NO_WORKBOOK)
            self._number, self._column = number, 0
            self._cells, self._flaws = {}, {}
        elif name == "c":
            self._column = _column(values.get("r"), self._column + 1)
            self._kind, self._style = values.get("t", "n"), _count(values.get("s"), 0)
            self._text, self._size = [], 0

    def characters(self, content: str) -> None:
        wanted = "t" if self._kind == "inlineStr" else "v"
        if self._path[-1] == wanted and "rPh" not in self._path and "c" in self._path:
            self._size += len(content)
            if self._size > self._limits.cell:
                most = self._limits.cell
                raise Refusal(Trouble.TABLE_CELL_TOO_LONG, row=self._number, most=most)
            self._text.append(content)

    def _leave(self, name: str, /) -> None:
        if name == "c" and self._number:
            text, flaw = self._value("".join(self._text))
            if text:
                put(self._cells, self._number, self._column - 1, text, self._limits)
            if flaw is not None:
                self._flaws[self._column - 1] = flaw
        elif name == "row" and self._cells:
            self.lines.append(Line(self._number, self._cells, self._flaws))
            if len(self.lines) > self._limits.rows + 1:
                raise Refusal(Trouble.TABLE_TOO_MANY_ROWS, most=self._limits.rows)

    def _value(self, raw: str) -> tuple[str, Trouble | None]:
        match self._kind:
            case "s":
                return (_unescaped(self._strings[_count(raw, 0)]), None) if raw else ("", None)
            case "inlineStr" | "str":
                return _unescaped(raw), None
            case "b":
                return {"1": "TRUE", "0": "FALSE"}.get(raw, raw), None
            case "e":
                return raw, Trouble.CELL_ERROR
            case "d":
                return raw, None
            case _:
                return _number(raw, self._style in self._days, self._epoch)


def _count(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not re.fullmatch("[0-9]{1,7}", text):
        raise Refusal(Trouble.TABLE_NO_WORKBOOK)
    return int(text)


def _column(place: str | None, otherwise: int) -> int:
    if place is None:
        return otherwise
    found = re.fullmatch("([A-Z]{1,3})[0-9]{1,7}", place)
    if found is None:
        raise Refusal(Trouble.TABLE_NO_WORKBOOK)
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column


def _unescaped(text: str) -> str:
    """Text with `_x000A_` and the like as the characters they stand for."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def _number(raw: str, day: bool, epoch: datetime) -> tuple[str, Trouble | None]:
    """A number as one would write it; more than 15 digits are more than a sheet keeps."""
    if not raw:
        return "", None
    value = float(raw)
    if not abs(value) < 1e15:
        return raw, Trouble.CELL_NUMBER_LOST
    if day:
        return _moment(value, epoch) or raw, None
    return str(int(value)) if value.is_integer() else format(value, ".15g"), None


def _moment(value: float, epoch: datetime) -> str:
    """A date, a time, or both, in ISO form; nothing where no such day is."""
    if epoch.year == 1899 and 1 <= value < 60:
        value += 1  # the sheets' own 29 February 1900
    if not 0 <= value < 2_958_466:
        return ""
    moment = epoch + timedelta(seconds=round(value * 86_400))
    if value < 1:
        return moment.time().isoformat()
    return moment.date().isoformat() if value.is_integer() else moment.isoformat()


_DAY_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_SAID = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


def _day_styles(parts: _Parts) -> frozenset[int]:
    """Which of the sheet's styles show a number as a date or time."""
    if "xl/styles.xml" not in parts:
        return frozenset()
    marks = _marks(parts["xl/styles.xml"], "numFmts/numFmt", "cellXfs/xf")
    own = {
        each.get("numFmtId"): each.get("formatCode", "")
        for place, each in marks
        if place == "numFmts/numFmt"
    }
    styles = [each.get("numFmtId", "0") for place, each in marks if place == "cellXfs/xf"]
    return frozenset(place for place, key in enumerate(styles) if _shows_day(key, own.get(key)))


def _shows_day(key: str, own: str | None) -> bool:
    if own is None:
        return key.isascii() and key.isdigit() and int(key[:9]) in _DAY_FORMATS
    said = _SAID.sub("", own.partition(";")[0]).lower()
    return said != "general" and any(letter in said for letter in "ymdhs")
