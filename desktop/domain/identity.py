"""Identity numbers, card records and names as they are read at the counter.

Numbers: GB 11643-1999 (resident identity number) with the check character of
ISO 7064 MOD 11-2. The same check serves the residence permits of Hong Kong, Macao and
Taiwan residents (area codes 810000, 820000, 830000) and the foreigners' permanent
residence card (first digit 9).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.texts import invisible

NUMBER_LENGTH = 18
OLD_NUMBER_LENGTH = 15
NAME_LIMIT = 30
OLDEST_AGE = 130
CARD_RECORD_BYTES = 256
# A Han character of any plane, as a class for regular expressions; private use counts.
HAN = "[\u3005\u3007\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\ue000-\ufaff\U00020000-\U0003fffd]"

_CHECK_CHARACTERS = "10X98765432"
_HMT_AREAS = frozenset({"810000", "820000", "830000"})
_UPPER = {ord(letter): letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}


class IdKind(StrEnum):
    """Which document the shape of a number belongs to."""

    RESIDENT = "resident"
    HMT_PERMIT = "hmt_permit"
    FOREIGN_PR = "foreign_pr"


class Problem(StrEnum):
    """Why a number is refused, in the order in which faults are looked for."""

    LENGTH = "length"
    CHARACTERS = "characters"
    DATE = "date"
    CHECKSUM = "checksum"
    FUTURE = "future"
    AGE = "age"


class Sex(StrEnum):
    """Sex as the parity of digit 17 tells it (GB 11643-1999, 4.2.3)."""

    MALE = "male"
    FEMALE = "female"


class NameProblem(StrEnum):
    """Why a name is refused."""

    EMPTY = "empty"
    LENGTH = "length"
    DIGITS = "digits"
    INVISIBLE = "invisible"
    CHARACTERS = "characters"


class CardField(StrEnum):
    """Fields of the second-generation card record."""

    RECORD = "record"
    NAME = "name"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    NUMBER = "number"
    ISSUER = "issuer"
    VALID_FROM = "valid_from"
    VALID_UNTIL = "valid_until"


class CardError(ValueError):
    """A card record that cannot be read; `field` says where."""

    def __init__(self, field: CardField, reason: str) -> None:
        super().__init__(f"card record, {field.value}: {reason}")
        self.field = field


@dataclass(frozen=True, slots=True)
class Identity:
    """What a number says about its holder on a given day.

    `kind` is given as soon as 17 digits and a check character stand there. Birth date,
    sex and area are given when the date is real and the check character fits (before
    that any digit may be the wrong one), `age` only when the number is valid as well.
    `position` is the place of the first wrong character, counted from 1.
    """

    number: str
    valid: bool
    kind: IdKind | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    age: int | None = None
    area_code: str | None = None
    problem: Problem | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class CardRecord:
    """The texts of a second-generation identity card, as its chip gives them."""

    name: str
    sex_code: str
    ethnicity_code: str
    birth_date: date
    address: str
    number: str
    issuer: str
    valid_from: date
    valid_until: date | None


def normalise(text: str) -> str:
    """Return a typed or pasted number without spaces, hyphens and invisible characters.

    Full-width and other compatibility forms become plain ones (NFKC), a-z becomes A-Z.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if not _is_filler(c))
    return unicodedata.normalize("NFKC", plain.translate(_UPPER))


def check_character(first17: str) -> str:
    """Return the check character for the first 17 digits (GB 11643-1999; ISO 7064 MOD 11-2).

    Raises ValueError unless exactly 17 ASCII digits are given.
    """
    if not re.fullmatch("[0-9]{17}", first17):
        raise ValueError("17 digits are needed")
    # The standard's weights are the powers of two modulo 11.
    total = sum(int(digit) << (17 - place) for place, digit in enumerate(first17))
    return _CHECK_CHARACTERS[total % 11]


def read_identity(text: str, on: date, leap_day_on_28th: bool = True) -> Identity:
    """Read an 18-character number as of the day `on`; never raises.

    Faults are looked for in the order of `Problem`. An unknown area is no fault. A birth
    date after `on` is FUTURE, one more than 130 years before it is AGE.
    """
    number = normalise(text)
    if fault := _shape_fault(number):
        return Identity(number, False, problem=fault[0], position=fault[1])
    kind = _kind(number)
    birth = _birth_date(number)
    if birth is None:
        return Identity(number, False, kind, problem=Problem.DATE)
    if check_character(number[:17]) != number[17]:
        return Identity(number, False, kind, problem=Problem.CHECKSUM)
    problem = _age_fault(birth, on)
    return Identity(
        number=number,
        valid=problem is None,
        kind=kind,
        birth_date=birth,
        sex=Sex.MALE if int(number[16]) % 2 else Sex.FEMALE,
        age=None if problem else full_years(birth, on, leap_day_on_28th),
        area_code=number[:6],
        problem=problem,
    )


def lookup_form(text: str) -> str | None:
    """Return the 18-character form of an expired 15-digit number, else None.

    For finding old records only: "19" goes in after the area code and the check
    character is added (GB 11643-1999, transition from the 1989 form).
    """
    number = normalise(text)
    if not re.fullmatch("[0-9]{15}", number):
        return None
    first17 = number[:6] + "19" + number[6:]
    return first17 + check_character(first17)


def full_years(birth: date, on: date, leap_day_on_28th: bool = True) -> int:
    """Return the full years between a birth date and a day; negative before birth.

    The birthday itself counts as reached ("60 and over" includes it: Civil Code art.
    1259). Born on 29 February, the birthday in common years is 28 February, or 1 March
    when `leap_day_on_28th` is False.
    """
    birthday = (birth.month, birth.day)
    if leap_day_on_28th and birthday == (2, 29) and not _is_leap(on.year):
        birthday = (2, 28)
    return on.year - birth.year - ((on.month, on.day) < birthday)


def mask(number: str) -> str:
    """Return a document number with its middle hidden: first 6 and last 4 of 18 shown.

    GB/T 35273-2020, 7.2. Old 15-digit numbers keep 6 and 3, passports and the like 2 and
    3, numbers under 8 characters 1 and 2, under 5 nothing.
    """
    plain = normalise(number)
    length = len(plain)
    head, tail = next(shown for least, shown in _SHOWN if length >= least)
    return plain[:head] + "*" * (length - head - tail) + plain[length - tail :]


_SHOWN = ((18, (6, 4)), (15, (6, 3)), (8, (2, 3)), (5, (1, 2)), (0, (0, 0)))


def mask_phone(phone: str) -> str:
    """Return a phone number with the four digits before the last four hidden.

    Numbers under seven digits are hidden whole.
    """
    plain = normalise(phone)
    if len(plain) < 7:
        return "*" * len(plain)
    head = max(0, len(plain) - 8)
    return plain[:head] + "*" * (len(plain) - head - 4) + plain[-4:]


_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71")
"""First two digits of the codes of provinces (GB/T 2260)."""


def assigned(area_code: str) -> bool:
    """Whether an area code lies in a province; an unassigned one tells nothing of a place."""
    return _PROVINCE.match(area_code) is not None


def local_hint(area_code: str | None, prefixes: Sequence[str]) -> bool | None:
    """Say whether an area code begins with a prefix that counts as local.

    None where the number has no household area: no code, an unassigned one, a Hong Kong,
    Macao or Taiwan permit, a foreigner's card. It is a hint: the code names the place of
    first issue.
    """
    if not area_code or area_code in _HMT_AREAS or not assigned(area_code):
        return None
    return any(area_code.startswith(prefix) for prefix in prefixes if prefix)


def clean_name(text: str) -> str:
    """Return a name in NFC, trimmed, spaces evened out, one kind of middle dot (·).

    Spaces between Han characters are dropped (clerks align two-character names with
    them), elsewhere runs of spaces become one.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    name = re.sub(rf"(?<={HAN}) *[{_DOTS}] *(?={HAN})", "·", name)
    return re.sub(rf"(?<={HAN}) +(?={HAN})", "", name)


def name_problem(name: str) -> NameProblem | None:
    """Say what is wrong with a name after `clean_name`, or None.

    Han characters of every plane (private use included: older cards carry it), other
    letters, spaces, · . , ' ’ and - are allowed; at most 30 characters.
    """
    cleaned = clean_name(name)
    if not cleaned:
        return NameProblem.EMPTY
    if len(cleaned) > NAME_LIMIT:
        return NameProblem.LENGTH
    return next((problem for c in cleaned if (problem := _character_fault(c))), None)


def parse_card_record(data: bytes) -> CardRecord:
    """Read the 256-byte UTF-16LE text record of a second-generation identity card.

    Layout in bytes: name 30, sex 2, ethnicity 4, birth 16, address 70, number 36, issuer
    30, valid from 16, valid until 16 (a date or 长期, given as None), reserved 36.
    Raises CardError, a ValueError that names the field.
    """
    if len(data) != CARD_RECORD_BYTES:
        raise CardError(CardField.RECORD, f"{len(data)} bytes instead of {CARD_RECORD_BYTES}")
    texts = _card_texts(data)
    until = texts[CardField.VALID_UNTIL]
    return CardRecord(
        name=clean_name(_card_text(texts, CardField.NAME, ".+")),
        sex_code=_card_text(texts, CardField.SEX, "[0129]"),
        ethnicity_code=_card_text(texts, CardField.ETHNICITY, "[0-9]{2}"),
        birth_date=_card_date(texts, CardField.BIRTH_DATE),
        address=_card_text(texts, CardField.ADDRESS, ".+"),
        number=_card_text(texts, CardField.NUMBER, "[0-9]{17}[0-9X]"),
        issuer=_card_text(texts, CardField.ISSUER, ".+"),
        valid_from=_card_date(texts, CardField.VALID_FROM),
        valid_until=None if until == "长期" else _card_date(texts, CardField.VALID_UNTIL),
    )


_DOTS = "·‧•・･∙⋅.．"
_NAME_MARKS = frozenset(" ·.,'’-")
_CARD_LAYOUT = (
    (CardField.NAME, 30),
    (CardField.SEX, 2),
    (CardField.ETHNICITY, 4),
    (CardField.BIRTH_DATE, 16),
    (CardField.ADDRESS, 70),
    (CardField.NUMBER, 36),
    (CardField.ISSUER, 30),
    (CardField.VALID_FROM, 16),
    (CardField.VALID_UNTIL, 16),
)


def _is_filler(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] == "Z" or category == "Pd" or character == "\u2212" or invisible(character)


def _shape_fault(number: str) -> tuple[Problem, int | None] | None:
    if len(number) != NUMBER_LENGTH:
        return Problem.LENGTH, None
    for place, character in enumerate(number, start=1):
        if character not in ("0123456789X" if place == NUMBER_LENGTH else "0123456789"):
            return Problem.CHARACTERS, place
    return None


def _kind(number: str) -> IdKind:
    if number[:6] in _HMT_AREAS:
        return IdKind.HMT_PERMIT
    return IdKind.FOREIGN_PR if number[0] == "9" else IdKind.RESIDENT


def _birth_date(number: str) -> date | None:
    return _date_of(number[6:14])


def _date_of(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _age_fault(birth: date, on: date) -> Problem | None:
    if birth > on:
        return Problem.FUTURE
    limit = (birth.year + OLDEST_AGE, birth.month, birth.day)
    return Problem.AGE if limit < (on.year, on.month, on.day) else None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _character_fault(character: str) -> NameProblem | None:
    # Han beyond Python's own Unicode tables is unassigned to it, hence the range first.
    if re.match(HAN, character) or character in _NAME_MARKS:
        return None
    if invisible(character):
        return NameProblem.INVISIBLE
    category = unicodedata.category(character)
    if category[0] == "N":
        return NameProblem.DIGITS
    if category[0] not in "LM" or unicodedata.bidirectional(character) in ("R", "AL"):
        return NameProblem.CHARACTERS
    return None


def _card_texts(data: bytes) -> dict[CardField, str]:
    texts, start = {}, 0
    for field, size in _CARD_LAYOUT:
        try:
            texts[field] = data[start : start + size].decode("utf-16-le").strip("\0 \u3000")
        except UnicodeDecodeError:
            raise CardError(field, "not UTF-16LE text") from None
        start += size
    return texts


def _card_text(texts: dict[CardField, str], field: CardField, pattern: str) -> str:
    text = texts[field]
    if not re.fullmatch(pattern, text):
        raise CardError(field, f"unexpected {len(text)} characters")
    return text


def _card_date(texts: dict[CardField, str], field: CardField) -> date:
    day = _date_of(_card_text(texts, field, "[0-9]{8}"))
    if day is None:
        raise CardError(field, "no such day")
    return day
