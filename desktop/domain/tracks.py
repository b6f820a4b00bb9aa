"""Joint cases (联合办理): the offices that work side by side, and what each has to say.

Several offices behind one window is Administrative Licensing Law art. 26; a visit to the site takes
two officers or more (art. 34).
"""

from enum import StrEnum

TWO_OFFICERS = 2

JOINT_DAYS = 45
"""Working days in which offices together decide (Administrative Licensing Law art. 42)."""

JOINTLY = "joint_application"
"""The flag of a visitor who wants all offices at once."""


class TrackState(StrEnum):
    """How far one office is."""

    OPEN = "open"
    AGREED = "agreed"
    REFUSED = "refused"
