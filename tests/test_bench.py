"""The measurements over made records run through, each with its baseline."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.bench.lists import QUESTIONS, measured
from desktop.bench.month import FIGURES, LISTS, month


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
