"""A server's tables, fences and rights: made and renewed by IT, looked at by every counter."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Index, MetaData, text

from db import fences
from db.engine import told
from db.health import Check, Finding, anchored
from db.models import Base
from db.schema import HEAD, LEFT, advance, known_revisions, need_here
from db.server import connect
from db.store import store_of
from desktop.domain.errors import Refusal, Trouble

ONLY_ADDED = ("audit",)
"""Tables of which a counter may read rows and add some, and nothing else."""

VERSION_TABLE = "alembic_version"
MOVE, MOVED, STAY = LEFT, "records.moved", "records.stay"
"""Acts: the last in records that are left, the first in the new place, staying after all."""

_LEFT = (
    f"(SELECT act FROM audit ORDER BY seq DESC LIMIT 1) = '{MOVE}' "  # noqa: S608 - constants
    f"AND NEW.act NOT IN ('{MOVED}', '{STAY}')"
)
"""Nobody goes on in records that were left, however they came by a line to them."""

_SHAPE = re.compile(
    r"CREATE TRIGGER (?P<name>\w+)\s+BEFORE (?P<event>INSERT|DELETE|UPDATE(?: OF [\w,\s]+?)?)\s+"
    r"ON (?P<table>\w+)\s*(?:WHEN (?P<when>.*?))?\s*"
    r"BEGIN SELECT raise\(ABORT, '(?P<says>[^']*)'\); END",
    re.DOTALL,
)
_NULL_SAFE = re.compile(r"\bIS NOT (?!NULL\b)")


def prepare(url: str, counters: str) -> str:
    """Make or renew the records' tables as their owner, and give a role what counters need.

    They lie in the schema that the address leads to. `counters` is an existing role that may do no
    more than work with them. Gives back what was
    done: "made", "renewed" or "kept". Raises Refusal where the server cannot be reached, holds
    a newer shape, or knows no such role.
    """
    engine = connect(url)
    try:
        with told(), engine.begin() as connection:
            _check_server(connection, counters)
            done = _shaped(connection)
            quote = connection.dialect.identifier_preparer.quote
            schema = quote(str(connection.scalar(text("SELECT current_schema()"))))
            for statement in (*_fences(schema), *_grants(schema, quote(counters))):
                connection.exec_driver_sql(statement)
            _need_little(connection, counters, schema)
            return done
    finally:
        engine.dispose()


def _check_server(connection: Connection, counters: str) -> None:
    if connection.scalar(text("SHOW server_encoding")) != "UTF8":
        raise Refusal(Trouble.SERVER_UNPREPARED, told="ENCODING 'UTF8'")
    role = text("SELECT rolsuper FROM pg_roles WHERE rolname = :name")
    found = connection.scalar(role, {"name": counters})
    owner = connection.scalar(text("SELECT current_user"))
    if found is None or found or counters == owner:
        raise Refusal(Trouble.SERVER_UNPREPARED, told=f"CREATE ROLE {counters} LOGIN")


_MORE = text(
    "SELECT has_schema_privilege(:role, current_schema(), 'CREATE') "
    "OR pg_has_role(:role, current_user, 'MEMBER') "
    "OR (SELECT rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles WHERE rolname = :role)"
)


def _need_little(connection: Connection, counters: str, schema: str) -> None:
    """Refuse a role for counters that could make things of its own beside the records."""
    if connection.scalar(_MORE, {"role": counters}):
        raise Refusal(
            Trouble.SERVER_UNPREPARED, told=f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC"
        )


def _shaped(connection: Connection) -> str:
    revision = _revision(connection)
    if revision is None:
        _tables().create_all(connection)
        connection.exec_driver_sql(
            f"CREATE TABLE {VERSION_TABLE} (version_num varchar(32) PRIMARY KEY)"
        )
        connection.exec_driver_sql(f"INSERT INTO {VERSION_TABLE} VALUES ('{HEAD}')")  # noqa: S608
        return "made"
    if revision == HEAD:
        return "kept"
    if revision not in known_revisions():
        raise Refusal(Trouble.DATABASE_NEWER, revision=revision)
    advance(connection)
    return "renewed"


def _tables() -> MetaData:
    """The tables as a server lays them on: an index of one column also holds the place in a list.

    Every index of SQLite ends with the row's own number, by which lists are ordered.
    """
    made = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        copied = table.to_metadata(made)
        for index in [each for each in copied.indexes if len(each.columns) == 1]:
            if index.unique or "id" not in copied.columns:
                continue
            copied.indexes.remove(index)
            where = index.dialect_options["postgresql"]["where"]
            Index(index.name, *index.columns, copied.columns["id"], postgresql_where=where)
    return made


def _revision(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass(:name)"), {"name": VERSION_TABLE}) is None:
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
    return found


def functions() -> dict[str, tuple[str, str]]:
    """Every fence in the server's words: by its name the function's body, and the trigger."""
    found = {}
    for name, sql in fences.TRIGGERS.items():
        shape = _SHAPE.fullmatch(sql.strip())
        if shape is None:
            raise ValueError(f"the fence {name} cannot be said to a server")
        when = _NULL_SAFE.sub("IS DISTINCT FROM ", shape["when"] or "true")
        when = when.replace("printf('%064d', 0)", "repeat('0', 64)")
        when = f"{when} OR {_LEFT}" if name == "audit_add" else when
        row = "OLD" if shape["event"] == "DELETE" else "NEW"
        found[name] = (
            f"BEGIN IF {when} THEN {_refusing(shape['says'])} END IF; RETURN {row}; END",
            f"BEFORE {shape['event']} ON {shape['table']} FOR EACH ROW",
        )
    for table in ("audit", *fences.KEPT):
        found[f"{table}_truncate"] = (
            f"BEGIN {_refusing('records are never deleted')} END",
            f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
        )
    return found


def _refusing(says: str) -> str:
    return f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';"


def _fences(schema: str) -> Iterator[str]:
    for name, (body, trigger) in functions().items():
        yield (
            f"CREATE OR REPLACE FUNCTION fence_{name}() RETURNS trigger LANGUAGE plpgsql "
            f"SET search_path = {schema}, pg_temp AS $fence${body}$fence$"
        )
        yield f"CREATE OR REPLACE TRIGGER {name} {trigger} EXECUTE FUNCTION fence_{name}()"


def _grants(schema: str, role: str) -> Iterator[str]:
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {role}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
    for table in Base.metadata.tables:
        if table in ONLY_ADDED:
            rights = "INSERT"
        elif table in fences.KEPT:
            rights = "INSERT, UPDATE"
        else:
            rights = "INSERT, UPDATE, DELETE"
        yield f"GRANT {rights} ON {table} TO {role}"


def open_server(url: str, path: Path, *, left: bool = False) -> Engine:
    """Open the records on a server for a counter, and look whether they are the expected ones.

    `left` opens records that were moved away, too, for a move that has to be undone. Raises
    Refusal where it cannot be reached or is of another shape; records that are older than was
    last known on this PC come back read-only: `store_of(engine).hurt` says why.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = connect(url, path)
    try:
        store_of(engine).hurt = _looked_at(engine, path, left=left)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _looked_at(engine: Engine, path: Path, *, left: bool = False) -> Refusal | None:
    """What the quick checks find; raises Refusal for records that are not to be used at all."""
    with told(), engine.connect().execution_options(reading=True) as connection:
        _need_shape(_revision(connection))
        if not left:
            need_here(connection)
        found = (each.refusal() for each in quick(connection, path))
        return next((each for each in found if each is not None), None)


def look_again(engine: Engine) -> Refusal | None:
    """What a server that was lost and is back must be refused for, however it was refused before.

    It may be another one by now: an older copy, a newer shape, or left for another place. Raises
    Refusal only where it cannot be asked.
    """
    try:
        return _looked_at(engine, store_of(engine).path)
    except Refusal as error:
        if error.trouble is Trouble.SERVER_LOST:
            raise
        return error


def _need_shape(revision: str | None) -> None:
    """Refuse tables of another shape than this program's; a counter changes none."""
    if revision is None:
        raise Refusal(Trouble.SERVER_UNPREPARED, told="onevisit server prepare")
    if revision not in known_revisions():
        raise Refusal(Trouble.DATABASE_NEWER, revision=revision)
    if revision != HEAD:
        raise Refusal(Trouble.SERVER_OLDER, revision=revision)


def examine(engine: Engine) -> tuple[Finding, ...]:
    """The checks of the start, once more on records that are open."""
    with told(), engine.connect().execution_options(reading=True) as connection:
        return tuple(quick(connection, store_of(engine).path))


def quick(connection: Connection, path: Path) -> Iterator[Finding]:
    """What is checked at every start: the fences, and the last act that this PC knows."""
    down = missing(connection)
    yield Finding(Check.FENCES, Trouble.FENCES_DOWN if down else None, {"names": ", ".join(down)})
    yield anchored(connection.connection.driver_connection, path)


def missing(connection: Connection) -> tuple[str, ...]:
    """Names of fences that a server lacks, holds in another form, or has switched off."""
    rows = connection.exec_driver_sql(
        "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "JOIN pg_class c ON c.oid = t.tgrelid AND c.relnamespace = p.pronamespace "
        "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') "
        "AND c.relnamespace = quote_ident(current_schema())::regnamespace"
    )
    found: dict[str, Any] = {name: body for name, body in rows}  # noqa: C416 - a Row is no pair
    return tuple(name for name, (body, _) in functions().items() if found.get(name) != body)
