"""What became of a job after it was handed over: asks the print service, and takes a job back.

Only CUPS is asked, through its own `lpstat`. A Windows spooler is not asked yet: there, and
where `lpstat` is missing, the answer is an honest UNKNOWN. Every call here may take seconds.
"""

import re
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.domain.printing import News, Seen
from desktop.printing import cups

CUPS_SETTINGS = Path("/etc/cups/cupsd.conf")


@dataclass(frozen=True, slots=True)
class Sent:
    """A job that was handed over: its printer, and its numbers in the queue where known."""

    printer: str
    jobs: frozenset[int] = frozenset()


def newest(printer: str) -> int | None:
    """The highest job number of a printer, to be asked before sending; None where unknown."""
    return cups.newest(printer) if _speaks_cups() else None


def sent(printer: str, before: int | None) -> Sent:
    """Which jobs are ours, to be asked right after sending; the title cannot be asked for."""
    if before is None or not _speaks_cups():
        return Sent(printer)
    return Sent(printer, cups.ours(printer, before))


def look(job: Sent) -> Seen:
    """What the queue says of a job now."""
    return cups.look(job.printer, job.jobs) if _speaks_cups() else Seen(News.UNKNOWN)


def take_back(job: Sent) -> None:
    """Take a job out of the queue, so that it does not come out later after all."""
    if _speaks_cups():
        cups.cancel(job.printer, job.jobs)


def queues() -> list[dict[str, str]] | None:
    """The print queues of this PC by name, with their state; None where nobody can be asked."""
    return cups.queues() if _speaks_cups() else None


def _speaks_cups() -> bool:
    return sys.platform != "win32" and cups.there()


class Leftovers(StrEnum):
    """Whether printed papers stay behind in the print service's spool."""

    NONE = "none"
    KEPT = "kept"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"


def leftovers(settings: Path = CUPS_SETTINGS) -> Leftovers:
    """Whether CUPS keeps the data of printed jobs; it does for a day unless told otherwise."""
    try:
        text = settings.read_text("utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return Leftovers.UNKNOWN
    except OSError:
        return Leftovers.UNREADABLE
    said = re.findall(r"^[ \t]*PreserveJobFiles[ \t]+(\S+)", text, re.IGNORECASE | re.MULTILINE)
    off = bool(said) and said[-1].lower() in ("no", "off", "false", "0")
    return Leftovers.NONE if off else Leftovers.KEPT
