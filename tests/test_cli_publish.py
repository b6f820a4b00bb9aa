"""The mobile site made on the command line."""

from pathlib import Path

from desktop.backend import Backend
from tests.builders import STATION
from tests.commands import at_home


def test_the_site_is_made_without_a_database(tmp_path: Path) -> None:
    out = tmp_path / "site"
    told = at_home(tmp_path / "empty")("publish", "--out", out, "--json")
    assert told.code == 0, told.data
    assert told.data["station"] is None
    assert told.data["pages"] == len(list(out.glob("*.html")))
    assert told.data["heaviest"]["bytes"] <= 100_000
    assert (out / "index.html").is_file()


def test_it_names_the_station_where_it_is_known(
    backend: Backend, home: Path, code_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    told = at_home(home)("publish", "--out", out, "--recovery-code-file", code_file, "--json")
    assert (told.code, told.data["station"]) == (0, STATION.name)
    assert STATION.name in (out / "index.html").read_text(encoding="utf-8")


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "letter.txt").write_text("mine")
    told = at_home(tmp_path / "empty")("publish", "--out", out, "--json")
    assert told.code == 1
    assert [each.name for each in out.iterdir()] == ["letter.txt"]
