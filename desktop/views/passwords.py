"""One's own password, chosen before the first work: the one that was handed out is not kept."""

from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.domain.errors import Refusal
from desktop.domain.officers import PASSWORD_LENGTH
from desktop.views import words
from desktop.views.fields import Field, Line
from desktop.views.parts import button, card, centred, column, label, row


class OwnPassword(QWidget):
    """Asks for a new password twice; Esc goes back to the sign-in."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("own-password")
        self._new, self._again = secret_line(), secret_line()
        least = _("at least {least} characters").format(least=PASSWORD_LENGTH)
        self._new_field = Field(_("New password"), self._new, hint=least, name="own.new")
        self._again_field = Field(_("New password again"), self._again, name="own.again")
        self._go = button(_("Set and go on"), kind="filled", name="own.go")
        self._back = button(_("Back"), kind="quiet", key="Esc", name="own.back")
        self._go.clicked.connect(self._choose)
        self._back.clicked.connect(self.left)
        self._new.returnPressed.connect(self._again.setFocus)
        self._again.returnPressed.connect(self._choose)
        box = card()
        box.setFixedWidth(480)
        column(
            label(_("Choose your own password"), size="title"),
            label(
                _("{name}, the first password was handed to you. From now on only you know it.")
                .format(name=name), tone="second", wrap=True,
            ),
            8, self._new_field, self._again_field, 4, row(self._back, None, self._go),
            margins=32, spacing=12, parent=box,
        )  # fmt: skip
        column(centred(box), parent=self)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first field."""
        super().showEvent(event)
        self._new.setFocus()

    def _choose(self) -> None:
        self._new_field.complain("")
        self._again_field.complain("")
        if self._new.text() != self._again.text():
            self._again_field.complain(_("The two passwords differ."))
            self._again.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._go.setEnabled(False)
        self.chosen.emit(self._new.text())

    def refuse(self, error: Refusal) -> None:
        """Say why the password does not do; it stays to be changed."""
        self._go.setEnabled(True)
        self._new_field.complain(words.refusal(error))
        self._new.setFocus(Qt.FocusReason.TabFocusReason)
        self._new.selectAll()


def secret_line() -> Line:
    """A field that shows dots."""
    made = Line(limit=200)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made
