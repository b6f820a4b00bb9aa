"""No screen takes for markup what somebody typed: labels and tooltips show it as it stands."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from db.engine import writing
from desktop.backend import Backend
from desktop.domain.items import Catalogue
from desktop.services.catalogue import Shelf
from desktop.views.desk import Desk, Tone
from desktop.views.intake import IntakeScreen
from desktop.views.parts import button, chip, hint, plain_hint
from desktop.views.rooms import Rooms
from desktop.views.settings import SettingsScreen
from tests.builders import OLD_WOMAN, STATION
from tests.conftest import DeskOf
from tests.robots import FrameRobot, IntakeRobot, SettingsRobot
from tests.views.records import Visits

MANUAL = Path(__file__).resolve().parents[2] / "desktop" / "views" / "manual" / "browser.py"
"""Shows the program's own files as rich text; no record and nothing typed gets there."""
VIEWS = Path(__file__).resolve().parents[2] / "desktop" / "views"
EVIL = '<img src="file:///etc/passwd"><b>x</b>'


def faults(screen: QWidget) -> list[str]:
    """What on a screen could be read as markup."""
    QApplication.processEvents()
    found: list[str] = []
    for each in [screen, *screen.findChildren(QWidget)]:
        name = f"{type(each).__name__} {each.objectName()}"
        if isinstance(each, QLabel) and each.textFormat() is not Qt.TextFormat.PlainText:
            found.append(f"{name}: {each.text()}")
        if isinstance(each, QTextBrowser) or risky(each.toolTip()):
            found.append(f"{name}: {each.toolTip()}")
        if isinstance(each, QAbstractItemView) and each.model() is not None:
            found += [f"{name}: {tip}" for tip in tips(each) if risky(tip)]
    return found


def risky(tip: str) -> bool:
    escaped = tip.startswith("<span>") and "<" not in tip[6:].removesuffix("</span>")
    return QtGui.Qt.mightBeRichText(tip) and not escaped


def tips(view: QAbstractItemView) -> list[str]:
    model, root = view.model(), QModelIndex()
    columns = view.model().columnCount(root) if hasattr(view, "horizontalHeader") else 1
    return [
        str(model.index(row, column, root).data(Qt.ItemDataRole.ToolTipRole) or "")
        for row in range(model.rowCount(root))
        for column in range(columns)
    ]


@pytest.fixture
def hostile(backend: Backend) -> Backend:
    """Records in which every text that people type is markup, as another tool could write them."""
    visits = Visits(backend)
    visits.serve("id-card", whole=True)
    visits.parcel()
    changes = {
        "officer": ("name",),
        "station": ("name", "window", "hours", "district"),
        "case_file": ("name", "phone", "reason", "organisation"),
        "case_item": ("name",),
        "case_flag": ("label", "reason"),
        "delivery": ("recipient", "phone", "address"),
    }
    with writing(backend.engine) as session:
        for table, columns in changes.items():
            for column in columns:
                session.execute(text(f"UPDATE {table} SET {column} = :evil"), {"evil": EVIL})
    return backend


def evil_desk(desk: Desk) -> Desk:
    """A desk whose station and catalogue are markup, too."""
    catalogue = desk.shelf.catalogue
    items = {key: replace(item, name=EVIL) for key, item in catalogue.items.items()}
    flags = {
        key: replace(flag, label=EVIL, definition=EVIL) for key, flag in catalogue.flags.items()
    }
    worse: Catalogue = replace(catalogue, items=items, flags=flags)
    shelf = Shelf(desk.shelf.edition, worse, desk.shelf.readings)
    clerk = replace(desk.clerk, name=EVIL)
    return replace(
        desk, shelf=shelf, clerk=clerk, station=replace(STATION, name=EVIL), faults=(EVIL,)
    )


@pytest.mark.parametrize(
    "room", ["guide", "intake", "slips", "deliveries", "cases", "daily", "settings"]
)
def test_no_room_reads_markup(qtbot: QtBot, desk_of: DeskOf, hostile: Backend, room: str) -> None:
    rooms = Rooms(evil_desk(desk_of("001001")), lambda _settings: None)
    robot = FrameRobot(qtbot, rooms.frame, (1366, 768))
    robot.press(f"rail.{room}")
    if room == "guide":
        rooms.show_item("id-card")
    rooms._desk.bar.tell(EVIL, Tone.WARN, EVIL, lambda: None)
    assert faults(rooms.frame) == []
    assert EVIL in robot.words()


def test_no_tab_of_the_settings_reads_markup(
    qtbot: QtBot, desk_of: DeskOf, hostile: Backend
) -> None:
    robot = SettingsRobot(qtbot, SettingsScreen(evil_desk(desk_of("001001"))))
    for tab in ("本单位", "人员", "本机", "关于"):
        robot.turns_to(tab)
        assert faults(robot.screen) == []
    assert robot.says(EVIL)


def test_no_step_of_the_wizard_reads_markup(qtbot: QtBot, desk_of: DeskOf) -> None:
    person = replace(OLD_WOMAN, hukou_address=EVIL, phone=EVIL)
    robot = IntakeRobot(qtbot, IntakeScreen(evil_desk(desk_of("001002"))))
    robot.comes_to("review", person, "hkb")
    for step in ("person", "circumstances", "materials", "explain", "signature", "review"):
        robot.goes_to(step)
        assert faults(robot.screen) == []


@pytest.mark.parametrize("words", [EVIL, "<b>", "a <i>b</i>", "<qt>", "1 < 2 & 3 > 2", "plain"])
def test_a_tooltip_shows_its_words_as_they_stand(qtbot: QtBot, words: str) -> None:
    for made in (button("x", tip=words), chip("x", tip=words)):
        qtbot.addWidget(made)
        shown = QtGui.QTextDocument()
        if QtGui.Qt.mightBeRichText(made.toolTip()):
            shown.setHtml(made.toolTip())
        else:
            shown.setPlainText(made.toolTip())
        assert shown.toPlainText() == words
        hint(made, "")
        assert made.toolTip() == ""
    assert plain_hint("plain") == "plain"


FORBIDDEN = frozenset(
    {
        "QLabel",
        "QMessageBox",
        "QTextBrowser",
        "QTextEdit",
        "QToolTip",
        "QErrorMessage",
        "QWhatsThis",
    }
)
RICH = frozenset({"setHtml", "insertHtml", "setToolTip", "setWhatsThis", "setMarkdown"})


def _calls(file: Path) -> list[str]:
    """What a module calls that could read markup, with the line."""
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        plain = any(
            isinstance(part, ast.Call) and getattr(part.func, "id", "") == "plain_hint"
            for part in node.args
        )
        if name in FORBIDDEN or (name in RICH and not plain):
            found.append(f"{file.name}:{node.lineno}: {name}")
    return found


def test_labels_and_tooltips_are_made_in_one_place_only() -> None:
    found = [
        call
        for file in sorted(VIEWS.rglob("*.py"))
        if file.name != "parts.py" and file != MANUAL
        for call in _calls(file)
    ]
    assert found == []
    assert {call.rpartition(" ")[2] for call in _calls(MANUAL)} == {"setHtml"}
    allowed = {call.rpartition(" ")[2] for call in _calls(VIEWS / "parts.py")}
    assert allowed == {"QLabel"}
