"""YAML of the catalogue read with the place of every mistake; the fingerprint of its files."""

from pathlib import Path

import pytest

from db.catalogue_files import (
    catalogue_folder,
    digest,
    plain_yaml,
    read_files,
    shipped_readings,
)
from db.peek import local_prefixes
from desktop.backend import Backend
from desktop.domain.catalogue import CatalogueError
from desktop.settings import database_file


def _file(folder: Path, content: bytes, name: str = "a.yaml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def test_dates_and_words_come_as_plain_data(tmp_path: Path) -> None:
    file = _file(
        tmp_path, "day: 2026-11-01\nname: 户口\ncount: 3\ngood: true\nnone: null\n".encode()
    )
    assert plain_yaml(file.read_bytes()) == {
        "day": "2026-11-01", "name": "户口", "count": 3, "good": True, "none": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: [1, 2\nb: 3\n", "line 2, column 2: "),
        (b"a: 1\n  b: 2\n", "line 2, column 4: "),
        (b"a: 'open\n", "line 2, column 1: "),
        (b"a: !!python/object:os.system x\n", "could not determine a constructor"),
        (b"\xff\xfe\xfa", ""),
        (b"a: \x07\n", ""),
    ],
)
def test_a_mistake_is_told_with_line_and_column(
    tmp_path: Path, content: bytes, message: str
) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        plain_yaml(_file(tmp_path, content).read_bytes())
    assert message in str(refused.value)


def test_all_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    _file(tmp_path, b"a: 1\n", "good.yaml")
    _file(tmp_path, b"a: [\n", "bad.yaml")
    _file(tmp_path, b"a: 'x\n", "items/01-worse.yaml")
    with pytest.raises(CatalogueError) as refused:
        read_files(tmp_path)
    assert [fault.file for fault in refused.value.faults] == ["bad.yaml", "items/01-worse.yaml"]


def test_files_are_known_by_their_relative_names(tmp_path: Path) -> None:
    _file(tmp_path, b"a: 1\n", "items/01-x.yaml")
    _file(tmp_path, b"{}", "notes.txt")
    assert read_files(tmp_path) == {"items/01-x.yaml": {"a": 1}}


def test_the_fingerprint_changes_exactly_with_the_files(tmp_path: Path) -> None:
    file = _file(tmp_path, b"a: 1\n", "items/01-x.yaml")
    first = digest(tmp_path)
    _file(tmp_path, b"{}", "readings.json")
    assert digest(tmp_path) == first
    file.write_bytes(b"a: 2\n")
    second = digest(tmp_path)
    file.rename(tmp_path / "items" / "02-x.yaml")
    assert len({first, second, digest(tmp_path)}) == 3


def test_the_shipped_pinyin_is_there() -> None:
    readings = shipped_readings()
    assert readings["户口本"] == ["hu", "kou", "ben"]
    assert shipped_readings(catalogue_folder() / "no-such-folder") == {}


def test_prefixes_are_looked_up_only_where_there_is_a_station(tmp_path: Path) -> None:
    assert local_prefixes(tmp_path / "none.db") is None
    assert local_prefixes(tmp_path) is None  # a folder
    empty = tmp_path / "a #1% ?.db"
    empty.touch()
    assert local_prefixes(empty) is None
    text = _file(tmp_path, b"no database at all " * 100, "text.db")
    assert local_prefixes(text) is None


@pytest.mark.file
def test_the_station_s_prefixes_are_found(backend: Backend, home: Path) -> None:
    assert local_prefixes(database_file(home)) == ("3301",)
