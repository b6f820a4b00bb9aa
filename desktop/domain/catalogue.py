"""Turns the catalogue's plain data into checked values; every error names file, item and field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from desktop.domain.items import (
    ApplicantKind,
    Asked,
    Catalogue,
    Category,
    Charge,
    Extra,
    Fee,
    FlagGroup,
    FlagKind,
    FlagOrigin,
    Form,
    Fulfilment,
    Item,
    Law,
    Limit,
    Locality,
    Material,
    Office,
    Question,
    SpecialCase,
    Word,
)
from desktop.domain.records import Fault, Record
from desktop.domain.workdays import Unit

_T = TypeVar("_T")


class CatalogueError(ValueError):
    """The catalogue is refused whole; `faults` lists every mistake that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def read_catalogue(files: Mapping[str, Any]) -> Catalogue:
    """Check the parsed files (name to content) and make the catalogue of them.

    Wanted are edition, vocabulary, locality, flags, materials and one file per item under
    `items/`. Raises CatalogueError with all faults; nothing is taken from a broken catalogue.
    """
    faults: list[Fault] = []
    words = _words(files, faults)
    flags = _flags(files, faults)
    materials = _table(files, "materials.yaml", _material, faults)
    items = _items(files, _Context(words, flags, materials), faults)
    edition = _single(files, "edition.yaml", _edition, faults)
    locality = _single(files, "locality.yaml", _locality, faults)
    if faults or edition is None or locality is None:
        raise CatalogueError(faults)
    return Catalogue(edition[0], edition[1], items, materials, flags, words, locality)


@dataclass(frozen=True, slots=True)
class _Context:
    """What an item may refer to."""

    words: Mapping[str, Mapping[str, Word]]
    flags: Mapping[str, FlagKind]
    materials: Mapping[str, Material]


def _single(
    files: Mapping[str, Any], file: str, make: Callable[[Record], _T], faults: list[Fault]
) -> _T | None:
    if file not in files:
        faults.append(Fault(file, "", "", "the file is missing"))
        return None
    return Record(files[file], file, "", faults).made(make)


def _table(
    files: Mapping[str, Any], file: str, make: Callable[[Record], _T], faults: list[Fault]
) -> dict[str, _T]:
    rows = files.get(file)
    if not isinstance(rows, list):
        faults.append(Fault(file, "", "", "a list is wanted here" if file in files else "missing"))
        return {}
    table: dict[str, _T] = {}
    for row in rows:
        name = str(row.get("id", "?")) if isinstance(row, Mapping) else "?"
        if name in table:
            faults.append(Fault(file, name, "id", "stands here twice"))
        made = Record(row, file, name, faults).made(make)
        if made is not None:
            table[name] = made
    return table


def _edition(record: Record) -> tuple[str, date]:
    return record.text("edition"), record.day("effective")


def _locality(record: Record) -> Locality:
    return Locality(
        province=record.text("province"),
        city=record.text("city"),
        province_prefixes=record.texts("province_prefixes"),
        city_prefixes=record.texts("city_prefixes"),
        districts=record.texts("districts"),
        outside_urban=record.texts("outside_urban"),
        outside_urban_prefixes=record.texts("outside_urban_prefixes"),
    )


_VOCABULARIES = ("categories", "themes", "fulfilments", "windows", "decided_by", "applicants")


def _words(files: Mapping[str, Any], faults: list[Fault]) -> dict[str, dict[str, Word]]:
    file = "vocabulary.yaml"
    found = _single(files, file, _word_lists, faults)
    return {name: {word.id: word for word in rows} for name, rows in (found or {}).items()}


def _word_lists(record: Record) -> dict[str, tuple[Word, ...]]:
    return {name: record.records(name, _word) for name in (*_VOCABULARIES, "forms")}


def _word(record: Record) -> Word:
    return Word(record.text("id"), record.text("label"), record.text("label_en"))


def _flags(files: Mapping[str, Any], faults: list[Fault]) -> dict[str, FlagKind]:
    flags = _table(files, "flags.yaml", _flag, faults)
    for flag in flags.values():
        faults.extend(
            Fault("flags.yaml", flag.id, "implies", f"there is no flag {name!r}")
            for name in flag.implies
            if name not in flags
        )
    return flags


def _flag(record: Record) -> FlagKind:
    origin, how = record.record("found", _found)
    return FlagKind(
        id=record.text("id"),
        group=record.choice("group", FlagGroup),
        label=record.text("label"),
        label_en=record.text("label_en"),
        definition=record.text("definition"),
        legal_source=record.maybe("legal_source"),
        origin=origin,
        how=how,
        implies=record.texts("implies"),
        advice=record.texts("advice"),
    )


def _found(record: Record) -> tuple[FlagOrigin, str]:
    return record.choice("by", FlagOrigin), record.text("how")


def _material(record: Record) -> Material:
    return Material(
        id=record.text("id"),
        name=record.text("name"),
        form=record.choice("form", Form),
        copies=record.count("copies") or 0,
        issuer=record.text("issuer"),
        note=record.maybe("note"),
    )


def _items(files: Mapping[str, Any], known: _Context, faults: list[Fault]) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for file in sorted(name for name in files if name.startswith("items/")):
        name = file.removeprefix("items/").removesuffix(".yaml").partition("-")[2]
        item = Record(files[file], file, name, faults).made(lambda record: _item(record, known))
        if item is None:
            continue
        if item.id in items:
            faults.append(Fault(file, item.id, "id", "stands in two files"))
        items[item.id] = item
    if not items:
        faults.append(Fault("items/", "", "", "there is no item"))
    return items


def _item(record: Record, known: _Context) -> Item:
    record.item = record.text("id") or record.item
    words = known.words
    return Item(
        id=record.item,
        name=record.text("name"),
        name_en=record.text("name_en"),
        category=record.choice("category", Category),
        theme=record.known("theme", words.get("themes", {}), "theme"),
        applicant=record.choice("applicant", ApplicantKind),
        one_visit=record.flag("one_visit"),
        fulfilment=record.choice("fulfilment", Fulfilment),
        decided_by=record.known("decided_by", words.get("decided_by", {}), "deciding level"),
        windows=_windows(record, words.get("windows", {})),
        law=record.records("law", lambda row: Law(row.text("law"), row.maybe("article"))),
        conditions=record.texts("conditions"),
        materials=record.records("materials", lambda row: _asked(row, known)),
        steps=record.texts("steps"),
        statutory=record.record("statutory", _limit),
        promised=record.record("promised", _limit),
        fee=record.record("fee", lambda row: _fee(row, known)),
        result=record.text("result"),
        validity=record.maybe("validity"),
        offices=record.records("offices", _office),
        special_cases=record.records("special_cases", lambda row: _special_case(row, known)),
        questions=record.records(
            "questions", lambda row: Question(row.text("ask"), row.text("answer"))
        ),
        keywords=record.texts("keywords"),
        to_confirm=record.texts("to_confirm"),
        sources=record.texts("sources"),
        named_in_report=record.flag("named_in_report"),
        phone=record.maybe("phone"),
        web=record.maybe("web"),
    )


def _windows(record: Record, known: Mapping[str, Word]) -> tuple[str, ...]:
    windows = record.texts("windows")
    for name in windows:
        if name not in known:
            record.fault("windows", f"there is no window {name!r}")
    return windows


def _asked(record: Record, known: _Context) -> Asked:
    return Asked(
        material=record.known("material", known.materials, "material"),
        required=record.flag("required"),
        only_if=record.condition("only_if", known.flags),
        waived_if=record.condition("waived_if", known.flags),
        one_of=record.maybe("one_of"),
        used_by=record.texts("used_by"),
        deferrable=record.flag("deferrable", default=False),
        note=record.maybe("note"),
    )


def _limit(record: Record) -> Limit:
    return Limit(record.count("count"), record.choice("unit", Unit), record.maybe("note"))


def _fee(record: Record, known: _Context) -> Fee:
    usual = Charge(record.count("amount"), record.maybe("note"))
    options = record.records("options", lambda row: _charge(row, known))
    return Fee(record.text("unit"), usual, options)


def _charge(record: Record, known: _Context) -> Charge:
    when = record.condition("when", known.flags)
    return Charge(record.count("amount"), record.maybe("note"), when)


def _office(record: Record) -> Office:
    return Office(
        department=record.text("department"),
        office=record.text("office"),
        task=record.text("task"),
        days=record.count("days"),
        parallel=record.flag("parallel"),
    )


def _special_case(record: Record, known: _Context) -> SpecialCase:
    return SpecialCase(
        when=record.needed_condition("when", known.flags),
        say=record.text("say"),
        adds=record.records("adds", lambda row: _extra(row, known)),
        instead=record.texts("instead"),
    )


def _extra(record: Record, known: _Context) -> Extra:
    return Extra(
        material=record.known("material", known.materials, "material"),
        only_if=record.condition("only_if", known.flags),
        required=record.flag("required", default=True),
    )
