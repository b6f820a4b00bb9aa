"""The item browser by keyboard, as an officer with a visitor waiting uses it."""

from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.domain.conditions import parse
from desktop.domain.printing import News, Seen
from desktop.printing.queue import Sent
from desktop.views import print_watch, printing
from desktop.views.desk import Desk, Message, Tone
from desktop.views.guide import GuideScreen
from desktop.views.guide.contents import papers
from desktop.views.guide.prints import GuidePrinter
from desktop.views.guide.results import ResultsModel, result
from desktop.views.guide.shelves import Order, shelves
from desktop.views.guide.terms import Terms, terms_of
from desktop.views.printing import PrintSheet
from tests.conftest import DeskOf
from tests.robots import GuideRobot, PrintRobot

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(desk: Desk) -> GuideScreen:
    return GuideScreen(desk)


@pytest.fixture
def guide(qtbot: QtBot, screen: GuideScreen) -> GuideRobot:
    return GuideRobot(qtbot, screen)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("hkb", "居民户口簿换领补领"),
        ("户口本丢了", "居民户口簿换领补领"),
        ("kaibinguan", "旅馆业特种行业许可证核发"),
        ("开宾馆", "旅馆业特种行业许可证核发"),
        ("良民证", "无犯罪记录证明开具"),
    ],
)
def test_what_is_typed_opens_the_best_item(guide: GuideRobot, typed: str, name: str) -> None:
    guide.looks_for(typed)
    assert guide.results[0] == name
    assert guide.shown == name


def test_all_by_keyboard_from_the_first_key_to_the_intake(
    qtbot: QtBot, guide: GuideRobot, screen: GuideScreen
) -> None:
    guide.looks_for("hkb")
    guide.key(Qt.Key.Key_Down)
    second = guide.results[1]
    assert guide.shown == second
    with qtbot.waitSignal(screen.intake_asked) as asked:
        guide.key(Qt.Key.Key_Return)
    catalogue = screen._desk.shelf.catalogue
    assert [catalogue.items[key].name for key in asked.args[0]] == [second]


def test_control_enter_starts_from_anywhere_on_the_screen(
    qtbot: QtBot, guide: GuideRobot, screen: GuideScreen
) -> None:
    with qtbot.waitSignal(screen.intake_asked):
        guide.key(Qt.Key.Key_Return, CONTROL)


def test_escape_brings_all_items_back(guide: GuideRobot) -> None:
    guide.looks_for("hkb")
    assert len(guide.results) < 38
    guide.key(Qt.Key.Key_Escape)
    assert len(guide.results) == 38


def test_letters_typed_in_the_list_go_on_in_the_filter(guide: GuideRobot) -> None:
    guide.find("guide.results", QWidget).setFocus()
    guide.types("hkb")
    assert guide.results[0] == "居民户口簿换领补领"


def test_nothing_found_says_what_else_to_try_and_starts_nothing(
    qtbot: QtBot, guide: GuideRobot, screen: GuideScreen
) -> None:
    guide.types("qqqqzzzz")
    assert guide.results == []
    assert guide.says("没有找到相符的事项")
    with qtbot.assertNotEmitted(screen.intake_asked):
        guide.key(Qt.Key.Key_Return)


def test_a_shelf_filters_and_typing_looks_through_all_again(guide: GuideRobot) -> None:
    guide.orders_by("theme")
    assert guide.shelves[1] == "户籍"
    guide.takes_shelf("居民身份证")
    assert len(guide.results) == 2
    guide.find("guide.search", QWidget).setFocus()
    guide.looks_for("hkb")
    assert guide.results[0] == "居民户口簿换领补领"


def test_every_order_holds_every_item(desk: Desk) -> None:
    terms = terms_of(desk.shelf.catalogue)
    for order in Order:
        held = {item for shelf in shelves(terms, order) for item in shelf.items}
        assert held == set(desk.shelf.catalogue.items)
        for shelf in shelves(terms, order):
            assert not shelf.inner or {i for s in shelf.inner for i in s.items} == set(shelf.items)


def test_the_page_says_what_to_bring_and_when(guide: GuideRobot, screen: GuideScreen) -> None:
    screen.show_item("id-card")
    guide.is_complete()
    for words in ("居民户口簿", "任选其一", "适用：首次申领或未满16周岁或证件遗失", "公安机关"):
        assert guide.says(words), words
    for section in ("conditions", "steps", "facts", "special", "questions", "law"):
        assert guide.has(f"guide.{section}"), section


def test_a_joint_item_shows_its_offices_side_by_side(
    guide: GuideRobot, screen: GuideScreen
) -> None:
    screen.show_item("hotel-licence")
    guide.is_complete()
    assert guide.says("同时办理，各自计时")
    assert guide.says("联办")


def test_a_special_case_opens_by_keyboard(guide: GuideRobot, screen: GuideScreen) -> None:
    screen.show_item("household-certificate")
    guide.is_complete()
    assert not guide.says("老底册在档案室的")
    head = guide.find("guide.case.very_elderly", QWidget)
    head.setFocus()
    guide.key(Qt.Key.Key_Space)
    assert guide.says("老底册在档案室的")


def test_a_duty_officer_reads_but_does_not_serve(qtbot: QtBot, desk_of: DeskOf) -> None:
    screen = GuideScreen(desk_of("001004"))
    guide = GuideRobot(qtbot, screen)
    assert not guide.has("guide.start")
    with qtbot.assertNotEmitted(screen.intake_asked):
        guide.key(Qt.Key.Key_Return)
        guide.key(Qt.Key.Key_Return, CONTROL)


def test_the_answer_can_be_pasted(guide: GuideRobot, screen: GuideScreen) -> None:
    screen.show_item("household-certificate")
    guide.press("guide.copy")
    assert guide.clipboard.startswith("户籍信息证明开具\n\n需要带的材料：\n1. 户籍信息证明申请表")
    assert "收费：不收费" in guide.clipboard


def test_the_code_on_the_screen_can_be_scanned(
    guide: GuideRobot, screen: GuideScreen, tmp_path: Path
) -> None:
    screen.show_item("id-card")
    guide.press("guide.code")
    file = tmp_path / "code.png"
    shown: QPixmap = guide.find("guide.code.picture", QWidget).grab()
    shown.save(str(file))
    with Image.open(file) as picture:
        found = zxingcpp.read_barcodes(picture)
    assert [each.text for each in found] == ["onevisit:item:id-card"]
    guide.key(Qt.Key.Key_Escape)
    assert not guide.has("sheet")


def test_what_is_printed_is_shown_first(
    qtbot: QtBot, guide: GuideRobot, screen: GuideScreen
) -> None:
    guide.prints("item")
    sheet = PrintRobot(qtbot, screen)
    assert sheet.page.startswith("第 1 页")
    assert sheet.has("print.save")
    sheet.key(Qt.Key.Key_Escape)
    assert not sheet.has("sheet")


def test_p_in_the_list_opens_the_print_menu(guide: GuideRobot, screen: GuideScreen) -> None:
    guide.find("guide.results", QWidget).setFocus()
    guide.key(Qt.Key.Key_P)
    menu = guide.screen.findChild(QWidget, "guide.print-menu")
    assert isinstance(menu, QWidget)
    assert menu.isVisible()
    menu.close()


class Saving(PrintSheet):
    """A print sheet whose question for a file is answered."""

    answer_file = ""

    def choose_file(self) -> str:
        return self.answer_file


def test_saving_writes_the_very_bytes(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1000, 700)
    sheet = Saving(over, desk, "guide", "t", "t", b"%PDF-1.4 not much")
    sheet.answer_file = str(tmp_path / "guide")
    with qtbot.waitSignal(sheet.saved) as saved:
        PrintRobot(qtbot, over).press("print.save")
    assert Path(saved.args[0]).read_bytes() == b"%PDF-1.4 not much"
    assert [each.name for each in tmp_path.glob("guide*")] == ["guide.pdf"]


def test_a_file_that_cannot_be_written_is_told_and_the_sheet_stays(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1000, 700)
    over.show()
    sheet = Saving(over, desk, "guide", "t", "t", b"%PDF")
    sheet.answer_file = str(tmp_path / "no such folder" / "guide.pdf")
    robot = PrintRobot(qtbot, over)
    with qtbot.waitSignal(sheet.failed):
        robot.press("print.save")
    assert "换一个文件夹" in robot.said
    assert robot.has("print.save")


def test_the_results_are_a_sound_model(desk: Desk, qtmodeltester: ModelTester) -> None:
    terms = terms_of(desk.shelf.catalogue)
    model = ResultsModel()
    model.show_rows([result(item, terms) for item in desk.shelf.catalogue.items.values()])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_conditions_read_as_words_in_both_languages(desk: Desk) -> None:
    catalogue = desk.shelf.catalogue
    condition = parse("agent and not (minor or under_16)")
    said = Terms(catalogue, english=False).cases(condition)
    assert said == "委托他人代办且非(未成年人或未满16周岁)"
    english = Terms(catalogue, english=True)
    assert english.name(catalogue.items["passport"]) == catalogue.items["passport"].name_en
    assert "Minor" in english.cases(condition)


def test_groups_of_one_stand_together(desk: Desk) -> None:
    terms = terms_of(desk.shelf.catalogue)
    for item in desk.shelf.catalogue.items.values():
        groups = [row.group for row in papers(item, terms)]
        for group in set(groups) - {""}:
            first = groups.index(group)
            assert groups[first : first + groups.count(group)] == [group] * groups.count(group)


def test_printing_hands_over_and_remembers_the_printer(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[tuple[object, ...]] = []
    monkeypatch.setattr(printing, "_printers", _two_printers)

    def take(*values: object) -> Sent:
        handed.append(values)
        return Sent("前台")

    monkeypatch.setattr(printing, "_to_printer", take)
    monkeypatch.setattr(print_watch, "_look", lambda _job: Seen(News.PAUSED, "no paper"))
    said: list[Message] = []
    desk.bar.told.connect(said.append)
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1000, 700)
    desk.pc.change(replace(desk.settings, margins={"slip": [1.5, -0.5]}))
    sheet = PrintSheet(over, desk, "slip", "t", "330105A1", b"%PDF")
    robot = PrintRobot(qtbot, over)
    robot.chooses("print.printer", "前台")
    with qtbot.waitSignal(sheet.printed) as printed:
        robot.press("print.print")
    assert printed.args == [Sent("前台")]
    assert handed == [(b"%PDF", "前台", "330105A1", "", (1.5, -0.5))]
    assert desk.settings.printers == {"slip": "前台"}
    qtbot.waitUntil(lambda: bool(said))
    assert "no paper" in said[-1].text
    assert said[-1].tone is Tone.WARN


def _two_printers() -> tuple[str, ...]:
    return ("后台", "前台")


def test_the_mobile_site_is_made_in_a_folder(
    guide: GuideRobot, said: list[Message], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    monkeypatch.setattr(GuidePrinter, "choose_folder", lambda _self: str(out))
    guide.prints("site")
    assert (out / "index.html").is_file()
    assert said[-1].tone is Tone.GOOD
    assert str(len(list(out.glob("*.html")))) in said[-1].text


def test_a_folder_that_holds_something_else_is_refused(
    guide: GuideRobot, said: list[Message], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "letter.txt").write_text("mine")
    monkeypatch.setattr(GuidePrinter, "choose_folder", lambda _self: str(out))
    guide.prints("site")
    assert said[-1].tone is Tone.BAD
    assert [each.name for each in out.iterdir()] == ["letter.txt"]


def test_a_counter_card_is_asked_made_and_offered(
    qtbot: QtBot, guide: GuideRobot, screen: GuideScreen
) -> None:
    guide.looks_for("hkb")
    guide.prints("poster")
    asked = PrintRobot(qtbot, screen)
    asked.chooses("form.size", "窗口卡 10 × 15 厘米")
    asked.press("sheet.go")
    sheets = [each for each in screen.findChildren(PrintSheet) if each.isVisibleTo(screen)]
    assert len(sheets) == 1
    assert sheets[0].preview.pages == 1
