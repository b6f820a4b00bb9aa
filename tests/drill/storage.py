"""F4, F8, F18: a disk that is full, that may only be read, that is pulled out under a backup."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from db import backup, keys, location
from desktop.domain.errors import Refusal, Trouble
from desktop.door import knock
from tests import builders
from tests.drill import apart, disks, truth
from tests.drill.apart import Wire
from tests.drill.bench import Bench, need_root
from tests.drill.day import Day
from tests.drill.report import Row
from tests.drill.site import CLERK, Site, clock

NOBODY = 65534


def refused(work: Callable[[], Any]) -> str:
    """Which trouble a piece of work is refused with; empty where it is not."""
    try:
        work()
    except Refusal as error:
        return error.trouble.value
    return ""


def full(bench: Bench) -> Iterator[Row]:
    """F4: acts are refused whole while the disk is full, and work again when it is not."""
    need_root()
    with disks.small(bench.place("small"), "6m") as place:
        filler = place / "filler"
        filler.write_bytes(bytes(3_000_000))
        site = bench.site.copied(place / "home")
        child = apart.start(partial(_until_full, site))
        told = child.until_ready()
        filler.unlink()
        child.go()
        told += child.rest()
        wrong = [each["error"] for each in told if "error" in each]
        names = [each["refused"] for each in told if "refused" in each]
        if set(names) != {Trouble.DISK_FULL.value}:
            wrong.append(f"refused as {names}")
        found = truth.look(site, told)
    shown = f"refused {len(names)} times as disk_full, stored after freeing"
    yield found.row("F4", "disk full in a counter's day", shown, *wrong)


def _until_full(site: Site, wire: Wire) -> None:
    with site.opened() as backend:
        day = Day(site, backend, wire)
        n, said = 0, ""
        while not said:
            n += 1
            said = refused(partial(day.visit, n))
        wire.say(refused=said)
        for more in range(3):
            wire.say(refused=refused(partial(day.issue, f"more-{more}")))
        wire.heed()
        for more in range(3):
            day.issue(f"more-{more}")
        day.visit(n + 1)


def copies(bench: Bench) -> Iterator[Row]:
    """F18: the place for backups is missing, full, or pulled out; the old ones stay."""
    need_root()
    for what, prepare in (
        ("missing", _missing),
        ("full before", _full),
        ("full half way", _full_late),
        ("pulled out", _pulled),
    ):
        stick = bench.place("stick")
        stick.mkdir()
        target = bench.place("target")
        pulled = prepare is _pulled
        mount = disks.mounted(target, "--bind", stick) if pulled else disks.small(target, "400m")
        with mount as place:
            site = bench.copy("backups")
            told = apart.run(partial(_backup, site, place, prepare, stick if pulled else place))
            found = truth.look(site, [])
            old, said, again, parts = told
            wrong = [] if said == Trouble.BACKUP_FAILED.value else [f"told as {said!r}"]
            if not again:
                wrong.append("the old backup is not whole any more")
            if parts:
                wrong.append(f"left behind: {parts}")
            shown = f"told as {said}; {old} old kept"
            yield found.row("F18", f"backups: the place is {what}", shown, *wrong)


Spoil = Callable[[Path], Path]


def _backup(site: Site, place: Path, spoil: Spoil, again: Path) -> tuple[int, str, bool, list[str]]:
    """A good backup, then one to a spoilt place: how that was told, what lies there then.

    `again` is where that place is found afterwards: a stick that was plugged in once more.
    """
    folder = place / "backups"
    backup.make(site.file, site.key, folder, clock()())
    aim = spoil(folder)
    said = refused(partial(backup.make, site.file, site.key, aim, clock(90)()))
    folder = again / "backups"
    old = backup.listed(folder)
    whole = all(backup.file_hash(each.file) == each.manifest.sha256 for each in old)
    if spoil is _pulled:
        _next_day(site, folder)
    parts = [each.name for each in folder.iterdir() if ".part" in each.name]
    return len(old), said, whole and len(old) == 1, parts


def _next_day(site: Site, folder: Path) -> None:
    """The next backup to the same stick, which also takes away what the pulled one left."""
    for each in folder.glob(".*.part*"):
        os.utime(each, (0, 0))
    vars(backup)["_verified"] = _REALLY
    backup.make(site.file, site.key, folder, clock(180)())


_REALLY = backup._verified


def _missing(folder: Path) -> Path:
    (folder.parent / "a file").touch()
    return folder.parent / "a file" / "backups"


def _full(folder: Path) -> Path:
    _fill(folder, 100_000)
    return folder


def _full_late(folder: Path) -> Path:
    """As if the disk had been filled by somebody else after the program had looked."""
    vars(location)["STOP"] = 0
    vars(shutil)["disk_usage"] = lambda _folder: _Plenty
    _fill(folder, 300_000)
    return folder


class _Plenty:
    free = 1 << 40


def _fill(folder: Path, left: int) -> None:
    status = os.statvfs(folder)
    with (folder.parent / "filler").open("wb") as out:
        out.write(bytes(status.f_bavail * status.f_frsize - left))


def _pulled(folder: Path) -> Path:
    """The stick is pulled out between the copy and its check."""

    def verified(*values: Any) -> Any:
        disks.pull(folder.parent)
        return _REALLY(*values)

    vars(backup)["_verified"] = verified
    return folder


def read_only(bench: Bench) -> Iterator[Row]:
    """F8: a medium that may only be read, and another user's folder: refused by name."""
    need_root()
    site = bench.copy("read-only")
    with disks.read_only(site.home, bench.place("read-only")) as place:
        said = apart.run(partial(_opened, site.at(place), 0))
    yield _named("a medium that may only be read", said)
    bench.folder.chmod(0o755)
    said = apart.run(partial(_opened, site, NOBODY))
    yield _named("another user, the files not readable", said)
    for each in site.home.iterdir():
        each.chmod(0o644)
    said = apart.run(partial(_opened, site, NOBODY))
    yield _named("another user, the files readable", said)
    yield truth.look(site, []).row("F8", "the records afterwards")


def _named(what: str, said: str) -> Row:
    wrong = () if said == Trouble.READ_ONLY.value else (f"told as {said!r}",)
    return Row("F8", what, told=f"told as {said}", wrong=wrong)


def _opened(site: Site, user: int) -> str:
    keys.open_slot(keys.new_slot("1", "x", bytes(32)), "x")  # loads what that user may not read
    if user:
        os.setgid(user)
        os.setuid(user)
    return refused(lambda: knock(site.home, clock()).unlock(CLERK, builders.PASSWORD))
