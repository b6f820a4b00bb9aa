"""The official papers' templates and the law they cite, read one file at a time when wanted."""

from pathlib import Path

import resources
from db.catalogue_files import parsed
from desktop.domain.law import Law, read_law
from desktop.domain.paper_templates import PaperTemplate, PaperWords, read_template, read_words
from desktop.domain.papers import PaperKind
from desktop.services.catalogue import signed_file

WORDS, LAW = "paper-words-1.yaml", "law.yaml"


def template_file(kind: PaperKind) -> str:
    """The name of the file that holds a kind's template."""
    return f"paper-{kind}-1.yaml"


def shipped_template(kind: PaperKind, folder: Path | None = None) -> PaperTemplate:
    """A kind's template with the words all papers share.

    Raises Refusal(TEMPLATE_CHANGED) where a file is not as it was signed, PaperTemplateError
    naming file and field where a signed one cannot be used.
    """
    file = template_file(kind)
    return read_template(_read(file, folder), file, kind, _words(folder))


def shipped_law(folder: Path | None = None) -> Law:
    """The law that papers cite; errors as in `shipped_template`, but CatalogueError."""
    return read_law(_read(LAW, folder), LAW)


def _words(folder: Path | None) -> PaperWords:
    return read_words(_read(WORDS, folder), WORDS)


def _read(file: str, folder: Path | None) -> object:
    found = signed_file(file, folder or resources.path("templates"))
    return parsed({file: found})[file]
