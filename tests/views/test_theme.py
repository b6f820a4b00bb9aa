"""The look: readable in both themes, every token known."""

import re

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

import resources
from desktop.views import theme
from desktop.views.parts import GAP, ICON, button

INKS = ("ink", "ink-2", "ink-3")
GROUNDS = ("surface", "canvas", "raised", "hover", "off", "accent-soft")
PAIRS = [(ink, ground) for ink in INKS for ground in GROUNDS] + [
    *(("accent", ground) for ground in ("surface", "canvas", "raised", "hover", "accent-soft")),
    *((tone, ground) for tone in ("good", "warn", "bad") for ground in ("surface", "raised")),
    *((tone, f"{tone}-soft") for tone in ("good", "warn", "bad")),
    *((ink, f"{tone}-soft") for ink in ("ink", "ink-2") for tone in ("good", "warn", "bad")),
    ("ink-3", "warn-soft"),
    ("ink-3", "bad-soft"),
    ("bad", "hover"),
    ("ink", "line"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
]


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_text_can_be_read_on_its_ground(name: str, ink: str, ground: str) -> None:
    table = theme.tokens(name)
    assert theme.contrast(table[ink], table[ground]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_ring_of_the_keyboard_is_seen(name: str) -> None:
    table = theme.tokens(name)
    for ground in ("surface", "canvas", "raised"):
        assert theme.contrast(table["accent"], table[ground]) >= 3


def test_contrast_as_the_guidelines_have_it() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_both_themes_name_the_same_tokens() -> None:
    assert set(theme.LIGHT) == set(theme.DARK)
    assert all(re.fullmatch("#[0-9A-F]{6}", value) for value in theme.LIGHT.values())
    assert all(re.fullmatch("#[0-9A-F]{6}", value) for value in theme.DARK.values())


@pytest.mark.parametrize("table", [theme.LIGHT, theme.DARK])
def test_every_token_of_the_style_sheet_is_known(qapp: QApplication, table: dict[str, str]) -> None:
    text = resources.path("style.qss").read_text(encoding="utf-8")
    body = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    used = set(re.findall(r"@([a-z][a-z0-9-]*)", body))
    assert used <= {*table, "tick", "arrow"}
    assert "@" not in re.sub(r"/\*.*?\*/", "", theme.style_sheet(table), flags=re.DOTALL)


def test_every_token_is_used() -> None:
    text = resources.path("style.qss").read_text(encoding="utf-8")
    used = set(re.findall(r"@([a-z][a-z0-9-]*)", text))
    assert set(theme.LIGHT) - used == set()


def test_an_icon_leaves_room_before_the_words(qtbot: QtBot) -> None:
    made = button("保存", icon="download")
    qtbot.addWidget(made)
    assert made.iconSize().width() == ICON + GAP
    picture = made.icon().pixmap(made.iconSize())
    image = picture.toImage()
    free = range(image.width() - GAP + 1, image.width())
    assert not any(image.pixelColor(x, y).alpha() for x in free for y in range(image.height()))
    alone = button("", icon="x")
    qtbot.addWidget(alone)
    assert alone.iconSize().width() == ICON


def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    made: QPushButton = button("确定")
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.clicked):
        QTest.keyClick(made, Qt.Key.Key_Return)
