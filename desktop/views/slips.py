"""The ledger of notice slips (告知单): find one, see its very paper, print it, keep its stub."""

from gettext import gettext as _
from typing import Protocol

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.slips import Stub
from desktop.services import slips
from desktop.services.slips import Cursor, SlipPaper, SlipRow
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice
from desktop.views.flow import emptied
from desktop.views.parts import Empty, button, card, column, label, restyle, row
from desktop.views.preview import Preview
from desktop.views.proof import Prover
from desktop.views.signing import PadSigner
from desktop.views.slip_prints import SlipPrinter, Untold, printed_tone, printed_words
from desktop.views.still_needed import StillNeededPrinter
from desktop.views.stubs import StubLook, StubReader
from desktop.views.tables import Column, Rows, chosen, mark_row, table
from desktop.views.void import VoidSlip

GAPS = 6
"""Missing numbers that are named."""

SHAPES = {Stub.SIGNED: ("●", "good"), Stub.MISSING: ("■", "bad"), Stub.REFUSED: ("▲", "warn")}
"""A stub's state in shape and ink."""


VOID = "void"
"""What the filter of stubs offers besides their states."""


class Stubbed(Protocol):
    """A line of a list that tells of a slip's stub."""

    @property
    def stub(self) -> Stub:
        """The state of the stub."""

    @property
    def voided(self) -> bool:
        """Whether the slip is void, and its stub of no account."""


def stub_words(row_: Stubbed) -> str:
    """A stub's state with its shape; a void slip needs none."""
    if row_.voided:
        return f"✕ {_('void')}"
    return f"{SHAPES[row_.stub][0]} {words.stubs()[row_.stub]}"


def stub_tone(row_: Stubbed) -> str:
    """The ink of a stub's state."""
    return "ink-3" if row_.voided else SHAPES[row_.stub][1]


def void_tone(row_: Stubbed) -> str:
    """The ink of everything else in a line: a void slip is grey."""
    return "ink-3" if row_.voided else ""


class SlipsScreen(QWidget):
    """All slips, the newest first; at the right the stored paper of the marked one.

    To see another paper is an act with a trace; to see the same one again is not.
    """

    taken_up = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("slips")
        self._desk = desk
        self._paper: SlipPaper | None = None
        self._wanted: int | None = None
        self._looked: int | None = None
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
        stubs = [(None, _("All stubs")), *words.stubs().items(), (VOID, _("void"))]
        self._filter = Choice(stubs, name="slips.stub")
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
        self._signer = PadSigner(desk, self)
        self._on_pad = button(_("Sign on the pad"), icon="signature", name="slips.pad")
        self._on_pad.clicked.connect(self._sign_on_pad)
        self._verify = button(_("Verify"), icon="shield-check", name="slips.verify")
        self._verify.clicked.connect(self._verify_paper)
        self._prover = Prover(desk, self)
        self._file = button(
            _("Verify a file …"), kind="quiet", icon="file-check", name="slips.verify-file"
        )
        self._file.clicked.connect(self._prover.prove_file)
        self._needed = StillNeededPrinter(desk, self)
        self._lacking = button(
            "", kind="quiet", icon="clipboard-list", name="slips.lacking",
            tip=_("What they still have to bring"),
        )  # fmt: skip
        self._lacking.clicked.connect(self._print_lacking)
        self._reader = StubReader(desk, self)
        self._stub_look = StubLook(desk, self)
        self._scan = button(_("Scan of the stub"), icon="image", name="slips.scan")
        self._scan.clicked.connect(self._look_at_stub)
        self._scans = button(_("Read stubs …"), kind="quiet", icon="scan-barcode",
                             name="slips.scans")  # fmt: skip
        self._scans.clicked.connect(self._reader.read)
        self._folder = button("", kind="quiet", icon="folder-open", name="slips.scan-folder",
                              tip=_("Read a folder of stubs"))  # fmt: skip
        self._folder.clicked.connect(self._reader.read_folder)
        self._missing = button(_("Missing stubs"), kind="quiet", icon="file-question-mark",
                               name="slips.missing")  # fmt: skip
        self._missing.clicked.connect(self._reader.print_missing)
        self._void = VoidSlip(desk, self)
        self._void.again.connect(self.taken_up)
        self._number = label("", strong=True, name="slips.paper.number")
        self._facts = label("", size="hint")
        self._gaps = label("", size="hint", name="slips.gaps")
        self._page = QVBoxLayout()
        self._shown = QWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        desk.jobs.changed.connect(self._changed)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Number"), lambda r: r.number, 200, void_tone, strong=True),
            Column(_("Time"), lambda r: words.moment(r.issued_at), 140, void_tone),
            Column(_("Person"), lambda r: r.name, 84, void_tone),
            Column(_("Items"), lambda r: "、".join(r.items), 0, void_tone),
            Column(_("Printed"), printed_words, 124, lambda r: void_tone(r) or printed_tone(r)),
            Column(_("Stub"), stub_words, 92, stub_tone),
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
        foot = row(
            self._gaps, None, self._missing, self._scans, self._folder, self._file, spacing=4
        )
        left = column(head, box, foot, spacing=8, margins=(24, 16, 12, 8))
        right = card("plain")
        right.setFixedWidth(400)
        column(
            self._number, self._facts, self._void.notice, self._untold,
            row(
                self._scan, self._verify, None, self._lacking, self._void.button
            ),
            row(self._signed, self._on_pad, None),
            spacing=4, parent=self._shown,
        )  # fmt: skip
        side = column(self._shown, self._page, margins=16, spacing=8, parent=right)
        side.setStretch(1, 1)
        place = row(left, right, spacing=0, parent=self)
        place.setStretch(0, 1)
        self._show_paper(None)

    def arrive(self) -> None:
        """Load the first page."""
        self._desk.ask(slips.ledger, *self._page_of(None), done=self._show)
        self._desk.ask(slips.gaps, self._desk.clerk, done=self._show_gaps)

    def _page_of(self, after: Cursor | None) -> tuple[object, ...]:
        shown = self._filter.value
        void = shown == VOID
        return self._desk.clerk, None if void else shown, after, void

    def _print_lacking(self) -> None:
        if self._paper is not None:
            self._needed.ask(self._paper.id)

    def _show_gaps(self, missing: tuple[str, ...]) -> None:
        restyle(self._gaps, tone="bad" if missing else "")
        if not missing:
            self._gaps.setText(_("● The numbers have no gap."))
            return
        named = "、".join(missing[:GAPS]) + (" …" if len(missing) > GAPS else "")
        self._gaps.setText(
            _("■ {count} numbers are missing: {numbers}. Tell IT.").format(
                count=len(missing), numbers=named
            )
        )

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
        values = self._page_of(Cursor(last.issued_at, last.id))
        self._desk.ask(slips.ledger, *values, done=self._rows.add_rows)

    def show_slip(self, slip: int) -> None:
        """Mark one slip, wherever it stands."""
        self._filter.choose(None)
        self._wanted = slip
        self._open_paper(slip)
        self.arrive()

    def _open_paper(self, slip: int) -> None:
        """Show a slip's paper; that another one is opened is written down."""
        if slip == self._looked:
            self._desk.ask(slips.paper, self._desk.clerk, slip, done=self._show_paper)
        else:
            self._looked = slip
            job = self._desk.look(slips.look, slip, done=self._show_paper)
            job.refused.connect(self._not_opened)

    def _not_opened(self, _error: object) -> None:
        self._looked = None

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
            self._open_paper(found.id)

    def _show_paper(self, paper: SlipPaper | None) -> None:
        emptied(self._page)
        self._paper = paper
        self._print_button.setEnabled(paper is not None and paper.void is None)
        self._shown.setVisible(paper is not None)
        self._void.show_paper(paper)
        if paper is None:
            self._looked = None
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
        self._signed.setVisible(missing and paper.void is None)
        pad = self._desk.settings.signature_pad != "off"
        self._on_pad.setVisible(pad and missing and paper.void is None)
        here = isinstance(found, SlipRow) and found.id == paper.id and found.stub is Stub.SIGNED
        self._scan.setVisible(here)
        self._untold.show_sheet(None if self._printer.asking else paper.untold)
        self._page.addWidget(Preview(paper.pdf))
        if self._print_next and paper.id == self._wanted:
            self._print_next = False
            self._print()

    def _print(self) -> None:
        if self._paper is None:
            return
        if self._paper.void is None:
            self._printer.offer(self._paper)
        else:
            self._desk.bar.tell(words.refusal(Refusal(Trouble.SLIP_VOID)), Tone.WARN)

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

    def _sign_on_pad(self) -> None:
        if self._paper is not None:
            self._signer.sign(self._paper)

    def _look_at_stub(self) -> None:
        if self._paper is not None:
            self._stub_look.look(self._paper.id)

    def _verify_paper(self) -> None:
        if self._paper is not None:
            self._prover.prove_number(self._paper.number)
