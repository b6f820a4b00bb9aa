"""Waybill numbers: UPU S10 with its check digit, and the carrier's 13-digit domestic form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.countries import COUNTRIES
from desktop.domain.identity import normalise

# Leading pairs seen on domestic EMS labels; no list is published, so a station may edit it.
DEFAULT_PREFIXES = ("10", "11", "12", "50", "51", "95", "97", "98", "99")

_EMS_PREFIXES = ("10", "11", "12", "50", "51", "95", "97")
_EMS_SERVICES = "EL"

_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_S10_SERVICES = frozenset("ECHLMRUV")
# CS: EMS inside China; the rest: abbreviations of the provinces.
_CHINESE_SUFFIXES = re.compile(
    "AH|BJ|C[QS]|FJ|G[DSXZ]|H[ABEILN]|J[LSX]|LN|N[MX]|QH|S[CDHNX]|TJ|X[JZ]|YN|ZJ"
)
# ISO 3166-1, 8.1.3: never to be given to a country; XK stands on Kosovo's mail all the same.
_USER_ASSIGNED = re.compile("AA|Q[M-Z]|X(?!K)[A-Z]|ZZ")


class Verdict(StrEnum):
    """How far a waybill number may be trusted."""

    VALID = "valid"
    PLAUSIBLE = "plausible"
    DOUBTFUL = "doubtful"
    INVALID = "invalid"


class WaybillKind(StrEnum):
    """Which family of numbers it belongs to."""

    S10 = "s10"
    DOMESTIC = "domestic"


class Carrier(StrEnum):
    """The carriers of a station's mail, by the names kuaidi100 gives them."""

    EMS = "ems"
    POST = "youzhengguonei"


class Reason(StrEnum):
    """Why the verdict is as it is."""

    CHECK_DIGIT_FITS = "check_digit_fits"
    CHECK_DIGIT_WRONG = "check_digit_wrong"
    NO_SUCH_COUNTRY = "no_such_country"
    UNKNOWN_SUFFIX = "unknown_suffix"
    CHINESE_SUFFIX = "chinese_suffix"
    UNKNOWN_SERVICE = "unknown_service"
    KNOWN_PREFIX = "known_prefix"
    UNKNOWN_PREFIX = "unknown_prefix"
    LENGTH = "length"
    CHARACTERS = "characters"


@dataclass(frozen=True, slots=True)
class WaybillCheck:
    """A waybill number as it is stored, with what can be said about it."""

    number: str
    verdict: Verdict
    kind: WaybillKind | None
    reason: Reason


def check_waybill(text: str, prefixes: Sequence[str] = DEFAULT_PREFIXES) -> WaybillCheck:
    """Judge a typed, pasted or scanned waybill number; never raises.

    `prefixes` are the beginnings of domestic numbers that the station knows. A domestic
    number is at best plausible: it carries no published check digit.
    """
    number = normalise(text)
    if re.fullmatch("[A-Z]{2}[0-9]{9}[A-Z]{2}", number):
        return WaybillCheck(number, *_judge_s10(number))
    if re.fullmatch("[0-9]{13}", number):
        return WaybillCheck(number, *_judge_domestic(number, prefixes))
    reason = Reason.CHARACTERS if len(number) == 13 else Reason.LENGTH
    return WaybillCheck(number, Verdict.INVALID, None, reason)


def carrier_of(number: str) -> Carrier:
    """Which carrier most likely bears a number: EMS, or ordinary registered mail and parcels."""
    marks = (*_EMS_PREFIXES, *_EMS_SERVICES)
    return Carrier.EMS if number.startswith(marks) else Carrier.POST


def s10_check_digit(serial8: str) -> int:
    """Return the check digit of an 8-digit serial number (UPU standard S10).

    Weights 8 6 4 2 3 5 9 7; 11 minus the sum modulo 11, 10 becoming 0 and 11 becoming 5.
    Raises ValueError unless exactly 8 ASCII digits are given.
    """
    if not re.fullmatch("[0-9]{8}", serial8):
        raise ValueError("8 digits are needed")
    total = sum(w * int(digit) for w, digit in zip(_S10_WEIGHTS, serial8, strict=True))
    return {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)


def _judge_s10(number: str) -> tuple[Verdict, WaybillKind, Reason]:
    verdict, reason = _s10_verdict(number[0], number[2:10], int(number[10]), number[11:])
    return verdict, WaybillKind.S10, reason


def _s10_verdict(service: str, serial: str, digit: int, suffix: str) -> tuple[Verdict, Reason]:
    if s10_check_digit(serial) != digit:
        return Verdict.INVALID, Reason.CHECK_DIGIT_WRONG
    # Before the countries: at this counter GD is Guangdong far sooner than Grenada.
    if _CHINESE_SUFFIXES.fullmatch(suffix):
        return Verdict.DOUBTFUL, Reason.CHINESE_SUFFIX
    if _USER_ASSIGNED.fullmatch(suffix):
        return Verdict.INVALID, Reason.NO_SUCH_COUNTRY
    if suffix not in COUNTRIES:
        return Verdict.DOUBTFUL, Reason.UNKNOWN_SUFFIX
    if service not in _S10_SERVICES:
        return Verdict.DOUBTFUL, Reason.UNKNOWN_SERVICE
    return Verdict.VALID, Reason.CHECK_DIGIT_FITS


def _judge_domestic(number: str, prefixes: Sequence[str]) -> tuple[Verdict, WaybillKind, Reason]:
    if any(prefix and number.startswith(prefix) for prefix in prefixes):
        return Verdict.PLAUSIBLE, WaybillKind.DOMESTIC, Reason.KNOWN_PREFIX
    return Verdict.DOUBTFUL, WaybillKind.DOMESTIC, Reason.UNKNOWN_PREFIX
