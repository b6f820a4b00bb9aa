"""What a drill found: one row per fault, and the table of them."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One fault; `wrong` says what was not as it should be, `skipped` why it was not tried."""

    fault: str
    what: str
    acknowledged: int = 0
    kept: int = 0
    lost: int = 0
    unreadable: int = 0
    told: str = ""
    wrong: tuple[str, ...] = ()
    skipped: str = ""
    seconds: float = field(default=0.0, compare=False)

    @property
    def verdict(self) -> str:
        """One of good, bad and skipped."""
        return "skipped" if self.skipped else "bad" if self.wrong else "good"

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self) | {"verdict": self.verdict}


class Unfit(Exception):
    """This machine cannot be used for a drill; the message says why."""


HEADS = ("fault", "what was done", "ack", "kept", "lost", "unread", "", "what was seen")


def cells(row: Row) -> tuple[str, ...]:
    """A row as the table shows it."""
    counts = (row.acknowledged, row.kept, row.lost, row.unreadable)
    numbers = ("–",) * 4 if row.skipped else tuple(map(str, counts))
    shown = row.skipped or "; ".join(map(_last, (*row.wrong[:3], row.told)))
    return (row.fault, row.what, *numbers, row.verdict, shown)


def table(rows: Iterable[Row]) -> str:
    """All rows, in columns."""
    lines: Sequence[tuple[str, ...]] = [HEADS, *map(cells, rows)]
    wide = [max(_width(line[at]) for line in lines) for at in range(len(HEADS) - 1)]
    return "\n".join(
        "  ".join(
            (
                *(text + " " * (wide[at] - _width(text)) for at, text in enumerate(line[:-1])),
                line[-1],
            )
        ).rstrip()
        for line in lines
    )


def markdown(rows: Iterable[Row]) -> str:
    """The same as a document holds it."""
    lines = [HEADS, ("---",) * len(HEADS), *map(cells, rows)]
    return "\n".join(
        "| " + " | ".join(text.replace("|", "/") for text in line) + " |" for line in lines
    )


def _last(text: str) -> str:
    """The last line, which is where a traceback says what happened."""
    return text.strip().rpartition("\n")[2]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
