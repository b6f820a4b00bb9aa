"""The station's own seal: a PKCS#12 file with its password, kept inside the encrypted records."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Station
from desktop.domain.officers import Clerk, Right, need
from desktop.services.audit import note

Inspect = Callable[[bytes, str], tuple[str, datetime]]
"""Opens a certificate and tells whose it is and until when; raises Refusal(SEAL_UNFIT)."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The seal slips get: the file, its password, whose it is, until when it is valid."""

    p12: bytes
    password: str
    subject: str
    until: datetime


def seal(session: Session) -> Seal | None:
    """The station's seal, or None where slips are not sealed."""
    station = session.get(Station, 1)
    if station is None or station.seal is None:
        return None
    kept = station.seal
    until = datetime.fromisoformat(kept["until"])
    return Seal(base64.b64decode(kept["p12"]), kept["password"], kept["subject"], until)


def take_seal(
    session: Session, clerk: Clerk, now: datetime, inspect: Inspect, p12: bytes, password: str
) -> Seal:
    """From now on slips are sealed with this certificate; it is opened first to be sure."""
    need(clerk, Right.MANAGE)
    subject, until = inspect(p12, password)
    session.get_one(Station, 1).seal = {
        "p12": base64.b64encode(p12).decode("ascii"),
        "password": password,
        "subject": subject,
        "until": until.isoformat(),
    }
    note(session, clerk, now, "seal.take", "", whose=subject)
    return Seal(p12, password, subject, until)


def drop_seal(session: Session, clerk: Clerk, now: datetime) -> None:
    """From now on slips are not sealed; those that are stay so."""
    need(clerk, Right.MANAGE)
    session.get_one(Station, 1).seal = None
    note(session, clerk, now, "seal.drop", "")
