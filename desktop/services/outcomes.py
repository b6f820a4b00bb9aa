"""How a visit ends (art. 32): what becomes of the case, and the papers that go with it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Case, CaseEvent, Slip
from desktop.domain.cases import CaseMove, CaseState, Outcome
from desktop.domain.deliveries import DeliveryState
from desktop.domain.intake import Matter
from desktop.domain.officers import Clerk
from desktop.domain.papers import PaperKind
from desktop.services import deferred, supplements
from desktop.services.acceptance import accepted
from desktop.services.case_facts import facts_for, matter_at
from desktop.services.moves import apply_move
from desktop.services.papers import MAKES, PaperRow, Press, issue, row_of

Told = tuple[PaperKind, CaseEvent]
"""A paper that goes with a move of this visit; it is made when the slip has its number."""


def conclude(
    session: Session, clerk: Clerk, now: datetime, case: Case, matter: Matter
) -> Iterator[Told]:
    """Move the case as the visit ended; acceptance takes a number and starts the clock.

    Gives the papers that go with it, to be made by `paper` when the slip is there.
    """
    draft = matter.draft
    if case.state is CaseState.SUPPLEMENT_WAIT and matter.outcome is not Outcome.NOTICE_ONLY:
        supplements.brought(case, now, matter)
        yield from _moved(session, clerk, now, case, CaseMove.TAKE_SUPPLEMENT)
    match matter.outcome:
        case Outcome.NOTICE_ONLY:
            return
        case Outcome.NOT_ACCEPT:
            reason = f"{draft.reason}；{draft.right_body}" if draft.right_body else draft.reason
            yield from _moved(session, clerk, now, case, CaseMove.DECLINE, reason)
        case Outcome.RECEIVE | Outcome.SUPPLEMENT:
            yield from _received(session, clerk, now, case, matter)
        case _ if case.number is not None and replaced(session, case) is not None:
            # accepted under a slip that is void: the case keeps its number and its limit
            _redirect(now, case, matter)
        case Outcome.DEFERRED:
            deferred.promise(session, clerk, now, case, matter, deferred.owed_of(matter))
            accepted(session, now, case, matter, now)
            yield from _moved(session, clerk, now, case, CaseMove.ACCEPT_DEFERRED)
        case Outcome.ACCEPT:
            accepted(session, now, case, matter, now)
            event = apply_move(session, clerk, now, case, CaseMove.ACCEPT, "")
            if matter.on_the_spot:  # done while the visitor waits: the slip is all the paper
                apply_move(session, clerk, now, case, CaseMove.FINISH_ON_THE_SPOT, "")
            else:
                yield PaperKind.ACCEPTANCE, event


def _moved(
    session: Session, clerk: Clerk, now: datetime, case: Case, move: CaseMove, reason: str = ""
) -> Iterator[Told]:
    yield MAKES[move], apply_move(session, clerk, now, case, move, reason)


def _received(
    session: Session, clerk: Clerk, now: datetime, case: Case, matter: Matter
) -> Iterator[Told]:
    """The materials stay here; what is missing is asked for at once, or within five days."""
    if case.state is CaseState.NOTICE_GIVEN:
        yield from _moved(session, clerk, now, case, CaseMove.RECEIVE)
    supplements.guard(session, case, now)
    if matter.outcome is Outcome.SUPPLEMENT:
        supplements.add_round(case, clerk, now, supplements.wanted_of(matter), matter.draft.until)
        case.guard_on = None
        yield from _moved(session, clerk, now, case, CaseMove.ASK_SUPPLEMENT)


def _redirect(now: datetime, case: Case, matter: Matter) -> None:
    """A case taken up again may go elsewhere, as long as nothing is on its way."""
    delivery, choice = case.delivery, matter.draft.delivery
    if delivery is None or delivery.state is not DeliveryState.PENDING or choice.mode is None:
        return
    delivery.mode, delivery.address, delivery.consent = choice.mode, choice.address, choice.consent
    delivery.recipient = choice.recipient or matter.draft.applicant.person.name
    delivery.phone = choice.phone or matter.draft.applicant.person.phone
    delivery.updated_at = now


def paper(
    session: Session, clerk: Clerk, now: datetime, press: Press, case: Case, told: Told
) -> PaperRow:
    """Make one of the papers of a visit."""
    kind, event = told
    session.flush()
    session.expire(case, ["slips", "events"])
    match kind:
        case PaperKind.SUPPLEMENT:
            facts = supplements.notice(press, case, now)
        case PaperKind.DEFERRED:
            facts = deferred.notice(press, case, matter_at(press, case, now.date()), now)
        case _:
            facts = facts_for(press, case, kind, now)
    return row_of(issue(session, clerk, now, press, facts, case, event))


def replaced(session: Session, case: Case) -> int | None:
    """The void slip that a new one of the same case stands in for."""
    last = session.scalar(
        select(Slip).where(Slip.case_id == case.id).order_by(Slip.id.desc()).limit(1)
    )
    return None if last is None or last.voided_at is None else last.id
