"""The look: one table of tokens for light and dark, fonts, the style sheet, icons in ink."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

import resources

LIGHT: Mapping[str, str] = {
    "canvas": "#F5F6F8",
    "surface": "#FFFFFF",
    "raised": "#FFFFFF",
    "line": "#E1E4EA",
    "line-strong": "#8A93A3",
    "hover": "#EEF1F5",
    "ink": "#1B2430",
    "ink-2": "#4A5565",
    "ink-3": "#5F6A7C",
    "accent": "#1F5FBF",
    "accent-hover": "#184F9F",
    "on-accent": "#FFFFFF",
    "accent-soft": "#E8F0FC",
    "good": "#1D7B4C",
    "good-soft": "#E6F4EC",
    "warn": "#A8580B",
    "warn-soft": "#FCF1E3",
    "bad": "#B3261E",
    "bad-soft": "#FCEBEA",
    "off": "#EEF0F4",
}

DARK: Mapping[str, str] = {
    "canvas": "#14171C",
    "surface": "#1C2027",
    "raised": "#242933",
    "line": "#2E343E",
    "line-strong": "#6B7585",
    "hover": "#262C36",
    "ink": "#EDF0F4",
    "ink-2": "#B3BCC9",
    "ink-3": "#98A2B3",
    "accent": "#7FB0FF",
    "accent-hover": "#9CC2FF",
    "on-accent": "#0E1420",
    "accent-soft": "#1E2C44",
    "good": "#5BC98B",
    "good-soft": "#17301F",
    "warn": "#F0B35A",
    "warn-soft": "#35270F",
    "bad": "#F58A83",
    "bad-soft": "#3A1B19",
    "off": "#232830",
}

FAMILY = "Noto Sans SC"
RARE_FAMILY = "HanaMinB"
_PICTURES = QTemporaryDir()

BODY = 14
"""Size of body text in px; hints are 12, emphasis 16, titles 20, figures 28."""


def tokens(theme: str) -> Mapping[str, str]:
    """The token table of a theme; `system` follows the desktop."""
    if theme == "system":
        scheme = QApplication.styleHints().colorScheme()
        theme = "dark" if scheme is Qt.ColorScheme.Dark else "light"
    return DARK if theme == "dark" else LIGHT


def current() -> Mapping[str, str]:
    """The token table the application shows now."""
    app = QApplication.instance()
    return DARK if app is not None and app.property("theme") == "dark" else LIGHT


def color(token: str) -> QColor:
    """A token of the theme in use."""
    return QColor(current()[token])


def load_fonts() -> None:
    """Make our own body fonts known, so that screen and paper show the same glyphs."""
    for file in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(resources.path("fonts", file)))


def load_rare_font() -> None:
    """Make the large font of rare characters known; waits until the first window is painted."""
    QFontDatabase.addApplicationFont(str(resources.path("fonts", "HanaMinB.ttf")))


def apply(app: QApplication, theme: str) -> None:
    """Dress the whole application in a theme."""
    table = tokens(theme)
    app.setProperty("theme", "dark" if table is DARK else "light")
    app.setStyle("Fusion")
    font = QFont(FAMILY)
    font.setFamilies([FAMILY, RARE_FAMILY])
    font.setPixelSize(BODY)
    app.setFont(font)
    app.setPalette(_palette(table))
    app.setStyleSheet(style_sheet(table))
    _pixmap.cache_clear()


def style_sheet(table: Mapping[str, str]) -> str:
    """The style sheet with every `@token` filled in; an unknown one is a KeyError."""
    text = resources.path("style.qss").read_text(encoding="utf-8")
    filled = {**table, **_pictures(table)}
    return re.sub(r"@([a-z][a-z0-9-]*)", lambda found: filled[found[1]], text)


def _pictures(table: Mapping[str, str]) -> Mapping[str, str]:
    """Icons the style sheet shows itself, as files in the theme's ink."""
    names = {"tick": ("check", "on-accent"), "arrow": ("chevron-down", "ink-2")}
    folder = Path(_PICTURES.path())
    made = {}
    for name, (icon_name, token) in names.items():
        file = folder / f"{name}-{table[token].lstrip('#')}.svg"
        text = resources.path("icons", f"{icon_name}.svg").read_text(encoding="utf-8")
        file.write_text(text.replace("currentColor", table[token]), encoding="utf-8")
        made[name] = f"url({file.as_posix()})"
    return made


def _palette(table: Mapping[str, str]) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "canvas",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "canvas",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.PlaceholderText: "ink-3",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on-accent",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "ink",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Mid: "line",
    }
    for role, token in roles.items():
        palette.setColor(role, QColor(table[token]))
    return palette


def icon(name: str, token: str = "ink-2", size: int = 20, gap: int = 0) -> QIcon:
    """An icon of our family drawn in a token of the theme in use.

    `gap` is room at its right, since Qt leaves only 4 px between a button's icon and its words.
    """
    made = QIcon()
    made.addPixmap(pixmap(name, token, size, gap))
    made.addPixmap(pixmap(name, "line-strong", size, gap), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, token: str = "ink-2", size: int = 20, gap: int = 0) -> QPixmap:
    """An icon as a picture of `size` logical px, sharp on every screen."""
    app = QApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    return _pixmap(name, current()[token], size, gap, ratio)


@lru_cache(maxsize=400)
def _pixmap(name: str, ink: str, size: int, gap: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    text = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    drawn = QSvgRenderer(QByteArray(text.replace("currentColor", ink).encode()))
    picture = QPixmap(QSize(round((size + gap) * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawn.render(painter, QRectF(0, 0, picture.height(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def contrast(one: str, two: str) -> float:
    """The contrast ratio of two colours (WCAG 2.1, relative luminance)."""
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(value: str) -> float:
    channels = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
