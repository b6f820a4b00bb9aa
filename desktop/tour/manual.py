"""The manual's pictures: the tour in both languages by a clock that stands, cut, and made small.

The same program makes the same pictures: nobody in them exists, and no time or folder of the PC
that makes them is seen.
"""

import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image, ImageColor, ImageOps
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QTabBar

from desktop.app import application
from desktop.settings import Settings
from desktop.tour.guide import Guide
from desktop.tour.play import PASSWORD, play
from desktop.views.theme import LIGHT

LANGUAGES = ("en", "zh_CN")
NOW = datetime(2026, 11, 23, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
SIZE = (1260, 690)
"""A window small enough that its words can be read in the manual, and wide enough for tables."""
COLOURS = 32
"""Beyond the theme's own, which stay as they are."""
SHADES = (0.3, 0.6)
"""How much of the ground the rims of letters take."""

Cut = tuple[int, int, int, int]

ROOM: Cut = (80, 60, 1260, 654)
"""A room without rail, search box and message bar."""
WHOLE: Cut = (0, 0, 1260, 690)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of the manual: which screen of the tour, and which part of it."""

    screen: str
    cut: Cut = ROOM


SHOTS: Mapping[str, Shot] = {
    "sign-in": Shot("sign-in", (330, 110, 930, 580)),
    "search": Shot("search", (80, 0, 860, 480)),
    "guide": Shot("guide-item", WHOLE),
    "intake-person": Shot("elderly-person"),
    "intake-circumstances": Shot("elderly-circumstances"),
    "intake-materials": Shot("elderly-materials"),
    "intake-explain": Shot("elderly-explain"),
    "intake-review": Shot("elderly-review"),
    "slips": Shot("manual-slips", (80, 60, 1260, 480)),
    "deliveries": Shot("waybill-refused"),
    "cases": Shot("joint-opinions"),
    "daily": Shot("daily-evening"),
    "enquiries": Shot("manual-enquiries-answer"),
    "day-close": Shot("manual-daily-close"),
    "figures": Shot("manual-daily-figures"),
    "looks": Shot("safety-looks"),
    "papers": Shot("manual-settings-papers"),
    "catalogue": Shot("manual-settings-catalogue", (80, 60, 1260, 420)),
    "first-start": Shot("first-start", (100, 60, 1160, 630)),
    "officers": Shot("manual-settings-officers"),
    "calendar": Shot("manual-settings-calendar"),
    "this-pc": Shot("manual-settings-pc"),
    "key-slots": Shot("manual-safety-keys"),
}

TABS = (
    ("daily", "close"),
    ("daily", "figures"),
    ("settings", "papers"),
    ("settings", "catalogue"),
    ("settings", "officers"),
    ("settings", "calendar"),
    ("settings", "pc"),
    ("safety", "keys"),
)


def make_pictures(folder: Path) -> int:
    """Play in each language and write the pictures under it; tells how many there are."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["TZ"] = "Asia/Shanghai"
    os.environ["CUPS_SERVER"] = os.devnull  # the printers of this PC are nobody's business
    if hasattr(time, "tzset"):
        time.tzset()
    application(Settings()).setCursorFlashTime(0)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as played:
            play(Path(played), Settings(language=language), lambda: NOW, SIZE, _more)
            _cut_all(Path(played) / "screens", folder / language)
    return len(LANGUAGES) * len(SHOTS)


def _more(guide: Guide) -> None:
    """What the tour of three visitors does not come to."""
    guide.visitor = "manual"
    guide.click("rail.slips")
    guide.rest()
    for each in guide.window.findChildren(QLabel):
        before, sign, _hash = each.text().partition("SHA-256")
        if sign:
            each.setText(f"{before}{sign} …")  # of a slip whose codes are new in every tour
    guide.look("manual-slips")
    guide.click("rail.enquiries")
    guide.type("enquiries.search", "居住证")
    guide.key(guide.find(QLineEdit, "enquiries.search"), Qt.Key.Key_Return)
    guide.look("manual-enquiries-answer")
    _people(guide)
    for room, tab in TABS:
        guide.click(f"rail.{room}")
        turn(guide.find(QTabBar, f"{room}.tabs"), tab)
        guide.rest()
        if tab == "papers":
            place = guide.find(QLabel, "preview.place")
            guide.until(lambda place=place: bool(place.text()), "no paper")  # type: ignore[misc]
        guide.look(f"manual-{room}-{tab}")


def _people(guide: Guide) -> None:
    """Two colleagues get accounts, so that the lists of people show some."""
    guide.click("rail.settings")
    turn(guide.find(QTabBar, "settings.tabs"), "officers")
    for number, name in (("001002", "李窗口"), ("001003", "陈主管")):
        guide.type("officer.number", number)
        guide.type("officer.name", name)
        guide.type("officer.password", PASSWORD)
        guide.click("officer.go")
        guide.rest()


def turn(bar: QTabBar, key: str) -> None:
    """Turn to a tab by its key."""
    bar.setCurrentIndex([bar.tabData(at) for at in range(bar.count())].index(key))


def _cut_all(screens: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    made = {file.stem.partition("-")[2]: file for file in screens.glob("*.png")}
    for name, shot in SHOTS.items():
        with Image.open(made[shot.screen]) as screen:
            part = ImageOps.expand(screen.convert("RGB").crop(shot.cut), 1, LIGHT["line-strong"])
        _few_colours(part).save(folder / f"{name}.png", optimize=True)


def _few_colours(picture: Image.Image) -> Image.Image:
    """The picture in the theme's colours and a few of its own, as a small file holds it."""
    few = picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    own = few.getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*_theme(), *own[: 3 * COLOURS]])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def _theme() -> list[int]:
    """The tokens, and the inks that mean something on their way to the ground."""
    ground = ImageColor.getrgb(LIGHT["surface"])
    colours = {ImageColor.getrgb(token) for token in LIGHT.values()}
    for name in ("good", "warn", "bad", "accent", "ink-2", "ink-3"):
        ink = ImageColor.getrgb(LIGHT[name])
        for share in SHADES:
            red, green, blue = (
                round(a + (b - a) * share) for a, b in zip(ink[:3], ground[:3], strict=True)
            )
            colours.add((red, green, blue))
    return [part for colour in sorted(colours) for part in colour[:3]]
