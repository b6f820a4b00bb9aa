"""Settings of another counter in the window: looked at first, then one act, or nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from db.engine import reading
from desktop import settings as pc
from desktop.backend import Backend
from desktop.domain.settings_file import ENDING, wrapped
from desktop.services import audit, station
from desktop.settings import Settings
from desktop.views.desk import Desk
from desktop.views.rooms import Rooms
from desktop.views.settings import SettingsScreen
from desktop.views.settings.bundle import BringIn
from tests.conftest import DeskOf
from tests.robots import SettingsRobot

Give = Callable[[dict[str, Any]], Path]
CHANGED = {"pc": {"theme": "dark"}, "station": {"enquiry_phone": "0571-00000000"}}


@pytest.fixture
def give(tmp_path: Path) -> Give:
    """A file with some settings."""

    def made(content: dict[str, Any]) -> Path:
        file = tmp_path / f"other{ENDING}"
        file.write_text(json.dumps(wrapped(content, "0.1.0")), "utf-8")
        return file

    return made


@pytest.fixture
def admin(desk_of: DeskOf, home: Path) -> Desk:
    desk = desk_of("001001")
    desk.pc.kept_by(lambda settings: pc.save(home, settings))
    return desk


@pytest.fixture
def screen(qtbot: QtBot, admin: Desk) -> SettingsRobot:
    return SettingsRobot(qtbot, SettingsScreen(admin))


def opens(robot: SettingsRobot, file: Path | str) -> None:
    """Press the button and choose a file."""
    robot.turns_to("本机")
    part = robot.find("bundle", BringIn)
    part.choose_file = lambda: str(file)  # type: ignore[method-assign]
    robot.press("bundle.open")


def lines(robot: SettingsRobot) -> list[str]:
    return [each.text() for each in robot.find("bundle.changes", QWidget).findChildren(QLabel)]


def phone(backend: Backend) -> str:
    with reading(backend.engine) as session:
        facts = station.station(session)
    assert facts is not None
    return facts.enquiry_phone


def acts(backend: Backend) -> list[str]:
    with reading(backend.engine) as session:
        return [entry.act for entry in audit.entries(session)]


def test_what_would_change_is_shown_and_taken_over_in_one_act(
    screen: SettingsRobot, give: Give, backend: Backend, admin: Desk, home: Path
) -> None:
    before = acts(backend)
    opens(screen, give(CHANGED))
    assert lines(screen) == ["pc.theme: light → dark", "station.enquiry_phone: — → 0571-00000000"]
    assert (phone(backend), acts(backend)) == ("", before)
    screen.press("sheet.take")
    assert phone(backend) == "0571-00000000"
    assert pc.load(home).theme == admin.settings.theme == "dark"
    assert acts(backend)[len(before) :] == ["station.change", "settings.import"]


def test_cancelled_nothing_changes(screen: SettingsRobot, give: Give, backend: Backend) -> None:
    before = acts(backend)
    opens(screen, give(CHANGED))
    screen.press("sheet.")
    assert (phone(backend), acts(backend)) == ("", before)


def test_the_same_again_says_so(screen: SettingsRobot, give: Give) -> None:
    opens(screen, give({"pc": {"theme": "light"}}))
    assert "已经" in screen.text("bundle.said")


def test_mistakes_are_named_by_their_key_and_nothing_is_taken(
    screen: SettingsRobot, give: Give, backend: Backend
) -> None:
    opens(screen, give({"pc": {"theme": "pink"}, "station": {"enquiry_phone": 5}}))
    said = screen.text("bundle.said")
    assert "pc.theme" in said
    assert "station.enquiry_phone" in said
    assert phone(backend) == ""


def test_a_file_that_is_none_or_gone_is_told(screen: SettingsRobot, tmp_path: Path) -> None:
    other = tmp_path / "other.onevisit"
    opens(screen, other)
    assert screen.text("bundle.said")
    other.write_text("no")
    opens(screen, other)
    assert "file: " in screen.text("bundle.said")
    opens(screen, "")
    assert "file: " in screen.text("bundle.said")


def test_what_changed_meanwhile_is_looked_at_again(
    screen: SettingsRobot, give: Give, backend: Backend, home: Path
) -> None:
    opens(screen, give(CHANGED))
    pc.save(home, Settings(theme="dark"))
    screen.press("sheet.take")
    assert "重新" in screen.text("bundle.said")
    assert phone(backend) == ""


def test_a_file_given_at_the_start_leads_an_administrator_there(
    qtbot: QtBot, admin: Desk, give: Give
) -> None:
    rooms = Rooms(admin, lambda _settings: None)
    qtbot.addWidget(rooms.frame)
    rooms.open_file(give(CHANGED))
    robot = SettingsRobot(qtbot, rooms.frame)
    assert lines(robot)[0] == "pc.theme: light → dark"


def test_others_are_told_whose_act_it_is(qtbot: QtBot, desk: Desk, give: Give) -> None:
    said: list[str] = []
    desk.bar.told.connect(lambda message: said.append(message.text))
    rooms = Rooms(desk, lambda _settings: None)
    qtbot.addWidget(rooms.frame)
    rooms.open_file(give(CHANGED))
    assert "管理员" in said[-1]


def test_where_this_pc_cannot_keep_its_part_nothing_is_stored(
    screen: SettingsRobot, give: Give, backend: Backend, home: Path
) -> None:
    before = acts(backend)
    opens(screen, give(CHANGED))
    (home / f"{pc.FILE}.new").mkdir()  # in the way of the file
    screen.press("sheet.take")
    assert screen.text("bundle.said")
    assert (phone(backend), acts(backend)) == ("", before)


def test_a_file_without_a_part_for_pcs_leaves_this_one_alone(
    screen: SettingsRobot, give: Give, backend: Backend, home: Path
) -> None:
    opens(screen, give({"station": {"enquiry_phone": "0571-00000000"}}))
    screen.press("sheet.take")
    assert phone(backend) == "0571-00000000"
    assert not (home / pc.FILE).exists()
