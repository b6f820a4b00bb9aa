"""A file about this PC that may be sent to IT: collected beside the work, without anybody in it."""

from datetime import datetime
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop import diagnostics
from desktop.domain.errors import Refusal
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.parts import button, card, column, label, restyle, row
from desktop.views.printing import write_file


class ForIT(QWidget):
    """What the file holds, and the button that saves it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("for_it")
        self._desk = desk
        self._save = button(_("Save the file for IT …"), icon="download", name="for_it.save")
        self._save.clicked.connect(self._ask)
        self._said = label("", wrap=True, name="for_it.said")
        self._said.hide()
        hint = _(
            "Versions, settings, findings, sizes and the log of this PC, in one file. Names, "
            "numbers, addresses and whatever was typed are left out."
        )
        box = card()
        column(
            label(_("A file for IT"), size="emphasis"), label(hint, tone="second", wrap=True),
            self._said, row(self._save, None), margins=20, spacing=8, parent=box,
        )  # fmt: skip
        column(box, parent=self)

    def choose_file(self) -> str:
        """Ask where to save; an empty answer saves nothing."""
        name = f"onevisit-{self._desk.now():%Y%m%d-%H%M}.zip"
        found, _kind = QFileDialog.getSaveFileName(
            self, _("Save the file for IT"), name, "ZIP (*.zip)"
        )
        return found

    def _ask(self) -> None:
        path = self.choose_file()
        if not path:
            return
        self._save.setEnabled(False)
        self._say(_("Looking at this PC … this may take a minute; you can go on working."))
        jobs, now = self._desk.jobs, self._desk.now()
        work = partial(_made, Path(path), jobs.engine, now, _screens())
        jobs.slow(work, self._saved, self._refused).broken.connect(self._broken)

    def _saved(self, path: Path) -> None:
        self._end(_("Saved: {path}").format(path=path), "good")

    def _refused(self, error: Refusal) -> None:
        self._end(words.refusal(error), "bad")

    def _broken(self, error: object) -> None:
        self._end(words.unexpected(error), "bad")

    def _end(self, text: str, tone: str) -> None:
        self._save.setEnabled(True)
        self._say(text, tone)

    def _say(self, text: str, tone: str = "") -> None:
        self._said.setText(text)
        restyle(self._said, tone=tone)
        self._said.show()


def _screens() -> list[dict[str, Any]]:
    """The screens as Qt sees them; without serial numbers."""
    return [
        {
            "size": [each.size().width(), each.size().height()],
            "at": [each.geometry().x(), each.geometry().y()],
            "ratio": each.devicePixelRatio(),
            "dpi": round(each.logicalDotsPerInch()),
            "hertz": round(each.refreshRate()),
            "main": each is QGuiApplication.primaryScreen(),
        }
        for each in QGuiApplication.screens()
    ]


def _made(path: Path, engine: Any, now: datetime, screens: list[dict[str, Any]]) -> Path:
    home, key_of = diagnostics.at(engine)
    data = diagnostics.collected(home, key_of, now, screens, _printers)
    return write_file(path, data, ".zip")


def _printers() -> tuple[str, ...]:
    from desktop.printing.paper import printers

    return printers()
