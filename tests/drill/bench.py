"""What every group of drills works with: a folder, a station, how many rounds, what is at hand."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.drill import sockets
from tests.drill.report import Row, Unfit
from tests.drill.site import Site

Drill = Callable[["Bench"], Iterator[Row]]
"""A group of faults; gives a row for each, raises Unfit where this machine cannot be used."""


@dataclass(slots=True)
class Bench:
    """One run of the drills."""

    folder: Path
    site: Site
    rounds: int
    chance: random.Random
    _n: int = field(default=0)

    def place(self, name: str) -> Path:
        """A folder's name that nothing bears yet."""
        self._n += 1
        return self.folder / f"{self._n:04d}-{name}"

    def copy(self, name: str) -> Site:
        """A fresh copy of the station."""
        return self.site.copied(self.place(name))

    @staticmethod
    def clear(site: Site) -> None:
        """Take a copy away that showed nothing of interest."""
        shutil.rmtree(site.home, ignore_errors=True)


def need_root() -> None:
    """Raise Unfit where mounting is not allowed."""
    if os.geteuid() != 0:
        raise Unfit("needs root")


def need_strace() -> None:
    """Raise Unfit where calls of the kernel cannot be spoilt."""
    if why := sockets.no_strace():
        raise Unfit(why)


def need_tool(name: str) -> None:
    """Raise Unfit where a command is missing."""
    if shutil.which(name) is None:
        raise Unfit(f"no {name}")
