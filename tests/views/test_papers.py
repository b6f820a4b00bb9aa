"""The papers' tab: looked at, worded anew by two persons, taken back, carried as files."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.paper_samples import sample_facts
from desktop.domain.papers import PaperKind
from desktop.services import own_papers, papers
from desktop.views import fault_words, paper_words
from desktop.views.settings import SettingsScreen
from desktop.views.settings.papers.overview import Overview
from desktop.views.tables import Rows
from tests.builders import CHIEF, NOW, PASSWORD
from tests.conftest import DeskOf
from tests.robots import PapersRobot, SecondRobot
from tests.services.counter import press

LIST = "退还材料清单"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def robot(qtbot: QtBot, desk_of: DeskOf) -> PapersRobot:
    """A supervisor at the tab."""
    made = PapersRobot(qtbot, SettingsScreen(desk_of("001003")))
    made.turns_to("文书")
    return made


def words_anew(robot: PapersRobot, title: str = "退件清单") -> None:
    robot.takes(LIST)
    robot.press("papers.own")
    robot.writes("own.title", title)
    robot.waits_until_said("own.count", "1 处不同")


def stores(robot: PapersRobot) -> None:
    robot.press("own.go")
    SecondRobot(robot.qtbot, robot.screen).answers("001001", PASSWORD)


def test_every_kind_is_there_and_the_marked_one_is_seen(robot: PapersRobot) -> None:
    assert len(robot.kinds) == len(PaperKind)
    assert robot.kinds[LIST] == ["returned-1", "随程序"]
    assert robot.pages == 1
    robot.takes(LIST)
    assert robot.text("papers.name") == LIST
    assert robot.text("papers.line") == "returned-1 · ● 使用中 · 随程序"
    robot.looks_at("不同之处")
    assert robot.says("与随程序的版本相同")
    robot.looks_at("引用的法律")
    assert robot.says("向〔复议机关〕申请行政复议")
    assert robot.says("● 现行")
    assert not robot.has("papers.back")


def test_a_version_is_written_approved_and_carried(robot: PapersRobot, backend: Backend) -> None:
    words_anew(robot)
    assert robot.complaint("own.title") == "随程序的说法：退还材料清单"
    stores(robot)
    assert robot.kinds[LIST] == ["returned-2", "● 本单位"]
    assert robot.text("papers.line") == "returned-2 · ● 使用中 · 2026-11-23 起 · 陈主管，王管理"
    robot.looks_at("不同之处")
    assert robot.says("退件清单")
    robot.looks_at("历次版本")
    assert [row[:2] for row in robot.rows("papers.versions")] == [
        ["returned-2", "● 使用中"], ["returned-1", "– 已停用"],
    ]  # fmt: skip
    with writing(backend.engine) as session:
        row = papers.issue(session, CHIEF, NOW, press(backend), sample_facts(PaperKind.RETURNED))
        assert row.template == "returned-2 words-2"


def test_mistakes_stand_beside_their_texts_and_nothing_can_be_stored(robot: PapersRobot) -> None:
    words_anew(robot, "")
    assert robot.complaint("own.title") == "请填写。"
    robot.fills(own__phrases__text="{nobody}")
    robot.waits_until_said("own.said", "2 处错误")
    assert "{nobody}" in robot.complaint("own.phrases.text")
    with pytest.raises(AssertionError, match="cannot be pressed"):
        robot.press("own.go")


def test_what_the_paper_says_no_more_is_told(robot: PapersRobot) -> None:
    robot.takes(LIST)
    robot.press("papers.own")
    robot.fills(own__phrases__text="材料已经退还。")
    robot.waits_until_said("own.gone", "共几件")


def test_a_character_no_font_has_is_told(robot: PapersRobot) -> None:
    robot.takes(LIST)
    robot.press("papers.own")
    robot.fills(own__phrases__text="\U0010fffd{cause}{count}")
    robot.waits_until_said("own.said", "10FFFD")
    with pytest.raises(AssertionError, match="cannot be pressed"):
        robot.press("own.go")


def test_names_are_offered_and_inserted_by_keyboard(robot: PapersRobot) -> None:
    robot.takes(LIST)
    robot.press("papers.own")
    robot.writes("own.details[1].text", "")
    robot.key(Qt.Key.Key_I, CONTROL)
    menu = robot.find("own.details[1].text.menu", QMenu)
    assert menu.isVisible()
    next(each for each in menu.actions() if "{case}" in each.text()).trigger()
    menu.close()
    assert robot.text("own.details[1].text") == "{case}"
    robot.press("own.phrases.text.names")
    robot.find("own.phrases.text.menu", QMenu).actions()[0].trigger()
    assert robot.text("own.phrases.text").startswith("{addressee}")
    robot.press("own.fixed")
    assert robot.text("own.labels.materials") == "退还的材料"


def test_what_is_typed_is_left_only_after_a_question(robot: PapersRobot) -> None:
    words_anew(robot)
    robot.press("own.back")
    robot.press("sheet.")
    assert robot.text("own.title") == "退件清单"
    robot.turns_to("关于")
    robot.turns_to("文书")
    assert robot.text("own.title") == "退件清单"  # another tab leaves it as it is
    robot.press("own.back")
    robot.press("sheet.leave")
    assert robot.kinds[LIST] == ["returned-1", "随程序"]
    robot.press("papers.own")
    robot.press("own.back")
    assert robot.has("papers.table")


def test_the_sheet_stays_where_the_act_is_refused(robot: PapersRobot) -> None:
    words_anew(robot)
    robot.key(Qt.Key.Key_Return, CONTROL)
    assert robot.keyboard.objectName() == "own.since"
    robot.key(Qt.Key.Key_Return)
    assert robot.keyboard.objectName() == "second.number"
    second = SecondRobot(robot.qtbot, robot.screen)
    second.answers("001002", PASSWORD)
    assert "number" in second.complaints or "password" in second.complaints
    assert second.has("sheet")


def test_a_version_is_taken_back(robot: PapersRobot) -> None:
    words_anew(robot)
    stores(robot)
    robot.press("papers.back")
    SecondRobot(robot.qtbot, robot.screen).answers("001001", PASSWORD)
    assert robot.kinds[LIST] == ["returned-3", "随程序"]
    assert "恢复随程序的版本" in robot.text("papers.line")
    assert not robot.has("papers.back")


def test_a_template_goes_out_and_comes_in(
    robot: PapersRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "own.yaml"
    monkeypatch.setattr(Overview, "choose_place", lambda _self, _name: str(file))
    monkeypatch.setattr(Overview, "choose_file", lambda _self: str(file))
    robot.takes(LIST)
    robot.press("papers.export")
    said = file.read_text("utf-8")
    file.write_text(said.replace("退还材料清单", "退件清单", 1), "utf-8")
    robot.takes("受理通知书")
    robot.press("papers.import")
    assert robot.text("own.title") == "退件清单"
    robot.press("own.back")
    assert robot.text("papers.name") == LIST


def test_a_file_with_mistakes_shows_them_all(
    robot: PapersRobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("version: returned-5\ntitle: ''\ncopies: 7\n", "utf-8")
    monkeypatch.setattr(Overview, "choose_file", lambda _self: str(file))
    robot.press("papers.import")
    rows = robot.rows("faults.table")
    assert ["title", "请填写。"] in rows
    assert ["copies", "只能是 1 到 4 份。"] in rows
    robot.press("sheet.")
    assert not robot.has("faults.table")
    monkeypatch.setattr(Overview, "choose_file", lambda _self: str(tmp_path / "none.yaml"))
    robot.press("papers.import")
    monkeypatch.setattr(Overview, "choose_file", lambda _self: "")
    robot.press("papers.import")
    assert robot.has("papers.table")


def test_every_mistake_has_its_sentence() -> None:
    samples = (
        "'poem' is none of band, text", "there is no field {x}", "1 to 4 copies are wanted",
        "line 2, column 3: no", "2026-01-01 is also a day off", "is not JSON: x",
    )  # fmt: skip
    assert all(fault_words.problem(each) != each for each in samples)
    assert fault_words.problem("something new") == "something new"
    assert fault_words.problems_said(["is empty", "is empty"]) == "请填写。"


def test_every_name_in_braces_has_its_words() -> None:
    from desktop.domain.paper_templates import LABEL_FIELDS, PHRASE_FIELDS, known_fields

    wanted = {name for kind in PaperKind for name in known_fields(kind)}
    wanted |= {name for row in (LABEL_FIELDS, PHRASE_FIELDS) for n in row.values() for name in n}
    assert wanted <= paper_words.names().keys()


def test_versions_are_a_sound_model(backend: Backend, qtmodeltester: ModelTester) -> None:
    from desktop.views.settings.papers import faults, overview, shown

    with reading(backend.engine) as session:
        found = own_papers.versions(session, CHIEF, NOW.date())
    for columns, rows in (
        (overview._columns(), found),
        (shown._columns(), found[0].rows),
        (faults._columns(), ()),
    ):
        model = Rows(columns)
        model.show_rows(rows)
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]
