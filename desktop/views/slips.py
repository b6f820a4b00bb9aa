"""The ledger of notice slips (告知单): find one, see its very paper, print it, keep its stub."""

from gettext import gettext as _

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.slips import Stub
from desktop.services import slips
from desktop.services.slips import Cursor, SlipPaper, SlipRow
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice
from desktop.views.flow import emptied
from desktop.views.parts import Empty, button, card, column, label, row
from desktop.views.preview import Preview
from desktop.views.slip_prints import SlipPrinter, Untold, printed_tone, printed_words
from desktop.views.tables import Column, Rows, chosen, mark_row, table

SHAPES = {Stub.SIGNED: ("●", "good"), Stub.MISSING: ("■", "bad"), Stub.REFUSED: ("▲", "warn")}
"""A stub's state in shape and ink."""


def stub_words(stub: Stub) -> str:
    """A stub's state with its shape."""
    return f"{SHAPES[stub][0]} {words.stubs()[stub]}"


class SlipsScreen(QWidget):
    """All slips, the newest first; at the right the stored paper of the marked one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("slips")
        self._desk = desk
        self._paper: SlipPaper | None = None
        self._wanted: int | None = None
        self._print_next = False
        self._printer = SlipPrinter(desk, self)
        self._printer.again.connect(self.print_slip)
        self._printer.left.connect(self._show_again)
        self._untold = Untold()
        self._untold.told.connect(self._told)
        columns = self._columns()
        self._rows = Rows(columns)
        self._rows.wanted.connect(self._more)
        self._table = table(self._rows, columns, "slips.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._marked)
        self._table.activated.connect(self._print)
        self._filter = Choice([(None, _("All stubs")), *words.stubs().items()], name="slips.stub")
        self._filter.activated.connect(self._filtered)
        self._print_button = button(
            _("Print"), kind="filled", icon="printer", key="Ctrl+P", name="slips.print"
        )
        self._print_button.clicked.connect(self._print)
        self._last = button(
            _("Last one again"),
            icon="rotate-ccw",
            name="slips.last",
            tip=f"{_('Last one again')}  Ctrl+R",
        )
        self._last.clicked.connect(self.print_last)
        self._signed = button(_("Stub signed and kept"), icon="check", name="slips.signed")
        self._signed.clicked.connect(self._keep_stub)
        self._verify = button(_("Verify"), icon="shield-check", name="slips.verify")
        self._verify.clicked.connect(self._verify_paper)
        self._number = label("", strong=True, name="slips.paper.number")
        self._facts = label("", size="hint")
        self._page = QVBoxLayout()
        self._shown = QWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        desk.jobs.changed.connect(self._changed)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Number"), lambda r: r.number, 200, strong=True),
            Column(_("Time"), lambda r: words.moment(r.issued_at), 140),
            Column(_("Person"), lambda r: r.name, 84),
            Column(_("Items"), lambda r: "、".join(r.items)),
            Column(_("Printed"), printed_words, 124, printed_tone),
            Column(_("Stub"), lambda r: stub_words(r.stub), 92, lambda r: SHAPES[r.stub][1]),
        )

    def _lay_out(self) -> None:
        new = _("Start an intake with F2; its slip will stand here.")
        self._stack.addWidget(Empty("receipt-text", _("No slip yet"), new))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        head = row(
            label(_("Notice slips"), size="title"), None, self._filter, self._last,
            self._print_button, spacing=8,
        )  # fmt: skip
        left = column(head, box, spacing=12, margins=(24, 16, 12, 16))
        right = card("plain")
        right.setFixedWidth(400)
        column(
            self._number, self._facts, self._untold, row(self._signed, None, self._verify),
            spacing=4, parent=self._shown,
        )  # fmt: skip
        side = column(self._shown, self._page, margins=16, spacing=8, parent=right)
        side.setStretch(1, 1)
        place = row(left, right, spacing=0, parent=self)
        place.setStretch(0, 1)
        self._show_paper(None)

    def arrive(self) -> None:
        """Load the first page."""
        self._desk.ask(slips.ledger, self._desk.clerk, self._filter.value, done=self._show)

    def _changed(self, nouns: frozenset[str]) -> None:
        if "slips" in nouns:
            self.arrive()

    def _show(self, rows: tuple[SlipRow, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        found = mark_row(self._table, self._rows, lambda r: r.id == self._wanted)
        if rows and not found and self._wanted is None:
            self._table.selectRow(0)
        if not rows:
            self._show_paper(None)

    def _filtered(self) -> None:
        self._wanted = None
        self.arrive()

    def _more(self) -> None:
        last = self._rows.rows[-1]
        after = Cursor(last.issued_at, last.id)
        values = (self._desk.clerk, self._filter.value, after)
        self._desk.ask(slips.ledger, *values, done=self._rows.add_rows)

    def show_slip(self, slip: int) -> None:
        """Mark one slip, wherever it stands."""
        self._filter.choose(None)
        self._wanted = slip
        self.arrive()
        self._desk.look(slips.look, slip, done=self._show_paper)

    def print_slip(self, slip: int) -> None:
        """Mark one slip and offer to print it at once."""
        self._print_next = True
        self.show_slip(slip)

    def print_last(self) -> None:
        """Offer to print again what this officer issued last."""
        self._desk.ask(slips.last_slip, self._desk.clerk, done=self._found_last)

    def _found_last(self, slip: int | None) -> None:
        if slip is None:
            self._desk.bar.tell(_("You have not issued a slip yet."), Tone.WARN)
        else:
            self.print_slip(slip)

    def _marked(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self._table) if now.isValid() else None
        if found is not None:
            self._wanted = found.id
            self._desk.look(slips.look, found.id, done=self._show_paper)

    def _show_paper(self, paper: SlipPaper | None) -> None:
        emptied(self._page)
        self._paper = paper
        self._print_button.setEnabled(paper is not None)
        self._shown.setVisible(paper is not None)
        if paper is None:
            advice = _("Mark a slip to see the paper that was printed and kept.")
            self._page.addWidget(Empty("file-text", _("No slip marked"), advice, width=220))
            return
        found = chosen(self._table)
        self._number.setText(paper.number)
        self._facts.setText(
            _("template {template} · SHA-256 {hash}").format(
                template=paper.template, hash=paper.sha256[:12]
            )
        )
        missing = isinstance(found, SlipRow) and found.id == paper.id and found.stub is Stub.MISSING
        self._signed.setVisible(missing)
        self._untold.show_sheet(None if self._printer.asking else paper.untold)
        self._page.addWidget(Preview(paper.pdf))
        if self._print_next and paper.id == self._wanted:
            self._print_next = False
            self._print()

    def _print(self) -> None:
        if self._paper is not None:
            self._printer.offer(self._paper)

    def _told(self, came_out: bool) -> None:
        """The officer speaks of a sheet that was left open."""
        if self._paper is not None and self._paper.untold is not None:
            self._printer.tell(self._paper.id, self._paper.untold, came_out)

    def _show_again(self) -> None:
        """Show what is stored of the marked slip now."""
        if self._paper is not None:
            self._desk.ask(slips.paper, self._desk.clerk, self._paper.id, done=self._show_paper)

    def _keep_stub(self) -> None:
        if self._paper is not None:
            self._desk.act(slips.confirm_stub, self._paper.id, done=self._kept, changes=("slips",))

    def _kept(self, _answer: object) -> None:
        self._desk.bar.tell(_("The stub is marked as signed and kept."), Tone.GOOD)
        self._signed.hide()

    def _verify_paper(self) -> None:
        if self._paper is not None:
            self._desk.ask(slips.paper, self._desk.clerk, self._paper.id, done=self._verified)

    def _verified(self, paper: SlipPaper) -> None:
        """Judge what is stored now, not what was shown before."""
        if slips.genuine(paper):
            self._desk.bar.tell(_("Unchanged: the stored paper fits its fingerprint."), Tone.GOOD)
        else:
            self._desk.bar.tell(_("The stored paper was altered. Call IT."), Tone.BAD)
