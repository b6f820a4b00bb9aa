"""What the offices of a joint case do from their buttons: opinions, site visits, own clocks."""

from collections.abc import Sequence
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.services import tracks
from desktop.services.cases import CaseView, InspectionRow, TrackRow
from desktop.services.officers import Second
from desktop.views.case_acts import CaseActs
from desktop.views.case_forms import ExtendSheet, StopForm
from desktop.views.desk import Desk
from desktop.views.sheet import ground
from desktop.views.track_forms import FoundForm, OpinionForm, SiteVisitForm

EXTENSION = "5"
"""Working days that are offered first."""


class TrackActs(QObject):
    """Opens the form that an act of an office wants; the case's acts send it and tell the end."""

    def __init__(self, desk: Desk, acts: CaseActs, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._acts, self._over = desk, acts, over

    def opine(self, case: CaseView, track: TrackRow, _checked: bool = False) -> None:
        """Write down what an office says."""
        form = OpinionForm(ground(self._over), track.office)
        send = self._acts.send
        self._acts.ask(case, form, lambda: send(form, tracks.opine, track.id, *form.values()))

    def plan_site(self, case: CaseView, open_: Sequence[TrackRow], _checked: bool = False) -> None:
        """Plan one visit to the site for several offices."""
        form = SiteVisitForm(ground(self._over), open_, self._desk.now())
        send = self._acts.send
        self._acts.ask(case, form, lambda: send(form, tracks.plan_inspections, *form.values()))

    def note_site(
        self, case: CaseView, track: TrackRow, visit: InspectionRow, _checked: bool = False
    ) -> None:
        """Write down what a visit to the site found."""
        day = visit.planned_for.astimezone(self._desk.now().tzinfo).date()
        form = FoundForm(ground(self._over), track.office, day)
        send, note = self._acts.send, tracks.note_inspection
        self._acts.ask(case, form, lambda: send(form, note, visit.id, *form.values()))

    def stop(self, case: CaseView, track: TrackRow, _checked: bool = False) -> None:
        """Stop the clock of one office."""
        form = StopForm(ground(self._over), self._desk.now().date(), track.office)
        send, press = self._acts.send, self._desk.press
        self._acts.ask(case, form, lambda: send(form, tracks.stop, press, track.id, *form.values()))

    def extend(self, case: CaseView, track: TrackRow, _checked: bool = False) -> None:
        """Give one office more days, with a second person."""
        text = _("Only {office} gets longer, once; the whole case keeps its day. The applicant is "
                 "told the reason in writing.").format(office=track.office)  # fmt: skip
        sheet = ExtendSheet(ground(self._over), _("Extend"), text, EXTENSION)
        self._acts.ask(case, sheet, partial(self._extended, sheet, track.id))

    def _extended(self, sheet: ExtendSheet, track: int, second: Second, reason: str) -> None:
        values = (self._desk.press, track, sheet.count, reason, second)
        self._acts.send(sheet, tracks.extend, *values)

    def go_on(self, case: CaseView, track: TrackRow, _checked: bool = False) -> None:
        """Let the clock of one office go on."""
        self._acts.do(case, tracks.go_on, track.id)
