"""Looks at the scan of a signed stub; one that was taken in by mistake is undone with a reason."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from desktop.decoding import ask
from desktop.domain.attachments import Seen
from desktop.domain.errors import Refusal
from desktop.services import stubs
from desktop.services.stubs import Kept
from desktop.views import words
from desktop.views.attachments.pictures import prepared
from desktop.views.case_forms import Form
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field, Line
from desktop.views.parts import column, label
from desktop.views.sheet import Sheet, ground

SIDE = (720, 420)


class UndoForm(Form):
    """Why a stub that was taken in is none."""

    def __init__(self, over: QWidget, number: str) -> None:
        self.why = Line(limit=200)
        fields = {"why": Field(_("Reason"), self.why, name="form.why")}
        text = _("The stub of {number} is missing again; the scan stays kept with the reason.")
        super().__init__(over, _("Undo"), text.format(number=number), _("Undo"), fields)
        self.why.setFocus(Qt.FocusReason.TabFocusReason)


class StubLook(QObject):
    """Opens the scan that belongs to a slip, if there is one."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over

    def look(self, slip: int) -> None:
        """Show the scan of a slip's stub."""
        self._desk.look(stubs.scan_of, slip, done=self._found)

    def _found(self, kept: Kept | None) -> None:
        if kept is None:
            self._desk.bar.tell(_("This stub is kept on paper or was signed on the pad."))
            return
        work = partial(ask.see, kept.data, kept.media, kept.page - 1)
        self._desk.jobs.apart(work, partial(self._show, kept), self._refused)

    def _refused(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)

    def _show(self, kept: Kept, seen: Seen) -> None:
        picture = label("", name="stub.scan")
        picture.setPixmap(QPixmap.fromImage(prepared(seen.picture, 0, SIDE)))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body = QWidget()
        column(picture, parent=body)
        text = _("taken in {time} by {officer}").format(
            time=words.moment(kept.at), officer=kept.officer
        )
        buttons = [("undo", _("Undo …"), "danger"), ("", _("Close"), "filled")]
        sheet = Sheet(ground(self._over), kept.number, text, buttons, body=body, width=780)
        sheet.answered.connect(partial(self._answered, kept))

    def _answered(self, kept: Kept, key: str) -> None:
        if key == "undo":
            form = UndoForm(ground(self._over), kept.number)
            form.given.connect(partial(self._undo, form, kept.slip))

    def _undo(self, form: UndoForm, slip: int) -> None:
        self._desk.act(
            stubs.undo, slip, form.why.text(), done=partial(self._done, form),
            changes=("slips",), refused=form.refuse,
        ).broken.connect(form.failed)  # fmt: skip

    def _done(self, form: UndoForm, _nothing: object) -> None:
        form.finish()
        self._desk.bar.tell(_("Undone; the stub is missing again."), Tone.WARN)
