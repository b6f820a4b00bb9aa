"""Whether this installation works: data files, a fresh database, one case, one PDF."""

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any


def main(arguments: Sequence[str]) -> int:
    """Run every check in an empty folder of its own; exit code 0 if all are good, else 1."""
    as_json = "--json" in arguments
    unknown = [word for word in arguments if word != "--json"]
    if unknown:
        print(f"onevisit self-test: {unknown[0]!r} is not known here", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        report = [_checked(name, check, Path(folder)) for name, check in CHECKS]
    good = all(row["good"] for row in report)
    if as_json:
        print(json.dumps({"good": good, "checks": report}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(f"{'●' if r['good'] else '■'} {r['check']}: {r['told']}" for r in report))
    return 0 if good else 1


def _checked(name: str, check: Callable[[Path], str], folder: Path) -> dict[str, Any]:
    begin = perf_counter()
    try:
        told, good = check(folder), True
    except Exception as error:  # noqa: BLE001 - a self-test tells what is broken, whatever it is
        told, good = f"{type(error).__name__}: {error}", False
    return {"check": name, "good": good, "told": told, "seconds": round(perf_counter() - begin, 3)}


def _fonts(_folder: Path) -> str:
    import hashlib

    import resources

    wanted = resources.path("fonts", "SHA256SUMS").read_text("utf-8").splitlines()
    for line in wanted:
        digest, name = line.split()
        found = hashlib.sha256(resources.path("fonts", name).read_bytes()).hexdigest()
        if found != digest:
            raise ValueError(f"{name} is not the font that was shipped")
    return f"{len(wanted)} files as shipped"


def _catalogue(_folder: Path) -> str:
    from desktop.services.catalogue import shipped_shelf

    catalogue = shipped_shelf().catalogue
    cases = sum(len(item.special_cases) for item in catalogue.items.values())
    return f"{catalogue.edition}: {len(catalogue.items)} items, {cases} special cases"


def _locale(_folder: Path) -> str:
    import gettext

    import resources

    texts = gettext.translation("onevisit", str(resources.path("locale")), ["zh_CN"])
    word = texts.gettext("Intake")
    if word == "Intake":
        raise ValueError("the Chinese texts are missing")
    return f"Intake = {word}"


def _calendar(_folder: Path) -> str:
    from desktop.services.calendar_files import shipped_years

    return "、".join(str(year.year) for year in shipped_years())


def _windows(_folder: Path) -> str:
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.app import application
    from desktop.settings import Settings
    from desktop.views.sign_in import SignIn

    application(Settings())
    return f"{SignIn().grab().width()} px painted"


def _database(folder: Path) -> str:
    from db.keys import new_key
    from db.schema import HEAD, make_database

    make_database(folder / "fresh" / "onevisit.db", new_key()).dispose()
    return f"fresh, migrated to {HEAD}"


def _one_case(folder: Path) -> str:
    """A specimen applicant nobody is, from draft to stored slip."""
    from desktop.sample import Sample

    sample = Sample(folder, datetime.now().astimezone())
    done = sample.issue_whole()
    sample.close()
    return f"slip {done.number}, case {done.case_number}, {len(done.paper.pdf)} bytes of PDF"


CHECKS: tuple[tuple[str, Callable[[Path], str]], ...] = (
    ("fonts", _fonts),
    ("catalogue", _catalogue),
    ("locale", _locale),
    ("calendar", _calendar),
    ("windows", _windows),
    ("migrations", _database),
    ("one case, one PDF", _one_case),
)
