"""The log beside the data: what went wrong and where, never a value that somebody typed (T21)."""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
FILE = "onevisit.log"

_Told = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Writes of an error its kind and its place; its words may hold what was typed."""

    def formatException(self, ei: _Told) -> str:  # noqa: N802 - the library's name
        """The kinds and places of an error and of those that led to it."""
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""


def _told(error: BaseException) -> list[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    led = [] if before is None else [*_told(before), "which led to:"]
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return [*led, *places, _kind(error)]


def _kind(error: BaseException) -> str:
    """What an error is; of the storage's and the system's also their own name for it."""
    own: Any = getattr(getattr(error, "orig", error), "sqlite_errorname", None)
    own = own or getattr(error, "errno", None) or getattr(error, "trouble", None)
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name} ({own})" if own else name


def handler(home: Path) -> logging.Handler:
    """Writes into the data folder; onto the console where that cannot be written."""
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
