"""What a supervisor says about a case beside it: marked, returned, urged, given away."""

from functools import partial
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.officers import Role
from desktop.domain.reviews import ReviewKind
from desktop.services import officers, reviews
from desktop.services.cases import CaseView
from desktop.services.officers import OfficerRow
from desktop.views.case_forms import Form
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice, Field, Note
from desktop.views.sheet import ground


def review_kinds() -> dict[ReviewKind, str]:
    """Why a case was picked out."""
    return {
        ReviewKind.SAMPLE: _("Mark for review"),
        ReviewKind.RETURNED: _("Return with a remark"),
        ReviewKind.URGED: _("Urge"),
        ReviewKind.REASSIGNED: _("Give to another officer"),
    }


class ReviewForm(Form):
    """Which of the four, for whom, and in what words."""

    def __init__(self, over: QWidget, number: str, rows: tuple[OfficerRow, ...]) -> None:
        kinds = review_kinds()
        self.kind = Choice([(kind, kinds[kind]) for kind in kinds])
        serving = [row for row in rows if row.active and row.role is not Role.DUTY]
        self.officer = Choice([(row.id, f"{row.name} {row.number}") for row in serving])
        self.said = Note(height=88)
        fields = {
            "kind": Field(_("What"), self.kind, name="form.kind"),
            "officer": Field(_("To whom"), self.officer, name="form.officer"),
            "said": Field(_("In words"), self.said, name="form.words"),
        }
        text = _("What is returned or urged stands with the officer until it is answered.")
        super().__init__(over, _("Review {number}").format(number=number), text, _("Do it"), fields)
        self._to = fields["officer"]
        self.kind.currentIndexChanged.connect(self._turn)
        self._turn()

    def _turn(self, _place: int = 0) -> None:
        self._to.setVisible(self.kind.value is ReviewKind.REASSIGNED)


class ReviewActs(QObject):
    """Opens the form beside a case and sends what was filled in."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over

    def start(self, case: CaseView, _checked: bool = False) -> None:
        """Ask what is to be said of a case."""
        self._desk.ask(officers.officers, done=partial(self._show, case))

    def _show(self, case: CaseView, rows: tuple[OfficerRow, ...]) -> None:
        form = ReviewForm(ground(self._over), case.number or case.name, rows)
        form.given.connect(partial(self._send, form, case))

    def _send(self, form: ReviewForm, case: CaseView) -> None:
        kind, said = form.kind.value, form.said.toPlainText()
        act: tuple[Any, ...] = (reviews.mark, case.id, kind, said)
        if kind is ReviewKind.REASSIGNED:
            act = (reviews.reassign, case.id, case.version, form.officer.value, said)
        self._desk.act(
            *act, done=partial(self._done, form), changes=("reviews", "cases"),
            refused=form.refuse,
        ).broken.connect(form.failed)  # fmt: skip

    def _done(self, form: ReviewForm, _made: object) -> None:
        form.finish()
        self._desk.bar.tell(_("Done; it stands under Daily list → Reviews."), Tone.GOOD)
