"""The verdict on a slip, stored or from a file: genuine, altered, or not to be told."""

from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.proof import Difference, Proof
from desktop.services import proof
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.flow import emptied
from desktop.views.parts import card, column, fact, label, scrolled
from desktop.views.safety_words import PROVEN, proof_reasons, proven
from desktop.views.sheet import Sheet, ground

LARGEST = 20_000_000
"""A file of more bytes is none of our slips."""


class ProofSheet(Sheet):
    """Shows the verdict in shape, colour and word, and what is known of the slip."""

    def __init__(self, over: QWidget, title: str) -> None:
        self._body = QWidget()
        self._rows: QVBoxLayout = column(spacing=8, parent=self._body)
        self._rows.addWidget(label(_("Checking …"), tone="second", name="proof.wait"))
        self._body.setMinimumHeight(120)
        close = [("close", _("Close"), "filled")]
        super().__init__(over, title, "", close, body=self._body, width=600)

    def refuse(self, error: Refusal) -> None:
        """Say why there is no verdict."""
        self._say(words.refusal(error))

    def failed(self, error: object) -> None:
        """Say that the program itself failed."""
        self._say(words.unexpected(error))

    def _say(self, sentence: str) -> None:
        emptied(self._rows)
        self._rows.addWidget(label(sentence, tone="bad", wrap=True, name="proof.said"))

    def show_proof(self, found: Proof) -> None:
        """Show a verdict."""
        emptied(self._rows)
        shape, tone = PROVEN[found.verdict]
        head = label(f"{shape} {proven()[found.verdict]}", size="figure", name="proof.verdict")
        head.setProperty("tone", tone)
        self._rows.addWidget(head)
        self._rows.addWidget(label(proof_reasons()[found.reason], wrap=True, name="proof.reason"))
        for title, text in _facts(found):
            self._rows.addLayout(fact(title, label(text, wrap=True, name="proof.fact"), 96))
        if found.differences:
            self._rows.addWidget(_differences(found.differences))


def _facts(found: Proof) -> list[tuple[str, str]]:
    if not found.slip:
        return []
    paper = " · ".join(part for part in (found.template, found.edition[:8]) if part)
    signed = "—" if found.signed is None else words.signature_modes()[found.signed]
    stub = "" if found.stub is None else f" · {_('Stub')} {words.stubs()[found.stub]}"
    issued = "—" if found.issued_at is None else words.moment(found.issued_at)
    rows = [
        (_("Slip"), found.slip),
        (_("Issued"), f"{issued} · {paper}"),
        (_("Signed"), f"{signed}{stub}"),
        (_("Head code"), found.head_code or "—"),
    ]
    if found.voided:
        rows.append((_("In use"), f"✕ {_('void')}"))
    if found.purged:
        rows.append((_("Kept"), _("Its text was erased when its time was over; the hashes stay.")))
    return rows


def _differences(rows: tuple[Difference, ...]) -> QWidget:
    """Page, what was issued, what stands there, one under the other."""
    inner = QWidget()
    places = column(spacing=8, margins=(0, 0, 8, 0), parent=inner)
    for each in rows:
        box = card("soft")
        column(
            label(_("Page {page}").format(page=each.page), size="hint"),
            fact(_("Issued"), label(each.issued or "—", wrap=True, name="proof.issued")),
            fact(_("Shown"), label(each.shown or "—", tone="bad", wrap=True, name="proof.shown")),
            margins=10, spacing=4, parent=box,
        )  # fmt: skip
        places.addWidget(box)
    places.addStretch(1)
    area = scrolled(inner, "proof.differences")
    area.setFixedHeight(min(220, 100 * len(rows)))
    return area


class Prover(QObject):
    """Asks for verdicts away from the window and shows each in a sheet."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over

    def prove_number(self, number: str) -> None:
        """Judge what is stored now under a number."""
        sheet = ProofSheet(ground(self._over), _("Verify slip {number}").format(number=number))
        self._desk.study(
            proof.prove_number, self._desk.clerk, number,
            done=sheet.show_proof, refused=sheet.refuse,
        ).broken.connect(sheet.failed)  # fmt: skip

    def prove_file(self) -> None:
        """Judge a PDF that somebody brought."""
        path = self.choose_file()
        if path:
            title = _("Verify {file}").format(file=Path(path).name)
            sheet = ProofSheet(ground(self._over), title)
            self._desk.study(
                partial(_prove, Path(path)), done=sheet.show_proof, refused=sheet.refuse
            ).broken.connect(sheet.failed)

    def choose_file(self) -> str:
        """Ask which file; an empty answer asks nothing."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self._over, _("Verify a file"), "", "PDF (*.pdf *.PDF)"
        )
        return chosen


def _prove(path: Path, session: object) -> Proof:
    from desktop.printing.reading import read_pages

    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(Trouble.FILE_UNREADABLE)
        pdf = path.read_bytes()
    except OSError as error:
        raise Refusal(Trouble.FILE_UNREADABLE) from error
    return proof.prove_file(session, pdf, read_pages)  # type: ignore[arg-type]
