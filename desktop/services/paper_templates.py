"""The official papers' templates and the law they cite, read one file at a time when wanted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import resources
from db.catalogue_files import parsed
from db.models import PaperWords as OwnVersion
from desktop.domain.law import Law, read_law
from desktop.domain.paper_templates import PaperTemplate, PaperWords, read_template, read_words
from desktop.domain.papers import PaperKind
from desktop.services.catalogue import signed_file

WORDS, LAW = "paper-words-2.yaml", "law.yaml"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A kind's template as it came with the program: its data, the shared words, and both read."""

    data: dict[str, Any]
    words: PaperWords
    template: PaperTemplate


def template_file(kind: PaperKind) -> str:
    """The name of the file that holds a kind's template."""
    return f"paper-{kind}-1.yaml"


def shipped(kind: PaperKind, folder: Path | None = None) -> Shipped:
    """A kind's template with the words all papers share.

    Raises Refusal(TEMPLATE_CHANGED) where a file is not as it was signed, PaperTemplateError
    naming file and field where a signed one cannot be used.
    """
    file = template_file(kind)
    data, words = _read(file, folder), shipped_words(folder)
    return Shipped(data, words, read_template(data, file, kind, words))


def shipped_template(kind: PaperKind, folder: Path | None = None) -> PaperTemplate:
    """A kind's template alone; errors as in `shipped`."""
    return shipped(kind, folder).template


def shipped_words(folder: Path | None = None) -> PaperWords:
    """The words all papers share; errors as in `shipped`."""
    return read_words(_read(WORDS, folder), WORDS)


def shipped_law(folder: Path | None = None) -> Law:
    """The law that papers cite; errors as in `shipped`, but CatalogueError."""
    return read_law(_read(LAW, folder), LAW)


def template_on(
    session: Session, given: Callable[[PaperKind], PaperTemplate], kind: PaperKind, day: date
) -> PaperTemplate:
    """The template in force on a day: the station's own version, else the one that is given.

    Raises PaperTemplateError for an own version that the shared words of today do not fit.
    """
    own = session.scalar(
        select(OwnVersion.content)
        .where(OwnVersion.kind == kind, OwnVersion.since <= day)
        .order_by(OwnVersion.since.desc(), OwnVersion.id.desc())
        .limit(1)
    )
    return read_template(own, own["version"], kind, shipped_words()) if own else given(kind)


def _read(file: str, folder: Path | None) -> Any:
    found = signed_file(file, folder or resources.path("templates"))
    return parsed({file: found})[file]
