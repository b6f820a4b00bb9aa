"""The program is ended while whole files change places: a restore, and a migration (F19)."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from db import backup
from db.health import examine
from db.peek import unlock
from db.schema import HEAD, migrate, open_database
from desktop.door import knock
from tests import builders
from tests.drill import apart
from tests.drill.apart import Told, Wire
from tests.drill.bench import Bench, need_strace
from tests.drill.day import Day
from tests.drill.killed import enters
from tests.drill.report import Row
from tests.drill.site import Site, clock
from tests.drill.steps import FILES, sweep

REHEARSED = "rehearsed"


def moves(bench: Bench) -> Iterator[Row]:
    """F17 and F19: killed before each step of a restore and of a migration."""
    need_strace()
    before = _restorable(bench)
    prepare = partial(_again, bench, before.site)
    yield sweep(bench, prepare, _exchange, partial(_either, before=before), FILES).row(
        "F6", "kill while a backup takes the place of the records"
    )
    old = bench.site.at(bench.place("older"))
    apart.run(partial(_old_shape, old))
    calls = {"pwrite64": 9, "fsync": 1}
    yield sweep(bench, partial(_again, bench, old), _migrate, _migrated, calls).row(
        "F19", "kill while the records come to a new shape"
    )


def _again(bench: Bench, site: Site) -> Site:
    return site.copied(bench.place("again"))


@dataclass(frozen=True, slots=True)
class Before:
    """Records with acts still in their `-wal`, a rehearsed backup, how long both chains are."""

    site: Site
    rows: int
    older: int


def _restorable(bench: Bench) -> Before:
    """A station whose program was killed after a backup and some more acts."""
    site = bench.copy("restorable")
    child = apart.start(partial(_backed_up, site))
    child.until_ready()
    child.kill()
    counted = site.copied(bench.place("counted"))
    return apart.run(partial(_rehearsed, site, counted))


def _backed_up(site: Site, wire: Wire) -> None:
    with site.opened() as backend:
        day = Day(site, backend, wire)
        day.visit(0)
        day.backup()
        day.visit(1)
        wire.heed()


def _rehearsed(site: Site, counted: Site) -> Before:
    (made,) = backup.listed(site.home / "backups")
    found = backup.rehearse(made, site.key, site.home / REHEARSED)
    return Before(site, _rows(counted.file, site.key), found.head.seq)


def _rows(file: Path, key: bytes | None) -> int:
    """How long a chain is, if all is well with its file; -1 else."""
    findings = examine(file, key, whole=True)
    wrong = [each for each in findings if each.trouble is not None]
    return -1 if wrong else int(str(findings[-1].values["rows"]))


def _exchange(site: Site, wire: Wire) -> None:
    wire.heed()
    backup.exchange(site.home / REHEARSED / site.file.name, site.file)
    wire.say(act="exchanged")


def _either(site: Site, told: list[Told], before: Before) -> Iterator[str]:
    yield from apart.run(partial(_after_exchange, site, told, before))


def _after_exchange(site: Site, told: list[Told], before: Before) -> list[str]:
    """Either the former records are still there, or the backup is, with the former set aside."""
    knock(site.home, clock())
    here = _rows(site.file, site.key)
    if here == before.rows and not told:
        return []
    asides = sorted(site.home.glob("set-aside-*"))
    former = [_rows(each / site.file.name, site.key) for each in asides if any(each.glob("*.db"))]
    if here != before.older:
        return [f"{here} rows where {before.older} were expected"]
    if former != [before.rows] or len(asides) > 1:
        named = {each.name: sorted(file.name for file in each.iterdir()) for each in asides}
        return [f"of {before.rows} former rows {former} are left in {named}"]
    return [] if enters(site, builders.PASSWORD) else ["nobody is let in"]


LINES = 400
OLD = (
    "INSERT INTO station VALUES (1,'x','','S1','','','','','[]',1)",
    """INSERT INTO officer (id, number, name, role, password_hash, active, created_at)
    VALUES (1, '1', '王', 'administrator', 'x', 1, '2026-10-01 01:02:03')""",
)


@contextlib.contextmanager
def _raw(file: Path, key: bytes | None) -> Iterator[sqlite.Connection]:
    with contextlib.closing(sqlite.connect(str(file))) as raw:
        unlock(raw, key)
        with raw:
            yield raw


def _old_shape(site: Site) -> None:
    """Records of the first shape with a long journal."""
    site.home.mkdir()
    migrate(site.file, site.key, to="0001")
    line = "INSERT INTO journal VALUES (?, '2026-10-01 01:02:03', 1, 'case.accept', ?, '{}')"
    with _raw(site.file, site.key) as raw:
        for statement in OLD:
            raw.execute(statement)
        raw.executemany(line, [(n, f"case {n}") for n in range(1, LINES + 1)])


def _migrate(site: Site, wire: Wire) -> None:
    wire.heed()
    open_database(site.file, site.key).dispose()
    wire.say(act="migrated")


def _migrated(site: Site, told: list[Told]) -> Iterator[str]:
    """Start again: every line is in the chain, and a whole copy of before lies there."""
    yield from apart.run(partial(_after_migration, site))


def _after_migration(site: Site) -> list[str]:
    open_database(site.file, site.key).dispose()
    wrong = [
        f"{e.check}: {e.trouble}" for e in examine(site.file, site.key, whole=True) if e.trouble
    ]
    if _rows(site.file, site.key) != LINES:
        wrong.append(f"{_rows(site.file, site.key)} rows instead of {LINES}")
    copies = sorted(site.home.glob(f"*-before-{HEAD}-*.db"))
    if LINES not in [_lines(each, site.key) for each in copies]:
        wrong.append(f"none of {len(copies)} copies of before is whole")
    return wrong


def _lines(file: Path, key: bytes | None) -> int:
    try:
        with _raw(file, key) as raw:
            return int(raw.execute("SELECT count(*) FROM journal").fetchone()[0])
    except sqlite.DatabaseError:
        return -1
