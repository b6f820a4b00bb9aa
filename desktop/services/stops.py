"""A limit is stopped, goes on, is extended (Administrative Licensing Law art. 42 and 45)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from db.models import Case, CaseExtension, CasePause
from desktop.domain.cases import CaseMove
from desktop.domain.clocks import PauseKind
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Limit
from desktop.domain.notice import limit_words
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.papers import PaperFacts, PaperKind, day_words
from desktop.domain.workdays import Unit
from desktop.services.case_facts import limit_of, matter_at, paper_case
from desktop.services.clocks import settle_all, strip_of
from desktop.services.moves import concluded, opened
from desktop.services.officers import Second
from desktop.services.papers import PaperRow, Press, issue, row_of

CAUSES = {PauseKind.EXPERT_REVIEW: "review"}
"""Names of the template's words where they differ from ours."""

LONGEST_EXTENSION = 15
"""Working days: 10 alone, 15 for offices together (art. 42)."""


def suspend(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    case: int,
    version: int,
    kind: PauseKind,
    reason: str,
    expected: date | None,
) -> PaperRow | None:
    """Stop the limit for a hearing, test or review; the applicant is told how long in writing."""
    need(clerk, Right.SERVE)
    moving = opened(session, clerk, now, case, version, CaseMove.SUSPEND, reason)
    if expected is not None and expected < now.date():
        raise Refusal(Trouble.DATE_PAST, field="expected")
    row = moving.case
    pause = CasePause(
        case_id=row.id, track_id=None, kind=kind, reason=moving.reason, expected=expected,
        begin=now, begun_by=clerk.id, end=None, ended_by=None,
    )  # fmt: skip
    row.pauses.append(pause)
    session.flush()
    settle_all(session, row, now)

    def facts() -> PaperFacts:
        return suspension(press, row, now, kind, moving.reason, expected)

    return concluded(session, clerk, now, moving, press, facts, kind=kind)


def suspension(
    press: Press, case: Case, now: datetime, kind: PauseKind, reason: str, expected: date | None
) -> PaperFacts:
    """What the notice of a stopped limit says: for what, since when, and for about how long."""
    days = "" if expected is None else f"{(expected - now.date()).days}天（自然日）"
    values = {
        "cause": CAUSES.get(kind, kind.value),
        "from_day": day_words(now.date()),
        "length": days,
        "until": day_words(expected),
    }
    told = paper_case(case, matter_at(press, case, now.date()), now)
    return PaperFacts(kind=PaperKind.SUSPENSION, case=told, reason=reason, values=values)


def resume(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    case: int,
    version: int,
    reason: str,
) -> PaperRow | None:
    """Let a stopped limit go on; its last day is computed anew."""
    need(clerk, Right.SERVE)
    moving = opened(session, clerk, now, case, version, CaseMove.RESUME, reason)
    row = moving.case
    for pause in row.pauses:
        if pause.end is None and pause.track_id is None:
            pause.end, pause.ended_by = now, clerk.id
    session.flush()
    settle_all(session, row, now)
    return concluded(session, clerk, now, moving, press)


def extend(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    case: int,
    version: int,
    count: int,
    reason: str,
    second: Second | None,
) -> PaperRow | None:
    """Make a limit longer, once, with the head's approval and the reasons told (art. 42)."""
    need(clerk, Right.SERVE)
    moving = opened(session, clerk, now, case, version, CaseMove.EXTEND, reason, second)
    row, approver = moving.case, moving.second
    if row.limit_unit is None or not 1 <= count <= LONGEST_EXTENSION:
        raise Refusal(Trouble.COUNT_WRONG, field="count", most=LONGEST_EXTENSION)
    old = row.due
    row.extensions.append(
        CaseExtension(
            case_id=row.id, track_id=None, at=now, count=count, reason=moving.reason,
            officer_id=clerk.id, second_id=clerk.id if approver is None else approver.id,
        )
    )  # fmt: skip
    session.flush()
    settle_all(session, row, now)
    limit, by = Limit(count, row.limit_unit, None), "" if approver is None else approver.name

    def facts() -> PaperFacts:
        return extension(press, row, now, limit, (old, row.due), by, moving.reason)

    return concluded(session, clerk, now, moving, press, facts, count=count)


def extension(
    press: Press,
    case: Case,
    now: datetime,
    limit: Limit,
    days: tuple[date | None, date | None],
    approver: str,
    reason: str,
) -> PaperFacts:
    """What the notice of a longer limit says: how much, the last day before and now, who, why."""
    old, new = days
    values = {
        "days": limit_words(limit, press.notice.phrases).removesuffix("内"),
        "old_due": day_words(old),
        "new_due": day_words(new),
        "approver": approver,
    }
    told = paper_case(case, matter_at(press, case, now.date()), now)
    return PaperFacts(PaperKind.EXTENSION, told, reason=reason, values=values)


def print_strip(
    session: Session, clerk: Clerk, now: datetime, press: Press, case: int
) -> PaperRow | None:
    """Issue the sheet that explains every day of a limit to the applicant; None without one."""
    need(clerk, Right.SERVE)
    found, row = strip_of(session, clerk, now, case), session.get_one(Case, case)
    if found is None:
        return None
    matter = matter_at(press, row, now.date())
    rows = tuple(
        {
            "day": day_words(each.day),
            "weekday": str(each.day.weekday()),
            "kind": "suspended" if each.pause else each.kind.value,
            "number": _number(each.number, found.clock.unit),
            "reason": each.pause.reason if each.pause else "",
        }
        for each in found.days
    )
    values = {"limit": limit_of(press, matter), "start": day_words(found.clock.start.date())}
    facts = PaperFacts(
        kind=PaperKind.CLOCK, case=paper_case(row, matter, now), values=values, rows=rows
    )
    return row_of(issue(session, clerk, now, press, facts, row))


def _number(number: int | None, unit: Unit) -> str:
    if number is None:
        return ""
    return f"{number / 60:g} 小时" if unit is Unit.WORKING_HOUR else str(number)
