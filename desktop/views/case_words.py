"""The sentences of the screens for what belongs to cases alone, one table each."""

from gettext import gettext as _

from desktop.domain.cases import Stage
from desktop.domain.clocks import PauseKind
from desktop.domain.intake import Branch
from desktop.domain.papers import PaperKind
from desktop.domain.tracks import TrackState
from desktop.domain.visits import Purpose
from desktop.domain.workdays import DayKind, State, Unit


def grounds() -> dict[Branch | None, str]:
    """Why a matter is not accepted."""
    return {
        Branch.NO_LICENCE: _("No licence is needed"),
        Branch.NOT_OURS: _("Not in our power"),
        None: _("Another reason"),
    }


def branches() -> dict[Branch, str]:
    """What the law says about a matter that stands like this one (art. 32)."""
    return {
        Branch.NO_LICENCE: _("Art. 32 (1): no licence is needed; say so at once."),
        Branch.NOT_OURS: _("Art. 32 (2): not our power; refuse at once and name the right body."),
        Branch.MEND_HERE: _(
            "Art. 32 (3): let these be put right here and now, then mark them as here: {names}."
        ),
        Branch.INCOMPLETE: _("Art. 32 (4): incomplete; tell everything at once. Missing: {names}."),
        Branch.COMPLETE: _("Art. 32 (5): complete; accept it."),
    }


def pause_kinds() -> dict[PauseKind, str]:
    """What a limit may be stopped for (Administrative Licensing Law art. 45)."""
    return {
        PauseKind.HEARING: _("Hearing"),
        PauseKind.TENDER: _("Tender"),
        PauseKind.AUCTION: _("Auction"),
        PauseKind.INSPECTION: _("Inspection of goods"),
        PauseKind.TEST: _("Test"),
        PauseKind.QUARANTINE: _("Quarantine"),
        PauseKind.APPRAISAL: _("Appraisal"),
        PauseKind.EXPERT_REVIEW: _("Expert review"),
    }


def paper_kinds() -> dict[PaperKind, str]:
    """Names of the official papers."""
    return {
        PaperKind.RECEIPT: _("Receipt of materials"),
        PaperKind.SUPPLEMENT: _("Supplement notice"),
        PaperKind.ACCEPTANCE: _("Acceptance notice"),
        PaperKind.DEFERRED: _("Notice of deferred acceptance"),
        PaperKind.NOT_ACCEPTED: _("Notice of non-acceptance"),
        PaperKind.RETURNED: _("List of returned materials"),
        PaperKind.SUSPENSION: _("Notice of a stopped limit"),
        PaperKind.EXTENSION: _("Extension notice"),
        PaperKind.REFUSAL: _("Decision of refusal"),
        PaperKind.COLLECTION: _("Collection slip"),
        PaperKind.HANDOVER: _("Hand-over list"),
        PaperKind.DELIVERY_PROOF: _("Proof of delivery"),
        PaperKind.POSTING: _("Posting list"),
        PaperKind.DAY_CLOSE: _("Day-close sheet"),
        PaperKind.CLOCK: _("Sheet of the limit"),
        PaperKind.LABEL: _("Address label"),
        PaperKind.ENVELOPE: _("Envelope"),
    }


def track_states() -> dict[TrackState, str]:
    """How far an office of a joint case is."""
    return {
        TrackState.OPEN: _("open"),
        TrackState.AGREED: _("agreed"),
        TrackState.REFUSED: _("not agreed"),
    }


def stages() -> dict[Stage, str]:
    """How far a case is."""
    return {
        Stage.NOTICE: _("Notice given"),
        Stage.RECEIVED: _("To be accepted"),
        Stage.RUNNING: _("Running"),
        Stage.DECIDED: _("Decided"),
        Stage.ON_THE_WAY: _("On the way"),
        Stage.ENDED: _("Ended"),
    }


def standings() -> dict[State, str]:
    """How a running limit stands."""
    return {
        State.NORMAL: _("in time"),
        State.WARN: _("due soon"),
        State.OVERDUE: _("overdue"),
    }


def units() -> dict[Unit, str]:
    """What limits are counted in."""
    return {
        Unit.WORKING_DAY: _("working days"),
        Unit.NATURAL_DAY: _("natural days"),
        Unit.WORKING_HOUR: _("working hours"),
    }


def day_kinds() -> dict[DayKind, str]:
    """What the calendar makes of a day."""
    return {
        DayKind.WORKDAY: _("working day"),
        DayKind.MADE_UP: _("made-up working day"),
        DayKind.WEEKEND: _("weekend"),
        DayKind.HOLIDAY: _("holiday"),
    }


def purposes() -> dict[Purpose, str]:
    """What the citizen came for."""
    return {
        Purpose.ASK: _("Only asked how far it is"),
        Purpose.APPLY: _("Applied"),
        Purpose.SUPPLEMENT: _("Brought what was missing"),
        Purpose.OWED: _("Brought promised papers"),
        Purpose.PICK_UP: _("Collected the result"),
        Purpose.WITHDRAW: _("Withdrew"),
    }


def weekdays() -> tuple[str, ...]:
    """The days of the week, Monday first."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
