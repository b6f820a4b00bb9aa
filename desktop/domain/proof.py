"""What can be said of a slip years later (`services/proof.py` finds it out)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.slips import SignatureMode, Stub


class Verdict(StrEnum):
    """Whether a paper is what was issued."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a verdict is what it is."""

    AS_ISSUED = "as_issued"
    TEXT = "text"
    BYTES = "bytes"
    RECORD = "record"
    CHAIN = "chain"
    NO_SUCH_SLIP = "no_such_slip"
    NOT_READABLE = "not_readable"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a paper departs from what was issued: page, what stood there, what stands there."""

    page: int
    issued: str
    shown: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The verdict on a paper, with what is known of the slip it is or claims to be."""

    verdict: Verdict
    reason: Reason
    slip: str = ""
    issued_at: datetime | None = None
    template: str = ""
    edition: str = ""
    signed: SignatureMode | None = None
    stub: Stub | None = None
    head_code: str = ""
    voided: bool = False
    purged: bool = False
    row: int | None = None
    differences: tuple[Difference, ...] = ()
