"""The one window: who is in front of it, and what they see; records open when somebody signs in.

The first window paints before anything heavy is imported; a thread looks at the records meanwhile.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid

from desktop import settings as pc
from desktop.domain.errors import MENDED_BY_RESTORE, Refusal, Trouble
from desktop.opener import Clock, Opened, Opener
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.help import Help
from desktop.views.idle import Idle
from desktop.views.sign_in import FirstAnswers, FirstStart, SignIn, Someone
from desktop.views.training import Training, start_training

if TYPE_CHECKING:
    from desktop.backend import Backend, People
    from desktop.domain.officers import Clerk
    from desktop.door import Door, Entered
    from desktop.jobs import Jobs
    from desktop.services.restoring import Restored
    from desktop.upkeep import Upkeep
    from desktop.views.frame import Frame
    from desktop.views.passwords import OwnPassword
    from desktop.views.recovery import RecoveryAsked
    from desktop.views.rooms import Rooms


class Window(QMainWindow):
    """First sign-in or first start, then the frame of whoever is signed in."""

    ready = Signal()

    def __init__(self, home: Path, settings: Settings, clock: Clock) -> None:
        super().__init__()
        self.setWindowTitle("一次办")
        self._training: Training | None = Training(self) if pc.in_training(home) else None
        self.setWindowIcon(theme.icon("landmark", "accent"))
        self.setMinimumSize(640, 360)
        self._home, self._settings, self._clock = home, settings, clock
        self.idle = Idle(settings.idle_minutes * 60, self)
        self.idle.left.connect(self.lock)
        self._focus: QWidget | None = None
        self._hidden: list[QWidget] = []
        self._upkeep: Upkeep | None = None
        self.door: Door | None = None
        self.backend: Backend | None = None
        self.jobs: Jobs | None = None
        self._stack = QStackedWidget()
        self._stack.setObjectName("canvas")
        self.setCentralWidget(self._stack)
        if self._training is not None:
            self._training.surround(self._stack)
            self._training.laid.connect(self._lay_card)
            self._training.anew.connect(self.begin_anew)
        self.sign_in = SignIn(training_offered=self._training is None)
        self.sign_in.asked.connect(self._sign_in)
        self.sign_in.restore_asked.connect(self.restore)
        self.sign_in.recovery_asked.connect(self._ask_recovery)
        self.sign_in.training_asked.connect(start_training)
        self._stack.addWidget(self.sign_in)
        self.first_start: FirstStart | None = None
        self._own: OwnPassword | None = None
        self._recovery: RecoveryAsked | None = None
        self.frame: Frame | None = None
        self.rooms: Rooms | None = None
        self._counter: Any = None
        self.help = Help(self, self._stack.currentWidget, self.lock)
        self._opener = Opener(home, clock, settings, self)
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

    def _opened(self, opened: Opened) -> None:
        self.door = opened.door
        self._runner()
        self._people(opened.people)

    def _runner(self) -> "Jobs":
        """The job runner, made when it is first needed."""
        from desktop.jobs import Jobs

        if self.jobs is None:
            self.jobs = Jobs(None, self)
            self.jobs.refused.connect(self._told)
            self.jobs.broken.connect(self._told)
        return self.jobs

    def _people(self, people: "People | None") -> None:
        if people is None:
            self.first_start = FirstStart()
            self.first_start.answered.connect(self._set_up)
            self.first_start.restore_asked.connect(self.restore)
            self._show(self.first_start)
        else:
            someone = [Someone(row.number, row.name, row.role) for row in people.officers]
            recovery = self.backend is None and self.door is not None and self.door.recoverable
            self.sign_in.show_officers(people.unit, people.foot, someone, recovery=recovery)
            self._show(self.sign_in)
            if self._training is not None:
                self.sign_in.tell(self._training.welcome)
        self.ready.emit()

    def _show(self, widget: QWidget) -> None:
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    def _leave(self, widget: QWidget | None) -> None:
        if widget is not None:
            self._stack.removeWidget(widget)
            widget.deleteLater()

    def _told(self, error: object) -> None:
        """Say before the sign-in what nobody else can; a frame says it in its own bar."""
        if self._stack.currentWidget() is self.sign_in:
            self._refused(error)

    def _refused(self, error: object) -> None:
        from desktop.views import words  # with all the rules: not before the first paint

        self.sign_in.trouble(
            words.refusal(error) if isinstance(error, Refusal) else words.unexpected(error),
            restorable=isinstance(error, Refusal)
            and error.trouble in MENDED_BY_RESTORE
            and not self._settings.database,
        )
        self.ready.emit()

    def _set_up(self, answers: FirstAnswers) -> None:
        from desktop.domain.officers import Role
        from desktop.services.officers import NewOfficer
        from desktop.services.station import StationFacts

        facts = StationFacts(
            name=answers.name,
            district=answers.district,
            code=answers.code,
            window=answers.window,
            hours=answers.hours,
            enquiry_phone=answers.enquiry_phone,
            complaint_phone=answers.complaint_phone,
            local_prefixes=answers.prefixes,
        )
        number, name = answers.officer_number, answers.officer_name
        admin = NewOfficer(number, name, Role.ADMINISTRATOR, answers.password)
        if self.door is not None and self.jobs is not None:
            work = partial(self.door.set_up, facts, admin, encrypted=self._settings.encryption)
            self.jobs.alone(work, self._entered, self._first_refused)

    def _first_refused(self, error: Refusal) -> None:
        if self.first_start is not None:
            officer = error.trouble is Trouble.NAME_INVALID
            self.first_start.refuse(error, "officer" if officer else error.field)

    def _sign_in(self, number: str, password: str) -> None:
        if self.jobs is None or self.door is None:
            return
        if self.backend is None:
            enter = partial(self.door.unlock, number, password)
            self.jobs.alone(enter, self._entered, self.sign_in.refuse)
        else:
            back = partial(self.backend.sign_in, number, password)
            self.jobs.alone(back, self._signed_in, self.sign_in.refuse)

    def _entered(self, entered: "Entered") -> None:
        """The records are open from now on; a lock hides them, the end of the program closes."""
        from desktop.upkeep import Upkeep

        self.backend = entered.backend
        if self.jobs is not None:
            self.jobs.use(entered.backend.engine)
        if self.jobs is not None and self._training is None:  # nothing made up is backed up
            self._upkeep = Upkeep(self.jobs, self._backup_folder, self._clock, self)
            self._upkeep.failed.connect(self.jobs.refused)
            self._upkeep.hurt.connect(self._hurt)
        if not entered.code or self.jobs is None:
            self._signed_in(entered.clerk)
            return
        from desktop.views.recovery import RecoveryShown

        shown = RecoveryShown(entered.code, self.jobs)
        shown.kept.connect(lambda: self._leave(shown))
        shown.kept.connect(partial(self._signed_in, entered.clerk))
        self._show(shown)
        self.ready.emit()

    def _signed_in(self, clerk: "Clerk") -> None:
        self._leave(self._own)
        self._own = None
        if clerk.must_change:
            self._ask_own_password(clerk)
        elif self.backend is not None and self.jobs is not None:
            self.jobs.ask(self.backend.counter(clerk), self._enter)

    def _ask_own_password(self, clerk: "Clerk") -> None:
        from desktop.views.passwords import OwnPassword

        self._own = OwnPassword(clerk.name)
        self._own.chosen.connect(partial(self._change_password, clerk, self.sign_in.typed))
        self._own.left.connect(self._show_people)
        self.sign_in.clear()
        self._show(self._own)
        self.ready.emit()

    def _change_password(self, clerk: "Clerk", old: str, new: str) -> None:
        if self.backend is not None and self.jobs is not None and self._own is not None:
            work = partial(self.backend.change_password, clerk, old, new)
            self.jobs.alone(work, self._signed_in, self._own.refuse)

    def _show_people(self) -> None:
        if self.backend is not None and self.jobs is not None:
            self.jobs.ask(self.backend.people, self._people)

    def _backup_folder(self) -> Path:
        return pc.backup_folder(self._settings, self._home)

    def _enter(self, counter: Any) -> None:
        from desktop.views.rooms import Rooms

        self.sign_in.clear()
        if self.jobs is None:
            return
        if self.frame is None or self._counter != counter:
            self._hidden = []  # the visitor's screen shows nothing of somebody else's visitor
            self._leave(self.frame)
            self._counter = counter
            desk = counter.desk(self.jobs, self._settings)
            self.rooms = Rooms(desk, self._change_settings)
            self.frame = self.rooms.frame
            self.frame.locked.connect(self.lock)
            self.frame.restore_asked.connect(self.restore)
            self.frame.help_asked.connect(self.help.open)
        self._show(self.frame)
        for other in filter(isValid, self._hidden):
            other.show()
            self.activateWindow()
        self._hidden = []
        if self._focus is not None and isValid(self._focus) and self.isAncestorOf(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus = None
        self.idle.begin()
        if self._upkeep is not None:
            self._upkeep.look()
        self.ready.emit()

    def lock(self) -> None:
        """Hide every window behind the sign-in; the same officer comes back to the same field."""
        if self._stack.currentWidget() is not self.frame or self.frame is None:
            return
        self.idle.end()
        self._focus = self.focusWidget()
        others = [each for each in QApplication.topLevelWidgets() if each is not self]
        self._hidden = [each for each in others if each.isVisible() and not each.isModal()]
        for other in others:
            other.hide()
        self.activateWindow()
        self.frame.leave()
        self._show(self.sign_in)
        self._show_people()

    def restore(self) -> None:
        """Lead to a restore, whether somebody is in or the records do not even open."""
        if self._training is not None:
            self._training.refuse()
            return
        if self._settings.database:
            self._runner().refused.emit(Refusal(Trouble.SERVER_KEEPS))
            return
        from desktop.services.restoring import Place
        from desktop.views.restore import RestoreSheet

        engine = None if self.backend is None else self.backend.engine
        place = Place(pc.database_file(self._home), self._backup_folder(), engine)
        over = self._stack.currentWidget()
        RestoreSheet(over, self._runner(), place, self._clock).restored.connect(self._restored)

    def _restored(self, restored: "Restored") -> None:
        """Other records lie here now: begin anew in front of them."""
        from desktop.views import words

        self._drop()
        self._show(self.sign_in)
        self.sign_in.tell(words.restored(restored.taken_at, restored.noted))
        self._opener.wait()
        self._opener.start()

    def _lay_card(self, key: str) -> None:
        if self.rooms is not None:
            self.rooms.lay_card(key)

    def begin_anew(self) -> None:
        """Throw a training's records away and make fresh ones."""
        from desktop.training import clear

        if self._training is not None:
            self._show(self.sign_in)
            self._drop()
            self._opener.wait()
            clear(self._home)
            self.sign_in.wait()
            self._opener.start()

    def _hurt(self, error: object) -> None:
        """The daily check found something: say so, and let the standing notice follow."""
        if self.jobs is not None:
            self.jobs.refused.emit(error)
            self.jobs.changed.emit(frozenset({"health"}))

    def _drop(self) -> None:
        """Let go of the records; nobody is in any more."""
        self.idle.end()
        self._focus = self._counter = None
        for gone in (self.frame, self.first_start):
            self._leave(gone)
        self.frame = self.rooms = self.first_start = None
        self._close()

    def _ask_recovery(self) -> None:
        from desktop.views.recovery import RecoveryAsked

        self._recovery = RecoveryAsked()
        self._recovery.given.connect(self._recover)
        self._recovery.left.connect(self._leave_recovery)
        self.sign_in.clear()
        self._show(self._recovery)
        self.ready.emit()

    def _recover(self, code: str, number: str, password: str) -> None:
        if self.door is not None and self._recovery is not None:
            work = partial(self.door.recover, code, number, password)
            job = self._runner().alone(work, self._recovered, self._recovery.refuse)
            job.broken.connect(self._leave_recovery)

    def _recovered(self, entered: "Entered") -> None:
        self._leave_recovery()
        self._entered(entered)

    def _leave_recovery(self, error: object = None) -> None:
        self._show(self.sign_in)
        self._leave(self._recovery)
        self._recovery = None
        if error is not None:
            self._refused(error)

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
        if self.jobs is not None:
            self.jobs.close()
        self._close()

    def _close(self) -> None:
        if self._upkeep is not None:
            self._upkeep.end()
            self._upkeep.deleteLater()
        if self.backend is not None:
            self.backend.engine.dispose()
        self._upkeep = self.backend = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what a screen still holds before going."""
        if self.frame is not None:
            self.frame.leave()
        if self._upkeep is not None:
            self._upkeep.day_ends()
        super().closeEvent(event)
