"""What the helper program of a card reader says, line by line, and the card behind its bytes.

The layout of the record stands in `domain/identity.py`; here it is judged as a whole. The lines
are described in docs/card-reader.md.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.applicants import Document
from desktop.domain.identity import (
    CARD_RECORD_BYTES,
    CardError,
    CardField,
    IdKind,
    Sex,
    name_problem,
    parse_card_record,
    read_identity,
)
from desktop.domain.texts import plain

LONGEST_LINE = 400_000
"""Bytes of a line: a record, and a photo as base64."""

READY_WITHIN = 10.0
"""Seconds in which a helper has to say something after it was started."""

LONGEST_PAUSE = 60
"""Seconds between two starts of a helper that dies again and again."""

ETHNICITIES = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白",
    "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西",
    "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯",
    "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京",
    "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)  # fmt: skip
"""Names by the codes 01 to 56 (GB/T 3304-1991)."""

_OTHERS = {"97": "其他", "98": "外国血统"}
_KINDS = {
    IdKind.RESIDENT: Document.RESIDENT_ID,
    IdKind.HMT_PERMIT: Document.HMT_PERMIT,
    IdKind.FOREIGN_PR: Document.FOREIGN_PR,
}
_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE}


class CardFault(StrEnum):
    """Why nothing is taken from a card or from a line of the helper."""

    LINE = "line"
    RECORD = "record"
    FIELD = "field"
    NAME = "name"
    NUMBER = "number"
    BIRTH = "birth"
    VALIDITY = "validity"


class CardRefused(ValueError):
    """A line or a record that is not taken; `fault` says why, `field` where in the record."""

    def __init__(self, fault: CardFault, field: CardField = CardField.RECORD) -> None:
        super().__init__(f"{fault.value}: {field.value}")
        self.fault, self.field = fault, field


class ReaderState(StrEnum):
    """How the reader of this counter stands."""

    OFF = "off"
    STARTING = "starting"
    READY = "ready"
    ABSENT = "absent"
    READ = "read"
    UNREAD = "unread"


class ReaderError(StrEnum):
    """What a helper may report; a code that is not known counts as `other`."""

    NO_DEVICE = "no_device"
    NO_LIBRARY = "no_library"
    BUSY = "busy"
    UNREADABLE = "unreadable"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a helper: ready, an error, or the bytes of a card."""

    ready: bool = False
    error: ReaderError | None = None
    record: bytes = b""


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it is taken; `valid_until` is None for one that never ends (长期)."""

    name: str
    sex: Sex | None
    ethnicity_code: str
    birth_date: date
    address: str
    number: str
    kind: Document
    issuer: str
    valid_from: date
    valid_until: date | None

    @property
    def ethnicity(self) -> str:
        """The name behind the code of GB/T 3304; empty for a code that is none."""
        place = int(self.ethnicity_code)
        known = ETHNICITIES[place - 1] if 1 <= place <= len(ETHNICITIES) else ""
        return known or _OTHERS.get(self.ethnicity_code, "")

    def expired(self, on: date) -> bool:
        """Whether its last day is over (the last day itself still counts)."""
        return self.valid_until is not None and self.valid_until < on

    def ahead(self, on: date) -> bool:
        """Whether its first day is still to come."""
        return self.valid_from > on


def read_card(data: bytes, on: date) -> Card:
    """The card behind the 256 bytes of a record; raises CardRefused whatever the bytes are."""
    if len(data) != CARD_RECORD_BYTES:
        raise CardRefused(CardFault.RECORD)
    try:
        record = parse_card_record(data)
    except CardError as error:
        raise CardRefused(CardFault.FIELD, error.field) from error
    identity = read_identity(record.number, on)
    if not identity.valid or identity.kind is None:
        raise CardRefused(CardFault.NUMBER, CardField.NUMBER)
    if identity.birth_date != record.birth_date:
        raise CardRefused(CardFault.BIRTH, CardField.BIRTH_DATE)
    if name_problem(record.name) is not None:
        raise CardRefused(CardFault.NAME, CardField.NAME)
    if record.valid_until is not None and record.valid_until < record.valid_from:
        raise CardRefused(CardFault.VALIDITY, CardField.VALID_UNTIL)
    address, issuer = plain(record.address), plain(record.issuer)
    if not address or not issuer:
        raise CardRefused(CardFault.FIELD, CardField.ADDRESS if issuer else CardField.ISSUER)
    return Card(
        record.name, _SEXES.get(record.sex_code), record.ethnicity_code, record.birth_date,
        address, identity.number, _KINDS[identity.kind], issuer, record.valid_from,
        record.valid_until,
    )  # fmt: skip


def understood(line: bytes) -> Told:
    """What one line says; raises CardRefused(LINE) whatever the bytes are.

    {"state": "ready"}, {"error": code}, or {"card": the record in base64 or hex}.
    """
    if len(line) > LONGEST_LINE:
        raise CardRefused(CardFault.LINE)
    try:
        told = json.loads(line)
        if told.get("state") == "ready":
            return Told(ready=True)
        if "error" in told:
            known = told["error"] in [*ReaderError]
            return Told(error=ReaderError(told["error"]) if known else ReaderError.OTHER)
        return Told(record=_bytes(str(told["card"])))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise CardRefused(CardFault.LINE) from error


def _bytes(text: str) -> bytes:
    """Hex where it is just as long as a record in hex, else base64; raises ValueError."""
    if len(text) == 2 * CARD_RECORD_BYTES:
        return bytes.fromhex(text)
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error


def command_words(command: str) -> tuple[str, ...]:
    """A command as its words; one with spaces stands in quotes, a backslash is a backslash."""
    found = re.findall(r'"([^"]*)"|([^\s"]+)', command)
    return tuple(quoted or bare for quoted, bare in found)


def pause(deaths: int) -> int:
    """Seconds until a helper that died so many times in a row is started again: 1, 2, 4 … 60."""
    return int(min(LONGEST_PAUSE, 2 ** min(max(deaths - 1, 0), 10)))
