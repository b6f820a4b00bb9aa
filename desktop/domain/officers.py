"""Who works at the counter, and what each role may do."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.errors import Refusal, Trouble


class Role(StrEnum):
    """The four kinds of account."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    DUTY = "duty"


class Right(StrEnum):
    """Something an account may or may not do."""

    READ_GUIDE = "read_guide"
    ENQUIRE = "enquire"
    SERVE = "serve"
    SEE_ALL = "see_all"
    APPROVE = "approve"
    MANAGE = "manage"


RIGHTS = {
    Role.DUTY: frozenset({Right.READ_GUIDE, Right.ENQUIRE}),
    Role.OFFICER: frozenset({Right.READ_GUIDE, Right.ENQUIRE, Right.SERVE}),
    Role.SUPERVISOR: frozenset(Right) - {Right.MANAGE},
    Role.ADMINISTRATOR: frozenset(Right),
}

PASSWORD_LENGTH = 10
"""Shortest password in characters."""

SECTION_LENGTH = 40
"""Longest name of a section in characters."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """The officer who is signed in, as every act names one; `section` is nothing at the window."""

    id: int
    number: str
    name: str
    role: Role
    must_change: bool = False
    section: str = ""

    def may(self, right: Right) -> bool:
        """Whether the role carries a right."""
        return right in RIGHTS[self.role]


def need(clerk: Clerk, right: Right) -> None:
    """Refuse an act that the clerk's role does not carry, or that comes before a password's change.

    Every service asks this first, whatever the buttons of a screen offer.
    """
    if clerk.must_change:
        raise Refusal(Trouble.PASSWORD_MUST_CHANGE)
    if not clerk.may(right):
        raise Refusal(Trouble.NOT_ALLOWED)
