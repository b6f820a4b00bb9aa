"""Promised papers that have not come (容缺), the earliest day first: who is to be reminded."""

from gettext import gettext as _
from operator import attrgetter

from desktop.services import deferred
from desktop.services.deferred import OwedRow
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.listing import Listing, Question
from desktop.views.parts import Empty, label, row
from desktop.views.tables import Column


class Chase(Listing):
    """The list; what came is noted at the case that is marked."""

    def __init__(self, desk: Desk) -> None:
        columns = (
            Column(_("Promised for"), _until, 150, _tone),
            Column(_("Person"), lambda r: r.name, 84, strong=True),
            Column(_("Phone"), lambda r: r.phone, 116),
            Column(_("What is to come"), lambda r: r.material),
            Column(_("Items"), lambda r: "、".join(r.items), 190),
            Column(_("Case"), lambda r: r.case_number, 186),
        )
        text = _("Call those whose day is near; note at the right what came.")
        advice = _("Papers that may follow and were promised for a day stand here until they came.")
        super().__init__(
            desk, "chase", columns, row(label(text, tone="second")),
            Empty("hourglass", _("Nothing is owed"), advice), attrgetter("case"),
            frozenset({"cases"}),
        )  # fmt: skip

    def question(self, last: OwedRow | None) -> Question:
        """Promised papers after a row."""
        after = None if last is None else (last.until, last.id)
        return deferred.chase, self._desk.now(), after


def _until(line: OwedRow) -> str:
    day = words.day(line.until)
    return _("■ {day} overdue").format(day=day) if line.overdue else f"○ {day}"


def _tone(line: OwedRow) -> str:
    return "bad" if line.overdue else ""
