"""Words of the enquiry desk, in one table for each kind of value."""

from collections.abc import Mapping
from gettext import gettext as _

from desktop.domain.enquiries import Channel, Ending, Topic


def channels() -> Mapping[Channel, str]:
    """How a question reached the station."""
    return {
        Channel.PHONE: _("Phone"),
        Channel.WINDOW: _("At the window"),
        Channel.DUTY_ROOM: _("Duty room"),
    }


def topics() -> Mapping[Topic, str]:
    """What was asked."""
    return {
        Topic.BRING: _("What to bring"),
        Topic.WHERE: _("Where to go"),
        Topic.WHEN: _("When"),
        Topic.LONG: _("How long"),
        Topic.COST: _("How much"),
        Topic.SPECIAL: _("Special cases"),
        Topic.OTHER: _("Something else"),
    }


def endings() -> Mapping[Ending, str]:
    """How it ended."""
    return {
        Ending.ANSWERED: _("answered"),
        Ending.PASSED_ON: _("passed on"),
        Ending.CALL_BACK: _("to be called back"),
    }
