"""The recovery code: shown once to be put into the safe, and typed when no password is left."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Refusal
from desktop.domain.officers import PASSWORD_LENGTH
from desktop.jobs import Jobs
from desktop.views import words
from desktop.views.fields import Field, Line
from desktop.views.parts import button, card, centred, column, label, row
from desktop.views.passwords import secret_line
from desktop.views.sheet import Sheet


class CodeOnPaper(QWidget):
    """A code to be copied; typing its last group tells that it was written down."""

    kept = Signal()

    def __init__(self, code: str, jobs: Jobs) -> None:
        super().__init__()
        self._whole, self._jobs = code, jobs
        self._print = button(_("Print"), icon="printer", name="recovery.print")
        self._print.clicked.connect(self._print_now)
        self._said = label("", tone="second", wrap=True, name="recovery.said")
        self._last = code.rpartition("-")[2]
        self._typed = Line(limit=8)
        self._field = Field(
            _("Its last four signs, to show that it is on paper"), self._typed, name="recovery.last"
        )
        self._typed.returnPressed.connect(self.check)
        groups = code.split("-")
        half = len(groups) // 2
        sign = card("soft")
        column(
            *(
                label("　".join(part), size="figure", strong=True, name=f"recovery.code.{place}")
                for place, part in enumerate((groups[:half], groups[half:]))
            ),
            margins=20, spacing=8, parent=sign,
        )  # fmt: skip
        printing = row(self._print, self._said, spacing=12)
        printing.setStretch(1, 1)
        column(sign, printing, 4, self._field, spacing=8, parent=self)
        self.setFocusProxy(self._typed)

    def _print_now(self) -> None:
        self._print.setEnabled(False)
        work = partial(_to_printer, self._whole)
        job = self._jobs.slow(work, self._printed, self._not_printed)
        job.broken.connect(self._not_printed)

    def _printed(self, printer: str) -> None:
        self._said.setText(_("Sent to {printer}. Fetch it yourself.").format(printer=printer))

    def _not_printed(self, _error: object) -> None:
        self._print.setEnabled(True)
        self._said.setText(_("No printer took it. Write the code down by hand."))

    def check(self) -> None:
        """Compare what was typed with the end of the code."""
        if self._typed.text().strip().upper() == self._last:
            self.kept.emit()
            return
        self._field.complain(_("Those are not its last four signs. Compare with your paper."))
        self._typed.setFocus(Qt.FocusReason.TabFocusReason)


def _to_printer(code: str) -> str:
    """Print the sheet for the safe on this PC's own printer; gives the printer's name."""
    from desktop.printing.paper import default_printer, print_pdf
    from desktop.printing.recovery import render_code

    printer = default_printer()
    print_pdf(render_code(code).pdf, printer, "recovery")
    return printer


def _advice() -> str:
    return _(
        "The records on this PC are encrypted. If every password is lost, only this code "
        "opens them. Print it or write it down now, put it into a sealed envelope and into the "
        "chief's safe. It is shown this once and kept nowhere."
    )


class RecoveryShown(QWidget):
    """Shows the first code, before anybody works here."""

    kept = Signal()

    def __init__(self, code: str, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("recovery-shown")
        self._code = CodeOnPaper(code, jobs)
        self._code.kept.connect(self.kept)
        self._go = button(_("It is in the safe"), kind="filled", name="recovery.go")
        self._go.clicked.connect(self._code.check)
        box = card()
        box.setFixedWidth(640)
        column(
            label(_("The recovery code"), size="title"),
            label(_advice(), tone="second", wrap=True),
            4, self._code, row(None, self._go), margins=32, spacing=12, parent=box,
        )  # fmt: skip
        column(centred(box), parent=self)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the field."""
        super().showEvent(event)
        self._code.setFocus()


class RecoverySheet(Sheet):
    """Shows a new code over the window; Esc does not close what is shown only once."""

    def __init__(self, over: QWidget, code: str, jobs: Jobs) -> None:
        self._code = CodeOnPaper(code, jobs)
        buttons = [("go", _("It is in the safe"), "filled")]
        super().__init__(
            over, _("The new recovery code"), _advice(), buttons, body=self._code, width=640
        )
        self._code.kept.connect(self._kept)

    def answer(self, key: str) -> None:
        """Close only when it is on paper."""
        if key == "go":
            self._code.check()

    def _kept(self) -> None:
        super().answer("go")


class RecoveryAsked(QWidget):
    """Opens the records with the code and gives an administrator a new password."""

    given = Signal(str, str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("recovery-asked")
        least = _("at least {least} characters").format(least=PASSWORD_LENGTH)
        self._fields = {
            "code": Field(
                _("Recovery code"), Line(limit=60), name="recover.code",
                hint=_("from the sealed envelope; hyphens do not matter"),
            ),
            "number": Field(_("Administrator's number"), Line(limit=20), name="recover.number"),
            "new": Field(_("New password"), secret_line(), hint=least, name="recover.new"),
            "again": Field(_("New password again"), secret_line(), name="recover.again"),
        }  # fmt: skip
        self._go = button(_("Open"), kind="filled", name="recover.go")
        self._back = button(_("Back"), kind="quiet", key="Esc", name="recover.back")
        self._go.clicked.connect(self._give)
        self._back.clicked.connect(self.left)
        box = card()
        box.setFixedWidth(520)
        column(
            label(_("Open with the recovery code"), size="title"),
            label(
                _("For the administrator whose password is lost. It is written into the audit."),
                tone="second", wrap=True,
            ),
            8, *self._fields.values(), 4, row(self._back, None, self._go),
            margins=32, spacing=8, parent=box,
        )  # fmt: skip
        column(centred(box), parent=self)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first field."""
        super().showEvent(event)
        self._fields["code"].editor.setFocus()

    def _text(self, name: str) -> str:
        editor = self._fields[name].editor
        return editor.text() if isinstance(editor, Line) else ""

    def _give(self) -> None:
        for field in self._fields.values():
            field.complain("")
        if self._text("new") != self._text("again"):
            self._complain("again", _("The two passwords differ."))
            return
        self._go.setEnabled(False)
        self.given.emit(self._text("code"), self._text("number"), self._text("new"))

    def refuse(self, error: Refusal) -> None:
        """Say beside the field what is wrong; everything typed stays."""
        self._go.setEnabled(True)
        self._complain(error.field if error.field in self._fields else "code", words.refusal(error))

    def _complain(self, name: str, sentence: str) -> None:
        self._fields[name].complain(sentence)
        self._fields[name].editor.setFocus(Qt.FocusReason.TabFocusReason)
