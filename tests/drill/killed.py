"""F1: the program is ended without warning, at random moments of a counter's day."""

from collections.abc import Iterator
from functools import partial

from db.backup import listed
from desktop.domain.errors import Refusal, Trouble
from desktop.door import knock
from tests import builders
from tests.drill import apart, truth
from tests.drill.apart import Told, Wire
from tests.drill.bench import Bench
from tests.drill.day import Day, visits
from tests.drill.report import Row
from tests.drill.site import CLERK, Site, clock

EVERY = 10
"""Each so many rounds end in a change of the password, and in a backup."""


def killed(bench: Bench) -> Iterator[Row]:
    """F1 on one station's records, which live through all rounds."""
    site = bench.copy("killed")
    said: list[Told] = []
    lost, unreadable, wrong = set[str](), 0, list[str]()
    passwords = _Passwords(builders.PASSWORD)
    seen = truth.Truth()
    for n in range(1, bench.rounds + 1):
        work, longest = _work(site, n, passwords)
        child = apart.start(work)
        told = child.during(bench.chance.uniform(0, longest)) + child.kill()
        wrong += [each["error"].splitlines()[-1] for each in told if "error" in each]
        said += [each for each in told if "act" in each]
        seen = truth.look(site, said)
        lost |= set(seen.lost)
        unreadable += bool(seen.unreadable)
        wrong += [f"round {n}: {each}" for each in (*seen.unreadable, *seen.wrong)]
        if n % EVERY == 0:
            wrong += [f"round {n}: {each}" for each in passwords.known(site, told)]
        if unreadable or len(wrong) > 10:
            break
    kept = len(said) - len(lost)
    copies = len(listed(site.home / "backups"))
    told_of = f"{n} kills; {seen.acts} acts, {seen.slips} slips, {copies} backups"
    wrong += [f"lost {each}" for each in sorted(lost)]
    yield Row(
        "F1", "kill -9 in a counter's day", len(said), kept, len(lost), unreadable, told_of,
        tuple(wrong),
    )  # fmt: skip


def _work(site: Site, n: int, passwords: "_Passwords") -> tuple[apart.Work, float]:
    """What is done in a round, and how long it may last in seconds."""
    if n % EVERY == 0:
        return partial(_password, site, n, passwords.now, passwords.next(n)), 0.6
    if n % EVERY == EVERY // 2:
        return partial(_backup, site, n), 0.5
    return partial(visits, site, n, 9), 0.5


def _password(site: Site, n: int, old: str, new: str, wire: Wire) -> None:
    with site.opened(n * 20) as backend:
        Day(site, backend, wire, n).password(old, new)
        wire.heed()


def _backup(site: Site, n: int, wire: Wire) -> None:
    with site.opened(n * 20) as backend:
        day = Day(site, backend, wire, n)
        day.visit(0)
        day.backup()
        wire.heed()


class _Passwords:
    """Which password the officer has now, as far as that was acknowledged."""

    def __init__(self, now: str) -> None:
        self.now = now
        self._new = now

    def next(self, n: int) -> str:
        """The password that a round changes to."""
        self._new = f"a password of round {n}"
        return self._new

    def known(self, site: Site, told: list[Told]) -> Iterator[str]:
        """Let the officer in with whichever is right; an acknowledged one must be."""
        acknowledged = any(each.get("act") == "password" for each in told)
        tries = [self._new] if acknowledged else [self.now, self._new]
        right = [each for each in tries if apart.run(partial(enters, site, each))]
        if len(right) != 1:
            yield f"{len(right)} of {len(tries)} passwords open the door"
        else:
            self.now = right[0]


def enters(site: Site, password: str) -> bool:
    """Whether the officer is let in with a password."""
    try:
        knock(site.home, clock()).unlock(CLERK, password).backend.engine.dispose()
    except Refusal as refusal:
        if refusal.trouble is not Trouble.WRONG_PASSWORD:
            raise
        return False
    return True
