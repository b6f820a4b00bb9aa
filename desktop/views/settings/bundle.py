"""Takes over settings of another counter: choose a file, see what it would change, take it over."""

import json
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop import settings as pc
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.settings_file import ENDING, Change, Mistake
from desktop.services import settings_bundles
from desktop.services.settings_bundles import Looked
from desktop.troubles import sentence
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.parts import button, card, column, label, restyle, row
from desktop.views.sheet import Sheet, ground

LONGEST = 120
"""Characters of a value that are shown."""


class BringIn(QWidget):
    """The button, what was wrong with a file, and the sheet with what one would change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("bundle")
        self._desk = desk
        self._ask = button(_("Open a settings file …"), icon="upload", name="bundle.open")
        self._ask.clicked.connect(self._choose)
        self._said = label("", wrap=True, name="bundle.said")
        self._said.hide()
        hint = _(
            "Printers, station, rules and days off of another counter, out of one file. First you "
            "see what would change here."
        )
        box = card()
        column(
            label(_("Settings of another counter"), size="emphasis"),
            label(hint, tone="second", wrap=True),
            self._said, row(self._ask, None), margins=24, spacing=8, parent=box,
        )  # fmt: skip
        column(box, parent=self)

    def choose_file(self) -> str:
        """Ask which file; an empty answer opens none."""
        kinds = _("Settings files") + f" (*{ENDING} *.json)"
        found, _kind = QFileDialog.getOpenFileName(self, _("Open a settings file"), "", kinds)
        return found

    def _choose(self) -> None:
        path = self.choose_file()
        if path:
            self.look(Path(path))

    def look(self, file: Path) -> None:
        """Show what a file would change here; nothing is changed yet."""
        desk = self._desk
        work = partial(settings_bundles.look, clerk=desk.clerk, catalogue=desk.shelf.catalogue)
        job = desk.jobs.ask(partial(_look, work=work, file=file), self._looked)
        job.refused.connect(self._refused)

    def _looked(self, looked: Looked | Refusal) -> None:
        if isinstance(looked, Refusal):
            self._refused(looked)
        elif looked.mistakes:
            head = _("The file has mistakes; nothing was taken over:")
            self._say("\n".join((head, *map(_mistake, looked.mistakes))), "bad")
        elif not looked.changes:
            self._say(_("Everything in the file is set here already."), "good")
        else:
            self._said.hide()
            self._show(looked)

    def _show(self, looked: Looked) -> None:
        lines = QWidget()
        column(*(label(_line(each), wrap=True) for each in looked.changes), spacing=6, parent=lines)
        lines.setObjectName("bundle.changes")
        title = _("{count} settings would change").format(count=len(looked.changes))
        buttons = (("", _("Cancel"), "quiet"), ("take", _("Take over"), "filled"))
        sheet = Sheet(ground(self), title, "", buttons, body=lines, width=720)
        sheet.answered.connect(partial(self._answered, looked))

    def _answered(self, looked: Looked, answer: str) -> None:
        if answer != "take":
            return
        desk = self._desk
        work = partial(
            settings_bundles.take_over,
            clerk=desk.clerk, now=desk.now(), catalogue=desk.shelf.catalogue, looked=looked,
        )  # fmt: skip
        desk.jobs.act(work, self._taken, "station", refused=self._refused)

    def _taken(self, changes: tuple[Change, ...]) -> None:
        desk = self._desk
        if any(each.key.startswith("pc.") for each in changes):
            home = desk.jobs.engine.get_execution_options()["store"].path.parent
            desk.pc.change(pc.load(home))
        desk.bar.tell(
            _("{count} settings were taken over. Lock and sign in again to work with them.").format(
                count=len(changes)
            ),
            Tone.GOOD,
        )

    def _refused(self, error: Refusal) -> None:
        self._say(words.refusal(error), "bad")

    def _say(self, text: str, tone: str) -> None:
        self._said.setText(text)
        restyle(self._said, tone=tone)
        self._said.show()


def _look(session: Any, work: Any, file: Path) -> Looked | Refusal:
    """A question answers with its refusal, so that it stands beside the button."""
    try:
        looked: Looked = work(session, file=file)
    except Refusal as error:
        return error
    return looked


def _mistake(mistake: Mistake) -> str:
    known = mistake.problem in {each.value for each in Trouble}
    said = sentence(Trouble(mistake.problem), {}) if known else mistake.problem
    return f"{mistake.key}: {said}"


def _line(change: Change) -> str:
    return f"{change.key}: {_value(change.before)} → {_value(change.after)}"


def _value(value: Any) -> str:
    if value in (None, "", [], {}):
        return "—"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
