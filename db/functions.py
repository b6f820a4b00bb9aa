"""What SQLite and PostgreSQL say in words of their own, asked for in one way."""

from typing import Any

from sqlalchemy import Float, Insert, String, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class LocalDay(GenericFunction[str]):
    """The day of a stored moment so many minutes east of UTC, as text (2026-11-23)."""

    type = String()
    inherit_cache = True
    name = "local_day"


class MinutesBetween(GenericFunction[float]):
    """Minutes from one stored moment to another."""

    type = Float()
    inherit_cache = True
    name = "minutes_between"


class Unindexed(GenericFunction[Any]):
    """A column's value for a filter that no index shall lead; PostgreSQL knows that by itself."""

    inherit_cache = True
    name = "unindexed"


def _parts(element: GenericFunction[Any], compiler: SQLCompiler, **kw: Any) -> list[str]:
    return [compiler.process(each, **kw) for each in element.clauses]


@compiles(LocalDay, "sqlite")
def _local_day(element: LocalDay, compiler: SQLCompiler, **kw: Any) -> str:
    moment, minutes = _parts(element, compiler, **kw)
    return f"date({moment}, {minutes} || ' minutes')"


@compiles(LocalDay, "postgresql")
def _local_day_there(element: LocalDay, compiler: SQLCompiler, **kw: Any) -> str:
    moment, minutes = _parts(element, compiler, **kw)
    return f"to_char({moment} + make_interval(mins => {minutes}), 'YYYY-MM-DD')"


@compiles(MinutesBetween, "sqlite")
def _minutes(element: MinutesBetween, compiler: SQLCompiler, **kw: Any) -> str:
    first, last = _parts(element, compiler, **kw)
    return f"(julianday({last}) - julianday({first})) * 1440"


@compiles(MinutesBetween, "postgresql")
def _minutes_there(element: MinutesBetween, compiler: SQLCompiler, **kw: Any) -> str:
    first, last = _parts(element, compiler, **kw)
    return f"CAST(extract(epoch FROM {last} - {first}) / 60 AS double precision)"


@compiles(Unindexed, "sqlite")
def _unindexed(element: Unindexed, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{_parts(element, compiler, **kw)[0]}"


@compiles(Unindexed, "postgresql")
def _unindexed_there(element: Unindexed, compiler: SQLCompiler, **kw: Any) -> str:
    return _parts(element, compiler, **kw)[0]


def add_new(session: Session, table: Table) -> Insert:
    """Adds rows; those that a unique index knows already are left as they are."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()
