"""Reads a table that somebody hands in, CSV or XLSX; nothing is stored by it."""

import codecs
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path, PurePath

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tables import LIMITS, Limits, Table, csv_lines, table_of
from desktop.services.workbooks import workbook_lines


class Encoding(StrEnum):
    """How the characters of a CSV file are written; a workbook says so itself."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"


def read_file(file: Path, encoding: Encoding, limits: Limits = LIMITS) -> Table:
    """Read a table from disk, never more of it than is allowed."""
    try:
        with file.open("rb") as source:
            data = source.read(limits.size + 1)
    except OSError as error:
        raise Refusal(Trouble.FILE_UNREADABLE) from error
    return read_table(file.name, data, encoding, limits)


def read_table(name: str, data: bytes, encoding: Encoding, limits: Limits = LIMITS) -> Table:
    """The table in a file of that name; raises Refusal whatever the bytes are.

    Everything comes back as text. What is wrong in single rows is gathered in `faults`.
    """
    if len(data) > limits.size:
        raise Refusal(Trouble.TABLE_TOO_LARGE, most=limits.size // 1_000_000)
    match PurePath(name).suffix.lower():
        case ".csv":
            return table_of(csv_lines(decoded(data, encoding), limits), limits)
        case ".xlsx" | ".xlsm":
            return table_of(workbook_lines(data, limits), limits)
        case _:
            raise Refusal(Trouble.TABLE_KIND)


_FOREIGN_MARKS = {
    Encoding.UTF_8: (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    Encoding.GB18030: (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8),
}


def decoded(data: bytes, encoding: Encoding) -> str:
    """The text of a file in the encoding it is said to have; refuses any other, mixed ones too."""
    if data.startswith(_FOREIGN_MARKS[encoding]):
        raise Refusal(Trouble.TABLE_ENCODING, row=1)
    if (place := data.find(b"\0")) >= 0:
        raise Refusal(Trouble.TABLE_HOLDS_NUL, row=_line(data, place))
    if encoding is Encoding.GB18030:
        for number, line in enumerate(_lines(data), 1):
            if _is_utf_8(line):
                raise Refusal(Trouble.TABLE_ENCODING, row=number)
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Refusal(Trouble.TABLE_ENCODING, row=_line(data, error.start)) from error


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def _lines(data: bytes) -> Iterator[bytes]:
    return (found.group() for found in re.finditer(rb"[^\n]+|\n", data) if found.group() != b"\n")


def _is_utf_8(line: bytes) -> bool:
    """Whether a line is UTF-8 beyond chance: two characters or more, none that is not.

    GB 18030 gives nearly every pair of bytes a meaning, so it cannot tell by itself.
    """
    high = len(line) - len(line.translate(None, _HIGH))
    if high < 6:
        return False
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


_HIGH = bytes(range(0x80, 0x100))
