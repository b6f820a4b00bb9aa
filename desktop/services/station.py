"""The station and its officers: first set-up, editing, signing in."""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Officer, Station
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.identity import name_problem
from desktop.domain.officers import PASSWORD_LENGTH, Clerk, Right, Role
from desktop.services.audit import note

if TYPE_CHECKING:
    from argon2 import PasswordHasher


@dataclass(frozen=True, slots=True)
class StationFacts:
    """What is printed of the station; `local_prefixes` are area codes that count as local."""

    name: str = ""
    district: str = ""
    code: str = ""
    window: str = ""
    hours: str = ""
    enquiry_phone: str = ""
    complaint_phone: str = ""
    local_prefixes: tuple[str, ...] = ("3301",)


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer as lists and the sign-in show one."""

    id: int
    number: str
    name: str
    role: Role
    active: bool


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """What is needed to make an account."""

    number: str
    name: str
    role: Role
    password: str


@cache
def hasher() -> "PasswordHasher":
    """Argon2id with the library's parameters (RFC 9106, low memory)."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def station(session: Session) -> StationFacts | None:
    """The station, or None before the first set-up."""
    row = session.get(Station, 1)
    return None if row is None else _facts(row)


def _facts(row: Station) -> StationFacts:
    values = {field.name: getattr(row, field.name) for field in fields(StationFacts)}
    return StationFacts(**values | {"local_prefixes": tuple(row.local_prefixes)})


def set_up(session: Session, now: datetime, facts: StationFacts, admin: NewOfficer) -> Clerk:
    """First start: make the station and its administrator, in one act."""
    if session.get(Station, 1) is not None:
        raise Refusal(Trouble.ALREADY_SET_UP)
    _check_station(facts)
    session.add(Station(id=1, uid=uuid4().hex, retention={}, **_columns(facts)))
    clerk = _add(session, now, admin)
    note(session, clerk, now, "station.set_up", facts.code)
    return clerk


def _check_station(facts: StationFacts) -> None:
    for name in ("name", "code"):
        if not getattr(facts, name).strip():
            raise Refusal(Trouble.FIELD_EMPTY, field=name)
    if not (facts.code.isascii() and facts.code.isalnum()):
        raise Refusal(Trouble.CODE_INVALID, field="code")
    if not all(prefix.isascii() and prefix.isdigit() for prefix in facts.local_prefixes):
        raise Refusal(Trouble.PREFIX_INVALID, field="local_prefixes")


def _columns(facts: StationFacts) -> dict[str, object]:
    values: dict[str, object] = {f.name: getattr(facts, f.name) for f in fields(StationFacts)}
    return values | {"local_prefixes": list(facts.local_prefixes)}


def change_station(session: Session, clerk: Clerk, now: datetime, facts: StationFacts) -> None:
    """Change what is known of the station; the administrator's right."""
    need(clerk, Right.MANAGE)
    _check_station(facts)
    row = session.get_one(Station, 1)
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    note(session, clerk, now, "station.change", facts.code)


def officers(session: Session) -> tuple[OfficerRow, ...]:
    """All accounts by number."""
    rows = session.scalars(select(Officer).order_by(Officer.number))
    return tuple(OfficerRow(r.id, r.number, r.name, r.role, r.active) for r in rows)


def add_officer(session: Session, clerk: Clerk, now: datetime, new: NewOfficer) -> Clerk:
    """Make an account; the administrator's right."""
    need(clerk, Right.MANAGE)
    made = _add(session, now, new)
    note(session, clerk, now, "officer.add", new.number, role=new.role)
    return made


def _add(session: Session, now: datetime, new: NewOfficer) -> Clerk:
    number = new.number.strip()
    if not number:
        raise Refusal(Trouble.FIELD_EMPTY, field="number")
    if name_problem(new.name):
        raise Refusal(Trouble.NAME_INVALID, field="name", problem=name_problem(new.name))
    if len(new.password) < PASSWORD_LENGTH:
        raise Refusal(Trouble.PASSWORD_TOO_SHORT, field="password", least=PASSWORD_LENGTH)
    if session.scalar(select(func.count()).where(Officer.number == number)):
        raise Refusal(Trouble.NUMBER_TAKEN, field="number", number=number)
    row = Officer(
        number=number,
        name=new.name.strip(),
        role=new.role,
        password_hash=hasher().hash(new.password),
        slot=None,
        must_change=False,
        active=True,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return _clerk(row)


def _clerk(row: Officer) -> Clerk:
    return Clerk(row.id, row.number, row.name, row.role)


def set_active(session: Session, clerk: Clerk, now: datetime, officer: int, active: bool) -> None:
    """Let an officer sign in again or no more; nobody can shut themselves out."""
    need(clerk, Right.MANAGE)
    if officer == clerk.id and not active:
        raise Refusal(Trouble.NOT_ALLOWED)
    row = session.get_one(Officer, officer)
    row.active = active
    note(session, clerk, now, "officer.active" if active else "officer.inactive", row.number)


def change_password(session: Session, clerk: Clerk, now: datetime, old: str, new: str) -> None:
    """Change one's own password; the old one is asked."""
    row = session.get_one(Officer, clerk.id)
    if not _fits(row.password_hash, old):
        raise Refusal(Trouble.WRONG_PASSWORD, field="old")
    if len(new) < PASSWORD_LENGTH:
        raise Refusal(Trouble.PASSWORD_TOO_SHORT, field="new", least=PASSWORD_LENGTH)
    row.password_hash = hasher().hash(new)
    note(session, clerk, now, "officer.password", row.number)


def sign_in(session: Session, now: datetime, number: str, password: str) -> Clerk:
    """Let an officer in; raises Refusal(WRONG_PASSWORD) for a wrong number or password alike."""
    row = session.scalar(select(Officer).where(Officer.number == number.strip()))
    if row is None or not row.active or not _fits(row.password_hash, password):
        raise Refusal(Trouble.WRONG_PASSWORD, field="password")
    if hasher().check_needs_rehash(row.password_hash):
        row.password_hash = hasher().hash(password)
    clerk = _clerk(row)
    note(session, clerk, now, "officer.sign_in", row.number)
    return clerk


def _fits(stored: str, password: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return hasher().verify(stored, password)
    except VerifyMismatchError:
        return False


def need(clerk: Clerk, right: Right) -> None:
    """Refuse an act that the clerk's role does not carry."""
    if not clerk.may(right):
        raise Refusal(Trouble.NOT_ALLOWED)
