"""The station's account with kuaidi100: off until somebody fills it in and switches it on."""

from gettext import gettext as _

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop.domain.errors import Refusal
from desktop.services import carriers
from desktop.services.carriers import CarrierSetting, ShownSetting
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field, Line
from desktop.views.parts import button, card, column, label, row


class CarrierForm(QWidget):
    """Address, customer and key; the key is written and never shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._url, self._customer, self._key = Line(limit=200), Line(limit=80), Line(limit=80)
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._on = QCheckBox(_("Ask where parcels are, each at most every 30 minutes"))
        self._on.setObjectName("carrier.on")
        self._fields = {
            "url": Field(_("Address of the service (https)"), self._url, name="carrier.url"),
            "customer": Field(_("Customer"), self._customer, name="carrier.customer"),
            "key": Field(_("Key"), self._key, name="carrier.key"),
        }
        save = button(_("Save"), icon="save", name="carrier.save")
        save.clicked.connect(self._save)
        box = card()
        column(
            label(_("Carrier inquiry"), size="emphasis"), *self._fields.values(), self._on,
            row(None, save), margins=24, spacing=8, parent=box,
        )  # fmt: skip
        text = _("Nothing but waybill numbers and four digits of a phone leaves this PC.")
        column(label(text, tone="second", wrap=True), box, spacing=12, parent=self)
        desk.ask(carriers.shown, desk.clerk, done=self._show)

    def _show(self, setting: ShownSetting) -> None:
        self._url.setText(setting.url)
        self._customer.setText(setting.customer)
        self._on.setChecked(setting.on)
        self._fields["key"].note(_("A key is stored; empty keeps it.") if setting.has_key else "")

    def _save(self) -> None:
        for field in self._fields.values():
            field.complain("")
        setting = CarrierSetting(
            self._url.text(), self._customer.text(), self._key.text(), self._on.isChecked()
        )
        self._desk.act(carriers.change, setting, done=self._saved, refused=self._refused)

    def _saved(self, _nothing: object) -> None:
        self._key.clear()
        self._desk.bar.tell(_("The carrier's account is saved."), Tone.GOOD)
        self._desk.ask(carriers.shown, self._desk.clerk, done=self._show)

    def _refused(self, error: Refusal) -> None:
        field = self._fields.get(error.field)
        if field is None:
            self._desk.bar.tell(words.refusal(error), Tone.BAD)
        else:
            field.complain(words.refusal(error))
