"""Labels that tell nothing of what is inside, and the list the courier signs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import CasePaper, Delivery, Parcel
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Fulfilment
from desktop.domain.papers import PaperKind
from desktop.services import delivery_papers
from desktop.services.delivery_papers import PostingRow
from tests import builders
from tests.services.counter import acts, press
from tests.services.on_the_way import GOOD, NOW, OTHER, line, posted, ready

TODAY = NOW.date()


@pytest.mark.parametrize("kind", [PaperKind.LABEL, PaperKind.ENVELOPE])
def test_a_label_bears_the_address_and_no_matter(backend: Backend, kind: PaperKind) -> None:
    case = posted(backend)
    with writing(backend.engine) as session:
        paper = delivery_papers.address_sheet(
            session, builders.clerk(backend), NOW, press(backend), line(backend, case).id, kind
        )
        assert acts(session)[-1] == "delivery.address"
    told = paper.pdf.decode()
    assert "13800000000" in told
    assert "身份证" not in told


def test_a_label_wants_an_address(backend: Backend) -> None:
    found = line(backend, ready(backend, Fulfilment.PICKUP))
    with writing(backend.engine) as session:
        session.get_one(Delivery, found.id).address = ""
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        delivery_papers.address_sheet(
            session, builders.clerk(backend), NOW, press(backend), found.id, PaperKind.LABEL
        )
    assert refused.value.field == "address"


def lists(opened: Backend) -> tuple[PostingRow, ...]:
    with writing(opened.engine) as session:
        who = builders.clerk(opened)
        return delivery_papers.posting_list(session, who, NOW, press(opened), TODAY)


def test_the_courier_signs_for_the_parcels_of_the_day(backend: Backend) -> None:
    posted(backend, GOOD)
    posted(backend, OTHER)
    posted(backend, "9812345678901")
    made = lists(backend)
    assert [each.parcels for each in made] == [2, 1]
    with reading(backend.engine) as session:
        parcels = delivery_papers.posted_on(session, builders.CHIEF, NOW, TODAY)
        assert [(each.waybill, each.listed) for each in parcels] == [
            (GOOD, True), (OTHER, True), ("9812345678901", True),
        ]  # fmt: skip
        tomorrow = TODAY + timedelta(days=1)
        assert delivery_papers.posted_on(session, builders.CHIEF, NOW, tomorrow) == ()
        text = session.get_one(CasePaper, made[0].paper).text
        assert GOOD in text
        assert "13800000000" not in text
        assert "1号1幢" not in text
    with pytest.raises(Refusal) as refused:
        lists(backend)
    assert refused.value.trouble is Trouble.NOT_FOUND
    for _ in range(2):
        with writing(backend.engine) as session:
            delivery_papers.signed_for(session, builders.clerk(backend), NOW, made[0].id)
    with reading(backend.engine) as session:
        found = delivery_papers.postings(session, builders.CHIEF, TODAY)
        assert [(each.signed_at, each.parcels) for each in found] == [(NOW, 2), (None, 1)]
        assert acts(session).count("posting.signed") == 1
        kinds = session.scalars(select(Parcel.posting_id)).all()
        assert len(set(kinds)) == 2
