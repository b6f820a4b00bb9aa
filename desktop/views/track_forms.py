"""What the offices of a joint case ask: an opinion, a visit to the site, what it found."""

from collections.abc import Iterable
from datetime import date, datetime, time
from gettext import gettext as _

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QTimeEdit, QWidget

from desktop.domain.tracks import TrackState
from desktop.services.cases import TrackRow
from desktop.views import case_words
from desktop.views.case_forms import Form, Ticks, day_edit, day_of
from desktop.views.fields import Choice, Field, Line, Note

MORNING = QTime(9, 30)


class OpinionForm(Form):
    """What an office of a joint case says."""

    def __init__(self, over: QWidget, office: str) -> None:
        states = case_words.track_states()
        options = [(state, states[state]) for state in (TrackState.AGREED, TrackState.REFUSED)]
        self.state = Choice(options)
        self.by, self.reference, self.opinion = Line(limit=40), Line(limit=60), Line(limit=200)
        fields = {
            "state": Field(_("Opinion"), self.state, name="form.state"),
            "by": Field(_("Who says it"), self.by, name="form.by"),
            "reference": Field(_("Number of its paper"), self.reference, name="form.reference"),
            "opinion": Field(_("In its words"), self.opinion, name="form.opinion"),
        }
        text = _("As the office wrote it; an opinion is given once.")
        super().__init__(over, office, text, _("Note it"), fields)

    def values(self) -> tuple[TrackState, str, str, str]:
        """What, who, why, and in which paper."""
        state = self.state.value
        chosen = state if isinstance(state, TrackState) else TrackState.AGREED
        return chosen, self.by.text(), self.opinion.text(), self.reference.text()


class SiteVisitForm(Form):
    """When some offices look at the site together, and who goes."""

    def __init__(self, over: QWidget, tracks: Iterable[TrackRow], now: datetime) -> None:
        self._zone = now.tzinfo
        self._ticks = Ticks([(each.id, each.office, each.task) for each in tracks], ticked=True)
        self.day = day_edit(now.date(), "form.day")
        self.time = QTimeEdit(MORNING)
        self.time.setDisplayFormat("HH:mm")
        self.officers = Line(limit=100, example=_("two names or more, with spaces between"))
        fields = {
            "planned_for": Field(_("Day"), self.day, name="form.day"),
            "time": Field(_("Time"), self.time, name="form.time"),
            "officers": Field(_("Who goes"), self.officers, name="form.officers"),
        }
        text = _("One visit for all that have to look, so that the applicant waits once.")
        super().__init__(over, _("Plan a site visit"), text, _("Plan it"), fields,
                         self._ticks)  # fmt: skip

    def values(self) -> tuple[list[object], datetime, list[str]]:
        """Which offices, when, and who."""
        at = self.time.time()
        moment = datetime.combine(day_of(self.day), time(at.hour(), at.minute()), self._zone)
        names = self.officers.text().replace("、", " ").replace("，", " ").replace(",", " ")
        return self._ticks.ticked, moment, names.split()


class FoundForm(Form):
    """What a visit to the site found."""

    def __init__(self, over: QWidget, office: str, day: date) -> None:
        self.result = Note(height=96)
        fields = {"result": Field(_("What was found"), self.result, name="form.result")}
        text = _("{office}, {day}. It is kept with the case as it is written.").format(
            office=office, day=day.isoformat()
        )
        super().__init__(over, _("Result of the site visit"), text, _("Note it"), fields)
        self.result.setFocus()

    def values(self) -> tuple[str]:
        """What was found."""
        return (self.result.toPlainText(),)
