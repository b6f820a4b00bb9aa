"""Records that many counters share on a PostgreSQL server: the way to it, and whose turn it is.

A station is a schema: `public`, or another that the address names (`options=-csearch_path=…`).
"""

import hashlib
import platform
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from db.store import Store
from desktop.domain.errors import Refusal, Trouble

DRIVER = "postgresql+psycopg"
TURN = 0x0A115117
"""The advisory lock that an act of a station holds from its first question to its commit."""

PRESENT = TURN + 1
"""The advisory lock that every open counter shares, so that a move sees that nobody is there."""

WAIT_SECONDS = 5
IDLE_SECONDS = 60
"""How long an act waits for its turn, and how long one may hold it without a word."""

_WRITING = (
    f"SELECT set_config('lock_timeout', '{WAIT_SECONDS}s', true), "
    f"set_config('idle_in_transaction_session_timeout', '{IDLE_SECONDS}s', true), "
    f"pg_advisory_xact_lock({TURN}, hashtext(current_schema()))"
)
_READING = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_TELL = text("SELECT pg_notify('onevisit_' || current_schema(), :told)")

_LINE = {
    "connect_timeout": WAIT_SECONDS,
    "application_name": "onevisit",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""A line that went dead is noticed within some fifteen seconds, not after hours."""

SECRET = {"password", "sslpassword", "user"}
"""What an address carries at its beginning, if at all, where it can be told and hidden."""

_HERE = ("", "localhost", "127.0.0.1", "::1")


def address(url: str) -> URL:
    """A server's address with what it must carry: TLS checked in full, but for this very machine.

    Raises Refusal(SETTING_INVALID) for what is no address of a database.
    """
    try:
        made = make_url(url)
    except ArgumentError:
        raise _unfit() from None
    if made.drivername != DRIVER or not made.database or SECRET & set(made.query):
        raise _unfit()
    host = made.host or str(made.query.get("host", ""))
    if "sslmode" not in made.query and host not in _HERE and not host.startswith("/"):
        made = made.update_query_dict({"sslmode": "verify-full"})
    return made


def _unfit() -> Refusal:
    return Refusal(Trouble.SETTING_INVALID, key="database", problem=f"{DRIVER}://…/…")


def connect(url: str, path: Path | None = None) -> Engine:
    """An engine on a server's records; `path` says where, on this PC, what lies beside them is.

    Without it nothing is written beside them. Acts take turns as they do on a local file;
    questions see one consistent state.
    """
    store = Store(path or Path("onevisit.db"))
    store.server, store.counter = shown(url), uuid.uuid4().hex
    store.anchored, store.journal = path is not None, journal(store.path)
    engine = create_engine(
        address(url),
        connect_args=_LINE,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=3,
        pool_timeout=WAIT_SECONDS,
        execution_options={"store": store},
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _untold)
    return engine


def _untold(context: ExceptionContext) -> None:
    """A server tells in its errors which value it refused, which may be a person's number (T21)."""
    diagnosis = getattr(context.original_exception, "diag", None)
    if diagnosis is None or diagnosis.message_detail is None:
        return
    said = f"{type(context.original_exception).__name__}: {diagnosis.message_primary}"
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = (said,)


def journal(path: Path) -> str:
    """The series in which a server counts the lines of one PC's outside journal."""
    place = f"{platform.node()} {path.absolute()}".encode()
    return f"outside {hashlib.sha256(place).hexdigest()[:16]}"


def shown(url: str) -> str:
    """A server's address without the password, for screens and files."""
    return address(url).render_as_string(hide_password=True)


def for_role(url: str, role: str) -> str:
    """The same place for another role, without a password: that stands in its password file."""
    made = make_url(url)
    bare = URL.create(made.drivername, role, None, made.host, made.port, made.database, made.query)
    return bare.render_as_string(hide_password=False)


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql(_READING if reading else _WRITING)


def tell(session: Session, store: Store, changes: frozenset[str]) -> None:
    """Let the station's other counters know, with the commit, which lists are not as they were.

    The channel bears the name of the station's schema, as `db/listener.py` hears it.
    """
    told = " ".join((store.counter, *sorted(changes)))
    session.execute(_TELL, {"told": told})


def sql_state(error: Any) -> str | None:
    """The server's own code of an error; empty where the line broke, None for no server's error."""
    if not hasattr(error, "sqlstate"):
        return None
    kinds = {kind.__name__ for kind in type(error).__mro__}
    return error.sqlstate or ("" if "OperationalError" in kinds else None)


TROUBLES = (
    ("08", Trouble.SERVER_LOST),
    ("57P", Trouble.SERVER_LOST),
    ("25P03", Trouble.SERVER_LOST),
    ("53300", Trouble.SERVER_LOST),
    ("55P03", Trouble.LOCKED),
    ("40", Trouble.LOCKED),
    ("53100", Trouble.DISK_FULL),
    ("25006", Trouble.READ_ONLY),
    ("58030", Trouble.DISK_FAULT),
    ("XX001", Trouble.DATABASE_DAMAGED),
    ("XX002", Trouble.DATABASE_DAMAGED),
)
"""Which trouble a code of the server's is (PostgreSQL, appendix A), by how the code begins."""


def trouble_of(error: Any) -> Trouble | None:
    """Which trouble a server's error is; None for a mistake of ours."""
    state = sql_state(error)
    if state is None:
        return None
    if not state:
        return Trouble.SERVER_LOST
    return next((trouble for start, trouble in TROUBLES if state.startswith(start)), None)
