"""Conditions over flags, such as `non_local and not non_province`, as the catalogue writes them."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

LONGEST = 1_000
"""Characters of the longest condition anybody has to read."""

_DEEPEST = 40
_TOKEN = re.compile(r"\s*(?:([a-z][a-z0-9_]*)|([()]))")

Test = Callable[[Collection[str]], bool]


class ConditionError(ValueError):
    """The text of a condition cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed condition: its text, the flags it wants, all flags it names, and its test."""

    text: str
    wants: frozenset[str]
    names: frozenset[str]
    test: Test

    def holds(self, flags: Collection[str]) -> bool:
        """Tell whether the condition is true for a person with exactly these flags."""
        return self.test(flags)

    def because(self, flags: Collection[str]) -> str | None:
        """Name the first wanted flag, in the order of the text, that the person has."""
        named = (token for token in _tokens(self.text) if token in self.wants)
        return next((flag for flag in named if flag in flags), None)


def parse(text: str) -> Condition:
    """Read a condition of flag names, `and`, `or`, `not` and parentheses.

    Raises ConditionError for anything else.
    """
    if len(text) > LONGEST:
        raise ConditionError(f"a condition has at most {LONGEST} characters")
    reader = _Reader(_tokens(text))
    test = reader.either()
    if reader.left():
        raise ConditionError(f"unexpected {reader.left()[0]!r} in {text!r}")
    return Condition(text, frozenset(reader.wants), frozenset(reader.names), test)


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if not found:
            raise ConditionError(f"cannot read {text[at:]!r}")
        tokens.append(found[1] or found[2])
        at = found.end()
    return tokens


class _Reader:
    """A recursive-descent reader; it remembers which flags stand plain and which behind `not`."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._negative = False
        self._deep = 0
        self.wants: set[str] = set()
        self.names: set[str] = set()

    def left(self) -> list[str]:
        return self._tokens[self._at :]

    def either(self) -> Test:
        parts = [self._both()]
        while self._took("or"):
            parts.append(self._both())
        return lambda flags: any(part(flags) for part in parts)

    def _both(self) -> Test:
        parts = [self._one()]
        while self._took("and"):
            parts.append(self._one())
        return lambda flags: all(part(flags) for part in parts)

    def _one(self) -> Test:
        self._deep += 1
        if self._deep > _DEEPEST:
            raise ConditionError("the condition is nested too deep")
        found = self._not_or_group()
        self._deep -= 1
        return found

    def _not_or_group(self) -> Test:
        if self._took("not"):
            self._negative = not self._negative
            inner = self._one()
            self._negative = not self._negative
            return lambda flags: not inner(flags)
        if self._took("("):
            group = self.either()
            if not self._took(")"):
                raise ConditionError("a parenthesis is not closed")
            return group
        return self._flag()

    def _flag(self) -> Test:
        name = self.left()[0] if self.left() else ""
        if not name or name in {"and", "or", "not", ")", "("}:
            raise ConditionError(f"a flag is missing before {name or 'the end'!r}")
        self._at += 1
        self.names.add(name)
        if not self._negative:
            self.wants.add(name)
        return lambda flags: name in flags

    def _took(self, token: str) -> bool:
        if self.left()[:1] != [token]:
            return False
        self._at += 1
        return True


def in_words(condition: Condition, word: Callable[[str], str]) -> str:
    """A condition as it is said: `word` gives each flag's name and the words for and, or, not."""
    return re.sub(r"[a-z][a-z0-9_]*", lambda found: word(found[0]), condition.text).replace(" ", "")
