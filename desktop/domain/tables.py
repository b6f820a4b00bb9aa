"""A table that somebody hands in: its limits, its values as text, what is wrong in its rows."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.texts import first_invisible


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a table is looked at before it is refused.

    size: bytes of the file. unpacked, ratio, members: what a workbook, which is a zip, may come
    to; ratio is unpacked by packed. cell: characters.
    """

    size: int = 10_000_000
    rows: int = 20_000
    columns: int = 60
    cell: int = 2_000
    unpacked: int = 100_000_000
    ratio: int = 100
    members: int = 400


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file as it was cut into cells; `number` is the one a spreadsheet shows."""

    number: int
    cells: Mapping[int, str]
    flaws: Mapping[int, Trouble] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong in one row: where it stands and the sentence that says so."""

    row: int
    column: str
    trouble: Trouble
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A row under its header; every column has a text, an empty one where nothing stood."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: column names, rows that are not empty, and what is wrong in them."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[RowFault, ...]


_BLANKS = 10
"""How many times as many rows a file may have if the others are empty."""

_CELL = re.compile(r'(?:"((?:[^"]+|"")*+)"|([^",\r\n]*+))(,|\r\n|\n|\r|\Z)')


def csv_lines(text: str, limits: Limits = LIMITS) -> Iterator[Line]:
    """Cut comma-separated text into rows (RFC 4180); refuses what no such file holds."""
    place, number = 0, 0
    while place < len(text):
        number += 1
        if number > limits.rows * _BLANKS:
            raise Refusal(Trouble.TABLE_TOO_MANY_ROWS, most=limits.rows)
        cells: dict[int, str] = {}
        end, column = ",", 0
        while end == ",":
            found = _CELL.match(text, place)
            if found is None:
                raise Refusal(Trouble.TABLE_QUOTE, row=number)
            quoted, bare, end = found.groups()
            cell = bare if quoted is None else quoted.replace('""', '"')
            put(cells, number, column, cell, limits)
            column, place = column + 1, found.end()
        yield Line(number, cells)


def put(cells: dict[int, str], number: int, column: int, cell: str, limits: Limits) -> None:
    """Keep one cell that is within the limits."""
    if column >= limits.columns:
        raise Refusal(Trouble.TABLE_TOO_MANY_COLUMNS, most=limits.columns)
    if len(cell) > limits.cell:
        raise Refusal(Trouble.TABLE_CELL_TOO_LONG, row=number, most=limits.cell)
    if "\0" in cell:
        raise Refusal(Trouble.TABLE_HOLDS_NUL, row=number)
    cells[column] = cell


def table_of(lines: Iterable[Line], limits: Limits = LIMITS) -> Table:
    """Rows under the first one that is not empty, which names the columns."""
    filled = (line for line in lines if any(cell.strip() for cell in line.cells.values()))
    head = next(filled, None)
    if head is None:
        raise Refusal(Trouble.TABLE_EMPTY)
    columns = _header(head)
    rows: list[Row] = []
    faults: list[RowFault] = []
    for line in filled:
        if len(rows) == limits.rows:
            raise Refusal(Trouble.TABLE_TOO_MANY_ROWS, most=limits.rows)
        faults.extend(_faults(line, columns))
        texts = {name: line.cells.get(place, "") for place, name in enumerate(columns)}
        rows.append(Row(line.number, texts))
    return Table(columns, tuple(rows), tuple(faults))


def _header(line: Line) -> tuple[str, ...]:
    names = {place: heading(cell) for place, cell in line.cells.items()}
    last = max(place for place, name in names.items() if name)
    columns = tuple(names.get(place, "") for place in range(last + 1))
    for place, name in enumerate(columns):
        if not name:
            raise Refusal(Trouble.TABLE_HEADER_EMPTY, column=place + 1)
        if place in line.flaws or first_invisible(name):
            raise Refusal(Trouble.TABLE_HEADER_ODD, column=place + 1)
        if name.casefold() in (each.casefold() for each in columns[:place]):
            raise Refusal(Trouble.TABLE_HEADER_TWICE, name=name)
    return columns


def heading(text: str) -> str:
    """A column's name as names are compared: compatibility forms made plain, spaces evened out."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _faults(line: Line, columns: Sequence[str]) -> Iterator[RowFault]:
    for place, cell in sorted(line.cells.items()):
        name = columns[place] if place < len(columns) else ""
        if not name and cell.strip():
            yield RowFault(line.number, "", Trouble.CELL_BEYOND)
        elif place in line.flaws:
            yield RowFault(line.number, name, line.flaws[place], {"text": cell})
        elif sign := first_invisible(cell, breaks=True):
            yield RowFault(
                line.number, name, Trouble.CELL_INVISIBLE, {"code": f"U+{ord(sign):04X}"}
            )
