"""The station's own editions of the catalogue: written as a draft, answered for by two, by day."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, undefer

from db.catalogue_files import shipped_readings
from db.models import CatalogueDraft, Edition, Officer, OwnEdition
from desktop.domain.catalogue import CatalogueError, read_catalogue
from desktop.domain.catalogue_changes import EDITION, Change, Files, carried_over, changes
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.records import Fault
from desktop.services.audit import note
from desktop.services.catalogue import in_force, readings_of
from desktop.services.officers import Second, second_person


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition; those that came with the program have nobody who wrote them."""

    id: int
    label: str
    effective: date
    in_use: bool
    officer: str = ""
    second: str = ""
    note: str = ""

    @property
    def own(self) -> bool:
        """Whether the station wrote it."""
        return bool(self.officer)


@dataclass(frozen=True, slots=True)
class DraftState:
    """The draft: what it says, on which edition, what differs, what is wrong with it."""

    version: int
    base: str
    officer: str
    changed_at: datetime
    files: Files
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """All editions, the newest first, and the draft.

    `overtaken` is an own edition that a later shipped one took the place of: its changes do not
    count any more until somebody takes them over.
    """

    rows: tuple[EditionRow, ...]
    draft: DraftState | None
    overtaken: EditionRow | None

    @property
    def in_use(self) -> EditionRow:
        """The edition that counts."""
        return next(row for row in self.rows if row.in_use)


def upkeep(session: Session, clerk: Clerk, day: date) -> Upkeep:
    """The editions as they stand on a day, and the draft."""
    need(clerk, Right.APPROVE)
    rows = _editions(session, day)
    used = next((row for row in rows if row.in_use), None)
    if used is None:
        raise Refusal(Trouble.CATALOGUE_BROKEN)
    began = [row for row in rows if row.own and row.effective <= day]
    late = began[0] if began and not used.own else None
    return Upkeep(rows, _draft_state(session), late)


def _editions(session: Session, day: date) -> tuple[EditionRow, ...]:
    first, second = aliased(Officer), aliased(Officer)
    found = session.execute(
        select(Edition, OwnEdition.note, first.name, second.name)
        .outerjoin(OwnEdition, OwnEdition.edition_id == Edition.id)
        .outerjoin(first, first.id == OwnEdition.officer_id)
        .outerjoin(second, second.id == OwnEdition.second_id)
        .order_by(Edition.effective.desc(), Edition.id.desc())
    ).all()
    used = in_force(((row.id, row.effective) for row, *_ in found), day)
    return tuple(
        EditionRow(
            row.id, row.label, row.effective, row.id == used, who or "", other or "", why or ""
        )
        for row, why, who, other in found
    )  # fmt: skip


def _draft_state(session: Session) -> DraftState | None:
    draft = _draft(session)
    if draft is None:
        return None
    base = _edition(session, draft.base_id)
    return DraftState(
        version=draft.version,
        base=base.label,
        officer=session.get_one(Officer, draft.officer_id).name,
        changed_at=draft.changed_at,
        files=draft.content,
        changes=changes(base.content, draft.content),
        faults=faults_of(draft.content),
    )


def faults_of(files: Files) -> tuple[Fault, ...]:
    """What is wrong with an edition; nothing where it can be used."""
    try:
        read_catalogue(files)
    except CatalogueError as error:
        return error.faults
    return ()


def _draft(session: Session) -> CatalogueDraft | None:
    return session.scalar(select(CatalogueDraft).options(undefer(CatalogueDraft.content)))


def _edition(session: Session, key: int) -> Edition:
    return session.get_one(Edition, key, options=[undefer(Edition.content)])


def content(session: Session, clerk: Clerk, day: date) -> Files:
    """The files of the draft, or of the edition in use where there is none."""
    need(clerk, Right.APPROVE)
    draft = _draft(session)
    return draft.content if draft is not None else _edition(session, _used(session, day)).content


def _used(session: Session, day: date) -> int:
    key = in_force(session.execute(select(Edition.id, Edition.effective)), day)
    if key is None:
        raise Refusal(Trouble.CATALOGUE_BROKEN)
    return key


def begin(session: Session, clerk: Clerk, now: datetime) -> tuple[str, ...]:
    """Begin a draft on the edition in use.

    Where that one overtook an own edition, the draft takes over its changes; gives the files that
    both changed and that stay as shipped. Raises Refusal(CHANGED_MEANWHILE) where there is one.
    """
    need(clerk, Right.APPROVE)
    if _draft(session) is not None:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    key = _used(session, now.date())
    files, left = dict(_edition(session, key).content), tuple[str, ...]()
    overtaken = upkeep(session, clerk, now.date()).overtaken
    if overtaken is not None:
        base = session.get_one(OwnEdition, overtaken.id).base_id
        own = _edition(session, overtaken.id).content
        files, left = carried_over(_edition(session, base).content, own, files)
    session.add(
        CatalogueDraft(
            base_id=key, officer_id=clerk.id, changed_at=now, version=1, content=files
        )
    )  # fmt: skip
    note(session, clerk, now, "catalogue.draft", "begun")
    return left


def keep(
    session: Session, clerk: Clerk, now: datetime, version: int, files: Mapping[str, Any]
) -> int:
    """Store the draft anew; gives its next version.

    Raises Refusal(CHANGED_MEANWHILE) where somebody else stored it since that version.
    """
    draft = _unchanged(session, clerk, version)
    draft.content, draft.officer_id, draft.changed_at = dict(files), clerk.id, now
    draft.version += 1
    return draft.version


def drop(session: Session, clerk: Clerk, now: datetime, version: int) -> None:
    """Throw the draft away; version as in `keep`."""
    session.delete(_unchanged(session, clerk, version))
    note(session, clerk, now, "catalogue.draft", "dropped")


def _unchanged(session: Session, clerk: Clerk, version: int) -> CatalogueDraft:
    need(clerk, Right.APPROVE)
    draft = _draft(session)
    if draft is None or draft.version != version:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    return draft


def publish(
    session: Session,
    clerk: Clerk,
    now: datetime,
    version: int,
    since: date,
    why: str,
    second: Second | None = None,
) -> str:
    """Make the draft an edition that counts from a day on; gives its label.

    Takes a second person, and the change note that stands beside the edition. Slips and cases of
    before keep theirs. Raises Refusal(CATALOGUE_UNFIT) while anything is wrong with it.
    """
    draft = _unchanged(session, clerk, version)
    if since < now.date():
        raise Refusal(Trouble.DATE_BEFORE_TODAY, field="since")
    if not why.strip():
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    base = _edition(session, draft.base_id)
    if not changes(base.content, draft.content):
        raise Refusal(Trouble.NOTHING_CHANGED)
    label = _label(session, base)
    files = draft.content | {EDITION: {"edition": label, "effective": since.isoformat()}}
    if faults := faults_of(files):
        raise Refusal(Trouble.CATALOGUE_UNFIT, problem=str(faults[0]))
    other = second_person(session, clerk, now, second)
    edition = Edition(
        digest=_digest(files), label=label, counter=base.counter, effective=since, loaded_at=now,
        content=files, readings=dict(readings_of(read_catalogue(files), shipped_readings())),
    )  # fmt: skip
    session.add(edition)
    session.flush()
    session.add(
        OwnEdition(
            edition_id=edition.id, base_id=base.id, officer_id=clerk.id, second_id=other.id,
            note=why.strip(),
        )
    )  # fmt: skip
    session.delete(draft)
    detail = {"since": since.isoformat(), "second": other.number, "digest": edition.digest}
    note(session, clerk, now, "catalogue.publish", label, **detail)
    return label


def _label(session: Session, base: Edition) -> str:
    """The shipped edition's name and a number of the station's own."""
    own = session.get(OwnEdition, base.id)
    while own is not None:
        base = session.get_one(Edition, own.base_id)
        own = session.get(OwnEdition, base.id)
    known = set(session.scalars(select(Edition.label)))
    number = 1
    while f"{base.label}-{number}" in known:
        number += 1
    return f"{base.label}-{number}"


def _digest(files: Files) -> str:
    plain = json.dumps(files, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
