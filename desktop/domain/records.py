"""One mapping of a data file, read field by field; mistakes are gathered, none is thrown."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Any, TypeVar

from desktop.domain.conditions import Condition, ConditionError, parse

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


class Record:
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

    def words(self, field: str) -> dict[str, str]:
        """Names with their texts, in order; left out is empty. Texts may be empty, too."""
        self._used.add(field)
        found = self._data.get(field) or {}
        if isinstance(found, Mapping):
            rows = {str(name): text for name, text in found.items()}
            if all(isinstance(text, str) for text in rows.values()):
                return {name: text.strip() for name, text in rows.items()}
        self.fault(field, "names with their texts are wanted")
        return {}

    def check_fields(self, field: str, text: str, known: Collection[str]) -> None:
        """Note what stands in a text's braces and is not known; only plain names may."""
        try:
            found = [row for row in Formatter().parse(text) if row[1] is not None]
        except ValueError as error:
            self.fault(field, f"the braces do not fit: {error}")
            return
        for _, name, spec, conversion in found:
            if name not in known or spec or conversion:
                self.fault(field, f"there is no field {{{name}}}")

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

    def record(self, field: str, make: Callable[["Record"], _T]) -> _T:
        """A value made of one mapping inside this one."""
        self._used.add(field)
        faults, data = self.faults, self._data.get(field)
        if field not in self._data:
            self.fault(field, "is missing")
            faults, data = [], {}
        record = Record(data, self.file, self.item, faults, self._name(field))
        value = make(record)
        record.no_more()
        return value

    def records(self, field: str, make: Callable[["Record"], _T]) -> tuple[_T, ...]:
        return tuple(self._each(field, self._list(field), make))

    def _list(self, field: str) -> list[Any]:
        """The rows of a list; one that is left out is empty."""
        self._used.add(field)
        rows = self._data.get(field)
        if rows is None or isinstance(rows, list):
            return rows or []
        self.fault(field, f"a list is wanted, not {rows!r}")
        return []

    def _each(self, field: str, rows: list[Any], make: Callable[["Record"], _T]) -> Iterable[_T]:
        for place, row in enumerate(rows, 1):
            path = f"{self._name(field)}[{place}]"
            made = Record(row, self.file, self.item, self.faults, path).made(make)
            if made is not None:
                yield made

    def made(self, make: Callable[["Record"], _T]) -> _T | None:
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
