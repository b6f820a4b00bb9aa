"""Statuses taken in: once each, in whatever order, with everything that follows from them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from db.engine import reading, writing
from db.models import CaseEvent, DeliveryEvent, StatusFile
from desktop.backend import Backend
from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.deliveries import Attention, DeliveryState, Source
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tables import Row, RowFault, Table
from desktop.domain.tracking import TrackEvent, read_status
from desktop.services import cases, deliveries, parcels, statuses
from desktop.services.status_files import Part, StatusRow, guess_columns, headings_key
from desktop.services.statuses import Came, Summary, of_events
from tests import builders
from tests.services.counter import acts, delivery_of
from tests.services.on_the_way import GOOD, NOW, OTHER, PREFIXES, THIRD, line, posted

CERTIFICATE = "no-crime-certificate"
_A, _D, _S = Attention, DeliveryState, CaseState
FILE = Came(Source.FILE, "状态.csv", "a" * 64, "h", {Part.WAYBILL: "单号"})


def event(raw: str, hours: float = 1, waybill: str = GOOD, words: str = "") -> TrackEvent:
    read = read_status(raw)
    at = NOW + timedelta(hours=hours)
    return TrackEvent(
        waybill, at, raw, read.state, read.because, read.handing, words or raw, "杭州"
    )


def taken(opened: Backend, *events: TrackEvent, came: Came = FILE, now: datetime = NOW) -> Summary:
    with writing(opened.engine) as session:
        return statuses.apply(session, builders.clerk(opened), now, of_events(events), came)


def looked(opened: Backend, *events: TrackEvent) -> Summary:
    with reading(opened.engine) as session:
        return statuses.preview(session, builders.CHIEF, of_events(events))


@pytest.mark.parametrize(
    ("raw", "state", "case_state", "attention"),
    [
        (("101",), _D.PICKED_UP, _S.POSTED, _A.NONE),
        (("103",), _D.PICKED_UP, _S.POSTED, _A.NONE),
        (("103", "1002", "5"), _D.OUT_FOR_DELIVERY, _S.POSTED, _A.NONE),
        (("301",), _D.DELIVERED, _S.DELIVERED, _A.NONE),
        (("303",), _D.DELIVERED, _S.DELIVERED, _A.TO_ANOTHER),
        (("304",), _D.READY_FOR_PICKUP, _S.POSTED, _A.IDENTITY_IN_LOCKER),
        (("501", "301"), _D.DELIVERED, _S.DELIVERED, _A.NONE),
        (("203",), _D.DELIVERY_FAILED, _S.POSTED, _A.FAILED),
        (("401",), _D.DELIVERY_FAILED, _S.POSTED, _A.FAILED),
        (("14",), _D.RETURN_TO_SENDER, _S.RETURNED, _A.RETURNING),
        (("14", "3"), _D.RETURN_TO_SENDER, _S.RETURNED, _A.RETURNING),
        (("1002", "谁也不懂"), _D.IN_TRANSIT, _S.POSTED, _A.UNREAD),
        (("301", "4"), _D.DELIVERED, _S.DELIVERED, _A.RETURNING),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_delivery_and_case_follow_the_carrier(
    backend: Backend,
    raw: tuple[str, ...],
    state: DeliveryState,
    case_state: CaseState,
    attention: Attention,
    together: bool,
) -> None:
    case = posted(backend)
    events = [event(each, hours) for hours, each in enumerate(raw, 1)]
    if together and raw != ("301", "4") and raw != ("14", "3") and raw != ("1002", "谁也不懂"):
        taken(backend, *events)
    else:
        for each in events:
            taken(backend, each)
    found = line(backend, case)
    assert (found.state, found.case_state, found.attention) == (state, case_state, attention)
    with reading(backend.engine) as session:
        told = deliveries.steps(session, builders.CHIEF, found.id)
        assert {step.raw for step in told} >= set(raw)
        assert found.raw == raw[-1]
        assert told[0].source is Source.FILE


def test_only_identity_documents_make_a_locker_loud(backend: Backend) -> None:
    case = posted(backend, item=CERTIFICATE)
    taken(backend, event("501"))
    assert line(backend, case).attention is _A.IN_LOCKER


def test_the_same_file_twice_changes_nothing(backend: Backend) -> None:
    case = posted(backend)
    events = (event("5", 3), event("103", 1), event("1002", 2), event("1001", 2), event("5", 3))
    shown = looked(backend, *events)
    assert taken(backend, *events) == shown == Summary(5, 4, 1, (), 1)
    before = line(backend, case)
    with reading(backend.engine) as session:
        told = acts(session)
        files = session.scalars(select(StatusFile)).all()
        assert [(each.rows, each.new, each.unchanged, each.refused) for each in files] == [
            (5, 4, 1, 0)
        ]
    assert looked(backend, *events) == Summary(5, 0, 5, ())
    assert taken(backend, *events, now=NOW + timedelta(days=1)) == Summary(5, 0, 5, ())
    with reading(backend.engine) as session:
        assert acts(session) == told
        assert session.scalar(select(func.count()).select_from(StatusFile)) == 1
    assert line(backend, case) == before


def test_a_late_event_moves_nothing_back(backend: Backend) -> None:
    case = posted(backend)
    taken(backend, event("5", 5))
    assert taken(backend, event("1002", 2)).new == 1
    assert line(backend, case).state is _D.OUT_FOR_DELIVERY
    taken(backend, event("301", 5), event("5", 5))  # of equal times the last given, if it is new
    assert line(backend, case).state is _D.OUT_FOR_DELIVERY
    taken(backend, event("301", 5, words="本人"))
    assert line(backend, case).state is _D.DELIVERED


def test_the_carriers_first_word_counts_even_from_before_ours(backend: Backend) -> None:
    case = posted(backend)
    taken(backend, event("103", -2))
    with reading(backend.engine) as session:
        assert delivery_of(session, case).alarm_at == NOW + timedelta(hours=70)


def test_a_file_about_several_parcels(backend: Backend) -> None:
    one, two = posted(backend, GOOD), posted(backend, OTHER)
    fault = StatusRow(3, None, (RowFault(3, "时间", Trouble.FIELD_EMPTY),))
    rows = (*of_events([event("301"), event("4", waybill=OTHER, words="退回")]), fault)
    rows += (StatusRow(4, event("301", waybill=THIRD), ()),)
    with writing(backend.engine) as session:
        found = statuses.apply(session, builders.clerk(backend), NOW, rows, FILE)
    assert (found.rows, found.new, found.unchanged, found.moved) == (4, 2, 0, 2)
    assert [(each.row, each.trouble) for each in found.refused] == [
        (3, Trouble.FIELD_EMPTY), (4, Trouble.PARCEL_UNKNOWN),
    ]  # fmt: skip
    assert line(backend, one).case_state is _S.DELIVERED
    with reading(backend.engine) as session:
        view = cases.case_view(session, builders.CHIEF, NOW, two)
        assert (view.state, view.reason) == (_S.RETURNED, "退回")
        moves = session.execute(select(CaseEvent.case_id, CaseEvent.move)).all()
        assert (one, CaseMove.HAND_OVER) in moves
        assert (two, CaseMove.RETURN) in moves


def test_what_an_earlier_parcel_says_stands_in_the_timeline_alone(backend: Backend) -> None:
    case = posted(backend)
    taken(backend, event("14", 1))
    found = line(backend, case)
    with writing(backend.engine) as session:
        who = builders.clerk(backend)
        parcels.post(session, who, NOW, found.id, found.version, OTHER, PREFIXES)
    taken(backend, event("4", 9))
    found = line(backend, case)
    assert (found.state, found.attention, found.waybill) == (_D.PICKED_UP, _A.NONE, OTHER)
    with reading(backend.engine) as session:
        first = delivery_of(session, case).parcels[0]
        assert (first.raw, first.ended_at) == ("4", NOW)


def test_a_case_that_cannot_follow_is_looked_at(backend: Backend) -> None:
    case = posted(backend)
    with writing(backend.engine) as session:
        delivery_of(session, case).case.state = _S.AWAITING_PICKUP
    taken(backend, event("14"))
    found = line(backend, case)
    assert (found.state, found.attention) == (_D.PICKED_UP, _A.UNREAD)


def test_nothing_comes_of_nothing(backend: Backend) -> None:
    posted(backend)
    with reading(backend.engine) as session:
        before = acts(session)
    assert taken(backend, came=Came(Source.CARRIER)) == Summary(0, 0, 0, ())
    with reading(backend.engine) as session:
        assert acts(session) == before
        assert session.scalar(select(func.count()).select_from(DeliveryEvent)) == 1
    taken(backend, came=FILE)  # its columns are remembered all the same
    with reading(backend.engine) as session:
        assert acts(session)[-1] == "delivery.statuses"


def _table(columns: Sequence[str]) -> Table:
    return Table(tuple(columns), (Row(2, dict.fromkeys(columns, "")),), ())


def test_how_columns_were_read_is_remembered(backend: Backend) -> None:
    table = _table(("单号", "何时", "状态"))
    with reading(backend.engine) as session:
        assert statuses.remembered(session, builders.CHIEF, table) == guess_columns(table)
    columns = {Part.WAYBILL: "单号", Part.TIME: "何时", Part.STATUS: "状态"}
    key = headings_key(table)
    posted(backend)
    taken(backend, event("103"), came=Came(Source.FILE, "x.csv", "b" * 64, key, columns))
    with reading(backend.engine) as session:
        assert statuses.remembered(session, builders.CHIEF, table) == columns
        other = _table((" 单号 ", "何时", "状态"))
        assert statuses.remembered(session, builders.CHIEF, other) == guess_columns(other)


def test_looking_stores_nothing(backend: Backend) -> None:
    case = posted(backend)
    before = line(backend, case)
    assert looked(backend, event("301")) == Summary(1, 1, 0, (), 1)
    assert line(backend, case) == before
    taken(backend, event("301"))
    with pytest.raises(Refusal), writing(backend.engine) as session:
        parcels.look_into(session, builders.clerk(backend), NOW, before.id, before.version, "x")
