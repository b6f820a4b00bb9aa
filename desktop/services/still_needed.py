"""What one person still has to bring (还缺什么): read from the slip, without their number."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Slip
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.slips import MaterialState
from desktop.services.looks import Look, looked

WANTED = {MaterialState.MISSING, MaterialState.DEFECTIVE}


@dataclass(frozen=True, slots=True)
class Lacking:
    """One paper that is missing, or why the one that was here will not do."""

    name: str
    form: str
    issuer: str
    remark: str


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
    rows = tuple(
        Lacking(line["name"], line["form"], line["issuer"], line["remark"])
        for line in told["materials"]
        if line["state"] in WANTED
    )
    if not rows:
        return None
    items = tuple(item["name"] for item in told["items"])
    return StillNeeded(
        told["applicant"]["name"], items, rows, told["unit"], told["hours"], told["enquiry_phone"]
    )
