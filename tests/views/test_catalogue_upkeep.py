"""The catalogue's tab: edited in the window or as a workbook, tried, put into use by two."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from db.engine import reading
from desktop.backend import Backend
from desktop.services import catalogue_books, catalogue_upkeep
from desktop.services.catalogue_upkeep import DraftState
from desktop.views.settings import SettingsScreen
from desktop.views.settings.catalogue.overview import Overview
from tests.builders import CHIEF, NOW, PASSWORD
from tests.conftest import DeskOf
from tests.robots import SecondRobot, UpkeepRobot
from tests.views.records import Visits

TODAY = NOW.date()
CONTROL = Qt.KeyboardModifier.ControlModifier
CARD = "居民身份证申领、换领、补领"
FILE = "items/07-id-card.yaml"


@pytest.fixture
def robot(qtbot: QtBot, desk_of: DeskOf) -> UpkeepRobot:
    """A supervisor at the tab."""
    made = UpkeepRobot(qtbot, SettingsScreen(desk_of("001003")))
    made.turns_to("事项目录")
    return made


def draft(backend: Backend) -> DraftState | None:
    with reading(backend.engine) as session:
        return catalogue_upkeep.upkeep(session, CHIEF, TODAY).draft


def files(backend: Backend) -> dict[str, Any]:
    with reading(backend.engine) as session:
        return deepcopy(dict(catalogue_upkeep.content(session, CHIEF, TODAY)))


def begins(robot: UpkeepRobot) -> None:
    robot.press("upkeep.begin")
    assert robot.text("upkeep.head").startswith("基于")
    robot.edits(CARD)


def test_an_item_is_edited_looked_at_and_put_into_use_by_two(
    robot: UpkeepRobot, backend: Backend
) -> None:
    assert robot.text("upkeep.head").endswith("● 现行")
    assert not robot.has("upkeep.go")
    begins(robot)
    robot.writes("upkeep.item.result", "居民身份证（新）")
    robot.press("upkeep.store")
    robot.press("upkeep.back")
    assert robot.changes == [[CARD, "办理结果", "居民身份证", "居民身份证（新）"]]
    robot.press("upkeep.go")
    second = SecondRobot(robot.qtbot, robot.screen)
    robot.writes("second.reason", "按新规")
    second.answers("001001", PASSWORD)
    newest = robot.rows("upkeep.editions")[0]
    assert newest[0].endswith("● 现行")
    assert newest[-1] == "按新规"
    assert draft(backend) is None


def test_a_mistake_stands_beside_its_field_and_holds_up_only_the_use(
    robot: UpkeepRobot, backend: Backend
) -> None:
    begins(robot)
    robot.writes("upkeep.special_cases[2].when", "very_old")
    robot.waits_until_said("upkeep.editor.said", "1 处")
    robot.qtbot.waitUntil(
        lambda: robot.complaint("upkeep.special_cases[2].when") == "没有“very_old”这个特殊情形。"
    )
    robot.press("upkeep.store")
    robot.press("upkeep.back")
    assert not robot.find("upkeep.go", QWidget).isEnabled()
    found = draft(backend)
    assert found is not None
    assert [fault.field for fault in found.faults] == ["special_cases[2].when"]


def test_rows_come_and_go(robot: UpkeepRobot, backend: Backend) -> None:
    begins(robot)
    before = len(files(backend)[FILE]["questions"])
    robot.press("upkeep.add.questions")
    robot.writes(f"upkeep.questions[{before + 1}].ask", "要多久？")
    robot.writes(f"upkeep.questions[{before + 1}].answer", "六十日内。")
    robot.press("upkeep.special_cases[1].remove")
    robot.press("upkeep.store")
    made = files(backend)[FILE]
    assert made["questions"][-1] == {"ask": "要多久？", "answer": "六十日内。"}
    assert made["special_cases"][0]["when"] == "very_elderly"
    found = draft(backend)
    assert found is not None
    assert found.faults == ()


def test_what_is_not_stored_is_only_left_after_a_question(
    robot: UpkeepRobot, backend: Backend
) -> None:
    begins(robot)
    robot.writes("upkeep.item.result", "别的")
    robot.press("upkeep.back")
    assert robot.has("sheet")
    robot.press("sheet.")
    assert robot.text("upkeep.item.result") == "别的"
    robot.press("upkeep.back")
    robot.press("sheet.leave")
    found = draft(backend)
    assert found is not None
    assert found.changes == ()


def test_a_workbook_goes_out_and_comes_in(
    robot: UpkeepRobot, backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "catalogue.xlsx"
    monkeypatch.setattr(Overview, "choose_place", lambda _self, _name: str(place))
    monkeypatch.setattr(Overview, "choose_file", lambda _self: str(place))
    robot.press("upkeep.out")
    assert place.stat().st_size > 10_000
    made = files(backend)
    made[FILE]["special_cases"][0]["say"] = "换一句。"
    place.write_bytes(catalogue_books.as_book(made))
    robot.press("upkeep.in")
    ((whose, where, _before, now),) = robot.changes
    assert (whose, where, now) == (CARD, "特殊情形 1 · 告知语", "换一句。")


def test_a_workbook_with_mistakes_names_its_rows_and_changes_nothing(
    robot: UpkeepRobot, backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "catalogue.xlsx"
    monkeypatch.setattr(Overview, "choose_file", lambda _self: str(place))
    made = files(backend)
    made[FILE]["special_cases"][0]["when"] = "nobody"
    made[FILE]["materials"][0]["material"] = "nothing"
    place.write_bytes(catalogue_books.as_book(made))
    robot.press("upkeep.in")
    rows = robot.rows("sheet-faults.table")
    assert [(row[0], row[2]) for row in rows] == [("材料", "材料编号"), ("特殊情形", "条件")]
    assert all(int(row[1]) > 1 for row in rows)
    assert rows[1][3] == "没有“nobody”这个特殊情形。"
    robot.press("sheet.")
    assert robot.changes == []
    place.write_bytes(b"no workbook")
    robot.press("upkeep.in")
    found = draft(backend)
    assert found is not None
    assert found.changes == ()


def test_past_cases_are_tried_before_anything_counts(robot: UpkeepRobot, visits: Visits) -> None:
    visits.serve("id-card")
    visits.serve("household-book-replace")
    begins(robot)
    robot.writes("upkeep.materials[1].only_if", "not elderly")
    robot.press("upkeep.store")
    robot.press("upkeep.back")
    robot.press("upkeep.try")
    robot.press("trial.run")
    (row,) = robot.rows("trial.table")
    assert row[4] == "－居民身份证申领登记表"
    assert "2 件中 1 件" in robot.text("trial.said")


def test_a_draft_is_thrown_away_after_a_question(robot: UpkeepRobot, backend: Backend) -> None:
    begins(robot)
    robot.press("upkeep.back")
    robot.press("upkeep.drop")
    robot.press("sheet.drop")
    assert draft(backend) is None
    assert robot.has("upkeep.begin")


def test_the_models_are_sound(robot: UpkeepRobot, qtmodeltester: ModelTester) -> None:
    begins(robot)
    robot.writes("upkeep.item.result", "别的")
    robot.press("upkeep.store")
    robot.press("upkeep.back")
    qtmodeltester.check(robot.find("upkeep.changes", QTableView).model())  # type: ignore[no-untyped-call]


def test_all_by_keyboard(robot: UpkeepRobot, backend: Backend) -> None:
    robot.find("upkeep.begin", QWidget).setFocus()
    robot.key(Qt.Key.Key_Space)
    assert robot.keyboard.objectName() == "upkeep.edit"
    robot.key(Qt.Key.Key_Space)
    assert robot.keyboard.objectName() == "upkeep.items"
    assert robot.has("upkeep.item.name")
    robot.key(Qt.Key.Key_Tab)
    assert robot.keyboard.objectName() == "upkeep.item.name"
    robot.types("居民身份证")
    robot.key(Qt.Key.Key_Return, CONTROL)
    assert robot.keyboard.objectName() == "upkeep.item.name"
    found = draft(backend)
    assert found is not None
    assert [change.after for change in found.changes] == ["居民身份证"]
    robot.find("upkeep.back", QWidget).setFocus()
    robot.key(Qt.Key.Key_Space)
    assert robot.keyboard.objectName() == "upkeep.edit"
    robot.key(Qt.Key.Key_Return, CONTROL)
    assert robot.keyboard.objectName() == "second.reason"
    robot.key(Qt.Key.Key_Escape)
    assert robot.keyboard.objectName() == "upkeep.edit"
