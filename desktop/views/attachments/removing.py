"""Asks why an attached file is removed; it stays stored, marked, until its case is erased."""

from gettext import gettext as _

from PySide6.QtWidgets import QWidget

from desktop.services import attachments
from desktop.services.attachments import AttachmentRow
from desktop.views.case_forms import Form
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field, Line


class RemoveForm(Form):
    """One field for the reason; `answered` with "done" says that the file is out of use."""

    def __init__(self, over: QWidget, desk: Desk, row: AttachmentRow) -> None:
        self._desk, self._row = desk, row
        self._reason = Line(limit=200, example=_("such as: wrong person, blurred"))
        text = _("{name} is not shown any more. It stays stored with the reason until the case "
                 "is erased.").format(name=row.name)  # fmt: skip
        fields = {"reason": Field(_("Reason"), self._reason, name="attachment.reason")}
        super().__init__(over, _("Remove an attachment"), text, _("Remove"), fields)
        self._reason.setFocus()
        self.given.connect(self._remove)

    def _remove(self) -> None:
        values = (self._row.id, self._reason.text())
        job = self._desk.act(
            attachments.remove, *values, done=self._removed, changes=("attachments",),
            refused=self.refuse,
        )  # fmt: skip
        job.broken.connect(self.failed)

    def _removed(self, _answer: object) -> None:
        self.finish()
        self._desk.bar.tell(_("{name} is removed.").format(name=self._row.name), Tone.GOOD)
