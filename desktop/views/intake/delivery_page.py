"""Step 5: how the result reaches the citizen; recipient, address and consent for courier."""

from dataclasses import replace
from gettext import gettext as _
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from desktop.domain.intake import Step, proposed_mode
from desktop.domain.items import Fulfilment
from desktop.views import words
from desktop.views.fields import Field, Line
from desktop.views.intake.page import Page
from desktop.views.intake.work import Work
from desktop.views.parts import button, column, label, row

MODES = (Fulfilment.COURIER, Fulfilment.DOOR, Fulfilment.PICKUP)


class DeliveryPage(Page):
    """One of three ways; what is finished on the spot does not come here."""

    def __init__(self, work: Work) -> None:
        super().__init__(work, Step.DELIVERY, _("How shall the result reach the visitor?"))
        self._modes = QButtonGroup(self)
        for mode in MODES:
            made = QRadioButton(words.fulfilments()[mode])
            made.setObjectName(f"delivery.mode.{mode}")
            made.setProperty("mode", mode)
            made.clicked.connect(lambda _=False, mode=mode: self._choose(mode))
            self._modes.addButton(made)
        self._recipient, self._phone, self._address = (
            Line(limit=40),
            Line(limit=20),
            Line(limit=200),
        )
        self.fields = {
            "recipient": Field(_("Recipient"), self._recipient, name="delivery.recipient"),
            "phone": Field(_("Phone of the recipient"), self._phone, name="delivery.phone"),
            "address": Field(_("Address for delivery"), self._address, name="delivery.address"),
        }
        self._consent = QCheckBox(_("The visitor agrees that a courier brings it"))
        self._consent.setObjectName("delivery.consent")
        self._consent.clicked.connect(lambda on: self._set(consent=on))
        self._same = button(_("As the applicant"), kind="quiet", icon="copy", name="delivery.same")
        self._same.clicked.connect(self._as_applicant)
        for name, line in (
            ("recipient", self._recipient), ("phone", self._phone), ("address", self._address),
        ):  # fmt: skip
            line.textEdited.connect(lambda text, name=name: self._set(**{name: text.strip()}))
        self._where = QWidget()
        column(
            row(label(_("To whom and where"), size="emphasis"), None, self._same),
            row(self.fields["recipient"], self.fields["phone"], spacing=16),
            self.fields["address"], self._consent, spacing=4, parent=self._where,
        )  # fmt: skip
        self._pickup = label(_("The visitor comes again with this slip and an identity document."),
                             tone="second", wrap=True)  # fmt: skip
        self.body.addLayout(row(*self._modes.buttons(), None, spacing=12))
        self.body.addWidget(self._where)
        self.body.addWidget(self._pickup)

    def arrive(self) -> None:
        """Propose the items' usual way and the applicant's own name and phone."""
        choice = self.work.draft.delivery
        if choice.mode is None:
            person = self.work.draft.applicant.person
            mode = proposed_mode(self.work.matter.items)
            if mode in MODES:
                self._set(mode=mode, recipient=person.name, phone=person.phone)
        self.refresh()

    def first(self) -> QWidget | None:
        """The chosen way."""
        chosen = [made for made in self._modes.buttons() if made.isChecked()]
        return chosen[0] if chosen else self._modes.buttons()[0]

    def refresh(self) -> None:
        """Show the choice."""
        choice = self.work.draft.delivery
        for made in self._modes.buttons():
            made.setChecked(made.property("mode") == choice.mode)
        self._where.setVisible(choice.mode in (Fulfilment.COURIER, Fulfilment.DOOR))
        self._consent.setVisible(choice.mode is Fulfilment.COURIER)
        self._pickup.setVisible(choice.mode is Fulfilment.PICKUP)
        for line, text in (
            (self._recipient, choice.recipient),
            (self._phone, choice.phone),
            (self._address, choice.address),
        ):
            if not line.hasFocus() and line.text() != text:
                line.setText(text)
        self._consent.setChecked(choice.consent)
        for field in self.fields.values():
            field.complain("")
        self.quiet()

    def _choose(self, mode: Fulfilment) -> None:
        self._set(mode=mode)

    def _set(self, **facts: Any) -> None:
        self.work.update(delivery=replace(self.work.draft.delivery, **facts))

    def _as_applicant(self) -> None:
        person = self.work.draft.applicant.person
        facts = {"recipient": person.name, "phone": person.phone}
        self._set(**facts, address=person.hukou_address)

    def point_at(self, where: str, sentence: str) -> None:
        """Say it beside the field."""
        name = where.removeprefix("delivery.")
        if name in self.fields:
            self.fields[name].complain(sentence)
            self.fields[name].editor.setFocus()
        elif name == "consent":
            self._consent.setFocus()
