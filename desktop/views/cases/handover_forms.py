"""What a list between places asks: what is taken, what is not and why, why it is taken back."""

from gettext import gettext as _

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.services.handovers import HandOverRow
from desktop.views.case_forms import Form
from desktop.views.fields import Field, Line
from desktop.views.parts import column, scrolled


class TakeForm(Form):
    """The cases of a list: those with a tick are taken, the others say what is wrong."""

    def __init__(self, over: QWidget, given: HandOverRow) -> None:
        self._rows: list[tuple[int, QCheckBox, Line]] = []
        inner = QWidget()
        place = column(spacing=4, parent=inner)
        for line in given.lines:
            box = QCheckBox(f"{line.name}　{line.number}")
            box.setChecked(True)
            box.setObjectName(f"form.take.{line.case}")
            why = Line(limit=200, example=_("why it is not taken"))
            why.setObjectName(f"form.why.{line.case}")
            why.setAccessibleName(_("Why {number} is not taken").format(number=line.number))
            why.hide()
            box.toggled.connect(why.setHidden)
            place.addWidget(box)
            place.addWidget(why)
            self._rows.append((line.case, box, why))
        place.addStretch(1)
        area = scrolled(inner)
        area.setMaximumHeight(320)
        text = _("Compare the cases with the list. What you do not take stays with the giver.")
        super().__init__(
            over, _("Take {number}").format(number=given.number), text, _("Take"), {}, area
        )

    @property
    def refused(self) -> dict[int, str]:
        """By case why it is not taken."""
        return {case: why.text() for case, box, why in self._rows if not box.isChecked()}


class RecallForm(Form):
    """Why a list that nobody has taken yet is taken back."""

    def __init__(self, over: QWidget, number: str) -> None:
        self.reason = Line(limit=200)
        fields = {"reason": Field(_("Reason"), self.reason, name="form.reason")}
        title = _("Take back {number}").format(number=number)
        text = _("The cases stay where they lie; the list keeps its number and says why.")
        super().__init__(over, title, text, _("Take back"), fields)
        self.reason.setFocus()
