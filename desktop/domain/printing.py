"""A rendered paper, and what became of it at a printer."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Paper:
    """What rendering gives back: the PDF, its SHA-256 in hex, its pages."""

    pdf: bytes
    sha256: str
    pages: int


class PrintOutcome(StrEnum):
    """From asking to paper in the hand; only the officer can say the last."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    SAVED = "saved"
