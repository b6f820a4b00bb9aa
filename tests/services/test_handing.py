"""Into whose hands: collected at the window, given at the door, in vain, with a signature."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import CasePaper
from desktop.backend import Backend
from desktop.domain.cases import CaseState
from desktop.domain.deliveries import Attention, DeliveryState, VisitState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Fulfilment
from desktop.domain.papers import PaperKind
from desktop.domain.slips import Signature, SignatureMode, Stroke
from desktop.services import handing
from desktop.services.handing import Receiver
from tests import builders
from tests.services.counter import acts, delivery_of, press
from tests.services.on_the_way import NOW, ON_PAPER, OWNER, line, posted, ready

DAUGHTER = Receiver("赵小妹", "女儿", "居民身份证", "0048", True, "本人行动不便，持授权委托书")
PAIR = ("001002", "001003")


def do(opened: Backend, case: int, act: Any, *values: Any) -> Any:
    found = line(opened, case)
    with writing(opened.engine) as session:
        return act(session, builders.clerk(opened), NOW, found.id, found.version, *values)


def papers(opened: Backend) -> list[PaperKind]:
    with reading(opened.engine) as session:
        return list(session.scalars(select(CasePaper.kind).order_by(CasePaper.id)))


def refused(opened: Backend, case: int, act: Any, *values: Any) -> tuple[Trouble, str]:
    with pytest.raises(Refusal) as error:
        do(opened, case, act, *values)
    return error.value.trouble, error.value.field


def test_the_owner_collects_what_was_kept(backend: Backend) -> None:
    case = ready(backend, Fulfilment.PICKUP)
    assert do(backend, case, handing.keep_ready, "A-3", press(backend)) is not None
    assert do(backend, case, handing.keep_ready, "B-1", press(backend)) is None  # only moved
    drawn = Signature(
        SignatureMode.PAD, "赵桂英", (Stroke(((0.1, 0.2, 0, 0.5), (0.3, 0.4, 9, 0.5))),)
    )
    paper = do(backend, case, handing.collect, OWNER, drawn, press(backend))
    assert papers(backend)[-2:] == [PaperKind.COLLECTION, PaperKind.DELIVERY_PROOF]
    found = line(backend, case)
    assert (found.state, found.case_state) == (DeliveryState.DELIVERED, CaseState.DELIVERED)
    with reading(backend.engine) as session:
        (handed,) = handing.handed_out(session, builders.CHIEF, found.id)
        assert (handed.receiver, handed.signed, handed.paper) == ("赵桂英", True, paper)
        assert handed.officers == ("李窗口 001002",)
        assert acts(session)[-1] == "delivery.handed_out"
        text = session.get_one(CasePaper, paper).text
        assert "赵桂英" in text


def test_a_proxy_says_why_and_raises_no_alarm(backend: Backend) -> None:
    case = ready(backend, Fulfilment.PICKUP)
    bare = replace(DAUGHTER, reason=" ")
    wanted = (Trouble.REASON_MISSING, "reason")
    assert refused(backend, case, handing.collect, bare, ON_PAPER) == wanted
    do(backend, case, handing.collect, DAUGHTER, ON_PAPER)
    found = line(backend, case)
    assert (found.state, found.attention) == (DeliveryState.DELIVERED, Attention.NONE)
    with reading(backend.engine) as session:
        (handed,) = handing.handed_out(session, builders.CHIEF, found.id)
    assert (handed.relation, handed.reason, handed.paper) == (
        "女儿", "本人行动不便，持授权委托书", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "signature", "wanted"),
    [
        (replace(OWNER, name=""), ON_PAPER, (Trouble.NAME_INVALID, "receiver")),
        (replace(OWNER, checked=False), ON_PAPER, (Trouble.IDENTITY_UNCHECKED, "document")),
        (replace(OWNER, document=""), ON_PAPER, (Trouble.IDENTITY_UNCHECKED, "document")),
        (OWNER, None, (Trouble.SIGNATURE_MISSING, "signature")),
        (OWNER, Signature(SignatureMode.REFUSED, ""), (Trouble.SIGNATURE_MISSING, "signature")),
    ],
)
def test_nothing_leaves_the_window_unsigned_or_unchecked(
    backend: Backend, who: Receiver, signature: Signature | None, wanted: tuple[Trouble, str]
) -> None:
    case = ready(backend, Fulfilment.PICKUP)
    assert refused(backend, case, handing.collect, who, signature) == wanted
    assert line(backend, case).state is DeliveryState.PENDING


def test_what_is_on_its_way_is_not_collected_here(backend: Backend) -> None:
    case = posted(backend)
    assert refused(backend, case, handing.collect, OWNER, ON_PAPER)[0] is Trouble.ILLEGAL_MOVE


@pytest.mark.parametrize("officers", [(), ("001002",), ("001002", "001002"), ("001002", "9")])
def test_two_officers_go_to_the_door(backend: Backend, officers: tuple[str, ...]) -> None:
    case = ready(backend, Fulfilment.DOOR)
    wanted = (Trouble.TWO_OFFICERS, "officers")
    assert refused(backend, case, handing.plan_visit, NOW, officers) == wanted


def test_a_visit_is_planned_for_a_day_to_come_and_for_a_door(backend: Backend) -> None:
    case, other = ready(backend, Fulfilment.DOOR), ready(backend, Fulfilment.PICKUP)
    before = NOW - timedelta(days=1)
    assert refused(backend, case, handing.plan_visit, before, PAIR)[0] is Trouble.DATE_PAST
    assert refused(backend, other, handing.plan_visit, NOW, PAIR)[0] is Trouble.ILLEGAL_MOVE
    assert refused(backend, case, handing.visit_done, OWNER, ON_PAPER)[0] is Trouble.ILLEGAL_MOVE


def test_a_result_is_given_at_the_door_at_the_second_try(backend: Backend) -> None:
    case = ready(backend, Fulfilment.DOOR)
    tomorrow = NOW + timedelta(days=1)
    do(backend, case, handing.plan_visit, tomorrow, PAIR)
    with reading(backend.engine) as session:
        assert delivery_of(session, case).alarm_at == tomorrow + timedelta(hours=72)
    assert refused(backend, case, handing.visit_in_vain, " ")[0] is Trouble.REASON_MISSING
    do(backend, case, handing.visit_in_vain, "家中无人")
    assert line(backend, case).attention is Attention.FAILED
    do(backend, case, handing.plan_visit, tomorrow, PAIR)
    do(backend, case, handing.visit_in_vain, "暴雨", True)
    do(backend, case, handing.plan_visit, tomorrow, PAIR)
    paper = do(backend, case, handing.visit_done, DAUGHTER, ON_PAPER, press(backend))
    found = line(backend, case)
    assert found.case_state is CaseState.DELIVERED
    with reading(backend.engine) as session:
        told = handing.visits(session, builders.CHIEF, found.id)
        (handed,) = handing.handed_out(session, builders.CHIEF, found.id)
        text = session.get_one(CasePaper, paper).text
    assert [visit.state for visit in told] == [
        VisitState.DONE, VisitState.CANCELLED, VisitState.IN_VAIN,
    ]  # fmt: skip
    assert told[2].remark == "家中无人"
    assert handed.mode is Fulfilment.DOOR
    assert handed.officers == ("李窗口 001002", "陈主管 001003")
    assert "赵小妹" in text
    assert "示例路1号" in text
