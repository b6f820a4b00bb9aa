"""Law that papers cite: dated data, so that a paper carries what was in force on its day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from desktop.domain.catalogue import CatalogueError
from desktop.domain.papers import PaperKind
from desktop.domain.records import Fault, Record


class Remedy(StrEnum):
    """What a person may do against a decision, in the order papers name them."""

    RECONSIDERATION = "reconsideration"
    SUIT = "suit"


@dataclass(frozen=True, slots=True)
class RemedyRule:
    """A remedy as it is from a day on; `words` is its sentence with {government} or {court}."""

    remedy: Remedy
    since: date
    words: str


@dataclass(frozen=True, slots=True)
class BasisRule:
    """What a kind of paper rests on from a day on: for licences, and for other matters."""

    paper: PaperKind
    since: date
    licence: str
    other: str


@dataclass(frozen=True, slots=True)
class Law:
    """The whole file; `to_fill` stands where the station has not named a body yet."""

    version: str
    to_fill: str
    remedies: tuple[RemedyRule, ...]
    bases: tuple[BasisRule, ...]


def remedies(law: Law, on: date, bodies: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The sentences that tell a person on a day what may be done against a decision.

    `bodies` may name the government and the court that hear it. Before a law was in force
    there is no sentence of it.
    """
    named = {name: (bodies or {}).get(name) or law.to_fill for name in BODIES}
    found = (_newest((row for row in law.remedies if row.remedy is r), on) for r in Remedy)
    return tuple(row.words.format_map(named) for row in found if row is not None)


def basis(law: Law, paper: PaperKind, on: date, licence: bool) -> str:
    """What a paper rests on, on a day; nothing where the file has nothing for it."""
    found = _newest((row for row in law.bases if row.paper is paper), on)
    if found is None:
        return ""
    return found.licence if licence else found.other


BODIES = ("government", "court")


_Rule = TypeVar("_Rule", RemedyRule, BasisRule)


def _newest(rows: Iterable[_Rule], on: date) -> _Rule | None:
    """The rule that began last, or none."""
    begun = [row for row in rows if row.since <= on]
    return max(begun, key=lambda row: row.since, default=None)


def read_law(data: Any, file: str) -> Law:
    """Check the parsed file and make the law of it; raises CatalogueError with all faults."""
    faults: list[Fault] = []
    law = Record(data, file, "", faults).made(_law)
    if law is None:
        raise CatalogueError(faults)
    return law


def _law(record: Record) -> Law:
    law = Law(
        version=record.text("version"),
        to_fill=record.text("to_fill"),
        remedies=record.records("remedies", _remedy),
        bases=record.records("bases", _basis),
    )
    _check_twice(record, "remedies", [(row.remedy, row.since) for row in law.remedies])
    _check_twice(record, "bases", [(row.paper, row.since) for row in law.bases])
    return law


def _remedy(record: Record) -> RemedyRule:
    rule = RemedyRule(
        remedy=record.choice("remedy", Remedy),
        since=record.day("from"),
        words=record.text("words"),
    )
    record.check_fields("words", rule.words, BODIES)
    return rule


def _basis(record: Record) -> BasisRule:
    return BasisRule(
        paper=record.choice("paper", PaperKind),
        since=record.day("from"),
        licence=record.text("licence"),
        other=record.text("other"),
    )


def _check_twice(record: Record, field: str, keys: Sequence[tuple[str, date]]) -> None:
    for place, key in enumerate(keys, 1):
        if key in keys[: place - 1]:
            record.fault(f"{field}[{place}]", f"{key[0]} begins on {key[1]} twice")
