"""The program's test of itself: all is well here, and what is broken is told by name."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import resources
from desktop import selftest
from desktop.domain.errors import Refusal
from desktop.selftest import CHECKS
from tests.commands import at_home


def test_all_is_well_here(home: Path) -> None:
    import os
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "desktop", "self-test", "--json"],
        env=os.environ | {"ONEVISIT_HOME": str(home)},
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr, report["good"]) == (0, "", True)
    assert [row["check"] for row in report["checks"]] == [name for name, _ in CHECKS]
    assert all(row["good"] and row["told"] and row["seconds"] >= 0 for row in report["checks"])
    assert not home.exists()  # the station's own data is left alone


def test_an_unknown_word_is_wrong_use(home: Path) -> None:
    told = at_home(home)("self-test", "--jsn")
    assert (told.code, told.out) == (2, "")
    assert "'--jsn' is not known here" in told.err


@pytest.mark.parametrize("as_json", [True, False])
def test_what_is_broken_is_told_by_name(
    as_json: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_folder: Path) -> str:
        raise FileNotFoundError("no font")

    checks = (("fonts", broken), ("catalogue", lambda _folder: "38 items"))
    monkeypatch.setattr(selftest, "CHECKS", checks)
    assert selftest.main(["--json"] if as_json else []) == 1
    out = capsys.readouterr().out
    if as_json:
        rows = json.loads(out)["checks"]
        assert [row["good"] for row in rows] == [False, True]
        assert rows[0]["told"] == "FileNotFoundError: no font"
    else:
        assert out.splitlines() == ["■ fonts: FileNotFoundError: no font", "● catalogue: 38 items"]


def test_a_character_that_no_font_draws_is_found(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = dict(CHECKS)
    assert checks["glyphs"](tmp_path) == "8 characters, 4 of them rare"
    monkeypatch.setattr(selftest, "RARE", "\U0010fffd")
    with pytest.raises((ValueError, Refusal)):
        checks["glyphs"](tmp_path)


@pytest.mark.qt_log_ignore("Cannot read file")
def test_an_icon_that_cannot_be_drawn_is_found(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "icons").mkdir()
    (tmp_path / "icons" / "torn.svg").write_text("<svg")
    known = resources.path

    def path(*parts: str) -> Path:
        return tmp_path / "icons" if parts == ("icons",) else known(*parts)

    monkeypatch.setattr(resources, "path", path)
    with pytest.raises(ValueError, match=r"torn\.svg"):
        dict(CHECKS)["resources"](tmp_path)
