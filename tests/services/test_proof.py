"""Slips prove themselves: genuine, altered and where, or unknown; by record, chain and paper."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.audit import EMPTY, Entry, head_code, sealed
from desktop.domain.proof import Proof, Reason, Verdict
from desktop.domain.slips import SignatureMode, Stub
from desktop.printing.pdf import render_slip
from desktop.printing.reading import read_pages
from desktop.services import audit, intake, proof, retention, slips
from desktop.services.intake import Issued
from desktop.services.officers import Second
from tests import builders
from tests.builders import CHIEF, NOW, PASSWORD
from tests.services.counter import CARD, draft, issued
from tests.tamper import unfenced


@pytest.fixture
def real(backend: Backend) -> Issued:
    """A slip with its real PDF."""
    who = builders.clerk(backend)
    counter = builders.counter(backend, who)
    render = partial(render_slip, template=counter.template)
    window = intake.Desk(counter.shelf, counter.template, render, builders.press(counter))
    with writing(backend.engine) as session:
        return intake.issue(session, who, NOW, window, "real", draft(backend, CARD))


def of_file(backend: Backend, pdf: bytes, read: proof.ReadPages = read_pages) -> Proof:
    with reading(backend.engine) as session:
        return proof.prove_file(session, pdf, read)


def of_number(backend: Backend, number: str) -> Proof:
    with reading(backend.engine) as session:
        return proof.prove_number(session, CHIEF, number)


def unread(_pdf: bytes) -> list[str]:
    raise AssertionError("a file of ours is known by its bytes")


def test_a_slip_is_genuine_to_the_byte(backend: Backend, real: Issued) -> None:
    for found in (
        of_file(backend, real.paper.pdf, unread),
        of_number(backend, f" {real.number}\n"),
    ):
        assert (found.verdict, found.reason) == (Verdict.GENUINE, Reason.AS_ISSUED)
        assert (found.slip, found.issued_at) == (real.number, NOW)
        assert (found.template, found.signed, found.stub) == (
            "notice-4", SignatureMode.PAPER, Stub.MISSING,
        )  # fmt: skip
        assert found.head_code.count("-") == 3
        assert found.edition


def test_a_file_that_is_none_of_ours_is_unknown(backend: Backend, real: Issued) -> None:
    assert of_file(backend, b"no PDF").reason is Reason.NOT_READABLE
    assert of_file(backend, b"%PDF", lambda _pdf: ["a letter 123456789012345"]).reason is (
        Reason.NO_SUCH_SLIP
    )
    assert of_number(backend, "330105A1209901010001").verdict is Verdict.UNKNOWN


def test_an_altered_text_is_named_with_its_place(backend: Backend, real: Issued) -> None:
    pages = read_pages(real.paper.pdf)
    found = of_file(
        backend,
        b"%PDF rewritten",
        lambda pdf: pages if pdf == real.paper.pdf else [pages[0].replace("赵桂英", "赵桂兰")],
    )
    assert (found.verdict, found.reason, found.slip) == (
        Verdict.ALTERED, Reason.TEXT, real.number,
    )  # fmt: skip
    assert min(row.page for row in found.differences) == 1
    assert any("赵桂英" in row.issued and "赵桂兰" in row.shown for row in found.differences)


def test_no_flipped_bit_is_ever_genuine(backend: Backend, real: Issued) -> None:
    chance = random.Random(1)
    pages = read_pages(real.paper.pdf)
    for _ in range(60):
        pdf = bytearray(real.paper.pdf)
        pdf[chance.randrange(len(pdf))] ^= 1 << chance.randrange(8)
        found = of_file(backend, bytes(pdf), lambda _pdf: pages)
        assert (found.verdict, found.reason) == (Verdict.ALTERED, Reason.BYTES)
    broken = of_file(backend, real.paper.pdf[:-2000])  # names itself, but nothing reads it
    assert (broken.verdict, broken.slip) == (Verdict.ALTERED, real.number)
    again = of_file(backend, real.paper.pdf + b"\n")
    assert (again.verdict, again.reason, again.differences) == (
        Verdict.ALTERED, Reason.BYTES, (),
    )  # fmt: skip


@pytest.mark.file
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE slip SET pdf = x'00'",
        "UPDATE slip SET sha256 = 'x'",
        "UPDATE slip SET told_hash = 'x'",
        "UPDATE slip SET template = 'notice-1'",
        "UPDATE audit SET subject = 'x' WHERE act = 'slip.issue'",
        "UPDATE slip SET text = replace(text, 'notice-4', 'notice-1')",
    ],
)
def test_a_record_that_was_changed_is_found_out(
    backend: Backend, real: Issued, change: str
) -> None:
    with unfenced(backend) as raw:
        raw.execute(change)
    found = of_number(backend, real.number)
    assert (found.verdict, found.reason) == (Verdict.ALTERED, Reason.RECORD)


@pytest.mark.file
def test_another_paper_put_in_with_its_hash_is_found_out(backend: Backend, real: Issued) -> None:
    other = b"%PDF another"
    with unfenced(backend) as raw:
        digest = hashlib.sha256(other).hexdigest()
        raw.execute("UPDATE slip SET pdf = ?, sha256 = ?", (other, digest))
    assert of_file(backend, other).reason is Reason.RECORD


def _rows(raw: Any) -> list[Entry]:
    names = "seq, at, officer, act, subject, detail, key, prev, hash"
    return [Entry(*row) for row in raw.execute(f"SELECT {names} FROM audit ORDER BY seq")]


def _write(raw: Any, rows: list[Entry]) -> None:
    raw.execute("DELETE FROM audit")
    for row in rows:
        values = [getattr(row, name) for name in Entry.__slots__]
        raw.execute(f"INSERT INTO audit VALUES ({','.join('?' * 9)})", values)


def _edit(rows: list[Entry]) -> list[Entry]:
    return [*rows[:1], replace(rows[1], act="nothing"), *rows[2:]]


def _reorder(rows: list[Entry]) -> list[Entry]:
    one, two = replace(rows[1], seq=3), replace(rows[2], seq=2)
    return [rows[0], two, one, *rows[3:]]


def _rewrite(rows: list[Entry]) -> list[Entry]:
    """Leave a row out and make every hash anew, so that the chain is whole in itself."""
    made: list[Entry] = []
    before = rows[0].prev
    for seq, row in enumerate((row for row in rows if row.act != "officer.add"), start=1):
        fresh = replace(row, seq=seq, prev=before)
        made.append(replace(fresh, hash=sealed(fresh)))
        before = made[-1].hash
    return made


@pytest.mark.file
@pytest.mark.parametrize("forge", [_edit, _reorder, lambda rows: [*rows[:2], *rows[3:]]])
def test_a_chain_that_was_touched_names_its_first_bad_row(
    backend: Backend, real: Issued, forge: Callable[[list[Entry]], list[Entry]]
) -> None:
    with unfenced(backend) as raw:
        _write(raw, forge(_rows(raw)))
    with reading(backend.engine) as session:
        found = audit.verify(session)
    assert found.first_bad in (2, 3)
    assert of_file(backend, real.paper.pdf).reason is Reason.CHAIN


@pytest.mark.file
def test_a_chain_rewritten_whole_is_told_by_one_old_paper(backend: Backend, real: Issued) -> None:
    code = of_number(backend, real.number).head_code
    with unfenced(backend) as raw:
        _write(raw, _rewrite(_rows(raw)))
    with reading(backend.engine) as session:
        assert audit.verify(session).good  # whole in itself
        witness = audit.verify(session, (code,))
    assert not witness.good
    assert (witness.first_bad, witness.why) == (int(code.split("-")[0]), "paper")
    found = of_file(backend, real.paper.pdf)
    assert (found.verdict, found.reason) == (Verdict.ALTERED, Reason.CHAIN)


def test_the_code_of_an_empty_chain_fits_every_chain(backend: Backend) -> None:
    with reading(backend.engine) as session:
        assert audit.verify(session, (head_code(EMPTY),)).good
        assert not audit.verify(session, ("999-0000-0000-0000",)).good


@pytest.mark.file
def test_a_cut_tail_is_told_by_one_old_paper_too(backend: Backend, real: Issued) -> None:
    code = of_number(backend, real.number).head_code
    with unfenced(backend) as raw:
        _write(raw, _rows(raw)[:2])
    with reading(backend.engine) as session:
        assert not audit.verify(session, (code,)).good


def test_an_erased_slip_is_still_known_by_its_hash(backend: Backend, real: Issued) -> None:
    later = NOW.replace(year=NOW.year + 4)
    with writing(backend.engine) as session:
        retention.purge(session, CHIEF, later, Second("001003", PASSWORD))
    found = of_file(backend, real.paper.pdf)
    assert (found.verdict, found.purged) == (Verdict.GENUINE, True)
    pages = read_pages(real.paper.pdf)
    altered = of_file(backend, real.paper.pdf + b" ", lambda _pdf: pages)
    assert (altered.verdict, altered.reason) == (Verdict.ALTERED, Reason.BYTES)


@pytest.mark.file
def test_numbers_that_no_slip_bears_are_named(backend: Backend) -> None:
    done = issued(backend, CARD)
    after = issued(backend, CARD)
    with unfenced(backend) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("DELETE FROM slip WHERE id = ?", (done.slip,))
    with reading(backend.engine) as session:
        assert slips.gaps(session, CHIEF) == (done.number,)
    assert after.number


def test_hostile_files_are_refused_within_the_limits() -> None:
    for pdf in (
        b"",
        b"%PDF-1.4\n" + b"1 0 obj\n<<" * 1000,
        b"\x00" * 100,
        b"%PDF" + b"a" * 21_000_000,
    ):
        with pytest.raises(ValueError, match=r"readable|large"):
            read_pages(pdf)
