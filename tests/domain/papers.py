"""Papers for the tests of the rules: shipped templates, samples, and samples with a change."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import resources
from db.catalogue_files import plain_yaml
from desktop.domain.composing import compose_paper
from desktop.domain.law import Law, read_law
from desktop.domain.paper_samples import ISSUER, sample_facts, sample_occasion
from desktop.domain.paper_templates import PaperTemplate, read_template, read_words
from desktop.domain.papers import PaperContent, PaperFacts, PaperKind, Part, Section

MOMENT = datetime(2026, 9, 18, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


def raw(name: str) -> Any:
    """A shipped file's plain data."""
    return plain_yaml((resources.path("templates") / name).read_bytes())


@cache
def law() -> Law:
    """The shipped law."""
    return read_law(raw("law.yaml"), "law.yaml")


@cache
def template(kind: PaperKind) -> PaperTemplate:
    """A shipped template, read once."""
    return read(kind)


def read(kind: PaperKind, **changes: Any) -> PaperTemplate:
    """A shipped template with changes."""
    words = read_words(raw("paper-words-2.yaml"), "words")
    return read_template({**raw(f"paper-{kind}-1.yaml"), **changes}, "file", kind, words)


def composed(kind: PaperKind, facts: PaperFacts | None = None, **changes: Any) -> PaperContent:
    """A sample paper; changes are the issuer's."""
    facts = facts or sample_facts(kind)
    occasion = sample_occasion(MOMENT)
    return compose_paper(facts, template(kind), replace(ISSUER, **changes), occasion, law())


def part(content: PaperContent, wanted: Part) -> Section:
    """A paper's part."""
    return next(section for section in content.sections if section.part is wanted)


def with_case(kind: PaperKind, **changes: Any) -> PaperFacts:
    """A sample with another case."""
    facts = sample_facts(kind)
    assert facts.case is not None
    return replace(facts, case=replace(facts.case, **changes))


def with_values(kind: PaperKind, **changes: str) -> PaperFacts:
    """A sample with other values."""
    facts = sample_facts(kind)
    return replace(facts, values={**facts.values, **changes})
