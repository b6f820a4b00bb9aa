"""What a notice slip (一次性告知单) says: its content as data, its number and its fingerprint."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SPECIMEN = "SPECIMEN"


class MaterialState(StrEnum):
    """What the officer found of one material at the counter."""

    OPEN = "open"
    HERE = "here"
    MISSING = "missing"
    DEFECTIVE = "defective"
    WAIVED = "waived"


class SignatureMode(StrEnum):
    """How the stub was signed, or that it was not."""

    PAD = "pad"
    PAPER = "paper"
    FINGERPRINT = "fingerprint"
    AGENT = "agent"
    WITNESS = "witness"
    REFUSED = "refused"


class Stub(StrEnum):
    """Whether the signed stub is in the station's hands."""

    SIGNED = "signed"
    MISSING = "missing"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Stroke:
    """One pen stroke: points of (x, y, milliseconds since the first point, pressure 0..1).

    x and y are fractions of the pad's width; y grows downwards.
    """

    points: tuple[tuple[float, float, int, float], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """The stub's signature; `text_hash` is the fingerprint of the text that was on screen."""

    mode: SignatureMode
    signer: str
    strokes: tuple[Stroke, ...] = ()
    aspect: float = 3.0
    reason: str = ""
    witness: str = ""
    text_hash: str = ""

    @property
    def stub(self) -> Stub:
        """What the stub's state is at once: drawn ones are there, paper has yet to be signed."""
        if self.mode is SignatureMode.REFUSED:
            return Stub.REFUSED
        return Stub.SIGNED if self.strokes else Stub.MISSING


@dataclass(frozen=True, slots=True)
class Party:
    """A person as the slip shows one: the number is masked already."""

    name: str
    document: str
    number: str
    phone: str


class Concerned(Protocol):
    """Whatever is about people: a slip, a case on a paper."""

    @property
    def organisation(self) -> Party | None: ...

    @property
    def applicant(self) -> Party: ...

    @property
    def agent(self) -> Party | None: ...


def parties(about: Concerned) -> tuple[tuple[str, Party], ...]:
    """Whom a paper is about, each with the key of its label."""
    known = (
        ("organisation", about.organisation),
        ("applicant", about.applicant),
        ("agent", about.agent),
    )
    return tuple((label, party) for label, party in known if party is not None)


@dataclass(frozen=True, slots=True)
class SlipItem:
    """One item on the slip with its limits and fee as the catalogue words them."""

    id: str
    name: str
    limit: str
    fee: str
    result: str
    law: str


@dataclass(frozen=True, slots=True)
class FlagParagraph:
    """A special case in words: its label, why it applies, what it means, other ways."""

    flag: str
    label: str
    reason: str
    say: str
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One numbered material: what it must be and what the officer found."""

    material: str
    name: str
    form: str
    issuer: str
    note: str
    required: bool
    group: str
    state: MaterialState
    remark: str
    explained: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A question the visitor asked and what the officer answered."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class SlipContent:
    """Everything that is printed; equal content gives equal bytes.

    `issued_at` carries its zone (the station's). `notice` counts the slips in this matter.
    `template` names the layout and its words, `catalogue` the edition that was told, `head` is
    the code of the chain of acts as it stood before this slip (`domain/audit.py`). `link` leads
    to the item's page on the station's mobile guides, where it has some.
    """

    template: str
    number: str
    unit: str
    items: tuple[SlipItem, ...]
    catalogue: str
    issued_at: datetime
    window: str
    officer: str
    officer_number: str
    applicant: Party
    agent: Party | None
    organisation: Party | None
    flags: tuple[FlagParagraph, ...]
    materials: tuple[MaterialLine, ...]
    next_steps: tuple[str, ...]
    delivery: str
    hours: str
    enquiry_phone: str
    complaint_phone: str
    questions: tuple[Answer, ...]
    lines_explained: int
    lines: int
    notice: int
    large: bool
    signature: Signature | None
    head: str = ""
    link: str = ""

    @property
    def specimen(self) -> bool:
        """Whether this slip only shows how one looks and is never valid."""
        return self.number == SPECIMEN


def slip_number(station: str, day: date, count: int) -> str:
    """The number of the `count`-th slip of a day: station code, date, four digits or more."""
    return f"{station}{day:%Y%m%d}{count:04d}"


def to_text(content: "DataclassInstance") -> str:
    """The structured text of a paper that is stored beside its PDF: canonical JSON, keys sorted."""
    return _canonical(asdict(content))


def told_hash(content: SlipContent) -> str:
    """SHA-256 over what the visitor was told; number, time, count, head code
    and signature do not count.

    A drawn signature is bound to this value (Electronic Signature Law art. 13).
    """

    def blind(data: dict[str, Any]) -> None:
        for line in data["materials"]:
            del line["explained"]

    left_out = ("number", "issued_at", "signature", "lines_explained", "notice", "head", "link")
    return digest(content, left_out, blind)


def digest(
    content: "DataclassInstance",
    left_out: Iterable[str],
    blind: Callable[[dict[str, Any]], None],
) -> str:
    """SHA-256 over a paper's text without some fields; `blind` takes out what lies deeper."""
    data = asdict(content)
    for key in left_out:
        del data[key]
    blind(data)
    return hashlib.sha256(_canonical(data).encode()).hexdigest()


def _canonical(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place on a paper")
