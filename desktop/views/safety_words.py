"""The sentences for what can be proven: slips, the chain of acts, who looked, what is erased."""

from collections.abc import Mapping
from gettext import gettext as _

from desktop.domain.proof import Reason, Verdict
from desktop.services.looks import Look
from desktop.services.retention import Kind

PROVEN: Mapping[Verdict, tuple[str, str]] = {
    Verdict.GENUINE: ("●", "good"),
    Verdict.ALTERED: ("■", "bad"),
    Verdict.UNKNOWN: ("▲", "warn"),
}
"""A verdict in shape and ink."""


def proven() -> dict[Verdict, str]:
    """Whether a paper is what was issued."""
    return {
        Verdict.GENUINE: _("genuine"),
        Verdict.ALTERED: _("altered"),
        Verdict.UNKNOWN: _("cannot be told"),
    }


def proof_reasons() -> dict[Reason, str]:
    """Why a verdict is what it is, with what to do."""
    return {
        Reason.AS_ISSUED: _("Text, bytes and codes are those that were issued here."),
        Reason.TEXT: _("The paper does not say what was issued. The differences stand below."),
        Reason.BYTES: _(
            "The words are those that were issued, but the file is another one. Compare what "
            "words do not show: signature, ticks, stamps."
        ),
        Reason.RECORD: _(
            "The stored slip is not as it was when it was issued. Trust the printed stub, and "
            "tell IT."
        ),
        Reason.CHAIN: _(
            "The chain of acts does not bear out the code on this slip. Trust the printed stub, "
            "and tell IT."
        ),
        Reason.NO_SUCH_SLIP: _(
            "No slip of this number was issued here. Look at the number and the station's name."
        ),
        Reason.NOT_READABLE: _("The file cannot be read as a PDF. Ask for another copy."),
    }


def looks() -> dict[Look, str]:
    """In which way somebody looked."""
    return {
        Look.CASE: _("opened the case"),
        Look.SLIP: _("opened the slip"),
        Look.REVEAL: _("showed number and phone"),
        Look.PRINT: _("printed the slip"),
        Look.EXPORT: _("took the list out"),
        Look.ATTACHMENT: _("opened an attachment"),
    }


def kinds() -> dict[Kind, str]:
    """Kinds of record with a time of their own."""
    return {
        Kind.DRAFT: _("Unfinished intakes"),
        Kind.ENQUIRY: _("Questions that were asked"),
        Kind.SLIP: _("Texts of slips"),
        Kind.CASE: _("Persons of ended cases"),
    }


def flaws() -> dict[str, str]:
    """What is wrong with a chain at a row."""
    return {
        "missing": _("a row is missing before it"),
        "order": _("it does not follow the row before it"),
        "changed": _("it is not as it was written"),
        "paper": _("it does not fit the code on paper"),
    }
