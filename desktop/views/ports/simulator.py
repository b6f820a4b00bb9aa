"""The simulated devices of a counter, as a button with a menu: lay a card, scan a code."""

from functools import partial
from gettext import gettext as _

from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.officers import Right
from desktop.domain.wedge import ITEM
from desktop.services import slips
from desktop.services.slips import SlipPaper
from desktop.simulated.cards import TORN, cards
from desktop.views.desk import Desk
from desktop.views.parts import button, column


class Simulator(QWidget):
    """Offers cards of people nobody is and codes of this counter; hidden where nothing is so."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._ports = desk, desk.pc.ports
        self._button = button(
            _("Simulated devices"), kind="quiet", icon="scan-barcode", name="simulator"
        )
        self._menu = QMenu(self._button)
        self._parts: list[QMenu] = []
        self._menu.setObjectName("simulator.menu")
        self._menu.aboutToShow.connect(self.fill)
        self._button.setMenu(self._menu)
        column(self._button, parent=self)
        if not self._wanted:
            self.hide()
        self._ports.settings_changed.connect(self._set)

    @property
    def _wanted(self) -> bool:
        now = self._desk.settings
        return "simulated" in (now.card_reader, now.scanner)

    def _set(self) -> None:
        self.setVisible(self._wanted)

    def fill(self) -> None:
        """Offer what there is now."""
        self._menu.clear()
        for each in self._parts:
            each.deleteLater()
        self._parts.clear()
        if self._desk.settings.card_reader == "simulated":
            self._offer_cards(self._under(_("Lay a card on the reader")))
        if self._desk.settings.scanner == "simulated":
            self._offer_codes(self._under(_("Scan a code")))

    def _under(self, title: str) -> QMenu:
        """A menu of the menu; kept here, since what addMenu makes is freed with its last name."""
        made = QMenu(title, self._menu)
        self._menu.addMenu(made)
        self._parts.append(made)
        return made

    def _offer_cards(self, menu: QMenu) -> None:
        today = self._desk.now().date()
        for card in cards(today):
            ends = card.until is not None and card.until < today
            said = _("{name} · expired") if ends else "{name}"
            name = said.format(name=card.someone.name)
            menu.addAction(name, partial(self._ports.laid.emit, card.key))
        menu.addAction(_("a card that is read only in part"), partial(self._ports.laid.emit, TORN))

    def _offer_codes(self, menu: QMenu) -> None:
        if self._desk.clerk.may(Right.SERVE):
            menu.addAction(_("the slip that you issued last"), self._ask_last)
        item = next(iter(self._desk.shelf.catalogue.items.values()))
        menu.addAction(item.name, partial(self._ports.scanned.emit, f"{ITEM}{item.id}"))

    def _ask_last(self) -> None:
        self._desk.ask(slips.last_slip, self._desk.clerk, done=self._ask_number)

    def _ask_number(self, slip: int | None) -> None:
        if slip is not None:
            self._desk.ask(slips.paper, self._desk.clerk, slip, done=self._scan)

    def _scan(self, paper: SlipPaper) -> None:
        self._ports.scanned.emit(paper.number)
