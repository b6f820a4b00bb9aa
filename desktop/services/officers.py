"""Accounts: officers let in and out, passwords and key slots, signing in, a second person."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import keys
from db.keys import RECOVERY, Face, KeyFile, Slot, slot_of
from db.models import Counter, Edition, Officer, Station
from db.outside import FAILED, PASSED, Outside
from db.store import KEYS, store_of
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.identity import name_problem
from desktop.domain.officers import PASSWORD_LENGTH, SECTION_LENGTH, Clerk, Right, Role, need
from desktop.domain.texts import plain
from desktop.services.audit import note

if TYPE_CHECKING:
    from argon2 import PasswordHasher


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer as lists and the sign-in show one."""

    id: int
    number: str
    name: str
    role: Role
    active: bool
    section: str = ""


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """What is needed to make an account; the password is the first one, to be changed.

    Who works in no section sits at the window.
    """

    number: str
    name: str
    role: Role
    password: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Second:
    """Who else answers for an act: their number and password, typed at this window."""

    number: str
    password: str


@cache
def hasher() -> "PasswordHasher":
    """Argon2id with the library's parameters (RFC 9106, low memory)."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def officers(session: Session) -> tuple[OfficerRow, ...]:
    """All accounts by number."""
    rows = session.scalars(select(Officer).order_by(Officer.number))
    return tuple(OfficerRow(r.id, r.number, r.name, r.role, r.active, r.section) for r in rows)


def add_officer(session: Session, clerk: Clerk, now: datetime, new: NewOfficer) -> Clerk:
    """Make an account with a first password, which its officer has to change."""
    need(clerk, Right.MANAGE)
    made = make_account(session, now, new, must_change=True)
    note(session, clerk, now, "officer.add", new.number, role=new.role)
    publish(session)
    return made


def make_account(
    session: Session, now: datetime, new: NewOfficer, *, must_change: bool = False
) -> Clerk:
    """An account without a line of its own in the chain; its maker writes that."""
    number = new.number.strip()
    if not number or number == RECOVERY:
        raise Refusal(Trouble.FIELD_EMPTY, field="number")
    if name_problem(new.name):
        raise Refusal(Trouble.NAME_INVALID, field="name", problem=name_problem(new.name))
    if session.scalar(select(func.count()).where(Officer.number == number)):
        raise Refusal(Trouble.NUMBER_TAKEN, field="number", number=number)
    row = Officer(
        number=number,
        name=new.name.strip(),
        role=new.role,
        section=_section(new.section),
        password_hash="",
        slot=None,
        must_change=must_change,
        active=True,
        created_at=now,
    )
    _give(session, row, new.password, "password")
    session.add(row)
    session.flush()
    return _clerk(row)


def _section(name: str) -> str:
    """A section's name as it is compared; one that is longer than a column is refused."""
    section = plain(name).strip()
    if len(section) > SECTION_LENGTH:
        raise Refusal(Trouble.SECTION_TOO_LONG, field="section", most=SECTION_LENGTH)
    return section


def set_section(session: Session, clerk: Clerk, now: datetime, officer: int, section: str) -> None:
    """Let an officer work in a section, or at the window again; counts from the next sign-in."""
    need(clerk, Right.MANAGE)
    row = session.get_one(Officer, officer)
    row.section = _section(section)
    note(session, clerk, now, "officer.section", row.number, section=row.section)


def _give(session: Session, row: Officer, password: str, field: str) -> None:
    """Set a password: its hash, and a slot by which it opens the database's key."""
    if len(password) < PASSWORD_LENGTH:
        raise Refusal(Trouble.PASSWORD_TOO_SHORT, field=field, least=PASSWORD_LENGTH)
    row.password_hash = hasher().hash(password)
    key = store_of(session).key
    if key is not None:
        row.slot = keys.new_slot(row.number, password, key).plain()


def _clerk(row: Officer) -> Clerk:
    return Clerk(row.id, row.number, row.name, row.role, row.must_change, row.section)


def set_active(session: Session, clerk: Clerk, now: datetime, officer: int, active: bool) -> None:
    """Let an officer sign in no more, and take the slot away; nobody shuts themselves out.

    Letting one in again needs a first password: see `let_in`.
    """
    need(clerk, Right.MANAGE)
    if officer == clerk.id or active:
        raise Refusal(Trouble.NOT_ALLOWED)
    row = session.get_one(Officer, officer)
    row.active, row.slot = False, None
    note(session, clerk, now, "officer.inactive", row.number)
    publish(session)


def let_in(session: Session, clerk: Clerk, now: datetime, officer: int, password: str) -> None:
    """Give an officer a new first password: one who forgot theirs, or who comes back."""
    need(clerk, Right.MANAGE)
    row = session.get_one(Officer, officer)
    _give(session, row, password, "password")
    row.active, row.must_change = True, officer != clerk.id
    note(session, clerk, now, "officer.let_in", row.number)
    publish(session)


def change_password(session: Session, clerk: Clerk, now: datetime, old: str, new: str) -> Clerk:
    """Change one's own password; the old one is asked."""
    row = session.get_one(Officer, clerk.id)
    if not _fits(row.password_hash, old):
        raise Refusal(Trouble.WRONG_PASSWORD, field="old")
    if old == new:
        raise Refusal(Trouble.PASSWORD_SAME, field="new")
    _give(session, row, new, "new")
    row.must_change = False
    note(session, clerk, now, "officer.password", row.number)
    publish(session)
    return _clerk(row)


def sign_in(session: Session, now: datetime, number: str, password: str) -> Clerk:
    """Let an officer in; raises Refusal(WRONG_PASSWORD) for a wrong number or password alike."""
    row = _active(session, number)
    if row is None or not _fits(row.password_hash, password):
        raise Refusal(Trouble.WRONG_PASSWORD, field="password")
    if hasher().check_needs_rehash(row.password_hash):
        _give(session, row, password, "password")
        publish(session)
    return _let_through(session, now, row)


def admit(session: Session, now: datetime, slot: Slot) -> Clerk:
    """Let in whoever opened the database with a slot; an old slot is as good as none."""
    row = _active(session, slot.number)
    if row is None or row.slot is None or slot_of(row.slot).id != slot.id:
        raise Refusal(Trouble.WRONG_PASSWORD, field="password")
    return _let_through(session, now, row)


def recognised(session: Session, number: str, password: str) -> Clerk:
    """Let an officer in where nothing may be written; the outside journal takes the line."""
    row = _active(session, number)
    if row is None or not _fits(row.password_hash, password):
        raise Refusal(Trouble.WRONG_PASSWORD, field="password")
    return _clerk(row)


def recover(session: Session, now: datetime, number: str, password: str) -> Clerk:
    """After the recovery code opened the database: give an administrator a new password."""
    row = _active(session, number)
    if row is None or row.role is not Role.ADMINISTRATOR:
        raise Refusal(Trouble.SECOND_UNFIT, field="number")
    _give(session, row, password, "new")
    row.must_change = False
    _join(session, now)
    clerk = _clerk(row)
    note(session, clerk, now, "officer.recover", row.number)
    publish(session)
    return clerk


@contextmanager
def guarded(outside: Outside, number: str, now: datetime) -> Iterator[None]:
    """One try of a password: refused while the delay runs, and written down either way."""
    number = number.strip()
    wait = outside.wait(number, now)
    if wait:
        minutes = -(-wait // timedelta(minutes=1))
        raise Refusal(Trouble.TRIES_EXHAUSTED, field="password", minutes=minutes)
    try:
        yield
    except Refusal as error:
        if error.trouble is Trouble.WRONG_PASSWORD:
            outside.add(now, FAILED, number)
        raise
    if outside.tries(number):
        outside.add(now, PASSED, number)


def second_person(session: Session, clerk: Clerk, now: datetime, second: Second | None) -> Clerk:
    """Who answers for an act besides the clerk: a supervisor or administrator, by password.

    Raises Refusal(SECOND_NEEDED) where nobody was named. Wrong tries count as at the sign-in.
    """
    if second is None:
        raise Refusal(Trouble.SECOND_NEEDED)
    with guarded(store_of(session).outside, second.number, now):
        return second_known(session, clerk, second)


def second_known(session: Session, clerk: Clerk, second: Second) -> Clerk:
    """The second person by number and password alone; the caller counts the tries."""
    row = _active(session, second.number)
    if row is None or not _fits(row.password_hash, second.password):
        raise Refusal(Trouble.WRONG_PASSWORD, field="second")
    if row.id == clerk.id:
        raise Refusal(Trouble.SECOND_SAME, field="second")
    other = _clerk(row)
    if not other.may(Right.APPROVE) or other.must_change:
        raise Refusal(Trouble.SECOND_UNFIT, field="second")
    return other


def _active(session: Session, number: str) -> Officer | None:
    row = session.scalar(select(Officer).where(Officer.number == number.strip()))
    return row if row is not None and row.active else None


def _fits(stored: str, password: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return hasher().verify(stored, password)
    except VerifyMismatchError:
        return False


def _let_through(session: Session, now: datetime, row: Officer) -> Clerk:
    _join(session, now)
    clerk = _clerk(row)
    note(session, clerk, now, "officer.sign_in", row.number)
    publish(session)
    return clerk


def _join(session: Session, now: datetime) -> None:
    """Bring what the outside journal holds into the chain; one that was cut is noted (T5)."""
    series = store_of(session).journal
    joined = session.get(Counter, series)
    if joined is None:
        joined = Counter(series=series, value=0)
        session.add(joined)
    lines = store_of(session).outside.lines()
    last = lines[-1].n if lines else 0
    if last < joined.value:
        note(session, None, now, "outside.cut", "", known=joined.value, found=last)
    for line in lines:
        if line.n > joined.value:
            note(session, None, now, line.act, line.number, n=line.n, at=line.at, **line.detail)
    joined.value = last


def publish(session: Session) -> None:
    """Have the key file beside the database say what stands in it, once this act is stored."""
    store = store_of(session)
    station = session.get(Station, 1)
    if store.key is None or station is None:
        return
    session.flush()
    rows = session.scalars(select(Officer).where(Officer.active).order_by(Officer.number)).all()
    edition = session.execute(
        select(Edition.label, Edition.effective).order_by(Edition.id.desc()).limit(1)
    ).one_or_none()
    slots = [row.slot for row in rows if row.slot is not None]
    if station.recovery is not None:
        slots.append(station.recovery)
    session.info[KEYS] = KeyFile(
        station=station.uid,
        unit=station.name,
        foot="" if edition is None else f"{edition.label} · {edition.effective.isoformat()}",
        prefixes=tuple(station.local_prefixes),
        faces=tuple(Face(row.number, row.name, row.role) for row in rows),
        slots=tuple(slot_of(slot) for slot in slots),
    )


def new_recovery(session: Session, clerk: Clerk, now: datetime) -> str:
    """Make a new recovery code; it is shown once and kept nowhere, the old one opens no more."""
    need(clerk, Right.MANAGE)
    return make_recovery(session, clerk, now)


def make_recovery(session: Session, clerk: Clerk, now: datetime) -> str:
    """The recovery code of a station, which the first start makes before anybody has rights."""
    key = store_of(session).key
    if key is None:
        return ""
    code = keys.new_recovery_code()
    slot = keys.new_slot(RECOVERY, code, key)
    session.get_one(Station, 1).recovery = slot.plain()
    note(session, clerk, now, "keys.recovery", slot.id)
    publish(session)
    return code


def reseal(
    session: Session, clerk: Clerk | None, now: datetime, act: str, key: bytes, old: bytes | None
) -> None:
    """Put a key into every slot, and the old one behind it while nobody knows which will fit."""
    rows = session.scalars(select(Officer).where(Officer.slot.is_not(None))).all()
    for row in rows:
        row.slot = _resealed(row.slot, key, old)
    station = session.get_one(Station, 1)
    station.recovery = _resealed(station.recovery, key, old)
    note(session, clerk, now, act, "")
    publish(session)


def _resealed(slot: dict[str, Any] | None, key: bytes, old: bytes | None) -> dict[str, Any] | None:
    return None if slot is None else keys.resealed((slot_of(slot),), key, old)[0].plain()
