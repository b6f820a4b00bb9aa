"""Flags from facts: each rule with who it finds and who it leaves, its reason in words."""

from datetime import date
from typing import Any

import pytest

from desktop.domain.applicants import Applicant, Document, Organisation, Person, Relation
from desktop.domain.flags import RULES, Because, Source, find_flags, most_specific, questions
from tests.domain.shelves import ON, catalogue

MALE = "000103195006150016"
CARD = "id-card"
HOTEL = "hotel-licence"
LEAP = "000106201202290048"


def _flags(
    person: Person | None = None, item: str = CARD, on: date = ON, **more: Any
) -> dict[str, Any]:
    known = catalogue()
    declined = more.pop("declined", ())
    applicant = Applicant(person or Person(), **more)
    found = find_flags(known, known.items[item], applicant, on, declined)
    return {row.flag: row for row in found}


def _numbered(number: str) -> Person:
    return Person(id_number=number)


def _born(day: str) -> Person:
    return Person(id_kind=Document.NONE, birth_date=date.fromisoformat(day))


def _at(address: str) -> Person:
    return Person(hukou_address=address)


SET = [
    ("very_elderly", _born("1946-11-23"), {}),
    ("elderly", _numbered("000103196611230027"), {}),
    ("elderly", _born("1966-11-23"), {}),
    ("under_16", _born("2010-11-24"), {}),
    ("minor", _born("2008-11-24"), {}),
    ("non_province", _at("安徽省合肥市蜀山区"), {}),
    ("non_local", _at("浙江省宁波市"), {}),
    ("non_urban", _at("浙江省杭州市桐庐县"), {}),
    ("hmt_resident", Person(id_kind=Document.HMT_PERMIT), {}),
    ("hmt_resident", _numbered("830000199201300022"), {}),
    ("foreigner", Person(id_kind=Document.PASSPORT), {}),
    ("foreigner", Person(id_kind=Document.FOREIGN_PR), {}),
    ("foreigner", _numbered("911124198108030024"), {}),
    ("agent", Person(), {"relation": Relation.AGENT, "other": Person("李四")}),
    (
        "organisation_agent",
        Person(),
        {"item": HOTEL, "relation": Relation.AGENT, "other": Person("李四")},
    ),
    ("collective_household", _at("杭州市西湖区某公司集体户"), {}),
    ("rare_character", Person("张䶮"), {}),
    ("rare_character", Person("𠮷田"), {}),
]
UNSET = [
    ("very_elderly", _born("1946-11-24"), {}),
    ("elderly", _numbered("000103196611240030"), {}),
    ("elderly", Person(), {}),
    ("under_16", _born("2010-11-23"), {}),
    ("minor", _born("2008-11-23"), {}),
    ("minor", _born("2026-11-24"), {}),  # not born yet
    ("non_province", _at("浙江省宁波市"), {}),
    ("non_local", _at("杭州市桐庐县"), {}),
    ("non_urban", _at("杭州市拱墅区"), {}),
    ("non_urban", _at("某某路1号"), {}),
    ("hmt_resident", _numbered(MALE), {}),
    ("hmt_resident", _numbered("830000199201300023"), {}),
    ("foreigner", Person(), {}),
    ("foreigner", Person(id_kind=Document.NONE), {}),
    ("agent", Person(), {"relation": Relation.GUARDIAN, "other": Person("李四")}),
    ("agent", Person(), {"relation": Relation.AGENT}),
    ("agent", Person(), {"item": HOTEL, "relation": Relation.AGENT, "other": Person("李四")}),
    ("organisation_agent", Person(), {"relation": Relation.AGENT, "other": Person("李四")}),
    ("organisation_agent", Person(), {"item": HOTEL, "relation": Relation.AGENT}),
    ("organisation_agent", Person(), {"item": HOTEL, "other": Person("李四")}),
    ("collective_household", _at("杭州市西湖区"), {}),
    ("rare_character", Person("张三丰·买买提"), {}),
]


@pytest.mark.parametrize(("flag", "person", "more"), SET)
def test_a_rule_finds(flag: str, person: Person, more: dict[str, Any]) -> None:
    assert _flags(person, **more)[flag].source is Source.DERIVED


@pytest.mark.parametrize(("flag", "person", "more"), UNSET)
def test_a_rule_leaves_alone(flag: str, person: Person, more: dict[str, Any]) -> None:
    assert flag not in _flags(person, **more)


def test_every_rule_has_a_case_of_both_kinds() -> None:
    assert {flag for flag, _, _ in SET} == {flag for flag, _, _ in UNSET}
    assert len({flag for flag, _, _ in SET}) == len(RULES)


@pytest.mark.parametrize(
    ("on", "flags"),
    [
        (date(2028, 2, 27), {"under_16", "minor"}),
        (date(2028, 2, 28), {"under_16", "minor"}),
        (date(2028, 2, 29), {"minor"}),
        (date(2030, 2, 27), {"minor"}),
        (date(2030, 2, 28), set()),  # the birthday of a common year
        (date(2072, 2, 28), set()),
        (date(2072, 2, 29), {"elderly"}),
    ],
)
def test_born_on_the_29th_of_february(on: date, flags: set[str]) -> None:
    found = _flags(Person(id_number=LEAP, hukou_address="杭州市拱墅区"), on=on)
    assert set(found) == flags


@pytest.mark.parametrize(
    ("person", "flag", "reason"),
    [
        (_numbered("000103196611230027"), "elderly", "1966-11-23出生，办事当日60周岁"),
        (_at("安徽省合肥市"), "non_province", "户籍地址：安徽省合肥市"),
        (_numbered("340100195006150015"), "non_province", "号码前六位340100只作提示，以户口簿为准"),
        (Person(id_kind=Document.PASSPORT), "foreigner", "所持证件：护照"),
        (_numbered("830000199201300022"), "hmt_resident", "所持证件：港澳台居民证件"),
        (_numbered("911124198108030024"), "foreigner", "所持证件：外国人永久居留身份证"),
        (_at("杭州市集体户"), "collective_household", "户籍地址写明集体户"),
        (Person("张䶮𬭎"), "rare_character", "姓名中的“䶮𬭎”不在常用字范围"),
    ],
)
def test_the_reason_in_words(person: Person, flag: str, reason: str) -> None:
    assert _flags(person)[flag].reason == reason


def test_who_came_is_named() -> None:
    other: dict[str, Any] = {"relation": Relation.AGENT, "other": Person("李四")}
    assert _flags(**other)["agent"].reason == "来窗口的是代办人李四"
    found = _flags(item=HOTEL, **other)
    assert found["organisation_agent"].reason == "来窗口的是单位经办人李四"


@pytest.mark.parametrize(
    ("organisation", "flag"), [(None, "agent"), (Organisation("某某公司"), "organisation_agent")]
)
def test_where_both_may_apply_the_organisation_decides(
    organisation: Organisation | None, flag: str
) -> None:
    known = catalogue()
    both = next(i.id for i in known.items.values() if i.applicant == "both")
    found = _flags(
        item=both, relation=Relation.AGENT, other=Person("李四"), organisation=organisation
    )
    assert {"agent", "organisation_agent"} & set(found) == {flag}


def test_the_address_speaks_before_the_number() -> None:
    person = Person(id_number=MALE, hukou_address="杭州市拱墅区")
    assert set(_flags(person)) == {"elderly"}


def test_flags_bring_those_they_imply_with_the_label_of_the_first() -> None:
    found = _flags(Person(id_kind=Document.NONE, birth_date=date(1940, 1, 1)))
    assert found["very_elderly"].because is Because.AGE
    assert found["elderly"].because is Because.AGE  # a fact of its own goes before an implication
    told = _flags(circumstances=frozenset({"very_elderly"}))
    assert told["elderly"].because is Because.IMPLIED
    label = catalogue().flags["very_elderly"].label
    assert told["elderly"].reason == f"包含在“{label}”里"
    assert told["elderly"].source is Source.ASKED


def test_what_was_ticked_is_asked_and_a_fact_stays_derived() -> None:
    found = _flags(
        _at("安徽省合肥市"), circumstances=frozenset({"lost_documents", "non_province", "no-such"})
    )
    assert found["lost_documents"].source is Source.ASKED
    assert found["lost_documents"].reason == "窗口询问确认"
    assert found["non_province"].source is Source.DERIVED
    assert "no-such" not in found


@pytest.mark.parametrize(
    ("declined", "left"),
    [
        ((), {"non_province", "non_local", "non_urban"}),
        (("non_province",), {"non_local", "non_urban"}),
        (("non_local",), {"non_province", "non_urban"}),
        (("non_province", "non_local", "non_urban"), set()),
    ],
)
def test_an_overridden_flag_stays_away_even_where_implied(
    declined: tuple[str, ...], left: set[str]
) -> None:
    assert set(_flags(_at("安徽省合肥市"), declined=declined)) == left


def test_only_the_most_specific_flags_are_shown() -> None:
    known = catalogue()
    person = Person(
        id_kind=Document.NONE, birth_date=date(1940, 1, 1), hukou_address="安徽省合肥市"
    )
    found = find_flags(known, known.items[CARD], Applicant(person), ON)
    assert [row.flag for row in most_specific(found, known)] == ["very_elderly", "non_province"]


def test_flags_come_in_the_catalogue_s_order() -> None:
    known = catalogue()
    told = frozenset(known.flags)
    found = find_flags(known, known.items[CARD], Applicant(circumstances=told), ON)
    assert [row.flag for row in found] == list(known.flags)


def test_an_item_asks_for_the_flags_it_names_and_no_fact_tells() -> None:
    known = catalogue()
    asked = questions(known.items[CARD], known)
    assert "lost_documents" in asked
    assert "first_application" in asked  # named by a material only
    assert "low_income" in asked
    assert not {"elderly", "non_local", "hmt_resident", "leased_premises"} & set(asked)
    assert list(asked) == [flag for flag in known.flags if flag in asked]
    assert "leased_premises" in questions(known.items[HOTEL], known)
