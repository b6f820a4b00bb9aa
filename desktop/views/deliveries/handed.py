"""Results in somebody's hands: who took them, what was shown, and the proof of it."""

from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services import hand_lists, papers
from desktop.services.delivery_papers import SELF
from desktop.services.hand_lists import HandedLine
from desktop.services.papers import IssuedPaper
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.paper_prints import PaperSheet
from desktop.views.parts import Empty, button, card, column, label, row
from desktop.views.sheet import ground
from desktop.views.tables import Column, Rows, chosen, table


class Handed(QWidget):
    """The list of what was handed over; `marked` names the delivery to be shown."""

    marked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        columns = self._columns()
        self._rows = Rows(columns)
        self._rows.wanted.connect(self._more)
        self._table = table(self._rows, columns, "handed.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        self._table.activated.connect(self._open)
        self._proof = button(
            _("Proof of delivery"), icon="file-text", key="Ctrl+P", name="handed.proof"
        )
        self._proof.clicked.connect(self._open)
        self._proof.setEnabled(False)
        advice = _("Results that were collected here or brought to the door are listed here.")
        self._stack = QStackedWidget()
        self._stack.addWidget(Empty("hand-helping", _("Nothing was handed over yet"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        text = _("The latest first. Parcels signed for at a courier's stand under “On the way”.")
        head = row(label(text, tone="second"), None, self._proof, spacing=12)
        places = column(head, box, spacing=12, parent=self)
        places.setStretch(1, 1)
        desk.jobs.changed.connect(self._changed)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Time"), lambda r: words.moment(r.at), 140),
            Column(_("Taken by"), _taker, 150, strong=True),
            Column(_("Items"), lambda r: "、".join(r.items)),
            Column(_("Way"), lambda r: words.fulfilments()[r.mode], 92),
            Column(_("Document shown"), lambda r: r.document, 120),
            Column(_("Officers"), lambda r: "、".join(r.officers), 150),
        )

    def arrive(self) -> None:
        """Load the first page."""
        self._desk.ask(hand_lists.handed_over, self._desk.clerk, done=self._show)

    def _more(self) -> None:
        last = self._rows.rows[-1].id
        self._desk.ask(hand_lists.handed_over, self._desk.clerk, last, done=self._rows.add_rows)

    def _changed(self, nouns: frozenset[str]) -> None:
        if "deliveries" in nouns and self.isVisible():
            self.arrive()

    def _show(self, rows: tuple[HandedLine, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        self._proof.setEnabled(False)

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self._table) if now.isValid() else None
        if isinstance(found, HandedLine):
            self._proof.setEnabled(found.paper is not None)
            self.marked.emit(found.delivery)

    def _open(self) -> None:
        found = chosen(self._table)
        if isinstance(found, HandedLine) and found.paper is not None:
            self._desk.look(papers.look, found.paper, done=self._offer)

    def _offer(self, paper: IssuedPaper) -> None:
        PaperSheet(ground(self), self._desk, paper)


def _taker(line: HandedLine) -> str:
    if line.relation == SELF:
        return line.receiver
    return _("{name} ({relation})").format(name=line.receiver, relation=line.relation)
