"""The measurements over made records run through, each with its baseline."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.bench.lists import QUESTIONS, measured
from desktop.bench.month import FIGURES, LISTS, month
from desktop.bench.package import sizes


def test_every_question_is_measured_and_made_records_are_kept(qtbot: QtBot, tmp_path: Path) -> None:
    rows = list(measured(tmp_path, 300, rounds=2))
    assert [row["what"].partition(", 300")[0] for row in rows] == [
        *QUESTIONS, "a page on the screen", "30 statuses taken in", "the same file again",
    ]  # fmt: skip
    assert all(row["ratio"] > 0 for row in rows)
    assert all(row["p99_ms"] > 0 for row in rows[: len(QUESTIONS) + 1])
    before = {file: file.stat().st_mtime_ns for file in tmp_path.glob("*/done")}
    assert len(before) == 2
    list(measured(tmp_path, 300, rounds=1))
    assert before == {file: file.stat().st_mtime_ns for file in tmp_path.glob("*/done")}


def test_a_month_is_listed_counted_and_written_to_a_workbook(tmp_path: Path) -> None:
    rows = list(month(tmp_path, 300, rounds=2))
    assert [row["what"] for row in rows] == [
        *(f"{what}, 300 visits" for what in (*LISTS, *FIGURES)), "XLSX of 300 visits",
    ]  # fmt: skip
    assert all(row["ratio"] > 0 for row in rows)


def test_the_built_program_is_measured_beside_its_fonts(tmp_path: Path) -> None:
    for name, size in (("onevisit/a.ttf", 3_000_000), ("onevisit/b/c.so", 151_000_000)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    (tmp_path / "x.deb").write_bytes(bytes(1_000_000))
    folder, deb = sizes(tmp_path)
    assert (folder["mb"], folder["fonts_mb"], folder["beside_fonts_mb"]) == (154.0, 3.0, 151.0)
    assert (folder["good"], deb["good"]) == (False, True)
    assert deb["what"] == "x.deb"
