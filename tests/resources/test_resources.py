"""A name becomes a path wherever the program lies."""

import sys
from pathlib import Path

import pytest

import resources


def test_a_file_is_found_in_the_checkout() -> None:
    assert resources.path("icons", "truck.svg").is_file()


def test_a_missing_file_is_named_with_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match=r"resources/icons/nothing\.svg is missing.*repeat"):
        resources.path("icons", "nothing.svg")


def test_a_built_program_looks_into_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "resources" / "fonts"
    inside.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.path("fonts") == inside


def test_every_icon_takes_the_colour_of_its_surroundings() -> None:
    icons = sorted(resources.path("icons").glob("*.svg"))
    assert icons
    assert [file.name for file in icons if 'stroke="currentColor"' not in file.read_text()] == []
