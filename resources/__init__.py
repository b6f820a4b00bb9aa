"""The program's data files, by name."""

import sys
from pathlib import Path


def path(*parts: str) -> Path:
    """Where a data file or folder lies: in a checkout, an installation or a built program."""
    found = _root().joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(
            f"The program's file {'/'.join(('resources', *parts))} is missing at {found}; "
            "the installation is incomplete and should be repeated."
        )
    return found


def _root() -> Path:
    bundle: str | None = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "resources" if bundle else Path(__file__).resolve().parent
