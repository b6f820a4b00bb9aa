"""Attachments: files of the materials handed in, each stored once by its hash, never deleted.

They are taken at a case, or at an intake by its key; the act that issues its slip gives them to
the case.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, select, update
from sqlalchemy.orm import Session, joinedload, undefer

from db.models import Attachment, Blob, Case, Draft, Scan, Slip
from desktop.domain.attachments import LIMITS, OTHER, Checked, Limits, Media, Picture
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.services.audit import note
from desktop.services.looks import Look, looked


@dataclass(frozen=True, slots=True)
class Place:
    """Where files are attached: at a case, or at an intake under way by its key."""

    case: int | None = None
    intake: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """When, by whom and why a file was taken out of use."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One attached file as lists show it."""

    id: int
    material: str
    name: str
    media: Media
    size: int
    pages: int
    sha256: str
    at: datetime
    by: str
    removed: Removal | None


@dataclass(frozen=True, slots=True)
class Opened:
    """One attached file with its bytes, to be looked at."""

    row: AttachmentRow
    data: bytes


def attach(
    session: Session,
    clerk: Clerk,
    now: datetime,
    place: Place,
    material: str,
    found: Checked,
    limits: Limits = LIMITS,
) -> AttachmentRow:
    """Keep a file that was looked through with one material.

    Raises Refusal for the same file once more, for one too many, and where nothing can be
    attached any more.
    """
    need(clerk, Right.SERVE)
    _open(session, clerk, place, material)
    used = _live(session, place)
    if (material, found.sha256) in used:
        raise Refusal(Trouble.ATTACHMENT_TWICE)
    at_material = sum(1 for each, _sha256 in used if each == material)
    if at_material >= limits.per_material:
        raise Refusal(Trouble.ATTACHMENT_TOO_MANY, most=limits.per_material)
    if len(used) >= limits.per_case:
        raise Refusal(Trouble.ATTACHMENT_TOO_MANY, most=limits.per_case)
    keep(session, now, found)
    row = Attachment(
        case_id=place.case,
        intake=place.intake,
        material=material,
        name=found.name,
        sha256=found.sha256,
        at=now,
        officer_id=clerk.id,
        removed_why="",
    )
    session.add(row)
    session.flush()
    note(
        session, clerk, now, "attachment.add", _subject(row),
        attachment=row.id, case=row.case_id, material=material, sha256=found.sha256,
        size=len(found.data),
    )  # fmt: skip
    return _row(row)


def _open(session: Session, clerk: Clerk, place: Place, material: str) -> None:
    """Refuse a case that is erased or does not know the material, and somebody else's intake."""
    if place.case is not None:
        case = session.get(Case, place.case)
        if case is None or case.purged_at is not None:
            raise Refusal(Trouble.NOT_FOUND)
        if material not in {OTHER, *case.answers.get("materials", {})}:
            raise Refusal(Trouble.NOT_FOUND)
        return
    owner = session.scalar(select(Draft.officer_id).where(Draft.key == place.intake))
    ended = session.scalar(select(Slip.id).where(Slip.intake == place.intake))
    if not place.intake or ended is not None or owner not in (None, clerk.id):
        raise Refusal(Trouble.NOT_FOUND)


def _at(place: Place) -> ColumnElement[bool]:
    if place.case is not None:
        return Attachment.case_id == place.case
    return (Attachment.intake == place.intake) & Attachment.case_id.is_(None)


def _live(session: Session, place: Place) -> list[tuple[str, str]]:
    """Material and hash of what is attached at a place."""
    rows = select(Attachment.material, Attachment.sha256).where(
        _at(place), Attachment.removed_at.is_(None)
    )
    return [(material, sha256) for material, sha256 in session.execute(rows)]


def keep(session: Session, now: datetime, found: Checked) -> None:
    """Store bytes under their hash, once; those that were erased since are there again. A step
    of the acts that take a file in."""
    blob = session.get(Blob, found.sha256)
    if blob is not None and blob.purged_at is None:
        return
    if blob is None:
        blob = Blob(sha256=found.sha256, stored_at=now)
        session.add(blob)
    blob.media, blob.size, blob.pages = found.media, len(found.data), found.pages
    blob.purged_at, blob.thumbnail, blob.data = None, packed(found.small), found.data
    session.flush()


def _rows() -> Select[Attachment]:
    return select(Attachment).options(
        joinedload(Attachment.blob), joinedload(Attachment.officer), joinedload(Attachment.remover)
    )


def attached(session: Session, case: int) -> tuple[AttachmentRow, ...]:
    """Every file of a case, removed ones too; a step of questions about it."""
    rows = _rows().where(Attachment.case_id == case).order_by(Attachment.id)
    return tuple(_row(row) for row in session.scalars(rows))


def listed(session: Session, clerk: Clerk, place: Place) -> tuple[AttachmentRow, ...]:
    """The files at a place in the order in which they came, removed ones with their reason."""
    need(clerk, Right.SERVE)
    rows = _rows().where(_at(place), Attachment.purged_at.is_(None))
    if place.case is None:
        rows = rows.where(Attachment.officer_id == clerk.id)
    return tuple(_row(row) for row in session.scalars(rows.order_by(Attachment.id)))


def _row(row: Attachment) -> AttachmentRow:
    removed = None
    if row.removed_at is not None:
        by = "" if row.remover is None else row.remover.name
        removed = Removal(row.removed_at, by, row.removed_why)
    return AttachmentRow(
        id=row.id,
        material=row.material,
        name=row.name,
        media=Media(row.blob.media),
        size=row.blob.size,
        pages=row.blob.pages,
        sha256=row.sha256,
        at=row.at,
        by=row.officer.name,
        removed=removed,
    )


def thumbnails(
    session: Session, clerk: Clerk, attachments: tuple[int, ...]
) -> tuple[tuple[int, Picture], ...]:
    """Small pictures of some files, which are part of the case somebody looks at."""
    need(clerk, Right.SERVE)
    rows = session.execute(
        select(Attachment.id, Blob.thumbnail)
        .join(Blob)
        .where(Attachment.id.in_(attachments), Blob.thumbnail.is_not(None))
    )
    return tuple((key, unpacked(small)) for key, small in rows if small is not None)


def look(session: Session, clerk: Clerk, now: datetime, attachment: int) -> Opened:
    """Open one file; every single time is written down."""
    need(clerk, Right.SERVE)
    row = _found(session, clerk, attachment)
    if hashlib.sha256(row.blob.data).hexdigest() != row.sha256:
        raise Refusal(Trouble.ATTACHMENT_CHANGED)
    if row.case_id is None:
        note(session, clerk, now, Look.ATTACHMENT, row.intake, attachment=row.id)
    else:
        again = timedelta()
        looked(session, clerk, now, Look.ATTACHMENT, row.case_id, again, attachment=row.id)
    return Opened(_row(row), row.blob.data)


def _found(session: Session, clerk: Clerk, attachment: int) -> Attachment:
    """A file that is there still; of an intake only for whoever leads it."""
    rows = _rows().where(Attachment.id == attachment, Attachment.purged_at.is_(None))
    row = session.scalar(rows.options(joinedload(Attachment.blob).options(undefer(Blob.data))))
    if row is None or (row.case_id is None and row.officer_id != clerk.id):
        raise Refusal(Trouble.NOT_FOUND)
    return row


def remove(session: Session, clerk: Clerk, now: datetime, attachment: int, reason: str) -> None:
    """Take a file out of use, with a reason; it stays stored until its case is erased."""
    need(clerk, Right.SERVE)
    row = _found(session, clerk, attachment)
    if row.removed_at is not None:
        raise Refusal(Trouble.CHANGED_MEANWHILE)
    if not reason.strip():
        raise Refusal(Trouble.REASON_MISSING, field="reason")
    row.removed_at, row.removed_by, row.removed_why = now, clerk.id, reason.strip()
    note(
        session, clerk, now, "attachment.remove", _subject(row),
        attachment=row.id, case=row.case_id, sha256=row.sha256,
    )  # fmt: skip


def _subject(row: Attachment) -> str:
    return row.intake if row.case_id is None else f"case:{row.case_id}"


def bind(session: Session, clerk: Clerk, now: datetime, intake: str, case: int) -> None:
    """Give the files of an intake to its case; a step of issuing the slip."""
    keys = list(session.scalars(select(Attachment.id).where(_at(Place(intake=intake)))))
    if keys:
        session.execute(update(Attachment).where(Attachment.id.in_(keys)).values(case_id=case))
        note(session, clerk, now, "attachment.bind", f"case:{case}", case=case, attachments=keys)


def discard(session: Session, clerk: Clerk, now: datetime, intake: str) -> None:
    """Take the files of an intake out of use; a step of throwing its draft away."""
    rows = select(Attachment.id).where(
        _at(Place(intake=intake)), Attachment.officer_id == clerk.id,
        Attachment.removed_at.is_(None),
    )  # fmt: skip
    keys = list(session.scalars(rows))
    if keys:
        gone = {"removed_at": now, "removed_by": clerk.id}
        session.execute(update(Attachment).where(Attachment.id.in_(keys)).values(gone))
        note(session, clerk, now, "attachment.remove", intake, attachments=keys)


def erase(session: Session, left_before: datetime, now: datetime) -> None:
    """Erase names and bytes of erased cases, and of intakes that were left; a step of a purge.

    Bytes go when no other case or intake has them; their hash stays as the record of what was.
    """
    cases = select(Case.id).where(Case.purged_at.is_not(None))
    drafts = select(Draft.key)
    over = Attachment.case_id.in_(cases) | (
        Attachment.case_id.is_(None)
        & (Attachment.at < left_before)
        & Attachment.intake.not_in(drafts)
    )
    gone = {"purged_at": now, "name": "", "removed_why": ""}
    session.execute(update(Attachment).where(over, Attachment.purged_at.is_(None)).values(gone))
    attached_ = exists().where(Attachment.sha256 == Blob.sha256, Attachment.purged_at.is_(None))
    kept = select(Slip.id).where(Slip.purged_at.is_(None))
    used = attached_ | exists().where(Scan.sha256 == Blob.sha256, Scan.slip_id.in_(kept))
    blank = {"purged_at": now, "thumbnail": None, "data": b""}
    session.execute(update(Blob).where(Blob.purged_at.is_(None), ~used).values(blank))


def counted(session: Session, clerk: Clerk, place: Place) -> dict[str, int]:
    """How many files each material has at a place."""
    need(clerk, Right.SERVE)
    rows = session.execute(
        select(Attachment.material, func.count())
        .where(_at(place), Attachment.removed_at.is_(None))
        .group_by(Attachment.material)
    )
    return {material: count for material, count in rows}  # noqa: C416 - a Row is no pair


def packed(picture: Picture) -> bytes:
    """A small picture as it is stored: its size, its pixels; no reader of pictures is needed."""
    return struct.pack(">HH", picture.width, picture.height) + zlib.compress(picture.rgb)


def unpacked(stored: bytes) -> Picture:
    """A small picture as it was stored."""
    width, height = struct.unpack(">HH", stored[:4])
    return Picture(width, height, zlib.decompressobj().decompress(stored[4:], 3 * width * height))


def materials_of(rows: Iterable[AttachmentRow]) -> dict[str, list[AttachmentRow]]:
    """The files that are in use, by their material."""
    found: dict[str, list[AttachmentRow]] = {}
    for row in rows:
        if row.removed is None:
            found.setdefault(row.material, []).append(row)
    return found
