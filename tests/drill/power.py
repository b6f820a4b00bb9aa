"""F2: the power is cut while the counter works; what was acknowledged must be on the disk."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import db.engine
from db import anchor, keys
from db.anchor import anchor_path
from desktop.door import knock
from tests import builders
from tests.drill import apart, truth
from tests.drill.apart import Told, Wire
from tests.drill.bench import Bench, need_root
from tests.drill.day import Day, visits
from tests.drill.disks import Disk, disk
from tests.drill.killed import enters
from tests.drill.report import Row, Unfit
from tests.drill.site import CHIEF, Site, clock
from tests.drill.steps import chief

Work = Callable[[Site, Wire], object]

RUNS = 6
SPOILT = ("", "{", "\0" * 133, '{"station": 1}')
"""How a power cut may leave the anchor."""


@dataclass(slots=True)
class Cuts:
    """What came of some power cuts of the same kind."""

    truths: list[truth.Truth] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def row(self, what: str, *, control: bool = False) -> Row:
        """The cuts as a row; a control is good where something was lost."""
        lost = sum(len(each.lost) for each in self.truths)
        broken = sum(bool(each.unreadable or each.wrong) for each in self.truths)
        acknowledged = sum(each.acknowledged for each in self.truths)
        kept = sum(each.kept for each in self.truths)
        wrong = list(self.wrong)
        if control:
            wrong = [] if lost or broken else ["nothing was lost: the cut proves nothing"]
        else:
            wrong += [w for t in self.truths for w in (*t.lost, *t.unreadable, *t.wrong)]
        unreadable = sum(bool(each.unreadable) for each in self.truths)
        told = f"{len(self.truths)} cuts" + ("; must lose" if control else "")
        return Row("F2", what, acknowledged, kept, lost, unreadable, told, tuple(wrong))


def power(bench: Bench) -> Iterator[Row]:
    """F2 on ext4 and xfs: the day, the control, a password, a backup, the first set-up."""
    need_root()
    for kind in ("ext4", "xfs"):
        try:
            yield from _on(bench, kind)
        except Unfit as why:
            yield Row("F2", f"power cut on {kind}", skipped=str(why))


def _on(bench: Bench, kind: str) -> Iterator[Row]:
    with disk(bench.place(f"{kind}.image"), kind) as made:
        day = [_cut(bench, made, visits_for_ever) for _ in range(RUNS)]
        yield Cuts(day).row(f"power cut in a counter's day, {kind}")
        loose = [_cut(bench, made, _loose) for _ in range(2)]
        yield Cuts(loose).row(f"control: the same without syncs, {kind}", control=True)
        yield _passwords(bench, made)
        copies = [_cut(bench, made, _backups) for _ in range(3)]
        yield Cuts(copies).row(f"power cut after backups, {kind}")
        yield _set_ups(bench, made)
    if kind == "ext4":
        yield _anchors(bench)


def visits_for_ever(site: Site, wire: Wire) -> None:
    """Serve visitors until something ends it."""
    visits(site, 1, 1000, wire)


def _loose(site: Site, wire: Wire) -> None:
    """The same with nothing synced by anybody: what a disk that lies does."""
    loose = tuple(each.replace("synchronous=FULL", "synchronous=OFF") for each in db.engine.PRAGMAS)
    vars(db.engine)["PRAGMAS"] = loose
    vars(os)["fsync"] = lambda _fd: None
    visits_for_ever(site, wire)


def _backups(site: Site, wire: Wire) -> None:
    with site.opened() as backend:
        day = Day(site, backend, wire)
        day.visit(0)
        day.backup()
        wire.heed()


def _cut(bench: Bench, made: Disk, work: Work) -> truth.Truth:
    """Copy the station onto the disk, work there, cut the power, switch on, read everything."""
    site = bench.site.copied(made.point / bench.place("home").name)
    os.sync()
    said = _until_dark(bench, made, partial(work, site))
    found = truth.look(site, said)
    shutil.rmtree(site.home)
    return found


def _until_dark(bench: Bench, made: Disk, work: apart.Work) -> list[Told]:
    child = apart.start(work)
    said: list[Told] = []
    end = bench.chance.uniform(0.3, 1.2)
    said += child.until_ready() if _waits(work) else child.during(end)
    made.cut()
    said += child.kill()
    made.off()
    made.mount()
    # What was said after the cut cannot have been stored, and was not: a commit fails then.
    return said


def _waits(work: apart.Work) -> bool:
    return getattr(work, "func", None) in (_backups, _password, _set_up)


NEW = "another long enough one"


def _password(site: Site, wire: Wire) -> None:
    with site.opened() as backend:
        Day(site, backend, wire).password(builders.PASSWORD, NEW)
        wire.heed()


def _passwords(bench: Bench, made: Disk) -> Row:
    """The power goes as soon as a new password was acknowledged."""
    cuts = Cuts()
    for _ in range(3):
        site = bench.site.copied(made.point / bench.place("home").name)
        os.sync()
        said = _until_dark(bench, made, partial(_password, site))
        cuts.truths.append(truth.look(site, said))
        for tried, right in ((builders.PASSWORD, False), (NEW, True)):
            if apart.run(partial(enters, site, tried)) is not right:
                cuts.wrong.append(f"{tried!r} opens: {not right}")
    return cuts.row(f"power cut after a new password, {made.kind}")


def _set_up(site: Site, wire: Wire) -> None:
    entered = knock(site.home, clock()).set_up(builders.STATION, chief(), encrypted=True)
    wire.say(act="set_up", code=entered.code)
    wire.heed()


def _set_ups(bench: Bench, made: Disk) -> Row:
    """The power goes as soon as the recovery code was shown."""
    cuts = Cuts()
    for _ in range(3):
        site = bench.site.at(made.point / bench.place("first").name)
        os.sync()
        said = _until_dark(bench, made, partial(_set_up, site))
        acts = [each for each in said if "act" in each]
        cuts.truths.append(truth.Truth(acknowledged=len(acts)))
        cuts.wrong += [each["error"] for each in said if "error" in each]
        if not apart.run(partial(_lets_chief_in, site)):
            cuts.truths[-1].lost.append("the first set-up")
    return cuts.row(f"power cut after the first set-up, {made.kind}")


def _lets_chief_in(site: Site) -> bool:
    door = knock(site.home, clock())
    if door.fresh:
        return False
    door.unlock(CHIEF, builders.PASSWORD).backend.engine.dispose()
    return True


def _anchors(bench: Bench) -> Row:
    """An old anchor, and torn ones: nobody is shut out, nothing is read-only."""
    site = bench.copy("anchors")
    known = anchor.read(anchor_path(site.file))
    child = apart.start(partial(visits, site, 1, 2))
    said = child.rest()
    torn = [*SPOILT, None if known is None else anchor_path(bench.site.file).read_text()]
    cuts = Cuts()
    for text in torn:
        anchor_path(site.file).write_text(text or "")
        cuts.truths.append(truth.look(site, said))
    keys.keys_path(site.file).with_name(f"{keys.keys_path(site.file).name}.new").write_text("{")
    if not apart.run(partial(enters, site, builders.PASSWORD)):
        cuts.wrong.append("half a key file beside the key file shuts the officer out")
    return cuts.row("torn and old anchors, half a key file")
