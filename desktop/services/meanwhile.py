"""Who was faster: what the later of two officers is told of a case that changed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Audit, Case, Officer
from desktop.domain.errors import Refusal, Trouble


def changed(session: Session, case: Case) -> Refusal:
    """The refusal of a stale view: who acted on the case last, when, what, where it stands now."""
    told = Refusal(Trouble.CHANGED_MEANWHILE)
    rows = (
        select(Audit.at, Audit.act, Officer.name)
        .join(Officer, Officer.id == Audit.officer, isouter=True)
        .where(Audit.subject == (case.number or str(case.id)))
        .order_by(Audit.seq.desc())
        .limit(1)
    )
    last = session.execute(rows).one_or_none()
    if last is not None:
        told.values = {
            "at": datetime.fromisoformat(last.at),
            "act": last.act,
            "by": last.name or "",
            "state": case.state,
        }
    return told
