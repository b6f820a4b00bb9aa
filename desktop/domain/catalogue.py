"""Turns the catalogue's plain data into checked values; every error names file, item and field."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from desktop.domain.conditions import Condition, ConditionError, parse
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
from desktop.domain.workdays import Unit

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in the catalogue's files: where it stands and what is wrong."""

    file: str
    item: str
    field: str
    problem: str

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.file, self.item, self.field) if part)
        return f"{place}: {self.problem}"


class CatalogueError(ValueError):
    """The catalogue is refused whole; `faults` lists every mistake that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class _Record:
    """One mapping of a file; reads typed fields and notes everything that is wrong with them.

    A field that cannot be read gives a harmless value, so that the others are looked at as well.
    """

    def __init__(
        self, data: Any, file: str, item: str, faults: list[Fault], path: str = ""
    ) -> None:
        self.file, self.item, self.faults, self._path = file, item, faults, path
        self._used: set[str] = set()
        self._data: Mapping[Any, Any] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.fault("", "a mapping is wanted here")
            self.faults = []  # what such a record lacks is not worth telling

    def fault(self, field: str, problem: str) -> None:
        self.faults.append(Fault(self.file, self.item, self._name(field), problem))

    def _name(self, field: str) -> str:
        return ".".join(part for part in (self._path, field) if part)

    def _typed(self, field: str, kind: type[_T], word: str) -> _T | None:
        """A value of the wanted kind; None after noting that it is missing or of another."""
        self._used.add(field)
        if field not in self._data:
            self.fault(field, "is missing")
            return None
        value = self._data[field]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(field, f"{word} is wanted, not {value!r}")
            return None
        return value

    def text(self, field: str) -> str:
        value = self._typed(field, str, "a text")
        if value is None:
            return ""
        if not value.strip():
            self.fault(field, "is empty")
        return value.strip()

    def maybe(self, field: str) -> str | None:
        self._used.add(field)
        return None if self._data.get(field) is None else self.text(field)

    def flag(self, field: str, default: bool | None = None) -> bool:
        if default is not None and field not in self._data:
            return default
        return bool(self._typed(field, bool, "true or false"))

    def count(self, field: str) -> int | None:
        if self._data.get(field, "") is None:
            self._used.add(field)
            return None
        number = self._typed(field, int, "a whole number")
        if number is not None and number < 0:
            self.fault(field, f"cannot be negative, but is {number}")
        return number

    def day(self, field: str) -> date:
        value = self.text(field)
        try:
            return date.fromisoformat(value)
        except ValueError:
            if value:
                self.fault(field, f"a date (YYYY-MM-DD) is wanted, not {value!r}")
            return date.min

    def choice(self, field: str, kind: type[_E]) -> _E:
        value = self.text(field)
        if value in set(kind):
            return kind(value)
        if value:
            self.fault(field, f"{value!r} is none of {', '.join(kind)}")
        return next(iter(kind))

    def known(self, field: str, known: Iterable[str], what: str) -> str:
        value = self.text(field)
        if value and value not in known:
            self.fault(field, f"there is no {what} {value!r}")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        values = self._list(field)
        if all(isinstance(value, str) and value.strip() for value in values):
            return tuple(values)
        self.fault(field, "a list of texts is wanted")
        return ()

    def condition(self, field: str, flags: Iterable[str]) -> Condition | None:
        text = self.maybe(field)
        return None if text is None else self._condition(field, text, set(flags))

    def needed_condition(self, field: str, flags: Iterable[str]) -> Condition:
        return self._condition(field, self.text(field), set(flags))

    def _condition(self, field: str, text: str, flags: set[str]) -> Condition:
        try:
            condition = parse(text)
        except ConditionError as error:
            if text:
                self.fault(field, str(error))
            return _UNREAD
        for name in sorted(condition.names - flags):
            self.fault(field, f"there is no flag {name!r}")
        return condition

    def record(self, field: str, make: Callable[["_Record"], _T]) -> _T:
        """A value made of one mapping inside this one."""
        self._used.add(field)
        faults, data = self.faults, self._data.get(field)
        if field not in self._data:
            self.fault(field, "is missing")
            faults, data = [], {}
        record = _Record(data, self.file, self.item, faults, self._name(field))
        value = make(record)
        record.no_more()
        return value

    def records(self, field: str, make: Callable[["_Record"], _T]) -> tuple[_T, ...]:
        return tuple(self._each(field, self._list(field), make))

    def _list(self, field: str) -> list[Any]:
        """The rows of a list; one that is left out is empty."""
        self._used.add(field)
        rows = self._data.get(field)
        if rows is None or isinstance(rows, list):
            return rows or []
        self.fault(field, f"a list is wanted, not {rows!r}")
        return []

    def _each(self, field: str, rows: list[Any], make: Callable[["_Record"], _T]) -> Iterable[_T]:
        for place, row in enumerate(rows, 1):
            path = f"{self._name(field)}[{place}]"
            made = _Record(row, self.file, self.item, self.faults, path).made(make)
            if made is not None:
                yield made

    def made(self, make: Callable[["_Record"], _T]) -> _T | None:
        """Make a value of this record; None where a field could not be read."""
        before = len(self.faults)
        value = make(self)
        self.no_more()
        return value if len(self.faults) == before else None

    def no_more(self) -> None:
        """Note the fields that nobody read."""
        for name in sorted(map(str, set(self._data) - self._used)):
            self.fault(name, "is not a field known here")


_UNREAD = Condition("", frozenset(), frozenset(), lambda _flags: False)


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
    files: Mapping[str, Any], file: str, make: Callable[[_Record], _T], faults: list[Fault]
) -> _T | None:
    if file not in files:
        faults.append(Fault(file, "", "", "the file is missing"))
        return None
    return _Record(files[file], file, "", faults).made(make)


def _table(
    files: Mapping[str, Any], file: str, make: Callable[[_Record], _T], faults: list[Fault]
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
        made = _Record(row, file, name, faults).made(make)
        if made is not None:
            table[name] = made
    return table


def _edition(record: _Record) -> tuple[str, date]:
    return record.text("edition"), record.day("effective")


def _locality(record: _Record) -> Locality:
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


def _word_lists(record: _Record) -> dict[str, tuple[Word, ...]]:
    return {name: record.records(name, _word) for name in (*_VOCABULARIES, "forms")}


def _word(record: _Record) -> Word:
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


def _flag(record: _Record) -> FlagKind:
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


def _found(record: _Record) -> tuple[FlagOrigin, str]:
    return record.choice("by", FlagOrigin), record.text("how")


def _material(record: _Record) -> Material:
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
        item = _Record(files[file], file, name, faults).made(lambda record: _item(record, known))
        if item is None:
            continue
        if item.id in items:
            faults.append(Fault(file, item.id, "id", "stands in two files"))
        items[item.id] = item
    if not items:
        faults.append(Fault("items/", "", "", "there is no item"))
    return items


def _item(record: _Record, known: _Context) -> Item:
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


def _windows(record: _Record, known: Mapping[str, Word]) -> tuple[str, ...]:
    windows = record.texts("windows")
    for name in windows:
        if name not in known:
            record.fault("windows", f"there is no window {name!r}")
    return windows


def _asked(record: _Record, known: _Context) -> Asked:
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


def _limit(record: _Record) -> Limit:
    return Limit(record.count("count"), record.choice("unit", Unit), record.maybe("note"))


def _fee(record: _Record, known: _Context) -> Fee:
    usual = Charge(record.count("amount"), record.maybe("note"))
    options = record.records("options", lambda row: _charge(row, known))
    return Fee(record.text("unit"), usual, options)


def _charge(record: _Record, known: _Context) -> Charge:
    when = record.condition("when", known.flags)
    return Charge(record.count("amount"), record.maybe("note"), when)


def _office(record: _Record) -> Office:
    return Office(
        department=record.text("department"),
        office=record.text("office"),
        task=record.text("task"),
        days=record.count("days"),
        parallel=record.flag("parallel"),
    )


def _special_case(record: _Record, known: _Context) -> SpecialCase:
    return SpecialCase(
        when=record.needed_condition("when", known.flags),
        say=record.text("say"),
        adds=record.records("adds", lambda row: _extra(row, known)),
        instead=record.texts("instead"),
    )


def _extra(record: _Record, known: _Context) -> Extra:
    material = record.known("material", known.materials, "material")
    return Extra(material, record.condition("only_if", known.flags))
