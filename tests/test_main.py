"""What the program begins with, by its first words."""

from pathlib import Path

import pytest

from desktop import app
from desktop.__main__ import main
from desktop.domain.settings_file import ENDING


def test_a_settings_file_opens_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Path | None] = []

    def run(file: Path | None = None) -> int:
        begun.append(file)
        return 0

    monkeypatch.setattr(app, "run", run)
    assert main([f"other{ENDING}"]) == 0
    assert main([]) == 0
    assert begun == [Path(f"other{ENDING}"), None]
