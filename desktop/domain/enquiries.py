"""Questions of people who come for no item yet (咨询): by which way, about what, how they ended."""

from enum import StrEnum


class Channel(StrEnum):
    """How a question reached the station."""

    PHONE = "phone"
    WINDOW = "window"
    DUTY_ROOM = "duty_room"


class Topic(StrEnum):
    """What was asked about an item; each has its sentence to read aloud."""

    BRING = "bring"
    WHERE = "where"
    WHEN = "when"
    LONG = "long"
    COST = "cost"
    SPECIAL = "special"
    OTHER = "other"


class Ending(StrEnum):
    """How a question ended; who is to be called back is not done yet."""

    ANSWERED = "answered"
    PASSED_ON = "passed_on"
    CALL_BACK = "call_back"


QUESTION_LENGTH = 200
"""Characters of a question that are kept; more is no question but a story."""
