"""The chain of acts (审计链): what a row's hash covers, the short code of its head, its faults."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
"""What the first row names as the hash before it."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SIGNS = 12
_MISTAKEN = str.maketrans("OIL–", "011-")


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as it is kept; `at` is ISO 8601 in UTC, `detail` canonical JSON."""

    seq: int
    at: str
    officer: int | None
    act: str
    subject: str
    detail: str
    key: str | None
    prev: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of a chain."""

    seq: int
    hash: str


EMPTY = Head(0, GENESIS)
"""The head of a chain that has no row yet."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What reading a whole chain found; `backwards` are rows whose clock ran back."""

    rows: int
    head: Head
    first_bad: int | None = None
    why: str = ""
    backwards: tuple[int, ...] = ()

    @property
    def good(self) -> bool:
        """Whether every row is as it was written."""
        return self.first_bad is None


def canonical(detail: Mapping[str, Any]) -> str:
    """The one way a detail is written as text, so that its hash can be computed again."""
    return json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sealed(entry: Entry) -> str:
    """SHA-256 over every value of a row and the hash before it."""
    covered = (
        entry.seq, entry.at, entry.officer, entry.act, entry.subject, entry.detail, entry.key,
        entry.prev,
    )  # fmt: skip
    text = json.dumps(covered, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def head_code(head: Head) -> str:
    """The head as it is printed: row number and 60 bits of its hash, such as 128-7F3K-9Q2M-XH4T."""
    number = int(head.hash[:15], 16)
    signs = [_ALPHABET[number >> shift & 31] for shift in range(55, -1, -5)]
    groups = ("".join(signs[start : start + 4]) for start in range(0, CODE_SIGNS, 4))
    return "-".join((str(head.seq), *groups))


def read_code(code: str) -> tuple[int, str]:
    """Row number and signs of a typed head code; raises ValueError for anything else.

    Letters that are easily mistaken (O, I, L) count as the digits they look like.
    """
    plain = code.strip().upper().translate(_MISTAKEN)
    row, _, rest = plain.partition("-")
    signs = rest.replace("-", "")
    if not (row.isascii() and row.isdigit() and len(signs) == CODE_SIGNS):
        raise ValueError(f"not a head code: {code!r}")
    if not set(signs) <= set(_ALPHABET):
        raise ValueError(f"not a head code: {code!r}")
    return int(row), signs


def fits(code: str, head: Head) -> bool:
    """Whether a printed code is that of this row."""
    row, signs = read_code(code)
    return row == head.seq and signs == head_code(head).partition("-")[2].replace("-", "")


def check(entries: Iterable[Entry], before: Head = EMPTY) -> Verdict:
    """Read a chain from a row on; stops at the first row that is not as it was written."""
    rows, head, last_at = 0, before, ""
    backwards: list[int] = []
    for entry in entries:
        why = _flaw(entry, head)
        if why:
            return Verdict(rows, head, head.seq + 1, why, tuple(backwards))
        if entry.at < last_at:
            backwards.append(entry.seq)
        rows, head, last_at = rows + 1, Head(entry.seq, entry.hash), entry.at
    return Verdict(rows, head, backwards=tuple(backwards))


def _flaw(entry: Entry, head: Head) -> str:
    if entry.seq != head.seq + 1:
        return "missing"
    if entry.prev != head.hash:
        return "order"
    return "" if entry.hash == sealed(entry) else "changed"
