"""F11 to F14, F17: the file is damaged, empty, another one, older, or parted from its `-wal`."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from db.engine import writing
from db.health import examine
from desktop.backend import open_backend
from desktop.domain.errors import Refusal, Trouble
from desktop.services.numbers import take
from tests.drill import apart, truth
from tests.drill.apart import Told, Wire
from tests.drill.bench import Bench
from tests.drill.day import Day
from tests.drill.report import Row
from tests.drill.site import Site, clock

PAGE = 4096
PLACES = 40
_T = Trouble


def damaged(bench: Bench) -> Iterator[Row]:
    """F11 to F13: what is not whole, or not ours, is named, and left as it is."""
    site = bench.copy("whole")
    told = _served(site, end=False)
    yield _places(bench, site, told)
    for fault, what, spoil, wanted in (
        (
            "F11",
            "cut to 4000 bytes",
            lambda f: os.truncate(f, 4000),
            {_T.DATABASE_DAMAGED, _T.KEY_UNFIT},
        ),
        ("F11", "cut to the half", _halve, {_T.DATABASE_DAMAGED}),
        ("F11", "a text file in its place", lambda f: f.write_text("text\n" * 900), {_T.KEY_UNFIT}),
        ("F12", "cut to 0 bytes", lambda f: os.truncate(f, 0), {_T.DATABASE_EMPTY}),
        ("F12", "gone", lambda f: f.unlink(), {_T.DATABASE_MISSING}),
        ("F13", "another key", None, {_T.KEY_UNFIT}),
    ):
        yield _spoilt(bench, site, fault, what, spoil, wanted)


def _served(site: Site, *, end: bool, run: int = 0) -> list[Told]:
    """Two visitors; without an end the program is killed, and the `-wal` stays."""
    child = apart.start(partial(_serve, site, end, run))
    told = child.until_ready()
    if end:
        child.go()
        return told + child.rest()
    return told + child.kill()


def _serve(site: Site, end: bool, run: int, wire: Wire) -> None:
    backend = site.open()
    day = Day(site, backend, wire, run)
    day.visit(0)
    day.visit(1)
    wire.heed()
    if end:
        backend.engine.dispose()


def _places(bench: Bench, site: Site, told: list[Told]) -> Row:
    """4 KiB of noise in the middle of the file, at many places."""
    whole = site.copied(bench.place("closed"))
    apart.run(partial(_close, whole))
    size = whole.file.stat().st_size
    missed, named = [], 0
    for _ in range(PLACES):
        hurt = whole.copied(bench.place("hurt"))
        at = bench.chance.randrange(0, size - PAGE)
        with hurt.file.open("rb+") as raw:
            raw.seek(at)
            raw.write(random.Random(at).randbytes(PAGE))
        found = apart.run(partial(_told, hurt, whole=True))
        named += bool(found)
        if not found:
            missed.append(f"noise at {at} of {size} was not found")
        bench.clear(hurt)
    return Row(
        "F11",
        f"4 KiB of noise at {PLACES} places",
        told=f"named {named} times",
        wrong=tuple(missed),
    )


def _close(site: Site) -> None:
    site.open().engine.dispose()


def _told(site: Site, *, whole: bool = False, key: bytes | None = None) -> list[str]:
    """What opening the records says of them, and the whole examination."""
    try:
        backend = open_backend(site.home, clock(), key or site.key)
    except Refusal as refusal:
        return [refusal.trouble.value]
    said = [] if backend.store.hurt is None else [backend.store.hurt.trouble.value]
    if said:
        said += _written(backend.engine)
    backend.engine.dispose()
    if whole:
        said += [e.trouble.value for e in examine(site.file, site.key, whole=True) if e.trouble]
    return said


def _written(engine: "object") -> list[str]:
    """Nothing is written into records that are hurt."""
    try:
        with writing(engine) as session:  # type: ignore[arg-type]
            take(session, "hurt")
    except Refusal:
        return []
    return ["written all the same"]


def _halve(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _spoilt(
    bench: Bench, site: Site, fault: str, what: str, spoil: Callable[[Path], object] | None,
    wanted: set[Trouble],
) -> Row:  # fmt: skip
    hurt = site.copied(bench.place("hurt"))
    apart.run(partial(_close, hurt))
    if spoil is not None:
        spoil(hurt.file)
    before = hurt.file.read_bytes() if hurt.file.exists() else None
    said = apart.run(partial(_told, hurt, key=None if spoil else bytes(32)))
    after = hurt.file.read_bytes() if hurt.file.exists() else None
    wrong = [] if said and said[0] in wanted else [f"told as {said}"]
    if before != after:
        wrong.append("the file was changed")
    return Row(fault, what, told=f"told as {', '.join(said)}; left as it is", wrong=tuple(wrong))


def parted(bench: Bench) -> Iterator[Row]:
    """F14 and F17: the file without its newest acts is noticed by what lies beside it."""
    for what, spoil in (
        ("its -wal was deleted", _no_wal),
        ("its -wal is that of another copy", _other_wal),
        ("a copy of the file alone was put back", _naive),
    ):
        site = bench.copy("parted")
        told = _served(site, end=False)
        spoil(bench, site)
        yield _rolled_back("F14", what, site, told)
    site = bench.copy("yesterday")
    _served(site, end=True)
    yesterday = site.copied(bench.place("yesterday"))
    told = _more(site)
    for each in (site.file, site.file.with_suffix(".keys")):
        shutil.copyfile(yesterday.home / each.name, each)
    yield _rolled_back("F17", "yesterday's copy was put in its place", site, told)


def _more(site: Site) -> list[Told]:
    child = apart.start(partial(_visit_more, site))
    return child.rest()


def _visit_more(site: Site, wire: Wire) -> None:
    with site.opened() as backend:
        Day(site, backend, wire, 7).visit(0)


def _wal(site: Site) -> Path:
    return site.file.with_name(f"{site.file.name}-wal")


def _no_wal(bench: Bench, site: Site) -> None:
    _wal(site).unlink()


def _other_wal(bench: Bench, site: Site) -> None:
    other = bench.copy("other")
    _served(other, end=False, run=3)
    shutil.copyfile(_wal(other), _wal(site))


def _naive(bench: Bench, site: Site) -> None:
    alone = site.file.read_bytes()
    for each in site.home.glob(f"{site.file.name}*"):
        each.unlink()
    site.file.write_bytes(alone)


def _rolled_back(fault: str, what: str, site: Site, told: list[Told]) -> Row:
    """The loss is named and nothing is written; the acknowledged acts are elsewhere, not here."""
    said = apart.run(partial(_told, site))
    lost = truth.look(site, told).lost
    wrong = [] if said in ([_T.ROLLED_BACK.value], [_T.AUDIT_BROKEN.value]) else [f"told as {said}"]
    if not lost:
        wrong.append("nothing was lost: nothing was tried")
    shown = f"told as {', '.join(said)}; {len(lost)} acts taken away on purpose; read-only"
    return Row(fault, what, acknowledged=0, told=shown, wrong=tuple(wrong))
