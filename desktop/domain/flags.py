"""Flags (特殊情形) found from facts by one table of rules, each with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.applicants import (
    Applicant,
    Document,
    Place,
    Relation,
    place_by_address,
    place_by_number,
    resident_area,
)
from desktop.domain.identity import IdKind
from desktop.domain.items import ApplicantKind, Catalogue, Item, Locality


class Source(StrEnum):
    """Whether a flag was found from facts or told when asked."""

    DERIVED = "derived"
    ASKED = "asked"


class Because(StrEnum):
    """Why a flag applies; the words stand in REASONS (paper) and in the views (screen)."""

    AGE = "age"
    ADDRESS = "address"
    NUMBER_HINT = "number_hint"
    DOCUMENT = "document"
    AGENT = "agent"
    ORGANISATION_AGENT = "organisation_agent"
    COLLECTIVE = "collective"
    RARE = "rare"
    TOLD = "told"
    IMPLIED = "implied"


REASONS: Mapping[Because, str] = {
    Because.AGE: "{born}出生，办事当日{age}周岁",
    Because.ADDRESS: "户籍地址：{address}",
    Because.NUMBER_HINT: "号码前六位{area}只作提示，以户口簿为准",
    Because.DOCUMENT: "所持证件：{document}",
    Because.AGENT: "来窗口的是代办人{name}",
    Because.ORGANISATION_AGENT: "来窗口的是单位经办人{name}",
    Because.COLLECTIVE: "户籍地址写明集体户",
    Because.RARE: "姓名中的“{characters}”不在常用字范围",
    Because.TOLD: "窗口询问确认",
    Because.IMPLIED: "包含在“{label}”里",
}

DOCUMENTS: Mapping[Document, str] = {
    Document.RESIDENT_ID: "居民身份证",
    Document.HMT_PERMIT: "港澳台居民证件",
    Document.FOREIGN_PR: "外国人永久居留身份证",
    Document.PASSPORT: "护照",
    Document.NONE: "无证件",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One flag of a person with its reason in words and where it comes from."""

    flag: str
    because: Because
    values: tuple[tuple[str, str], ...]
    source: Source

    @property
    def reason(self) -> str:
        """The reason as paper says it."""
        return REASONS[self.because].format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at: everyone in the matter, the place, the day, the item."""

    applicant: Applicant
    locality: Locality
    on: date
    item: Item


def _found(flag: str, because: Because, **values: object) -> Finding:
    words = tuple((name, str(value)) for name, value in values.items())
    return Finding(flag, because, words, Source.DERIVED)


@dataclass(frozen=True, slots=True)
class AgeRule:
    """Full years on the visit day, from least to most."""

    flag: str
    least: int
    most: int

    def find(self, facts: Facts) -> Finding | None:
        """The finding where it applies."""
        person = facts.applicant.person
        age, born = person.age(facts.on), person.born(facts.on)
        if age is None or not self.least <= age <= self.most:
            return None
        return _found(self.flag, Because.AGE, born=born, age=age)


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """Where the household register is: told by the address, else hinted at by the number."""

    flag: str
    places: frozenset[Place]

    def find(self, facts: Facts) -> Finding | None:
        """The finding where it applies."""
        person = facts.applicant.person
        by_address = place_by_address(person.hukou_address, facts.locality)
        if by_address:
            address = person.hukou_address
            here = by_address in self.places
            return _found(self.flag, Because.ADDRESS, address=address) if here else None
        area = resident_area(person, facts.on)
        if place_by_number(area, facts.locality) in self.places:
            return _found(self.flag, Because.NUMBER_HINT, area=area)
        return None


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """Which document a person is known by, or what the number itself tells."""

    flag: str
    documents: frozenset[Document]
    number: IdKind

    def find(self, facts: Facts) -> Finding | None:
        """The finding where it applies."""
        person = facts.applicant.person
        identity = person.identity(facts.on)
        by_number = identity is not None and identity.valid and identity.kind is self.number
        if person.id_kind not in self.documents and not by_number:
            return None
        shown = _document(person.id_kind, self.number, by_number)
        return _found(self.flag, Because.DOCUMENT, document=shown)


def _document(kind: Document, number: IdKind, by_number: bool) -> str:
    if by_number:
        kind = Document.HMT_PERMIT if number is IdKind.HMT_PERMIT else Document.FOREIGN_PR
    return DOCUMENTS[kind]


@dataclass(frozen=True, slots=True)
class AgentRule:
    """Somebody else came: for a person, or for an organisation."""

    flag: str
    because: Because
    organisation: bool

    def find(self, facts: Facts) -> Finding | None:
        """The finding where it applies."""
        other = facts.applicant.other
        if facts.applicant.relation is not Relation.AGENT or other is None:
            return None
        if for_organisation(facts) is not self.organisation:
            return None
        return _found(self.flag, self.because, name=other.name)


def for_organisation(facts: Facts) -> bool:
    """Whether the item is applied for by an organisation in this matter."""
    if facts.item.applicant is ApplicantKind.BOTH:
        return facts.applicant.organisation is not None
    return facts.item.applicant is ApplicantKind.ORGANISATION


@dataclass(frozen=True, slots=True)
class WordRule:
    """A word in the address of the household register."""

    flag: str
    word: str

    def find(self, facts: Facts) -> Finding | None:
        """The finding where it applies."""
        there = self.word in facts.applicant.person.hukou_address
        return _found(self.flag, Because.COLLECTIVE) if there else None


@dataclass(frozen=True, slots=True)
class RareRule:
    """Characters of a name that few fonts and input methods hold."""

    flag: str

    def find(self, facts: Facts) -> Finding | None:
        """The finding where it applies."""
        rare = "".join(char for char in facts.applicant.person.name if _is_rare(char))
        return _found(self.flag, Because.RARE, characters=rare) if rare else None


def _is_rare(char: str) -> bool:
    return "\u3400" <= char <= "\u4dbf" or char >= "\U00020000"


_OUTSIDE_PROVINCE = frozenset({Place.OUTSIDE_PROVINCE})
_OUTSIDE_CITY = _OUTSIDE_PROVINCE | {Place.OUTSIDE_CITY}
_OUTSIDE_URBAN = _OUTSIDE_CITY | {Place.OUTSIDE_URBAN}
_HMT, _FOREIGN = frozenset({Document.HMT_PERMIT}), {Document.FOREIGN_PR, Document.PASSPORT}

Rule = AgeRule | PlaceRule | DocumentRule | AgentRule | WordRule | RareRule

RULES: tuple[Rule, ...] = (
    AgeRule("very_elderly", 80, 200),
    AgeRule("elderly", 60, 200),
    AgeRule("under_16", 0, 15),
    AgeRule("minor", 0, 17),
    PlaceRule("non_province", _OUTSIDE_PROVINCE),
    PlaceRule("non_local", _OUTSIDE_CITY),
    PlaceRule("non_urban", _OUTSIDE_URBAN),
    DocumentRule("hmt_resident", _HMT, IdKind.HMT_PERMIT),
    DocumentRule("foreigner", frozenset(_FOREIGN), IdKind.FOREIGN_PR),
    AgentRule("agent", Because.AGENT, organisation=False),
    AgentRule("organisation_agent", Because.ORGANISATION_AGENT, organisation=True),
    WordRule("collective_household", "集体户"),
    RareRule("rare_character"),
)
"""The closed table: the program finds flags by it, and the site's pages get it as data."""


def find_flags(
    catalogue: Catalogue, item: Item, applicant: Applicant, on: date, declined: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """All flags of this matter, in the catalogue's order: derived, asked, and implied ones.

    `declined` are flags the officer overrode; a flag stays away even where another implies it.
    """
    facts = Facts(applicant, catalogue.locality, on, item)
    found = {finding.flag: finding for rule in RULES if (finding := rule.find(facts))}
    for flag in sorted(applicant.circumstances & set(catalogue.flags)):
        found.setdefault(flag, Finding(flag, Because.TOLD, (), Source.ASKED))
    refused = set(declined)
    kept = {flag: finding for flag, finding in found.items() if flag not in refused}
    for finding in list(kept.values()):
        for flag in catalogue.implied(finding.flag) - refused:
            kept.setdefault(flag, _implied(flag, finding, catalogue))
    return tuple(kept[flag] for flag in catalogue.flags if flag in kept)


def _implied(flag: str, by: Finding, catalogue: Catalogue) -> Finding:
    label = catalogue.flags[by.flag].label
    return Finding(flag, Because.IMPLIED, (("label", label),), by.source)


def most_specific(findings: Iterable[Finding], catalogue: Catalogue) -> tuple[Finding, ...]:
    """The findings that no other finding implies: what is shown to people."""
    rows = tuple(findings)
    covered = {flag for row in rows for flag in catalogue.implied(row.flag)}
    return tuple(row for row in rows if row.flag not in covered)


def questions(item: Item, catalogue: Catalogue) -> tuple[str, ...]:
    """The flags an officer has to ask for this item: those it names that no fact tells."""
    named: set[str] = set()
    for condition in _conditions(item):
        named |= condition
    return tuple(flag for flag, kind in catalogue.flags.items() if kind.asked and flag in named)


def _conditions(item: Item) -> Iterable[frozenset[str]]:
    for asked in item.materials:
        for condition in (asked.only_if, asked.waived_if):
            if condition:
                yield condition.names
    for case in item.special_cases:
        yield case.when.names
    for charge in item.fee.options:
        if charge.when:
            yield charge.when.names
