"""Facts about the people at the counter: applicant, agent, organisation, and where they belong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from desktop.domain.identity import Identity, IdKind, assigned, full_years, read_identity
from desktop.domain.items import Locality
from desktop.domain.texts import plain


class Document(StrEnum):
    """The paper by which a person is known."""

    RESIDENT_ID = "resident_id"
    HMT_PERMIT = "hmt_permit"
    FOREIGN_PR = "foreign_pr"
    PASSPORT = "passport"
    NONE = "none"


class Relation(StrEnum):
    """What the person at the window is to the applicant."""

    SELF = "self"
    AGENT = "agent"
    GUARDIAN = "guardian"


class Place(StrEnum):
    """Where the household register is kept, seen from the station."""

    URBAN = "urban"
    OUTSIDE_URBAN = "outside_urban"
    OUTSIDE_CITY = "outside_city"
    OUTSIDE_PROVINCE = "outside_province"


@dataclass(frozen=True, slots=True)
class Person:
    """One person; `birth_date` counts only where the number tells none."""

    name: str = ""
    id_kind: Document = Document.RESIDENT_ID
    id_number: str = ""
    birth_date: date | None = None
    hukou_address: str = ""
    phone: str = ""

    def identity(self, on: date) -> Identity | None:
        """The number read on a day; None where the document has no number of that kind."""
        if self.id_kind in (Document.PASSPORT, Document.NONE) or not self.id_number:
            return None
        identity = read_identity(self.id_number, on)
        older = self.id_kind is Document.HMT_PERMIT and not identity.valid
        return None if older else identity

    def born(self, on: date) -> date | None:
        """The birth date: from a valid number, else as it was told."""
        identity = self.identity(on)
        if identity and identity.valid:
            return identity.birth_date
        return self.birth_date

    def age(self, on: date) -> int | None:
        """Full years on the visit day."""
        born = self.born(on)
        return full_years(born, on) if born and born <= on else None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An applicant that is not a person: its name and unified social credit code."""

    name: str = ""
    credit_code: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Everyone in one matter: the applicant, who came, the organisation, the circumstances.

    `relation` says what `other` is; `circumstances` are flags that were asked and ticked.
    """

    person: Person = field(default_factory=Person)
    relation: Relation = Relation.SELF
    other: Person | None = None
    organisation: Organisation | None = None
    circumstances: frozenset[str] = frozenset()


class ApplicantError(ValueError):
    """An applicant file cannot be read; the message names the field."""


_PERSON = ("name", "id_kind", "id_number", "birth_date", "hukou_address", "phone")
_KNOWN = {*_PERSON, "agent", "circumstances", "organisation", "relation"}


def applicant_from(data: Any) -> Applicant:
    """Make an applicant of an applicant file's content; raises ApplicantError with the field."""
    if not isinstance(data, Mapping):
        raise ApplicantError("the file must hold one object")
    if unknown := sorted(set(data) - _KNOWN):
        raise ApplicantError(f"{unknown[0]}: is not a field known here")
    agent = data.get("agent")
    flags = data.get("circumstances") or []
    if not isinstance(flags, list) or not all(isinstance(flag, str) for flag in flags):
        raise ApplicantError("circumstances: a list of flags is wanted")
    return Applicant(
        person=_person(data, ""),
        relation=_relation(data, agent),
        other=None if agent is None else _person(agent, "agent."),
        organisation=_organisation(data.get("organisation")),
        circumstances=frozenset(flags),
    )


def _relation(data: Mapping[str, Any], agent: Any) -> Relation:
    told = data.get("relation")
    if told is None:
        return Relation.SELF if agent is None else Relation.AGENT
    if told not in tuple(Relation):
        raise ApplicantError(f"relation: {told!r} is none of {', '.join(Relation)}")
    return Relation(told)


def _person(data: Any, prefix: str) -> Person:
    if not isinstance(data, Mapping):
        raise ApplicantError(f"{prefix.rstrip('.')}: an object or null is wanted")
    if prefix and (unknown := sorted(set(data) - set(_PERSON))):
        raise ApplicantError(f"{prefix}{unknown[0]}: is not a field known here")
    kind = data.get("id_kind") or Document.RESIDENT_ID
    if kind not in tuple(Document):
        raise ApplicantError(f"{prefix}id_kind: {kind!r} is none of {', '.join(Document)}")
    texts = {
        name: _text(data, name, prefix) for name in _PERSON if name not in ("id_kind", "birth_date")
    }
    return Person(id_kind=Document(kind), birth_date=_day(data, prefix), **texts)


def _text(data: Mapping[str, Any], name: str, prefix: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ApplicantError(f"{prefix}{name}: a text is wanted, not {value!r}")
    return plain(value)


def _day(data: Mapping[str, Any], prefix: str) -> date | None:
    value = data.get("birth_date")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ApplicantError(f"{prefix}birth_date: {value!r} is no date (YYYY-MM-DD)") from error


def _organisation(data: Any) -> Organisation | None:
    if data is None:
        return None
    if not isinstance(data, Mapping) or set(data) - {"name", "credit_code"}:
        raise ApplicantError("organisation: an object with name and credit_code is wanted")
    return Organisation(
        _text(data, "name", "organisation."), _text(data, "credit_code", "organisation.")
    )


PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江",
    "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆",
    "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆",
)  # fmt: skip


def place_by_address(address: str, locality: Locality) -> Place | None:
    """Where an address of a household register lies; None where the words do not tell."""
    text = "".join(address.split())
    if not text:
        return None
    province = next((name for name in PROVINCES if text.startswith(name)), None)
    if province and province != locality.province:
        return Place.OUTSIDE_PROVINCE
    rest = text.removeprefix(locality.province).removeprefix("省")
    in_city = rest.startswith(locality.city)
    rest = rest.removeprefix(locality.city).removeprefix("市")
    if rest.startswith(locality.outside_urban):
        return Place.OUTSIDE_URBAN
    if in_city or rest.startswith(locality.districts):
        return Place.URBAN
    return Place.OUTSIDE_CITY if province else None


def place_by_number(area: str | None, locality: Locality) -> Place | None:
    """Where a number was first issued: only a hint, since it never changes with a move."""
    if not area or not assigned(area):
        return None
    if area.startswith(locality.outside_urban_prefixes):
        return Place.OUTSIDE_URBAN
    if area.startswith(locality.city_prefixes):
        return Place.URBAN
    if area.startswith(locality.province_prefixes):
        return Place.OUTSIDE_CITY
    return Place.OUTSIDE_PROVINCE


def resident_area(person: Person, on: date) -> str | None:
    """The six area digits of a resident's valid number; other documents have none."""
    identity = person.identity(on)
    if identity and identity.valid and identity.kind is IdKind.RESIDENT:
        return identity.area_code
    return None
