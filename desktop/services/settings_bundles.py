"""A settings file looked at before it is taken over; then it is one act, or nothing is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db.store import store_of
from desktop import settings as pc
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Catalogue
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.settings_file import LARGEST, Change, Mistake, digest, unwrapped
from desktop.services import settings_files


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would change here, or what keeps it from being taken over."""

    content: Mapping[str, Any]
    changes: tuple[Change, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def pc_mistakes(content: Mapping[str, Any]) -> tuple[Mistake, ...]:
    """What is wrong with the part about PCs, by key."""
    found = pc.wrong(content.get("pc", {}))
    return tuple(Mistake(f"pc.{key}", problem) for key, problem in found.items())


def pc_changes(home: Path, content: Mapping[str, Any]) -> tuple[Change, ...]:
    """What changes on this PC; printers and shifts told by kind of paper."""
    before = pc.kept(home)
    old, new = _flat(before), _flat(pc.joined(before, content.get("pc", {})))
    return tuple(
        Change(f"pc.{key}", old.get(key), value)
        for key, value in new.items()
        if value != old.get(key)
    )


def _flat(settings: pc.Settings) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pc.portable(settings).items():
        if isinstance(value, dict):
            found |= {f"{key}.{kind}": each for kind, each in value.items()}
        else:
            found[key] = value
    return found


def keep_pc(home: Path, content: Mapping[str, Any]) -> None:
    """Write the part about PCs into this user's file; raises OSError."""
    if pc_changes(home, content):
        pc.keep(home, pc.joined(pc.kept(home), content["pc"]))


def read(file: Path) -> bytes:
    """The bytes of a file, no more than one may have; raises Refusal where there are none."""
    try:
        with file.open("rb") as raw:
            return raw.read(LARGEST + 1)
    except OSError as error:
        raise Refusal(Trouble.FILE_UNREADABLE) from error


def look(session: Session, clerk: Clerk, catalogue: Catalogue, file: Path) -> Looked:
    """What a file would change at this counter; nothing is changed."""
    need(clerk, Right.MANAGE)
    content, found = unwrapped(read(file))
    if found and not content:
        return Looked(content, mistakes=found)
    found += pc_mistakes(content)
    found += settings_files.mistakes(session, content, catalogue)
    if found:
        return Looked(content, mistakes=found)
    home = store_of(session).path.parent
    changes = settings_files.changes(session, content, catalogue)
    return Looked(content, (*pc_changes(home, content), *changes))


def take_over(
    session: Session, clerk: Clerk, now: datetime, catalogue: Catalogue, looked: Looked
) -> tuple[Change, ...]:
    """Take over what was looked at, in one act; this PC's part just before it is stored.

    Raises Refusal where the counter changed since then: look again.
    """
    need(clerk, Right.MANAGE)
    home, content = store_of(session).path.parent, looked.content
    now_changes = settings_files.changes(session, content, catalogue)
    if (*pc_changes(home, content), *now_changes) != looked.changes:
        raise Refusal(Trouble.SETTINGS_CHANGED)
    settings_files.bring_in(session, clerk, now, content, catalogue, digest(content))
    session.flush()
    try:
        keep_pc(home, content)
    except OSError as error:
        raise Refusal(Trouble.READ_ONLY) from error
    return looked.changes
