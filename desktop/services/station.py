"""The station: first set-up, and what is printed of it."""

import re
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from db.models import Station
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.training import of_training
from desktop.services.audit import note
from desktop.services.officers import NewOfficer, make_account, publish

ADDRESS = re.compile(r"https?://[A-Za-z0-9.:/_~-]{3,200}")
"""An address that ends in a folder: what a page is called comes behind it."""


@dataclass(frozen=True, slots=True)
class StationFacts:
    """What is printed of the station; `local_prefixes` are area codes that count as local.

    `government` and `court` hear appeals against its decisions; `site` is where its mobile guides
    lie on the web, for the QR codes of slips and posters.
    """

    name: str = ""
    district: str = ""
    code: str = ""
    window: str = ""
    hours: str = ""
    enquiry_phone: str = ""
    complaint_phone: str = ""
    local_prefixes: tuple[str, ...] = ("3301",)
    government: str = ""
    court: str = ""
    site: str = ""


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
    check_station(facts)
    session.add(Station(id=1, uid=uuid4().hex, retention={}, **_columns(facts)))
    clerk = make_account(session, now, admin)
    note(session, clerk, now, "station.set_up", facts.code)
    publish(session)
    return clerk


def check_station(facts: StationFacts) -> None:
    """Refuse facts that cannot be printed or numbered by; names the field."""
    for name in ("name", "code"):
        if not getattr(facts, name).strip():
            raise Refusal(Trouble.FIELD_EMPTY, field=name)
    if not (facts.code.isascii() and facts.code.isalnum()):
        raise Refusal(Trouble.CODE_INVALID, field="code")
    if not all(prefix.isascii() and prefix.isdigit() for prefix in facts.local_prefixes):
        raise Refusal(Trouble.PREFIX_INVALID, field="local_prefixes")
    if facts.site and not ADDRESS.fullmatch(facts.site):
        raise Refusal(Trouble.ADDRESS_INVALID, field="site")


def refuse_in_training(session: Session) -> None:
    """Raise Refusal(TRAINING_OFF) for what would carry a training's records somewhere else."""
    facts = station(session)
    if facts is not None and of_training(facts.code):
        raise Refusal(Trouble.TRAINING_OFF)


def check_kind(session: Session, *, training: bool) -> None:
    """Refuse real records where a training's belong, and a training's where real ones do."""
    facts = station(session)
    if facts is not None and of_training(facts.code) is not training:
        raise Refusal(Trouble.TRAINING_ONLY if training else Trouble.TRAINING_RECORDS)


def _columns(facts: StationFacts) -> dict[str, object]:
    values: dict[str, object] = {f.name: getattr(facts, f.name) for f in fields(StationFacts)}
    return values | {"local_prefixes": list(facts.local_prefixes)}


def change_station(session: Session, clerk: Clerk, now: datetime, facts: StationFacts) -> None:
    """Change what is known of the station; the administrator's right."""
    need(clerk, Right.MANAGE)
    check_station(facts)
    row = session.get_one(Station, 1)
    if of_training(facts.code) is not of_training(row.code):
        raise Refusal(Trouble.TRAINING_CODE, field="code")
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    note(session, clerk, now, "station.change", facts.code)
    publish(session)
