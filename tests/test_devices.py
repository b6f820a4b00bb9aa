"""What the doctor says of devices: those that are set and not there, by the setting's name."""

import sys
from pathlib import Path

import pytest

from desktop.checkup import Severity, examine
from desktop.devices import missing
from desktop.domain.cards import command_words
from desktop.settings import Settings, save
from tests import builders


def helper(folder: Path, says: str) -> Settings:
    file = folder / "helper.py"
    file.write_text(f"import sys\nprint({says!r}, flush=True)\nsys.stdin.read()\n")
    program = f'"{sys.executable}" "{file}"'
    return Settings(card_reader="program", card_reader_program=program)


def test_what_is_off_is_not_asked_for() -> None:
    assert [*missing(Settings())] == []
    assert [*missing(Settings(camera="off", camera_name="x", second_screen="off"))] == []


@pytest.mark.parametrize(
    ("says", "gone"),
    [
        ('{"state": "ready"}', []),
        ('{"error": "busy"}', []),
        ('{"error": "no_device"}', ["card_reader"]),
        ("hello", ["card_reader"]),
    ],
)
def test_the_reader_s_program_is_asked(tmp_path: Path, says: str, gone: list[str]) -> None:
    assert [*missing(helper(tmp_path, says))] == gone


def test_the_simulated_reader_is_there() -> None:
    assert [*missing(Settings(card_reader="simulated"))] == []


def test_a_program_that_is_none_or_says_nothing_is_no_reader(tmp_path: Path) -> None:
    assert [*missing(Settings(card_reader="program"))] == ["card_reader"]
    gone = Settings(card_reader="program", card_reader_program=str(tmp_path / "none"))
    assert [*missing(gone)] == ["card_reader"]
    file = tmp_path / "mute.py"
    file.write_text("import sys\nsys.stdin.read()\n")
    mute = Settings(card_reader="program", card_reader_program=f"{sys.executable} {file}")
    assert [*missing(mute, seconds=0.2)] == ["card_reader"]


def test_cameras_and_screens_as_the_system_names_them(tmp_path: Path) -> None:
    cameras, screens = tmp_path / "cameras", tmp_path / "screens"
    for place, text in (
        (cameras / "video0" / "name", "HD Webcam: HD Web\n"),
        (screens / "card0-eDP-1" / "status", "connected\n"),
        (screens / "card0-HDMI-A-1" / "status", "disconnected\n"),
    ):
        place.parent.mkdir(parents=True)
        place.write_text(text)
    named = Settings(camera_name="HD Webcam", second_screen_name="HDMI-1")
    assert [*missing(named, cameras, screens)] == ["second_screen_name"]
    other = Settings(camera_name="高拍仪")
    assert [*missing(other, cameras, screens)] == ["camera_name"]
    assert [*missing(other, tmp_path / "none", tmp_path / "none")] == []


def test_the_doctor_names_it_by_a_code_and_the_counter_goes_on(home: Path) -> None:
    save(home, Settings(card_reader="program"))
    found = examine(home, lambda _file: None, builders.NOW)
    (gone,) = [each for each in found if each.check == "devices"]
    assert (gone.code, gone.severity) == ("device_missing", Severity.ATTENTION)
    assert "card_reader" in gone.say()
    assert gone.do()


def test_a_command_as_its_words() -> None:
    assert command_words(r'"C:\my reader\r.exe" --port 1') == (
        r"C:\my reader\r.exe", "--port", "1",
    )  # fmt: skip
    assert command_words("/opt/reader/run  -v") == ("/opt/reader/run", "-v")
    assert command_words("  ") == ()
