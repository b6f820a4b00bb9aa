"""The waybill of a parcel, judged while it is typed or scanned, and given to the courier."""

from gettext import gettext as _

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Refusal
from desktop.domain.waybills import Verdict, check_waybill
from desktop.services import parcels
from desktop.services.deliveries import DeliveryRow
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field, Line
from desktop.views.parts import button, column, row

WHOLE = 13
"""Signs of a waybill number; a shorter one is not judged yet."""


class WaybillForm(QWidget):
    """One field and one button; what is wrong is said below, and what was typed stays."""

    def __init__(self, desk: Desk, found: DeliveryRow) -> None:
        super().__init__()
        self._desk, self._found = desk, found
        self._line = Line(limit=30)
        self._line.setProperty("scans", True)
        self._field = Field(
            _("Waybill number"), self._line, name="deliveries.waybill",
            hint=_("type or scan, then Enter"),
        )  # fmt: skip
        self._line.textEdited.connect(self._judge)
        self._line.returnPressed.connect(self._post)
        go = button(_("Given to the courier"), kind="filled", icon="truck", name="deliveries.post")
        go.clicked.connect(self._post)
        column(self._field, row(None, go), spacing=4, parent=self)

    def _judge(self, text: str) -> None:
        check = check_waybill(text, self._desk.settings.waybill_prefixes)
        sentence = words.waybill_reasons()[check.reason]
        if len(check.number) < WHOLE:
            self._field.note("")
        elif check.verdict is Verdict.INVALID:
            self._field.complain(sentence)
        else:
            good = check.verdict is Verdict.VALID
            self._field.note(sentence, "good" if good else "warn")

    def _post(self) -> None:
        found, prefixes = self._found, self._desk.settings.waybill_prefixes
        self._desk.act(
            parcels.post, found.id, found.version, self._line.text(), prefixes, done=self._posted,
            changes=("deliveries", "cases"), refused=self._refused,
        )  # fmt: skip

    def _posted(self, _check: object) -> None:
        self._desk.bar.tell(_("Given to the courier."), Tone.GOOD)

    def _refused(self, error: Refusal) -> None:
        self._field.complain(words.refusal(error))
        self._line.setFocus()
