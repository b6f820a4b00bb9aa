"""One kind of paper: its printer, and how far the print is shifted."""

from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from desktop.views.fields import Choice, Field
from desktop.views.parts import button, row


class PrinterForm(QWidget):
    """Printer and shift for one kind of paper; the test page is A4, other sizes have none."""

    test_asked = Signal(str)

    def __init__(self, kind: str, title: str, *, tested: bool = True) -> None:
        super().__init__()
        self.kind = kind
        self._printer = Choice((("", _("asked when printing")),))
        self._left, self._top = _shift(), _shift()
        test = button(_("Print test page"), icon="printer-check", name=f"pc.{kind}.test")
        test.clicked.connect(self._ask)
        keeps = test.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # so that the columns stay below each other
        test.setSizePolicy(keeps)
        if not tested:
            test.hide()
        named = f"pc.{kind}"
        left = Field(_("Right, mm"), self._left, name=f"{named}.left")
        top = Field(_("Down, mm"), self._top, name=f"{named}.top")
        for field in (left, top):
            field.setFixedWidth(96)
        self._field = Field(title, self._printer, name=f"{named}.printer")
        places = row(self._field, left, top, test, spacing=12, parent=self)
        places.setStretch(0, 1)

    def offer(self, names: tuple[str, ...], chosen: str) -> None:
        """Offer these printers; one that is remembered but gone is named as such."""
        for name in names:
            self._printer.offer(name, name)
        if chosen and chosen not in names:
            self._printer.offer(chosen, _("{printer} (not there now)").format(printer=chosen))
        self._printer.choose(chosen)
        if not names:
            self._field.note(_("This PC has no printer; papers can be saved as PDF."), "warn")

    def show_shift(self, shift: list[float]) -> None:
        """Show the shift that is kept."""
        self._left.setValue(shift[0])
        self._top.setValue(shift[1])

    @property
    def name(self) -> str:
        """The chosen printer."""
        return str(self._printer.value or "")

    @property
    def shift(self) -> list[float]:
        """Left and top shift in millimetres."""
        return [self._left.value(), self._top.value()]

    def _ask(self) -> None:
        self.test_asked.emit(self.kind)


def _shift() -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(-20, 20)
    made.setDecimals(1)
    made.setSingleStep(0.5)
    made.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
    return made
