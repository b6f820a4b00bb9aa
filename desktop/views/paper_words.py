"""What screens say about papers' templates: names of their texts, what is wrong with them."""

import re
from collections.abc import Mapping, Sequence
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


def problems() -> Sequence[tuple[str, str]]:
    """The mistakes that readers of templates and calendars tell, each with its sentence.

    Those sentences are for whoever edits files; a form says the same to whoever sits before it.
    """
    return (
        ("is missing", _("This is missing.")),
        ("is empty", _("Please fill this in.")),
        ("has no name", _("A detail needs a name.")),
        ("stands here twice", _("Another detail has this name already.")),
        (r"there is no field \{(.*)\}", _("There is no {{{0}}} here. Use a name from the list.")),
        (r"the braces do not fit: .*", _("A brace is not closed, or stands alone.")),
        (r"(\d+) to (\d+) copies are wanted", _("{0} to {1} copies are possible.")),
        (r"a whole number is wanted, not .*", _("Enter a whole number.")),
        (r"cannot be negative, but is .*", _("Enter a whole number.")),
        ("is not known here", _("This paper has no such text.")),
        ("is not a field known here", _("A template has no such entry.")),
        (r"'(.*)' is none of .*", _("“{0}” is not possible here.")),
        (r"'(.*)' stands here twice", _("“{0}” stands here twice.")),
        (r"(.*) belong to this paper", _("A paper keeps its parts and signers: {0}.")),
        (r"(.*)- and a number is wanted, not .*", _("{0}- and a number is wanted.")),
        (r"a text is wanted, not .*", _("A text is wanted here.")),
        (r"a list is wanted, not .*", _("A list is wanted here.")),
        ("a list of texts is wanted", _("A list of texts is wanted here.")),
        ("names with their texts are wanted", _("Names with their texts are wanted here.")),
        ("a mapping is wanted here", _("This is not a template.")),
        ("a table needs columns, and columns need a table", _("A table needs its columns.")),
        (r"line (\d+), column (\d+): .*", _("Line {0}, character {1} cannot be read.")),
        (r"line (\d+): .*", _("Line {0} cannot be read.")),
        ("must be an object", _("This is not a year of the calendar.")),
        ("must be a list", _("A list of days is wanted here.")),
        ("must be a year from 1950", _("A year from 1950 on is wanted.")),
        ("must say where the days come from", _("Say which announcement the days come from.")),
        ("must name the holiday", _("Name the holiday.")),
        (r"(.*) is not a day like 2026-01-01", _("{0} is not a day such as 2026-01-01.")),
        (r"(.*) is not a day of (\d+)", _("{0} is not a day of {1}.")),
        (r"(.*) stands there twice", _("{0} stands there twice.")),
        (r"(.*) is also a day off", _("{0} is also a day off.")),
        (r"(.*) is no Saturday or Sunday", _("{0} is no Saturday or Sunday.")),
        (r"is not JSON: .*", _("This is not a JSON file.")),
    )


def problem(told: str) -> str:
    """A mistake as the counter reads it; what is not in the table stands as it was told."""
    for pattern, sentence in problems():
        if (found := re.fullmatch(pattern, told, re.DOTALL)) is not None:
            return sentence.format(*found.groups())
    return told


def problems_said(told: Sequence[str]) -> str:
    """All mistakes of one text in a line."""
    return " ".join(dict.fromkeys(problem(each) for each in told))


def names() -> Mapping[str, str]:
    """What the names that stand in braces are filled in with."""
    return _of_station() | _of_act() | _of_case() | _of_kinds()


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
