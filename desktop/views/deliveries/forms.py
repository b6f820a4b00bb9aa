"""What handing over asks: who takes it, where it goes instead, two officers for the door."""

from datetime import datetime, time
from gettext import gettext as _

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.domain.deliveries import DeliveryChoice
from desktop.domain.items import Fulfilment
from desktop.domain.slips import Signature, SignatureMode
from desktop.services.deliveries import DeliveryRow
from desktop.services.delivery_papers import SELF
from desktop.services.handing import Receiver
from desktop.views import words
from desktop.views.case_forms import Form, day_edit, day_of
from desktop.views.fields import Choice, Field, Line
from desktop.views.intake.pad import Pad
from desktop.views.parts import button, column, label, row


class OneLine(Form):
    """A sheet with one line to fill in."""

    def __init__(
        self, over: QWidget, title: str, text: str, act: str, name: str, what: str
    ) -> None:
        self.line = Line(limit=200)
        field = Field(what, self.line, name=f"form.{name}")
        super().__init__(over, title, text, act, {name: field})
        self.line.setFocus()

    @property
    def text(self) -> str:
        """What was filled in."""
        return self.line.text()


class HandForm(Form):
    """Who takes a result, what they showed, and their signature on the pad or on paper."""

    def __init__(self, over: QWidget, title: str, recipient: str) -> None:
        self._recipient = recipient
        self.name = Line(recipient, limit=60)
        self.relation = Choice(
            [(SELF, _("The recipient")), ("proxy", _("Somebody in their stead"))]
        )
        self.who = Line(limit=40, example=_("such as daughter, colleague"))
        self.document = Line(_("Resident identity card"), limit=40)
        self.tail = Line(limit=4)
        self.reason = Line(limit=200, example=_("power of attorney, or why at the door"))
        self.checked = QCheckBox(_("I looked at the document: person and name fit."))
        self.checked.setObjectName("form.checked")
        self.pad = Pad()
        self.on_paper = QCheckBox(_("Signed on paper"))
        self.on_paper.setObjectName("form.on_paper")
        clear = button(_("Clear"), kind="small", name="form.clear")
        clear.clicked.connect(self.pad.clear)
        fields = {
            "receiver": Field(_("Who takes it"), self.name, name="form.receiver"),
            "relation": Field(_("Is"), self.relation, name="form.relation"),
            "who": Field(_("Relation to the recipient"), self.who, name="form.who"),
            "reason": Field(_("Why somebody else"), self.reason, name="form.reason"),
            "document": Field(_("Document shown"), self.document, name="form.document"),
            "tail": Field(_("Last four signs of its number"), self.tail, name="form.tail"),
        }
        self._substitute = (fields["who"], fields["reason"])
        sign = QWidget()
        column(
            self.checked, label(_("Signature"), size="small", strong=True), self.pad,
            row(self.on_paper, None, clear), spacing=4, parent=sign,
        )  # fmt: skip
        super().__init__(over, title, "", _("Handed over"), fields, foot=sign, width=720,
                         beside=2)  # fmt: skip
        self.relation.currentIndexChanged.connect(self._related)
        self._related()
        self.name.setFocus()

    def _related(self, _index: int = 0) -> None:
        for field in self._substitute:
            field.setVisible(self.relation.value != SELF)

    @property
    def receiver(self) -> Receiver:
        """Who takes it."""
        other = self.relation.value != SELF
        return Receiver(
            name=self.name.text(),
            relation=(self.who.text().strip() or _("proxy")) if other else SELF,
            document=self.document.text(),
            id_tail=self.tail.text(),
            checked=self.checked.isChecked(),
            reason=self.reason.text() if other else "",
        )

    @property
    def signature(self) -> Signature | None:
        """How it was signed; None where it was not."""
        name = self.name.text().strip()
        if self.pad.strokes:
            return Signature(SignatureMode.PAD, name, self.pad.strokes, self.pad.aspect)
        return Signature(SignatureMode.PAPER, name) if self.on_paper.isChecked() else None


class RedirectForm(Form):
    """Another way, recipient or address for a result that lies here."""

    def __init__(self, over: QWidget, found: DeliveryRow) -> None:
        ways = words.fulfilments()
        self.mode = Choice([(way, ways[way]) for way in found.ways])
        self.name = Line(found.recipient, limit=40)
        self.phone, self.address = Line(limit=20), Line(limit=200)
        self.consent = QCheckBox(_("The citizen agrees that a courier brings it"))
        self.consent.setObjectName("form.consent")
        fields = {
            "mode": Field(_("Way"), self.mode, name="form.mode"),
            "recipient": Field(_("Recipient"), self.name, name="form.recipient"),
            "phone": Field(_("Phone of the recipient"), self.phone, name="form.phone"),
            "address": Field(_("Address for delivery"), self.address, name="form.address"),
        }
        self._elsewhere = (fields["phone"], fields["address"])
        text = _("As the citizen asked; the timeline keeps where it went before.")
        super().__init__(over, _("Another way or address"), text, _("Change it"), fields,
                         foot=self.consent)  # fmt: skip
        self.mode.currentIndexChanged.connect(self._chosen)
        self._chosen()

    def _chosen(self, _index: int = 0) -> None:
        for field in self._elsewhere:
            field.setVisible(self.mode.value is not Fulfilment.PICKUP)
        self.consent.setVisible(self.mode.value is Fulfilment.COURIER)

    def show_address(self, known: DeliveryChoice) -> None:
        """Fill in what is known; what was typed meanwhile stays."""
        for line, text in ((self.phone, known.phone), (self.address, known.address)):
            if not line.isModified():
                line.setText(text)
        self.consent.setChecked(known.consent)

    @property
    def choice(self) -> DeliveryChoice:
        """What was chosen and typed."""
        mode = self.mode.value
        return DeliveryChoice(
            mode=mode if isinstance(mode, Fulfilment) else None,
            recipient=self.name.text(),
            phone=self.phone.text(),
            address=self.address.text(),
            consent=self.consent.isChecked(),
        )


class VisitForm(Form):
    """When two officers go to the door, and which."""

    def __init__(self, over: QWidget, now: datetime, own: str, address: str) -> None:
        self._zone = now.tzinfo
        self.day = day_edit(now.date(), "form.day")
        self.officers = Line(f"{own} ", limit=60, example=_("two numbers, with a space between"))
        fields = {
            "planned_for": Field(_("Day"), self.day, name="form.day"),
            "officers": Field(
                _("Numbers of the two officers"), self.officers, name="form.officers"
            ),
        }
        super().__init__(over, _("Go to the door"), address, _("Plan the visit"), fields)
        self.officers.setFocus()

    @property
    def planned_for(self) -> datetime:
        """The middle of the day of the visit."""
        return datetime.combine(day_of(self.day), time(12), self._zone)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The officers' numbers."""
        return tuple(self.officers.text().replace(",", " ").replace("，", " ").split())
