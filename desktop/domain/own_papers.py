"""A station's own version of a paper's template: which texts it may change, and what differs."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Any

from desktop.domain.paper_templates import (
    LABEL_FIELDS,
    LABELS,
    PHRASE_FIELDS,
    PHRASES,
    PaperTemplate,
    PaperTemplateError,
    PaperWords,
    known_fields,
    read_template,
)
from desktop.domain.papers import OF_A_CASE, PaperKind, Part
from desktop.domain.records import Fault

Data = Mapping[str, Any]
"""A template as its file holds it."""

HEAD = ("title", "title_other", "copies", "seal")
"""Texts that stand alone; a paper about no case has no second title."""

LONGEST_TEXT = 2000
"""More than this fits into no paper's sentence."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One text that a station may change, and what it may name in braces.

    `field` says where it stands: title, phrases.text, details[1].label, details[1].text.
    """

    field: str
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that is another one now; what one of the two lacks is empty."""

    field: str
    before: str
    after: str


class Standing(StrEnum):
    """How a version stands on a day."""

    PLANNED = "planned"
    IN_USE = "in_use"
    PAST = "past"


def wordings(data: Data, kind: PaperKind, words: PaperWords) -> tuple[Wording, ...]:
    """Every text of a template that a station may change, in the order of the paper."""
    return (
        *_head(data, kind),
        *_phrases(data, kind, words),
        *_details(data, kind),
        *_named(data, "columns", _mapping(data, "columns"), {}),
        *_named(data, "labels", _label_names(data), words.labels),
    )


def _head(data: Data, kind: PaperKind) -> Iterator[Wording]:
    for name in HEAD:
        if name != "title_other" or kind in OF_A_CASE:
            yield Wording(name, str(data.get(name) or ""))


def _phrases(data: Data, kind: PaperKind, words: PaperWords) -> Iterator[Wording]:
    own, fields = _mapping(data, "phrases"), tuple(sorted(known_fields(kind)))
    shared = [name for part in _parts(data) for name in PHRASES.get(part, ())]
    for name in dict.fromkeys([*own, *shared]):
        text = own.get(name, words.phrases.get(name, ""))
        yield Wording(f"phrases.{name}", str(text).strip(), PHRASE_FIELDS.get(name, fields))


def _details(data: Data, kind: PaperKind) -> Iterator[Wording]:
    fields = tuple(sorted(known_fields(kind)))
    for place, (label, text) in enumerate(_mapping(data, "details").items(), 1):
        yield Wording(f"details[{place}].label", str(label))
        yield Wording(f"details[{place}].text", str(text), fields)


def _named(
    data: Data, room: str, names: Collection[str], shared: Mapping[str, str]
) -> Iterator[Wording]:
    own = _mapping(data, room)
    for name in names:
        text = str(own.get(name, shared.get(name, "")))
        yield Wording(f"{room}.{name}", text, LABEL_FIELDS.get(name, ()))


def _label_names(data: Data) -> tuple[str, ...]:
    """The fixed words of this paper's parts and signers, the template's own first."""
    needed = [name for part in _parts(data) for name in LABELS[part]]
    needed += [f"sign_{signer}" for signer in data.get("signers") or ()]
    return tuple(dict.fromkeys([*_mapping(data, "labels"), *needed]))


def _parts(data: Data) -> tuple[Part, ...]:
    return tuple(Part(name) for name in data.get("parts") or () if name in set(Part))


def _mapping(data: Data, room: str) -> Mapping[str, Any]:
    found = data.get(room)
    return found if isinstance(found, Mapping) else {}


def reworded(data: Data, texts: Mapping[str, str], words: PaperWords) -> dict[str, Any]:
    """The template with other texts; what says the same as all papers do is not its own."""
    own_labels, own_phrases = _mapping(data, "labels"), _mapping(data, "phrases")
    made = dict(data) | {
        "title": texts["title"].strip(),
        "copies": _whole(texts["copies"]),
        "phrases": _own(texts, "phrases.", own_phrases, words.phrases),
        "details": dict(_detail_rows(texts)),
        "columns": _own(texts, "columns.", {}, {}),
        "labels": _own(texts, "labels.", own_labels, words.labels),
    }
    for name in ("title_other", "seal"):
        made.pop(name, None)
        if texts.get(name, "").strip():
            made[name] = texts[name].strip()
    return made


def _whole(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _own(
    texts: Mapping[str, str], start: str, own: Mapping[str, Any], shared: Mapping[str, str]
) -> dict[str, str]:
    given = {field.removeprefix(start): t for field, t in texts.items() if field.startswith(start)}
    return {n: text for n, text in given.items() if n in own or shared.get(n, "").strip() != text}


def _detail_rows(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for field, label in texts.items():
        if field.startswith("details[") and field.endswith(".label"):
            yield label.strip(), texts[f"{field.removesuffix('label')}text"].strip()


def read_own(
    data: Any, file: str, kind: PaperKind, words: PaperWords, shipped: PaperTemplate
) -> PaperTemplate:
    """Check a station's own version: as every template, and with the shipped parts and signers.

    What a paper has to carry is not left to a text. Raises PaperTemplateError with all faults.
    """
    faults: list[Fault] = []
    template: PaperTemplate | None = None
    try:
        template = read_template(data, file, kind, words)
    except PaperTemplateError as error:
        faults += error.faults
    if isinstance(data, Mapping):
        faults += _fixed(data, file, shipped)
    if template is None or faults:
        raise PaperTemplateError(faults)
    return template


def _fixed(data: Data, file: str, shipped: PaperTemplate) -> Iterator[Fault]:
    for field, wanted in (("parts", shipped.parts), ("signers", shipped.signers)):
        given = data.get(field)
        if isinstance(given, list) and sorted(map(str, given)) != sorted(wanted):
            yield Fault(file, "", field, f"{', '.join(wanted)} belong to this paper")
    for label in _mapping(data, "details"):
        if not str(label).strip(" ?!"):
            yield Fault(file, "", f"details.{label}", "has no name")


def faults_by_field(
    texts: Mapping[str, str], faults: Collection[Fault]
) -> dict[str, tuple[str, ...]]:
    """Mistakes by the text they stand in; those of no single text stand under an empty name."""
    labels = {
        f"details.{text.strip()}": f"{field.removesuffix('label')}text"
        for field, text in texts.items()
        if field.endswith(".label")
    }
    found: dict[str, list[str]] = {}
    for fault in faults:
        field = labels.get(fault.field, fault.field)
        found.setdefault(field if field in texts else "", []).append(fault.problem)
    for field in _twice(texts):
        found.setdefault(field, []).append("stands here twice")
    return {field: tuple(problems) for field, problems in found.items()}


def _twice(texts: Mapping[str, str]) -> Iterator[str]:
    """Names of details that another one bears already; a template would keep only one."""
    labels = {f: text.strip() for f, text in texts.items() if f.endswith(".label")}
    times = Counter(labels.values())
    return (field for field, text in labels.items() if times[text] > 1)


def differences(
    before: Data, after: Data, kind: PaperKind, words: PaperWords
) -> tuple[Difference, ...]:
    """What one template says otherwise than another, in the order of the paper."""
    old, new = (
        {each.field: each.text for each in wordings(data, kind, words)} for data in (before, after)
    )
    order = ", ".join(map(str, before.get("parts") or ())), ", ".join(map(str, after["parts"]))
    rows = [("parts", *order), *((f, old.get(f, ""), new.get(f, "")) for f in {**old, **new})]
    return tuple(Difference(*row) for row in rows if row[1] != row[2])


def left_out(before: Data, after: Data, kind: PaperKind, words: PaperWords) -> tuple[str, ...]:
    """What the one template says of a case and the other says no more, by the names in braces."""
    said, says = (_says(wordings(data, kind, words)) for data in (before, after))
    return tuple(sorted(said - says))


def _says(rows: tuple[Wording, ...]) -> set[str]:
    """The names that texts fill in; texts with a mistake in them say nothing."""
    found: set[str] = set()
    for row in rows:
        try:
            found |= {name for _, name, _, _ in Formatter().parse(row.text) if name}
        except ValueError:
            continue
    return found


def following(kind: PaperKind, versions: Collection[str]) -> str:
    """The version after all of these (acceptance-3 after acceptance-1 and acceptance-2)."""
    numbers = [int(version.removeprefix(f"{kind}-")) for version in versions]
    return f"{kind}-{max(numbers, default=0) + 1}"


def kind_of(data: Any) -> PaperKind | None:
    """The kind whose template a file holds, by its version; None where that says none."""
    version = data.get("version") if isinstance(data, Mapping) else None
    kind, _, _ = version.rpartition("-") if isinstance(version, str) else ("", "", "")
    return PaperKind(kind) if kind in set(PaperKind) else None


def standings(since: Collection[date], day: date) -> tuple[Standing, ...]:
    """How versions stand on a day, given in the order they were made.

    The one that begins last counts; of those that begin on one day the one made last.
    """
    begun = [(begin, place) for place, begin in enumerate(since) if begin <= day]
    used = max(begun)[1] if begun else None
    return tuple(
        Standing.IN_USE if place == used
        else Standing.PLANNED if begin > day
        else Standing.PAST
        for place, begin in enumerate(since)
    )  # fmt: skip
