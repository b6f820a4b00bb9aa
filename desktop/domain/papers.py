"""The official papers of a case (办件文书): kinds, numbers, what each needs, and what it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import count
from typing import Any

from desktop.domain.slips import SPECIMEN, Party, Signature, digest
from desktop.domain.workdays import Day


class PaperKind(StrEnum):
    """Every paper beside the notice slip, each with a series of numbers of its own."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    ACCEPTANCE = "acceptance"
    DEFERRED = "deferred"
    NOT_ACCEPTED = "not_accepted"
    RETURNED = "returned"
    SUSPENSION = "suspension"
    EXTENSION = "extension"
    REFUSAL = "refusal"
    COLLECTION = "collection"
    HANDOVER = "handover"
    DELIVERY_PROOF = "delivery_proof"
    POSTING = "posting"
    CLOCK = "clock"
    LABEL = "label"
    ENVELOPE = "envelope"
    DAY_CLOSE = "day_close"


_K = PaperKind

SERIES: Mapping[PaperKind, str] = {
    _K.RECEIPT: "SJ",
    _K.SUPPLEMENT: "BZ",
    _K.ACCEPTANCE: "SL",
    _K.DEFERRED: "RQ",
    _K.NOT_ACCEPTED: "BS",
    _K.RETURNED: "TH",
    _K.SUSPENSION: "KC",
    _K.EXTENSION: "YQ",
    _K.REFUSAL: "JD",
    _K.COLLECTION: "LQ",
    _K.HANDOVER: "JJ",
    _K.DELIVERY_PROOF: "SD",
    _K.POSTING: "JB",
    _K.CLOCK: "QX",
    _K.DAY_CLOSE: "RJ",
}
"""The letters in a paper's number; labels and envelopes have none."""

OF_NO_CASE = frozenset({_K.HANDOVER, _K.POSTING, _K.LABEL, _K.ENVELOPE, _K.DAY_CLOSE})
OF_A_CASE = frozenset(PaperKind) - OF_NO_CASE
"""Papers that speak of one case; the others need none."""


def paper_number(kind: PaperKind, station: str, year: int, number: int) -> str:
    """The number of a kind's `number`-th paper in a year, such as 330105A1SL202600012.

    ASCII only, so that Code 128 carries it. Raises KeyError for a kind that has no numbers.
    """
    return f"{station}{SERIES[kind]}{year}{number:05d}"


def series(kind: PaperKind, station: str, year: int) -> str:
    """The name under which such numbers are counted; raises KeyError for a kind without any."""
    return f"paper:{SERIES[kind]}:{station}:{year}"


def day_words(day: date | None) -> str:
    """A day as papers write it, 2026年11月23日; nothing for none."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


VALUES: Mapping[PaperKind, tuple[str, ...]] = {
    _K.RECEIPT: ("limit", "collect", "remarks"),
    _K.SUPPLEMENT: ("until",),
    _K.ACCEPTANCE: ("limit", "collect", "fee"),
    _K.DEFERRED: ("limit", "collect", "promised_until"),
    _K.NOT_ACCEPTED: (),
    _K.RETURNED: ("cause",),
    _K.SUSPENSION: ("cause", "from_day", "length", "until"),
    _K.EXTENSION: ("days", "old_due", "new_due", "approver"),
    _K.REFUSAL: ("ground",),
    _K.COLLECTION: ("result", "from_day", "until", "shelf"),
    _K.HANDOVER: ("from_unit", "to_unit", "purpose"),
    _K.DELIVERY_PROOF: (
        "document", "document_number", "mode", "place", "delivered_at", "deliverers",
        "receiver", "substitute", "relation", "substitute_reason", "waybill",
    ),
    _K.POSTING: ("courier", "day"),
    _K.CLOCK: ("limit", "start"),
    _K.DAY_CLOSE: (
        "day", "visits", "notices", "accepted", "stubs_missing", "voided", "moves", "parcels",
        "enquiries", "gaps", "sha256",
    ),
    _K.LABEL: ("recipient", "phone", "address", "postcode", "sender_address", "waybill"),
    _K.ENVELOPE: ("recipient", "phone", "address", "postcode", "sender_address", "waybill"),
}  # fmt: skip
"""What a kind wants in `PaperFacts.values`, beside the case; every name must be there.

An empty value prints a line to write on. Days and amounts come as words (`day_words`).
`government` and `court` may always be given: who hears an appeal; else they are to be filled in.
"""

OPTIONS: Mapping[PaperKind, Mapping[str, tuple[str, ...]]] = {
    _K.RETURNED: {"cause": ("withdrawn", "not_accepted", "refused")},
    _K.SUSPENSION: {
        "cause": ("hearing", "tender", "auction", "inspection", "test", "quarantine",
                  "appraisal", "review"),
    },
    _K.DELIVERY_PROOF: {"mode": ("direct", "post", "left", "agent", "electronic", "notice")},
}  # fmt: skip
"""Values of which the template holds the words; one of these names, or empty."""

COLUMNS: Mapping[PaperKind, tuple[str, ...]] = {
    _K.HANDOVER: ("case", "applicant", "items", "materials", "copies", "remark"),
    _K.POSTING: ("waybill", "recipient", "phone", "place", "case", "remark"),
    _K.CLOCK: ("day", "weekday", "kind", "number", "reason"),
    _K.DAY_CLOSE: ("kind", "number", "since", "officer", "said", "carried"),
}
"""What each of `PaperFacts.rows` holds, where a kind has rows; `clock_rows` makes those of one."""


def clock_rows(
    days: Iterable[Day], suspended: Mapping[date, str], notes: Mapping[date, str]
) -> tuple[Mapping[str, str], ...]:
    """The rows of a clock sheet from days in order (`workdays.explain`), numbered anew.

    `suspended` are days that do not count, each with why (Administrative Licensing Law art. 45);
    the days must run on until as many more count. `notes` tells of others: a holiday's name.
    """
    numbers = count(1)
    return tuple(
        {
            "day": day_words(each.day),
            "weekday": str(each.day.weekday()),
            "kind": "suspended" if each.day in suspended else each.kind,
            "number": str(next(numbers)) if each.number and each.day not in suspended else "",
            "reason": suspended.get(each.day) or notes.get(each.day, ""),
        }
        for each in days
    )


class Signer(StrEnum):
    """Whose signature a paper leaves room for."""

    APPLICANT = "applicant"
    OFFICER = "officer"
    RECEIVER = "receiver"
    COURIER = "courier"
    GIVER = "giver"
    TAKER = "taker"
    DELIVERER = "deliverer"
    SECOND_DELIVERER = "second_deliverer"
    WITNESS = "witness"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class PaperMaterial:
    """A material on a paper; `form` is a value of `items.Form`, "electronic", or words."""

    material: str
    name: str
    form: str
    copies: int = 1
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """One thing that is asked for: what, and why (missing, or what is wrong with it)."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class PaperOffice:
    """One office of a joint case; `state` is open, agreed, refused, done, or words."""

    office: str
    days: int | None = None
    due: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class PaperCase:
    """The case a paper is about; numbers of persons are masked already (`notice.party`).

    `licence` tells whether its items are administrative licences, so that the Administrative
    Licensing Law is cited, or other matters that only follow it.
    """

    number: str
    slips: tuple[str, ...]
    items: tuple[str, ...]
    applicant: Party
    agent: Party | None = None
    organisation: Party | None = None
    received_at: date | None = None
    due: date | None = None
    licence: bool = True


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What one paper is made from; `VALUES`, `OPTIONS` and `COLUMNS` say what a kind wants.

    `asked` is what a supplement asks for, and what a deferred acceptance lets come later.
    """

    kind: PaperKind
    case: PaperCase | None = None
    materials: tuple[PaperMaterial, ...] = ()
    asked: tuple[PaperAsked, ...] = ()
    reason: str = ""
    right_body: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Mapping[str, str], ...] = ()
    offices: tuple[PaperOffice, ...] = ()
    signatures: Mapping[Signer, Signature] = field(default_factory=dict)


class Part(StrEnum):
    """The parts a paper may have, in the order its template gives."""

    BAND = "band"
    APPLICANT = "applicant"
    TEXT = "text"
    DETAILS = "details"
    MATERIALS = "materials"
    ASKED = "asked"
    TABLE = "table"
    OFFICES = "offices"
    REMEDIES = "remedies"
    COLLECT = "collect"
    REMARKS = "remarks"
    CONTACT = "contact"
    COPIES = "copies"
    SIGNATURES = "signatures"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its text; without text it is a line to write on. `wide` stands alone."""

    label: str
    text: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class SignBox:
    """Room for a signature and its date, under the signer's label."""

    signer: Signer
    label: str
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a paper as it is printed; what a part does not have is empty."""

    part: Part
    heading: str = ""
    rows: tuple[Row, ...] = ()
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    boxes: tuple[SignBox, ...] = ()
    seal: str = ""


@dataclass(frozen=True, slots=True)
class PaperContent:
    """Everything that is printed on a paper; equal content gives equal bytes.

    `issued_at` carries its zone (the station's), `template` names the versions of the words,
    `head` is the code of the chain of acts as it stood before this paper (`domain/audit.py`).
    """

    kind: PaperKind
    template: str
    number: str
    title: str
    unit: str
    issued_at: datetime
    case: str
    copies: int
    sections: tuple[Section, ...]
    head: str = ""

    @property
    def specimen(self) -> bool:
        """Whether this paper only shows how one looks and is never valid."""
        return self.number == SPECIMEN


def said_hash(content: PaperContent) -> str:
    """SHA-256 over what a paper says; number, time, head code and signatures do not count.

    A drawn signature is bound to this value (Electronic Signature Law art. 13).
    """

    def blind(data: dict[str, Any]) -> None:
        for section in data["sections"]:
            for box in section["boxes"]:
                del box["signature"]

    return digest(content, ("number", "issued_at", "head"), blind)
