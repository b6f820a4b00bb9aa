"""Making a slip void: asked with a reason and a second person, told beside its paper."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.services import slips
from desktop.services.officers import Second
from desktop.services.slips import SlipPaper
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.parts import button, card, column, label, row
from desktop.views.second import SecondSheet
from desktop.views.sheet import ground


class VoidSlip(QObject):
    """The button that makes the shown slip void, and the notice of one that is.

    `again` asks to take the matter of a void slip up again.
    """

    again = Signal(int)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self._paper: SlipPaper | None = None
        self._slip = 0
        self._sheet: SecondSheet | None = None
        self.button = button(_("Make void"), kind="danger", icon="ban", name="slips.void")
        self.button.clicked.connect(self._ask)
        self._head = label("", strong=True, name="slips.void.head")
        self._reason = label("", wrap=True, name="slips.void.reason")
        self._on = button(
            _("Take the matter up again"), kind="small", icon="rotate-ccw", name="slips.again"
        )
        self._on.clicked.connect(self._go_on)
        self.notice = card("bad")
        column(
            self._head, self._reason, row(None, self._on), margins=12, spacing=6, parent=self.notice
        )
        self.notice.hide()

    def show_paper(self, paper: SlipPaper | None) -> None:
        """Follow the paper that is shown."""
        self._paper = paper
        void = None if paper is None else paper.void
        self.button.setVisible(paper is not None and void is None)
        self.notice.setVisible(void is not None)
        if void is not None:
            self._head.setText(_("✕ void since {time}").format(time=words.moment(void.at)))
            self._reason.setText(
                _("{reason} — {officer}, with {second}").format(
                    reason=void.reason, officer=void.officer, second=void.second
                )
            )
            self._on.setVisible(void.again)

    def _ask(self) -> None:
        if self._paper is None:
            return
        self._slip = self._paper.id
        self._sheet = SecondSheet(
            ground(self._over),
            _("Make slip {number} void").format(number=self._paper.number),
            _("The number stays taken and the paper stays kept, marked as void. Take the printed "
              "sheet back. This cannot be undone; a supervisor answers for it, too."),
            _("Make void"),
            with_reason=True,
        )  # fmt: skip
        self._sheet.given.connect(self._make)

    def _make(self, second: Second, reason: str) -> None:
        if self._sheet is not None:
            self._desk.act(
                slips.void, self._slip, reason, second,
                done=self._made, changes=("slips",), refused=self._sheet.refuse,
            ).broken.connect(self._sheet.failed)  # fmt: skip

    def _made(self, _answer: object) -> None:
        if self._sheet is not None:
            self._sheet.finish()
        self._desk.bar.tell(
            _("The slip is void. Was only the paper wrong, take the matter up again."),
            Tone.GOOD,
            _("Take the matter up again"),
            partial(self.again.emit, self._slip),
        )

    def _go_on(self) -> None:
        if self._paper is not None:
            self.again.emit(self._paper.id)
