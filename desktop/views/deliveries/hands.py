"""The forms of what passes from hand to hand, and the acts behind them."""

from collections.abc import Callable
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.deliveries import DeliveryState
from desktop.domain.items import Fulfilment
from desktop.domain.papers import PaperKind
from desktop.domain.printing import Paper
from desktop.services import delivery_papers, handing, papers, parcels
from desktop.services.deliveries import DeliveryRow
from desktop.services.papers import IssuedPaper
from desktop.views import case_words, words
from desktop.views.case_forms import Form
from desktop.views.deliveries.forms import HandForm, OneLine, RedirectForm, VisitForm
from desktop.views.desk import Desk, Tone
from desktop.views.paper_prints import PaperSheet
from desktop.views.printing import PrintSheet
from desktop.views.sheet import ground


class Hands(QObject):
    """Opens the form that a step wants and does the act that was filled in."""

    def __init__(self, screen: QWidget, desk: Desk) -> None:
        super().__init__(screen)
        self._screen, self._desk = screen, desk
        self._form: Form | None = None
        self._printed = (PaperKind.LABEL, "")

    def opens(self, found: DeliveryRow, state: DeliveryState) -> bool:
        """Open the form of what passes from hand to hand; other steps are a button's push."""
        door = found.mode is Fulfilment.DOOR and found.state is DeliveryState.OUT_FOR_DELIVERY
        match state:
            case DeliveryState.DELIVERED if door:
                self._ask_hands(found, handing.visit_done, _("Given at the door"))
            case DeliveryState.DELIVERED if found.at_station:
                self._ask_hands(found, handing.collect, _("Hand over at the window"))
            case DeliveryState.DELIVERY_FAILED if door:
                self._ask_line(found, handing.visit_in_vain, _("In vain"), "reason", _("Reason"))
            case DeliveryState.OUT_FOR_DELIVERY if found.mode is Fulfilment.DOOR:
                self._ask_visit(found)
            case DeliveryState.READY_FOR_PICKUP if found.at_station:
                self._ask_shelf(found)
            case _:
                return False
        return True

    def _ask_hands(self, found: DeliveryRow, service: Callable[..., Any], title: str) -> None:
        form = HandForm(ground(self._screen), title, found.recipient)
        form.given.connect(
            lambda: self._send(
                found, form, service, form.receiver, form.signature, self._desk.press
            )
        )

    def _ask_shelf(self, found: DeliveryRow) -> None:
        text = _("The paper with which it is collected names the place.")
        title, act = _("Keep for pick-up"), _("Ready for pick-up")
        form = OneLine(ground(self._screen), title, text, act, "shelf", _("Place on the shelf"))
        form.given.connect(
            lambda: self._send(found, form, handing.keep_ready, form.text, self._desk.press)
        )

    def _ask_line(
        self, found: DeliveryRow, service: Callable[..., Any], title: str, name: str, what: str
    ) -> None:
        text = _("What happened? The next colleague reads it here.")
        form = OneLine(ground(self._screen), title, text, _("Note it"), name, what)
        form.given.connect(lambda: self._send(found, form, service, form.text))

    def because(self, found: DeliveryRow, state: DeliveryState) -> None:
        """Ask why a step was taken, and take it."""
        text = _("What happened? The next colleague reads it here.")
        title, what = words.delivery_states()[state], _("Reason")
        form = OneLine(ground(self._screen), title, text, _("Note it"), "reason", what)
        form.given.connect(lambda: self._send(found, form, parcels.step, state, form.text))

    def redirect(self, found: DeliveryRow, _checked: bool = False) -> None:
        """Ask for another way or address."""
        form = RedirectForm(ground(self._screen), found)
        form.given.connect(lambda: self._send(found, form, parcels.redirect, form.choice))
        self._desk.look(parcels.address, found.id, done=form.show_address)

    def print_address(self, found: DeliveryRow, kind: PaperKind, _checked: bool = False) -> None:
        """Make a label or an envelope and offer to print it; it is not kept."""
        self._printed = (kind, found.waybill or found.case_number)
        self._desk.act(
            delivery_papers.address_sheet, self._desk.press, found.id, kind,
            done=self._offer_address,
        )  # fmt: skip

    def _offer_address(self, paper: Paper) -> None:
        kind, number = self._printed
        title = f"{case_words.paper_kinds()[kind]} {number}"
        PrintSheet(ground(self._screen), self._desk, kind.value, title, number, paper.pdf)

    def look_into(self, found: DeliveryRow, _checked: bool = False) -> None:
        """Ask what was found about an exception."""
        self._ask_line(found, parcels.look_into, _("Looked into"), "reason", _("What was found"))

    def _ask_visit(self, found: DeliveryRow) -> None:
        clerk = self._desk.clerk
        form = VisitForm(ground(self._screen), self._desk.now(), clerk.number, found.address)
        form.given.connect(
            lambda: self._send(found, form, handing.plan_visit, form.planned_for, form.numbers)
        )

    def _send(
        self, found: DeliveryRow, form: Form, service: Callable[..., Any], *values: object
    ) -> None:
        self._form = form
        self._desk.act(
            service, found.id, found.version, *values, done=self._sent,
            changes=("deliveries", "cases"), refused=form.refuse,
        ).broken.connect(form.failed)  # fmt: skip

    def _sent(self, paper: object) -> None:
        """The act is done; its paper, where it has one, is offered to be printed."""
        if self._form is not None:
            self._form.finish()
        self._desk.bar.tell(_("Noted."), Tone.GOOD)
        if isinstance(paper, int):
            self._desk.look(papers.look, paper, done=self._offer_paper)

    def _offer_paper(self, paper: IssuedPaper) -> None:
        PaperSheet(ground(self._screen), self._desk, paper)
