"""What keeps the rooms apart: import directions, empty package files, modules one can read."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("db", "desktop", "resources")
LONGEST = 400
TO_BE_CUT: set[str] = set()
"""Longer than that so far; a name leaves this list together with its length."""


def _modules(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def test_imports_go_in_the_agreed_directions() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


def test_package_files_are_empty() -> None:
    rooms = [ROOT / "db", ROOT / "desktop", *(ROOT / "desktop").iterdir()]
    files = [room / "__init__.py" for room in rooms if (room / "__init__.py").exists()]
    assert len(files) >= 6
    assert [file for file in files if file.read_text("utf-8").strip()] == []


def test_a_screen_s_package_only_names_its_screen() -> None:
    for file in _modules("desktop/views"):
        if file.name == "__init__.py":
            found = {type(row) for row in ast.parse(file.read_text("utf-8")).body}
            assert found <= {ast.Expr, ast.ImportFrom, ast.Assign}, file


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {file.parent for file in _modules("desktop")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def _lengths(*folders: str) -> dict[str, int]:
    return {
        file.relative_to(ROOT).as_posix(): len(file.read_text("utf-8").splitlines())
        for file in _modules(*folders)
        if "versions" not in file.parts  # a migration is written once and never again
    }


def test_no_module_is_longer_than_one_can_read() -> None:
    long = {name for name, lines in _lengths(*PACKAGES).items() if lines > LONGEST}
    assert long == TO_BE_CUT


def test_no_test_file_is_longer_either() -> None:
    assert {name for name, lines in _lengths("tests").items() if lines > LONGEST} == set()


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in _modules(*PACKAGES)
        if file.stat().st_size and not file.read_text("utf-8").startswith('"""')
    ]
    assert silent == []
