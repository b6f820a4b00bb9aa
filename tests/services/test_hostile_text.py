"""Text that wants to be markup or turns lines around, from the form to paper, list and database."""

from dataclasses import replace

import pytest

from db.engine import reading, writing
from db.models import Case, Delivery, Slip
from desktop.backend import Backend
from desktop.domain.cases import CaseMove
from desktop.domain.deliveries import DeliveryChoice
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Fulfilment
from desktop.printing.listing import render_list
from desktop.printing.pdf import render_slip
from desktop.services import cases, intake, moves
from tests import builders
from tests.printing import readers
from tests.services import counter
from tests.services.counter import CARD, issued, press

MARKUP = "朝晖路 & < > \" ' </para> <img src=file:///etc/passwd> <b> &lt; 1号"
TURNED = "朝晖\u202e路1\u2066号\u200b"


def _delivered_to(address: str) -> DeliveryChoice:
    return DeliveryChoice(Fulfilment.COURIER, "赵桂英", "13800000000", address, consent=True)


def _issued(opened: Backend, address: str) -> str:
    """The text of a slip whose parcel goes to an address."""
    person = replace(builders.OLD_WOMAN, hukou_address=address)
    done = counter.draft(opened, CARD, person=person, delivery=_delivered_to(address))
    who = builders.clerk(opened)
    at_hand = builders.counter(opened, who)
    window = counter.desk(opened, who, lambda content: render_slip(content, at_hand.template))
    with writing(opened.engine) as session:
        result = intake.issue(session, who, builders.NOW, window, "hostile", done)
    return readers.text(result.paper.pdf)


def test_markup_is_printed_as_it_stands(backend: Backend) -> None:
    assert readers.squeezed(MARKUP) in _issued(backend, MARKUP)


def test_what_turns_lines_around_reaches_neither_paper_nor_records(backend: Backend) -> None:
    assert "朝晖路1号" in _issued(backend, TURNED)
    with reading(backend.engine) as session:
        (case,) = session.query(Case).all()
        (delivery,) = session.query(Delivery).all()
        (slip,) = session.query(Slip).all()
        kept = f"{case.answers} {delivery.address} {slip.text} {[f.reason for f in case.flags]}"
    assert "朝晖路1号" in kept
    assert not {"\u202e", "\u2066", "\u200b"} & set(kept)


def test_a_name_that_holds_markup_is_refused(backend: Backend) -> None:
    person = replace(builders.OLD_WOMAN, name="<b>赵桂英</b>")
    with pytest.raises(Refusal) as refused:
        issued(backend, CARD, person=person)
    assert refused.value.trouble is Trouble.NAME_INVALID


def test_a_reason_of_invisible_signs_is_none(backend: Backend) -> None:
    done = issued(backend, CARD)
    who = builders.clerk(backend)
    with reading(backend.engine) as session:
        version = cases.case_view(session, builders.CHIEF, builders.NOW, done.case).version
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        moves.move_case(
            session,
            who,
            builders.NOW,
            press(backend),
            done.case,
            version,
            CaseMove.WITHDRAW,
            "\u200b\u202e ",
        )
    assert refused.value.trouble is Trouble.REASON_MISSING
    with writing(backend.engine) as session:
        moves.move_case(
            session,
            who,
            builders.NOW,
            press(backend),
            done.case,
            version,
            CaseMove.WITHDRAW,
            " 不\u202e办了 ",
        )
    with reading(backend.engine) as session:
        assert cases.case_view(session, builders.CHIEF, builders.NOW, done.case).reason == "不办了"


def test_the_printed_list_takes_no_markup() -> None:
    text = readers.text(render_list(MARKUP, ("编号", "姓名"), [("1", MARKUP)]).pdf)
    assert text.count("<imgsrc=file:///etc/passwd>") == 2
