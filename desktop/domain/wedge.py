"""Tells a scan from typing: by the time between the keys, the key at the end, and what it says.

A scanner in the wedge mode types like a keyboard, but evenly and faster than a hand. Keys are held
back for the time between two characters of a scan; whatever turns out to be typing is let go in
order, so that no key is ever lost.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.domain.identity import NUMBER_LENGTH, check_character
from desktop.domain.stubs import number_in
from desktop.domain.training import of_training
from desktop.domain.waybills import Reason, Verdict, check_waybill

ITEM = "onevisit:item:"
"""Begins the QR code of an item, on guides and posters."""


class CodeKind(StrEnum):
    """What a scanned text is to this program."""

    ITEM = "item"
    NUMBER = "number"
    WAYBILL = "waybill"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Code:
    """One of our codes: what it is, and the text to look for."""

    kind: CodeKind
    text: str


def code_in(text: str, station: str, prefixes: tuple[str, ...]) -> Code | None:
    """What a scanned text means at the station of that code; None where it is not ours.

    Item codes, numbers of slips, cases and papers that begin with the station's code (also at the
    end of an address, and as on a stub), and waybills whose check digit is right.
    """
    plain = text.strip()
    if plain.startswith(ITEM):
        name = plain.removeprefix(ITEM)
        return Code(CodeKind.ITEM, name) if re.fullmatch("[a-z0-9-]{1,80}", name) else None
    number = number_in(plain)[0]
    if of_training(number) and not of_training(station):
        return Code(CodeKind.TRAINING, number)
    if station and number.startswith(station) and not _identity(number):
        return Code(CodeKind.NUMBER, number)
    waybill = check_waybill(plain, prefixes)
    if waybill.verdict is Verdict.VALID or waybill.reason is Reason.KNOWN_PREFIX:
        return Code(CodeKind.WAYBILL, waybill.number)
    return None


def _identity(number: str) -> bool:
    """Whether it could be somebody's number as well, where a station's code is six digits.

    Such a text stays where it was typed.
    """
    digits = len(number) == NUMBER_LENGTH and number[:17].isdigit()
    return digits and check_character(number[:17]) == number[17]


@dataclass(slots=True)
class Burst:
    """Characters that came one upon the other; times in milliseconds of any one clock."""

    gap: int
    shortest: int
    text: str = ""
    _last: int = field(default=0)

    def late(self, at: int) -> bool:
        """Whether a key at this time no longer belongs to what is held."""
        return bool(self.text) and not 0 <= at - self._last <= self.gap

    def add(self, at: int, text: str) -> None:
        """One more character; ask `late` first."""
        self.text += text
        self._last = at

    def ended(self, at: int) -> str:
        """The whole text where an end key at this time makes it a scan; nothing otherwise."""
        whole = not self.late(at) and len(self.text) >= self.shortest
        return self.text if whole else ""

    def clear(self) -> str:
        """Forget what is held; gives it back."""
        held, self.text = self.text, ""
        return held
