"""Visits that end in another way than accepted with everything here."""

from dataclasses import replace
from typing import Any

from db.engine import writing
from desktop.backend import Backend
from desktop.domain.cases import Outcome
from desktop.domain.intake import Draft, Finding
from desktop.domain.slips import MaterialState
from desktop.services import deferred, intake
from desktop.services.intake import Issued
from tests import builders
from tests.builders import CHIEF, NOW
from tests.services.counter import CARD, draft, issued


def part(opened: Backend, *here: str, item: str = CARD, **more: Any) -> Draft:
    """A visit where only some materials are here, the rest missing."""
    done = draft(opened, item, **more)
    found = {
        name: Finding(MaterialState.HERE if name in here else MaterialState.MISSING)
        for name in done.materials
    }
    return signed(opened, replace(done, materials=found))


def signed(opened: Backend, done: Draft) -> Draft:
    """The same answers with the text they make signed."""
    who = builders.clerk(opened)
    at_hand = builders.counter(opened, who)
    facts = at_hand.station
    matter, _ = intake.preview(at_hand.shelf, at_hand.template, facts, who, done, NOW)
    assert done.signature is not None
    return replace(done, signature=replace(done.signature, text_hash=matter.told))


def ended(opened: Backend, done: Draft, outcome: Outcome, **more: Any) -> Issued:
    """A visit that ends as the officer decides."""
    return issued(opened, done=signed(opened, replace(done, outcome=outcome, **more)))


def allow(backend: Backend, item: str = CARD) -> None:
    """The station lets every material of an item follow later."""
    catalogue = builders.counter(backend, CHIEF).shelf.catalogue
    names = [row.material for row in catalogue.items[item].materials]
    with writing(backend.engine) as session:
        deferred.allow(session, CHIEF, NOW, catalogue, item, names)
