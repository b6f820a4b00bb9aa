"""When a backup is due, what is written down of one, and restoring with two persons."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from db import keys
from db.backup import Backup, Rehearsal, rehearse
from db.engine import reading, writing
from db.models import Audit
from db.schema import open_existing
from db.store import store_of
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.services import officers
from desktop.services.audit import note
from desktop.services.intake import ISSUED
from desktop.services.officers import Second

MADE, DRILLED, RESTORED, ACCEPTED = (
    "backup.made", "backup.drill", "backup.restored", "anchor.accepted",
)  # fmt: skip
SLIPS = 50
"""A backup is due after so many slips …"""

AGE = timedelta(hours=20)
"""… and at the end of a day on which anything was done."""

DRILL = timedelta(days=30)
"""How often restoring is rehearsed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the backups stand: the last good one, what came since, whether a rehearsal is due."""

    last: datetime | None
    slips_since: int
    acts_since: int
    last_drill: datetime | None

    def due(self, now: datetime) -> bool:
        """Whether one should be taken now."""
        old = self.last is None or now - self.last >= AGE
        return self.slips_since >= SLIPS or (old and self.acts_since > 0)

    def drill_due(self, now: datetime) -> bool:
        """Whether somebody should rehearse a restore now."""
        return self.last is not None and (self.last_drill is None or now - self.last_drill >= DRILL)


def standing(session: Session) -> Standing:
    """How the backups stand, by what the chain says of them."""
    made = _last(session, MADE)
    seq = 0 if made is None else made[0]
    drilled = _last(session, DRILLED)
    slips = select(func.count()).where(Audit.act == ISSUED, Audit.seq > seq)
    acts = select(func.count()).where(Audit.seq > seq)
    return Standing(
        last=None if made is None else made[1],
        slips_since=session.scalar(slips) or 0,
        acts_since=session.scalar(acts) or 0,
        last_drill=None if drilled is None else drilled[1],
    )


def _last(session: Session, act: str) -> tuple[int, datetime] | None:
    row = session.execute(
        select(Audit.seq, Audit.at).where(Audit.act == act).order_by(Audit.seq.desc()).limit(1)
    ).one_or_none()
    return None if row is None else (row.seq, datetime.fromisoformat(row.at))


def made(session: Session, clerk: Clerk | None, now: datetime, backup: Backup) -> None:
    """Write down that a backup was taken and found whole."""
    manifest = backup.manifest
    note(
        session, clerk, now, MADE, backup.file.name,
        sha256=manifest.sha256, seq=manifest.seq, head=manifest.head,
    )  # fmt: skip


def drilled(session: Session, clerk: Clerk, now: datetime, found: Rehearsal) -> None:
    """Write down that a restore was rehearsed and what it held."""
    need(clerk, Right.SEE_ALL)
    counts = {"cases": found.cases, "slips": found.slips, "seq": found.head.seq}
    note(session, clerk, now, DRILLED, "", **counts)


def restored(
    session: Session, clerk: Clerk, now: datetime, backup: Backup, second: Clerk, reason: str
) -> None:
    """Write down, in the restored records, from what and why they were restored."""
    note(
        session, clerk, now, RESTORED, backup.file.name,
        seq=backup.manifest.seq, head=backup.manifest.head, second=second.number, reason=reason,
    )  # fmt: skip


def accept_older(
    session: Session, clerk: Clerk, now: datetime, reason: str, second: Second | None, lost: int
) -> None:
    """Go on with records that are older than those that were last here, with a reason (F17)."""
    need(clerk, Right.APPROVE)
    if not reason.strip():
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    other = officers.second_person(session, clerk, now, second)
    note(session, clerk, now, ACCEPTED, "", second=other.number, reason=reason.strip(), lost=lost)


Key = Callable[[Second], bytes | None]


def go_on_older(
    engine: Engine, clerk: Clerk, now: datetime, reason: str, second: Second | None
) -> None:
    """Write again into records that are older than those that were last here (F17).

    It takes the engine, because nothing may be written until both persons are known.
    """
    need(clerk, Right.APPROVE)
    store = store_of(engine)
    hurt = store.hurt
    if hurt is None or hurt.trouble is not Trouble.ROLLED_BACK:
        raise Refusal(Trouble.NOT_ALLOWED)
    store.hurt = None
    try:
        with writing(engine) as session:
            accept_older(session, clerk, now, reason, second, int(str(hurt.values["lost"])))
    except BaseException:
        store.hurt = hurt
        raise


def open_by(backup: Backup, who: Second) -> bytes | None:
    """The key of a backup, by a password that opened it when it was taken."""
    beside = keys.load(keys.keys_path(backup.file))
    if beside is None:
        return None
    return keys.open_officer(beside, who.number, who.password)[1][0]


def rehearse_as(
    backup: Backup, first: Second, second: Second, into: Path
) -> tuple[Rehearsal, Clerk, Clerk]:
    """Rehearse a restore that two persons of that backup answer for.

    Raises Refusal for a wrong password, the same person twice, or a role that may not.
    """
    key = open_by(backup, first)
    found = rehearse(backup, key, into)
    engine = open_existing(found.file, key)
    try:
        with reading(engine) as session:
            clerk = officers.recognised(session, first.number, first.password)
            need(clerk, Right.APPROVE)
            other = officers.second_known(session, clerk, second)
    finally:
        engine.dispose()
    return found, clerk, other
