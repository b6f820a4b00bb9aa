"""Standing notices at the right of the message bar: the last backup, what presses, what hurts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import MENDED_BY_RESTORE, Refusal, Trouble
from desktop.domain.officers import Right
from desktop.services import backup_shelf, backups, reviews, supplements
from desktop.services.backup_shelf import State
from desktop.services.officers import Second
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.parts import button, hint, label, restyle, row
from desktop.views.second import SecondSheet
from desktop.views.sheet import ground

OLD, TOO_OLD = timedelta(days=1), timedelta(days=3)
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Age:
    """How old the last good backup is: shape, ink, words."""

    shape: str
    tone: str
    text: str


def age(last: datetime | None, now: datetime) -> Age:
    """The age of the last good backup as every screen shows it."""
    if last is None:
        return Age("■", "bad", _("no backup yet"))
    passed = now - last
    if passed > OLD:
        text = _("backup {days} days old").format(days=passed.days)
        return Age("■", "bad", text) if passed > TOO_OLD else Age("▲", "warn", text)
    if last.astimezone().date() == now.astimezone().date():
        return Age("●", "good", _("backup today {time}").format(time=words.clock(last)))
    return Age("●", "good", _("backup yesterday {time}").format(time=words.clock(last)))


class Notices(QWidget):
    """Shows both, anew after every change and every hour; `restore_asked` leads to a restore.

    Cases about which has to be told what is missing, today or tomorrow, are counted beside;
    `guards_asked` leads to them; so does `reviews_asked` to what a supervisor returned or urged.
    """

    restore_asked = Signal()
    guards_asked = Signal()
    reviews_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._hurt = label("", strong=True, tone="bad", name="notice.hurt")
        self._hurt.setText(_("■ read only"))
        self._restore = button(_("Restore …"), kind="quiet", name="notice.restore")
        self._restore.clicked.connect(self.restore_asked)
        self._accept = button(_("Go on …"), kind="quiet", name="notice.accept")
        self._accept.clicked.connect(self._ask_accept)
        self._sheet: SecondSheet | None = None
        self._age = label("", name="notice.backup")
        self._guards = button("", kind="quiet", name="notice.guards")
        self._guards.clicked.connect(self.guards_asked)
        self._reviews = button("", kind="quiet", name="notice.reviews")
        self._reviews.clicked.connect(self.reviews_asked)
        if desk.training:  # made-up records are not backed up
            self._age.hide()
        for part in (self._reviews, self._guards, self._hurt, self._accept, self._restore):
            part.hide()
        row(self._reviews, self._guards, self._hurt, self._accept, self._restore, self._age,
            spacing=12, parent=self)  # fmt: skip
        self._timer = QTimer(self)
        self._timer.setInterval(HOUR_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        desk.jobs.changed.connect(self._changed)
        desk.jobs.away.connect(self._hurts)
        self.look()

    def _changed(self, _nouns: frozenset[str]) -> None:
        self.look()

    def look(self) -> None:
        """Ask how things stand; a server that is away is not asked."""
        if self._desk.jobs.lost:
            return
        self._desk.ask(backup_shelf.state, done=self._show)
        now = self._desk.now()
        self._desk.ask(supplements.pressing, self._desk.clerk, now, done=self._show_guards)
        self._desk.ask(reviews.waiting, self._desk.clerk, done=self._show_reviews)

    def _show_guards(self, count: int) -> None:
        self._guards.setText(_("▲ {count} to be told what is missing").format(count=count))
        self._guards.setVisible(bool(count))

    def _show_reviews(self, count: int) -> None:
        self._reviews.setText(_("▲ {count} to be answered").format(count=count))
        self._reviews.setVisible(bool(count))

    def _show(self, state: State) -> None:
        found = age(state.standing.last, self._desk.now())
        if state.shared:
            found = Age("●", "second", _("shared records"))
        self._age.setText(f"{found.shape} {found.text}")
        restyle(self._age, tone=found.tone)
        self._hurts(state.hurt)

    def _hurts(self, hurt: Refusal | None) -> None:
        """Show whether nothing may be written, why, and what can be done."""
        self._hurt.setVisible(hurt is not None)
        mends = hurt is not None and hurt.trouble in MENDED_BY_RESTORE
        self._restore.setVisible(mends and not self._desk.jobs.shared)
        older = hurt is not None and hurt.trouble is Trouble.ROLLED_BACK
        self._accept.setVisible(older and self._desk.clerk.may(Right.APPROVE))
        if hurt is not None:
            hint(self._hurt, words.refusal(hurt))

    def _ask_accept(self) -> None:
        """Older records are gone on with only by two persons and for a reason."""
        text = _(
            "Acts that were stored on this PC are missing from these records. If you go on, they "
            "stay missing; what is on paper of them has to be entered again."
        )
        self._sheet = SecondSheet(
            ground(self), _("Go on with older records?"), text, _("Go on"), with_reason=True
        )
        self._sheet.given.connect(self._accept_now)

    def _accept_now(self, second: Second, reason: str) -> None:
        desk, sheet = self._desk, self._sheet
        if sheet is None:
            return
        work = partial(
            backups.go_on_older, desk.jobs.engine, desk.clerk, desk.now(), reason, second
        )
        job = desk.jobs.alone(work, self._accepted, sheet.refuse, "backups")
        job.broken.connect(sheet.failed)

    def _accepted(self, _nothing: object) -> None:
        if self._sheet is not None:
            self._sheet.finish()
            self._sheet = None
        self._desk.bar.tell(_("These records are written again from now on."), Tone.WARN)
