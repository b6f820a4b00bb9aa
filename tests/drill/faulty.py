"""F5: the disk reports an error at a commit; what the program then says must be the truth."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop.domain.errors import Refusal, Trouble
from desktop.jobs import Jobs
from tests.drill import apart, truth
from tests.drill.apart import Told, Wire
from tests.drill.bench import Bench, need_strace
from tests.drill.day import Day
from tests.drill.report import Row
from tests.drill.site import Site

NAME = "pushed"
THERE = {"done": True, Trouble.SAVED_AFTER_ALL: True, Trouble.NOT_SAVED: False,
         Trouble.DISK_FULL: False, Trouble.OUTCOME_UNKNOWN: None}  # fmt: skip
"""What the program may say, and whether the act is there then; None where it does not know."""

FAULTS = (
    ("an error at a sync", "fsync", "EIO", 1, ""),
    ("errors at all syncs from one on", "fsync", "EIO", 1, "+"),
    ("an error at a write", "pwrite64", "EIO", 8, ""),
    ("errors at all writes from one on", "pwrite64", "EIO", 16, "+"),
    ("no room at a write", "pwrite64", "ENOSPC", 8, ""),
)


def faulty(bench: Bench) -> Iterator[Row]:
    """F5: one button push through the program's own job runner, per fault and place."""
    need_strace()
    for what, call, error, stride, ever in FAULTS:
        said: Counter[str] = Counter()
        wrong: list[str] = []
        acknowledged = kept = 0
        for n in range(1, 400, stride):
            site = bench.copy("faulty")
            outcome, told = _pushed(site, f"inject={call}:error={error}:when={n}{ever}", call)
            said[outcome] += 1
            there, problems = _look(site, told)
            acknowledged += THERE.get(outcome) is True
            kept += there
            wrong += [f"{call} {n}: {each}" for each in (*problems, *_truthful(outcome, there))]
            bench.clear(site)
            if outcome == "done" or len(wrong) > 20:
                break
        shown = ", ".join(f"{name} {times}" for name, times in said.items())
        yield Row("F5", f"{what} of one slip", acknowledged, kept, told=shown, wrong=tuple(wrong))


def _pushed(site: Site, rule: str, call: str) -> tuple[str, list[Told]]:
    """Push the button while a rule holds; what the program said, and what had been stored."""
    child = apart.start(partial(_push, site))
    told = child.until_ready()
    with apart.traced(child, f"trace={call}", rule):
        child.go()
        told += child.until_ready()
    told += child.kill()
    outcome = next((each["outcome"] for each in told if "outcome" in each), "silence")
    return outcome, told


def _push(site: Site, wire: Wire) -> None:
    app = QCoreApplication([])
    with site.opened() as backend:
        jobs = Jobs(backend.engine)
        day = Day(site, backend, wire)
        day.draft("before")
        jobs.ask(lambda _session: None, lambda _: app.quit())
        app.exec()
        wire.heed()
        outcome: list[str] = []

        def ended(what: object) -> None:
            outcome.append(what.trouble if isinstance(what, Refusal) else f"broken: {what!r}")
            app.quit()

        def done(_issued: object) -> None:
            outcome.append("done")
            app.quit()

        jobs.broken.connect(ended)
        jobs.act(day.issuing(NAME), done, refused=ended)
        app.exec()
        wire.say(outcome=outcome[0])
        wire.heed()


def _look(site: Site, told: list[Told]) -> tuple[bool, list[str]]:
    found = truth.look(site, told)
    there = found.slips == 1
    return there, [*found.unreadable, *found.wrong, *found.lost]


def _truthful(outcome: str, there: bool) -> Iterator[str]:
    if outcome not in THERE:
        yield f"the program says {outcome!r}"
    elif THERE[outcome] not in (None, there):
        yield f"the program says {outcome}, and the slip is {'' if there else 'not '}there"
