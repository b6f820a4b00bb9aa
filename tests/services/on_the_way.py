"""Parcels and presses for the tests of deliveries."""

from datetime import datetime

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.deliveries import DeliveryChoice, DeliveryState
from desktop.domain.items import Fulfilment
from desktop.domain.slips import Signature, SignatureMode
from desktop.domain.waybills import WaybillCheck
from desktop.services import deliveries, handing, parcels
from desktop.services.deliveries import DeliveryFilter, DeliveryRow
from tests import builders
from tests.services.counter import CARD, issued, made

NOW = builders.NOW
GOOD, OTHER, THIRD = "EE123456785CN", "EE100000025CN", "EE100000140CN"
PREFIXES = ("10", "97")
ALL = DeliveryFilter(delivered=True)
OWNER = handing.Receiver("赵桂英", document="居民身份证", id_tail="0024", checked=True)
ON_PAPER = Signature(SignatureMode.PAPER, "赵桂英")


def ready(opened: Backend, mode: Fulfilment = Fulfilment.COURIER, item: str = CARD) -> int:
    """A case with something to hand over."""
    choice = DeliveryChoice(mode, "赵桂英", "13800000000", "杭州市拱墅区示例路1号1幢", consent=True)
    case = issued(opened, item, delivery=choice).case
    made(opened, case)
    return case


def line(opened: Backend, case: int, now: datetime = NOW) -> DeliveryRow:
    """The delivery of a case as the panel shows it."""
    with reading(opened.engine) as session:
        found = deliveries.panel(session, builders.CHIEF, now, ALL)
    return next(each for each in found if each.case == case)


def posted(opened: Backend, waybill: str = GOOD, item: str = CARD) -> int:
    """A case whose parcel was given to the courier."""
    case = ready(opened, item=item)
    found = line(opened, case)
    with writing(opened.engine) as session:
        who = builders.clerk(opened)
        parcels.post(session, who, NOW, found.id, found.version, waybill, PREFIXES)
    return case


def post(opened: Backend, case: int, waybill: str) -> WaybillCheck:
    found = line(opened, case)
    with writing(opened.engine) as session:
        return parcels.post(
            session, builders.clerk(opened), NOW, found.id, found.version, waybill, PREFIXES
        )


def advance(opened: Backend, case: int, *after: DeliveryState, remark: str = "原因") -> None:
    """Whatever act leads to a state: a step, a handing over, a visit to the door."""
    for state in after:
        found = line(opened, case)
        with writing(opened.engine) as session:
            act = (session, builders.clerk(opened), NOW, found.id, found.version)
            door = (
                found.mode is Fulfilment.DOOR and found.state is not DeliveryState.READY_FOR_PICKUP
            )
            match state:
                case DeliveryState.OUT_FOR_DELIVERY if door:
                    handing.plan_visit(*act, NOW, ("001002", "001003"))
                case DeliveryState.DELIVERY_FAILED if door:
                    handing.visit_in_vain(*act, remark)
                case DeliveryState.DELIVERED if door:
                    handing.visit_done(*act, OWNER, ON_PAPER)
                case DeliveryState.DELIVERED if found.at_station:
                    handing.collect(*act, OWNER, ON_PAPER)
                case _:
                    parcels.step(*act, state, remark)
