"""The sentences of the screens for the values of domain and services, one table each."""

from collections.abc import Mapping
from datetime import date, datetime
from gettext import gettext as _
from typing import Any

from desktop import logs
from desktop.domain.applicants import Document, Relation
from desktop.domain.cases import CaseMove, CaseState, Outcome
from desktop.domain.deliveries import DeliveryState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.flags import Because, Finding
from desktop.domain.identity import NameProblem, Problem
from desktop.domain.intake import Open, Step
from desktop.domain.items import Category, Form, Fulfilment
from desktop.domain.officers import Role
from desktop.domain.printing import News, PrintOutcome
from desktop.domain.slips import MaterialState, SignatureMode, Stub
from desktop.domain.waybills import Reason, Verdict
from desktop.troubles import troubles


def refusal(error: Refusal) -> str:
    """What an officer reads of a refusal, with what to do next."""
    if error.trouble is Trouble.CHANGED_MEANWHILE and error.values.get("by"):
        return _meanwhile(error.values)
    return sentence(error.trouble, {key: str(value) for key, value in error.values.items()})


def _meanwhile(values: Mapping[str, Any]) -> str:
    """Who was faster at a case, and what they did."""
    move = next((text for m, text in case_moves().items() if values["act"] == f"case.{m}"), "")
    said = _(
        "{by} was faster at {time} ({act}): the case is now “{state}”. It is shown anew; please "
        "look and repeat what is still needed."
    )
    act = move or _("something else about it")
    state = case_states()[values["state"]]
    return said.format(by=values["by"], time=clock(values["at"]), act=act, state=state)


def unexpected(error: object) -> str:
    """What an officer reads of a mistake of ours, with the code that the log knows."""
    said = _("Something went wrong inside the program. Tell IT the code {code}; the log knows it.")
    return said.format(code=logs.code(error) if isinstance(error, BaseException) else "—")


def restored(taken_at: datetime, noted: bool) -> str:
    """What the sign-in says after a restore."""
    said = _("● The records are restored as they were on {time}. Please sign in.")
    if not noted:
        said = _("▲ Restored as of {time}, but this could not be written into the audit; tell IT.")
    return said.format(time=moment(taken_at))


def open_point(point: Open) -> str:
    """What a step still wants, in words."""
    return sentence(point.trouble, point.values)


def sentence(trouble: Trouble, values: Mapping[str, str]) -> str:
    """One sentence of the table, filled in."""
    match trouble:
        case Trouble.IDENTITY_INVALID:
            return identity_problem(values.get("problem", ""), values.get("position", ""))
        case Trouble.NAME_INVALID:
            return name_problem(values.get("problem", ""))
        case Trouble.WAYBILL_INVALID:
            return waybill_reason(values.get("reason", ""))
        case _:
            return troubles()[trouble].format(**values)


def identity_problem(problem: str, position: str = "") -> str:
    """What is wrong with an identity number."""
    if problem == Problem.CHARACTERS and position:
        return _("Character {position} cannot stand in such a number.").format(position=position)
    table = {
        Problem.LENGTH: _("The number has 18 characters; please count again."),
        Problem.CHARACTERS: _("There is a character that cannot stand in such a number."),
        Problem.DATE: _("The birth date in digits 7 to 14 does not exist."),
        Problem.CHECKSUM: _("The last character does not fit: one digit is mistyped."),
        Problem.FUTURE: _("The birth date in the number lies in the future."),
        Problem.AGE: _("The birth date in the number is more than 130 years ago."),
    }
    return table[Problem(problem)] if problem in set(Problem) else _("Please check the number.")


def name_problem(problem: str) -> str:
    """What is wrong with a name."""
    table = {
        NameProblem.EMPTY: _("Please enter the name as on the document."),
        NameProblem.LENGTH: _("A name has at most 30 characters."),
        NameProblem.DIGITS: _("A name holds no digits."),
        NameProblem.INVISIBLE: _("The name holds an invisible character; type it anew."),
        NameProblem.CHARACTERS: _("The name holds a sign that no name has."),
    }
    return table[NameProblem(problem) if problem in set(NameProblem) else NameProblem.EMPTY]


def waybill_reason(reason: str) -> str:
    """What a check of a waybill number found."""
    table = waybill_reasons()
    return table.get(reason, _("Type or scan the waybill number."))


def waybill_reasons() -> dict[str, str]:
    """One sentence for every result of a waybill check."""
    return {
        Reason.CHECK_DIGIT_FITS: _("The check digit fits."),
        Reason.CHECK_DIGIT_WRONG: _("The check digit does not fit: one digit is mistyped."),
        Reason.NO_SUCH_COUNTRY: _("The last two letters are no country."),
        Reason.UNKNOWN_SUFFIX: _("The last two letters are unusual; compare with the label."),
        Reason.CHINESE_SUFFIX: _("An ending of Chinese EMS; compare with the label."),
        Reason.UNKNOWN_SERVICE: _("The first letter is unusual; compare with the label."),
        Reason.KNOWN_PREFIX: _("Looks like a domestic EMS number; it has no check digit."),
        Reason.UNKNOWN_PREFIX: _("The first two digits are unusual; compare with the label."),
        Reason.LENGTH: _("A waybill number has 13 characters; please count again."),
        Reason.CHARACTERS: _("13 digits, or two letters, nine digits and two letters."),
    }


def verdicts() -> dict[Verdict, str]:
    """How sure a waybill number is."""
    return {
        Verdict.VALID: _("Check digit is right."),
        Verdict.PLAUSIBLE: _("Looks like a domestic EMS number; it has no check digit."),
        Verdict.DOUBTFUL: _("Unusual number. Compare it with the label before going on."),
        Verdict.INVALID: _("This is not a waybill number."),
    }


def steps() -> dict[Step, str]:
    """The steps of the wizard."""
    return {
        Step.ITEMS: _("Items"),
        Step.PERSON: _("Person"),
        Step.CIRCUMSTANCES: _("Circumstances"),
        Step.MATERIALS: _("Materials"),
        Step.DELIVERY: _("Delivery"),
        Step.EXPLAIN: _("Explaining"),
        Step.SIGNATURE: _("Signature"),
        Step.REVIEW: _("Review"),
    }


def documents() -> dict[Document, str]:
    """Kinds of identity documents."""
    return {
        Document.RESIDENT_ID: _("Resident identity card"),
        Document.HMT_PERMIT: _("Hong Kong, Macao or Taiwan document"),
        Document.FOREIGN_PR: _("Foreigner's permanent residence card"),
        Document.PASSPORT: _("Passport"),
        Document.NONE: _("No document"),
    }


def relations() -> dict[Relation, str]:
    """Who came to the window."""
    return {
        Relation.SELF: _("The applicant came"),
        Relation.AGENT: _("An agent came"),
        Relation.GUARDIAN: _("A guardian came"),
    }


def material_states() -> dict[MaterialState, str]:
    """What was found of a material."""
    return {
        MaterialState.OPEN: _("not looked at"),
        MaterialState.HERE: _("here"),
        MaterialState.MISSING: _("missing"),
        MaterialState.DEFECTIVE: _("defective"),
        MaterialState.WAIVED: _("waived"),
    }


def fulfilments() -> dict[Fulfilment, str]:
    """Ways the result reaches the citizen."""
    return {
        Fulfilment.COURIER: _("Courier"),
        Fulfilment.DOOR: _("To the door"),
        Fulfilment.ON_THE_SPOT: _("On the spot"),
        Fulfilment.PICKUP: _("Pick-up"),
    }


def categories() -> dict[Category, str]:
    """Categories of items."""
    return {
        Category.LICENCE: _("Licence"),
        Category.REWARD: _("Reward"),
        Category.OTHER_POWER: _("Other power"),
        Category.CONVENIENCE: _("Convenience"),
    }


def forms() -> dict[Form, str]:
    """Forms of a material."""
    return {
        Form.ORIGINAL: _("original"),
        Form.COPY: _("copy"),
        Form.ORIGINAL_AND_COPY: _("original and copy"),
        Form.FORM: _("form, filled in here"),
    }


def signature_modes() -> dict[SignatureMode, str]:
    """Ways of signing the stub."""
    return {
        SignatureMode.PAD: _("On the pad"),
        SignatureMode.PAPER: _("On paper"),
        SignatureMode.FINGERPRINT: _("Fingerprint on paper"),
        SignatureMode.AGENT: _("The agent signs"),
        SignatureMode.WITNESS: _("Before a witness"),
        SignatureMode.REFUSED: _("Refused"),
    }


def stubs() -> dict[Stub, str]:
    """Whether the signed stub is there."""
    return {
        Stub.SIGNED: _("signed"),
        Stub.MISSING: _("missing"),
        Stub.REFUSED: _("refused"),
    }


def outcomes() -> dict[Outcome, str]:
    """How a visit ends."""
    return {
        Outcome.ACCEPT: _("Accept"),
        Outcome.DEFERRED: _("Accept, papers to follow"),
        Outcome.SUPPLEMENT: _("Receive and ask for the rest"),
        Outcome.RECEIVE: _("Receive, answer in 5 days"),
        Outcome.NOTICE_ONLY: _("Notice only"),
        Outcome.NOT_ACCEPT: _("Not accept"),
    }


def case_states() -> dict[CaseState, str]:
    """States of a case."""
    return {
        CaseState.NOTICE_GIVEN: _("notice given"),
        CaseState.MATERIALS_RECEIVED: _("materials received"),
        CaseState.SUPPLEMENT_WAIT: _("waits for supplement"),
        CaseState.NOT_ACCEPTED: _("not accepted"),
        CaseState.ACCEPTED: _("accepted"),
        CaseState.ACCEPTED_DEFERRED: _("accepted, papers to follow"),
        CaseState.IN_REVIEW: _("in review"),
        CaseState.SUSPENDED: _("limit stopped"),
        CaseState.EXTENDED: _("limit extended"),
        CaseState.DECIDED_YES: _("approved"),
        CaseState.DECIDED_NO: _("not approved"),
        CaseState.CERTIFICATE_MADE: _("certificate made"),
        CaseState.AWAITING_PICKUP: _("awaiting pick-up"),
        CaseState.POSTED: _("posted"),
        CaseState.DELIVERED: _("delivered"),
        CaseState.RETURNED: _("returned"),
        CaseState.CLOSED: _("closed"),
        CaseState.WITHDRAWN: _("withdrawn"),
        CaseState.VOID: _("void"),
    }


def case_moves() -> dict[CaseMove, str]:
    """What somebody does to a case."""
    return {
        CaseMove.RECEIVE: _("Receive materials"),
        CaseMove.ASK_SUPPLEMENT: _("Ask for what is missing"),
        CaseMove.TAKE_SUPPLEMENT: _("Supplement came"),
        CaseMove.ACCEPT: _("Accept"),
        CaseMove.ACCEPT_DEFERRED: _("Accept, papers to follow"),
        CaseMove.DEEM_ACCEPTED: _("Counts as accepted"),
        CaseMove.DECLINE: _("Not accept"),
        CaseMove.TAKE_OWED: _("Promised papers came"),
        CaseMove.EXAMINE: _("Send to review"),
        CaseMove.SUSPEND: _("Stop the limit"),
        CaseMove.RESUME: _("Let the limit go on"),
        CaseMove.EXTEND: _("Extend the limit"),
        CaseMove.APPROVE: _("Approve"),
        CaseMove.REFUSE: _("Refuse"),
        CaseMove.MAKE_CERTIFICATE: _("Certificate made"),
        CaseMove.OFFER_PICKUP: _("Ready for pick-up"),
        CaseMove.POST: _("Post"),
        CaseMove.HAND_OVER: _("Hand over"),
        CaseMove.RETURN: _("Came back"),
        CaseMove.FINISH_ON_THE_SPOT: _("Finished on the spot"),
        CaseMove.CLOSE: _("Close"),
        CaseMove.WITHDRAW: _("Withdraw"),
        CaseMove.VOID: _("Make void"),
    }


def delivery_states() -> dict[DeliveryState, str]:
    """States of a delivery."""
    return {
        DeliveryState.PENDING: _("to be sent"),
        DeliveryState.PICKED_UP: _("given to courier"),
        DeliveryState.IN_TRANSIT: _("on the way"),
        DeliveryState.OUT_FOR_DELIVERY: _("out for delivery"),
        DeliveryState.READY_FOR_PICKUP: _("ready for pick-up"),
        DeliveryState.DELIVERED: _("delivered"),
        DeliveryState.DELIVERY_FAILED: _("delivery failed"),
        DeliveryState.DELIVERY_DELAYED: _("delayed"),
        DeliveryState.ON_HOLD: _("on hold"),
        DeliveryState.RETURN_TO_SENDER: _("coming back"),
        DeliveryState.CANCELLED: _("cancelled"),
        DeliveryState.UNKNOWN: _("unknown"),
    }


def roles() -> dict[Role, str]:
    """Kinds of accounts."""
    return {
        Role.OFFICER: _("Window officer"),
        Role.SUPERVISOR: _("Supervisor"),
        Role.ADMINISTRATOR: _("Administrator"),
        Role.DUTY: _("Duty officer"),
    }


def print_outcomes() -> dict[PrintOutcome, str]:
    """What became of a sheet."""
    return {
        PrintOutcome.ASKED: _("asked"),
        PrintOutcome.QUEUED: _("in the queue"),
        PrintOutcome.GONE: _("left the queue"),
        PrintOutcome.CONFIRMED: _("printed"),
        PrintOutcome.FAILED: _("did not come out"),
        PrintOutcome.SAVED: _("saved as PDF"),
    }


def print_news() -> dict[News, str]:
    """What a print queue says of a sheet, with what to do."""
    return {
        News.WAITING: _("In the queue of {printer}."),
        News.HELD: _("The sheet is held in the queue of {printer}. Release it, or answer No."),
        News.PAUSED: _(
            "Printer {printer} is paused. Look at paper and lid and resume it; "
            "the sheet comes out by itself then."
        ),
        News.GONE: _("Left the queue of {printer}. Look whether the paper is there."),
        News.REFUSED: _("Printer {printer} takes no jobs. Nothing was printed."),
        News.NO_PRINTER: _("Printer {printer} is not there any more. Choose another."),
        News.NO_SERVICE: _("The print service does not answer. If that lasts, call IT."),
        News.UNKNOWN: _("This PC cannot tell how far the sheet is. Look at {printer}."),
    }


def because(finding: Finding) -> str:
    """Why a flag applies, for the screen."""
    return {
        Because.AGE: _("born {born}, {age} on the visit day"),
        Because.ADDRESS: _("household register: {address}"),
        Because.NUMBER_HINT: _("number begins with {area}: only a hint, check the register"),
        Because.DOCUMENT: _("document: {document}"),
        Because.AGENT: _("agent {name} came"),
        Because.ORGANISATION_AGENT: _("{name} acts for the organisation"),
        Because.COLLECTIVE: _("the address names a collective household"),
        Because.RARE: _("“{characters}” is not among the common characters"),
        Because.TOLD: _("told when asked"),
        Because.IMPLIED: _("part of “{label}”"),
    }[finding.because].format(**dict(finding.values))


def day(value: date | None) -> str:
    """A date as the screens show one."""
    return "—" if value is None else value.isoformat()


def moment(value: datetime) -> str:
    """Date and time in the PC's zone, to the minute."""
    return value.astimezone().strftime("%Y-%m-%d %H:%M")


def clock(value: datetime) -> str:
    """The time of day in the PC's zone."""
    return value.astimezone().strftime("%H:%M")
