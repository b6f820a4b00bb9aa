"""What the counter offers: items, the materials they ask, and the flags that change them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desktop.domain.conditions import Condition
from desktop.domain.workdays import Unit


class Category(StrEnum):
    """Kinds of power, as the published lists of powers divide them."""

    LICENCE = "licence"
    REWARD = "reward"
    OTHER_POWER = "other_power"
    CONVENIENCE = "convenience"


class Fulfilment(StrEnum):
    """How the result reaches the citizen by default."""

    COURIER = "ems"
    DOOR = "door"
    ON_THE_SPOT = "on_site"
    PICKUP = "pickup"


class ApplicantKind(StrEnum):
    """Who may apply for an item."""

    PERSON = "person"
    ORGANISATION = "organisation"
    BOTH = "both"


class Form(StrEnum):
    """In which form a material is handed in."""

    ORIGINAL = "original"
    COPY = "copy"
    ORIGINAL_AND_COPY = "original_and_copy"
    FORM = "form"


class FlagGroup(StrEnum):
    """What a flag speaks about."""

    PERSON = "person"
    HOUSEHOLD = "household"
    DOCUMENT = "document"
    ROLE = "role"
    SITUATION = "situation"


class FlagOrigin(StrEnum):
    """From which fact a flag is found; the last two are questions to the visitor."""

    BIRTH_DATE = "birth_date"
    HUKOU_ADDRESS = "hukou_address"
    DOCUMENT_TYPE = "document_type"
    OFFICER_ASKS = "officer_asks"
    OFFICER_COMPARES = "officer_compares"


@dataclass(frozen=True, slots=True)
class Word:
    """A term of the vocabulary with its Chinese and English label."""

    id: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class FlagKind:
    """One special case a person or matter may be: definition, source, advice for the officer."""

    id: str
    group: FlagGroup
    label: str
    label_en: str
    definition: str
    legal_source: str | None
    origin: FlagOrigin
    how: str
    implies: tuple[str, ...]
    advice: tuple[str, ...]

    @property
    def asked(self) -> bool:
        """Whether the officer has to ask, because no fact tells."""
        return self.origin in (FlagOrigin.OFFICER_ASKS, FlagOrigin.OFFICER_COMPARES)


@dataclass(frozen=True, slots=True)
class Material:
    """A paper that may be asked; the same id is the same paper in every item."""

    id: str
    name: str
    form: Form
    copies: int
    issuer: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """How one item asks one material.

    `one_of` names a group of which one is enough; `deferrable` may follow after acceptance
    (容缺, Zhejiang rules 2018 art. 4); `used_by` lists the offices that share it in a joint case.
    """

    material: str
    required: bool
    only_if: Condition | None = None
    waived_if: Condition | None = None
    one_of: str | None = None
    used_by: tuple[str, ...] = ()
    deferrable: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """A material that a special case adds, perhaps only under a condition of its own.

    One that is not required belongs to another way the case offers, such as sending an agent.
    """

    material: str
    only_if: Condition | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class SpecialCase:
    """What is different for people to whom `when` applies: the words, the papers, another way."""

    when: Condition
    say: str
    adds: tuple[Extra, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit; `count` is None where the catalogue could not confirm one, 0 is at once."""

    count: int | None
    unit: Unit
    note: str | None


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee in yuan; `amount` is None where it is not confirmed. `when` None is the usual one."""

    amount: int | None
    note: str | None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """The usual charge, its unit, and the charges of special cases."""

    unit: str
    usual: Charge
    options: tuple[Charge, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """An office that examines or decides, in order; parallel ones work side by side."""

    department: str
    office: str
    task: str
    days: int | None
    parallel: bool


@dataclass(frozen=True, slots=True)
class Law:
    """A law and the articles of it an item rests on."""

    law: str
    article: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question people ask and its answer."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class Item:
    """One service item of the catalogue."""

    id: str
    name: str
    name_en: str
    category: Category
    theme: str
    applicant: ApplicantKind
    one_visit: bool
    fulfilment: Fulfilment
    decided_by: str
    windows: tuple[str, ...]
    law: tuple[Law, ...]
    conditions: tuple[str, ...]
    materials: tuple[Asked, ...]
    steps: tuple[str, ...]
    statutory: Limit
    promised: Limit
    fee: Fee
    result: str
    validity: str | None
    offices: tuple[Office, ...]
    special_cases: tuple[SpecialCase, ...]
    questions: tuple[Question, ...]
    keywords: tuple[str, ...]
    to_confirm: tuple[str, ...]
    sources: tuple[str, ...]
    named_in_report: bool
    phone: str | None = None
    web: str | None = None

    @property
    def joint(self) -> bool:
        """Whether several departments decide side by side."""
        return len({office.department for office in self.offices}) > 1

    @property
    def section(self) -> str:
        """The section behind the window that decides; nothing where the window itself does.

        The window examines and hands over (one window, Administrative Licensing Law art. 26).
        """
        ours = self.offices[0].department if self.offices else ""
        behind = (office for office in self.offices[1:] if office.department == ours)
        return next((each.office for each in behind if each.office != self.offices[0].office), "")


@dataclass(frozen=True, slots=True)
class Locality:
    """The places that count as local; the prefixes are only a hint (first issue, not today)."""

    province: str
    city: str
    province_prefixes: tuple[str, ...]
    city_prefixes: tuple[str, ...]
    districts: tuple[str, ...]
    outside_urban: tuple[str, ...]
    outside_urban_prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All items of one edition with the words, flags and materials they use."""

    edition: str
    effective: date
    items: Mapping[str, Item]
    materials: Mapping[str, Material]
    flags: Mapping[str, FlagKind]
    words: Mapping[str, Mapping[str, Word]]
    locality: Locality
    digest: str = field(default="", compare=False)

    def label(self, vocabulary: str, term: str) -> str:
        """The Chinese label of a term, or the term itself where the vocabulary lacks it."""
        word = self.words.get(vocabulary, {}).get(term)
        return word.label if word else term

    def implied(self, flag: str) -> frozenset[str]:
        """All flags that a flag brings with it, at any distance, without itself."""
        found: set[str] = set()
        waiting = list(self.flags[flag].implies)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.flags[name].implies)
        return frozenset(found)
