"""How large the built program is, and how long it takes to start against the unfrozen one."""

import lzma
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

from desktop.sole import address

FONTS = "*.ttf"
LARGEST, LARGEST_DEB = 150.0, 60.0
"""MB that the folder and the .deb may have beside the fonts."""

COMMAND = ("items", "sfz", "--json")


def sizes(dist: Path) -> list[dict[str, Any]]:
    """MB of the folder and of the .deb, as they are and beside the fonts."""
    folder = dist / "onevisit"
    fonts = sorted(folder.rglob(FONTS))
    of_fonts = sum(file.stat().st_size for file in fonts)
    rows = [_size("dist/onevisit", sum(_files(folder)), of_fonts, LARGEST)]
    for deb in sorted(dist.glob("*.deb")):
        packed = sum(len(lzma.compress(file.read_bytes(), preset=6)) for file in fonts)
        rows.append(_size(deb.name, deb.stat().st_size, packed, LARGEST_DEB))
    return rows


def _files(folder: Path) -> Iterator[int]:
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            yield file.stat().st_size


def _size(what: str, size: int, fonts: int, most: float) -> dict[str, Any]:
    rest = (size - fonts) / 1e6
    return {
        "what": what,
        "mb": round(size / 1e6, 1),
        "fonts_mb": round(fonts / 1e6, 1),
        "beside_fonts_mb": round(rest, 1),
        "most_mb": most,
        "good": rest <= most,
    }


def starts(dist: Path, rounds: int) -> list[dict[str, Any]]:
    """From the start of the process, frozen and not, taken in turns."""
    frozen = (str((dist / "onevisit" / "onevisit").resolve()),)
    unfrozen = (sys.executable, "-m", "desktop")
    rows = []
    for what, measure in (("start until the window answers", _answers), ("a command", _ended)):
        pairs = [(measure(frozen), measure(unfrozen)) for _ in range(rounds + 1)][1:]
        ours, base = (median(side) for side in zip(*pairs, strict=True))
        rows.append(
            {
                "what": f"frozen: {what}",
                "ours_ms": round(ours * 1000, 3),
                "against": "the same, not frozen",
                "base_ms": round(base * 1000, 3),
                "ratio": round(ours / base, 3),
            }
        )
    return rows


def _answers(program: Sequence[str]) -> float:
    """Seconds until a second start would be heard: the first paint, and a moment after it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        there = Path(address(Path(home)))
        begin = perf_counter()
        with subprocess.Popen(program, env=_at(home), stdout=subprocess.DEVNULL) as running:
            while not there.exists() and running.poll() is None:
                sleep(0.002)
            seconds = perf_counter() - begin
            running.kill()
    if running.returncode != -signal.SIGKILL:
        raise RuntimeError(f"{program[0]} ended by itself")
    return seconds


def _ended(program: Sequence[str]) -> float:
    """Seconds until a command has answered."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        begin = perf_counter()
        subprocess.run([*program, *COMMAND], check=True, capture_output=True, env=_at(home))
        return perf_counter() - begin


def _at(home: str) -> dict[str, str]:
    return {**os.environ, "ONEVISIT_HOME": home}
