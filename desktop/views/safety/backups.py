"""Backups: how old the last is, where they lie, one now, a rehearsal, a restore."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from desktop.domain.audit import Head, head_code
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Right
from desktop.services import backup_shelf, backups
from desktop.services.backup_shelf import Backup, BackupShelf, Rehearsal
from desktop.troubles import troubles
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.notices import age
from desktop.views.parts import button, card, column, label, restyle, row
from desktop.views.tables import Column, Rows, table


class BackupsPage(QWidget):
    """The state on top, the folder with its backups below."""

    restore_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._age = label("", size="figure", name="backups.age")
        self._since = label("", tone="second", wrap=True, name="backups.since")
        self._drilled = label("", tone="second", wrap=True, name="backups.drilled")
        self._take = button(
            _("Back up now"), kind="filled", icon="archive", key="Ctrl+Return", name="backups.take"
        )
        self._take.clicked.connect(self._back_up)
        self._drill = button(_("Rehearse a restore"), icon="play", name="backups.drill")
        self._drill.clicked.connect(self._rehearse)
        self._restore = button(
            _("Restore …"), kind="danger", icon="history", name="backups.restore"
        )
        self._restore.clicked.connect(self.restore_asked)
        self._said = label("", wrap=True, name="backups.said")
        self._said.hide()
        self._folder = label("", wrap=True, name="backups.folder")
        self._warning = label("", tone="warn", wrap=True, name="backups.warning")
        self._choose = button(
            _("Another folder …"), kind="quiet", icon="folder-open", name="backups.choose"
        )
        self._choose.clicked.connect(self._another)
        if not desk.clerk.may(Right.MANAGE):
            self._choose.hide()
        columns = (
            Column(_("Time"), lambda b: words.moment(b.manifest.moment), 150, strong=True),
            Column(_("Slips"), lambda b: str(b.manifest.slips), 80),
            Column(_("Acts"), lambda b: str(b.manifest.seq), 90),
            Column(_("Size"), lambda b: f"{b.manifest.size / 1_000_000:.1f} MB", 90),
            Column(_("Head code"), _code, 200),
            Column(_("File"), lambda b: b.file.name),
        )
        self._rows = Rows(columns)
        self._table = table(self._rows, columns, "backups.table", dense=desk.settings.dense)
        self._lay_out()
        desk.jobs.changed.connect(self._changed)

    def _lay_out(self) -> None:
        top, low = card(), card()
        column(
            self._age, self._since, self._drilled, 4,
            row(self._take, self._drill, None, self._restore), self._said,
            margins=20, spacing=6, parent=top,
        )  # fmt: skip
        folder = row(self._folder, self._choose)
        folder.setStretch(0, 1)
        self._table.setMinimumHeight(150)
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        parts = column(
            label(_("Where the backups lie"), size="emphasis"), folder, self._warning, self._table,
            margins=20, spacing=6, parent=low,
        )  # fmt: skip
        parts.setStretch(3, 1)
        places = column(top, low, spacing=16, parent=self)
        places.setStretch(1, 1)

    def arrive(self) -> None:
        """Look what is there."""
        self._desk.ask(backup_shelf.shelf, self._desk.clerk, self._desk.settings, done=self._show)

    def _changed(self, nouns: frozenset[str]) -> None:
        if "backups" in nouns and self.isVisible():
            self.arrive()

    def _show(self, shelf: BackupShelf) -> None:
        now = self._desk.now()
        found, standing = age(shelf.standing.last, now), shelf.standing
        self._age.setText(f"{found.shape} {found.text}")
        restyle(self._age, tone=found.tone)
        self._since.setText(
            _("{slips} slips and {acts} acts since then. A backup is taken by itself every 50 "
              "slips, every 20 hours and at the end of the day.")
            .format(slips=standing.slips_since, acts=standing.acts_since)
        )  # fmt: skip
        self._drilled.setText(_drill_words(standing.last_drill, due=standing.drill_due(now)))
        restyle(self._drilled, tone="warn" if standing.drill_due(now) else "second")
        self._folder.setText(str(shelf.folder))
        self._warning.setVisible(shelf.same_disk)
        self._warning.setText(
            _("▲ On the same disk as the records: when that disk fails, both are gone. Choose "
              "another disk or a share of the station.")
        )  # fmt: skip
        self._rows.show_rows(shelf.backups)
        self._drill.setEnabled(bool(shelf.backups))
        if self._desk.training:
            self._busy(troubles()[Trouble.TRAINING_OFF])

    def _busy(self, sentence: str) -> None:
        for each in (self._take, self._drill, self._restore):
            each.setEnabled(not sentence)
        self._say(sentence, "second")

    def _say(self, sentence: str, tone: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
        restyle(self._said, tone=tone)

    def _back_up(self) -> None:
        self._busy(_("Copying the records and checking the copy …"))
        work = backup_shelf.take
        values = (self._desk.clerk, self._desk.now(), self._desk.settings)
        self._desk.study(work, *values, done=self._taken, refused=self._refused).broken.connect(
            self._broken
        )

    def _taken(self, made: Backup) -> None:
        self._desk.act(
            backups.made, made, done=partial(self._told_of, made), changes=("backups",),
            refused=self._refused,
        )  # fmt: skip

    def _told_of(self, made: Backup, _answer: object) -> None:
        self._busy("")
        said = _("The backup is made and checked: {file}").format(file=made.file.name)
        self._desk.bar.tell(said, Tone.GOOD)

    def _rehearse(self) -> None:
        self._busy(_("Restoring into an empty folder and checking all of it …"))
        values = (self._desk.clerk, self._desk.settings)
        self._desk.study(
            backup_shelf.drill, *values, done=self._rehearsed, refused=self._refused
        ).broken.connect(self._broken)

    def _rehearsed(self, found: Rehearsal) -> None:
        self._desk.act(
            backups.drilled, found, done=partial(self._drill_told, found), changes=("backups",),
            refused=self._refused,
        )  # fmt: skip

    def _drill_told(self, found: Rehearsal, _answer: object) -> None:
        self._busy("")
        text = _("● The newest backup can be restored: {cases} cases, {slips} slips, {acts} acts.")
        self._say(text.format(cases=found.cases, slips=found.slips, acts=found.head.seq), "good")

    def _refused(self, error: Refusal) -> None:
        self._busy("")
        self._say(words.refusal(error), "bad")

    def _broken(self, error: object) -> None:
        self._busy("")
        self._say(words.unexpected(error), "bad")

    def choose_folder(self) -> str:
        """Ask where backups go from now on; an empty answer changes nothing."""
        return QFileDialog.getExistingDirectory(self, _("Folder of the backups"))

    def _another(self) -> None:
        folder = self.choose_folder()
        if not folder:
            return
        try:
            self._desk.pc.change(replace(self._desk.settings, backup_folder=folder))
        except OSError:
            self._desk.bar.tell(troubles()[Trouble.READ_ONLY], Tone.BAD)
        self.arrive()


def _code(backup: Backup) -> str:
    return head_code(Head(backup.manifest.seq, backup.manifest.head))


def _drill_words(last: datetime | None, *, due: bool) -> str:
    if last is None:
        return _("▲ A restore was never rehearsed here. A backup that was never tried is a hope.")
    said = words.moment(last)
    if due:
        return _("▲ A restore was last rehearsed on {time}; do it again.").format(time=said)
    return _("A restore was last rehearsed on {time}.").format(time=said)
