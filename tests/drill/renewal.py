"""T24 and F6: the program is ended before each step in which the records get another key."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from db import keys
from db.health import examine
from desktop.door import knock
from desktop.services.rekey import renew
from tests import builders
from tests.drill import apart, truth
from tests.drill.apart import Told, Wire
from tests.drill.bench import Bench, need_strace
from tests.drill.day import Day
from tests.drill.report import Row
from tests.drill.site import CHIEF, CLERK, Site, clock
from tests.drill.steps import FILES, sweep


def renewal(bench: Bench) -> Iterator[Row]:
    """Whenever the program ends, the passwords and the recovery code still open the records."""
    need_strace()
    calls = {"pwrite64": 25} | FILES
    found = sweep(bench, partial(bench.copy, "renewed"), _renew, _opens, calls)
    yield found.row("F6", "kill before each step of a new key")


def _renew(site: Site, wire: Wire) -> None:
    with site.opened() as backend:
        Day(site, backend, wire).visit(0)
        wire.heed()
        renew(backend.engine, builders.CHIEF, clock()())
        wire.say(act="renewed")


def _opens(site: Site, told: list[Told]) -> Iterable[str]:
    """The officer and the recovery code come in, twice each, and find everything."""
    wrong, key = apart.run(partial(_entered, site))
    yield from wrong
    if key == site.key and any(each.get("act") == "renewed" for each in told):
        yield "the key is the old one, though a new one was acknowledged"
    acts = [each for each in told if each.get("act") != "renewed"]
    found = truth.look(replace(site, key=key), acts)
    yield from (*found.unreadable, *found.wrong, *(f"lost {each}" for each in found.lost))


def _entered(site: Site) -> tuple[list[str], bytes | None]:
    wrong: list[str] = []
    key = None
    for number in (CLERK, CHIEF):
        backend = knock(site.home, clock()).unlock(number, builders.PASSWORD).backend
        key = backend.store.key
        backend.engine.dispose()
    wrong += [f"{e.check}: {e.trouble}" for e in examine(site.file, key, whole=True) if e.trouble]
    beside = keys.load(keys.keys_path(site.file))
    opened = keys.open_recovery(beside, site.code)
    if opened != (key,):
        wrong.append(f"the recovery code opens {len(opened)} keys, not only the one that fits")
    return wrong, key
