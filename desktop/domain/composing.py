"""Composes an official paper's content from the facts of its case, in its template's words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from desktop.domain.law import BODIES, Law, basis, remedies
from desktop.domain.notice import Issuer, Occasion
from desktop.domain.paper_templates import MAYBE, STATION, WIDE, PaperTemplate
from desktop.domain.papers import (
    COLUMNS,
    OF_A_CASE,
    OPTIONS,
    VALUES,
    PaperCase,
    PaperContent,
    PaperFacts,
    Part,
    Row,
    Section,
    SignBox,
    day_words,
)
from desktop.domain.slips import Party, parties


class FactMissing(ValueError):
    """A paper cannot be made, because something it has to say was not given."""


def compose_paper(
    facts: PaperFacts, template: PaperTemplate, issuer: Issuer, occasion: Occasion, law: Law
) -> PaperContent:
    """Everything one paper carries, as text.

    Raises FactMissing where the facts lack what the kind wants (`VALUES`, `OPTIONS`, `COLUMNS`).
    """
    _check(facts, template)
    writer = _Writer(facts, template, issuer, occasion, law)
    sections = (_PARTS[part](writer, part) for part in template.parts)
    case = facts.case
    return PaperContent(
        kind=facts.kind,
        template=template.version,
        number=occasion.number,
        title=template.title if case is None or case.licence else template.title_other,
        unit=issuer.unit or template.phrases["to_fill"],
        issued_at=occasion.issued_at,
        case="" if case is None else case.number,
        copies=template.copies,
        sections=tuple(section for section in sections if section is not None),
        head=occasion.head,
    )


def _check(facts: PaperFacts, template: PaperTemplate) -> None:
    kind = facts.kind
    if template.kind is not kind:
        raise FactMissing(f"the template of {template.kind} is not that of {kind}")
    if kind in OF_A_CASE and facts.case is None:
        raise FactMissing(f"{kind} is about a case, and none is given")
    wanting = [name for name in VALUES[kind] if name not in facts.values]
    for name, options in OPTIONS.get(kind, {}).items():
        if facts.values.get(name) not in {*options, "", None}:
            wanting.append(f"{name} as one of {', '.join(options)}")
    for row in facts.rows:
        wanting += [name for name in COLUMNS.get(kind, ()) if name not in row]
    if wanting:
        raise FactMissing(f"{kind} lacks {'; '.join(dict.fromkeys(wanting))}")


@dataclass(frozen=True, slots=True)
class _Writer:
    """What all parts of one paper are written from."""

    facts: PaperFacts
    template: PaperTemplate
    issuer: Issuer
    occasion: Occasion
    law: Law

    def label(self, name: str) -> str:
        return self.template.labels[name]

    def phrase(self, name: str) -> tuple[str, ...]:
        """A phrase's paragraphs, filled in; what is empty is left to be written by hand."""
        return tuple(self.said(self.template.phrases[name]).splitlines())

    def said(self, text: str) -> str:
        words = self.template.phrases
        fields = {
            name: value or words["to_fill" if name in STATION else "blank"]
            for name, value in self.fields().items()
        }
        return text.format_map(fields)

    def empty(self, text: str) -> bool:
        """Whether all that a text has to say is still to be written by hand."""
        fields = self.fields()
        named = [name for _, name, _, _ in Formatter().parse(text) if name]
        return all(name not in STATION and not fields[name] for name in named) and bool(named)

    def fields(self) -> Mapping[str, str]:
        facts, issuer, at = self.facts, self.issuer, self.occasion.issued_at
        licence = facts.case is None or facts.case.licence
        return {
            **dict.fromkeys(BODIES, ""),
            **facts.values,
            **self._options(),
            **({} if facts.case is None else _case_fields(facts.case, self.template.labels)),
            "unit": issuer.unit,
            "window": issuer.window,
            "hours": issuer.hours,
            "enquiry_phone": issuer.enquiry_phone,
            "complaint_phone": issuer.complaint_phone,
            "officer": issuer.officer,
            "officer_number": issuer.officer_number,
            "number": self.occasion.number,
            "issued": day_words(at.date()),
            "time": f"{at:%H:%M}",
            "basis": basis(self.law, facts.kind, at.date(), licence),
            "copies": _COUNTED[self.template.copies],
            "reason": facts.reason,
            "right_body": facts.right_body,
            "count": str(len(facts.rows or facts.materials)),
            "asked_count": str(len(facts.asked)),
        }

    def _options(self) -> dict[str, str]:
        """Options in the template's words."""
        given = ((n, self.facts.values[n]) for n in OPTIONS.get(self.facts.kind, {}))
        return {n: self.template.phrases[f"{n}_{value}"] for n, value in given if value}


_COUNTED = {1: "一", 2: "两", 3: "三", 4: "四"}


def _case_fields(case: PaperCase, labels: Mapping[str, str]) -> dict[str, str]:
    named = case.organisation or case.applicant
    return {
        "case": case.number,
        "slips": "、".join(case.slips),
        "items": "、".join(case.items),
        "addressee": named.name,
        "you": labels["you" if case.organisation is None else "you_organisation"],
        "received": day_words(case.received_at),
        "due": day_words(case.due),
    }


def _band(writer: _Writer, part: Part) -> Section:
    case, issuer, fields = writer.facts.case, writer.issuer, writer.fields()
    officer = " ".join(text for text in (issuer.officer, issuer.officer_number) if text)
    known = (
        ("case", fields.get("case", "")),
        ("slip", fields.get("slips", "")),
        ("issued", f"{fields['issued']} {fields['time']}"),
        ("window", issuer.window or writer.template.phrases["to_fill"]),
        ("officer", officer),
    )
    rows = tuple(Row(writer.label(name), text) for name, text in known if text)
    return Section(part, "" if case is None else fields["items"], rows)


def _applicant(writer: _Writer, part: Part) -> Section | None:
    case = writer.facts.case
    if case is None:
        return None
    rows = ((writer.label(name), *_who(party, writer)) for name, party in parties(case))
    return Section(part, cells=tuple(rows))


def _who(party: Party, writer: _Writer) -> Iterator[str]:
    yield party.name
    yield f"{party.document} {party.number}".strip()
    yield f"{writer.label('phone')} {party.phone}" if party.phone else ""


def _sentences(writer: _Writer, part: Part) -> Section:
    """Paragraphs of a phrase of the part's own name, under its heading where it has one."""
    heading = writer.template.labels.get(part, "") if part in _HEADED else ""
    return Section(part, heading, lines=writer.phrase(part))


_HEADED = frozenset({Part.COLLECT, Part.REMARKS})


def _details(writer: _Writer, part: Part) -> Section:
    known = [(label, text, writer.empty(text)) for label, text in writer.template.details]
    rows = tuple(
        Row(label.rstrip(MAYBE + WIDE), "" if empty else writer.said(text), WIDE in label)
        for label, text, empty in known
        if not (empty and MAYBE in label)
    )
    return Section(part, rows=rows)


def _materials(writer: _Writer, part: Part) -> Section | None:
    cells = tuple(
        (str(number), row.name, _word(writer, "form", row.form), str(row.copies), row.remark)
        for number, row in enumerate(writer.facts.materials, 1)
    )
    return _grid(writer, part, ("no", "material", "form", "copies", "remark"), cells)


def _asked(writer: _Writer, part: Part) -> Section | None:
    rows = enumerate(writer.facts.asked, 1)
    cells = tuple((str(number), row.what, row.why) for number, row in rows)
    return _grid(writer, part, ("no", "what", "why"), cells)


def _offices(writer: _Writer, part: Part) -> Section | None:
    """The co-handlers in their order, each with its own day, and the day of the whole."""
    case, rows = writer.facts.case, writer.facts.offices
    if case is None or not rows:
        return None
    cells = [
        (
            str(number),
            row.office,
            "" if row.days is None else writer.template.phrases["days"].format(days=row.days),
            day_words(row.due),
            _word(writer, "office", row.state),
        )
        for number, row in enumerate(rows, 1)
    ]
    total = ("", writer.label("total"), "", day_words(case.due), "")
    return _grid(writer, part, ("no", "office", "days", "date", "state"), (*cells, total))


def _grid(
    writer: _Writer, part: Part, columns: tuple[str, ...], cells: tuple[tuple[str, ...], ...]
) -> Section | None:
    if not cells:
        return None
    heads = tuple(writer.label(name) for name in columns)
    return Section(part, writer.label(part), columns=heads, cells=cells)


def _word(writer: _Writer, room: str, value: str) -> str:
    """The word for a value where there is one, else the value itself."""
    return writer.template.labels.get(f"{room}_{value}", value)


def _table(writer: _Writer, part: Part) -> Section:
    columns = writer.template.columns
    cells = tuple(
        (str(number), *(_word(writer, name, row[name]) for name, _ in columns))
        for number, row in enumerate(writer.facts.rows, 1)
    )
    heads = (writer.label("no"), *(heading for _, heading in columns))
    return Section(part, columns=heads, cells=cells)


def _remedies(writer: _Writer, part: Part) -> Section:
    day = writer.occasion.issued_at.date()
    lines = remedies(writer.law, day, writer.facts.values)
    return Section(part, writer.label("remedies"), lines=lines)


def _contact(writer: _Writer, part: Part) -> Section:
    named = (
        ("hours", "hours"),
        ("enquiry", "enquiry_phone"),
        ("complaint", "complaint_phone"),
    )
    rows = tuple(Row(writer.label(label), writer.said(f"{{{name}}}")) for label, name in named)
    return Section(part, rows=rows)


def _signatures(writer: _Writer, part: Part) -> Section:
    signed = writer.facts.signatures
    boxes = tuple(
        SignBox(signer, writer.label(f"sign_{signer}"), signed.get(signer))
        for signer in writer.template.signers
    )
    lines = (writer.said("{unit}"), writer.said("{issued}"))
    return Section(part, writer.label("date"), lines=lines, boxes=boxes, seal=writer.template.seal)


def _address(writer: _Writer, part: Part) -> Section:
    """Where it goes and who sends it; never what it is about."""
    values = writer.facts.values
    known = (
        *((name, values[name]) for name in ("recipient", "phone", "address", "postcode")),
        ("sender", writer.said("{unit}")),
        ("sender_address", values["sender_address"]),
        ("sender_phone", writer.said("{enquiry_phone}")),
        ("waybill", values["waybill"]),
    )
    return Section(part, cells=known)


_PARTS: Mapping[Part, Callable[[_Writer, Part], Section | None]] = {
    Part.BAND: _band,
    Part.APPLICANT: _applicant,
    Part.TEXT: _sentences,
    Part.DETAILS: _details,
    Part.MATERIALS: _materials,
    Part.ASKED: _asked,
    Part.TABLE: _table,
    Part.OFFICES: _offices,
    Part.REMEDIES: _remedies,
    Part.COLLECT: _sentences,
    Part.REMARKS: _sentences,
    Part.CONTACT: _contact,
    Part.COPIES: _sentences,
    Part.SIGNATURES: _signatures,
    Part.ADDRESS: _address,
}
