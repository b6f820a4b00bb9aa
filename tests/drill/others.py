"""F9, F10, F16, F22: another process is at the same records at the same time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from db.engine import reading, writing
from desktop.domain.errors import Trouble
from desktop.services import slips
from desktop.services.numbers import take
from desktop.sole import LOCK
from tests.drill import apart, truth
from tests.drill.apart import Wire
from tests.drill.bench import Bench
from tests.drill.day import Day, visits
from tests.drill.report import Row
from tests.drill.site import Site
from tests.drill.storage import refused


def locked(bench: Bench) -> Iterator[Row]:
    """F9: while another process writes, reading goes on and writing is refused, then works."""
    site = bench.copy("locked")
    holder = apart.start(partial(_hold, site))
    holder.until_ready()
    other = apart.start(partial(_wait, site))
    told = other.until_ready()
    holder.go()
    holder.rest()
    other.go()
    told += other.rest()
    said = next((each["refused"] for each in told if "refused" in each), "")
    wrong = [each["error"] for each in told if "error" in each]
    if said != Trouble.LOCKED:
        wrong.append(f"told as {said!r}")
    if not any("read" in each for each in told):
        wrong.append("reading did not go on")
    yield truth.look(site, told).row(
        "F9",
        "another process holds the lock",
        f"reading goes on; told as {said}, then stored",
        *wrong,
    )


def _hold(site: Site, wire: Wire) -> None:
    with site.opened() as backend, writing(backend.engine) as session:
        take(session, "held")
        wire.heed()


def _wait(site: Site, wire: Wire) -> None:
    with site.opened() as backend:
        day = Day(site, backend, wire)
        with reading(backend.engine) as session:
            wire.say(read=len(slips.ledger(session, site.clerk)))
        wire.say(refused=refused(partial(day.issue, "waiting")))
        wire.heed()
        day.issue("waiting")


PUSHES = 12


def at_once(bench: Bench) -> Iterator[Row]:
    """F10 and F16: two processes read and then write at once; the same push in both."""
    site = bench.copy("at-once")
    both = [apart.start(partial(visits, site, run, PUSHES)) for run in (1, 2)]
    told = [line for child in both for line in child.rest()]
    wrong = [each["error"].splitlines()[-1] for each in told if "error" in each]
    yield truth.look(site, told).row(
        "F10", "two processes read, then write, at once", f"{2 * PUSHES} visits in two", *wrong
    )
    both = [apart.start(partial(_push, site)) for _ in range(2)]
    for child in both:
        child.until_ready()
    for child in both:
        child.go()
    twice = [line for child in both for line in child.rest()]
    wrong = [each["error"].splitlines()[-1] for each in twice if "error" in each]
    numbers = {each["intake"]: set[str]() for each in twice if "intake" in each}
    for each in twice:
        if "intake" in each:
            numbers[each["intake"]].add(each["number"])
    wrong += [f"{name} has {len(of)} numbers" for name, of in numbers.items() if len(of) != 1]
    found = truth.look(site, [each for each in twice if each.get("act") == "issue"])
    yield found.row(
        "F16", f"the same push in two processes, {PUSHES} times", "one number each", *wrong
    )


def _push(site: Site, wire: Wire) -> None:
    """The same intakes, pushed twice in this process and meanwhile in the other one."""
    with site.opened() as backend:
        day = Day(site, backend, wire)
        wire.heed()
        for n in range(PUSHES):
            for _ in range(2):
                with writing(backend.engine) as session:
                    made = day.issuing(f"push-{n}")(session)
                wire.say(act="issue", intake=f"push-{n}", number=made.number,
                         sha256=made.paper.sha256)  # fmt: skip


PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import sole
from desktop.__main__ import main
really = sole.Sole._listen
def listen(self, window):
    really(self, window)
    print("there", flush=True)
sole.Sole._listen = listen
sys.exit(main([]))
"""


def twice(bench: Bench) -> Iterator[Row]:
    """F22: a second start gives way and names the first; after a crash the lock is taken over."""
    site = bench.copy("twice")
    first = _started(site)
    wrong = [] if _says(first) == "there" else ["the first start did not come up"]
    second = _started(site)
    said, _ = second.communicate(timeout=60)
    if second.returncode != 0 or f"process {first.pid} " not in said:
        wrong.append(f"the second start ended with {second.returncode}: {said!r}")
    first.kill()
    first.communicate()
    if not (site.home / LOCK).exists():
        wrong.append("the crash left no lock: nothing was tried")
    third = _started(site)
    if _says(third) != "there":
        wrong.append("after the crash a start did not come up")
    third.kill()
    third.communicate()
    shown = "the second names the first and ends; after the crash the third comes up"
    yield truth.look(site, []).row("F22", "a second start, and one after a crash", shown, *wrong)


def _started(site: Site) -> "subprocess.Popen[str]":
    environment = os.environ | {"ONEVISIT_HOME": str(site.home), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM], env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def _says(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
