"""Whether a folder is a place for a database: this PC's own disk, one file, and room to write.

SQLite is safe on a local disk only. A share, a stick and a folder that a cloud service copies can
each leave half of a change behind. The Windows side was written from its documentation and has
not been tried on one yet.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath, PureWindowsPath

from desktop.domain.errors import Refusal, Trouble

MOUNTS = Path("/proc/self/mountinfo")
SYS = Path("/sys")
OPEN_FILES = Path("/proc/self/fd")

LOW, STOP = 1 << 30, 200 << 20
"""Free bytes below which the officer is warned, and below which nothing more is written."""


class Fault(StrEnum):
    """Why a place is not fit."""

    NETWORK = "network"
    REMOVABLE = "removable"
    SYNCED = "synced"
    LINKED = "linked"


@dataclass(frozen=True, slots=True)
class Unfit:
    """What is wrong with a place, and the mount, drive or name at fault."""

    fault: Fault
    what: str


NETWORK_KINDS = frozenset({
    "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse.ceph", "fuse.curlftpfs",
    "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.jfs", "fuse.juicefs", "fuse.kio-fuse",
    "fuse.nfs", "fuse.rclone", "fuse.s3fs", "fuse.seadrive", "fuse.smbnetfs", "fuse.sshfs",
    "fuse.vmhgfs-fuse", "gfs2", "glusterfs", "gpfs", "lustre", "ncp", "ncpfs", "nfs", "nfs4",
    "ocfs2", "orangefs", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs",
})  # fmt: skip
"""File systems whose files lie on another computer, or on the host of a virtual one."""

REMOVABLE_ROOTS = ("/media/", "/run/media/")
"""Where desktops mount what somebody plugged in."""

SYNCED_NAMES = (
    "onedrive", "dropbox", "nutstore", "坚果云", "我的坚果云", "baidusyncdisk", "baidunetdisk",
    "百度网盘", "百度云", "wps云盘", "wpsdrive", "wps cloud", "icloud drive", "iclouddrive",
    "com~apple~clouddocs", "google drive", "googledrive", "微云", "weiyun", "腾讯微云", "天翼云盘",
    "阿里云盘", "aliyundrive", "nextcloud", "owncloud", "seafile", "seadrive", "synologydrive",
)  # fmt: skip
"""How the folders that cloud services copy begin, in small letters."""

TROUBLES = {
    Fault.NETWORK: Trouble.FOLDER_NETWORK,
    Fault.REMOVABLE: Trouble.FOLDER_REMOVABLE,
    Fault.SYNCED: Trouble.FOLDER_SYNCED,
    Fault.LINKED: Trouble.FILE_LINKED,
}


def check(file: Path) -> None:
    """Raise Refusal where a database file must not lie; links are followed to where it does."""
    found = linked(file) or unfit(file.parent)
    if found is not None:
        raise Refusal(TROUBLES[found.fault], what=found.what)


def linked(file: Path) -> Unfit | None:
    """Whether a database file is reached by a second name, which would part it from its `-wal`."""
    try:
        more_names = file.lstat().st_nlink > 1
    except FileNotFoundError:
        return None
    return Unfit(Fault.LINKED, file.name) if file.is_symlink() or more_names else None


def unfit(folder: Path, mounts: str | None = None, sys_folder: Path = SYS) -> Unfit | None:
    """What is wrong with a folder that need not be there yet; `mounts` is a mountinfo text."""
    real = folder.resolve()
    found = _synced(folder.absolute()) or _synced(real)
    if found is not None:
        return found
    if sys.platform == "win32":
        return _unfit_windows(PureWindowsPath(real), _drive_type)
    if mounts is None:
        mounts = MOUNTS.read_text("utf-8", errors="replace") if MOUNTS.exists() else ""
    return _unfit_linux(real, mounts, sys_folder)


def _synced(folder: PurePath) -> Unfit | None:
    names = (name for name in folder.parts if name.casefold().startswith(SYNCED_NAMES))
    name = next(names, "")
    return Unfit(Fault.SYNCED, name) if name else None


@dataclass(frozen=True, slots=True)
class _Mount:
    point: str
    kind: str
    source: str
    number: str


def _unfit_linux(folder: Path, mounts: str, sys_folder: Path) -> Unfit | None:
    mount = _mount_of(str(folder), mounts)
    if mount is None:
        return None
    if mount.kind in NETWORK_KINDS:
        return Unfit(Fault.NETWORK, mount.point)
    plugged_in = f"{mount.point}/".startswith(REMOVABLE_ROOTS)
    if plugged_in or _removable(mount, sys_folder):
        return Unfit(Fault.REMOVABLE, mount.point)
    return None


def _mount_of(folder: str, mounts: str) -> _Mount | None:
    """The mount with the longest point above a folder; of several on one point the last."""
    best: _Mount | None = None
    for line in mounts.splitlines():
        mount = _read(line)
        inside = mount and f"{folder}/".startswith(f"{mount.point.rstrip('/')}/")
        if mount and inside and (best is None or len(mount.point) >= len(best.point)):
            best = mount
    return best


def _read(line: str) -> _Mount | None:
    """A line of mountinfo: what stands after " - " is kind and source."""
    before, _, after = line.partition(" - ")
    left, right = before.split(" "), after.split(" ")
    if len(left) < 5 or len(right) < 2:
        return None
    return _Mount(_plain(left[4]), right[0], _plain(right[1]), left[2])


def _plain(escaped: str) -> str:
    """A path of mountinfo, where blanks and the like stand as octal numbers of their bytes."""
    raw = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8)]), os.fsencode(escaped))
    return os.fsdecode(raw)


def _removable(mount: _Mount, sys_folder: Path) -> bool:
    """Whether the disk below a mount can be pulled out; an encrypted one is looked through."""
    names = (PurePath(mount.source).name, PurePath(os.path.realpath(mount.source)).name)
    places = [sys_folder / "class" / "block" / name for name in names if name]
    places.append(sys_folder / "dev" / "block" / mount.number)
    place = next((each for each in places if each.exists()), None)
    return place is not None and _pulls_out(place)


def _pulls_out(device: Path) -> bool:
    real = device.resolve()
    if any(re.fullmatch(r"usb\d+", part) for part in real.parts):
        return True
    for flag in (real / "removable", real.parent / "removable"):  # a partition's disk is above it
        if flag.is_file():
            if flag.read_text().strip() == "1":
                return True
            break
    below = real / "slaves"
    return below.is_dir() and any(_pulls_out(each) for each in below.iterdir())


_REMOVABLE_DRIVE, _REMOTE_DRIVE, _CD_DRIVE = 2, 4, 5
"""What GetDriveTypeW answers."""


def _unfit_windows(folder: PureWindowsPath, drive_type: Callable[[str], int]) -> Unfit | None:
    if folder.drive.startswith("\\\\") and not folder.drive.startswith(("\\\\?\\", "\\\\.\\")):
        return Unfit(Fault.NETWORK, folder.drive)
    kind = drive_type(f"{folder.drive}\\")
    if kind == _REMOTE_DRIVE:
        return Unfit(Fault.NETWORK, folder.drive)
    if kind in (_REMOVABLE_DRIVE, _CD_DRIVE):
        return Unfit(Fault.REMOVABLE, folder.drive)
    return None


def _drive_type(root: str) -> int:
    import ctypes

    return int(ctypes.WinDLL("kernel32").GetDriveTypeW(root))  # type: ignore[attr-defined]


class Room(StrEnum):
    """How much room a disk has left."""

    OK = "ok"
    LOW = "low"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Space:
    """Free bytes on a disk, and what they mean."""

    free: int
    room: Room


def free_space(folder: Path, free: Callable[[Path], int] | None = None) -> Space:
    """How much this user may still write where a folder is or will be."""
    there = folder.resolve()
    while not there.exists() and there != there.parent:
        there = there.parent
    left = (free or _free)(there)
    return Space(left, Room.STOP if left < STOP else Room.LOW if left < LOW else Room.OK)


def need_room(folder: Path) -> None:
    """Raise Refusal(DISK_LOW) where so little is left that nothing more may be begun."""
    if free_space(folder).room is Room.STOP:
        raise Refusal(Trouble.DISK_LOW, what=str(folder))


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def held_open(file: Path, open_files: Path = OPEN_FILES) -> bool:
    """Whether this very process has a file open already; to be asked before our library opens it.

    Two SQLite libraries in one process undo each other's locks: closing one file closes the
    locks of both. Only Linux can be asked; elsewhere the answer is no.
    """
    try:
        wanted = file.stat()
        descriptors = list(open_files.iterdir())
    except OSError:
        return False
    return any(_same(each, wanted) for each in descriptors)


def _same(descriptor: Path, wanted: os.stat_result) -> bool:
    try:
        found = descriptor.stat()
    except OSError:  # the listing's own descriptor is closed by now
        return False
    return (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino)


def free_name(path: Path, pattern: str) -> Path:
    """A name beside a file that nothing bears yet."""
    names = (path.with_name(pattern.format(n)) for n in range(1, 10_000))
    return next(name for name in names if not name.exists())
