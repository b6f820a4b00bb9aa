"""Scans of signed stubs on the command line."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from db.engine import reading, writing
from db.models import Scan, Slip
from desktop.backend import Backend
from desktop.domain.slips import Stub
from desktop.services import intake
from tests.builders import NOW, clerk
from tests.commands import at_home
from tests.printing.readers import picture
from tests.services.counter import CARD, desk, draft


@pytest.fixture
def folder(backend: Backend, tmp_path: Path, qapp: QApplication) -> Path:
    """A folder with a signed stub, a white page, and a file that is no picture."""
    from desktop.printing.pdf import render_slip

    who = clerk(backend)
    window = desk(backend, who, lambda content: render_slip(content, window.template))
    with writing(backend.engine) as session:
        done = intake.issue(session, who, NOW, window, "key", draft(backend, CARD))
    made = tmp_path / "scans"
    made.mkdir()
    page = picture(done.paper.pdf, done.paper.pages - 1, 150)
    page.crop((0, round(page.height * 0.7), page.width, page.height)).save(made / "a.png")
    Image.new("L", (200, 200), 255).save(made / "b.png")
    (made / "c.jpg").write_bytes(b"nothing")
    (made / "notes.txt").write_text("no scan")
    return made


def test_scans_of_a_folder_are_matched_and_taken_in(
    folder: Path, backend: Backend, home: Path, code_file: Path
) -> None:
    words = ("stubs", "read", folder, "--recovery-code-file", code_file, "--json")
    dry = at_home(home)(*words, "--dry-run")
    with reading(backend.engine) as session:
        number = session.query(Slip).one().number
        assert session.query(Slip).one().stub is Stub.MISSING
    assert dry.code == 1
    assert dry.data["pages"] == 3
    assert dry.data["matched"] == [{"slip": number, "file": "a.png", "page": 1, "by": "both"}]
    assert dry.data["unknown"] == []
    assert [(row["file"], row["why"]) for row in dry.data["unreadable"]] == [
        ("b.png", None), ("c.jpg", "attachment_unknown"),
    ]  # fmt: skip
    done = at_home(home)(*words)
    assert done.data["matched"] == dry.data["matched"]
    with reading(backend.engine) as session:
        assert session.query(Slip).one().stub is Stub.SIGNED
        assert session.query(Scan).count() == 1
    again = at_home(home)(*words)
    assert (again.data["matched"], len(again.data["there"])) == ([], 1)
