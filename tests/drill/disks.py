"""Disks for the drills: small ones, ones that lose power, ones that can only be read."""

import fcntl
import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.drill.bench import need_root, need_tool
from tests.drill.report import Unfit

SHUTDOWN = {"ext4": 0x8004587D, "xfs": 0x8004587D}
"""The ioctl that stops a file system as a power cut would."""

NO_LOG_FLUSH = 2


def _told(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unfit(f"{Path(str(command[0])).name}: {done.stderr.strip()[:80]}")
    return done.stdout.strip()


@contextmanager
def mounted(point: Path, *how: str | Path) -> Iterator[Path]:
    """Something mounted for a while."""
    need_root()
    point.mkdir(parents=True, exist_ok=True)
    _told("mount", *how, point)
    try:
        yield point
    finally:
        subprocess.run(["umount", "-l", point], check=False, capture_output=True)


def small(point: Path, size: str) -> AbstractContextManager[Path]:
    """A disk in memory of a given size."""
    return mounted(point, "-t", "tmpfs", "-o", f"size={size}", "none")


def read_only(folder: Path, point: Path) -> AbstractContextManager[Path]:
    """A folder that may only be read, by anybody."""
    return mounted(point, "--bind", "-o", "ro", folder)


class Disk:
    """A disk in a file, on which power can be cut."""

    def __init__(self, image: Path, kind: str) -> None:
        need_root()
        need_tool(f"mkfs.{kind}")
        need_tool("losetup")
        self.kind, self._image = kind, image
        self.point = image.with_suffix(".mount")
        with image.open("wb") as raw:
            raw.truncate(400 << 20)
        quiet = ("-qF",) if kind == "ext4" else ("-qf",)
        _told(f"mkfs.{kind}", *quiet, image)
        self._loop = _told("losetup", "-f", "--show", image)
        self.point.mkdir()
        self.mount()

    def mount(self) -> None:
        """Switch it on."""
        _told("mount", "-t", self.kind, self._loop, self.point)

    def cut(self) -> None:
        """Cut the power: what was not synced is gone."""
        where = os.open(self.point, os.O_RDONLY)
        try:
            fcntl.ioctl(where, SHUTDOWN[self.kind], struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(where)

    def off(self) -> None:
        """Take it out of the tree; nobody may be using it."""
        _told("umount", self.point)

    def away(self) -> None:
        """Give everything back."""
        subprocess.run(["umount", "-l", self.point], check=False, capture_output=True)
        subprocess.run(["losetup", "-d", self._loop], check=False, capture_output=True)
        self._image.unlink(missing_ok=True)


@contextmanager
def disk(image: Path, kind: str) -> Iterator[Disk]:
    """A disk in a file, for a while."""
    made = Disk(image, kind)
    try:
        yield made
    finally:
        made.away()


def pull(point: Path) -> None:
    """Take a disk out while somebody uses it."""
    _told("umount", "-l", point)
