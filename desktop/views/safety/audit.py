"""The audit: the chain computed anew, its head code, a code from paper held against it."""

from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.audit import Verdict, head_code, read_code
from desktop.domain.errors import Refusal
from desktop.services import audit
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.fields import Field, Line
from desktop.views.parts import button, card, column, label, restyle, row
from desktop.views.safety_words import flaws

SHOWN = 12
"""Rows whose clock ran back that are named."""


class AuditPage(QWidget):
    """The verdict on top, the field for a code below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asked = ""
        self._state = label("", size="figure", name="audit.state")
        self._rows = label("", tone="second", wrap=True, name="audit.rows")
        self._code = label("", size="title", name="audit.code")
        self._code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._clock = label("", tone="warn", wrap=True, name="audit.clock")
        self._again = button(
            _("Verify"), kind="filled", icon="shield-check", key="Ctrl+Return", name="audit.verify"
        )
        self._again.clicked.connect(self._verify)
        self._typed = Line(example="128-7F3K-9Q2M-XH4T", limit=40)
        self._field = Field(_("Compare with a code from paper"), self._typed, name="audit.paper")
        self._compare = button(_("Compare"), name="audit.compare")
        self._compare.clicked.connect(self._hold)
        self._typed.returnPressed.connect(self._hold)
        self._lay_out()

    def _lay_out(self) -> None:
        top, low = card(), card()
        advice = _(
            "This code stands for every act up to now. It is printed on each slip; written down "
            "elsewhere, it proves later that nothing before it was changed."
        )
        column(
            row(self._state, None, self._again), self._rows, 4,
            label(_("Head code"), size="hint"), self._code,
            label(advice, tone="second", wrap=True), self._clock,
            margins=20, spacing=6, parent=top,
        )  # fmt: skip
        line = row(self._field, self._compare, None, spacing=12)
        line.setAlignment(self._compare, Qt.AlignmentFlag.AlignVCenter)
        self._field.setMinimumWidth(360)
        column(line, margins=20, parent=low)
        column(top, low, None, spacing=16, parent=self)

    def arrive(self) -> None:
        """Verify when the page is first seen."""
        if not self._state.text():
            self._verify()

    def _verify(self) -> None:
        self._ask("")

    def _hold(self) -> None:
        self._field.complain("")
        try:
            read_code(self._typed.text())
        except ValueError:
            self._field.complain(_("A code looks like 128-7F3K-9Q2M-XH4T. Compare it with paper."))
            self._typed.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._ask(self._typed.text())

    def _ask(self, code: str) -> None:
        self._asked = code
        self._again.setEnabled(False)
        self._compare.setEnabled(False)
        self._say(_("Checking …"), "second")
        self._desk.study(
            audit.verify, (code,) if code else (), done=self._show, refused=self._refused
        ).broken.connect(self._broken)

    def _say(self, text: str, tone: str) -> None:
        self._state.setText(text)
        restyle(self._state, tone=tone)

    def _show(self, found: Verdict) -> None:
        self._ready()
        paper = found.why == "paper"
        if found.good or paper:
            self._say(_("● The chain is whole"), "good")
        else:
            self._say(_("■ Row {row} is not whole").format(row=found.first_bad), "bad")
        when = words.moment(self._desk.now())
        said = _("{rows} acts read on {time}").format(rows=found.rows, time=when)
        if not (found.good or paper):
            said = f"{said} · {flaws().get(found.why, found.why)}"
        self._rows.setText(said)
        self._code.setText(head_code(found.head))
        self._clock.setVisible(bool(found.backwards))
        rows = "、".join(map(str, found.backwards[:SHOWN]))
        more = " …" if len(found.backwards) > SHOWN else ""
        self._clock.setText(
            _("▲ The clock of this PC ran back before these rows: {rows}. Look why.").format(
                rows=f"{rows}{more}"
            )
        )
        if self._asked and paper:
            self._field.complain(
                _("■ Row {row} has another code here: one of the two was changed.").format(
                    row=found.first_bad
                )
            )
        elif self._asked and found.good:
            self._field.note(_("● This code fits: nothing up to it was changed."), "good")

    def _ready(self) -> None:
        self._again.setEnabled(True)
        self._compare.setEnabled(True)

    def _refused(self, error: Refusal) -> None:
        self._ready()
        self._say(_("Not verified"), "bad")
        self._rows.setText(words.refusal(error))

    def _broken(self, error: object) -> None:
        self._ready()
        self._say(_("Not verified"), "bad")
        self._rows.setText(words.unexpected(error))
