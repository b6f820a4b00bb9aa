"""A counter for the services' tests: visits ended with a paper that costs nothing to draw."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import writing
from db.models import Audit, Case, Delivery
from desktop.backend import Backend
from desktop.domain.cases import CaseMove
from desktop.domain.intake import Draft
from desktop.domain.officers import Clerk
from desktop.domain.paper_templates import PaperTemplate
from desktop.domain.papers import PaperContent
from desktop.domain.printing import Paper
from desktop.domain.slips import SlipContent, to_text
from desktop.services import intake
from desktop.services import moves as case_moves
from desktop.services.intake import Issued
from desktop.services.papers import Press
from tests import builders

BOOK, CARD, HOTEL = "household-book-replace", "id-card", "hotel-licence"
_keys = count(1)


def drawn(content: SlipContent) -> Paper:
    """A paper as good as a PDF for everything but looking at it."""
    pdf = b"%PDF " + to_text(content).encode()
    return Paper(pdf, hashlib.sha256(pdf).hexdigest(), 1)


def drawn_paper(content: PaperContent, _template: PaperTemplate) -> Paper:
    """The same for the other papers."""
    pdf = b"%PDF " + to_text(content).encode()
    return Paper(pdf, hashlib.sha256(pdf).hexdigest(), 1)


def press(opened: Backend) -> Press:
    """What papers are made with."""
    return builders.press(builders.counter(opened, builders.CHIEF), drawn_paper)


def desk(opened: Backend, who: Clerk, render: intake.Render = drawn) -> intake.Desk:
    """What an issuing window brings along."""
    counter = builders.counter(opened, who)
    return intake.Desk(counter.shelf, counter.template, render, press(opened))


def draft(opened: Backend, *items: str, number: str = "001002", **more: Any) -> Draft:
    """A draft in which nothing is open."""
    person = more.pop("person", builders.OLD_WOMAN)
    return builders.finished_draft(
        opened, builders.clerk(opened, number), items or (CARD,), person, **more
    )


def issued(
    opened: Backend,
    *items: str,
    number: str = "001002",
    now: datetime = builders.NOW,
    key: str = "",
    done: Draft | None = None,
    **more: Any,
) -> Issued:
    """A visit that ended; everything was here unless told otherwise."""
    who = builders.clerk(opened, number)
    done = done or draft(opened, *items, number=number, **more)
    window = desk(opened, who)
    with writing(opened.engine) as session:
        return intake.issue(session, who, now, window, key or f"key-{next(_keys)}", done)


def many(opened: Backend, done: Draft, moments: Iterable[datetime]) -> list[Issued]:
    """The same visit over and over, in one act, so that long lists come quickly."""
    who = builders.clerk(opened)
    window = desk(opened, who)
    with writing(opened.engine) as session:
        return [
            intake.issue(session, who, moment, window, f"key-{next(_keys)}", done)
            for moment in moments
        ]


def moved(opened: Backend, case: int, *moves: CaseMove, reason: str = "") -> None:
    """Take a case some moves on."""
    who = builders.clerk(opened)
    for move in moves:
        with writing(opened.engine) as session:
            version = session.get_one(Case, case).version
            case_moves.move_case(
                session, who, builders.NOW, press(opened), case, version, move, reason
            )


def made(opened: Backend, case: int) -> None:
    """Take an accepted case to where there is something to hand over."""
    moved(opened, case, CaseMove.EXAMINE, CaseMove.APPROVE, CaseMove.MAKE_CERTIFICATE)


def delivery_of(session: Session, case: int) -> Delivery:
    """The delivery of a case."""
    return session.scalars(select(Delivery).where(Delivery.case_id == case)).one()


def acts(session: Session) -> list[str]:
    """What the chain says was done, in order."""
    return list(session.scalars(select(Audit.act).order_by(Audit.seq)))
