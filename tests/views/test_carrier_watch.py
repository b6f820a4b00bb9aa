"""Asking in the background: off by default, stored when it answers, one quiet line when not."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.deliveries import DeliveryState
from desktop.services import carriers
from desktop.services.carriers import CarrierSetting
from desktop.views.carrier_watch import CarrierWatch
from desktop.views.desk import Desk, Message
from desktop.views.settings.carrier import CarrierForm
from tests import builders
from tests.conftest import DeskOf
from tests.robots.base import Robot
from tests.services.on_the_way import line, posted


def test_nothing_is_asked_by_default(desk: Desk, backend: Backend, said: list[Message]) -> None:
    case = posted(backend)
    parent = QObject()
    CarrierWatch(desk, parent).look()
    assert said == []
    assert line(backend, case).state is DeliveryState.PICKED_UP


def test_without_a_network_there_is_one_line(
    desk: Desk, backend: Backend, said: list[Message]
) -> None:
    posted(backend)
    nowhere = CarrierSetting("http://127.0.0.1:9/query", "customer", "key", on=True)
    with writing(backend.engine) as session:
        chief = builders.clerk(backend, "001001")
        carriers.change(session, chief, builders.NOW, nowhere)
    parent = QObject()
    watch = CarrierWatch(desk, parent)
    watch.look()
    watch.look()
    assert len(said) == 1


def test_the_account_is_written_and_its_key_is_not_shown(
    qtbot: QtBot, desk_of: DeskOf, backend: Backend
) -> None:
    robot = Robot(qtbot, CarrierForm(desk_of("001001")))
    robot.find("carrier.on", QCheckBox).setChecked(True)
    robot.press("carrier.save")
    assert robot.complaint("carrier.url") != ""
    robot.writes("carrier.url", "https://carrier.invalid/query")
    robot.writes("carrier.customer", "customer")
    robot.writes("carrier.key", "a secret")
    robot.press("carrier.save")
    assert robot.text("carrier.key") == ""
    with reading(backend.engine) as session:
        shown = carriers.shown(session, builders.CHIEF)
    assert (shown.on, shown.has_key) == (True, True)
