"""Visits to sites that are planned or wait for what they found, the earliest first."""

from gettext import gettext as _
from operator import attrgetter

from desktop.services import tracks
from desktop.services.slips import Cursor
from desktop.services.tracks import SiteVisit
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.listing import Listing, Question
from desktop.views.parts import Empty, label, row
from desktop.views.tables import Column


class Sites(Listing):
    """The list; the result is noted at the case that is marked."""

    def __init__(self, desk: Desk) -> None:
        columns = (
            Column(_("Day"), self._day, 150, self._tone),
            Column(_("Applicant"), lambda r: r.name, 190, strong=True),
            Column(_("Office"), lambda r: r.office),
            Column(_("Officers"), lambda r: "、".join(r.officers), 170),
            Column(_("Case"), lambda r: r.case_number, 186),
        )
        text = _("Two officers or more look at a site; what they found is noted at the right.")
        advice = _("Visits stand here once they are planned beside an office of a joint case.")
        super().__init__(
            desk, "sites", columns, row(label(text, tone="second")),
            Empty("map-pin", _("No site visit is planned"), advice), attrgetter("case"),
            frozenset({"cases"}),
        )  # fmt: skip

    def _late(self, line: SiteVisit) -> bool:
        now = self._desk.now()
        return line.planned_for.astimezone(now.tzinfo).date() < now.date()

    def _day(self, line: SiteVisit) -> str:
        said = words.moment(line.planned_for)
        return f"■ {said}" if self._late(line) else f"○ {said}"

    def _tone(self, line: SiteVisit) -> str:
        return "bad" if self._late(line) else ""

    def question(self, last: SiteVisit | None) -> Question:
        """Visits after a row."""
        return tracks.site_visits, None if last is None else Cursor(last.planned_for, last.id)
