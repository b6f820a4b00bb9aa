"""The composition root: everything is joined here and only here.

The first window paints before anything heavy is imported; records are opened on a thread.
"""

import logging
import os
import sys
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop import logs
from desktop import settings as pc
from desktop.domain.errors import Refusal
from desktop.language import speak
from desktop.settings import Settings
from desktop.sole import Sole
from desktop.views import theme
from desktop.views.crash import Crashes
from desktop.window import Window

log = logging.getLogger(__name__)


def local_now() -> datetime:
    """The time at the counter, with its zone."""
    return datetime.now().astimezone()


def run(file: Path | None = None, *, training: bool = False) -> int:
    """Open the window, or a training's, and stay until it is closed.

    A settings file waits for the sign-in.
    """
    if sys.platform == "linux" and not _displayed():
        print("onevisit: there is no display here; try: onevisit tour --out DIR", file=sys.stderr)
        return 2
    home = pc.training_home(pc.home()) if training else pc.home()
    sole = Sole(home)
    if not sole.mine:
        return sole.give_way() if file is None else _not_handed_over(home, sole)
    settings, trouble = _settings(pc.home())
    if training:
        settings = made_up(settings)
    app = application(settings)
    _log_to(home)
    window = Window(home, settings, local_now)
    crashes = Crashes(window, local_now)
    sys.excepthook = crashes.take
    if trouble is not None:
        from desktop.views import words

        window.sign_in.trouble(words.refusal(trouble))
    window.resize(1366, 768)
    window.show()
    sole.attend(window)
    if file is not None:
        waiting = Waiting(window, file)
        window.ready.connect(waiting.look)
    code = app.exec()
    window.finish()
    sole.let_go()
    return code


class Waiting(QObject):
    """A file that the program was started with, until somebody is in."""

    def __init__(self, window: Window, file: Path) -> None:
        super().__init__(window)
        self._window, self._file = window, file.resolve()

    def look(self) -> None:
        """Show it once somebody has signed in; to be called when another screen is there."""
        rooms = self._window.rooms
        if rooms is not None and rooms.frame.isVisible():
            self._window.ready.disconnect(self.look)
            rooms.open_file(self._file)


def _not_handed_over(home: Path, sole: Sole) -> int:
    """The window that is open reads nothing that others send; say where the file is opened."""
    from gettext import gettext as _

    _app = application(_settings(home)[0])
    code = sole.give_way()
    text = _(
        "OneVisit is open already, and its window was brought to the front. The file was not "
        "opened: an administrator opens it under Settings → This PC."
    )
    QMessageBox.information(None, "OneVisit", text)
    return code


def made_up(settings: Settings) -> Settings:
    """A training's settings: this PC's look, every device simulated, every page marked."""
    from desktop.domain.training import MARK
    from desktop.printing.sheet import Sheet

    Sheet.mark = MARK
    return replace(
        settings, card_reader="simulated", scanner="simulated", camera="simulated",
        second_screen="simulated", signature_pad="simulated", window="", backup_folder="",
        database="",
    )  # fmt: skip


def _displayed() -> bool:
    """Whether Qt will find something to show a window on."""
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _settings(home: Path) -> tuple[Settings, Refusal | None]:
    """The PC's settings; with a mistake in the file, the defaults and the sentence to show."""
    try:
        return pc.load(home), None
    except Refusal as error:
        return Settings(), error


def application(settings: Settings) -> QApplication:
    """The application in its language, theme and size."""
    speak(settings.language)
    os.environ.setdefault("QT_SCALE_FACTOR", str(settings.scale / 100))
    if "fcitx" in os.environ.get("QT_IM_MODULE", "") + os.environ.get("XMODIFIERS", ""):
        os.environ["QT_IM_MODULE"] = "ibus"  # the wheel has no fcitx plugin; fcitx5 answers ibus
    made = QApplication.instance()
    app = made if isinstance(made, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("OneVisit")
    app.setApplicationDisplayName("一次办")
    theme.load_fonts()
    theme.apply(app, settings.theme)
    return app


def _log_to(home: Path) -> None:
    """Write the log beside the data; no values of records go in."""
    logging.getLogger().addHandler(logs.handler(home))
    sys.excepthook = _unexpected  # until there is a window to tell it
    threading.excepthook = _on_a_thread


def _unexpected(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    log.error("unexpected", exc_info=(kind, error, trace))


def _on_a_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        sys.excepthook(told.exc_type, told.exc_value, told.exc_traceback)
