"""Posters and counter cards: what one says, and the sizes in which they are printed."""

from dataclasses import dataclass
from enum import StrEnum


class Size(StrEnum):
    """The three sizes; a card of 10 by 15 cm stands on the counter."""

    A3 = "A3"
    A4 = "A4"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Poster:
    """What one poster says: `code` is in the QR, `lines` are numbered, `foot` is small."""

    unit: str
    title: str
    heading: str
    lines: tuple[str, ...]
    more: str
    code: str
    caption: str
    foot: str
