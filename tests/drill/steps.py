"""F6: the program is ended exactly before its N-th write, sync or renaming, for every N."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from db.health import examine
from desktop.domain.officers import Role
from desktop.door import knock
from desktop.services.officers import NewOfficer
from tests import builders
from tests.drill import apart, truth
from tests.drill.apart import Told, Wire
from tests.drill.bench import Bench, need_strace
from tests.drill.day import Day
from tests.drill.killed import enters
from tests.drill.report import Row
from tests.drill.site import CHIEF, Site, clock

WRITES = {"pwrite64": 1, "fsync": 1}
"""Calls that change a file of SQLite's, and how many are stepped over between two kills."""

FILES = {"write": 1, "rename": 1, "unlink": 1, "unlinkat": 1, "mkdir": 1, "fsync": 1}
"""Calls that change what lies beside it."""

MOST = 2000


@dataclass(slots=True)
class Sweep:
    """What came of ending the same act before each of its calls."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    unreadable: int = 0
    wrong: list[str] = field(default_factory=list)

    def row(self, fault: str, what: str, told: str = "") -> Row:
        """The sweep as a row of the table."""
        kept = self.acknowledged - self.lost
        shown = f"{self.kills} kills{told}"
        return Row(
            fault, what, self.acknowledged, kept, self.lost, self.unreadable, shown,
            tuple(self.wrong),
        )  # fmt: skip


Check = Callable[[Site, list[Told]], Iterable[str]]


def sweep(
    bench: Bench, prepare: Callable[[], Site], work: Callable[[Site, Wire], object], check: Check,
    calls: dict[str, int],
) -> Sweep:  # fmt: skip
    """End an act before each of its calls, one kind of call after the other, and look each time."""
    found = Sweep()
    for call, stride in calls.items():
        for n in range(1, MOST, stride):
            site = prepare()
            child = apart.start(partial(work, site))
            told = child.until_ready()
            with apart.traced(child, f"trace={call}", f"inject={call}:signal=KILL:when={n}"):
                child.go()
                told += child.rest()
            ended = child.status is not None and os.WIFSIGNALED(child.status)
            found.kills += ended
            found.acknowledged += sum("act" in each for each in told)
            told_of = [each["error"] for each in told if "error" in each]
            found.wrong += [
                f"{call} {n}: {each}" for each in (*told_of, *_checked(check, site, told))
            ]
            bench.clear(site)
            if not ended or len(found.wrong) > 20:
                break
    return found


def _checked(check: Check, site: Site, told: list[Told]) -> Iterable[str]:
    try:
        return list(check(site, told))
    except RuntimeError as error:
        return [str(error).strip().splitlines()[-1]]


def steps(bench: Bench) -> Iterator[Row]:
    """F6: one slip, a change of the password, the first set-up."""
    need_strace()
    copy = partial(bench.copy, "step")
    yield sweep(bench, copy, _issue, _whole, WRITES).row("F6", "kill before each write of one slip")
    yield sweep(bench, copy, _password, _enters, FILES).row(
        "F6", "kill before each step of a password change"
    )
    empty = partial(_nowhere, bench)
    calls = {"pwrite64": 40} | FILES
    yield sweep(bench, empty, _set_up, _set_up_or_fresh, calls).row(
        "F6", "kill in the first set-up"
    )


def _issue(site: Site, wire: Wire) -> None:
    with site.opened() as backend:
        day = Day(site, backend, wire)
        day.draft("stepped")
        wire.heed()
        day.issue("stepped")


def _whole(site: Site, told: list[Told]) -> Iterator[str]:
    found = truth.look(site, told)
    yield from (*found.unreadable, *found.wrong, *(f"lost {each}" for each in found.lost))


NEW = "another long enough one"


def _password(site: Site, wire: Wire) -> None:
    with site.opened() as backend:
        day = Day(site, backend, wire)
        wire.heed()
        day.password(builders.PASSWORD, NEW)


def _enters(site: Site, told: list[Told]) -> Iterator[str]:
    """One of the two passwords lets the officer in; the new one where it was acknowledged."""
    yield from _whole(site, told)
    acknowledged = any(each.get("act") == "password" for each in told)
    tries = [NEW] if acknowledged else [NEW, builders.PASSWORD]
    right = [each for each in tries if apart.run(partial(enters, site, each))]
    if len(right) != 1:
        yield f"{len(right)} of {len(tries)} passwords open the door"


def _nowhere(bench: Bench) -> Site:
    """A home in which nothing is yet."""
    return bench.site.at(bench.place("first"))


def _set_up(site: Site, wire: Wire) -> None:
    wire.heed()
    entered = knock(site.home, clock()).set_up(builders.STATION, chief(), encrypted=True)
    wire.say(act="set_up", code=entered.code)


def chief() -> NewOfficer:
    """The administrator whom the first set-up makes."""
    return NewOfficer(CHIEF, "王管理", Role.ADMINISTRATOR, builders.PASSWORD)


def _set_up_or_fresh(site: Site, told: list[Told]) -> Iterator[str]:
    yield from apart.run(partial(_after_set_up, site, [e for e in told if "act" in e]))


def _after_set_up(site: Site, told: list[Told]) -> list[str]:
    door = knock(site.home, clock())
    if door.fresh:
        if told:
            return ["an acknowledged set-up is gone"]
        door.set_up(builders.STATION, chief(), encrypted=True).backend.engine.dispose()
        door = knock(site.home, clock())
    people = door.people()
    if people is None or [each.number for each in people.officers] != [CHIEF]:
        return [f"the sign-in shows {people}"]
    entered = door.unlock(CHIEF, builders.PASSWORD)
    key = entered.backend.store.key
    entered.backend.engine.dispose()
    return [f"{e.check}: {e.trouble}" for e in examine(door.file, key, whole=True) if e.trouble]
