"""Results in somebody's hands: who took them, what was shown, and the proof of it."""

from gettext import gettext as _
from operator import attrgetter

from PySide6.QtCore import QModelIndex

from desktop.services import hand_lists, papers
from desktop.services.delivery_papers import SELF
from desktop.services.hand_lists import HandedLine
from desktop.services.papers import IssuedPaper
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.listing import Listing, Question
from desktop.views.paper_prints import PaperSheet
from desktop.views.parts import Empty, button, label, row
from desktop.views.sheet import ground
from desktop.views.tables import Column, chosen


class Handed(Listing):
    """The list of what was handed over; the proof of the marked one is printed again."""

    def __init__(self, desk: Desk) -> None:
        columns = (
            Column(_("Time"), lambda r: words.moment(r.at), 140),
            Column(_("Taken by"), _taker, 150, strong=True),
            Column(_("Items"), lambda r: "、".join(r.items)),
            Column(_("Way"), lambda r: words.fulfilments()[r.mode], 92),
            Column(_("Document shown"), lambda r: r.document, 120),
            Column(_("Officers"), lambda r: "、".join(r.officers), 150),
        )
        self._proof = button(
            _("Proof of delivery"), icon="file-text", key="Ctrl+P", name="handed.proof"
        )
        text = _("The latest first. Parcels signed for at a courier's stand under “On the way”.")
        advice = _("Results that were collected here or brought to the door are listed here.")
        super().__init__(
            desk, "handed", columns, row(label(text, tone="second"), None, self._proof),
            Empty("hand-helping", _("Nothing was handed over yet"), advice),
            attrgetter("delivery"), frozenset({"deliveries"}),
        )  # fmt: skip
        self._proof.clicked.connect(self._open)
        self._table.activated.connect(self._open)
        self._proof.setEnabled(False)

    def question(self, last: HandedLine | None) -> Question:
        """What was handed over before a row."""
        return hand_lists.handed_over, None if last is None else last.id

    def _mark(self, now: QModelIndex, before: QModelIndex) -> None:
        found = chosen(self._table) if now.isValid() else None
        self._proof.setEnabled(isinstance(found, HandedLine) and found.paper is not None)
        super()._mark(now, before)

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
