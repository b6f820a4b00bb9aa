"""From hand to hand: collected with a signature, kept on a shelf, files of a carrier taken in."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from db.engine import reading
from desktop.backend import Backend
from desktop.domain.cases import CaseState
from desktop.services import cases
from desktop.views.deliveries import DeliveriesScreen
from desktop.views.deliveries.importing import ImportFile
from desktop.views.desk import Desk, Message
from tests import builders
from tests.robots import DeliveriesRobot
from tests.views.records import Visits

GOOD = "EE123456785CN"


def state(backend: Backend, case: int) -> CaseState:
    with reading(backend.engine) as session:
        return cases.case_view(session, builders.CHIEF, builders.NOW, case).state


def test_a_result_is_kept_and_collected(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend
) -> None:
    issued = visits.parcel()
    robot = DeliveriesRobot(qtbot, DeliveriesScreen(desk))
    robot.press("deliveries.step.ready_for_pickup")
    robot.press("sheet.go")
    assert robot.complaint("form.shelf") != ""
    robot.writes("form.shelf", "A-3")
    robot.press("sheet.go")
    assert state(backend, issued.case) is CaseState.AWAITING_PICKUP
    robot.screen.arrive()  # type: ignore[attr-defined]
    assert robot.says("A-3")


def test_handing_over_wants_document_and_signature(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend
) -> None:
    issued = visits.parcel()
    screen = DeliveriesScreen(desk)
    robot = DeliveriesRobot(qtbot, screen)
    robot.writes("deliveries.waybill", GOOD)
    robot.press("deliveries.post")
    robot.press("deliveries.step.return_to_sender")
    robot.notes("地址不详")
    robot.press("deliveries.step.ready_for_pickup")
    robot.writes("form.shelf", "B-1")
    robot.press("sheet.go")
    robot.screen.arrive()  # type: ignore[attr-defined]
    robot.press("deliveries.step.delivered")
    robot.press("sheet.go")
    assert robot.complaint("form.document") != ""
    robot.find("form.checked", QCheckBox).setChecked(True)
    robot.find("form.on_paper", QCheckBox).setChecked(True)
    robot.press("sheet.go")
    assert state(backend, issued.case) is CaseState.DELIVERED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_carriers_file_is_looked_through_before_it_is_stored(
    qtbot: QtBot, desk: Desk, visits: Visits, backend: Backend, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, said: list[Message], encoding: str,
) -> None:  # fmt: skip
    issued = visits.parcel()
    robot = DeliveriesRobot(qtbot, DeliveriesScreen(desk))
    robot.writes("deliveries.waybill", GOOD)
    robot.press("deliveries.post")
    file = tmp_path / "状态.csv"
    rows = f"运单号,操作时间,物流状态\n{GOOD},2026-11-23 12:00,303\n{GOOD},昨天,301\n"
    file.write_bytes(rows.encode(encoding))
    monkeypatch.setattr(ImportFile, "choose", lambda _self: str(file))
    robot.press("deliveries.import")
    robot.press("sheet.go")
    assert robot.says("第3行")
    assert state(backend, issued.case) is CaseState.POSTED
    robot.press("sheet.go")
    assert state(backend, issued.case) is CaseState.DELIVERED
    assert "1" in said[-1].text
    (alarm,) = robot.alarms
    robot.press(alarm)
    assert robot.says("303")
    assert robot.says("他人签收")
    robot.press("deliveries.look_into")
    robot.writes("form.reason", "本人已拿到")
    robot.press("sheet.go")
    assert robot.alarms == []
