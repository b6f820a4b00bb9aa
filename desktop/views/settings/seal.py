"""The station's own seal: choose a certificate, try its password, take it or leave it."""

from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.errors import Refusal, Trouble
from desktop.services import seals
from desktop.services.seals import Seal
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field
from desktop.views.parts import button, card, column, label, row
from desktop.views.passwords import secret_line

LARGEST = 100_000
"""A certificate file of more bytes is none."""


class SealForm(QWidget):
    """Slips are sealed with a PAdES signature where a station has a certificate of its own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._file: bytes | None = None
        self._password = secret_line()
        self._field = Field(_("Password of the file"), self._password, name="seal.password")
        self._said = label("", name="seal.said", wrap=True)
        self._choose = button(_("Choose a .p12 file …"), icon="folder-open", name="seal.choose")
        self._choose.clicked.connect(self._pick)
        self._take = button(_("Seal slips with it"), icon="badge-check", name="seal.take")
        self._take.clicked.connect(self._ask)
        self._password.returnPressed.connect(self._ask)
        self._drop = button(_("Seal no more"), kind="quiet", name="seal.drop")
        self._drop.clicked.connect(self._leave)
        note = _(
            "Optional. Every new slip gets an electronic signature with the station's own "
            "certificate. It is not a state electronic seal (GB/T 38540)."
        )
        box = card()
        column(
            label(_("Seal on slips"), size="emphasis"),
            label(note, tone="second", wrap=True),
            self._said,
            row(self._choose, None),
            self._field,
            row(self._drop, None, self._take),
            margins=24, spacing=8, parent=box,
        )  # fmt: skip
        column(box, parent=self)
        desk.ask(seals.seal, done=self._show)

    def _show(self, seal: Seal | None) -> None:
        self._drop.setVisible(seal is not None)
        self._file = None
        self._password.clear()
        self._take.setEnabled(False)
        if seal is None:
            self._said.setText(_("Slips are not sealed."))
        else:
            until = seal.until.date().isoformat()
            self._said.setText(
                _("Slips are sealed by {subject}, valid until {until}.").format(
                    subject=seal.subject, until=until
                )
            )

    def choose_file(self) -> str:
        """Ask for the certificate; an empty answer leaves everything as it was."""
        kinds = _("Certificates (*.p12 *.pfx)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Choose a file"), "", kinds)
        return chosen

    def _pick(self) -> None:
        path = self.choose_file()
        if not path:
            return
        try:
            with Path(path).open("rb") as file:
                self._file = file.read(LARGEST)
        except OSError:
            self._refused(Refusal(Trouble.FILE_UNREADABLE))
            return
        self._said.setText(Path(path).name)
        self._take.setEnabled(True)
        self._password.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self) -> None:
        from desktop.printing.seal import subject_of  # pyHanko only where somebody seals

        if self._file is None:
            return
        self._field.complain("")
        self._desk.act(
            seals.take_seal, subject_of, self._file, self._password.text(),
            done=self._taken, refused=self._refused,
        )  # fmt: skip

    def _taken(self, seal: Seal) -> None:
        self._show(seal)
        self._desk.bar.tell(_("New slips are sealed from the next sign-in."), Tone.GOOD)

    def _leave(self) -> None:
        self._desk.act(seals.drop_seal, done=self._show)

    def _refused(self, error: Refusal) -> None:
        self._field.complain(words.refusal(error))
        self._password.setFocus(Qt.FocusReason.TabFocusReason)
