"""Templates of the official papers: read from plain data, every mistake named by file and field."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.domain.catalogue import CatalogueError
from desktop.domain.papers import COLUMNS, OF_A_CASE, OPTIONS, VALUES, PaperKind, Part, Signer
from desktop.domain.records import Fault, Record


class PaperTemplateError(CatalogueError):
    """A template is refused whole; `faults` lists every mistake that was found."""


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What all papers share: sentences and fixed words."""

    version: str
    phrases: Mapping[str, str]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PaperTemplate:
    """One kind of paper: its parts in order, its sentences, and its fixed words.

    `version` names the template's and the shared words' versions. `title_other` is the title
    where the matter is no licence. `details` and `columns` are pairs of label and text, and of
    column and heading. `seal` is printed where the seal belongs; empty where none does.
    """

    kind: PaperKind
    version: str
    title: str
    title_other: str
    copies: int
    seal: str
    signers: tuple[Signer, ...]
    parts: tuple[Part, ...]
    details: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    phrases: Mapping[str, str]
    labels: Mapping[str, str]


MOST_COPIES = 4
MAYBE, WIDE = "?", "!"
"""At the end of a detail's label: left out where its values are empty; on a line of its own."""

STATION = (
    "unit", "window", "hours", "enquiry_phone", "complaint_phone", "government", "court",
)  # fmt: skip
"""Fields that the station has to fill in once; papers say so where it did not."""

FIELDS = frozenset(
    {*STATION, "number", "issued", "time", "officer", "officer_number", "basis", "copies",
     "reason", "right_body", "count", "asked_count"}
)  # fmt: skip
"""What any template may name in braces, beside the values of its kind."""

CASE_FIELDS = frozenset({"case", "slips", "items", "addressee", "you", "received", "due"})
"""What only the template of a paper about a case may name."""

_ALWAYS = ("continued", "number", "page", "foot", "specimen", "you", "you_organisation")

LABELS: Mapping[Part, tuple[str, ...]] = {
    Part.BAND: ("item", "case", "slip", "issued", "window", "officer"),
    Part.APPLICANT: ("organisation", "applicant", "agent", "phone"),
    Part.TEXT: (),
    Part.DETAILS: (),
    Part.MATERIALS: ("materials", "no", "material", "form", "copies", "remark"),
    Part.ASKED: ("asked", "no", "what", "why"),
    Part.TABLE: ("no", "end"),
    Part.OFFICES: ("offices", "no", "office", "days", "date", "state", "total"),
    Part.REMEDIES: ("remedies",),
    Part.COLLECT: ("collect",),
    Part.REMARKS: ("remarks",),
    Part.CONTACT: ("contact", "hours", "enquiry", "complaint"),
    Part.COPIES: (),
    Part.SIGNATURES: ("date", "reason"),
    Part.ADDRESS: ("recipient", "to", "sender", "phone", "postcode", "waybill", "inside"),
}
"""The fixed words that a part of a paper needs."""

PHRASES: Mapping[Part, tuple[str, ...]] = {
    Part.TEXT: ("text",),
    Part.COLLECT: ("collect",),
    Part.REMARKS: ("remarks",),
    Part.COPIES: ("copies",),
    Part.OFFICES: ("days",),
}
"""The sentences that a part of a paper needs."""

LABEL_FIELDS: Mapping[str, tuple[str, ...]] = {
    "page": ("page", "pages"),
    "foot": ("number", "template", "audit", "head"),
}
PHRASE_FIELDS: Mapping[str, tuple[str, ...]] = {"days": ("days",), "copies": ("copies",)}


def read_words(data: Any, file: str) -> PaperWords:
    """Check the words all papers share; raises PaperTemplateError with all faults."""
    faults: list[Fault] = []
    words = Record(data, file, "", faults).made(_words)
    if words is None:
        raise PaperTemplateError(faults)
    return words


def _words(record: Record) -> PaperWords:
    words = PaperWords(record.text("version"), record.words("phrases"), record.words("labels"))
    for name in ("blank", "to_fill"):
        if name not in words.phrases:
            record.fault(f"phrases.{name}", "is missing")
    for name, text in words.phrases.items():
        record.check_fields(f"phrases.{name}", text, PHRASE_FIELDS.get(name, ()))
    for name, text in words.labels.items():
        record.check_fields(f"labels.{name}", text, LABEL_FIELDS.get(name, ()))
    for name in _ALWAYS:
        if name not in words.labels:
            record.fault(f"labels.{name}", "is missing")
    return words


def read_template(data: Any, file: str, kind: PaperKind, words: PaperWords) -> PaperTemplate:
    """Check one paper's parsed file and make its template of it.

    Raises PaperTemplateError with all faults: unknown parts, fields, phrases and labels, and
    phrases and labels that a part needs and nobody gives.
    """
    faults: list[Fault] = []
    template = Record(data, file, "", faults).made(lambda record: _template(record, kind, words))
    if template is None:
        raise PaperTemplateError(faults)
    return template


def _template(record: Record, kind: PaperKind, words: PaperWords) -> PaperTemplate:
    own_phrases, own_labels = record.words("phrases"), record.words("labels")
    title = record.text("title")
    template = PaperTemplate(
        kind=kind,
        version=f"{_version(record, kind)} {words.version}",
        title=title,
        title_other=record.maybe("title_other") or title,
        copies=_copies(record),
        seal=record.maybe("seal") or "",
        signers=_chosen(record, "signers", Signer),
        parts=_chosen(record, "parts", Part),
        details=tuple(record.words("details").items()),
        columns=tuple(record.words("columns").items()),
        phrases={**words.phrases, **own_phrases},
        labels={**words.labels, **own_labels},
    )
    _check_phrases(record, template, own_phrases)
    _check_labels(record, template, own_labels, words)
    _check_columns(record, template)
    return template


def _version(record: Record, kind: PaperKind) -> str:
    version = record.text("version")
    number = version.removeprefix(f"{kind}-")
    if version and (number == version or not number.isdecimal()):
        record.fault("version", f"{kind}- and a number is wanted, not {version!r}")
    return version


def _copies(record: Record) -> int:
    copies = record.count("copies") or 0
    if not 1 <= copies <= MOST_COPIES:
        record.fault("copies", f"1 to {MOST_COPIES} copies are wanted")
    return copies


def _chosen(record: Record, field: str, kind: Any) -> tuple[Any, ...]:
    """The values of a closed list, each once."""
    names = record.texts(field)
    for place, name in enumerate(names, 1):
        if name not in set(kind):
            record.fault(f"{field}[{place}]", f"{name!r} is none of {', '.join(kind)}")
        elif name in names[: place - 1]:
            record.fault(f"{field}[{place}]", f"{name!r} stands here twice")
    return tuple(kind(name) for name in names if name in set(kind))


def _option_phrases(kind: PaperKind) -> Iterator[str]:
    for value, options in OPTIONS.get(kind, {}).items():
        yield from (f"{value}_{option}" for option in options)


def known_fields(kind: PaperKind) -> frozenset[str]:
    """What a kind's template may name in braces."""
    of_case = CASE_FIELDS if kind in OF_A_CASE else frozenset[str]()
    return FIELDS | of_case | frozenset(VALUES[kind])


def _check_phrases(record: Record, template: PaperTemplate, own: Mapping[str, str]) -> None:
    options = tuple(_option_phrases(template.kind))
    needed = {name for part in template.parts for name in PHRASES.get(part, ())} | {*options}
    _check_given(record, "phrases", needed, template.phrases)
    known = {name for names in PHRASES.values() for name in names} | {*options, "blank", "to_fill"}
    _check_known(record, "phrases", own, known)
    fields = known_fields(template.kind)
    for name, text in own.items():
        record.check_fields(f"phrases.{name}", text, PHRASE_FIELDS.get(name, fields))
    for label, text in template.details:
        record.check_fields(f"details.{label}", text, fields)


def _check_labels(
    record: Record, template: PaperTemplate, own: Mapping[str, str], words: PaperWords
) -> None:
    needed = [*(name for part in template.parts for name in LABELS[part])]
    needed += [f"sign_{signer}" for signer in template.signers]
    _check_given(record, "labels", needed, template.labels)
    every = {name for names in LABELS.values() for name in names} | {*_ALWAYS}
    _check_known(record, "labels", own, {*every, *(f"sign_{s}" for s in Signer), *words.labels})
    for name, text in own.items():
        record.check_fields(f"labels.{name}", text, LABEL_FIELDS.get(name, ()))


def _check_columns(record: Record, template: PaperTemplate) -> None:
    known = COLUMNS.get(template.kind, ())
    _check_known(record, "columns", dict(template.columns), known)
    if (Part.TABLE in template.parts) != bool(template.columns):
        record.fault("columns", "a table needs columns, and columns need a table")


def _check_given(
    record: Record, field: str, needed: Collection[str], given: Mapping[str, str]
) -> None:
    for name in sorted({*needed} - given.keys()):
        record.fault(f"{field}.{name}", "is missing")


def _check_known(
    record: Record, field: str, given: Mapping[str, str], known: Collection[str] | Sequence[str]
) -> None:
    for name in sorted(given.keys() - {*known}):
        record.fault(f"{field}.{name}", "is not known here")
