"""Watches a run of the program for network sockets: by the kernel's calls, and by Python's own."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LOCAL = ("AF_UNIX", "AF_LOCAL", "AF_NETLINK")
"""Sockets that end on this very computer: other programs here, and the kernel."""

WATCHED = """
import sys
log = open(sys.argv[1], "w", buffering=1, encoding="utf-8")
def hook(event, values):
    if event.startswith("socket."):
        print(repr((event, *(str(value) for value in values[1:]))), file=log)
sys.addaudithook(hook)
sys.argv[:2] = ["onevisit"]
from desktop.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
"""The program with Python's audit events of sockets written down."""

HARMLESS = ("socket.gethostname",)
LOCAL_FAMILIES = ("1", "AddressFamily.AF_UNIX")


@dataclass(frozen=True, slots=True)
class Found:
    """What a run opened towards a network, and why a part of it could not be watched."""

    sockets: tuple[str, ...]
    unwatched: str = ""


def no_strace() -> str:
    """Why the kernel's calls cannot be watched here; empty where they can."""
    if shutil.which("strace") is None:
        return "no strace (.ci/system-libraries drill brings it)"
    probe = subprocess.run(
        ["strace", "-f", "-o", os.devnull, "true"], capture_output=True, text=True, check=False
    )
    return "" if probe.returncode == 0 else f"strace may not trace here: {probe.stderr.strip()}"


def program(words: Sequence[str], folder: Path, *, trace: bool) -> list[str]:
    """The command that runs the program with these words and watches it, logs into a folder."""
    command = [sys.executable, "-c", WATCHED, str(folder / "python.log"), *words]
    if not trace:
        return command
    log = str(folder / "strace.log")
    return ["strace", "-f", "-qq", "-e", "trace=socket,socketpair", "-o", log, *command]


def found(folder: Path) -> tuple[str, ...]:
    """The sockets of a watched run that were not local."""
    return (*_by_the_kernel(folder / "strace.log"), *_by_python(folder / "python.log"))


def _by_the_kernel(log: Path) -> Iterator[str]:
    for line in log.read_text("utf-8", errors="replace").splitlines() if log.exists() else ():
        call = re.search(r"\bsocket(?:pair)?\((\w+)", line)
        if call is not None and call[1] not in LOCAL:
            yield line


def _by_python(log: Path) -> Iterator[str]:
    for line in log.read_text("utf-8").splitlines():
        event, *values = ast.literal_eval(line)
        if event in HARMLESS or (event == "socket.__new__" and values[0] in LOCAL_FAMILIES):
            continue
        # An address of a local socket is a path; one of the network is a pair.
        if event in ("socket.bind", "socket.connect") and not values[0].startswith("("):
            continue
        yield line


def check(folder: Path, *, print_service: bool = True) -> Found:
    """Play the whole tour, watched; without a print service if so wanted, which needs root.

    There libcups asks the network's port 631 on its own account where nothing keeps it from that.
    """
    folder.mkdir(parents=True, exist_ok=True)
    why = no_strace()
    command = program(("tour", "--out", str(folder / "tour")), folder, trace=not why)
    if not print_service:
        hidden = 'mkdir -p /run/cups && mount -t tmpfs none /run/cups && exec "$@"'
        command = ["unshare", "--mount", "sh", "-c", hidden, "sh", *command]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    if ended.returncode != 0:
        raise RuntimeError(f"the tour did not end well: {ended.stderr}")
    return Found(found(folder), why)
