"""What one person still has to bring (还缺什么): read from the slip, without their number."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db.models import Slip
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.slips import MaterialState
from desktop.services.looks import Look, looked

WANTED = {MaterialState.MISSING, MaterialState.DEFECTIVE}
GOOD = {MaterialState.HERE, MaterialState.WAIVED}


@dataclass(frozen=True, slots=True)
class Lacking:
    """One paper that is missing, or why the one that was here will not do.

    Of the papers with the same `group` one is enough.
    """

    name: str
    form: str
    issuer: str
    remark: str
    group: str


@dataclass(frozen=True, slots=True)
class StillNeeded:
    """A person's name, the matter, what lacks, and whom to ask; nothing else of the person."""

    name: str
    items: tuple[str, ...]
    rows: tuple[Lacking, ...]
    unit: str
    hours: str
    phone: str


def still_needed(session: Session, clerk: Clerk, now: datetime, slip: int) -> StillNeeded | None:
    """What the person of a slip still has to bring; None where nothing lacks.

    Raises Refusal(NOT_FOUND) for a slip whose text was erased. The look is written down.
    """
    need(clerk, Right.SERVE)
    row = session.get_one(Slip, slip)
    if not row.text:
        raise Refusal(Trouble.NOT_FOUND)
    looked(session, clerk, now, Look.SLIP, row.case_id, slip=row.number)
    told = json.loads(row.text)
    rows = tuple(_lacking(told["materials"]))
    if not rows:
        return None
    items = tuple(item["name"] for item in told["items"])
    return StillNeeded(
        told["applicant"]["name"], items, rows, told["unit"], told["hours"], told["enquiry_phone"]
    )


def _lacking(lines: list[dict[str, Any]]) -> Iterator[Lacking]:
    """What is wanted in the slip's order, the papers of a group together; none of a settled one."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for number, line in enumerate(lines):
        groups.setdefault(line["group"] or f"#{number}", []).append(line)
    for group in groups.values():
        choice = group[0]["group"]
        if choice and any(line["state"] in GOOD for line in group):
            continue
        for line in group:
            open_ = line["state"] == MaterialState.OPEN and (choice or line["required"])
            if open_ or line["state"] in WANTED:
                yield Lacking(line["name"], line["form"], line["issuer"], line["remark"], choice)
