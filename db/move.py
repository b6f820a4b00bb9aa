"""A station's records from one database into another, whole: every row, held against the other."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, func, insert, literal_column, select, text

from db.engine import reading, writing
from db.models import Base
from db.store import store_of
from desktop.domain.errors import Refusal, Trouble

LEFT = {"officer": ("slot",), "station": ("recovery",)}
"""What opens the one file that is left, and is nothing to another place."""

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows of each table were copied and found the same."""

    rows: Mapping[str, int]


def tables() -> tuple[Table, ...]:
    """All tables, each behind those that it refers to; a day is closed after its gaps are there."""
    return tuple(sorted(Base.metadata.sorted_tables, key=lambda table: table.name == "day_close"))


def need_empty(target: Engine) -> None:
    """Refuse a place that holds records already."""
    with reading(target) as session:
        for table in tables():
            if session.scalar(select(literal_column("1")).select_from(table).limit(1)):
                where = store_of(target).server or str(store_of(target).path)
                raise Refusal(Trouble.SERVER_OPEN, where=where)


def copy(source: Engine, target: Engine) -> Copied:
    """Copy every row into an empty place, in one transaction, and read all of it again there.

    Raises Refusal where the place is not empty, or where anything arrived otherwise.
    """
    need_empty(target)
    found: dict[str, int] = {}
    with reading(source) as asked, writing(target) as session:
        here, there = asked.connection(), session.connection()
        for table in tables():
            count, digest = _brought(here, there, table)
            if (count, digest) != _read(there, table):
                raise Refusal(Trouble.NOT_SAVED, table=table.name)
            found[table.name] = count
            if store_of(target).server:
                _number_on(there, table)
    return Copied(found)


def _brought(here: Connection, there: Connection, table: Table) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    for rows in _chunks(here, table):
        values = [_without(table, row) for row in rows]
        for each in values:
            digest.update(repr(tuple(each.values())).encode())
        there.execute(insert(table), values)
        count += len(values)
    return count, digest.hexdigest()


def _read(there: Connection, table: Table) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    for rows in _chunks(there, table):
        for row in rows:
            digest.update(repr(tuple(_without(table, row).values())).encode())
        count += len(rows)
    return count, digest.hexdigest()


def _chunks(connection: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    rows = select(table).order_by(*table.primary_key.columns)
    streamed = connection.execute(rows, execution_options={"yield_per": CHUNK})
    yield from (list(part) for part in streamed.partitions())


def _without(table: Table, row: Row[Any]) -> dict[str, Any]:
    values = dict(row._mapping)  # noqa: SLF001 - the library's documented way to a mapping
    return values | dict.fromkeys(LEFT.get(table.name, ()))


def _number_on(there: Connection, table: Table) -> None:
    """A server numbers new rows from where the copied ones end."""
    column = table.autoincrement_column
    if column is None:
        return
    series = text("SELECT pg_get_serial_sequence(:table, :column)")
    found = there.scalar(series, {"table": table.name, "column": column.name})
    last = there.scalar(select(func.max(column)))
    if found is not None and last is not None:
        there.scalar(text("SELECT setval(:series, :last)"), {"series": found, "last": last})
