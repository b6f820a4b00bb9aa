"""The papers' templates and their law: as shipped, and never as somebody changed them."""

from pathlib import Path

import pytest

from db import manifest
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.paper_templates import PaperTemplateError
from desktop.domain.papers import PaperKind
from desktop.services.paper_templates import (
    LAW,
    WORDS,
    shipped_law,
    shipped_template,
    template_file,
)
from tests import signing


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Templates signed with a key this PC trusts."""
    signing.trust(tmp_path / "home")
    monkeypatch.setenv("ONEVISIT_HOME", str(tmp_path / "home"))
    signing.sign(signing.copied(tmp_path))
    return tmp_path / manifest.TEMPLATES


@pytest.mark.parametrize("kind", PaperKind)
def test_each_kind_is_shipped(kind: PaperKind) -> None:
    assert shipped_template(kind).kind is kind


def test_the_law_is_shipped() -> None:
    assert shipped_law().version == "law-1"


@pytest.mark.parametrize("file", [template_file(PaperKind.CLOCK), WORDS, LAW])
def test_a_changed_file_is_refused(templates: Path, file: str) -> None:
    path = templates / file
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Refusal) as refused:
        (shipped_law(templates), shipped_template(PaperKind.CLOCK, templates))
    assert refused.value.trouble is Trouble.TEMPLATE_CHANGED
    assert refused.value.values == {"file": file}


def test_a_signed_mistake_is_named(templates: Path) -> None:
    file = template_file(PaperKind.CLOCK)
    (templates / file).write_text("version: clock-1\n", "utf-8")
    signing.sign(templates.with_name(manifest.CATALOGUE), 1_001)
    with pytest.raises(PaperTemplateError, match=f"{file}: title: is missing"):
        shipped_template(PaperKind.CLOCK, templates)
