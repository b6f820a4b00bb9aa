"""The sentences of the screens for what belongs to deliveries alone, one table each."""

from gettext import gettext as _

from desktop.domain.deliveries import Attention, Noted, Source, VisitState
from desktop.domain.tracking import Because, Handing


def attentions() -> dict[Attention, str]:
    """Why somebody has to act."""
    return {
        Attention.NONE: "",
        Attention.NOT_COLLECTED: _("not collected after 24 hours"),
        Attention.SILENT: _("no word for 72 hours"),
        Attention.FAILED: _("could not be delivered"),
        Attention.IN_LOCKER: _("in a locker"),
        Attention.IDENTITY_IN_LOCKER: _("identity document in a locker"),
        Attention.RETURNING: _("coming back"),
        Attention.HELD: _("held back"),
        Attention.LATE: _("late"),
        Attention.UNREAD: _("word of the carrier not understood"),
        Attention.TO_ANOTHER: _("taken by somebody else"),
    }


def next_acts() -> dict[Attention, str]:
    """What to do about it."""
    return {
        Attention.NONE: "",
        Attention.NOT_COLLECTED: _("Call the courier, or give it to another."),
        Attention.SILENT: _("Ask the carrier where it is."),
        Attention.FAILED: _("Call the recipient; when it is back, post it again or keep it here."),
        Attention.IN_LOCKER: _("Tell the recipient to fetch it today."),
        Attention.IDENTITY_IN_LOCKER: _("Call the recipient now; it must not stay there."),
        Attention.RETURNING: _("Call the recipient; then post it again or keep it for pick-up."),
        Attention.HELD: _("Ask the carrier what is wanted."),
        Attention.LATE: _("Ask the carrier when it will arrive."),
        Attention.UNREAD: _("Read the carrier's words below and note what they mean."),
        Attention.TO_ANOTHER: _("Ask the recipient whether it has come into their hands."),
    }


def sources() -> dict[Source, str]:
    """Who told a step."""
    return {
        Source.DESK: _("window"),
        Source.FILE: _("file"),
        Source.CARRIER: _("carrier"),
    }


def reasons() -> dict[str, str]:
    """Why a parcel is where it should not be, or what was noted of it."""
    return {
        Noted.REDIRECTED: _("another way or address"),
        Noted.LOOKED_INTO: _("looked into"),
        Because.NOT_HOME: _("nobody at home"),
        Because.REFUSED: _("refused"),
        Because.WRONG_ADDRESS: _("wrong address"),
        Because.DAMAGED: _("damaged"),
        Because.LOST: _("lost"),
        Because.UNCLAIMED: _("not fetched"),
        Because.UNREACHABLE: _("cannot be reached"),
        Because.OUT_OF_AREA: _("out of the area"),
        Because.HELD: _("held back"),
        Because.CUSTOMS: _("at customs"),
        Because.CANCELLED: _("cancelled"),
        Because.RETURNED: _("came back"),
        Because.OTHER: _("for another reason"),
    }


def handings() -> dict[str, str]:
    """Into whose hands it came."""
    return {
        Handing.IN_PERSON: _("to the recipient"),
        Handing.BY_ANOTHER: _("to somebody else"),
        Handing.AT_LOCKER: _("locker or station"),
        Handing.AFTER_PROBLEM: _("after a problem"),
    }


def visit_states() -> dict[VisitState, str]:
    """How a going to the door stands, with its shape."""
    return {
        VisitState.PLANNED: _("○ planned"),
        VisitState.DONE: _("● handed over"),
        VisitState.IN_VAIN: _("■ in vain"),
        VisitState.CANCELLED: _("× cancelled"),
    }
