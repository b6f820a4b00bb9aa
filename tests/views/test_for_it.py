"""The button that saves a file for IT."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.views.settings import SettingsScreen
from desktop.views.settings.for_it import ForIT
from tests.conftest import DeskOf
from tests.robots import SettingsRobot


@pytest.fixture
def about(qtbot: QtBot, desk_of: DeskOf) -> SettingsRobot:
    """The page that a supervisor sees, too."""
    robot = SettingsRobot(qtbot, SettingsScreen(desk_of("001003")))
    robot.turns_to("关于")
    return robot


def choosing(monkeypatch: pytest.MonkeyPatch, file: Path | str) -> None:
    monkeypatch.setattr(ForIT, "choose_file", lambda _self: str(file))


def test_a_file_is_saved(
    about: SettingsRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choosing(monkeypatch, tmp_path / "it")
    about.press("for_it.save")
    assert f"{tmp_path / 'it.zip'}" in about.text("for_it.said")
    assert about.find("for_it.save", QPushButton).isEnabled()
    with zipfile.ZipFile(tmp_path / "it.zip") as file:
        assert b'"officer": 4' in file.read("tables.json")
        assert b'"ratio": 1' in file.read("screens.json")


def test_nobody_chose_a_file(about: SettingsRobot, monkeypatch: pytest.MonkeyPatch) -> None:
    choosing(monkeypatch, "")
    about.press("for_it.save")
    assert about.text("for_it.said") == ""


def test_a_file_that_cannot_be_written_or_made_is_told(
    about: SettingsRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choosing(monkeypatch, tmp_path / "no-such-folder" / "it.zip")
    about.press("for_it.save")
    assert "换一个" in about.text("for_it.said")

    about.find("for_it", ForIT)._broken(ValueError())
    assert "E-" in about.text("for_it.said")
    assert about.find("for_it.save", QPushButton).isEnabled()
