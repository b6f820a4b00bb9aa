"""Words of a day's close: gaps, figures, records and how they changed."""

from gettext import gettext as _

from desktop.domain.cases import CaseState
from desktop.domain.day_close import Change, Difference, GapKind
from desktop.domain.deliveries import Attention
from desktop.domain.slips import Stub
from desktop.services.gaps import Gap
from desktop.views import words
from desktop.views.deliveries import said


def gaps() -> dict[GapKind, str]:
    """What is open."""
    return {
        GapKind.STUB: _("stub not signed"),
        GapKind.PRINT: _("sheet not confirmed"),
        GapKind.NUMBER: _("number without slip"),
        GapKind.DRAFT: _("unfinished intake"),
        GapKind.GUARD: _("five days are over"),
        GapKind.OVERDUE: _("case overdue"),
        GapKind.OWED: _("promised paper late"),
        GapKind.PARCEL: _("parcel stuck"),
        GapKind.CALL_BACK: _("call promised"),
        GapKind.REVIEW: _("remark unanswered"),
    }


def counts() -> dict[str, str]:
    """The figures of a day."""
    return {
        "visits": _("Visits"),
        "notices": _("Slips"),
        "accepted": _("Accepted"),
        "stubs_missing": _("Stubs missing"),
        "voided": _("Void"),
        "moves": _("Moves"),
        "parcels": _("Parcels"),
        "enquiries": _("Enquiries"),
    }


def records() -> dict[str, str]:
    """Kinds of records in a day's snapshot."""
    return {
        "slip": _("Slip"),
        "case": _("Case"),
        "move": _("Move"),
        "visit": _("Visit"),
        "parcel": _("Parcel"),
        "enquiry": _("Enquiry"),
    }


def differences() -> dict[Difference, str]:
    """How a record differs from the closed day."""
    return {
        Difference.CHANGED: _("▲ changed"),
        Difference.ADDED: _("＋ came later"),
        Difference.GONE: _("■ is gone"),
    }


def why(gap: Gap) -> str:
    """What else is known of a gap; a parcel's word comes from its table."""
    if gap.kind is GapKind.PARCEL and gap.why in set(Attention):
        return said.attentions()[Attention(gap.why)]
    return gap.why


def fields(change: Change) -> str:
    """What was changed, as the screens say it."""
    names = {
        "state": _("State"), "stub": _("Stub"), "void": _("Void"), "officer": _("Officer"),
        "due": _("Due"), "number": _("Number"), "called": _("Called back"),
        "signed_by": _("Signature"),
    }  # fmt: skip
    parts = (
        f"{names.get(name, name)}：{_value(before)} → {_value(now)}"
        for name, (before, now) in change.fields.items()
    )
    return "；".join(parts)


def _value(value: object) -> str:
    match value:
        case None | "":
            return "—"
        case True:
            return _("yes")
        case False:
            return _("no")
        case str() if value in set(CaseState):
            return words.case_states()[CaseState(value)]
        case str() if value in set(Stub):
            return words.stubs()[Stub(value)]
        case list():
            return "、".join(map(str, value))
        case _:
            return str(value)
