"""What the package is made with: the installer's file lists, ICU's data cut to what is asked."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

HERE = Path(__file__).resolve().parents[1] / ".ci"
FILES = ("onevisit.exe", "onevisit-window.exe", "_internal/资源/户 口.json", "_internal/a$b.txt")

SORTED = """
from functools import cmp_to_key
from PySide6.QtCore import QCollator, QLocale, QStringDecoder
collator = QCollator(QLocale("zh_CN"))
print("".join(sorted("钱赵孙李周吴郑王重单", key=cmp_to_key(collator.compare))))
print(QStringDecoder("GB18030").isValid(), QStringDecoder("GBK").isValid())
"""


def needs(*commands: str) -> None:
    for command in commands:
        if shutil.which(command) is None:
            pytest.skip(f"no {command}")


def run(*words: str | Path, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        words, capture_output=True, text=True, check=False, env={**os.environ, **more}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder laid out as PyInstaller lays one out on Windows."""
    for name in FILES:
        file = tmp_path / "onevisit" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"MZ")
    return tmp_path / "onevisit"


def test_the_installer_holds_every_file_and_says_what_it_is(folder: Path, tmp_path: Path) -> None:
    needs("makensis", "7z")
    made = run(HERE / "installer", folder, tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    (setup,) = tmp_path.glob("OneVisit-*-setup.exe")
    listed = run("7z", "l", "-ba", "-slt", setup).stdout
    for name in (*FILES, "uninstall.exe"):
        assert f"Path = {name}\n" in listed
    raw = setup.read_bytes()
    for word in ("ProductVersion", "一次办 · 窗口工作台 安装程序"):
        assert word.encode("utf-16-le") in raw


def test_a_folder_that_is_no_windows_program_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "onevisit-window.exe").unlink()
    made = run(HERE / "installer", folder, tmp_path)
    assert made.returncode == 1
    assert "onevisit-window.exe" in made.stderr
    assert not list(tmp_path.glob("*.exe"))


def test_with_less_of_icu_chinese_is_sorted_and_read_as_before(tmp_path: Path) -> None:
    needs("as", "ld", "objdump")
    qt = Path(PySide6.__file__).parent / "Qt" / "lib"
    (whole,) = qt.glob("libicudata.so.*")
    assert run(HERE / "small-icu", whole, tmp_path).returncode == 0
    small = tmp_path / whole.name
    assert small.stat().st_size < whole.stat().st_size / 5
    before = run(sys.executable, "-c", SORTED)
    after = run(sys.executable, "-c", SORTED, LD_PRELOAD=str(small))
    assert before.stdout.splitlines()[1] == "True True"
    assert (after.stdout, after.returncode) == (before.stdout, 0)
