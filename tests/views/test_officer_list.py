"""The sheet that brings in officers from a list."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.settings import SettingsScreen
from desktop.views.settings.officer_list import OfficerListSheet
from tests.builders import PASSWORD
from tests.conftest import DeskOf
from tests.robots import SettingsRobot

HEAD = "警号,姓名,角色,初始密码\n"
GOOD = f"{HEAD}001009,吴新人,窗口人员,{PASSWORD}\n001010,郑二,主管,{PASSWORD}\n"


@pytest.fixture
def settings(qtbot: QtBot, desk_of: DeskOf) -> SettingsRobot:
    robot = SettingsRobot(qtbot, SettingsScreen(desk_of("001001")))
    robot.turns_to("人员")
    robot.press("officers.list")
    return robot


def chooses(
    settings: SettingsRobot, monkeypatch: pytest.MonkeyPatch, file: Path, data: bytes
) -> None:
    file.write_bytes(data)
    monkeypatch.setattr(OfficerListSheet, "choose_file", lambda _: str(file))
    settings.press("list.choose")


def test_a_good_list_is_shown_and_brought_in(
    settings: SettingsRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chooses(settings, monkeypatch, tmp_path / "list.csv", GOOD.encode())
    assert settings.text("list.file") == "list.csv"
    assert settings.rows("list.table") == [
        ["2", "001009", "吴新人", "窗口人员", "窗口", ""],
        ["3", "001010", "郑二", "主管", "窗口", ""],
    ]
    assert settings.says("将新建 2 个账号")
    settings.press("sheet.go")
    assert not settings.has("list.table")
    assert ["001010", "郑二", "主管", "窗口", "● 在用"] in settings.officers


def test_mistakes_stand_on_their_rows_and_nothing_can_be_brought_in(
    settings: SettingsRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bad = GOOD + "001002,张3,厨师,short\n"
    chooses(settings, monkeypatch, tmp_path / "list.csv", bad.encode())
    rows = settings.rows("list.table")
    assert [row[0] for row in rows] == ["4", "2", "3"]
    said = rows[0][5]
    for part in ("警号：", "已经有人使用", "姓名：", "厨师", "至少要 10 个字符"):
        assert part in said
    assert settings.says("3 行中有 1 行有错")
    with pytest.raises(AssertionError, match="cannot be pressed"):
        settings.press("sheet.go")
    settings.press("sheet.")
    assert len(settings.officers) == 4


def test_another_encoding_can_be_chosen(
    settings: SettingsRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chooses(settings, monkeypatch, tmp_path / "list.csv", GOOD.encode("gb18030"))
    assert settings.says("编码不同")
    assert settings.rows("list.table") == []
    settings.chooses("list.encoding", "GB 18030（Excel 保存的）")
    assert settings.rows("list.table")[0][2] == "吴新人"


def test_a_list_that_is_none_is_told(
    settings: SettingsRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chooses(settings, monkeypatch, tmp_path / "list.csv", b"a,b\n1,2\n")
    assert settings.says("没有“警号”这一列")
    chooses(settings, monkeypatch, tmp_path / "list.doc", b"a,b\n1,2\n")
    assert settings.says(".xlsx")


def test_choosing_nothing_leaves_all_as_it_was(
    settings: SettingsRobot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OfficerListSheet, "choose_file", lambda _: "")
    settings.press("list.choose")
    assert settings.says("还没有选择文件")


def test_a_number_taken_meanwhile_is_told_and_the_sheet_stays(
    settings: SettingsRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chooses(settings, monkeypatch, tmp_path / "list.csv", GOOD.encode())
    settings.fills(officer__number="001010", officer__name="吴新人", officer__password=PASSWORD)
    settings.press("officer.go")
    settings.press("sheet.go")
    assert settings.says("已经有人使用")
    assert settings.has("list.table")
    assert len(settings.officers) == 5
