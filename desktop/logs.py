"""The log beside the data: what went wrong and where, never a value that somebody typed (T21)."""

import copy
import hashlib
import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(name)s %(code)s%(message)s"
FILE = "onevisit.log"
OURS = ("db", "desktop", "onevisit", "resources")
"""Whose words are written; another library's may hold what it was given to work on."""

ROOT = Path(__file__).resolve().parent.parent
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_Told = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Writes of an error its code, its kind and its place; its words may hold what was typed."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry; nothing of it comes from where somebody else formatted it before."""
        fresh = copy.copy(record)
        fresh.exc_text = None
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        fresh.code = "" if error is None else f"[{code(error)}] "
        if record.name.partition(".")[0] not in OURS:
            fresh.msg, fresh.args = f"(at {place(record.pathname)}:{record.lineno})", ()
        return super().format(fresh)

    def formatException(self, ei: _Told) -> str:  # noqa: N802 - the library's name
        """The kinds and places of an error and of those that led to it."""
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""


def code(error: BaseException) -> str:
    """A short code by which an error is told to IT and found in the log, such as E-7F3K9Q.

    It is made of kinds and places only: one mistake has one code, at every counter.
    """
    number = int.from_bytes(hashlib.sha256("\n".join(_told(error)).encode()).digest()[:4])
    return "E-" + "".join(SIGNS[number >> shift & 31] for shift in range(25, -1, -5))


def report(error: BaseException) -> str:
    """What may be copied of an error: its code, kinds and places."""
    return "\n".join((code(error), *_told(error)))


def _told(error: BaseException) -> list[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    led = [] if before is None else [*_told(before), "which led to:"]
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {place(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    return [*led, *places, _kind(error)]


def place(filename: str) -> str:
    """A source file without the folder it is installed in, which may bear somebody's name."""
    file = PurePath(filename)
    if not file.is_absolute():
        return file.as_posix()
    if file.is_relative_to(ROOT):
        return file.relative_to(ROOT).as_posix()
    _, found, rest = file.as_posix().rpartition("/site-packages/")
    return rest if found else file.name


def _kind(error: BaseException) -> str:
    """What an error is; of the storage's and the system's also their own name for it."""
    own: Any = getattr(getattr(error, "orig", error), "sqlite_errorname", None)
    own = own or getattr(error, "errno", None) or getattr(error, "trouble", None)
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name} ({own})" if own else name


def handler(home: Path) -> logging.Handler:
    """Writes into the data folder, six files at most; onto the console where it cannot."""
    folder = home / "logs"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made: logging.Handler = RotatingFileHandler(
            folder / FILE, maxBytes=1_000_000, backupCount=5, encoding="utf-8", delay=True
        )
    except OSError:
        made = logging.StreamHandler()
    made.setFormatter(Discreet(FORMAT))
    return made
