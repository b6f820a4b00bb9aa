"""The short answer (短答) that is read aloud at the telephone: a sentence or two for each topic."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from desktop.domain.conditions import Condition, in_words
from desktop.domain.enquiries import Topic
from desktop.domain.items import Asked, Catalogue, Form, Fulfilment, Item
from desktop.domain.notice import Template, fee_words, item_limit
from desktop.domain.texts import without_remark

CASES = 2
"""Cases with papers of their own that are read aloud; who listens keeps no more in mind."""

NAMED = 6
"""Special cases that are named; the rest is counted."""


def spoken(
    item: Item, catalogue: Catalogue, notice: Template, words: Template, unit: str, hours: str
) -> Mapping[Topic, str]:
    """What is said of an item for each topic; `notice` holds the words of limits and fees."""
    phrases = words.phrases
    told = {
        Topic.BRING: "".join(_bring(item, catalogue, phrases)),
        Topic.WHERE: _where(item, catalogue, phrases, unit),
        Topic.WHEN: phrases["when"].format(hours=hours or phrases["unset"]),
        Topic.LONG: _long(item, notice.phrases, phrases),
        Topic.COST: _cost(item, catalogue, notice.phrases, phrases),
        Topic.SPECIAL: _special(item, catalogue, phrases),
    }
    return told | {topic: "" for topic in Topic if topic not in told}


def _bring(item: Item, catalogue: Catalogue, phrases: Mapping[str, str]) -> Iterator[str]:
    always = [row for row in item.materials if row.required and not row.only_if and not row.one_of]
    always += [row for row in item.materials if row.one_of and not row.only_if]
    named = list(_named(always, catalogue, phrases))
    if not named:
        yield phrases["none"]
    elif len(named) == 1:
        yield phrases["only_me"].format(materials=named[0])
    else:
        yield phrases["count"].format(count=len(named), materials="；".join(named))
    cases = list(_cases(item, catalogue, phrases))
    if cases:
        yield phrases["cases"].format(cases="；".join(cases[:CASES]))
    if len(cases) > CASES:
        yield phrases["more"].format(count=len(cases) - CASES)


def _named(
    rows: Sequence[Asked], catalogue: Catalogue, phrases: Mapping[str, str]
) -> Iterator[str]:
    """Materials by name; of those that stand for each other one is enough."""
    for group, same in groupby(sorted(rows, key=_group), key=_group):
        names = [_material(row, catalogue, phrases) for row in same]
        if group and len(names) > 1:
            yield phrases["one_of"].format(materials="、".join(names))
        else:
            yield from names


def _group(row: Asked) -> str:
    return row.one_of or ""


def _material(row: Asked, catalogue: Catalogue, phrases: Mapping[str, str]) -> str:
    known = catalogue.materials[row.material]
    if known.form is Form.FORM:
        return phrases["form"].format(material=known.name)
    if known.form is Form.COPY or known.copies > 1:
        return phrases["copies"].format(material=known.name, copies=known.copies)
    if row.waived_if:
        condition = case_words(row.waived_if, catalogue, phrases)
        return phrases["waived"].format(material=known.name, condition=condition)
    return known.name


def _cases(item: Item, catalogue: Catalogue, phrases: Mapping[str, str]) -> Iterator[str]:
    """What some people bring besides, a case after the other in the catalogue's order."""
    wanted: dict[str, list[Asked]] = {}
    for row in item.materials:
        if row.required and row.only_if:
            wanted.setdefault(case_words(row.only_if, catalogue, phrases), []).append(row)
    for condition, rows in wanted.items():
        materials = "、".join(_named(rows, catalogue, phrases))
        yield phrases["case"].format(condition=condition, materials=materials)


def case_words(condition: Condition, catalogue: Catalogue, phrases: Mapping[str, str]) -> str:
    """A condition as it is said, without the remarks in brackets."""

    def word(name: str) -> str:
        return phrases[name] if name in phrases else _label(catalogue, name)

    return in_words(condition, word)


def _label(catalogue: Catalogue, flag: str) -> str:
    return without_remark(catalogue.flags[flag].label)


HANDED = {
    Fulfilment.DOOR: "door",
    Fulfilment.COURIER: "ems",
    Fulfilment.ON_THE_SPOT: "on_the_spot",
    Fulfilment.PICKUP: "pickup",
}


def _where(item: Item, catalogue: Catalogue, phrases: Mapping[str, str], unit: str) -> str:
    windows = "、".join(catalogue.label("windows", each) for each in item.windows)
    said = phrases["where"].format(unit=unit or phrases["unset"], windows=windows)
    return said + phrases[HANDED[item.fulfilment]]


def _long(item: Item, limits: Mapping[str, str], phrases: Mapping[str, str]) -> str:
    said = phrases["long"].format(limit=item_limit(item, limits))
    return said + (phrases["one_visit"] if item.one_visit else "")


def _cost(
    item: Item, catalogue: Catalogue, fees: Mapping[str, str], phrases: Mapping[str, str]
) -> str:
    told = [each for each in item.fee.options if each.when and each.amount is not None]
    usual = replace(item.fee.usual, note=None) if told else item.fee.usual
    said = phrases["cost"].format(fee=fee_words(usual, item.fee.unit, fees))
    for option in told[:CASES]:
        condition = case_words(option.when, catalogue, phrases) if option.when else ""
        fee = fee_words(replace(option, note=None), item.fee.unit, fees)
        said += phrases["option"].format(condition=condition, fee=fee)
    return said


def _special(item: Item, catalogue: Catalogue, phrases: Mapping[str, str]) -> str:
    names = [case_words(case.when, catalogue, phrases) for case in item.special_cases]
    names = list(dict.fromkeys(names))
    if not names:
        return phrases["nothing_special"]
    said = phrases["special"].format(cases="、".join(names[:NAMED]))
    return said + (phrases["more"].format(count=len(names) - NAMED) if len(names) > NAMED else "")
