"""The composition root: everything is joined here and only here.

The first window paints before anything heavy is imported; records are opened on a thread.
"""

import gettext
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QLibraryInfo,
    QObject,
    Qt,
    QThread,
    QTimer,
    QTranslator,
    Signal,
)
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

import resources
from desktop import settings as pc
from desktop.domain.errors import Refusal, Trouble
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.sign_in import FirstAnswers, FirstStart, SignIn, Someone

if TYPE_CHECKING:
    from desktop.backend import Backend
    from desktop.domain.officers import Clerk
    from desktop.views.frame import Frame

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def local_now() -> datetime:
    """The time at the counter, with its zone."""
    return datetime.now().astimezone()


def run() -> int:
    """Open the window and stay until it is closed."""
    if sys.platform == "linux" and not _displayed():
        print("onevisit: there is no display here; try: onevisit tour --out DIR", file=sys.stderr)
        return 2
    home = pc.home()
    settings, trouble = _settings(home)
    app = application(settings)
    _log_to(home)
    window = Window(home, settings, local_now)
    if trouble is not None:
        from desktop.views import words

        window.sign_in.trouble(words.refusal(trouble))
    window.resize(1366, 768)
    window.show()
    code = app.exec()
    window.finish()
    return code


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


def speak(language: str) -> None:
    """Choose the language of the screens; English is the language of the sources."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("onevisit", str(resources.path("locale")))
    gettext.textdomain("onevisit")


def _log_to(home: Path) -> None:
    """Write the log beside the data; no values of records go in."""
    try:
        folder = home / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / "onevisit.log", maxBytes=1_000_000, backupCount=5, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    sys.excepthook = _unexpected


def _unexpected(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    log.error("unexpected", exc_info=(kind, error, trace))


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening the records brought: the backend, and what the sign-in shows."""

    backend: "Backend"
    unit: str
    foot: str
    people: tuple[Someone, ...]


class Opener(QThread):
    """Imports and opens what is heavy while the first window is already there."""

    opened = Signal(object)
    refused = Signal(object)

    def __init__(self, home: Path, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._home = home
        self._clock = clock

    def run(self) -> None:
        """Open the records and tell what they say."""
        from desktop.backend import open_backend

        try:
            backend = open_backend(self._home, self._clock)
        except Refusal as error:
            self.refused.emit(error)
        except Exception as error:
            log.exception("opening failed")
            self.refused.emit(error)
        else:
            self.opened.emit(backend)


class Window(QMainWindow):
    """The one window: first sign-in or first start, then the frame."""

    ready = Signal()

    def __init__(self, home: Path, settings: Settings, clock: Clock) -> None:
        super().__init__()
        self.setWindowTitle("一次办")
        self.setWindowIcon(theme.icon("landmark", "accent"))
        self.setMinimumSize(640, 360)
        self._home, self._settings, self._clock = home, settings, clock
        self.backend: Backend | None = None
        self._stack = QStackedWidget()
        self._stack.setObjectName("canvas")
        self.setCentralWidget(self._stack)
        self.sign_in = SignIn()
        self.sign_in.asked.connect(self._sign_in)
        self._stack.addWidget(self.sign_in)
        self.first_start: FirstStart | None = None
        self.frame: Frame | None = None
        self._counter: Any = None
        self._opener = Opener(home, clock, self)
        self._opener.opened.connect(self._opened, Qt.ConnectionType.QueuedConnection)
        self._opener.refused.connect(self._refused, Qt.ConnectionType.QueuedConnection)
        QTimer.singleShot(0, self, self._open)

    def _open(self) -> None:
        QTimer.singleShot(0, self._opener, self._opener.start)
        QTimer.singleShot(200, self, self._dress)

    def _dress(self) -> None:
        """What the first paint need not wait for: rare characters, Qt's own words in Chinese."""
        theme.load_rare_font()
        if self._settings.language == "zh_CN":
            words = QTranslator(self)
            words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            QApplication.installTranslator(words)

    def _opened(self, backend: "Backend") -> None:
        from desktop.jobs import Jobs

        self.backend = backend
        self.jobs = Jobs(backend.engine, self)
        self.jobs.refused.connect(self._told)
        self.jobs.broken.connect(self._told)
        self._show_people()

    def _show_people(self) -> None:
        if self.backend is None:
            return
        self.jobs.ask(self.backend.people, self._people)

    def _people(self, answer: object) -> None:
        if answer is None:
            self.first_start = FirstStart()
            self.first_start.answered.connect(self._set_up)
            self._stack.addWidget(self.first_start)
            self._stack.setCurrentWidget(self.first_start)
        elif isinstance(answer, tuple):
            unit, foot, people = answer
            someone = [Someone(row.number, row.name, row.role) for row in people]
            self.sign_in.show_officers(unit, foot, someone)
            self._stack.setCurrentWidget(self.sign_in)
        self.ready.emit()

    def _told(self, error: object) -> None:
        """Say before the sign-in what nobody else can; a frame says it in its own bar."""
        if self._stack.currentWidget() is self.sign_in:
            self._refused(error)

    def _refused(self, error: object) -> None:
        from desktop.views import words  # with all the rules: not before the first paint

        self.sign_in.trouble(
            words.refusal(error) if isinstance(error, Refusal) else words.unexpected()
        )
        self.ready.emit()

    def _set_up(self, answers: FirstAnswers) -> None:
        if self.backend is not None:
            self.jobs.act(
                self.backend.set_up(answers), self._signed_in, refused=self._first_refused
            )

    def _first_refused(self, error: Refusal) -> None:
        if self.first_start is not None:
            officer = error.trouble is Trouble.NAME_INVALID
            self.first_start.refuse(error, "officer" if officer else error.field)

    def _sign_in(self, number: str, password: str) -> None:
        if self.backend is not None:
            self.jobs.act(
                self.backend.sign_in(number, password), self._signed_in, refused=self.sign_in.refuse
            )

    def _signed_in(self, clerk: "Clerk") -> None:
        if self.backend is not None:
            self.jobs.ask(self.backend.counter(clerk), self._enter)

    def _enter(self, counter: Any) -> None:
        from desktop.views.rooms import Rooms

        self.sign_in.clear()
        if self.frame is not None and self._counter == counter:
            self._stack.setCurrentWidget(self.frame)
            self.ready.emit()
            return
        if self.frame is not None:
            self._stack.removeWidget(self.frame)
            self.frame.deleteLater()
        self._counter = counter
        desk = counter.desk(self.jobs, self._settings)
        self.rooms = Rooms(desk, self._change_settings)
        self.frame = self.rooms.frame
        self.frame.locked.connect(self._lock)
        self._stack.addWidget(self.frame)
        self._stack.setCurrentWidget(self.frame)
        self.ready.emit()

    def _lock(self) -> None:
        """Hide everything behind the sign-in; the same officer comes back to the same screen."""
        if self.frame is not None:
            self.frame.leave()
        self._stack.setCurrentWidget(self.sign_in)
        self._show_people()

    def _change_settings(self, settings: Settings) -> None:
        """Keep changed settings of this PC and show the theme at once."""
        pc.save(self._home, settings)
        self._settings = settings
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, settings.theme)

    def finish(self) -> None:
        """Let the work under way end."""
        self._opener.wait()
        if self.backend is not None:
            self.jobs.close()
            self.backend.engine.dispose()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what a screen still holds before going."""
        if self.frame is not None:
            self.frame.leave()
        super().closeEvent(event)
