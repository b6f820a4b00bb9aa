"""The guided restore: which backup, two persons, what would be lost, why; then the exchange."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from desktop.domain.audit import Head, head_code
from desktop.domain.errors import Refusal, Trouble
from desktop.jobs import Jobs
from desktop.services import restoring
from desktop.services.officers import Second
from desktop.services.restoring import Backup, Holding, Place, Prepared, Restored
from desktop.views import words
from desktop.views.fields import Field, Line
from desktop.views.flow import emptied
from desktop.views.parts import button, card, column, label, row
from desktop.views.passwords import secret_line
from desktop.views.sheet import Sheet

CHOICE, PERSONS, LOSS = range(3)
TAB = Qt.FocusReason.TabFocusReason
Clock = Callable[[], datetime]


def backup_words(backup: Backup) -> str:
    """A backup in one line: when, how many slips, how large, the code of its last act."""
    manifest = backup.manifest
    return _("{time} · {slips} slips · {size} MB · {code}").format(
        time=words.moment(manifest.moment),
        slips=manifest.slips,
        size=f"{manifest.size / 1_000_000:.1f}",
        code=head_code(Head(manifest.seq, manifest.head)),
    )


class RestoreSheet(Sheet):
    """Leads to a restore step by step; nothing is exchanged before the last button.

    It needs nobody signed in and no records that open: `restored` carries what came of it.
    """

    restored = Signal(object)

    def __init__(self, over: QWidget, jobs: Jobs, place: Place, clock: Clock) -> None:
        self._jobs, self._place, self._clock = jobs, place, clock
        self._prepared: Prepared | None = None
        self._pages = QStackedWidget()
        self._said = label("", size="small", tone="bad", wrap=True, name="restore.said")
        self._choice_page()
        self._persons_page()
        self._loss_page()
        body = QWidget()
        column(self._pages, self._said, spacing=4, parent=body)
        super().__init__(
            over,
            _("Restore a backup"),
            "",
            [("", _("Cancel"), "quiet"), ("back", _("Back"), ""), ("go", "", "filled")],
            body=body,
            width=640,
        )
        self._back, self._go = (
            self.findChildren(QPushButton, f"sheet.{key}")[-1] for key in ("back", "go")
        )
        self._turn(CHOICE)
        self._load()

    def _choice_page(self) -> None:
        self._list = QListWidget()
        self._list.setObjectName("restore.list")
        self._list.setAccessibleName(_("Backups"))
        self._list.setFixedHeight(190)
        self._list.itemActivated.connect(self._choose)
        self._folder = label("", size="hint", wrap=True, name="restore.folder")
        other = button(
            _("Another folder …"), kind="quiet", icon="folder-open", name="restore.other"
        )
        other.clicked.connect(self._other)
        place = row(self._folder, other, spacing=8)
        place.setStretch(0, 1)
        page = QWidget()
        advice = _(
            "Choose the backup to go back to; the newest stands first. Nothing is changed yet."
        )
        column(
            label(advice, tone="second", wrap=True), self._list,
            place, spacing=8, parent=page,
        )  # fmt: skip
        self._pages.addWidget(page)

    def _persons_page(self) -> None:
        first, second = _("First person"), _("Second person")
        self._lines = {
            "number": Line(example=_("officer number"), limit=20),
            "password": secret_line(),
            "other": Line(example=_("officer number"), limit=20),
            "second": secret_line(),
        }
        titles = {
            "number": first, "password": _("Password"), "other": second, "second": _("Password"),
        }  # fmt: skip
        self._fields = {
            name: Field(titles[name], line, name=f"restore.{name}")
            for name, line in self._lines.items()
        }
        self._chosen = label("", strong=True, wrap=True, name="restore.chosen")
        page = QWidget()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for place, field in enumerate(self._fields.values()):
            grid.addWidget(field, place // 2, place % 2)
        advice = _(
            "Two persons answer for it: supervisors or administrators, with the numbers and "
            "passwords they had when this backup was made."
        )
        column(
            self._chosen, label(advice, tone="second", wrap=True), grid, None,
            spacing=8, parent=page,
        )  # fmt: skip
        for line in self._lines.values():
            line.returnPressed.connect(partial(self._next_line, line))
        self._pages.addWidget(page)

    def _loss_page(self) -> None:
        self._table = card("soft")
        self._cells = QGridLayout(self._table)
        self._cells.setContentsMargins(16, 12, 16, 12)
        self._cells.setHorizontalSpacing(24)
        self._loss = label("", strong=True, wrap=True, name="restore.loss")
        self._reason = Line(limit=200)
        self._why = Field(_("Reason"), self._reason, name="restore.reason")
        self._reason.returnPressed.connect(partial(self.answer, "go"))
        kept = _(
            "What lies here now is not erased: it is set aside in a folder of its own. The restore "
            "is written into the audit with both persons and the reason."
        )
        page = QWidget()
        column(
            self._table, self._loss, label(kept, tone="second", wrap=True), self._why, None,
            spacing=8, parent=page,
        )  # fmt: skip
        self._pages.addWidget(page)

    def _turn(self, page: int) -> None:
        self._say("")
        self._pages.setCurrentIndex(page)
        self._back.setVisible(page != CHOICE)
        self._go.setText(_("Restore now") if page == LOSS else _("Go on"))
        self._go.setEnabled(page != CHOICE or self._list.count() > 0)
        first = (self._list, self._lines["number"], self._reason)[page]
        first.setFocus(TAB)

    def _say(self, sentence: str, tone: str = "bad") -> None:
        self._said.setText(sentence)
        self._said.setProperty("tone", tone)
        self._said.style().polish(self._said)
        self._said.setVisible(bool(sentence))

    def _load(self) -> None:
        self._folder.setText(str(self._place.folder))
        work = partial(restoring.offered, self._place)
        self._jobs.slow(work, self._offer, self._refused).broken.connect(self._broken)

    def _offer(self, found: tuple[Backup, ...]) -> None:
        self._backups = found
        self._list.clear()
        for backup in found:
            self._list.addItem(QListWidgetItem(backup_words(backup)))
        self._list.setCurrentRow(0)
        self._turn(CHOICE)
        if not found:
            self._say(_("There is no backup of this station in the folder. Choose another."))

    def _other(self) -> None:
        folder = self.choose_folder()
        if folder:
            self._place = Place(self._place.records, Path(folder), self._place.engine)
            self._load()

    def choose_folder(self) -> str:
        """Ask where backups lie; an empty answer changes nothing."""
        return QFileDialog.getExistingDirectory(self, _("Folder of the backups"))

    def _next_line(self, line: Line) -> None:
        lines = list(self._lines.values())
        if line is lines[-1]:
            self.answer("go")
        else:
            lines[lines.index(line) + 1].setFocus(TAB)

    def answer(self, key: str) -> None:
        """One step on or back; Esc leaves everything as it was."""
        if key == "back":
            self._turn(self._pages.currentIndex() - 1)
        elif key != "go":
            self._leave()
        elif self._go.isEnabled():
            (self._to_persons, self._prepare, self._carry_out)[self._pages.currentIndex()]()

    def _leave(self) -> None:
        if self._go.isEnabled() or self._pages.currentIndex() == CHOICE:
            self._jobs.slow(partial(restoring.drop, self._place), _nothing)
            super().answer("")

    def _choose(self, _item: QListWidgetItem) -> None:
        self.answer("go")

    def _to_persons(self) -> None:
        self._chosen.setText(backup_words(self._backups[self._list.currentRow()]))
        self._turn(PERSONS)

    def _prepare(self) -> None:
        for name, field in self._fields.items():
            field.complain("")
            if not self._lines[name].text().strip():
                self._complain(name, words.refusal(Refusal(Trouble.FIELD_EMPTY)))
                return
        self._busy(_("Restoring into a folder of its own and checking all of it …"))
        text = {name: line.text() for name, line in self._lines.items()}
        work = partial(
            restoring.prepare, self._place, self._backups[self._list.currentRow()],
            Second(text["number"], text["password"]), Second(text["other"], text["second"]),
            self._clock(),
        )  # fmt: skip
        self._jobs.slow(work, self._compare, self._refused).broken.connect(self._broken)

    def _busy(self, sentence: str) -> None:
        self._go.setEnabled(False)
        self._back.setEnabled(False)
        self._say(sentence, "second")

    def _compare(self, prepared: Prepared) -> None:
        self._idle()
        self._prepared = prepared
        emptied(self._cells)
        heads = ("", _("here now"), _("in the backup"))
        here, there = _cells(prepared.here), _cells(prepared.there)
        rows = (heads, *zip((_("Last act"), _("Acts"), _("Slips")), here, there, strict=True))
        for place, cells in enumerate(rows):
            for side, text in enumerate(cells):
                cell = label(text, size="" if place and side else "hint", strong=bool(side))
                cell.setObjectName(f"restore.cell.{place}.{side}")
                self._cells.addWidget(cell, place, side)
        self._cells.setColumnStretch(2, 1)
        self._loss.setText(_loss(prepared))
        self._loss.setProperty("tone", "" if prepared.lost == 0 else "bad")
        self._loss.style().polish(self._loss)
        self._turn(LOSS)

    def _idle(self) -> None:
        self._go.setEnabled(True)
        self._back.setEnabled(True)
        self._say("")

    def _carry_out(self) -> None:
        self._why.complain("")
        if self._prepared is None:
            return
        if not self._reason.text().strip():
            self._why.complain(words.refusal(Refusal(Trouble.REASON_MISSING)))
            self._reason.setFocus(TAB)
            return
        self._busy(_("Exchanging the records …"))
        work = partial(
            restoring.carry_out, self._place, self._prepared, self._clock(), self._reason.text()
        )
        self._jobs.alone(work, self._done, self._refused).broken.connect(self._broken)

    def _done(self, restored: Restored) -> None:
        super().answer("done")
        self.restored.emit(restored)

    def _refused(self, error: Refusal) -> None:
        self._idle()
        if error.field in self._fields and self._pages.currentIndex() == PERSONS:
            self._complain(error.field, words.refusal(error))
        else:
            self._say(words.refusal(error))

    def _broken(self, error: object) -> None:
        self._idle()
        self._say(words.unexpected(error))

    def _complain(self, name: str, sentence: str) -> None:
        self._fields[name].complain(sentence)
        self._lines[name].setFocus(TAB)

    def hideEvent(self, event: QHideEvent) -> None:
        """No password waits behind a lock."""
        if not event.spontaneous():
            for name in ("password", "second"):
                self._lines[name].clear()
        super().hideEvent(event)


def _nothing(_answer: object) -> None:
    """Nobody waits for it."""


def _cells(holding: Holding | None) -> tuple[str, str, str]:
    if holding is None:
        return "?", "?", "?"
    last = "?" if holding.last is None else words.moment(holding.last)
    return last, str(holding.acts), "?" if holding.slips is None else str(holding.slips)


def _loss(prepared: Prepared) -> str:
    if prepared.lost is None:
        return _("▲ Nobody can tell what is here now; everything after the backup would be lost.")
    if not prepared.lost:
        return _("● Nothing that is known here would be lost.")
    return _("■ {count} acts done after this backup would be lost.").format(count=prepared.lost)
