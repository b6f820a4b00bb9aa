"""Where a database may lie: mounts, sticks, synced folders, links, free room, other holders."""

import os
import sqlite3
import subprocess
from pathlib import Path, PureWindowsPath

import pytest

from db import location
from db.location import Fault, Room, Unfit, check, free_space, held_open, linked, need_room, unfit
from desktop.domain.errors import Refusal, Trouble

TABLE = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 27 8:1 / /home rw,relatime shared:1 master:2 - ext4 /dev/sda1 rw
41 27 0:50 / /srv/share rw - nfs4 server:/export rw
42 27 0:51 / /srv/with\040blank rw - cifs //server/d rw
43 27 0:52 / /home/zhou/remote rw - fuse.sshfs zhou@host: rw
44 27 8:17 / /mnt/stick rw - vfat /dev/sdb1 rw
45 27 8:33 / /data rw - ext4 /dev/sdc1 rw
46 27 253:0 / /secret rw - ext4 /dev/mapper/secret rw
47 27 0:60 / /backups rw - btrfs /dev/sdc2 rw
48 27 8:49 / /media/zhou/DISK rw - ext4 /dev/sdd1 rw
49 27 8:50 / /run/media/zhou/D rw - ext4 /dev/sdd2 rw
50 27 0:70 / /auto rw - autofs systemd-1 rw
51 27 0:71 / /auto rw - nfs server:/auto rw
52 27 0:72 / /ceph rw - ceph 10.0.0.1:/ rw
53 27 0:73 / /win rw - 9p drvfs rw
half a line
"""


@pytest.fixture
def sys_folder(tmp_path: Path) -> Path:
    """Disks as the kernel shows them: sda inside, sdb on USB, sdc in a slot, sdd inside."""
    made = tmp_path / "sys"
    disks = {
        "sda": ("pci0/ata1", "0"),
        "sdb": ("pci0/usb2/2-1", "0"),
        "sdc": ("pci0/ata2", "1"),
        "sdd": ("pci0/ata3", "0"),
    }
    (made / "class" / "block").mkdir(parents=True)
    for disk, (bus, removable) in disks.items():
        place = made / "devices" / bus / "block" / disk
        for part in ("1", "2"):
            (place / f"{disk}{part}").mkdir(parents=True)
            (made / "class/block" / f"{disk}{part}").symlink_to(place / f"{disk}{part}")
        (place / "removable").write_text(f"{removable}\n")
    crypt = made / "devices/virtual/block/dm-0"
    (crypt / "slaves").mkdir(parents=True)
    (crypt / "slaves" / "sdb2").symlink_to(made / "class/block/sdb2")
    (crypt / "removable").write_text("0\n")
    (made / "dev/block").mkdir(parents=True)
    (made / "dev/block/253:0").symlink_to(crypt)
    return made


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("/opt/onevisit", None),
        ("/", None),
        ("/home/zhou", None),
        ("/srv/shared", None),  # begins like the share, but is not inside
        ("/srv/share", Unfit(Fault.NETWORK, "/srv/share")),
        ("/srv/share/a/b", Unfit(Fault.NETWORK, "/srv/share")),
        ("/srv/with blank/a", Unfit(Fault.NETWORK, "/srv/with blank")),
        ("/home/zhou/remote/x", Unfit(Fault.NETWORK, "/home/zhou/remote")),
        ("/auto/x", Unfit(Fault.NETWORK, "/auto")),  # mounted over the automounter
        ("/ceph", Unfit(Fault.NETWORK, "/ceph")),
        ("/win/d", Unfit(Fault.NETWORK, "/win")),
        ("/mnt/stick", Unfit(Fault.REMOVABLE, "/mnt/stick")),
        ("/data/x", Unfit(Fault.REMOVABLE, "/data")),
        ("/secret", Unfit(Fault.REMOVABLE, "/secret")),  # encrypted, on USB
        ("/backups", Unfit(Fault.REMOVABLE, "/backups")),
        ("/media/zhou/DISK/x", Unfit(Fault.REMOVABLE, "/media/zhou/DISK")),
        ("/run/media/zhou/D", Unfit(Fault.REMOVABLE, "/run/media/zhou/D")),
        ("/home/zhou/OneDrive - 分局/onevisit", Unfit(Fault.SYNCED, "OneDrive - 分局")),
        ("/home/zhou/Dropbox", Unfit(Fault.SYNCED, "Dropbox")),
        ("/home/zhou/我的坚果云/一次办", Unfit(Fault.SYNCED, "我的坚果云")),
        ("/home/zhou/Nutstore Files", Unfit(Fault.SYNCED, "Nutstore Files")),
        ("/home/zhou/BaiduSyncdisk", Unfit(Fault.SYNCED, "BaiduSyncdisk")),
        ("/home/zhou/百度网盘同步", Unfit(Fault.SYNCED, "百度网盘同步")),
        ("/home/zhou/WPS云盘", Unfit(Fault.SYNCED, "WPS云盘")),
        ("/home/zhou/Google Drive/x", Unfit(Fault.SYNCED, "Google Drive")),
        ("/home/zhou/微云同步助手", Unfit(Fault.SYNCED, "微云同步助手")),
    ],
)
def test_what_a_folder_lies_on(folder: str, found: Unfit | None, sys_folder: Path) -> None:
    assert unfit(Path(folder), TABLE, sys_folder) == found


def test_a_link_is_followed_to_where_it_leads(tmp_path: Path, sys_folder: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "here").symlink_to(tmp_path / "share")
    table = f"1 2 0:9 / {tmp_path}/share rw - nfs server:/x rw"
    found = unfit(tmp_path / "here" / "not made yet", table, sys_folder)
    assert found == Unfit(Fault.NETWORK, f"{tmp_path}/share")
    assert unfit(tmp_path, table, sys_folder) is None


def test_this_very_computer_can_be_asked(tmp_path: Path) -> None:
    found = unfit(tmp_path)
    assert found is None or isinstance(found, Unfit)
    assert unfit(tmp_path, "", tmp_path) is None


@pytest.mark.parametrize(
    ("folder", "kind", "found"),
    [
        (r"C:\Users\zhou\onevisit", 3, None),
        (r"D:\x", 4, Unfit(Fault.NETWORK, "D:")),
        (r"E:\x", 2, Unfit(Fault.REMOVABLE, "E:")),
        (r"F:\x", 5, Unfit(Fault.REMOVABLE, "F:")),
        (r"\\server\share\x", 3, Unfit(Fault.NETWORK, r"\\server\share")),
    ],
)
def test_windows_drives(folder: str, kind: int, found: Unfit | None) -> None:
    assert location._unfit_windows(PureWindowsPath(folder), lambda _root: kind) == found


def test_a_file_with_two_names_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "onevisit.db"
    assert linked(file) is None
    file.write_bytes(b"")
    assert linked(file) is None
    (tmp_path / "second").hardlink_to(file)
    assert linked(file) == Unfit(Fault.LINKED, "onevisit.db")
    (tmp_path / "third").symlink_to(file)
    assert linked(tmp_path / "third") == Unfit(Fault.LINKED, "third")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    assert linked(tmp_path / "nowhere") == Unfit(Fault.LINKED, "nowhere")


@pytest.mark.parametrize(
    ("free", "room"),
    [(1 << 30, Room.OK), ((1 << 30) - 1, Room.LOW), (200 << 20, Room.LOW), (9, Room.STOP)],
)
def test_room_that_is_left(tmp_path: Path, free: int, room: Room) -> None:
    asked: list[Path] = []

    def left(folder: Path) -> int:
        asked.append(folder)
        return free

    assert free_space(tmp_path / "not" / "made", left).room is room
    assert asked == [tmp_path]
    assert free_space(tmp_path).free > 0


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    monkeypatch.setattr(location, "unfit", lambda _folder: Unfit(fault, "there"))
    with pytest.raises(Refusal) as refused:
        check(tmp_path / "onevisit.db")
    assert refused.value.trouble is location.TROUBLES[fault]
    assert refused.value.values == {"what": "there"}


def test_a_place_that_is_fit_and_one_without_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(location, "unfit", lambda _folder: None)
    monkeypatch.setattr(location, "_free", lambda _folder: location.STOP)
    check(tmp_path / "onevisit.db")
    need_room(tmp_path)
    monkeypatch.setattr(location, "_free", lambda _folder: location.STOP - 1)
    with pytest.raises(Refusal) as refused:
        need_room(tmp_path)
    assert refused.value.trouble is Trouble.DISK_LOW


@pytest.mark.skipif(not location.OPEN_FILES.is_dir(), reason="no /proc/self/fd here")
def test_another_sqlite_library_on_the_file_is_found_out(tmp_path: Path) -> None:
    file, link = tmp_path / "onevisit.db", tmp_path / "other name.db"
    assert not held_open(file)
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE t (x)")
    os.link(file, link)
    assert held_open(file)
    assert held_open(link)  # by the file itself, not by its name
    assert not held_open(tmp_path)
    other.close()
    assert not held_open(file)


@pytest.mark.skipif(not location.OPEN_FILES.is_dir(), reason="no /proc/self/fd here")
def test_another_process_is_no_second_library(tmp_path: Path) -> None:
    file = tmp_path / "onevisit.db"
    file.write_bytes(b"x")
    with file.open("rb") as held:
        child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=held)
    assert not held_open(file)
    child.communicate()


def test_where_it_cannot_be_asked_the_answer_is_no(tmp_path: Path) -> None:
    file = tmp_path / "onevisit.db"
    file.write_bytes(b"x")
    assert not held_open(file, tmp_path / "no such folder")
