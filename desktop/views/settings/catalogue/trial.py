"""A dry run: past cases by the draft's rules, and who would be treated differently."""

from datetime import timedelta
from gettext import gettext as _

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.catalogue_changes import Files
from desktop.domain.errors import Refusal
from desktop.domain.progress import Progress
from desktop.services.rule_trials import Treated, Trial, trial
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.fields import Choice
from desktop.views.parts import Empty, button, card, column, label, row
from desktop.views.progress import Waiting
from desktop.views.sheet import Sheet
from desktop.views.tables import Column, Rows, table

SPANS = (30, 90, 365)


class TrialSheet(Sheet):
    """Cases of the last days, each assessed by the edition in use and by the draft."""

    def __init__(self, over: QWidget, desk: Desk, files: Files) -> None:
        self._desk, self._files, self._ground = desk, files, over
        self._waiting: Waiting | None = None
        options = [(days, _("Last {days} days").format(days=days)) for days in SPANS]
        self._span = Choice(options, name="trial.span")
        self._run = button(_("Try"), kind="filled", name="trial.run")
        self._run.clicked.connect(self._begin)
        self._said = label("", strong=True, wrap=True, name="trial.said")
        columns = _columns()
        self._rows = Rows(columns)
        view = table(self._rows, columns, "trial.table", dense=True)
        view.setAccessibleName(_("Treated differently"))
        self._stack = QStackedWidget()
        advice = _("Choose a time and press “Try”. Nothing is changed by it.")
        self._stack.addWidget(Empty("history", _("Not tried yet"), advice))
        self._stack.addWidget(view)
        none = _("Everybody of this time would have been told and asked the same.")
        self._stack.addWidget(Empty("check", _("Nobody is treated differently"), none))
        box = card()
        column(self._stack, margins=1, parent=box)
        box.setFixedHeight(max(220, min(460, over.height() - 300)))
        body = QWidget()
        column(row(self._span, self._run, None, self._said), box, spacing=12, parent=body)
        super().__init__(
            over, _("Try on past cases"),
            _("Who would be treated differently by this draft. The cases themselves stay as they "
              "are."),
            [("", _("Close"), "")], body=body, width=1120,
        )  # fmt: skip
        self._run.setFocus()

    def _begin(self) -> None:
        if self._waiting is not None:
            return
        today, days = self._desk.now().date(), self._span.value
        first = today - timedelta(days=days if isinstance(days, int) else SPANS[0])
        progress = Progress()
        self._waiting = Waiting(self._ground, _("Trying the draft on past cases …"), progress)
        zone = self._desk.now().tzinfo
        self._desk.study(
            trial, self._desk.clerk, self._files, first, today, zone, progress,
            done=self._show, refused=self._refused,
        ).broken.connect(self._end)  # fmt: skip

    def _end(self, _what: object = None) -> None:
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            waiting.end()

    def _show(self, found: Trial) -> None:
        self._end()
        self._rows.show_rows(found.rows)
        self._stack.setCurrentIndex(1 if found.rows else 2)
        text = _("{count} of {looked} cases").format(count=len(found.rows), looked=found.looked)
        if found.untold:
            text += _(", {count} erased ones not tried").format(count=found.untold)
        self._said.setText(text)

    def _refused(self, error: Refusal) -> None:
        self._end()
        self._said.setText(words.refusal(error))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Case"), lambda r: r.number or words.moment(r.at), 190, strong=True),
        Column(_("Person"), lambda r: r.name, 84),
        Column(_("Items"), lambda r: "、".join(r.items), 170),
        Column(_("Special cases"), lambda r: _turned(*r.difference.flags), 160),
        Column(_("Materials"), lambda r: _turned(*r.difference.materials)),
        Column(_("Fee and words"), _more, 200),
    )


def _turned(gone: tuple[str, ...], come: tuple[str, ...]) -> str:
    """What falls away and what comes."""
    return "　".join([*(f"－{each}" for each in gone), *(f"＋{each}" for each in come)]) or "–"


def _more(row_: Treated) -> str:
    before, after = row_.difference.fees
    parts = [f"{_sum(before)} → {_sum(after)}"] if before or after else []
    if row_.difference.words:
        parts.append(_("{count} sentences").format(count=row_.difference.words))
    return "　".join(parts) or "–"


def _sum(amounts: tuple[int | None, ...]) -> str:
    known = [each for each in amounts if each is not None]
    return _("{count} yuan").format(count=sum(known)) if known else _("not confirmed")
