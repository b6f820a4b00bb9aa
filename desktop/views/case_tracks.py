"""The offices of a joint case beside each other: whose turn it is, what each said, site visits."""

from datetime import date
from functools import partial
from gettext import gettext as _

from PySide6.QtWidgets import QWidget

from desktop.domain.cases import RUNNING
from desktop.domain.tracks import TrackState
from desktop.services.cases import CaseView, InspectionRow, TrackRow
from desktop.views import case_words, words
from desktop.views.case_acts import CaseActs
from desktop.views.flow import Flow
from desktop.views.parts import button, column, label
from desktop.views.track_acts import TrackActs

SHAPES = {TrackState.OPEN: "○", TrackState.AGREED: "●", TrackState.REFUSED: "■"}
TONES = {TrackState.OPEN: "", TrackState.AGREED: "good", TrackState.REFUSED: "bad"}


class CaseTracks(QWidget):
    """One part an office, the slowest named first of all."""

    def __init__(self, acts: CaseActs, offices: TrackActs, case: CaseView) -> None:
        super().__init__()
        self._acts, self._offices, self._case = acts, offices, case
        self._runs = case.state in RUNNING
        place = column(spacing=6, parent=self)
        place.addWidget(label(_("Offices side by side"), size="hint"))
        open_ = [track for track in case.tracks if track.state is TrackState.OPEN]
        if dated := [track for track in open_ if track.due is not None]:
            slowest = max(dated, key=lambda each: each.due or date.max)
            said = _("Waits longest for {office}: {day}").format(
                office=slowest.office, day=words.day(slowest.due)
            )
            place.addWidget(label(said, strong=True, wrap=True, name="case.slowest"))
        if self._runs and open_:
            plan = button(_("Plan a site visit"), kind="small", icon="map-pin", name="case.site")
            plan.clicked.connect(partial(offices.plan_site, case, open_))
            flow = Flow()
            flow.addWidget(plan)
            place.addWidget(flow)
        for track in case.tracks:
            place.addWidget(self._track(track))

    def _track(self, track: TrackRow) -> QWidget:
        made = QWidget()
        state = case_words.track_states()[track.state]
        text = f"{SHAPES[track.state]} {track.office}　{state}　{words.day(track.due)}"
        tone = TONES[track.state]
        if track.stopped is not None:
            what = case_words.pause_kinds()[track.stopped]
            text = _("◆ {office}　stopped: {what}").format(office=track.office, what=what)
            tone = "warn"
        place = column(label(text, size="small", strong=True, tone=tone, wrap=True), spacing=2,
                       parent=made)  # fmt: skip
        uses = _("{task}; uses {count} materials").format(task=track.task, count=track.materials)
        place.addWidget(label(uses, size="hint", wrap=True))
        if track.opinion or track.opinion_by:
            said = "：".join(part for part in (track.opinion_by, track.opinion) if part)
            place.addWidget(label(said, size="hint", wrap=True))
        for visit in track.inspections:
            place.addWidget(label(_visit(visit), size="hint", wrap=True))
        place.addWidget(self._buttons(track))
        return made

    def _buttons(self, track: TrackRow) -> QWidget:
        flow = Flow()
        days = button(_("Every day"), kind="small", name=f"case.track.{track.id}.strip")
        days.clicked.connect(partial(self._acts.show_strip, self._case, track))
        if track.state is TrackState.OPEN and self._runs:
            say = button(_("Opinion"), kind="small", name=f"case.track.{track.id}")
            say.clicked.connect(partial(self._offices.opine, self._case, track))
            flow.addWidget(say)
            flow.addWidget(self._stop(track))
            if not track.extended:
                more = button(_("Extend"), kind="small", name=f"case.track.{track.id}.extend")
                more.clicked.connect(partial(self._offices.extend, self._case, track))
                flow.addWidget(more)
        flow.addWidget(days)
        for visit in track.inspections:
            if visit.done_at is None:
                found = button(_("Result of the visit"), kind="small",
                               name=f"case.found.{visit.id}")  # fmt: skip
                found.clicked.connect(partial(self._offices.note_site, self._case, track, visit))
                flow.addWidget(found)
        return flow

    def _stop(self, track: TrackRow) -> QWidget:
        if track.stopped is None:
            made = button(_("Stop its clock"), kind="small", name=f"case.track.{track.id}.stop")
            made.clicked.connect(partial(self._offices.stop, self._case, track))
        else:
            made = button(_("Let it go on"), kind="small", name=f"case.track.{track.id}.go_on")
            made.clicked.connect(partial(self._offices.go_on, self._case, track))
        return made


def _visit(visit: InspectionRow) -> str:
    """One visit in a line: when, who, and what it found."""
    who = "、".join(visit.officers)
    head = _("Site visit {time}, {who}").format(time=words.moment(visit.planned_for), who=who)
    return f"{head}：{visit.result}" if visit.result else head
