"""What the page of an item says, as plain values and as a text to send to somebody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _

from desktop.domain.items import Asked, Form, Item, Material
from desktop.domain.notice import Template, fee_words, item_limit, limit_words
from desktop.views import words
from desktop.views.guide.terms import Terms


@dataclass(frozen=True, slots=True)
class Paper:
    """A material as an item asks for it, in words; `group` binds those of which one is enough.

    `place` is its number in the catalogue, from 1.
    """

    place: int
    name: str
    form: str
    issuer: str
    notes: tuple[str, ...]
    needed: bool
    deferrable: bool
    when: str
    waived: str
    group: str


def papers(item: Item, terms: Terms) -> tuple[Paper, ...]:
    """What to bring: in the catalogue's order, what belongs to one group side by side."""
    forms = words.forms()
    rows = [_paper(n, asked, terms, forms) for n, asked in enumerate(item.materials, 1)]
    first = {row.group: place for place, row in reversed(list(enumerate(rows))) if row.group}
    order = [(first.get(row.group, place), place) for place, row in enumerate(rows)]
    return tuple(rows[place] for _first, place in sorted(order))


def numbers(item: Item, terms: Terms) -> dict[int, int]:
    """The number that a guide shows for each material, by its place in the catalogue; those of
    which one is enough share theirs."""
    found, number, group = dict[int, int](), 0, ""
    for paper in papers(item, terms):
        number += not (paper.group and paper.group == group)
        group = paper.group
        found[paper.place] = number
    return found


def _paper(place: int, asked: Asked, terms: Terms, forms: Mapping[Form, str]) -> Paper:
    material = terms.catalogue.materials[asked.material]
    notes = tuple(note for note in (asked.note, material.note) if note)
    return Paper(
        place=place,
        name=material.name,
        form=_form(material, forms),
        issuer=material.issuer,
        notes=notes,
        needed=asked.required,
        deferrable=asked.deferrable,
        when=terms.cases(asked.only_if) if asked.only_if else "",
        waived=terms.cases(asked.waived_if) if asked.waived_if else "",
        group=asked.one_of or "",
    )


def _form(material: Material, forms: Mapping[Form, str]) -> str:
    said = forms[material.form]
    if material.form is Form.COPY or material.copies > 1:
        return _("{form} × {count}").format(form=said, count=material.copies)
    return said


def facts(item: Item, terms: Terms, template: Template) -> Iterator[tuple[str, str]]:
    """Limits, fee, result and who decides where, each with its label."""
    phrases = template.phrases
    yield _("Time limit"), item_limit(item, phrases)
    if item.promised.count is not None and item.statutory.count is not None:
        yield _("Statutory limit"), limit_words(item.statutory, phrases)
    for note in dict.fromkeys((item.promised.note, item.statutory.note)):
        if note:
            yield _("About the limit"), note
    yield _("Fee"), fee_words(item.fee.usual, item.fee.unit, phrases)
    for option in item.fee.options:
        case = terms.cases(option.when) if option.when else ""
        yield _("Fee: {case}").format(case=case), fee_words(option, item.fee.unit, phrases)
    yield _("Result"), item.result
    if item.validity:
        yield _("Valid for"), item.validity
    yield _("Delivery"), words.fulfilments()[item.fulfilment]
    yield _("Decided by"), terms.term("decided_by", item.decided_by)
    yield _("Windows"), "、".join(terms.term("windows", each) for each in item.windows)
    for title, value in ((_("Phone"), item.phone), (_("Online"), item.web)):
        if value:
            yield title, value


def laws(item: Item) -> tuple[str, ...]:
    """The legal basis, a line each."""
    return tuple(f"{row.law} {row.article or ''}".strip() for row in item.law)


def badges(item: Item) -> Iterator[tuple[str, str]]:
    """Short words that say what kind of item it is, each with the colour of its ground."""
    yield words.categories()[item.category], "plain"
    if item.one_visit:
        yield _("One visit"), "good"
    yield words.fulfilments()[item.fulfilment], "plain"
    if item.joint:
        yield _("Joint"), "accent"


def remarks(paper: Paper) -> Iterator[tuple[str, str]]:
    """What is special about a material, each with the colour of its ground."""
    if paper.when:
        yield _("when: {cases}").format(cases=paper.when), "accent"
    elif not paper.needed and not paper.group:
        yield _("if there is one"), "plain"
    if paper.waived:
        yield _("not needed when: {cases}").format(cases=paper.waived), "good"
    if paper.deferrable:
        yield _("may follow later"), "plain"


def answer(item: Item, terms: Terms, template: Template, issuer: str) -> str:
    """The answer for somebody who asks what to bring, as plain text to paste."""
    lines = [item.name, "", _("What to bring:"), *_paper_lines(papers(item, terms))]
    if item.conditions:
        lines += ["", _("Conditions:"), *_numbered(item.conditions)]
    lines += ["", *(f"{title}{_(': ')}{text}" for title, text in facts(item, terms, template))]
    return "\n".join([*lines, "", issuer]).strip()


def _paper_lines(rows: Iterable[Paper]) -> Iterator[str]:
    group, number = "", 0
    for row in rows:
        if row.group and row.group != group:
            number += 1
            yield f"{number}. {_('One of these is enough:')}"
        group = row.group
        number += not group
        mark = "   - " if group else f"{number}. "
        said = "；".join((row.form, *(text for text, _kind in remarks(row)), *row.notes))
        yield f"{mark}{row.name}（{said}）"


def _numbered(lines: Iterable[str]) -> Iterator[str]:
    return (f"{place}. {line}" for place, line in enumerate(lines, 1))
