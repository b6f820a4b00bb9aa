"""Asks CUPS by its own command; it tells no titles, so jobs are known by user and newness."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.domain.printing import News, Seen

SECONDS = 5
"""A print service that does not answer in this time is as good as none."""

SOCKET = "/run/cups/cups.sock"
"""Where CUPS listens on this PC."""

LONGEST = 80
"""As much of a printer's own words as a screen shows."""


def stay_here() -> None:
    """Keep libcups from looking for a print service elsewhere; to be called before it is used.

    Without its socket it would try port 631, which is a network socket even on this very PC.
    Where CUPS_SERVER is set already, that was somebody's decision.
    """
    if sys.platform == "linux":
        os.environ.setdefault("CUPS_SERVER", SOCKET)


def there() -> bool:
    """Whether the command that asks is on this PC."""
    return shutil.which("lpstat") is not None


@dataclass(frozen=True, slots=True)
class _Job:
    number: int
    user: str
    held: bool = False


def newest(printer: str) -> int | None:
    """The highest job number of a printer, 0 before the first; None without an answer."""
    answer = _answer("lpstat", "-r", "-W", "all", "-o", printer)
    if answer is None or not _runs(answer):
        return None
    return max((job.number for job in _jobs(answer, printer)), default=0)


def ours(printer: str, before: int) -> frozenset[int]:
    """This user's jobs that came after a number."""
    answer = _answer("lpstat", "-W", "all", "-o", printer) or ""
    jobs = _jobs(answer, printer)
    return frozenset(job.number for job in jobs if job.number > before and job.user == _user())


def look(printer: str, numbers: frozenset[int]) -> Seen:
    """What the queue says of jobs; several count as gone when the last of them is."""
    asked = ("-r", "-a", printer, "-p", printer, "-W", "not-completed", "-l", "-o", printer)
    answer = _answer("lpstat", *asked)
    if answer is None or not _runs(answer):
        return Seen(News.NO_SERVICE)
    state = re.search(rf"^printer {re.escape(printer)} (.*(?:\n\t.*)*)", answer, re.MULTILINE)
    if state is None:
        return Seen(News.NO_PRINTER)
    if not numbers:
        refuses = re.search(rf"^{re.escape(printer)} not accepting", answer, re.MULTILINE)
        return Seen(News.REFUSED if refuses else News.UNKNOWN)
    waiting = [job for job in _jobs(answer, printer) if job.number in numbers]
    if not waiting:
        return Seen(News.GONE)
    if state[1].startswith("disabled"):
        return Seen(News.PAUSED, _why(state[1]))
    if all(job.held for job in waiting):
        return Seen(News.HELD)
    return Seen(News.WAITING, _why(state[1]))


def _why(state: str) -> str:
    """The printer's own words, which stand indented below its state."""
    lines = [line.strip() for line in state.splitlines()[1:] if ":" not in line]
    words = lines[0][:LONGEST] if lines else ""
    return "" if words.lower() in ("paused", "reason unknown") else words


_STATES = {"is idle": "idle", "now printing": "printing", "disabled": "paused"}


def queues() -> list[dict[str, str]] | None:
    """Every queue with its state: idle, printing or paused, and whether it takes jobs."""
    answer = _answer("lpstat", "-r", "-a", "-p")
    if answer is None or not _runs(answer):
        return None
    takes = dict(re.findall(r"^(\S+) (accepting|not accepting)", answer, re.MULTILINE))
    found = re.findall(r"^printer (\S+) (is idle|now printing|disabled)", answer, re.MULTILINE)
    return [
        {"name": name, "state": _STATES[state], "takes": takes.get(name, "unknown")}
        for name, state in found
    ]


def cancel(printer: str, numbers: frozenset[int]) -> None:
    """Take jobs out of the queue and their data out of the spool."""
    for number in sorted(numbers):
        _answer("cancel", "-x", f"{printer}-{number}")


def _runs(answer: str) -> bool:
    return answer.startswith("scheduler is running")


def _jobs(answer: str, printer: str) -> list[_Job]:
    return list(_read(answer, re.compile(rf"{re.escape(printer)}-(\d+)\s+(\S+)\s+\d+\s")))


def _read(answer: str, line_of_a_job: re.Pattern[str]) -> Iterator[_Job]:
    """Jobs with the indented lines below each."""
    for block in re.split(r"\n(?!\t)", answer):
        head = line_of_a_job.match(block)
        if head is not None:
            yield _Job(int(head[1]), head[2], "job-hold" in block)


def _user() -> str:
    import pwd  # not on Windows, where nothing here is called

    return pwd.getpwuid(os.getuid()).pw_name


def _answer(*command: str) -> str | None:
    """What a command of CUPS says in plain English; None when it does not answer."""
    stay_here()
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands, the printer's name as one word
            command,
            env=_surroundings(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", errors="replace")


def _surroundings() -> dict[str, str]:
    """Plain English, and the system's own libraries instead of those in our bundle."""
    found = {**os.environ, "LC_ALL": "C"}
    if getattr(sys, "frozen", False):
        before = found.pop("LD_LIBRARY_PATH_ORIG", "")
        found.pop("LD_LIBRARY_PATH", None)
        if before:
            found["LD_LIBRARY_PATH"] = before
    return found
