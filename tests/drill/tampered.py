"""T3 and T4: somebody who owns the file and its key changes what was written."""

import contextlib
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import select

from db import keys
from db.anchor import Anchor, anchor_path
from db.anchor import write as write_anchor
from db.engine import reading
from db.models import Slip
from desktop.backend import open_backend
from desktop.cli.main import main as onevisit
from desktop.domain.audit import Entry, Head, sealed
from desktop.domain.proof import Verdict
from desktop.printing.reading import read_pages
from desktop.services.proof import prove_file, prove_number
from tests import builders
from tests.drill import apart, truth
from tests.drill.apart import Told, Wire
from tests.drill.bench import Bench
from tests.drill.day import Day
from tests.drill.killed import enters
from tests.drill.report import Row
from tests.drill.site import Site, clock
from tests.tamper import unfenced

Rows = list[Entry]
FLIPS, READ = 3000, 12
"""Bits of a PDF that are flipped, and how many of those files are read to name the difference."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A slip that is in a visitor's hands: its number, its bytes, the code printed on it."""

    number: str
    pdf: bytes
    code: str
    row: int


def tampered(bench: Bench) -> Iterator[Row]:
    """Every way to change what was written, one on each copy of the same records."""
    site = bench.copy("written")
    told = apart.start(partial(_serve, site)).rest()
    papers = apart.run(partial(_papers, site))
    for what, forge, row in _FORGED:
        yield _chain(bench, site, papers, what, forge, row)
    yield _rewritten(bench, site, papers)
    yield _flipped(site, papers[0])
    yield _swapped_slip(bench, site, papers)
    yield _older_keys(bench, site, told)


def _serve(site: Site, wire: Wire) -> None:
    with site.opened() as backend:
        day = Day(site, backend, wire)
        for n in range(3):
            day.visit(n)


def _papers(site: Site) -> list[Paper]:
    with site.opened() as backend, reading(backend.engine) as session:
        rows = session.execute(
            select(Slip.number, Slip.pdf, Slip.head_code).order_by(Slip.id)
        ).all()
        return [Paper(n, pdf, code, int(code.partition("-")[0])) for n, pdf, code in rows]


def _edit(rows: Rows) -> Rows:
    return [replace(row, subject="another") if row.seq == 9 else row for row in rows]


def _delete(rows: Rows) -> Rows:
    return [row for row in rows if row.seq != 9]


def _insert(rows: Rows) -> Rows:
    made = replace(rows[8], act="case.void", key=None, prev=rows[7].hash)
    made = replace(made, hash=sealed(made))
    return [*rows[:8], made, *(replace(row, seq=row.seq + 1) for row in rows[8:])]


def _reorder(rows: Rows) -> Rows:
    one, two = replace(rows[8], seq=10), replace(rows[9], seq=9)
    return [*rows[:8], two, one, *rows[10:]]


def _cut(rows: Rows) -> Rows:
    return rows[:-4]


_FORGED: tuple[tuple[str, Callable[[Rows], Rows], int | None], ...] = (
    ("a row of the chain edited", _edit, 9),
    ("a row deleted", _delete, 9),
    ("a row inserted, with a right hash", _insert, 10),
    ("two rows exchanged", _reorder, 9),
    ("the last four rows cut off", _cut, None),
)
"""What is done to the chain, and the row that must be named; the anchor tells of a cut tail."""


def _chain(
    bench: Bench, site: Site, papers: list[Paper], what: str, forge: Callable[[Rows], Rows],
    row: int | None,
) -> Row:  # fmt: skip
    forged = site.copied(bench.place("forged"))
    rows = apart.run(partial(_forge, forged, forge))
    hurt = apart.run(partial(_hurt, forged))
    code, said = _told(bench, forged, "audit", "verify")
    wrong = []
    if row is not None and (code != 1 or said["first_bad"] != row):
        wrong.append(f"audit verify names row {said['first_bad']}, not {row}")
    if row is None and hurt != "rolled_back":
        wrong.append(f"the start says {hurt!r}")
    named = f"row {said['first_bad']}: {said['why']}" if row else f"start: {hurt}"
    paper, proof = _verified(bench, forged, papers[0])
    if row is not None and (paper != 1 or proof["verdict"] != Verdict.ALTERED):
        wrong.append(f"verify of a slip says {proof['verdict']}")
    return Row("T3", what, told=f"{named}, of {rows}", wrong=tuple(wrong))


def _forge(site: Site, forge: Callable[[Rows], Rows]) -> int:
    names = "seq, at, officer, act, subject, detail, key, prev, hash"
    backend = site.open()
    with unfenced(backend) as raw:
        rows = [Entry(*row) for row in raw.execute(f"SELECT {names} FROM audit ORDER BY seq")]
        raw.execute("DELETE FROM audit")
        for row in forge(rows):
            values = [getattr(row, name) for name in Entry.__slots__]
            raw.execute(f"INSERT INTO audit VALUES ({','.join('?' * 9)})", values)
    backend.engine.dispose()
    return len(rows)


def _hurt(site: Site) -> str:
    """What the start of the program says of the records."""
    backend = open_backend(site.home, clock(), site.key)
    hurt = backend.store.hurt
    backend.engine.dispose()
    return "" if hurt is None else hurt.trouble.value


def _told(bench: Bench, site: Site, *words: str) -> tuple[int, Any]:
    """What a command of the program answers, with the recovery code."""
    code = bench.place("code")
    code.write_text(site.code)
    return apart.run(partial(_command, site, [*words, "--recovery-code-file", str(code)]))


def _command(site: Site, words: list[str]) -> tuple[int, Any]:
    os.environ["ONEVISIT_HOME"] = str(site.home)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = onevisit(["--json", *words])
    return code, json.loads(out.getvalue())


def _verified(bench: Bench, site: Site, paper: Paper) -> tuple[int, Any]:
    file = bench.place("slip.pdf")
    file.write_bytes(paper.pdf)
    return _told(bench, site, "verify", str(file))


def _rewritten(bench: Bench, site: Site, papers: list[Paper]) -> Row:
    """T4: a row left out, every hash made anew, the anchor too: only paper can tell."""
    forged = site.copied(bench.place("rewritten"))
    rows = apart.run(partial(_forge, forged, _anew))
    head = apart.run(partial(_head, forged))
    known = json.loads(anchor_path(forged.file).read_text())
    write_anchor(anchor_path(forged.file), Anchor(known["station"], head))
    wrong = []
    hurt = apart.run(partial(_hurt, forged))
    code, said = _told(bench, forged, "audit", "verify")
    if code or hurt:
        wrong.append(f"it is not whole in itself: {hurt} {said['why']}")
    old = papers[1]
    code, said = _told(bench, forged, "audit", "verify", "--witness", old.code)
    if code != 1 or said["first_bad"] != old.row:
        wrong.append(f"the old slip's code is taken: {said['first_bad']}")
    code, proof = _verified(bench, forged, old)
    if code != 1 or proof["verdict"] == Verdict.GENUINE:
        wrong.append(f"the old slip is taken as {proof['verdict']}")
    shown = (
        f"without paper unseen; --witness names row {said['first_bad']}; verify: {proof['verdict']}"
    )
    return Row("T4", f"all {rows} rows rewritten, anchor too", told=shown, wrong=tuple(wrong))


def _anew(rows: Rows) -> Rows:
    made: Rows = []
    before = rows[0].prev
    for seq, row in enumerate((row for row in rows if row.seq != 7), start=1):
        fresh = replace(row, seq=seq, prev=before)
        made.append(replace(fresh, hash=sealed(fresh)))
        before = made[-1].hash
    return made


def _head(site: Site) -> Head:
    backend = site.open()
    with unfenced(backend) as raw:
        row = raw.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    backend.engine.dispose()
    return Head(*row)


def _flipped(site: Site, paper: Paper) -> Row:
    """One bit of a PDF, at many places: never genuine again."""
    size = len(paper.pdf)
    verdicts = apart.run(partial(_flips, site, paper))
    wrong = [f"a flip was taken {verdicts.get(Verdict.GENUINE, 0)} times"] * (
        Verdict.GENUINE in verdicts
    )
    shown = ", ".join(f"{name} {times}" for name, times in sorted(verdicts.items()))
    return Row(
        "T3", f"one bit of {8 * size} flipped, {FLIPS} times", told=shown, wrong=tuple(wrong)
    )


def _flips(site: Site, paper: Paper) -> dict[str, int]:
    found: dict[str, int] = {}
    bits = 8 * len(paper.pdf)
    with site.opened() as backend, reading(backend.engine) as session:
        for n in range(FLIPS):
            at = n * bits // FLIPS
            flipped = bytearray(paper.pdf)
            flipped[at // 8] ^= 1 << at % 8
            read = read_pages if n % (FLIPS // READ) == 0 else _unread
            verdict = prove_file(session, bytes(flipped), read).verdict
            found[verdict] = found.get(verdict, 0) + 1
        if prove_file(session, paper.pdf, read_pages).verdict is not Verdict.GENUINE:
            found["the paper itself is not genuine"] = 1
    return found


def _unread(_pdf: bytes) -> list[str]:
    raise ValueError("not read")


def _swapped_slip(bench: Bench, site: Site, papers: list[Paper]) -> Row:
    """Another paper in the slip's row, with its right hash: the chain remembers the first."""
    forged = site.copied(bench.place("swapped"))
    verdicts = apart.run(partial(_swap, forged, papers))
    wrong = [f"taken as {each}" for each in verdicts if each is not Verdict.ALTERED]
    shown = f"by file {verdicts[0]}, by number {verdicts[1]}"
    return Row("T3", "a slip's PDF and hash replaced together", told=shown, wrong=tuple(wrong))


def _swap(site: Site, papers: list[Paper]) -> list[Verdict]:
    other = papers[0].pdf + b"%"
    backend = site.open()
    with unfenced(backend) as raw:
        values = (other, hashlib.sha256(other).hexdigest(), papers[0].number)
        raw.execute("UPDATE slip SET pdf = ?, sha256 = ? WHERE number = ?", values)
    with reading(backend.engine) as session:
        found = [
            prove_file(session, other, _unread).verdict,
            prove_number(session, builders.CHIEF, papers[0].number).verdict,
        ]
    backend.engine.dispose()
    return found


NEW = "another long enough one"


def _older_keys(bench: Bench, site: Site, told: list[Told]) -> Row:
    """The key file of before a password was changed: the old password opens nothing with it."""
    forged = site.copied(bench.place("older-keys"))
    file = keys.keys_path(forged.file)
    older = file.read_bytes()
    said = apart.start(partial(_password, forged)).rest()
    file.write_bytes(older)
    wrong = []
    if apart.run(partial(enters, forged, builders.PASSWORD)):
        wrong.append("the old password lets somebody in")
    if file.read_bytes() == older:
        wrong.append("the old key file was left in its place")
    if not apart.run(partial(enters, forged, NEW)):
        wrong.append("the officer is shut out")
    shown = "old password refused, key file renewed, new one lets in"
    return truth.look(forged, told + said).row(
        "T3", "key file swapped for an older one", shown, *wrong
    )


def _password(site: Site, wire: Wire) -> None:
    with site.opened(1000) as backend:
        Day(site, backend, wire, 50).password(builders.PASSWORD, NEW)
