"""Number and phone of a person: masked, shown in full for half a minute to whoever asks."""

from gettext import gettext as _

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from desktop.services import cases
from desktop.services.cases import CaseView, Revealed
from desktop.views.clipboard import SECONDS, SecretClipboard
from desktop.views.desk import Desk, Tone
from desktop.views.parts import button, column, fact, label, row


class PersonFacts(QWidget):
    """The two facts with the buttons that show and copy them; every showing is written down."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._case: CaseView | None = None
        self._shown: Revealed | None = None
        self._asked: int | None = None
        self._clipboard = SecretClipboard(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.timeout.connect(self.conceal)
        self._number = label("", name="case.person.number")
        self._phone = label("", name="case.person.phone")
        self._show = button("", kind="small", name="case.reveal")
        self._show.clicked.connect(self._turn)
        self._copy = button(_("Copy the number"), kind="small", icon="copy", name="case.copy")
        self._copy.clicked.connect(self._put)
        column(
            fact(_("Identity number"), self._number), fact(_("Phone"), self._phone),
            row(self._show, self._copy, None, spacing=8), spacing=8, parent=self,
        )  # fmt: skip
        self.conceal()

    def show_case(self, case: CaseView) -> None:
        """Show a case's masked facts; those of the same case may be open just now."""
        if self._case is None or self._case.id != case.id:
            self._case = case
            self.conceal()
        self._case = case
        self._show_now()

    def _show_now(self) -> None:
        case, shown = self._case, self._shown
        number, phone = ("", "") if case is None else (case.id_number, case.phone)
        if shown is not None:
            number, phone = shown.id_number, shown.phone
        self._number.setText(number or "—")
        self._phone.setText(phone or "—")
        hidden = shown is None
        self._show.setText(_("Show number and phone") if hidden else _("Mask them again"))
        self._show.setEnabled(bool(number or phone))
        self._copy.setVisible(shown is not None and bool(number))

    def _turn(self) -> None:
        if self._case is None:
            return
        if self._shown is None:
            self._asked = self._case.id
            self._desk.look(cases.reveal, self._case.id, done=self._reveal)
        else:
            self.conceal()

    def _reveal(self, shown: Revealed) -> None:
        if self._case is None or self._case.id != self._asked or not self.isVisible():
            return
        self._shown = shown
        self._timer.start()
        self._show_now()

    def _put(self) -> None:
        if self._shown is not None:
            self._clipboard.put(self._shown.id_number)
            said = _("The number can be pasted for {seconds} s.").format(seconds=SECONDS)
            self._desk.bar.tell(said, Tone.GOOD)

    def conceal(self) -> None:
        """Hide what was shown."""
        self._shown = None
        self._timer.stop()
        self._show_now()

    def leave(self) -> None:
        """Before a lock nothing stays open, neither here nor on the clipboard."""
        self.conceal()
        self._clipboard.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is not looked at is masked."""
        self.conceal()
        super().hideEvent(event)
