"""What screens say about papers' templates: names of their texts and of what fills them in."""

import re
from collections.abc import Mapping
from gettext import gettext as _

from desktop.domain.law import Remedy
from desktop.domain.own_papers import Standing


def standings() -> dict[Standing, str]:
    """How a version stands, with a shape for each."""
    return {
        Standing.IN_USE: _("● in use"),
        Standing.PLANNED: _("○ planned"),
        Standing.PAST: _("– no more"),
    }


def remedies() -> dict[Remedy, str]:
    """What a person may do against a decision."""
    return {Remedy.RECONSIDERATION: _("Reconsideration"), Remedy.SUIT: _("Suit")}


def heads() -> dict[str, str]:
    """Texts that stand alone in a template."""
    return {
        "title": _("Title"),
        "title_other": _("Title where the matter is no licence"),
        "copies": _("Copies"),
        "seal": _("Where the seal belongs"),
        "parts": _("Order of the parts"),
        "signers": _("Who signs"),
        "version": _("Version"),
    }


def sentences() -> dict[str, str]:
    """Sentences of a template that have a place of their own."""
    return {
        "text": _("What the paper says"),
        "collect": _("How the result is collected"),
        "remarks": _("Remarks"),
        "copies": _("How many copies there are"),
        "days": _("A limit in days"),
        "blank": _("A line to write on"),
        "to_fill": _("What the station has not filled in"),
    }


def field_title(field: str, shipped: str = "") -> str:
    """How a form names one text of a template; fixed words are named by how they were shipped."""
    if (found := re.fullmatch(r"details\[(\d+)\]\.(label|text)", field)) is not None:
        said = _("Detail {n}: name") if found[2] == "label" else _("Detail {n}: text")
        return said.format(n=found[1])
    room, _dot, name = field.partition(".")
    if room == "phrases":
        return sentences().get(name) or _("Option “{text}”").format(text=shipped or name)
    if room in ("labels", "columns", "details"):
        return _("Word “{text}”").format(text=shipped or name)
    return heads().get(room, field)


def names() -> Mapping[str, str]:
    """What the names that stand in braces are filled in with."""
    return _of_station() | _of_act() | _of_case() | _of_kinds() | _of_days()


def _of_station() -> dict[str, str]:
    return {
        "unit": _("unit"),
        "window": _("window"),
        "hours": _("office hours"),
        "enquiry_phone": _("enquiry phone"),
        "complaint_phone": _("complaint phone"),
        "government": _("who reconsiders"),
        "court": _("court"),
    }


def _of_act() -> dict[str, str]:
    return {
        "number": _("number of the paper"),
        "issued": _("day of issue"),
        "time": _("time of issue"),
        "officer": _("officer"),
        "officer_number": _("officer's number"),
        "basis": _("law it rests on"),
        "copies": _("how many copies"),
        "reason": _("reason"),
        "right_body": _("right body"),
        "count": _("how many rows"),
        "asked_count": _("how many things are asked for"),
        "days": _("days"),
        "page": _("page"),
        "pages": _("pages"),
        "template": _("version of the template"),
        "audit": _("check code"),
        "head": _("audit code"),
    }


def _of_case() -> dict[str, str]:
    return {
        "case": _("case number"),
        "slips": _("numbers of the slips"),
        "items": _("items"),
        "addressee": _("whom it is for"),
        "you": _("“you”, as one says it"),
        "received": _("day of receipt"),
        "due": _("due day"),
    }


def _of_kinds() -> dict[str, str]:
    return {
        "limit": _("limit in words"),
        "collect": _("how the result is collected"),
        "remarks": _("remarks"),
        "fee": _("fee"),
        "until": _("until when"),
        "promised_until": _("promised until"),
        "cause": _("cause"),
        "from_day": _("from when"),
        "length": _("how long"),
        "old_due": _("due day before"),
        "new_due": _("due day now"),
        "approver": _("who approved"),
        "ground": _("ground of the refusal"),
        "result": _("result"),
        "shelf": _("shelf"),
        "from_unit": _("who hands over"),
        "to_unit": _("who takes over"),
        "purpose": _("what for"),
        "document": _("paper that is delivered"),
        "document_number": _("its number"),
        "mode": _("mode of delivery"),
        "place": _("place"),
        "delivered_at": _("time of delivery"),
        "deliverers": _("who delivers"),
        "receiver": _("who signs for it"),
        "substitute": _("who takes it instead"),
        "relation": _("how they are related"),
        "substitute_reason": _("why instead"),
        "waybill": _("waybill"),
        "courier": _("courier"),
        "day": _("day"),
        "start": _("start"),
        "recipient": _("recipient"),
        "phone": _("phone"),
        "address": _("address"),
        "postcode": _("postcode"),
        "sender_address": _("sender's address"),
    }


def _of_days() -> dict[str, str]:
    return {
        "visits": _("visits of the day"),
        "notices": _("slips of the day"),
        "accepted": _("cases accepted"),
        "stubs_missing": _("stubs missing"),
        "voided": _("slips made void"),
        "moves": _("moves of cases"),
        "parcels": _("parcels posted"),
        "enquiries": _("questions asked"),
        "gaps": _("gaps of the day"),
        "sha256": _("fingerprint of the records"),
    }
