"""How often citizens had to come: counted by the acts, measured item by item."""

from datetime import timedelta

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.deliveries import DeliveryState
from desktop.domain.items import Fulfilment
from desktop.domain.visits import Purpose
from desktop.services import visits
from desktop.services.visits import ItemVisits
from tests import builders
from tests.builders import NOW
from tests.services.counter import BOOK, CARD, issued
from tests.services.on_the_way import advance, ready


def came(opened: Backend, case: int, purpose: Purpose) -> None:
    with writing(opened.engine) as session:
        visits.note_visit(session, builders.clerk(opened), NOW, case, purpose, "问")


def test_at_most_one_visit_is_a_measured_figure(backend: Backend) -> None:
    issued(backend, CARD)  # still under way: it may yet cost a visit
    issued(backend, BOOK)  # done while the citizen waited
    once = ready(backend, Fulfilment.DOOR)
    advance(backend, once, DeliveryState.OUT_FOR_DELIVERY, DeliveryState.DELIVERED)
    twice = ready(backend, Fulfilment.DOOR)
    came(backend, twice, Purpose.SUPPLEMENT)
    came(backend, twice, Purpose.ASK)  # who only asks was not made to come
    advance(backend, twice, DeliveryState.OUT_FOR_DELIVERY, DeliveryState.DELIVERED)
    with reading(backend.engine) as session:
        found = visits.by_item(session, builders.CHIEF, NOW, NOW + timedelta(days=1))
        assert found == (
            ItemVisits(CARD, "居民身份证申领、换领、补领", 2, 1, 3),
            ItemVisits(BOOK, "居民户口簿换领补领", 1, 1, 1),
        )
        later = NOW + timedelta(days=1)
        assert visits.by_item(session, builders.CHIEF, later, later) == ()
