"""Cases whose five days run (art. 32 (4)): who has to be told what is missing, and until when."""

from datetime import timedelta
from gettext import gettext as _
from operator import attrgetter

from desktop.services import supplements
from desktop.services.supplements import GuardRow
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.listing import Listing, Question
from desktop.views.parts import Empty, label, row
from desktop.views.tables import Column


class Guards(Listing):
    """The list; what is missing is asked for at the case that is marked, or it is accepted."""

    def __init__(self, desk: Desk) -> None:
        columns = (
            Column(_("Tell until"), self._until, 190, self._tone),
            Column(_("Applicant"), lambda r: r.name, 150, strong=True),
            Column(_("Phone"), lambda r: r.phone, 116),
            Column(_("Items"), lambda r: "、".join(r.items)),
            Column(_("Received"), lambda r: words.moment(r.received_at)[:10], 104),
            Column(_("Officer"), lambda r: r.officer, 76),
        )
        text = _("Tell everything that is missing at once; who hears nothing in five working days "
                 "counts as accepted.")  # fmt: skip
        advice = _("Cases whose materials were received stand here until they are accepted, or "
                   "until what is missing is told.")  # fmt: skip
        super().__init__(
            desk, "guards", columns, row(label(text, tone="second", wrap=True)),
            Empty("hourglass", _("Nobody waits to be told"), advice), attrgetter("case"),
            frozenset({"cases"}),
        )  # fmt: skip

    def _until(self, line: GuardRow) -> str:
        day, today = words.day(line.until), self._desk.now().date()
        if line.until < today:
            return _("■ {day} counts as accepted").format(day=day)
        near = {today: _("today"), today + timedelta(days=1): _("tomorrow")}.get(line.until)
        return f"▲ {day} {near}" if near else f"○ {day}"

    def _tone(self, line: GuardRow) -> str:
        left = line.until - self._desk.now().date()
        return "bad" if left.days < 0 else "warn" if left.days <= 1 else ""

    def question(self, last: GuardRow | None) -> Question:
        """Cases after a row."""
        return supplements.guards, None if last is None else (last.until, last.case)
